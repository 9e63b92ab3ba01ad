//! The place of a policy in a scenario: one type for everything that names a policy.
//!
//! The report names policies by its text form: `keyPolicy`, `identityPolicies/0`, `callers/1/sessionPolicies/0`,
//! `otherKeys/0/resourceControlPolicies/1/2`.

mod text;

use std::sync::Arc;

use kms_policy::Parse;

use super::policy_owner::Levels;
use super::{NamedPolicy, PolicyOwner, PolicyText, Scenario};
use crate::report::PolicyKind;

pub use text::NotAPolicyId;

/// Which of the owner's policies it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyRole {
    /// The key policy.
    KeyPolicy,
    /// The identity-based policy of this index.
    Identity(usize),
    /// The permissions boundary.
    Boundary,
    /// The session policy of this index.
    Session(usize),
    /// The SCP of this level, and its index there.
    ServiceControl(usize, usize),
    /// The RCP of this level, and its index there.
    ResourceControl(usize, usize),
    /// The VPC endpoint policy.
    Endpoint,
}

impl PolicyRole {
    /// What kind of policy it is.
    pub const fn kind(self) -> PolicyKind {
        match self {
            Self::KeyPolicy => PolicyKind::KeyPolicy,
            Self::Identity(_) => PolicyKind::IdentityPolicy,
            Self::Boundary => PolicyKind::PermissionsBoundary,
            Self::Session(_) => PolicyKind::SessionPolicy,
            Self::ServiceControl(..) => PolicyKind::ServiceControlPolicy,
            Self::ResourceControl(..) => PolicyKind::ResourceControlPolicy,
            Self::Endpoint => PolicyKind::VpcEndpointPolicy,
        }
    }

    /// Whether both are in one list: of the same kind and, for an organization's policies, on the same level.
    pub(crate) const fn is_listed_with(self, other: Self) -> bool {
        match (self, other) {
            (Self::Identity(_), Self::Identity(_)) | (Self::Session(_), Self::Session(_)) => true,
            (Self::ServiceControl(one, _), Self::ServiceControl(other, _))
            | (Self::ResourceControl(one, _), Self::ResourceControl(other, _)) => one == other,
            _ => false,
        }
    }
}

/// A policy's place in a scenario.
///
/// ```
/// use kms_playground::{PolicyId, PolicyOwner, PolicyRole, Scenario};
///
/// let id: PolicyId = "callers/1/sessionPolicies/0".parse().unwrap();
/// assert_eq!(id, PolicyId { owner: PolicyOwner::Caller(1), role: PolicyRole::Session(0) });
/// assert_eq!(id.to_string(), "callers/1/sessionPolicies/0");
/// assert_eq!(id.text(&Scenario::default()), None, "this scenario has no callers");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PolicyId {
    /// Whose policy it is.
    pub owner: PolicyOwner,
    /// Which of the owner's policies it is.
    pub role: PolicyRole,
}

impl PolicyId {
    /// The key policy of the scenario's key.
    pub const KEY_POLICY: Self = Self::of_scenario(PolicyRole::KeyPolicy);

    /// The place of a policy that is the scenario's own.
    pub const fn of_scenario(role: PolicyRole) -> Self {
        Self { owner: PolicyOwner::Scenario, role }
    }

    /// The places of all policies of a scenario, in the order of the format.
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let mut all = Vec::new();
        for owner in PolicyOwner::all(scenario) {
            let mut add = |role| {
                let id = Self { owner, role };
                let exists = id.policy_text(scenario).is_some();
                if exists {
                    all.push(id);
                }
                exists
            };
            add(PolicyRole::KeyPolicy);
            (0..).map(PolicyRole::Identity).all(&mut add);
            add(PolicyRole::Boundary);
            (0..).map(PolicyRole::Session).all(&mut add);
            let (service, resource) = owner.limits(scenario);
            for level in 0..service.and_then(Option::as_ref).map_or(0, Vec::len) {
                (0..).map(|index| PolicyRole::ServiceControl(level, index)).all(&mut add);
            }
            for level in 0..resource.and_then(Option::as_ref).map_or(0, Vec::len) {
                (0..).map(|index| PolicyRole::ResourceControl(level, index)).all(&mut add);
            }
            add(PolicyRole::Endpoint);
        }
        all
    }

    /// The place of a policy in the engine's terms; none for the policy that a call would put in place.
    pub(crate) const fn of(id: kms_authz::PolicyId) -> Option<Self> {
        use kms_authz::{PolicyHolder as Holder, PolicyPlace as Place};
        let owner = match id.holder {
            Holder::Situation => PolicyOwner::Scenario,
            Holder::Caller(index) => PolicyOwner::Caller(index),
            Holder::OtherKey(index) => PolicyOwner::OtherKey(index),
            Holder::Call => return None,
        };
        let role = match id.place {
            Place::KeyPolicy => PolicyRole::KeyPolicy,
            Place::IdentityBased(index) => PolicyRole::Identity(index),
            Place::PermissionsBoundary => PolicyRole::Boundary,
            Place::Session(index) => PolicyRole::Session(index),
            Place::ServiceControl(level, index) => PolicyRole::ServiceControl(level, index),
            Place::ResourceControl(level, index) => PolicyRole::ResourceControl(level, index),
            Place::VpcEndpoint => PolicyRole::Endpoint,
        };
        Some(Self { owner, role })
    }

    /// How reports write the place of a policy that the engine speaks of.
    pub(crate) fn written(id: kms_authz::PolicyId) -> String {
        Self::of(id).map_or_else(|| "parameters/Policy".to_owned(), |id| id.to_string())
    }

    /// The list that the policy belongs to; none if there is no list yet, or if such a policy is in none.
    pub(crate) fn siblings(self, scenario: &Scenario) -> Option<&[NamedPolicy]> {
        match self.level() {
            Some((level, _)) => self.levels(scenario)?.get(level).map(Vec::as_slice),
            None if matches!(self.role, PolicyRole::Identity(_) | PolicyRole::Session(_)) => {
                self.list(scenario)
            }
            None => None,
        }
    }

    /// The place of the policy in its list.
    pub(crate) const fn index(self) -> Option<usize> {
        match self.role {
            PolicyRole::Identity(index)
            | PolicyRole::Session(index)
            | PolicyRole::ServiceControl(_, index)
            | PolicyRole::ResourceControl(_, index) => Some(index),
            PolicyRole::KeyPolicy | PolicyRole::Boundary | PolicyRole::Endpoint => None,
        }
    }

    /// Removes the policy and leaves its list as it was without it, an empty list an empty one; with the list if
    /// `with_list`.
    pub(crate) fn take_back(self, scenario: &mut Scenario, with_list: bool) {
        if let Some((level, index)) = self.level() {
            let levels = self.levels_mut(scenario).and_then(Option::as_mut);
            if let Some(list) = levels.and_then(|levels| levels.get_mut(level)) {
                list.truncate(index);
            }
        } else if let (Some(list), Some(index)) = (self.list_mut(scenario), self.index()) {
            match list {
                Some(policies) if !with_list => policies.truncate(index),
                _ => *list = None,
            }
        }
    }

    /// The text of the policy; none if the scenario has no such policy.
    pub fn text(self, scenario: &Scenario) -> Option<&str> {
        self.policy_text(scenario).map(PolicyText::text)
    }

    pub(crate) fn policy_text(self, scenario: &Scenario) -> Option<&PolicyText> {
        match (self.role, self.owner) {
            (PolicyRole::KeyPolicy, PolicyOwner::OtherKey(index)) => {
                Some(&scenario.other_keys.get(index)?.key_policy)
            }
            (PolicyRole::KeyPolicy, PolicyOwner::Scenario) => Some(&scenario.key_policy),
            _ => Some(&self.named(scenario)?.text),
        }
    }

    /// The policy as it is read, once for each text; none if the scenario has no such policy.
    pub(crate) fn parsed(self, scenario: &Scenario) -> Option<Arc<Parse>> {
        Some(self.policy_text(scenario)?.parsed(self.role.kind().into()))
    }

    /// The text, to change it.
    pub fn text_mut(self, scenario: &mut Scenario) -> Option<&mut PolicyText> {
        match (self.role, self.owner) {
            (PolicyRole::KeyPolicy, PolicyOwner::OtherKey(index)) => {
                Some(&mut scenario.other_keys.get_mut(index)?.key_policy)
            }
            (PolicyRole::KeyPolicy, PolicyOwner::Scenario) => Some(&mut scenario.key_policy),
            _ => Some(&mut self.named_mut(scenario)?.text),
        }
    }

    /// The policy with its name; a key policy has none.
    pub fn named(self, scenario: &Scenario) -> Option<&NamedPolicy> {
        match self.role {
            PolicyRole::Identity(index) | PolicyRole::Session(index) => self.list(scenario)?.get(index),
            PolicyRole::Boundary => match self.owner {
                PolicyOwner::Scenario => scenario.permissions_boundary.as_ref(),
                PolicyOwner::Caller(index) => scenario.callers.get(index)?.permissions_boundary.as_ref(),
                PolicyOwner::OtherKey(_) => None,
            },
            PolicyRole::ServiceControl(level, index) | PolicyRole::ResourceControl(level, index) => {
                self.levels(scenario)?.get(level)?.get(index)
            }
            PolicyRole::Endpoint if self.owner == PolicyOwner::Scenario => {
                scenario.vpc_endpoint_policy.as_ref()
            }
            PolicyRole::KeyPolicy | PolicyRole::Endpoint => None,
        }
    }

    /// The same, to change it.
    pub fn named_mut(self, scenario: &mut Scenario) -> Option<&mut NamedPolicy> {
        match self.role {
            PolicyRole::KeyPolicy => None,
            PolicyRole::Identity(index) | PolicyRole::Session(index) => {
                self.list_mut(scenario)?.as_mut()?.get_mut(index)
            }
            PolicyRole::ServiceControl(level, index) | PolicyRole::ResourceControl(level, index) => {
                self.levels_mut(scenario)?.as_mut()?.get_mut(level)?.get_mut(index)
            }
            PolicyRole::Boundary | PolicyRole::Endpoint => self.single_mut(scenario)?.as_mut(),
        }
    }

    /// Level and index of an organization's policy.
    pub const fn level(self) -> Option<(usize, usize)> {
        match self.role {
            PolicyRole::ServiceControl(level, index) | PolicyRole::ResourceControl(level, index) => {
                Some((level, index))
            }
            _ => None,
        }
    }

    /// Replaces the text.
    pub fn set_text(self, scenario: &mut Scenario, text: PolicyText) {
        if let Some(place) = self.text_mut(scenario) {
            *place = text;
        }
    }

    /// Inserts a policy: in a list before the one at this place, elsewhere instead of it. Missing levels are added.
    pub fn insert(self, scenario: &mut Scenario, policy: NamedPolicy) {
        if let Some((level, index)) = self.level() {
            let Some(levels) = self.levels_mut(scenario) else { return };
            let levels = levels.get_or_insert_default();
            while levels.len() <= level {
                levels.push(Vec::new());
            }
            if let Some(list) = levels.get_mut(level) {
                list.insert(index.min(list.len()), policy);
            }
        } else if let PolicyRole::Identity(index) | PolicyRole::Session(index) = self.role {
            let Some(list) = self.list_mut(scenario) else { return };
            let list = list.get_or_insert_default();
            list.insert(index.min(list.len()), policy);
        } else if let Some(place) = self.single_mut(scenario) {
            *place = Some(policy);
        }
    }

    /// Removes the policy. An empty list of identity-based policies stays, which means that none are attached; other
    /// empty lists go.
    pub fn remove(self, scenario: &mut Scenario) {
        if let Some((level, index)) = self.level() {
            let Some(place) = self.levels_mut(scenario) else { return };
            let Some(levels) = place else { return };
            if let Some(list) = levels.get_mut(level)
                && index < list.len()
            {
                list.remove(index);
            }
            while levels.last().is_some_and(Vec::is_empty) {
                levels.pop();
            }
            if levels.is_empty() {
                *place = None;
            }
        } else if let PolicyRole::Identity(index) | PolicyRole::Session(index) = self.role {
            let Some(place) = self.list_mut(scenario) else { return };
            let Some(list) = place else { return };
            if index < list.len() {
                list.remove(index);
            }
            if list.is_empty() && matches!(self.role, PolicyRole::Session(_)) {
                *place = None;
            }
        } else if let Some(place) = self.single_mut(scenario) {
            *place = None;
        }
    }

    fn list(self, scenario: &Scenario) -> Option<&[NamedPolicy]> {
        let identity = matches!(self.role, PolicyRole::Identity(_));
        let list = match self.owner {
            PolicyOwner::Scenario if identity => &scenario.identity_policies,
            PolicyOwner::Scenario => &scenario.session_policies,
            PolicyOwner::Caller(index) if identity => &scenario.callers.get(index)?.identity_policies,
            PolicyOwner::Caller(index) => &scenario.callers.get(index)?.session_policies,
            PolicyOwner::OtherKey(_) => return None,
        };
        list.as_deref()
    }

    fn list_mut(self, scenario: &mut Scenario) -> Option<&mut Option<Vec<NamedPolicy>>> {
        let identity = matches!(self.role, PolicyRole::Identity(_));
        match self.owner {
            PolicyOwner::Scenario if identity => Some(&mut scenario.identity_policies),
            PolicyOwner::Scenario => Some(&mut scenario.session_policies),
            PolicyOwner::Caller(index) if identity => {
                Some(&mut scenario.callers.get_mut(index)?.identity_policies)
            }
            PolicyOwner::Caller(index) => Some(&mut scenario.callers.get_mut(index)?.session_policies),
            PolicyOwner::OtherKey(_) => None,
        }
    }

    fn levels(self, scenario: &Scenario) -> Option<&[Vec<NamedPolicy>]> {
        let (service, resource) = self.owner.limits(scenario);
        match self.role {
            PolicyRole::ServiceControl(..) => service?.as_deref(),
            PolicyRole::ResourceControl(..) => resource?.as_deref(),
            _ => None,
        }
    }

    fn levels_mut(self, scenario: &mut Scenario) -> Option<&mut Levels> {
        match (self.role, self.owner) {
            (PolicyRole::ServiceControl(..), PolicyOwner::Scenario) => {
                Some(&mut scenario.service_control_policies)
            }
            (PolicyRole::ServiceControl(..), PolicyOwner::Caller(index)) => {
                Some(&mut scenario.callers.get_mut(index)?.service_control_policies)
            }
            (PolicyRole::ResourceControl(..), PolicyOwner::Scenario) => {
                Some(&mut scenario.resource_control_policies)
            }
            (PolicyRole::ResourceControl(..), PolicyOwner::OtherKey(index)) => {
                Some(&mut scenario.other_keys.get_mut(index)?.resource_control_policies)
            }
            _ => None,
        }
    }

    fn single_mut(self, scenario: &mut Scenario) -> Option<&mut Option<NamedPolicy>> {
        match (self.role, self.owner) {
            (PolicyRole::Boundary, PolicyOwner::Scenario) => Some(&mut scenario.permissions_boundary),
            (PolicyRole::Boundary, PolicyOwner::Caller(index)) => {
                Some(&mut scenario.callers.get_mut(index)?.permissions_boundary)
            }
            (PolicyRole::Endpoint, PolicyOwner::Scenario) => Some(&mut scenario.vpc_endpoint_policy),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
