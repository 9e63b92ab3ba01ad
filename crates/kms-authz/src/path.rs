//! The paths that lead to Allow, and what stands in the way of each.
//!
//! Any open path is enough. What a path needs depends on how a statement or grant reaches the caller: which
//! Allow survives the implicit deny of which policy (IAM User Guide, *Policy evaluation logic*,
//! reference_policies_evaluation-logic.html, resource-based policies and implicit denies).

use kms_catalog::CrossAccount;

use crate::{CallerKind, GrantEvaluation, IdentityPolicies, Reach, Relation, Standing, Target};

/// A way to Allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Path {
    /// The key policy names the caller, or the role or user behind its session.
    KeyPolicy,
    /// The key policy names the caller's account, and identity-based policies allow.
    Delegation,
    /// The key policy names a caller of another account or that account, and identity-based policies there allow.
    BothAccounts,
    /// A grant.
    Grant,
    /// Identity-based policies, where no key policy is involved.
    IdentityPolicies,
    /// Retiring a grant: the caller is the retiring principal.
    RetiringPrincipal,
    /// Retiring a grant: the caller is the grantee, and the grant lists `RetireGrant`.
    RetiringGrantee,
    /// Retiring a grant: the caller is the root user of the account in which it was created.
    RetiringRootUser,
    /// Retiring a grant: identity-based policies allow it in the account that owns the key, or that is the
    /// retiring principal.
    RetiringDelegate,
}

/// What stands in the way of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Obstacle {
    /// The caller is nobody who can call KMS.
    NobodyCalls,
    /// AWS services have no identity-based policies.
    ServiceHasNoIdentityPolicies,
    /// The permission has no effect for callers of other accounts.
    NotAcrossAccounts,
    /// No Allow of the key policy names the caller.
    KeyPolicyDoesNotNameCaller,
    /// No Allow of the key policy names the caller's account.
    KeyPolicyDoesNotNameAccount,
    /// No Allow of the key policy reaches the caller or its account.
    KeyPolicyReachesNobody,
    /// No grant is usable.
    NoUsableGrant,
    /// There is no grant to retire.
    NoGrantToRetire,
    /// The caller is not the retiring principal.
    NotRetiringPrincipal,
    /// The caller is not the grantee of a grant that lists `RetireGrant`.
    NotRetiringGrantee,
    /// The caller is not the root user of the account in which the grant was created.
    NotRootUserOfIssuingAccount,
    /// The caller belongs neither to the key's account nor to an account that is the retiring principal.
    NotOfRetiringAccount,
    /// No identity-based policy allows it.
    IdentityPoliciesDoNotAllow,
    /// The identity-based policies are not known.
    IdentityPoliciesNotKnown,
    /// The permissions boundary does not allow it.
    PermissionsBoundaryDoesNotAllow,
    /// No session policy allows it.
    SessionPoliciesDoNotAllow,
    /// A federated user session without session policy gets nothing from the policies of its user.
    NoSessionPolicy,
}

/// What one limiting layer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Limit {
    /// There is no such policy, or it does not apply.
    #[default]
    Absent,
    /// It allows.
    Allows,
    /// It does not allow; at one level at least, where there are levels.
    DoesNotAllow,
}

/// What the identity-based policies say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum IdentityAnswer {
    /// The caller has none by its nature: an AWS service.
    #[default]
    NotApplicable,
    /// The root user is allowed everything by its account.
    Implicit,
    /// One allows.
    Allows,
    /// None allows.
    DoesNotAllow,
    /// They are not known.
    NotKnown,
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
pub(crate) struct ReachSet(u16);

impl ReachSet {
    pub(crate) const fn insert(&mut self, reach: Reach) {
        self.0 |= 1 << reach as u16;
    }

    pub(crate) const fn contains(self, reach: Reach) -> bool {
        self.0 & (1 << reach as u16) != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Reach> {
        EVERY_REACH.into_iter().filter(move |reach| self.contains(*reach))
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
    /// Whether some path is open. With identity-based policies that are not known, as if they said this.
    pub(crate) fn is_open(&self, standing: &Standing, unknown_identity_allows: Limit) -> bool {
        let assumed = match (self.identity, unknown_identity_allows) {
            (IdentityAnswer::NotKnown, Limit::Allows) => Self { identity: IdentityAnswer::Allows, ..*self },
            (IdentityAnswer::NotKnown, _) => Self { identity: IdentityAnswer::DoesNotAllow, ..*self },
            _ => *self,
        };
        paths(standing).iter().any(|path| assumed.obstacles(standing, *path).is_empty())
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

    /// The obstacles of the most helpful way in which the caller itself is reached.
    fn best_of(&self, standing: &Standing, reaches: ReachSet, otherwise: Obstacle) -> Obstacles {
        reaches
            .iter()
            .filter(|reach| *reach != Reach::Account)
            .map(|reach| self.needs(standing, reach))
            .min_by_key(Vec::len)
            .unwrap_or_else(|| vec![otherwise])
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
        obstacles.extend(best.unwrap_or_else(|| vec![Obstacle::NoUsableGrant]));
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

#[cfg(test)]
mod tests;
