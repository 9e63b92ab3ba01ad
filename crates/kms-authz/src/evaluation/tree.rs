//! The tree of one permission on one resource: every policy, statement and grant that was looked at.
//!
//! The decision is computed from the tree and stored nowhere, so that the explanation cannot disagree with it.
//! IAM User Guide, *Policy evaluation logic* (reference_policies_evaluation-logic.html).

use kms_catalog::{KeyManager, Operation};
use kms_policy::{Effect, PolicyKind};

use crate::decision::Decision;
use crate::decision::layers::{LayerAnswers, ReachSet, RetireRights, paths};
use crate::evaluation::path::{IdentityAnswer, IdentityPolicies, Limit, Obstacle, Path};
use crate::evaluation::step::{Evidence, NotAsked};
use crate::evaluation::{Reach, StatementEvaluation, StatementOutcome};
use crate::grant::GrantEvaluation;
use crate::relationship::{Relationship, Target};
use crate::situation::{PolicyId, PolicyPlace};

/// Everything that was asked to decide one permission on one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The permission.
    pub operation: &'static Operation,
    /// How the caller stands to what it asks for.
    pub relationship: Relationship,
    /// Every policy of the situation that could matter, in the order of AWS's questions.
    pub policies: Vec<PolicyEvaluation>,
    /// How many levels the organizations above key and caller have.
    pub levels: Levels,
    /// Whether the caller's identity-based policies are known.
    pub identity_policies: IdentityPolicies,
    /// Every grant on the key.
    pub grants: Vec<GrantEvaluation>,
    /// Why the grants are not looked at, where they are not.
    pub grants_not_asked: Option<NotAsked>,
    /// Who manages the key; none for checks without a key.
    pub key_manager: Option<KeyManager>,
}

/// Levels of an organization whose policies take part; zero: none do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Levels {
    /// Above the account that owns the key.
    pub resource_control: usize,
    /// Above the caller's account.
    pub service_control: usize,
}

/// One policy and what its statements say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyEvaluation {
    /// Which policy.
    pub id: PolicyId,
    /// Whether AWS would accept it.
    pub accepted: bool,
    /// Why it does not take part; none: it does.
    pub left_out: Option<NotAsked>,
    /// Each statement in order; empty for a policy that does not take part.
    pub statements: Vec<StatementEvaluation>,
}

/// A path to Allow: open if nothing stands in its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathEvaluation {
    /// Which path.
    pub path: Path,
    /// What stands in its way.
    pub obstacles: Vec<Obstacle>,
    /// The statements and grants that open it as far as it is open.
    pub by: Vec<Evidence>,
}

impl PolicyEvaluation {
    /// Whether the policy takes part in the decision.
    pub const fn takes_part(&self) -> bool {
        self.left_out.is_none()
    }

    /// Whether the policy takes part although AWS would not accept it: what it would say is not known.
    pub const fn is_refused(&self) -> bool {
        self.takes_part() && !self.accepted
    }

    /// The statements of this effect that apply, with the way in which they reach the caller; those of a policy that
    /// AWS would not accept decide nothing.
    pub fn applying(&self, effect: Effect) -> impl Iterator<Item = (usize, Reach)> {
        self.of_effect(effect).filter_map(|statement| match statement.outcome() {
            StatementOutcome::Applies(reach) => Some((statement.index, reach)),
            _ => None,
        })
    }

    /// The statements of this effect, of a policy that counts.
    fn of_effect(&self, effect: Effect) -> impl Iterator<Item = &StatementEvaluation> {
        let counts = self.takes_part() && self.accepted;
        self.statements.iter().filter(move |statement| counts && statement.effect == Some(effect))
    }

    fn kind(&self) -> PolicyKind {
        self.id.place.kind()
    }
}

impl Evaluation {
    /// What AWS KMS would decide.
    pub fn decision(&self) -> Decision {
        self.layers().decision(&self.relationship)
    }

    /// Every path to Allow that there is for this caller, with what stands in its way.
    pub fn paths(&self) -> Vec<PathEvaluation> {
        let layers = self.layers();
        paths(&self.relationship)
            .iter()
            .map(|path| PathEvaluation {
                path: *path,
                obstacles: layers.obstacles(&self.relationship, *path),
                by: self.evidence(*path),
            })
            .collect()
    }

    /// The Deny statements that apply.
    pub fn denies(&self) -> Vec<Evidence> {
        self.by(Effect::Deny, |_, _| true)
    }

    /// The policies that take part although AWS would not accept them.
    pub fn refused(&self) -> impl Iterator<Item = PolicyId> {
        self.policies.iter().filter(|policy| policy.is_refused()).map(|policy| policy.id)
    }

    /// The policies of this kind.
    pub fn of_kind(&self, kind: PolicyKind) -> impl Iterator<Item = &PolicyEvaluation> {
        self.policies.iter().filter(move |policy| policy.kind() == kind)
    }

    /// The levels of this kind of organization policy at which nothing allows.
    pub fn levels_not_allowing(&self, kind: PolicyKind) -> Vec<usize> {
        (0..self.level_count(kind)).filter(|level| !self.level_allows(kind, *level)).collect()
    }

    const fn level_count(&self, kind: PolicyKind) -> usize {
        match kind {
            PolicyKind::ResourceControlPolicy => self.levels.resource_control,
            PolicyKind::ServiceControlPolicy => self.levels.service_control,
            _ => 0,
        }
    }

    fn level_allows(&self, kind: PolicyKind, level: usize) -> bool {
        self.at_level(kind, level).any(|policy| policy.applying(Effect::Allow).next().is_some())
            // AWS attaches RCPFullAWSAccess everywhere and lets nobody detach it (Organizations *RCPs*).
            || kind == PolicyKind::ResourceControlPolicy
                && !self.at_level(kind, level).any(PolicyEvaluation::is_refused)
    }

    /// The policies of this kind at one level of an organization.
    pub(crate) fn at_level(&self, kind: PolicyKind, level: usize) -> impl Iterator<Item = &PolicyEvaluation> {
        self.of_kind(kind).filter(move |policy| policy.id.place.level() == Some(level))
    }

    /// All that the decision needs to know.
    pub(crate) fn layers(&self) -> LayerAnswers {
        LayerAnswers {
            denied: !self.denies().is_empty(),
            refused: self.refused().next().is_some(),
            resource_control: self.levelled(PolicyKind::ResourceControlPolicy),
            service_control: self.levelled(PolicyKind::ServiceControlPolicy),
            endpoint: self.limit(PolicyKind::VpcEndpointPolicy),
            boundary: self.limit(PolicyKind::PermissionsBoundary),
            session: self.limit(PolicyKind::SessionPolicy),
            identity: self.identity(),
            key_policy: self.key_policy_reaches(),
            grants: self.grant_reaches(),
            retire: self.retire_rights(),
        }
    }

    fn levelled(&self, kind: PolicyKind) -> Limit {
        if self.level_count(kind) == 0 {
            return Limit::Absent;
        }
        if self.levels_not_allowing(kind).is_empty() { Limit::Allows } else { Limit::DoesNotAllow }
    }

    fn limit(&self, kind: PolicyKind) -> Limit {
        let mut policies = self.of_kind(kind).filter(|policy| policy.takes_part()).peekable();
        if policies.peek().is_none() {
            return Limit::Absent;
        }
        if policies.any(|policy| policy.applying(Effect::Allow).next().is_some()) {
            Limit::Allows
        } else {
            Limit::DoesNotAllow
        }
    }

    fn identity(&self) -> IdentityAnswer {
        let allows = self.limit(PolicyKind::IdentityBased) == Limit::Allows;
        IdentityAnswer::of(&self.relationship, self.identity_policies, allows)
    }

    fn key_policy_reaches(&self) -> ReachSet {
        let mut reaches = ReachSet::default();
        let allows = self.of_kind(PolicyKind::KeyPolicy).flat_map(|policy| policy.applying(Effect::Allow));
        allows.for_each(|(_, reach)| reaches.insert(reach));
        reaches
    }

    fn grant_reaches(&self) -> ReachSet {
        let mut reaches = ReachSet::default();
        if self.relationship.target == Target::Key {
            self.grants.iter().filter_map(GrantEvaluation::reach).for_each(|reach| reaches.insert(reach));
        }
        reaches
    }

    fn retire_rights(&self) -> RetireRights {
        let mut rights = RetireRights::default();
        self.grants.iter().for_each(|grant| rights.add(grant));
        rights
    }

    /// The Allow statements and grants that open a path as far as it is open.
    fn evidence(&self, path: Path) -> Vec<Evidence> {
        let identity = || self.by(Effect::Allow, |kind, _| kind == PolicyKind::IdentityBased);
        let key_policy = |wanted: fn(Reach) -> bool| {
            self.by(Effect::Allow, move |kind, reach| kind == PolicyKind::KeyPolicy && wanted(reach))
        };
        let grants = |wanted: fn(&GrantEvaluation) -> bool| {
            self.grants.iter().filter(move |grant| wanted(grant)).map(|grant| Evidence::Grant(grant.index))
        };
        match path {
            Path::KeyPolicy => key_policy(|reach| reach != Reach::Account),
            Path::Delegation => [key_policy(|reach| reach == Reach::Account), identity()].concat(),
            Path::BothAccounts => [key_policy(|_| true), identity()].concat(),
            Path::Grant => grants(|grant| grant.reach().is_some()).collect(),
            Path::IdentityPolicies => identity(),
            Path::RetiringPrincipal => grants(GrantEvaluation::is_retiring_principal).collect(),
            Path::RetiringGrantee => grants(GrantEvaluation::is_retiring_grantee).collect(),
            Path::RetiringRootUser => grants(GrantEvaluation::is_retiring_root_user).collect(),
            Path::RetiringDelegate => {
                grants(GrantEvaluation::has_retiring_delegate).chain(identity()).collect()
            }
        }
    }

    /// The statements of this effect that apply and are wanted.
    pub(crate) fn by(&self, effect: Effect, wanted: impl Fn(PolicyKind, Reach) -> bool) -> Vec<Evidence> {
        let applying = self.policies.iter().flat_map(|policy| {
            policy.applying(effect).map(move |(index, reach)| (policy.kind(), reach, policy.id, index))
        });
        applying
            .filter(|(kind, reach, ..)| wanted(*kind, *reach))
            .map(|(_, _, id, index)| Evidence::Statement(id, index))
            .collect()
    }
}

impl PolicyPlace {
    /// The level of an organization policy.
    pub const fn level(self) -> Option<usize> {
        match self {
            Self::ServiceControl(level, _) | Self::ResourceControl(level, _) => Some(level),
            _ => None,
        }
    }
}
