//! Why a value of a condition matches the request's, or does not.

use kms_policy::ArnComponent;

use crate::context::Absence;
use crate::evaluation::Reason;
use crate::statement::language_rule::LanguageRule;

/// Why one value of a condition matches the request's value or does not, before any negation. Where the request
/// has several values the reason is that of the first which matches, else of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueReason {
    /// The same, as the operator compares.
    Equal,
    /// The pattern covers it.
    Pattern,
    /// The number or date stands as the operator demands.
    Ordered,
    /// The address lies in the range.
    InRange,
    /// `Null`: the key is as this value demands.
    AsDemanded,

    /// Different.
    Different,
    /// Different only in the case of letters.
    DiffersInCase,
    /// Different only in the white space in front or behind.
    DiffersInSpace,
    /// Different only in that the operator takes `*` and `?` literally.
    WildcardIsLiteral,
    /// The policy's value is empty, the request's is not; or the other way round.
    OneIsEmpty,
    /// The ARN differs first in this component.
    OtherComponent(ArnComponent),
    /// The number or date does not stand as the operator demands.
    NotOrdered,
    /// The address lies outside the range.
    OutsideRange,
    /// An IPv4 address and an IPv6 range, or the other way round.
    OtherAddressFamily,
    /// `Null`: the key is not as this value demands.
    NotAsDemanded,

    /// The policy's value is not of the type that the operator compares.
    Malformed(ValueType),
    /// The request's value is not of the type that the operator compares.
    RequestMalformed(ValueType),
    /// A policy variable that has no value in this request.
    VariableUnresolved,
    /// A policy variable of a multivalued key.
    VariableOfMultivaluedKey,
    /// A policy variable that is literal text in this version of the policy language.
    VariableNotInVersion,
    /// A policy variable that is literal text under this operator.
    VariableNotUnderOperator,
    /// A `${` that begins no variable in the form that AWS documents.
    VariableMalformed,

    /// Not compared: the request does not carry the key.
    KeyAbsent(Absence),
    /// Not compared: the key is there, and empty.
    KeyEmpty,
    /// Not compared: the key is multivalued, and the operator says neither `ForAllValues` nor `ForAnyValue`.
    KeyMultivalued,
    /// Not compared: AWS has no such operator.
    OperatorUnknown,
}

/// The type of value that an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the name of a type")]
pub enum ValueType {
    Number,
    Date,
    Boolean,
    Base64,
    AddressRange,
    Address,
    Arn,
}

impl Reason for ValueReason {
    fn is_match(&self) -> bool {
        matches!(self, Self::Equal | Self::Pattern | Self::Ordered | Self::InRange | Self::AsDemanded)
    }

    fn assumption(&self) -> Option<LanguageRule> {
        match self {
            Self::VariableOfMultivaluedKey => Some(LanguageRule::VariableOfMultivaluedKey),
            Self::VariableMalformed => Some(LanguageRule::VariableMalformed),
            _ => None,
        }
    }
}
