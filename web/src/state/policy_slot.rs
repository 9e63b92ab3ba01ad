//! Where the scenario holds a policy, and the tab that shows it.
//!
//! The report names policies by the same paths (`keyPolicy`, `serviceControlPolicies/1/0`).

use std::fmt;

use kms_playground::{NamedPolicy, PolicyText, Scenario};

use super::owner::Owner;

/// Which of the owner's policies it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Role {
    KeyPolicy,
    Identity(usize),
    Boundary,
    Session(usize),
    /// Level, then place on it.
    ServiceControl(usize, usize),
    /// Level, then place on it.
    ResourceControl(usize, usize),
    Endpoint,
}

/// A policy's place in the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct PolicySlot {
    pub(crate) owner: Owner,
    pub(crate) role: Role,
}

/// The tabs of the policy side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum PolicyTab {
    Key,
    Iam,
    Grants,
    Organization,
    Endpoint,
}

impl PolicyTab {
    pub(crate) const ALL: [Self; 5] =
        [Self::Key, Self::Iam, Self::Grants, Self::Organization, Self::Endpoint];

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Key => "Key policy",
            Self::Iam => "IAM",
            Self::Grants => "Grants",
            Self::Organization => "Organization",
            Self::Endpoint => "Endpoint",
        }
    }
}

impl PolicySlot {
    /// The key policy of the scenario's key.
    pub(crate) const KEY_POLICY: Self = Self::of_scenario(Role::KeyPolicy);

    pub(crate) const fn of_scenario(role: Role) -> Self {
        Self { owner: Owner::Scenario, role }
    }

    /// The slot that the report calls `id`.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        let parts: Vec<&str> = id.split('/').collect();
        let (owner, rest) = match parts.as_slice() {
            ["callers", index, rest @ ..] => (Owner::Caller(index.parse().ok()?), rest),
            ["otherKeys", index, rest @ ..] => (Owner::OtherKey(index.parse().ok()?), rest),
            rest => (Owner::Scenario, rest),
        };
        let role = match rest {
            ["keyPolicy"] => Role::KeyPolicy,
            ["identityPolicies", index] => Role::Identity(index.parse().ok()?),
            ["permissionsBoundary"] => Role::Boundary,
            ["sessionPolicies", index] => Role::Session(index.parse().ok()?),
            ["serviceControlPolicies", level, index] => {
                Role::ServiceControl(level.parse().ok()?, index.parse().ok()?)
            }
            ["resourceControlPolicies", level, index] => {
                Role::ResourceControl(level.parse().ok()?, index.parse().ok()?)
            }
            ["vpcEndpointPolicy"] => Role::Endpoint,
            _ => return None,
        };
        Some(Self { owner, role })
    }

    /// The tab that shows it.
    pub(crate) const fn tab(self) -> PolicyTab {
        match self.role {
            Role::KeyPolicy => PolicyTab::Key,
            Role::Identity(_) | Role::Boundary | Role::Session(_) => PolicyTab::Iam,
            Role::ServiceControl(..) | Role::ResourceControl(..) => PolicyTab::Organization,
            Role::Endpoint => PolicyTab::Endpoint,
        }
    }

    /// What a person calls it when it has no name.
    pub(crate) const fn kind(self) -> &'static str {
        match self.role {
            Role::KeyPolicy => "Key policy",
            Role::Identity(_) => "Identity policy",
            Role::Boundary => "Permissions boundary",
            Role::Session(_) => "Session policy",
            Role::ServiceControl(..) => "Service control policy",
            Role::ResourceControl(..) => "Resource control policy",
            Role::Endpoint => "VPC endpoint policy",
        }
    }

    /// Its text.
    pub(crate) fn text(self, scenario: &Scenario) -> Option<&str> {
        let text = match (self.role, self.owner) {
            (Role::KeyPolicy, Owner::OtherKey(index)) => &scenario.other_keys.get(index)?.key_policy,
            (Role::KeyPolicy, _) => &scenario.key_policy,
            _ => &self.named(scenario)?.text,
        };
        Some(text.text())
    }

    /// The policy with its name; a key policy has none.
    pub(crate) fn named(self, scenario: &Scenario) -> Option<&NamedPolicy> {
        let caller = match self.owner {
            Owner::Caller(index) => Some(scenario.callers.get(index)?),
            _ => None,
        };
        match self.role {
            Role::KeyPolicy => None,
            Role::Identity(index) => caller
                .map_or(&scenario.identity_policies, |caller| &caller.identity_policies)
                .as_ref()?
                .get(index),
            Role::Boundary => {
                caller.map_or(&scenario.permissions_boundary, |caller| &caller.permissions_boundary).as_ref()
            }
            Role::Session(index) => caller
                .map_or(&scenario.session_policies, |caller| &caller.session_policies)
                .as_ref()?
                .get(index),
            Role::ServiceControl(level, index) => caller
                .map_or(&scenario.service_control_policies, |caller| &caller.service_control_policies)
                .as_ref()?
                .get(level)?
                .get(index),
            Role::ResourceControl(level, index) => match self.owner {
                Owner::OtherKey(key) => &scenario.other_keys.get(key)?.resource_control_policies,
                _ => &scenario.resource_control_policies,
            }
            .as_ref()?
            .get(level)?
            .get(index),
            Role::Endpoint => scenario.vpc_endpoint_policy.as_ref(),
        }
    }

    /// The same, to change it.
    pub(crate) fn named_mut(self, scenario: &mut Scenario) -> Option<&mut NamedPolicy> {
        match self.role {
            Role::KeyPolicy => None,
            Role::Identity(index) => match self.owner {
                Owner::Caller(caller) => &mut scenario.callers.get_mut(caller)?.identity_policies,
                _ => &mut scenario.identity_policies,
            }
            .as_mut()?
            .get_mut(index),
            Role::Boundary => match self.owner {
                Owner::Caller(caller) => &mut scenario.callers.get_mut(caller)?.permissions_boundary,
                _ => &mut scenario.permissions_boundary,
            }
            .as_mut(),
            Role::Session(index) => match self.owner {
                Owner::Caller(caller) => &mut scenario.callers.get_mut(caller)?.session_policies,
                _ => &mut scenario.session_policies,
            }
            .as_mut()?
            .get_mut(index),
            Role::ServiceControl(..) | Role::ResourceControl(..) => {
                let (level, index) = self.level()?;
                self.levels_mut(scenario)?.as_mut()?.get_mut(level)?.get_mut(index)
            }
            Role::Endpoint => scenario.vpc_endpoint_policy.as_mut(),
        }
    }

    /// Level and place of an organization's policy.
    pub(crate) const fn level(self) -> Option<(usize, usize)> {
        match self.role {
            Role::ServiceControl(level, index) | Role::ResourceControl(level, index) => Some((level, index)),
            _ => None,
        }
    }

    fn levels_mut(self, scenario: &mut Scenario) -> Option<&mut Option<Vec<Vec<NamedPolicy>>>> {
        match (self.role, self.owner) {
            (Role::ServiceControl(..), Owner::Caller(caller)) => {
                Some(&mut scenario.callers.get_mut(caller)?.service_control_policies)
            }
            (Role::ServiceControl(..), _) => Some(&mut scenario.service_control_policies),
            (Role::ResourceControl(..), Owner::OtherKey(key)) => {
                Some(&mut scenario.other_keys.get_mut(key)?.resource_control_policies)
            }
            (Role::ResourceControl(..), _) => Some(&mut scenario.resource_control_policies),
            _ => None,
        }
    }

    /// Replaces its text.
    pub(crate) fn set_text(self, scenario: &mut Scenario, text: PolicyText) {
        match (self.role, self.owner) {
            (Role::KeyPolicy, Owner::OtherKey(index)) => {
                if let Some(other) = scenario.other_keys.get_mut(index) {
                    other.key_policy = text;
                }
            }
            (Role::KeyPolicy, _) => scenario.key_policy = text,
            _ => {
                if let Some(policy) = self.named_mut(scenario) {
                    policy.text = text;
                }
            }
        }
    }

    /// Puts a policy there: in a list before what stands at its place, elsewhere instead of it.
    pub(crate) fn insert(self, scenario: &mut Scenario, policy: NamedPolicy) {
        if let Some((level, index)) = self.level() {
            let Some(levels) = self.levels_mut(scenario) else { return };
            let levels = levels.get_or_insert_default();
            while levels.len() <= level {
                levels.push(Vec::new());
            }
            if let Some(list) = levels.get_mut(level) {
                list.insert(index.min(list.len()), policy);
            }
            return;
        }
        match (self.role, self.owner) {
            (Role::Boundary, Owner::Caller(caller)) => {
                if let Some(caller) = scenario.callers.get_mut(caller) {
                    caller.permissions_boundary = Some(policy);
                }
            }
            (Role::Boundary, _) => scenario.permissions_boundary = Some(policy),
            (Role::Endpoint, _) => scenario.vpc_endpoint_policy = Some(policy),
            (Role::Identity(index) | Role::Session(index), _) => {
                if let Some(list) = self.list_mut(scenario) {
                    let list = list.get_or_insert_default();
                    list.insert(index.min(list.len()), policy);
                }
            }
            _ => {}
        }
    }

    fn list_mut(self, scenario: &mut Scenario) -> Option<&mut Option<Vec<NamedPolicy>>> {
        match (self.role, self.owner) {
            (Role::Identity(_), Owner::Caller(caller)) => {
                Some(&mut scenario.callers.get_mut(caller)?.identity_policies)
            }
            (Role::Identity(_), _) => Some(&mut scenario.identity_policies),
            (Role::Session(_), Owner::Caller(caller)) => {
                Some(&mut scenario.callers.get_mut(caller)?.session_policies)
            }
            (Role::Session(_), _) => Some(&mut scenario.session_policies),
            _ => None,
        }
    }

    /// Takes the policy away. An empty list of identity policies stays, as "none attached"; other empty lists go.
    pub(crate) fn remove(self, scenario: &mut Scenario) {
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
            return;
        }
        match (self.role, self.owner) {
            (Role::Boundary, Owner::Caller(caller)) => {
                if let Some(caller) = scenario.callers.get_mut(caller) {
                    caller.permissions_boundary = None;
                }
            }
            (Role::Boundary, _) => scenario.permissions_boundary = None,
            (Role::Endpoint, _) => scenario.vpc_endpoint_policy = None,
            (Role::Identity(index) | Role::Session(index), _) => {
                let Some(place) = self.list_mut(scenario) else { return };
                let Some(list) = place else { return };
                if index < list.len() {
                    list.remove(index);
                }
                if list.is_empty() && matches!(self.role, Role::Session(_)) {
                    *place = None;
                }
            }
            _ => {}
        }
    }
}

impl fmt::Display for PolicySlot {
    /// The report's id of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.owner {
            Owner::Scenario => {}
            Owner::Caller(index) => write!(f, "callers/{index}/")?,
            Owner::OtherKey(index) => write!(f, "otherKeys/{index}/")?,
        }
        match self.role {
            Role::KeyPolicy => f.write_str("keyPolicy"),
            Role::Identity(index) => write!(f, "identityPolicies/{index}"),
            Role::Boundary => f.write_str("permissionsBoundary"),
            Role::Session(index) => write!(f, "sessionPolicies/{index}"),
            Role::ServiceControl(level, index) => write!(f, "serviceControlPolicies/{level}/{index}"),
            Role::ResourceControl(level, index) => write!(f, "resourceControlPolicies/{level}/{index}"),
            Role::Endpoint => f.write_str("vpcEndpointPolicy"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: [&str; 10] = [
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
    ];

    #[test]
    fn an_id_names_one_slot_and_back() {
        for id in IDS {
            assert_eq!(PolicySlot::from_id(id).map(|slot| slot.to_string()).as_deref(), Some(id));
        }
        assert_eq!(PolicySlot::from_id("identityPolicies/x"), None);
        assert_eq!(PolicySlot::from_id(""), None);
    }

    #[test]
    fn a_policy_that_is_put_somewhere_is_found_changed_and_removed_there() {
        let roles = [
            Role::Identity(0),
            Role::Boundary,
            Role::Session(0),
            Role::ServiceControl(1, 0),
            Role::ResourceControl(0, 0),
            Role::Endpoint,
        ];
        for role in roles {
            let slot = PolicySlot::of_scenario(role);
            let mut scenario = Scenario::default();
            slot.insert(&mut scenario, NamedPolicy { name: "n".to_owned(), text: "{}".into() });
            assert_eq!(slot.text(&scenario), Some("{}"), "{slot}");
            slot.set_text(&mut scenario, "[]".into());
            assert_eq!(slot.text(&scenario), Some("[]"), "{slot}");
            slot.remove(&mut scenario);
            assert_eq!(slot.text(&scenario), None, "{slot}");
            if role != Role::Identity(0) {
                assert_eq!(scenario, Scenario::default(), "{slot} leaves nothing behind");
            }
        }
    }

    #[test]
    fn the_last_identity_policy_leaves_none_attached_behind_not_unknown() {
        let slot = PolicySlot::of_scenario(Role::Identity(0));
        let mut scenario = Scenario::default();
        slot.insert(&mut scenario, NamedPolicy::default());
        slot.remove(&mut scenario);
        assert_eq!(scenario.identity_policies, Some(Vec::new()));
    }
}
