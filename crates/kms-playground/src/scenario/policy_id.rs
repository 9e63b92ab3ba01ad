//! The place of a policy in a scenario: one type for everything that names a policy.
//!
//! The report names policies by its text form: `keyPolicy`, `identityPolicies/0`, `callers/1/sessionPolicies/0`,
//! `otherKeys/0/resourceControlPolicies/1/2`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::policy_owner::Levels;
use super::{NamedPolicy, PolicyOwner, PolicyText, Scenario};
use crate::report::PolicyKind;

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

    /// The same, to change it.
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

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.owner {
            PolicyOwner::Scenario => {}
            PolicyOwner::Caller(index) => write!(f, "callers/{index}/")?,
            PolicyOwner::OtherKey(index) => write!(f, "otherKeys/{index}/")?,
        }
        match self.role {
            PolicyRole::KeyPolicy => f.write_str("keyPolicy"),
            PolicyRole::Identity(index) => write!(f, "identityPolicies/{index}"),
            PolicyRole::Boundary => f.write_str("permissionsBoundary"),
            PolicyRole::Session(index) => write!(f, "sessionPolicies/{index}"),
            PolicyRole::ServiceControl(level, index) => write!(f, "serviceControlPolicies/{level}/{index}"),
            PolicyRole::ResourceControl(level, index) => write!(f, "resourceControlPolicies/{level}/{index}"),
            PolicyRole::Endpoint => f.write_str("vpcEndpointPolicy"),
        }
    }
}

/// A text that names no place of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPolicyId;

impl FromStr for PolicyId {
    type Err = NotAPolicyId;

    fn from_str(text: &str) -> Result<Self, NotAPolicyId> {
        let index = |text: &str| text.parse::<usize>().map_err(|_| NotAPolicyId);
        let (owner, rest) = match text.split_once('/') {
            Some(("callers", rest)) => {
                let (caller, rest) = rest.split_once('/').ok_or(NotAPolicyId)?;
                (PolicyOwner::Caller(index(caller)?), rest)
            }
            Some(("otherKeys", rest)) => {
                let (key, rest) = rest.split_once('/').ok_or(NotAPolicyId)?;
                (PolicyOwner::OtherKey(index(key)?), rest)
            }
            _ => (PolicyOwner::Scenario, text),
        };
        let mut parts = rest.split('/');
        let role = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("keyPolicy"), None, ..) => PolicyRole::KeyPolicy,
            (Some("identityPolicies"), Some(at), None, _) => PolicyRole::Identity(index(at)?),
            (Some("permissionsBoundary"), None, ..) => PolicyRole::Boundary,
            (Some("sessionPolicies"), Some(at), None, _) => PolicyRole::Session(index(at)?),
            (Some("serviceControlPolicies"), Some(level), Some(at), None) => {
                PolicyRole::ServiceControl(index(level)?, index(at)?)
            }
            (Some("resourceControlPolicies"), Some(level), Some(at), None) => {
                PolicyRole::ResourceControl(index(level)?, index(at)?)
            }
            (Some("vpcEndpointPolicy"), None, ..) => PolicyRole::Endpoint,
            _ => return Err(NotAPolicyId),
        };
        Ok(Self { owner, role })
    }
}

impl Serialize for PolicyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PolicyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|NotAPolicyId| de::Error::custom("not the place of a policy"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_one_place_and_back() {
        for id in [
            "keyPolicy",
            "identityPolicies/2",
            "permissionsBoundary",
            "sessionPolicies/0",
            "serviceControlPolicies/1/0",
            "resourceControlPolicies/0/3",
            "vpcEndpointPolicy",
            "callers/1/identityPolicies/0",
            "otherKeys/0/keyPolicy",
            "otherKeys/2/resourceControlPolicies/0/0",
        ] {
            assert_eq!(id.parse::<PolicyId>().map(|id| id.to_string()).as_deref(), Ok(id));
        }
        for other in [
            "",
            "identityPolicies",
            "identityPolicies/x",
            "identityPolicies/1/2",
            "serviceControlPolicies/1",
            "keyPolicy/0",
            "callers/keyPolicy",
            "callers/0",
            "parameters/Policy",
        ] {
            assert_eq!(other.parse::<PolicyId>(), Err(NotAPolicyId), "{other}");
        }
    }

    #[test]
    fn json_has_the_text_form() {
        let id = PolicyId { owner: PolicyOwner::Caller(1), role: PolicyRole::Boundary };
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, r#""callers/1/permissionsBoundary""#);
        assert_eq!(serde_json::from_str::<PolicyId>(&json).unwrap(), id);
        assert!(serde_json::from_str::<PolicyId>(r#""callers/1""#).is_err());
    }

    #[test]
    fn the_engine_names_the_same_places() {
        use kms_authz::{PolicyHolder, PolicyPlace};
        let places = [
            PolicyPlace::KeyPolicy,
            PolicyPlace::IdentityBased(2),
            PolicyPlace::PermissionsBoundary,
            PolicyPlace::Session(1),
            PolicyPlace::ServiceControl(0, 3),
            PolicyPlace::ResourceControl(1, 0),
            PolicyPlace::VpcEndpoint,
        ];
        for holder in [PolicyHolder::Situation, PolicyHolder::Caller(4), PolicyHolder::OtherKey(0)] {
            for place in places {
                let id = kms_authz::PolicyId { holder, place };
                assert_eq!(PolicyId::of(id).unwrap().to_string(), id.to_string());
            }
        }
    }

    #[test]
    fn a_policy_that_is_put_somewhere_is_found_changed_and_removed_there() {
        let roles = [
            PolicyRole::Identity(0),
            PolicyRole::Boundary,
            PolicyRole::Session(0),
            PolicyRole::ServiceControl(1, 0),
            PolicyRole::ResourceControl(0, 0),
            PolicyRole::Endpoint,
        ];
        for role in roles {
            let id = PolicyId::of_scenario(role);
            let mut scenario = Scenario::default();
            id.insert(&mut scenario, NamedPolicy { name: "n".to_owned(), text: "{}".into() });
            assert_eq!(id.text(&scenario), Some("{}"), "{id}");
            id.set_text(&mut scenario, "[]".into());
            assert_eq!(id.text(&scenario), Some("[]"), "{id}");
            id.remove(&mut scenario);
            assert_eq!(id.text(&scenario), None, "{id}");
            if role != PolicyRole::Identity(0) {
                assert_eq!(scenario, Scenario::default(), "{id} leaves nothing behind");
            }
        }
    }

    #[test]
    fn the_last_identity_policy_leaves_none_attached_behind_not_unknown() {
        let id = PolicyId::of_scenario(PolicyRole::Identity(0));
        let mut scenario = Scenario::default();
        id.insert(&mut scenario, NamedPolicy::default());
        id.remove(&mut scenario);
        assert_eq!(scenario.identity_policies, Some(Vec::new()));
    }

    #[test]
    fn an_owner_has_no_policies_of_the_other_owners() {
        let scenario = Scenario {
            identity_policies: Some(vec![NamedPolicy::default()]),
            vpc_endpoint_policy: Some(NamedPolicy::default()),
            callers: vec![super::super::Caller::default()],
            other_keys: vec![super::super::OtherKey::default()],
            ..Scenario::default()
        };
        for id in [
            "otherKeys/0/identityPolicies/0",
            "callers/0/keyPolicy",
            "callers/0/vpcEndpointPolicy",
            "callers/0/identityPolicies/0",
            "otherKeys/1/keyPolicy",
        ] {
            assert_eq!(id.parse::<PolicyId>().unwrap().text(&scenario), None, "{id}");
        }
    }
}
