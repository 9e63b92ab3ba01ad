//! The tab that shows a policy, and what a person calls a policy without a name.

use kms_playground::{PolicyOwner, Scenario};

pub(crate) use kms_playground::{PolicyId as PolicySlot, PolicyRole as Role};

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

    /// Everyone who has policies or grants on the tab, the scenario first.
    pub(crate) fn owners(self, scenario: &Scenario) -> Vec<PolicyOwner> {
        let shows = |owner: &PolicyOwner| match owner {
            PolicyOwner::Scenario => true,
            PolicyOwner::Caller(_) => matches!(self, Self::Iam | Self::Organization),
            PolicyOwner::OtherKey(_) => matches!(self, Self::Key | Self::Grants | Self::Organization),
        };
        PolicyOwner::all(scenario).filter(shows).collect()
    }

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

/// What the page knows of a policy's place.
pub(crate) trait OnTab {
    /// The tab that shows it.
    fn tab(self) -> PolicyTab;
    /// What a person calls it when it has no name.
    fn kind(self) -> &'static str;
}

impl OnTab for PolicySlot {
    fn tab(self) -> PolicyTab {
        match self.role {
            Role::KeyPolicy => PolicyTab::Key,
            Role::Identity(_) | Role::Boundary | Role::Session(_) => PolicyTab::Iam,
            Role::ServiceControl(..) | Role::ResourceControl(..) => PolicyTab::Organization,
            Role::Endpoint => PolicyTab::Endpoint,
        }
    }

    fn kind(self) -> &'static str {
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
}
