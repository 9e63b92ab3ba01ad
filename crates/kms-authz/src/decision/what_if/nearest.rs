//! The statements and grants that come nearest to allowing a call that is refused, in one order for every reader.
//!
//! A near miss speaks of this caller and this operation and fails in something else. It matters only where its layer
//! does not allow the call yet: the second-best statement of an SCP that allows anyway explains nothing.

use kms_policy::{Effect, PolicyKind};

use crate::decision::Decision;
use crate::evaluation::path::Limit;
use crate::evaluation::reason::PrincipalReason;
use crate::evaluation::step::Evidence;
use crate::evaluation::tree::{Evaluation, PolicyEvaluation};
use crate::evaluation::{ElementMatch, Reach, StatementEvaluation, StatementOutcome};
use crate::grant::{GrantEvaluation, GrantForce};
use crate::relationship::{Relation, Target};

/// An Allow statement or a grant that almost allows the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The statement or grant.
    pub place: Evidence,
    /// What it lacks.
    pub lacks: Lacks,
    /// Whether only AWS can change it, such as the key policy of an AWS managed key.
    pub fixed: bool,
}

/// What keeps a near miss from allowing the call; what is easier to cure comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lacks {
    /// So many conditions, or demands of a grant, fail; nothing else does.
    Conditions(usize),
    /// The resource does not match, and so many conditions fail.
    Resource(usize),
    /// The grant is for the unique id of a user or role that is not the caller: AWS shows the id in place of an ARN
    /// once the user or role is deleted.
    Grantee,
}

impl Evaluation {
    /// Every near miss, the nearest first: what can be changed before what only AWS changes, then by what it lacks,
    /// then in the order of AWS's questions. Empty where the call is allowed.
    pub fn near_misses(&self) -> Vec<NearMiss> {
        if self.decision() == Decision::Allowed {
            return Vec::new();
        }
        let open = self.policies.iter().filter(|policy| policy.takes_part() && self.lacks_allow(policy));
        let statements = open.flat_map(|policy| {
            policy.statements.iter().filter_map(|statement| {
                let lacks = of_statement(statement)?;
                let place = Evidence::Statement(policy.id, statement.index);
                Some(NearMiss { place, lacks, fixed: self.is_fixed_policy(policy.id.place.kind()) })
            })
        });
        let grants = self.grants.iter().filter(|_| self.grant_can_help()).filter_map(|grant| {
            Some(NearMiss { place: Evidence::Grant(grant.index), lacks: of_grant(grant)?, fixed: false })
        });
        let mut all: Vec<NearMiss> = statements.chain(grants).collect();
        // Stable: equals keep the order of the tree, which is the order of AWS's questions.
        kms_policy::sort_by(&mut all, |one, other| (one.fixed, one.lacks).cmp(&(other.fixed, other.lacks)));
        all
    }

    /// Whether the layer to which the policy belongs does not allow the call yet.
    fn lacks_allow(&self, policy: &PolicyEvaluation) -> bool {
        let layers = self.layers();
        let lacks = |limit: Limit| limit == Limit::DoesNotAllow;
        match policy.id.place.kind() {
            PolicyKind::KeyPolicy => self.relationship.target == Target::Key,
            // In the key's own account IAM policies matter only once the key policy names the account.
            PolicyKind::IdentityBased => {
                let counts = self.relationship.target != Target::Key
                    || self.relationship.relation == Relation::OtherAccount
                    || layers.key_policy.contains(Reach::Account);
                counts && allows_nothing(self, PolicyKind::IdentityBased)
            }
            PolicyKind::PermissionsBoundary => lacks(layers.boundary),
            PolicyKind::SessionPolicy => lacks(layers.session),
            PolicyKind::VpcEndpointPolicy => lacks(layers.endpoint),
            kind @ (PolicyKind::ServiceControlPolicy | PolicyKind::ResourceControlPolicy) => {
                let level = policy.id.place.level();
                level.is_some_and(|level| self.levels_not_allowing(kind).contains(&level))
            }
        }
    }
}

fn allows_nothing(evaluation: &Evaluation, kind: PolicyKind) -> bool {
    !evaluation.of_kind(kind).any(|policy| policy.applying(Effect::Allow).next().is_some())
}

/// An Allow that reaches the caller and lists the action.
fn of_statement(statement: &StatementEvaluation) -> Option<Lacks> {
    let speaks_of_call = statement.effect == Some(Effect::Allow)
        && statement.outcome() == StatementOutcome::DoesNotApply
        && statement.reach().is_some()
        && statement.action.as_ref().is_some_and(ElementMatch::matched);
    if !speaks_of_call {
        return None;
    }
    let failing = statement.conditions.iter().filter(|condition| !condition.matched()).count();
    match statement.resource.as_ref().is_some_and(ElementMatch::matched) {
        true => Some(Lacks::Conditions(failing)),
        false => Some(Lacks::Resource(failing)),
    }
}

/// A grant that lists the operation, and is the caller's or that of somebody who was deleted.
fn of_grant(grant: &GrantEvaluation) -> Option<Lacks> {
    grant.operation?;
    if grant.reach().is_some() {
        return None;
    }
    if grant.grantee.reach().is_some() {
        let unmet = grant.constraints.iter().filter(|constraint| !constraint.reason.is_met()).count();
        let pending = usize::from(grant.force == GrantForce::PendingWithoutToken);
        let beyond = usize::from(grant.child.as_ref().is_some_and(|child| !child.stays_within()));
        return Some(Lacks::Conditions(unmet + pending + beyond));
    }
    grant.is_of_unknown_id().then_some(Lacks::Grantee)
}

impl GrantEvaluation {
    /// Whether the grant is for the unique id of a user or role that is not known to be the caller. AWS shows an id in
    /// place of an ARN once the user or role is deleted; one that is created again under the same name has another id
    /// (IAM User Guide, *IAM identifiers*).
    pub const fn is_of_unknown_id(&self) -> bool {
        matches!(self.grantee, PrincipalReason::OtherUniqueId | PrincipalReason::UniqueIdNotGiven)
    }
}
