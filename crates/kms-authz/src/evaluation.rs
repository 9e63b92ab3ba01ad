//! What came of one statement: a node for each element and each condition key, a leaf for each value.
//!
//! Holds facts: indices, spans and named reasons. Whether a node holds is computed from what lies below it and
//! stored nowhere, so that an explanation cannot disagree with the decision. Knows no request; how the facts
//! are found is [`evaluate_statement`](crate::StatementEvaluation)'s matter.
//! IAM User Guide, *IAM JSON policy elements reference* (reference_policies_elements.html).

use kms_policy::{ConditionOperator, Effect, PolicyKind, Span};

use crate::{
    Absence, ActionReason, Assumption, Certainty, ConditionReason, PrincipalReason, ResourceReason,
    ValueReason,
};

/// All that one statement says to one request. Every element is evaluated, whatever the others say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementEvaluation {
    /// Which statement of the document.
    pub index: usize,
    /// The kind of policy that it stands in.
    pub kind: PolicyKind,
    /// Its effect, if it has one that could be read.
    pub effect: Option<Effect>,
    /// `Principal` or `NotPrincipal`, if it has one.
    pub principal: Option<PrincipalMatch>,
    /// `Action` or `NotAction`, if it has one.
    pub action: Option<ActionMatch>,
    /// `Resource` or `NotResource`, if it has one.
    pub resource: Option<ResourceMatch>,
    /// One a condition key and operator, in the order of the text.
    pub conditions: Vec<ConditionMatch>,
}

/// What a statement does to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatementOutcome {
    /// Everything matches: the statement takes effect, for a caller reached in this way.
    Applies(Reach),
    /// Some element or condition does not match.
    DoesNotApply,
    /// It lacks an element without which it can never take effect (KMS *Creating a key policy*, `Resource`).
    CannotApply(MissingElement),
    /// Its effect could not be read.
    NotEvaluated,
}

/// An element without which a statement has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the name of an element")]
pub enum MissingElement {
    Principal,
    Action,
    Resource,
}

/// How a statement reaches the caller; decides which implicit denies an Allow survives (IAM *Policy evaluation
/// logic*, resource-based policies and implicit denies). The most direct comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reach {
    /// A kind of policy whose statements name nobody.
    NoPrincipal,
    /// It names the role session that calls.
    Session,
    /// It names the federated-user session that calls.
    FederatedSession,
    /// It names the user that calls, with the user's own credentials.
    User,
    /// It names the AWS service that calls.
    Service,
    /// It says `*`, and a condition on `aws:PrincipalArn` names the caller.
    EveryoneNamedByPrincipalArn,
    /// It says `*`.
    Everyone,
    /// It says `NotPrincipal`, and that reaches the caller.
    Unlisted,
    /// It names the role whose session calls.
    Role,
    /// It names the user whose federated session calls.
    UserOfFederatedSession,
    /// It names the caller's account.
    Account,
}

/// Whether an element lists what it speaks of, or what it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// `Action`, `Resource`: those listed.
    Listed,
    /// `NotAction`, `NotResource`: all but those listed.
    NotListed,
}

/// An element with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementMatch<R> {
    /// Whether it lists or excludes.
    pub polarity: Polarity,
    /// The element's name, quotes included.
    pub name: Span,
    /// The element's whole value.
    pub span: Span,
    /// Each value, in order.
    pub values: Vec<ValueMatch<R>>,
}

/// What came of `Action` or `NotAction`.
pub type ActionMatch = ElementMatch<ActionReason>;

/// What came of `Resource` or `NotResource`.
pub type ResourceMatch = ElementMatch<ResourceReason>;

/// One value of an element or of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueMatch<R> {
    /// Which value of its list.
    pub index: usize,
    /// Where it is written, quotes included.
    pub span: Span,
    /// Why it matches or does not. Of a negated operator or element this is the comparison before negation.
    pub reason: R,
    /// The text after its policy variables were replaced, if it has any that are.
    pub resolved: Option<String>,
}

/// A reason that says whether there is a match.
pub trait Reason {
    /// Whether it is the reason of a match.
    fn is_match(&self) -> bool;

    /// What AWS does not document and this reason rests on.
    fn assumption(&self) -> Option<Assumption>;
}

impl<R: Reason> ValueMatch<R> {
    /// Whether the value matches, before any negation.
    pub fn matched(&self) -> bool {
        self.reason.is_match()
    }
}

impl<R: Reason> ElementMatch<R> {
    /// Whether the element lets the statement apply.
    pub fn matched(&self) -> bool {
        let listed = self.values.iter().any(ValueMatch::matched);
        listed == (self.polarity == Polarity::Listed)
    }
}

/// What came of `Principal` or `NotPrincipal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalMatch {
    /// The element's name, quotes included.
    pub name: Span,
    /// The element's whole value.
    pub span: Span,
    /// Each principal, in order.
    pub values: Vec<ValueMatch<PrincipalReason>>,
    /// How the values make the answer.
    pub rule: PrincipalRule,
}

/// How the values of a principal element make its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalRule {
    /// `Principal`: one of the values must reach the caller.
    Listed,
    /// `NotPrincipal` in a Deny: it reaches every caller of whom some layer is not listed (IAM *NotPrincipal*).
    EveryLayerListed(Vec<LayerMatch>),
    /// `NotPrincipal` in a Deny: it always reaches a caller with a permissions boundary (IAM *NotPrincipal*).
    CallerHasPermissionsBoundary,
    /// `NotPrincipal` in an Allow, which AWS does not support: it reaches those whom no value reaches.
    NotListed,
}

/// One layer of the caller, and what lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LayerMatch {
    /// The layer.
    pub layer: PrincipalLayer,
    /// The first value that lists it, if one does.
    pub listed_by: Option<usize>,
}

/// AWS looks at a caller in layers when a Deny says `NotPrincipal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is AWS's name of a kind of principal")]
pub enum PrincipalLayer {
    Account,
    Role,
    User,
    RoleSession,
    FederatedUserSession,
    Service,
}

impl PrincipalMatch {
    /// How the element reaches the caller: of several ways the most direct; none if it does not.
    pub fn reach(&self) -> Option<Reach> {
        let direct = || self.values.iter().filter_map(|value| value.reason.reach()).min();
        let unlisted = match &self.rule {
            PrincipalRule::Listed => return direct(),
            PrincipalRule::EveryLayerListed(layers) => layers.iter().any(|layer| layer.listed_by.is_none()),
            PrincipalRule::CallerHasPermissionsBoundary => true,
            PrincipalRule::NotListed => direct().is_none(),
        };
        unlisted.then_some(Reach::Unlisted)
    }

    /// Whether the element lets the statement apply.
    pub fn matched(&self) -> bool {
        self.reach().is_some()
    }

    fn assumptions(&self) -> Vec<Assumption> {
        let mut all = assumptions_of(&self.values);
        match &self.rule {
            PrincipalRule::NotListed => all.push(Assumption::AllowWithNotPrincipal),
            // Listed in full or not at all, the caller's lot is the same in every reading.
            PrincipalRule::EveryLayerListed(layers) => {
                let listed = layers.iter().filter(|layer| layer.listed_by.is_some()).count();
                if listed > 0 && listed < layers.len() {
                    all.push(Assumption::NotPrincipalLooksAtEveryLayer);
                }
            }
            PrincipalRule::Listed | PrincipalRule::CallerHasPermissionsBoundary => {}
        }
        all
    }
}

/// The assumptions that the answer of a list rests on: those of all its values, unless one matches without any.
fn assumptions_of<R: Reason>(values: &[ValueMatch<R>]) -> Vec<Assumption> {
    if values.iter().any(|value| value.matched() && value.reason.assumption().is_none()) {
        return Vec::new();
    }
    values.iter().filter_map(|value| value.reason.assumption()).collect()
}

fn each_once(all: Vec<Assumption>) -> Vec<Assumption> {
    let mut once = Vec::new();
    for assumption in all {
        if !once.contains(&assumption) {
            once.push(assumption);
        }
    }
    once
}

/// What came of one condition key under one operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionMatch {
    /// Which block of the `Condition` element.
    pub block: usize,
    /// Which entry of the block.
    pub entry: usize,
    /// The operator; none if the text names none of AWS's.
    pub operator: Option<ConditionOperator>,
    /// Where the operator is written, quotes included.
    pub operator_span: Span,
    /// Where the condition key is written, quotes included.
    pub key_span: Span,
    /// Whether the key is `aws:PrincipalArn`, which decides how `*` reaches a caller.
    pub is_principal_arn: bool,
    /// The whole value: the one value or the list.
    pub span: Span,
    /// Whether the request carries the key; its values are the context's under that name.
    pub request: RequestKey,
    /// Whether AWS documents that such a request carries this value.
    pub certainty: Certainty,
    /// Why the condition holds or does not.
    pub reason: ConditionReason,
    /// Each value of the policy, in order, compared whether or not another decided already.
    pub values: Vec<ValueMatch<ValueReason>>,
    /// For each value of the request, in order, the first value of the policy that matches it.
    pub request_values: Vec<Option<usize>>,
    /// What AWS does not document and this answer rests on.
    pub assumptions: Vec<Assumption>,
}

/// Whether a request carries a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestKey {
    /// It does, with at least one value.
    Present,
    /// It does, as an empty list or, under a set operator, as a lone empty string: treated as absent.
    Empty,
    /// It does not, for this reason.
    Absent(Absence),
}

impl ConditionMatch {
    /// Whether the condition holds.
    pub fn matched(&self) -> bool {
        self.reason.is_match()
    }

    /// Whether it fails, and neither a rule nor the absence of the key is assumed.
    fn surely_fails(&self) -> bool {
        let assumed = matches!(self.request, RequestKey::Absent(absence) if absence.is_assumed());
        !self.matched() && !assumed && self.assumptions.is_empty()
    }

    /// Whether it demands that `aws:PrincipalArn` be one of its values, and it is.
    fn names_caller(&self) -> bool {
        self.is_principal_arn && self.operator.is_some_and(|operator| names_caller(operator, self.reason))
    }
}

/// Whether the condition holds because a value of the policy matches the request's; asked of `aws:PrincipalArn`.
pub(crate) const fn names_caller(operator: ConditionOperator, reason: ConditionReason) -> bool {
    let by_value = matches!(
        reason,
        ConditionReason::ValueMatches | ConditionReason::AllValuesMatch | ConditionReason::AnyValueMatches(_)
    );
    by_value && !operator.base.is_negated()
}

impl Reach {
    /// `*` with a condition that names the caller by `aws:PrincipalArn` reaches it more directly (IAM *Principal*,
    /// role principals).
    pub(crate) const fn narrowed(self, by_principal_arn: bool) -> Self {
        match self {
            Self::Everyone if by_principal_arn => Self::EveryoneNamedByPrincipalArn,
            reach => reach,
        }
    }
}

impl StatementEvaluation {
    /// What the statement does to the request.
    pub fn outcome(&self) -> StatementOutcome {
        if self.effect.is_none() {
            return StatementOutcome::NotEvaluated;
        }
        if let Some(element) = self.missing_element() {
            return StatementOutcome::CannotApply(element);
        }
        let rest = self.action.as_ref().is_some_and(ElementMatch::matched)
            && self.resource.as_ref().is_some_and(ElementMatch::matched)
            && self.conditions.iter().all(ConditionMatch::matched);
        match self.reach() {
            Some(reach) if rest => StatementOutcome::Applies(reach),
            _ => StatementOutcome::DoesNotApply,
        }
    }

    /// How the statement reaches the caller, whatever its action, resource and conditions say.
    pub fn reach(&self) -> Option<Reach> {
        if !self.kind.names_principals() {
            return Some(Reach::NoPrincipal);
        }
        let by_principal_arn = self.conditions.iter().any(ConditionMatch::names_caller);
        Some(self.principal.as_ref()?.reach()?.narrowed(by_principal_arn))
    }

    /// What AWS does not document and the outcome rests on, each once, in the order of the tree. A statement that
    /// does not apply in any reading rests on nothing.
    pub fn assumptions(&self) -> Vec<Assumption> {
        if self.surely_does_not_apply() {
            return Vec::new();
        }
        let mut all = Vec::new();
        all.extend(self.principal.iter().flat_map(PrincipalMatch::assumptions));
        all.extend(self.action.iter().flat_map(|action| assumptions_of(&action.values)));
        all.extend(self.resource.iter().flat_map(|resource| assumptions_of(&resource.values)));
        all.extend(self.conditions.iter().flat_map(|condition| &condition.assumptions).copied());
        each_once(all)
    }

    /// Whether something fails to match that rests on no assumption.
    fn surely_does_not_apply(&self) -> bool {
        fn surely_not<R: Reason>(element: Option<&ElementMatch<R>>) -> bool {
            element.is_some_and(|element| !element.matched() && assumptions_of(&element.values).is_empty())
        }
        let principal = self.principal.as_ref();
        self.effect.is_none()
            || self.missing_element().is_some()
            || principal.is_some_and(|principal| !principal.matched() && principal.assumptions().is_empty())
            || surely_not(self.action.as_ref())
            || surely_not(self.resource.as_ref())
            || self.conditions.iter().any(ConditionMatch::surely_fails)
    }

    fn missing_element(&self) -> Option<MissingElement> {
        if self.kind.names_principals() && self.principal.is_none() {
            return Some(MissingElement::Principal);
        }
        if self.action.is_none() {
            return Some(MissingElement::Action);
        }
        self.resource.is_none().then_some(MissingElement::Resource)
    }
}
