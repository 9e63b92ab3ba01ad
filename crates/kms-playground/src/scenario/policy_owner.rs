//! Whose policies and grants: the scenario's own, those of one caller, those of a further key.

use super::{Caller, Grant, Key, NamedPolicy, OtherKey, Scenario};

/// Who a policy belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyOwner {
    /// The scenario's key, and any caller without an entry of its own.
    Scenario,
    /// The entry of this index in `callers`; its policies replace those of the scenario.
    Caller(usize),
    /// The key of this index in `otherKeys`.
    OtherKey(usize),
}

/// The policies of an organization, one list a level, the root's first; none: none apply.
pub type Levels = Option<Vec<Vec<NamedPolicy>>>;

impl PolicyOwner {
    /// Every owner of a scenario: the scenario itself, its callers, its further keys.
    pub fn all(scenario: &Scenario) -> impl Iterator<Item = Self> + use<> {
        let callers = (0..scenario.callers.len()).map(Self::Caller);
        let keys = (0..scenario.other_keys.len()).map(Self::OtherKey);
        std::iter::once(Self::Scenario).chain(callers).chain(keys)
    }

    /// Whether the scenario has this owner.
    pub fn exists(self, scenario: &Scenario) -> bool {
        match self {
            Self::Scenario => true,
            Self::Caller(index) => index < scenario.callers.len(),
            Self::OtherKey(index) => index < scenario.other_keys.len(),
        }
    }

    /// Whether both are callers, or both keys.
    pub const fn is_like(self, other: Self) -> bool {
        matches!((self, other), (Self::Caller(_), Self::Caller(_)) | (Self::OtherKey(_), Self::OtherKey(_)))
    }

    /// The caller, if the owner is one.
    pub fn caller(self, scenario: &Scenario) -> Option<&Caller> {
        match self {
            Self::Caller(index) => scenario.callers.get(index),
            Self::Scenario | Self::OtherKey(_) => None,
        }
    }

    /// The further key, if the owner is one.
    pub fn other_key(self, scenario: &Scenario) -> Option<&OtherKey> {
        match self {
            Self::OtherKey(index) => scenario.other_keys.get(index),
            Self::Scenario | Self::Caller(_) => None,
        }
    }

    /// The owner's key; for a caller the scenario's.
    pub fn key(self, scenario: &Scenario) -> &Key {
        self.other_key(scenario).map_or(&scenario.key, |other| &other.key)
    }

    /// The grants on the owner's key.
    pub fn grants(self, scenario: &Scenario) -> &[Grant] {
        self.other_key(scenario).map_or(&scenario.grants, |other| &other.grants)
    }

    /// Whether the owner's identity-based policies are known.
    pub fn knows_identity_policies(self, scenario: &Scenario) -> bool {
        let own = self.caller(scenario).map(|caller| &caller.identity_policies);
        own.unwrap_or(&scenario.identity_policies).is_some()
    }

    /// The levels of SCPs and of RCPs that the owner may have: a caller has no RCPs, a further key no SCPs.
    pub fn limits(self, scenario: &Scenario) -> (Option<&Levels>, Option<&Levels>) {
        match self {
            Self::Scenario => {
                (Some(&scenario.service_control_policies), Some(&scenario.resource_control_policies))
            }
            Self::Caller(_) => (self.caller(scenario).map(|caller| &caller.service_control_policies), None),
            Self::OtherKey(_) => (None, self.other_key(scenario).map(|key| &key.resource_control_policies)),
        }
    }

    /// Removes the owner with everything that belongs to it. The scenario itself stays.
    pub fn remove(self, scenario: &mut Scenario) {
        match self {
            Self::Caller(index) if index < scenario.callers.len() => drop(scenario.callers.remove(index)),
            Self::OtherKey(index) if index < scenario.other_keys.len() => {
                drop(scenario.other_keys.remove(index));
            }
            _ => {}
        }
    }
}
