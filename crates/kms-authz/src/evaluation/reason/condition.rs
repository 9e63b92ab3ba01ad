//! Why a condition holds, or does not.

use crate::evaluation::Reason;
use crate::statement::language_rule::LanguageRule;

/// Why a condition holds or does not (IAM *Condition operators*; *Multiple context keys or values*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConditionReason {
    /// A value of the policy matches the request's.
    ValueMatches,
    /// A negated operator, and no value of the policy matches the request's.
    NegatedNoValueMatches,
    /// `ForAllValues`: every value of the request matches, or under a negated operator none does.
    AllValuesMatch,
    /// `ForAnyValue`: this value of the request matches, or under a negated operator does not.
    AnyValueMatches(usize),
    /// The key is absent, and the operator is negated.
    AbsentNegated,
    /// The key is absent, and the operator says `IfExists`.
    AbsentIfExists,
    /// The key is absent, and the operator says `ForAllValues`.
    AbsentForAllValues,
    /// `Null` demands that the key be absent, and it is.
    AbsentAsDemanded,
    /// `Null` demands that the key be present, and it is.
    PresentAsDemanded,

    /// No value of the policy matches the request's.
    NoValueMatches,
    /// A negated operator, and a value of the policy matches the request's.
    NegatedValueMatches,
    /// `ForAllValues`: this value of the request does not match, or under a negated operator does.
    NotAllValuesMatch(usize),
    /// `ForAnyValue`: no value of the request matches, or under a negated operator every one does.
    NoneOfValuesMatches,
    /// The key is absent.
    Absent,
    /// The key is absent, and the operator says `ForAnyValue`, which no absent key meets, negated or not.
    AbsentForAnyValue,
    /// `Null` demands that the key be present, and it is not.
    AbsentAgainstDemand,
    /// `Null` demands that the key be absent, and it is not.
    PresentAgainstDemand,
    /// `Null` without a value of `true` or `false`.
    NullDemandsNothing,
    /// A negated operator with a value, the policy's or the request's, that is not of the operator's type.
    NegatedMalformedValue,
    /// A multivalued key under an operator without `ForAllValues` or `ForAnyValue`.
    MultivaluedWithoutSetOperator,
    /// An operator that AWS does not know.
    UnknownOperator,
}

impl Reason for ConditionReason {
    fn is_match(&self) -> bool {
        matches!(
            self,
            Self::ValueMatches
                | Self::NegatedNoValueMatches
                | Self::AllValuesMatch
                | Self::AnyValueMatches(_)
                | Self::AbsentNegated
                | Self::AbsentIfExists
                | Self::AbsentForAllValues
                | Self::AbsentAsDemanded
                | Self::PresentAsDemanded
        )
    }

    fn assumption(&self) -> Option<LanguageRule> {
        None // recorded on the condition, beside its reason
    }
}
