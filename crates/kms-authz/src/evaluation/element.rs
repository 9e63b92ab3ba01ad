//! What came of an element that lists values: `Action`, `Resource`, and their negations.

use kms_policy::Span;

use crate::statement::language_rule::LanguageRule;

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
    /// What AWS leaves open about reading the values, beyond their reasons.
    pub assumptions: Vec<LanguageRule>,
}

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
    fn assumption(&self) -> Option<LanguageRule>;
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

    /// What AWS does not document and the answer rests on.
    pub(super) fn assumptions(&self) -> Vec<LanguageRule> {
        assumptions_of(&self.values).into_iter().chain(self.assumptions.iter().copied()).collect()
    }
}

/// The assumptions that the answer of a list rests on: those of all its values, unless one matches without any.
pub(super) fn assumptions_of<R: Reason>(values: &[ValueMatch<R>]) -> Vec<LanguageRule> {
    if values.iter().any(|value| value.matched() && value.reason.assumption().is_none()) {
        return Vec::new();
    }
    values.iter().filter_map(|value| value.reason.assumption()).collect()
}
