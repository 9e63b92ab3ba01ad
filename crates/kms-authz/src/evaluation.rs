//! What came of one statement: a node for each element and each condition key, a leaf for each value.
//!
//! Holds facts: indices, spans and named reasons. Whether a node holds is computed from what lies below it and
//! stored nowhere, so that an explanation cannot disagree with the decision. Knows no request; how the facts
//! are found is [`CompiledStatement`](crate::CompiledStatement)'s matter.
//! IAM User Guide, *IAM JSON policy elements reference* (reference_policies_elements.html).

pub(crate) mod answer;
mod condition;
mod element;
pub(crate) mod path;
mod principal;
pub(crate) mod reason;
pub(crate) mod step;
pub(crate) mod tree;

use kms_policy::{Effect, PolicyKind, Span};

use crate::evaluation::reason::{ActionReason, ResourceReason};
use crate::statement::language_rule::LanguageRule;

pub(crate) use condition::names_caller;
pub use condition::{ConditionMatch, RequestKey};
pub use element::{ElementMatch, Polarity, Reason, ValueMatch};
pub use principal::{LayerMatch, PrincipalLayer, PrincipalMatch, PrincipalRule};

/// What came of `Action` or `NotAction`.
pub type ActionMatch = ElementMatch<ActionReason>;

/// What came of `Resource` or `NotResource`.
pub type ResourceMatch = ElementMatch<ResourceReason>;

/// All that one statement says to one request. Every element is evaluated, whatever the others say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementEvaluation {
    /// Which statement of the document.
    pub index: usize,
    /// The kind of policy that it stands in.
    pub kind: PolicyKind,
    /// Its effect, if it has one that could be read.
    pub effect: Option<Effect>,
    /// What of it could not be read, in the order of the text.
    pub unread: Vec<Span>,
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
    /// Its effect, or something else of it, could not be read.
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
        if self.effect.is_none() || !self.unread.is_empty() {
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
    pub fn assumptions(&self) -> Vec<LanguageRule> {
        if self.surely_does_not_apply() {
            return Vec::new();
        }
        let mut all = Vec::new();
        all.extend(self.principal.iter().flat_map(PrincipalMatch::assumptions));
        all.extend(self.action.iter().flat_map(ElementMatch::assumptions));
        all.extend(self.resource.iter().flat_map(ElementMatch::assumptions));
        all.extend(self.conditions.iter().flat_map(|condition| &condition.assumptions).copied());
        each_once(all)
    }

    /// Whether something fails to match that rests on no assumption.
    fn surely_does_not_apply(&self) -> bool {
        fn surely_not<R: Reason>(element: Option<&ElementMatch<R>>) -> bool {
            element.is_some_and(|element| !element.matched() && element.assumptions().is_empty())
        }
        let principal = self.principal.as_ref();
        self.effect.is_none()
            || !self.unread.is_empty()
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

fn each_once(all: Vec<LanguageRule>) -> Vec<LanguageRule> {
    let mut once = Vec::new();
    for assumption in all {
        if !once.contains(&assumption) {
            once.push(assumption);
        }
    }
    once
}
