//! What would have to be otherwise for a call to be allowed: every route to Allow with everything that blocks it,
//! and the statements and grants that come nearest to allowing it.
//!
//! This is the base of all advice. It asks the tree the same questions as the decision does and never decides by
//! itself, so that advice and decision cannot disagree: a route without blockers is an Allow, and an Allow has a
//! route without blockers.
//!
//! ```text
//! for route in evaluation.routes() {
//!     // route.path: key policy, delegation, grant …; route.blockers: what must go, in AWS's order
//! }
//! let without_endpoint = evaluation.without(PolicyKind::VpcEndpointPolicy).decision();
//! ```

mod nearest;

use kms_catalog::KeyManager;
use kms_policy::PolicyKind;

use crate::evaluation::path::{Obstacle, Path};
use crate::evaluation::step::{Evidence, NotAsked};
use crate::evaluation::tree::{Evaluation, PolicyEvaluation};
use crate::situation::PolicyId;

pub use nearest::{Lacks, NearMiss};

/// One way to Allow, and what blocks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Which way.
    pub path: Path,
    /// Everything that blocks it, in AWS's order. Empty: the call is allowed by this way.
    pub blockers: Vec<Blocker>,
}

/// One thing that blocks a route. The order of the variants is AWS's order of evaluation: explicit denies, the limits
/// of organizations and endpoints, the limits on the caller, then the Allow that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blocker {
    /// This Deny statement applies.
    Deny(PolicyId, usize),
    /// AWS would reject this policy, so that nobody knows what it says.
    Rejected(PolicyId),
    /// No service control policy at this level allows the call; 0 is the organization's root.
    ServiceControlLevel(usize),
    /// The VPC endpoint policy does not allow the call.
    EndpointPolicy,
    /// What only this path needs: an Allow that is missing, or a limit on the caller.
    OnPath(Obstacle),
}

impl Blocker {
    /// The kind of policy in which the blocker is, or in which the missing Allow would be written; none for grants
    /// and for what no policy removes.
    pub const fn kind(self) -> Option<PolicyKind> {
        Some(match self {
            Self::Deny(id, _) | Self::Rejected(id) => id.place.kind(),
            Self::ServiceControlLevel(_) => PolicyKind::ServiceControlPolicy,
            Self::EndpointPolicy => PolicyKind::VpcEndpointPolicy,
            Self::OnPath(obstacle) => return obstacle.kind(),
        })
    }

    /// Whether no policy and no grant removes it: it lies in who calls or in the permission itself.
    pub const fn is_lasting(self) -> bool {
        matches!(
            self,
            Self::OnPath(
                Obstacle::NobodyCalls | Obstacle::ServiceHasNoIdentityPolicies | Obstacle::NotAcrossAccounts
            )
        )
    }
}

impl Obstacle {
    /// The kind of policy in which the missing Allow would be written; none for grants and for what no policy
    /// removes.
    pub const fn kind(self) -> Option<PolicyKind> {
        Some(match self {
            Self::KeyPolicyDoesNotNameCaller
            | Self::KeyPolicyDoesNotNameAccount
            | Self::KeyPolicyReachesNobody => PolicyKind::KeyPolicy,
            Self::IdentityPoliciesDoNotAllow | Self::IdentityPoliciesNotKnown => PolicyKind::IdentityBased,
            Self::PermissionsBoundaryDoesNotAllow => PolicyKind::PermissionsBoundary,
            Self::SessionPoliciesDoNotAllow | Self::NoSessionPolicy => PolicyKind::SessionPolicy,
            Self::NobodyCalls
            | Self::ServiceHasNoIdentityPolicies
            | Self::NotAcrossAccounts
            | Self::NoUsableGrant
            | Self::NoGrantToRetire
            | Self::NotRetiringPrincipal
            | Self::NotRetiringGrantee
            | Self::NotRootUserOfIssuingAccount
            | Self::NotOfRetiringAccount => return None,
        })
    }

    /// The place in AWS's order: limits on the caller come before the Allow that is missing.
    const fn rank(self) -> u8 {
        match self {
            Self::NobodyCalls | Self::NotAcrossAccounts => 0,
            Self::SessionPoliciesDoNotAllow | Self::NoSessionPolicy => 1,
            Self::PermissionsBoundaryDoesNotAllow => 2,
            Self::KeyPolicyDoesNotNameCaller
            | Self::KeyPolicyDoesNotNameAccount
            | Self::KeyPolicyReachesNobody => 3,
            Self::ServiceHasNoIdentityPolicies
            | Self::IdentityPoliciesDoNotAllow
            | Self::IdentityPoliciesNotKnown => 4,
            Self::NoUsableGrant
            | Self::NoGrantToRetire
            | Self::NotRetiringPrincipal
            | Self::NotRetiringGrantee
            | Self::NotRootUserOfIssuingAccount
            | Self::NotOfRetiringAccount => 5,
        }
    }
}

impl Evaluation {
    /// The tree as it would be without any policy of this kind. A missing limit limits nothing; a missing key policy
    /// or identity-based policy allows nothing.
    #[must_use]
    pub fn without(&self, kind: PolicyKind) -> Self {
        let mut without = self.clone();
        without.policies.retain(|policy| policy.id.place.kind() != kind);
        match kind {
            PolicyKind::ResourceControlPolicy => without.levels.resource_control = 0,
            PolicyKind::ServiceControlPolicy => without.levels.service_control = 0,
            _ => {}
        }
        without
    }

    /// Every way to Allow for this caller with everything that blocks it, the easiest first: fewest blockers that
    /// nobody can remove, then fewest blockers, then the order of AWS's pages. A grant is no way to a permission that
    /// cannot be granted.
    pub fn routes(&self) -> Vec<Route> {
        let common = self.common_blockers();
        let not_grantable = self.grants_not_asked == Some(NotAsked::NotGrantable);
        let paths = self.paths().into_iter().filter(|path| !(not_grantable && path.path == Path::Grant));
        let mut routes: Vec<Route> = paths
            .map(|path| {
                let mut own = path.obstacles;
                kms_policy::sort_by(&mut own, |one, other| one.rank().cmp(&other.rank()));
                let own = own.into_iter().map(Blocker::OnPath);
                Route { path: path.path, blockers: common.iter().copied().chain(own).collect() }
            })
            .collect();
        // Stable: what is equally easy keeps the order of AWS's pages.
        let effort = |route: &Route| {
            let fixed = route.blockers.iter().filter(|blocker| self.is_fixed(**blocker)).count();
            (fixed, route.blockers.len())
        };
        kms_policy::sort_by(&mut routes, |one, other| effort(one).cmp(&effort(other)));
        routes
    }

    /// What blocks every route, in AWS's order.
    fn common_blockers(&self) -> Vec<Blocker> {
        let mut blockers: Vec<Blocker> = Vec::new();
        blockers.extend(self.denies().into_iter().filter_map(|deny| match deny {
            Evidence::Statement(id, index) => Some(Blocker::Deny(id, index)),
            Evidence::Grant(_) => None,
        }));
        blockers.extend(self.refused().map(Blocker::Rejected));
        // A level with a policy that AWS would reject is blocked by that policy: corrected, it may allow. Nothing but
        // such a policy blocks a level of resource control policies.
        let kind = PolicyKind::ServiceControlPolicy;
        let readable = |level: &usize| !self.at_level(kind, *level).any(PolicyEvaluation::is_refused);
        let levels = self.levels_not_allowing(kind).into_iter().filter(readable);
        blockers.extend(levels.map(Blocker::ServiceControlLevel));
        if self.layers().endpoint == crate::evaluation::path::Limit::DoesNotAllow {
            blockers.push(Blocker::EndpointPolicy);
        }
        blockers
    }

    /// Whether nobody who reads this can remove the blocker: it is lasting, or in a policy that only AWS changes.
    pub fn is_fixed(&self, blocker: Blocker) -> bool {
        blocker.is_lasting() || blocker.kind().is_some_and(|kind| self.is_fixed_policy(kind))
    }

    /// Whether only AWS can change the policies of this kind: those attached to a service-linked role (IAM User Guide,
    /// *Service-linked roles*), the key policy of an AWS managed key (KMS Developer Guide, *AWS managed keys*).
    pub fn is_fixed_policy(&self, kind: PolicyKind) -> bool {
        match kind {
            PolicyKind::IdentityBased | PolicyKind::PermissionsBoundary | PolicyKind::SessionPolicy => {
                self.relationship.service_linked_role
            }
            PolicyKind::KeyPolicy => self.key_manager == Some(KeyManager::Aws),
            PolicyKind::ServiceControlPolicy
            | PolicyKind::ResourceControlPolicy
            | PolicyKind::VpcEndpointPolicy => false,
        }
    }

    /// Whether a grant can be the way to this permission.
    pub fn grant_can_help(&self) -> bool {
        self.relationship.target == crate::relationship::Target::Key && self.grants_not_asked.is_none()
    }
}
