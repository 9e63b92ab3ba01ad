//! The answers of all layers (key policy, SCPs, boundary, grants and so on), and the obstacles on each path to Allow.
//!
//! The tree and the fast path both produce these answers, so that they reach the same decision. What a path needs depends on how a
//! statement or grant reaches the caller: which Allow survives the implicit deny of which policy (IAM User Guide,
//! *Policy evaluation logic*, resource-based policies and implicit denies).

use kms_catalog::CrossAccount;

use crate::decision::Decision;
use crate::evaluation::Reach;
use crate::evaluation::path::{IdentityAnswer, IdentityPolicies, Limit, Obstacle, Path};
use crate::grant::GrantEvaluation;
use crate::relationship::{Relation, Relationship, Target};
use crate::request::CallerKind;

/// One answer for each layer of policies: all that the decision depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct LayerAnswers {
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

impl LayerAnswers {
    /// What AWS KMS would decide.
    pub(crate) fn decision(&self, relationship: &Relationship) -> Decision {
        if self.denied {
            return Decision::ExplicitDeny;
        }
        if self.refused {
            return Decision::NotEvaluated;
        }
        let limits = [self.resource_control, self.service_control, self.endpoint];
        if relationship.relation == Relation::Nobody || limits.contains(&Limit::DoesNotAllow) {
            return Decision::ImplicitDeny;
        }
        let without = self.is_open(relationship, IdentityAnswer::DoesNotAllow);
        match (without, self.is_open(relationship, IdentityAnswer::Allows)) {
            (true, _) => Decision::Allowed,
            (false, true) => Decision::Undetermined,
            (false, false) => Decision::ImplicitDeny,
        }
    }

    /// Whether some path is open, where identity-based policies that are not known are taken to answer this.
    fn is_open(&self, relationship: &Relationship, unknown: IdentityAnswer) -> bool {
        let identity = if self.identity == IdentityAnswer::NotKnown { unknown } else { self.identity };
        let taken = Self { identity, ..*self };
        paths(relationship).iter().any(|path| taken.obstacles(relationship, *path).is_empty())
    }

    /// What stands in the way of a path; nothing: it is open.
    pub(crate) fn obstacles(&self, relationship: &Relationship, path: Path) -> Obstacles {
        match path {
            Path::KeyPolicy => {
                self.best_of(relationship, self.key_policy, Obstacle::KeyPolicyDoesNotNameCaller)
            }
            Path::Delegation => {
                let mut obstacles = Vec::new();
                if !self.key_policy.contains(Reach::Account) {
                    obstacles.push(Obstacle::KeyPolicyDoesNotNameAccount);
                }
                obstacles.extend(self.needs(relationship, Reach::Account));
                obstacles
            }
            Path::BothAccounts => self.both_accounts(relationship),
            Path::Grant => self.grant(relationship),
            Path::IdentityPolicies => {
                let mut obstacles = Vec::new();
                if relationship.relation == Relation::OtherAccount
                    && relationship.cross_account != CrossAccount::Supported
                {
                    obstacles.push(Obstacle::NotAcrossAccounts);
                }
                obstacles.extend(self.needs(relationship, Reach::NoPrincipal));
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
                obstacles.extend(self.needs(relationship, Reach::NoPrincipal));
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
    fn best_of(&self, relationship: &Relationship, reaches: ReachSet, otherwise: Obstacle) -> Obstacles {
        let ways = reaches.iter().filter(|reach| *reach != Reach::Account);
        let best = ways.map(|reach| self.needs(relationship, reach)).min_by_key(Vec::len);
        best.unwrap_or_else(|| {
            let by_name = self.needs(relationship, by_name(relationship.caller));
            std::iter::once(otherwise).chain(by_name).collect()
        })
    }

    fn both_accounts(&self, relationship: &Relationship) -> Obstacles {
        let mut obstacles = Vec::new();
        if relationship.cross_account != CrossAccount::Supported {
            obstacles.push(Obstacle::NotAcrossAccounts);
        }
        if self.key_policy.is_empty() {
            obstacles.push(Obstacle::KeyPolicyReachesNobody);
        }
        obstacles.extend(self.needs(relationship, Reach::Account));
        obstacles
    }

    /// A grant is limited as a statement that names its grantee would be, but needs no identity-based policy
    /// beside it, not even in another account.
    fn grant(&self, relationship: &Relationship) -> Obstacles {
        let mut obstacles = Vec::new();
        if relationship.relation == Relation::OtherAccount
            && relationship.cross_account != CrossAccount::Supported
        {
            obstacles.push(Obstacle::NotAcrossAccounts);
        }
        let best = self.grants.iter().map(|reach| self.grant_needs(relationship, reach)).min_by_key(Vec::len);
        obstacles.extend(best.unwrap_or_else(|| {
            let by_name = match relationship.caller {
                // A grant to an account reaches its root user.
                CallerKind::RootUser => Reach::Account,
                caller => by_name(caller),
            };
            std::iter::once(Obstacle::NoUsableGrant).chain(self.grant_needs(relationship, by_name)).collect()
        }));
        obstacles
    }

    fn grant_needs(&self, relationship: &Relationship, reach: Reach) -> Obstacles {
        let mut obstacles = self.needs(relationship, reach);
        if reach != Reach::Account {
            let identity = |obstacle: &Obstacle| {
                matches!(obstacle, Obstacle::IdentityPoliciesDoNotAllow | Obstacle::IdentityPoliciesNotKnown)
            };
            obstacles.retain(|obstacle| !identity(obstacle));
        }
        obstacles
    }

    /// The caller's own policies that block a caller reached in this way.
    ///
    /// IAM decides this by what the `Principal` of the Allow names, and only for callers of the key's account:
    ///
    /// - an Allow for a session, a user or everyone grants access to that very principal, so that an implicit deny of
    ///   its permissions boundary or session policies does not take the access away;
    /// - an Allow for a role grants access to the role; what a session has of it is still limited by the boundary and
    ///   the session policies;
    /// - an Allow for the account only delegates: the identity-based policies must allow as well, within the same
    ///   limits. The root user has no identity-based policies and needs none.
    ///
    /// For a caller of another account both accounts must allow, whatever the statement names. An AWS service has no
    /// policies of its own. An explicit deny never gets here; `decision` has asked for it first.
    fn needs(&self, relationship: &Relationship, reach: Reach) -> Obstacles {
        let (identity, limits) = match relationship.relation {
            Relation::Nobody => return vec![Obstacle::NobodyCalls],
            Relation::ServicePrincipal => match reach {
                Reach::Account | Reach::NoPrincipal => return vec![Obstacle::ServiceHasNoIdentityPolicies],
                _ => (false, false),
            },
            // No Allow of another account's survives an implicit deny of the caller's own.
            Relation::OtherAccount => (true, true),
            Relation::SameAccount => match reach {
                Reach::Account if relationship.caller == CallerKind::RootUser => (false, false),
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
            obstacles.extend(self.limit_obstacles(relationship));
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

    fn limit_obstacles(&self, relationship: &Relationship) -> Obstacles {
        let mut obstacles = Vec::new();
        if self.boundary == Limit::DoesNotAllow {
            obstacles.push(Obstacle::PermissionsBoundaryDoesNotAllow);
        }
        match self.session {
            Limit::DoesNotAllow => obstacles.push(Obstacle::SessionPoliciesDoNotAllow),
            // Without a session policy only role sessions pass (IAM *Policy evaluation logic*, session policies).
            Limit::Absent if relationship.caller == CallerKind::FederatedUserSession => {
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
pub(crate) const fn paths(relationship: &Relationship) -> &'static [Path] {
    match (relationship.target, relationship.relation) {
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
    /// The answer of the identity-based policies for such a caller, given whether one of those known allows.
    pub(crate) const fn of(relationship: &Relationship, policies: IdentityPolicies, allows: bool) -> Self {
        match (relationship.caller, policies) {
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

    /// These ways, the most direct first.
    pub fn iter(self) -> impl Iterator<Item = Reach> {
        EVERY_REACH.into_iter().filter(move |reach| self.contains(*reach))
    }
}

#[cfg(test)]
mod tests;
