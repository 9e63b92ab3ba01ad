//! What a decision rests on that AWS does not document or nobody said, and what would turn it over.
//!
//! A premise is shown beside the decision, never passed off as a fact.

use kms_catalog::Status;
use kms_policy::Effect;

use crate::statement::language_rule::Assumption;
use crate::evaluation::tree::{Evaluation, PathEvaluation};
use crate::check::{Bypass, LockoutCheck};
use crate::context::{Absence, Certainty};
use crate::decision::Decision;
use crate::evaluation::{ConditionMatch, ElementMatch, Reach, RequestKey, StatementEvaluation, StatementOutcome};
use crate::grant::{ConstraintReason, IssuingAccount, PairReason};
use crate::evaluation::path::{IdentityAnswer, Limit, Obstacle, Path};
use crate::request::CallerKind;
use crate::decision::layers::Signals;
use crate::situation::PolicyId;
use crate::relationship::{Relation, Target};
use crate::evaluation::step::Evidence;

/// Something that a decision rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Premise {
    /// A statement was read by a rule that no page of AWS's confirms.
    Language(Assumption, Evidence),
    /// A condition tests a key that such a call may carry, and nobody said so, or AWS does not: taken as absent.
    KeyAbsent(ConditionPlace, Absence),
    /// A condition tests a key whose value is not certain.
    KeyValue(ConditionPlace, Certainty),
    /// The layers were put together by a rule that no page of AWS's confirms.
    Rule(Rule),
}

/// One condition key under one operator of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConditionPlace {
    /// The policy.
    pub policy: PolicyId,
    /// Which of its statements.
    pub statement: usize,
    /// Which block of the `Condition` element.
    pub block: usize,
    /// Which entry of the block.
    pub entry: usize,
}

/// A rule about policies, grants and their interplay that no page of AWS's confirms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The identity-based policies are not known: that none of them denies.
    NoUnknownIdentityDeny,
    /// A statement for `*` without a condition on `aws:PrincipalArn` survives the implicit deny of a boundary or
    /// session policy.
    EveryoneSurvivesImplicitDeny,
    /// The root user of another account needs no identity-based policy there.
    RootUserOfOtherAccount,
    /// A grant is limited by boundary and session policy as a statement that names its grantee would be.
    GrantLimitedAsStatement,
    /// A grant to an account lets that account's identity-based policies decide.
    GrantToAccount,
    /// The key of a grant constraint's pair is compared without regard to case: the API reference says so, the
    /// guide says otherwise.
    GrantPairKeyCase,
    /// A grant's source ARN is compared as the ARN operators compare.
    GrantSourceArnComparison,
    /// A grant with a source ARN does not apply to a caller that is no AWS service; AWS's page says that the constraint is
    /// evaluated for services only, and that the grant is effective only with a matching source ARN.
    GrantSourceArnWithoutService,
    /// A service in the `GranteePrincipal` of a grant is the grantee, although the field may stand for several.
    GranteeServiceAsWritten,
    /// A grant that does not say who created it was created in the account that owns the key.
    GrantCreatedByKeyOwner,
    /// SCPs, boundaries and session policies limit RetireGrant.
    RetireGrantIsLimited,
    /// Whom a grant entitles to retire it is not limited by the implicit deny of a boundary or session policy.
    RetireGrantSurvivesImplicitDeny,
    /// An organization level without any Allow has the `RCPFullAWSAccess` that AWS attaches everywhere.
    ResourceControlFullAccess,
    /// The new grant lists no operation beyond those of the grant that lets it; the call does not say which.
    NewGrantStaysWithin,
    /// The permission is known from one of AWS's references only.
    PermissionOfOneSource,
    /// The lockout safety check takes its condition keys from the call that it checks.
    LockoutContext,
    /// In the lockout safety check, delegation to the account counts only together with the caller's
    /// identity-based policies.
    LockoutDelegation,
}

/// What would turn a decision over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hinge {
    /// What the identity-based policies say, which are not known.
    IdentityPolicies,
    /// Whether, and with which value, the call carries the condition key that is tested there.
    Key(ConditionPlace),
}

impl Evaluation {
    /// What the decision rests on that AWS does not document or nobody said: statements first, then rules.
    pub fn assumptions(&self) -> Vec<Premise> {
        let mut premises = Vec::new();
        for (id, statement) in self.taking_part() {
            let evidence = Evidence::Statement(id, statement.index);
            premises
                .extend(statement.assumptions().into_iter().map(|rule| Premise::Language(rule, evidence)));
            if is_in_play(statement) && statement.reach().is_some() {
                premises.extend(
                    statement.conditions.iter().filter_map(|condition| tested(id, statement, condition)),
                );
            }
        }
        premises.extend(self.rules().into_iter().map(Premise::Rule));
        premises
    }

    /// What would turn the decision over if it were otherwise: policies that are not known, keys that nobody gave.
    pub fn hangs_on(&self) -> Vec<Hinge> {
        let decision = self.decision();
        let mut hinges = Vec::new();
        if decision == Decision::Undetermined {
            hinges.push(Hinge::IdentityPolicies);
        }
        for (id, statement) in self.in_play() {
            let assumed = || statement.conditions.iter().filter(|condition| turns(condition));
            if assumed().next().is_some() && self.turned(id, statement.index).decision() != decision {
                hinges.extend(assumed().map(|condition| Hinge::Key(place(id, statement, condition))));
            }
        }
        hinges
    }

    /// The statements of policies that take part.
    fn taking_part(&self) -> impl Iterator<Item = (PolicyId, &StatementEvaluation)> {
        let policies = self.policies.iter().filter(|policy| policy.takes_part());
        policies.flat_map(|policy| policy.statements.iter().map(|statement| (policy.id, statement)))
    }

    /// Of those the ones whose action and resource match.
    fn in_play(&self) -> impl Iterator<Item = (PolicyId, &StatementEvaluation)> {
        self.taking_part().filter(|(_, statement)| is_in_play(statement))
    }

    /// The tree as it would be if the conditions of one statement on keys that nobody gave came out otherwise.
    fn turned(&self, id: PolicyId, index: usize) -> Self {
        let mut turned = self.clone();
        let policy = turned.policies.iter_mut().find(|policy| policy.id == id);
        let statement = policy.and_then(|policy| policy.statements.get_mut(index));
        if let Some(statement) = statement {
            match statement.outcome() {
                StatementOutcome::Applies(_) => statement.effect = None,
                _ => statement.conditions.retain(|condition| !turns(condition)),
            }
        }
        turned
    }

    fn rules(&self) -> Vec<Rule> {
        let signals = self.signals();
        let allowed = signals.decision(&self.standing) == Decision::Allowed;
        let open = |path: Path| signals.obstacles(&self.standing, path).is_empty();
        let survived = signals.boundary == Limit::DoesNotAllow
            || signals.session == Limit::DoesNotAllow
            || (self.standing.caller == CallerKind::FederatedUserSession && signals.session == Limit::Absent);
        let limited = signals.boundary != Limit::Absent || signals.session != Limit::Absent;
        let everyone =
            signals.key_policy.contains(Reach::Everyone) || signals.key_policy.contains(Reach::Unlisted);
        let same_account = self.standing.relation == Relation::SameAccount;
        let key = self.standing.target == Target::Key;
        let grants = |test: fn(&crate::grant::GrantEvaluation) -> bool| self.grants.iter().any(test);
        let found = [
            (allowed && signals.identity == IdentityAnswer::NotKnown, Rule::NoUnknownIdentityDeny),
            (
                allowed && key && same_account && survived && everyone && open(Path::KeyPolicy),
                Rule::EveryoneSurvivesImplicitDeny,
            ),
            (
                allowed
                    && self.standing.relation == Relation::OtherAccount
                    && signals.identity == IdentityAnswer::Implicit
                    && open(Path::BothAccounts),
                Rule::RootUserOfOtherAccount,
            ),
            (limited && !signals.grants.is_empty(), Rule::GrantLimitedAsStatement),
            (signals.grants.contains(Reach::Account), Rule::GrantToAccount),
            (grants(has_pair_in_other_case), Rule::GrantPairKeyCase),
            (grants(has_other_source), Rule::GrantSourceArnComparison),
            (
                grants(has_no_source) && self.standing.relation != Relation::ServicePrincipal,
                Rule::GrantSourceArnWithoutService,
            ),
            (grants(may_stand_for_others), Rule::GranteeServiceAsWritten),
            (grants(is_taken_for_key_owner), Rule::GrantCreatedByKeyOwner),
            (self.retiring_is_limited(&signals), Rule::RetireGrantIsLimited),
            (
                allowed && self.standing.target == Target::Grant && survived && !open(Path::RetiringDelegate),
                Rule::RetireGrantSurvivesImplicitDeny,
            ),
            (self.has_level_without_allow(), Rule::ResourceControlFullAccess),
            (grants(says_no_operations), Rule::NewGrantStaysWithin),
            (self.operation.status != Status::Documented, Rule::PermissionOfOneSource),
        ];
        found.into_iter().filter(|(is, _)| *is).map(|(_, rule)| rule).collect()
    }

    /// Whether RetireGrant is refused by a policy of which no page says that it reaches it.
    fn retiring_is_limited(&self, signals: &Signals) -> bool {
        let denied = |deny: &Evidence| matches!(deny, Evidence::Statement(id, _) if !is_identity(*id));
        let delegate = signals.obstacles(&self.standing, Path::RetiringDelegate);
        let limited = |obstacle: &Obstacle| {
            matches!(
                obstacle,
                Obstacle::PermissionsBoundaryDoesNotAllow | Obstacle::SessionPoliciesDoNotAllow
            )
        };
        self.standing.target == Target::Grant
            && signals.decision(&self.standing) != Decision::Allowed
            && (signals.service_control == Limit::DoesNotAllow
                || self.denies().iter().any(denied)
                || signals.retire.delegate && delegate.iter().any(limited))
    }

    fn has_level_without_allow(&self) -> bool {
        let kind = kms_policy::PolicyKind::ResourceControlPolicy;
        (0..self.levels.resource_control).any(|level| {
            let at_level = self.of_kind(kind).filter(|policy| policy.id.place.level() == Some(level));
            let mut statements = at_level.flat_map(|policy| &policy.statements);
            !statements.any(|statement| statement.effect == Some(Effect::Allow))
        })
    }
}

fn is_in_play(statement: &StatementEvaluation) -> bool {
    let action = statement.action.as_ref().is_some_and(ElementMatch::matched);
    action && statement.resource.as_ref().is_some_and(ElementMatch::matched)
}

impl LockoutCheck {
    /// What the answer rests on that AWS does not document or nobody said.
    pub fn assumptions(&self) -> Vec<Premise> {
        // Without the check there is nothing to assume about it.
        if self.bypass == Bypass::Asked {
            return Vec::new();
        }
        let mut premises = self.evaluation.assumptions();
        let mut in_play = self.evaluation.in_play();
        let conditional =
            in_play.any(|(_, statement)| statement.reach().is_some() && !statement.conditions.is_empty());
        let open = |path: &PathEvaluation| path.obstacles.is_empty();
        let paths = self.evaluation.paths();
        let same_account = self.evaluation.standing.relation == Relation::SameAccount;
        let delegated = same_account && self.evaluation.signals().key_policy.contains(Reach::Account);
        let named = paths.iter().any(|path| path.path == Path::KeyPolicy && open(path));
        if conditional {
            premises.push(Premise::Rule(Rule::LockoutContext));
        }
        if delegated && !named {
            premises.push(Premise::Rule(Rule::LockoutDelegation));
        }
        premises
    }
}

fn is_identity(id: PolicyId) -> bool {
    id.place.kind() == kms_policy::PolicyKind::IdentityBased
}

/// Whether the condition's answer rests on a key that nobody gave, on a role's path that nobody gave, or on a key on
/// which AWS's pages differ.
fn turns(condition: &ConditionMatch) -> bool {
    match condition.request {
        RequestKey::Absent(absence) => absence.is_assumed() && !condition.same_otherwise,
        // The pages differ on whether the call carries the key; which services stand before the last nobody said.
        _ if condition.certainty == Certainty::PagesDiffer => true,
        _ => {
            condition.is_principal_arn
                && condition.certainty == Certainty::Assumed
                && !condition.same_otherwise
        }
    }
}

const fn place(
    policy: PolicyId,
    statement: &StatementEvaluation,
    condition: &ConditionMatch,
) -> ConditionPlace {
    ConditionPlace { policy, statement: statement.index, block: condition.block, entry: condition.entry }
}

/// What a condition of a statement in play tests without certainty.
fn tested(policy: PolicyId, statement: &StatementEvaluation, condition: &ConditionMatch) -> Option<Premise> {
    let place = place(policy, statement, condition);
    match condition.request {
        RequestKey::Absent(absence) if absence.is_assumed() => Some(Premise::KeyAbsent(place, absence)),
        RequestKey::Present if condition.certainty == Certainty::Assumed && condition.same_otherwise => None,
        RequestKey::Present if condition.certainty != Certainty::Documented => {
            Some(Premise::KeyValue(place, condition.certainty))
        }
        _ => None,
    }
}

fn has_pair_in_other_case(grant: &crate::grant::GrantEvaluation) -> bool {
    grant.constraints.iter().any(|constraint| constraint.pairs.contains(&PairReason::KeyDiffersInCase))
}

fn has_other_source(grant: &crate::grant::GrantEvaluation) -> bool {
    let compared = [ConstraintReason::OtherSource, ConstraintReason::SourcePatternFits];
    grant.constraints.iter().any(|constraint| compared.contains(&constraint.reason))
}

fn has_no_source(grant: &crate::grant::GrantEvaluation) -> bool {
    grant.constraints.iter().any(|constraint| constraint.reason == ConstraintReason::NoSource)
}

fn may_stand_for_others(grant: &crate::grant::GrantEvaluation) -> bool {
    grant.grantee_may_stand_for_others && grant.fits_but_for_grantee()
}

fn is_taken_for_key_owner(grant: &crate::grant::GrantEvaluation) -> bool {
    let retire = grant.retire.as_ref();
    retire.is_some_and(|retire| retire.root_of_issuing_account == IssuingAccount::TakenForKeyOwner)
}

fn says_no_operations(grant: &crate::grant::GrantEvaluation) -> bool {
    grant.reach().is_some() && grant.child.as_ref().is_some_and(|child| child.operations_beyond.is_none())
}
