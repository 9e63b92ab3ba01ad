//! What all layers together say, and what of it stands in the way of each path: all that a decision needs to know.
//!
//! The tree and the fast path both come to this, so that they conclude alike. What a path needs depends on how a
//! statement or grant reaches the caller: which Allow survives the implicit deny of which policy (IAM User Guide,
//! *Policy evaluation logic*, resource-based policies and implicit denies).

use kms_catalog::CrossAccount;

use crate::evaluation::tree::IdentityPolicies;
use crate::decision::Decision;
use crate::evaluation::Reach;
use crate::grant::GrantEvaluation;
use crate::evaluation::path::{IdentityAnswer, Limit, Obstacle, Path};
use crate::request::CallerKind;
use crate::relationship::{Relation, Standing, Target};

/// What all layers together say: all that the decision needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Signals {
    /// A Deny applies.
    pub(crate) denied: bool,
    /// A policy that takes part is not one that AWS would accept.
    pub(crate) refused: bool,
    pub(crate) resource_control: Limit,
    pub(crate) service_control: Limit,
    pub(crate) endpoint: Limit,
    pub(crate) boundary: Limit,
    pub(crate) session: Limit,
    pub(crate) identity: IdentityAnswer,
    /// How the Allow statements of the key policy that apply reach the caller.
    pub(crate) key_policy: ReachSet,
    /// How the usable grants reach the caller.
    pub(crate) grants: ReachSet,
    pub(crate) retire: RetireRights,
}

/// Obstacles, as many as one path can have.
pub(crate) type Obstacles = Vec<Obstacle>;

impl Signals {
    /// What AWS KMS would decide.
    pub(crate) fn decision(&self, standing: &Standing) -> Decision {
        if self.denied {
            return Decision::ExplicitDeny;
        }
        if self.refused {
            return Decision::NotEvaluated;
        }
        let limits = [self.resource_control, self.service_control, self.endpoint];
        if standing.relation == Relation::Nobody || limits.contains(&Limit::DoesNotAllow) {
            return Decision::ImplicitDeny;
        }
        let without = self.is_open(standing, IdentityAnswer::DoesNotAllow);
        match (without, self.is_open(standing, IdentityAnswer::Allows)) {
            (true, _) => Decision::Allowed,
            (false, true) => Decision::Undetermined,
            (false, false) => Decision::ImplicitDeny,
        }
    }

    /// Whether some path is open, where identity-based policies that are not known are taken to answer this.
    fn is_open(&self, standing: &Standing, unknown: IdentityAnswer) -> bool {
        let identity = if self.identity == IdentityAnswer::NotKnown { unknown } else { self.identity };
        let taken = Self { identity, ..*self };
        paths(standing).iter().any(|path| taken.obstacles(standing, *path).is_empty())
    }

    /// What stands in the way of a path; nothing: it is open.
    pub(crate) fn obstacles(&self, standing: &Standing, path: Path) -> Obstacles {
        match path {
            Path::KeyPolicy => self.best_of(standing, self.key_policy, Obstacle::KeyPolicyDoesNotNameCaller),
            Path::Delegation => {
                let mut obstacles = Vec::new();
                if !self.key_policy.contains(Reach::Account) {
                    obstacles.push(Obstacle::KeyPolicyDoesNotNameAccount);
                }
                obstacles.extend(self.needs(standing, Reach::Account));
                obstacles
            }
            Path::BothAccounts => self.both_accounts(standing),
            Path::Grant => self.grant(standing),
            Path::IdentityPolicies => {
                let mut obstacles = Vec::new();
                if standing.relation == Relation::OtherAccount
                    && standing.cross_account != CrossAccount::Supported
                {
                    obstacles.push(Obstacle::NotAcrossAccounts);
                }
                obstacles.extend(self.needs(standing, Reach::NoPrincipal));
                obstacles
            }
            Path::RetiringPrincipal => {
                self.retire(self.retire.retiring_principal, Obstacle::NotRetiringPrincipal)
            }
            Path::RetiringGrantee => self.retire(self.retire.grantee, Obstacle::NotRetiringGrantee),
            Path::RetiringRootUser => {
                self.retire(self.retire.root_user, Obstacle::NotRootUserOfIssuingAccount)
            }
            Path::RetiringDelegate => {
                let mut obstacles = self.retire(self.retire.delegate, Obstacle::NotOfRetiringAccount);
                obstacles.extend(self.needs(standing, Reach::NoPrincipal));
                obstacles
            }
        }
    }

    fn retire(&self, entitled: bool, otherwise: Obstacle) -> Obstacles {
        match (entitled, self.retire.grants) {
            (true, _) => Vec::new(),
            (false, true) => vec![otherwise],
            (false, false) => vec![Obstacle::NoGrantToRetire],
        }
    }

    /// The obstacles of the most helpful way in which the caller itself is reached. If nothing reaches it, the Allow
    /// that is missing, and what would still block the Allow that one would write.
    fn best_of(&self, standing: &Standing, reaches: ReachSet, otherwise: Obstacle) -> Obstacles {
        let ways = reaches.iter().filter(|reach| *reach != Reach::Account);
        let best = ways.map(|reach| self.needs(standing, reach)).min_by_key(Vec::len);
        best.unwrap_or_else(|| {
            let by_name = self.needs(standing, by_name(standing.caller));
            std::iter::once(otherwise).chain(by_name).collect()
        })
    }

    fn both_accounts(&self, standing: &Standing) -> Obstacles {
        let mut obstacles = Vec::new();
        if standing.cross_account != CrossAccount::Supported {
            obstacles.push(Obstacle::NotAcrossAccounts);
        }
        if self.key_policy.is_empty() {
            obstacles.push(Obstacle::KeyPolicyReachesNobody);
        }
        obstacles.extend(self.needs(standing, Reach::Account));
        obstacles
    }

    /// A grant is limited as a statement that names its grantee would be, but needs no identity-based policy
    /// beside it, not even in another account.
    fn grant(&self, standing: &Standing) -> Obstacles {
        let mut obstacles = Vec::new();
        if standing.relation == Relation::OtherAccount && standing.cross_account != CrossAccount::Supported {
            obstacles.push(Obstacle::NotAcrossAccounts);
        }
        let best = self.grants.iter().map(|reach| self.grant_needs(standing, reach)).min_by_key(Vec::len);
        obstacles.extend(best.unwrap_or_else(|| {
            let by_name = match standing.caller {
                // A grant to an account reaches its root user.
                CallerKind::RootUser => Reach::Account,
                caller => by_name(caller),
            };
            std::iter::once(Obstacle::NoUsableGrant).chain(self.grant_needs(standing, by_name)).collect()
        }));
        obstacles
    }

    fn grant_needs(&self, standing: &Standing, reach: Reach) -> Obstacles {
        let mut obstacles = self.needs(standing, reach);
        if reach != Reach::Account {
            let identity = |obstacle: &Obstacle| {
                matches!(obstacle, Obstacle::IdentityPoliciesDoNotAllow | Obstacle::IdentityPoliciesNotKnown)
            };
            obstacles.retain(|obstacle| !identity(obstacle));
        }
        obstacles
    }

    /// What of the caller's own policies a caller reached in this way is held up by.
    fn needs(&self, standing: &Standing, reach: Reach) -> Obstacles {
        let (identity, limits) = match standing.relation {
            Relation::Nobody => return vec![Obstacle::NobodyCalls],
            Relation::ServicePrincipal => match reach {
                Reach::Account | Reach::NoPrincipal => return vec![Obstacle::ServiceHasNoIdentityPolicies],
                _ => (false, false),
            },
            // No Allow of another account's survives an implicit deny of the caller's own.
            Relation::OtherAccount => (true, true),
            Relation::SameAccount => match reach {
                Reach::Account if standing.caller == CallerKind::RootUser => (false, false),
                Reach::Account | Reach::NoPrincipal => (true, true),
                Reach::Role | Reach::UserOfFederatedSession => (false, true),
                Reach::Session
                | Reach::FederatedSession
                | Reach::User
                | Reach::Service
                | Reach::EveryoneNamedByPrincipalArn
                | Reach::Everyone
                | Reach::Unlisted => (false, false),
            },
        };
        let mut obstacles = Vec::new();
        if identity {
            obstacles.extend(self.identity_obstacle());
        }
        if limits {
            obstacles.extend(self.limit_obstacles(standing));
        }
        obstacles
    }

    const fn identity_obstacle(&self) -> Option<Obstacle> {
        match self.identity {
            IdentityAnswer::Allows | IdentityAnswer::Implicit => None,
            IdentityAnswer::NotKnown => Some(Obstacle::IdentityPoliciesNotKnown),
            IdentityAnswer::DoesNotAllow | IdentityAnswer::NotApplicable => {
                Some(Obstacle::IdentityPoliciesDoNotAllow)
            }
        }
    }

    fn limit_obstacles(&self, standing: &Standing) -> Obstacles {
        let mut obstacles = Vec::new();
        if self.boundary == Limit::DoesNotAllow {
            obstacles.push(Obstacle::PermissionsBoundaryDoesNotAllow);
        }
        match self.session {
            Limit::DoesNotAllow => obstacles.push(Obstacle::SessionPoliciesDoNotAllow),
            // Without a session policy only role sessions pass (IAM *Policy evaluation logic*, session policies).
            Limit::Absent if standing.caller == CallerKind::FederatedUserSession => {
                obstacles.push(Obstacle::NoSessionPolicy);
            }
            Limit::Absent | Limit::Allows => {}
        }
        obstacles
    }
}

/// How a statement reaches a caller if it names it as people do: the role or user of a session, others themselves. No
/// statement names a root user without its account, so that only `*` reaches it alone.
const fn by_name(caller: CallerKind) -> Reach {
    match caller {
        CallerKind::RootUser => Reach::Everyone,
        CallerKind::User => Reach::User,
        CallerKind::RoleSession => Reach::Role,
        CallerKind::FederatedUserSession => Reach::UserOfFederatedSession,
        CallerKind::Service | CallerKind::Unrecognized => Reach::Service,
    }
}

/// The paths that there are, in the order in which AWS's pages name them.
pub(crate) const fn paths(standing: &Standing) -> &'static [Path] {
    match (standing.target, standing.relation) {
        (Target::Alias | Target::NoKey, _) => &[Path::IdentityPolicies],
        (Target::Grant, _) => {
            &[Path::RetiringPrincipal, Path::RetiringGrantee, Path::RetiringRootUser, Path::RetiringDelegate]
        }
        (Target::Key, Relation::OtherAccount) => &[Path::BothAccounts, Path::Grant],
        (Target::Key, Relation::ServicePrincipal | Relation::Nobody) => &[Path::KeyPolicy, Path::Grant],
        (Target::Key, Relation::SameAccount) => &[Path::KeyPolicy, Path::Delegation, Path::Grant],
    }
}

/// Who may retire the grants in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct RetireRights {
    pub(crate) grants: bool,
    pub(crate) retiring_principal: bool,
    pub(crate) grantee: bool,
    pub(crate) root_user: bool,
    pub(crate) delegate: bool,
}

impl RetireRights {
    /// Adds who may retire this grant.
    pub(crate) fn add(&mut self, grant: &GrantEvaluation) {
        self.grants |= grant.retire.is_some();
        self.retiring_principal |= grant.is_retiring_principal();
        self.grantee |= grant.is_retiring_grantee();
        self.root_user |= grant.is_retiring_root_user();
        self.delegate |= grant.has_retiring_delegate();
    }
}

impl IdentityAnswer {
    /// What the policies say to a caller of this standing, given whether one of those known allows.
    pub(crate) const fn of(standing: &Standing, policies: IdentityPolicies, allows: bool) -> Self {
        match (standing.caller, policies) {
            (CallerKind::Service | CallerKind::Unrecognized, _) => Self::NotApplicable,
            (CallerKind::RootUser, _) => Self::Implicit,
            (_, IdentityPolicies::NotKnown) => Self::NotKnown,
            (_, IdentityPolicies::Known) if allows => Self::Allows,
            (_, IdentityPolicies::Known) => Self::DoesNotAllow,
        }
    }
}

const EVERY_REACH: [Reach; 11] = [
    Reach::NoPrincipal,
    Reach::Session,
    Reach::FederatedSession,
    Reach::User,
    Reach::Service,
    Reach::EveryoneNamedByPrincipalArn,
    Reach::Everyone,
    Reach::Unlisted,
    Reach::Role,
    Reach::UserOfFederatedSession,
    Reach::Account,
];

/// A set of ways to reach a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ReachSet(u16);

impl ReachSet {
    pub(crate) const fn insert(&mut self, reach: Reach) {
        self.0 |= 1 << reach as u16;
    }

    /// Whether this way is among them.
    pub const fn contains(self, reach: Reach) -> bool {
        self.0 & (1 << reach as u16) != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Reach> {
        EVERY_REACH.into_iter().filter(move |reach| self.contains(*reach))
    }
}

#[cfg(test)]
mod tests;
