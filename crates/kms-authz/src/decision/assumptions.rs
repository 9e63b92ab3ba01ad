//! The assumptions behind a decision, and the unknowns that could change it.
//!
//! An assumption is something that AWS does not document or that the scenario does not say. It is shown next to the
//! decision and never presented as a fact.

use kms_catalog::Status;
use kms_policy::Effect;

use crate::check::{Bypass, LockoutCheck};
use crate::context::{Absence, Certainty};
use crate::decision::Decision;
use crate::decision::layers::LayerAnswers;
use crate::evaluation::path::{IdentityAnswer, Limit, Obstacle, Path};
use crate::evaluation::step::Evidence;
use crate::evaluation::tree::{Evaluation, PathEvaluation};
use crate::evaluation::{
    ConditionMatch, ElementMatch, Reach, RequestKey, StatementEvaluation, StatementOutcome,
};
use crate::grant::{ConstraintReason, IssuingAccount, PairReason};
use crate::relationship::{Relation, Target};
use crate::request::CallerKind;
use crate::situation::PolicyId;
use crate::statement::language_rule::LanguageRule;

/// Something that a decision assumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assumption {
    /// A statement was read by a rule that no page of AWS's confirms.
    Language(LanguageRule, Evidence),
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

/// Something that is not known and could change the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unknown {
    /// What the identity-based policies say, which are not known.
    IdentityPolicies,
    /// Whether, and with which value, the call carries the condition key that is tested there.
    Key(ConditionPlace),
}

impl Evaluation {
    /// What the decision assumes: first the rules and values that statements use, then the rules between policies.
    pub fn assumptions(&self) -> Vec<Assumption> {
        let mut assumptions = Vec::new();
        for (id, statement) in self.taking_part() {
            let evidence = Evidence::Statement(id, statement.index);
            assumptions
                .extend(statement.assumptions().into_iter().map(|rule| Assumption::Language(rule, evidence)));
            if is_in_play(statement) && statement.reach().is_some() {
                assumptions.extend(
                    statement.conditions.iter().filter_map(|condition| tested(id, statement, condition)),
                );
            }
        }
        assumptions.extend(self.rules().into_iter().map(Assumption::Rule));
        assumptions
    }

    /// What is not known and could change the decision: policies that are not given, condition keys without a value.
    pub fn depends_on(&self) -> Vec<Unknown> {
        let decision = self.decision();
        let mut unknowns = Vec::new();
        if decision == Decision::Undetermined {
            unknowns.push(Unknown::IdentityPolicies);
        }
        for (id, statement) in self.in_play() {
            let assumed = || statement.conditions.iter().filter(|condition| turns(condition));
            if assumed().next().is_some() && self.turned(id, statement.index).decision() != decision {
                unknowns.extend(assumed().map(|condition| Unknown::Key(place(id, statement, condition))));
            }
        }
        unknowns
    }

    /// Everything that is not known and that the statements in play rest on, whether or not it decides by itself.
    pub fn unknowns(&self) -> Vec<Unknown> {
        let identity = self.layers().identity == IdentityAnswer::NotKnown;
        let mut unknowns: Vec<Unknown> = identity.then_some(Unknown::IdentityPolicies).into_iter().collect();
        for (id, statement) in self.in_play() {
            let open = statement.conditions.iter().filter(|condition| turns(condition));
            unknowns.extend(open.map(|condition| Unknown::Key(place(id, statement, condition))));
        }
        unknowns
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
        let layers = self.layers();
        let allowed = layers.decision(&self.relationship) == Decision::Allowed;
        let open = |path: Path| layers.obstacles(&self.relationship, path).is_empty();
        let survived = layers.boundary == Limit::DoesNotAllow
            || layers.session == Limit::DoesNotAllow
            || (self.relationship.caller == CallerKind::FederatedUserSession
                && layers.session == Limit::Absent);
        let limited = layers.boundary != Limit::Absent || layers.session != Limit::Absent;
        let everyone =
            layers.key_policy.contains(Reach::Everyone) || layers.key_policy.contains(Reach::Unlisted);
        let same_account = self.relationship.relation == Relation::SameAccount;
        let key = self.relationship.target == Target::Key;
        let grants = |test: fn(&crate::grant::GrantEvaluation) -> bool| self.grants.iter().any(test);
        let found = [
            (allowed && layers.identity == IdentityAnswer::NotKnown, Rule::NoUnknownIdentityDeny),
            (
                allowed && key && same_account && survived && everyone && open(Path::KeyPolicy),
                Rule::EveryoneSurvivesImplicitDeny,
            ),
            (
                allowed
                    && self.relationship.relation == Relation::OtherAccount
                    && layers.identity == IdentityAnswer::Implicit
                    && open(Path::BothAccounts),
                Rule::RootUserOfOtherAccount,
            ),
            (limited && !layers.grants.is_empty(), Rule::GrantLimitedAsStatement),
            (layers.grants.contains(Reach::Account), Rule::GrantToAccount),
            (grants(has_pair_in_other_case), Rule::GrantPairKeyCase),
            (grants(has_other_source), Rule::GrantSourceArnComparison),
            (
                grants(has_no_source) && self.relationship.relation != Relation::ServicePrincipal,
                Rule::GrantSourceArnWithoutService,
            ),
            (grants(may_stand_for_others), Rule::GranteeServiceAsWritten),
            (grants(is_taken_for_key_owner), Rule::GrantCreatedByKeyOwner),
            (self.retiring_is_limited(&layers), Rule::RetireGrantIsLimited),
            (
                allowed
                    && self.relationship.target == Target::Grant
                    && survived
                    && !open(Path::RetiringDelegate),
                Rule::RetireGrantSurvivesImplicitDeny,
            ),
            (self.has_level_without_allow(), Rule::ResourceControlFullAccess),
            (grants(says_no_operations), Rule::NewGrantStaysWithin),
            (self.operation.status != Status::Documented, Rule::PermissionOfOneSource),
        ];
        found.into_iter().filter(|(is, _)| *is).map(|(_, rule)| rule).collect()
    }

    /// Whether RetireGrant is refused by a policy of which no page says that it reaches it.
    fn retiring_is_limited(&self, layers: &LayerAnswers) -> bool {
        let denied = |deny: &Evidence| matches!(deny, Evidence::Statement(id, _) if !is_identity(*id));
        let delegate = layers.obstacles(&self.relationship, Path::RetiringDelegate);
        let limited = |obstacle: &Obstacle| {
            matches!(
                obstacle,
                Obstacle::PermissionsBoundaryDoesNotAllow | Obstacle::SessionPoliciesDoNotAllow
            )
        };
        self.relationship.target == Target::Grant
            && layers.decision(&self.relationship) != Decision::Allowed
            && (layers.service_control == Limit::DoesNotAllow
                || self.denies().iter().any(denied)
                || layers.retire.delegate && delegate.iter().any(limited))
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
    pub fn assumptions(&self) -> Vec<Assumption> {
        // Without the check there is nothing to assume about it.
        if self.bypass == Bypass::Asked {
            return Vec::new();
        }
        let mut assumptions = self.evaluation.assumptions();
        let mut in_play = self.evaluation.in_play();
        let conditional =
            in_play.any(|(_, statement)| statement.reach().is_some() && !statement.conditions.is_empty());
        let open = |path: &PathEvaluation| path.obstacles.is_empty();
        let paths = self.evaluation.paths();
        let same_account = self.evaluation.relationship.relation == Relation::SameAccount;
        let delegated = same_account && self.evaluation.layers().key_policy.contains(Reach::Account);
        let named = paths.iter().any(|path| path.path == Path::KeyPolicy && open(path));
        if conditional {
            assumptions.push(Assumption::Rule(Rule::LockoutContext));
        }
        // A Deny fails the check whatever a statement for the account counts.
        if delegated && !named && self.evaluation.decision() != Decision::ExplicitDeny {
            assumptions.push(Assumption::Rule(Rule::LockoutDelegation));
        }
        assumptions
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
fn tested(
    policy: PolicyId,
    statement: &StatementEvaluation,
    condition: &ConditionMatch,
) -> Option<Assumption> {
    let place = place(policy, statement, condition);
    match condition.request {
        RequestKey::Absent(absence) if absence.is_assumed() => Some(Assumption::KeyAbsent(place, absence)),
        RequestKey::Present if condition.certainty == Certainty::Assumed && condition.same_otherwise => None,
        RequestKey::Present if condition.certainty != Certainty::Documented => {
            Some(Assumption::KeyValue(place, condition.certainty))
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
