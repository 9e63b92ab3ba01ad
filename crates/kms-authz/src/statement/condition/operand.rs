//! One value of a policy against one value of a request, as an operator compares them.
//!
//! Knows types, wildcards, case and policy variables. The comparison is made in [`Operand::matches`] and nowhere
//! else; [`Operand::reason`] puts a name to it.
//! IAM User Guide, *IAM JSON policy elements: Condition operators*
//! (reference_policies_elements_condition_operators.html).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::net::IpAddr;

use kms_policy::{
    Arn, ArnPattern, Base64, BaseOperator, Comparison, OperatorFamily, Pattern, PolicyVersion, ResolvedText,
    Template, eq_ignore_case,
};

use super::address::{AddressRange, read_address};
use super::date::Instant;
use super::number::Decimal;
use crate::context::RequestContext;
use crate::evaluation::reason::{ValueReason, ValueType};
use crate::request::AuthorizationRequest;
use crate::statement::language_rule::LanguageRule;
use crate::statement::variables::{assumptions, is_never_resolved, resolve};

/// A value of a policy, read once as its operator reads it.
#[derive(Clone, Debug)]
pub(crate) enum Operand<'d> {
    /// Borrowed as written, owned where policy variables were replaced.
    Text(Cow<'d, str>),
    Pattern(Pattern),
    Arn(Box<ArnPattern>),
    Number(Decimal<'d>),
    Date(Instant<'d>),
    Bool(bool),
    Bytes(Vec<u8>),
    Range(AddressRange),
    /// Of `Null`: whether the key must be absent.
    Absence(bool),
    /// Not of the operator's type.
    Malformed(ValueType),
    /// Policy variables that each request replaces.
    Template(BaseOperator, Template),
    /// A policy variable that this request cannot replace: matches nothing.
    Unresolved(ValueReason),
}

/// A value of a request, read once as the operator reads it.
#[derive(Clone, Debug)]
pub(crate) enum Subject<'r> {
    Text(&'r str),
    Arn([&'r str; 6]),
    Number(Decimal<'r>),
    Date(Instant<'r>),
    Bool(bool),
    Bytes(Vec<u8>),
    Address(IpAddr),
    Malformed(ValueType),
}

impl<'r> Subject<'r> {
    /// Reads a value of the request.
    pub(crate) fn read(base: BaseOperator, text: &'r str) -> Self {
        let read = match base.family() {
            OperatorFamily::String | OperatorFamily::Null => return Self::Text(text),
            OperatorFamily::Arn => Arn::split(text).map(Self::Arn).ok_or(ValueType::Arn),
            OperatorFamily::Numeric => Decimal::read(text).map(Self::Number).ok_or(ValueType::Number),
            OperatorFamily::Date => {
                Instant::read(text).map(|(date, _)| Self::Date(date)).ok_or(ValueType::Date)
            }
            OperatorFamily::Bool => read_bool(text).map(Self::Bool).ok_or(ValueType::Boolean),
            OperatorFamily::Binary => Base64::Standard.decode(text).map(Self::Bytes).ok_or(ValueType::Base64),
            OperatorFamily::IpAddress => read_address(text).map(Self::Address).ok_or(ValueType::Address),
        };
        read.unwrap_or_else(Self::Malformed)
    }

    /// Whether the value is not of the operator's type.
    pub(crate) const fn is_malformed(&self) -> bool {
        matches!(self, Self::Malformed(_))
    }
}

impl<'d> Operand<'d> {
    /// Reads a value of a policy.
    pub(crate) fn new(base: BaseOperator, text: &'d str, version: PolicyVersion) -> Self {
        if takes_variables(base) && text.contains("${") {
            let template = Template::new(text, version);
            return match template.fixed() {
                Some(text) => Self::replaced(base, &text),
                None if is_never_resolved(&template) => {
                    Self::Unresolved(ValueReason::VariableOfMultivaluedKey)
                }
                None => Self::Template(base, template),
            };
        }
        let read = match base.family() {
            OperatorFamily::String if is(base, Comparison::Like) => Ok(Self::Pattern(Pattern::new(text))),
            OperatorFamily::String => Ok(Self::Text(Cow::Borrowed(text))),
            OperatorFamily::Arn => ArnPattern::new(text).map(Box::new).map(Self::Arn).ok_or(ValueType::Arn),
            OperatorFamily::Numeric => Decimal::read(text).map(Self::Number).ok_or(ValueType::Number),
            OperatorFamily::Date => {
                Instant::read(text).map(|(date, _)| Self::Date(date)).ok_or(ValueType::Date)
            }
            OperatorFamily::Bool => read_bool(text).map(Self::Bool).ok_or(ValueType::Boolean),
            OperatorFamily::Binary => Base64::Standard.decode(text).map(Self::Bytes).ok_or(ValueType::Base64),
            OperatorFamily::IpAddress => {
                AddressRange::read(text).map(Self::Range).ok_or(ValueType::AddressRange)
            }
            OperatorFamily::Null => read_bool(text).map(Self::Absence).ok_or(ValueType::Boolean),
        };
        read.unwrap_or_else(Self::Malformed)
    }

    /// A value of an operator that takes policy variables, these replaced.
    fn replaced(base: BaseOperator, text: &ResolvedText) -> Self {
        let read = match base.family() {
            OperatorFamily::Arn => text.arn_pattern().map(Box::new).map(Self::Arn).ok_or(ValueType::Arn),
            OperatorFamily::Bool => read_bool(text.as_str()).map(Self::Bool).ok_or(ValueType::Boolean),
            _ if is(base, Comparison::Like) => Ok(Self::Pattern(text.pattern())),
            _ => Ok(Self::Text(Cow::Owned(text.as_str().to_owned()))),
        };
        read.unwrap_or_else(Self::Malformed)
    }

    /// Whether there are policy variables to replace.
    pub(crate) const fn has_variables(&self) -> bool {
        matches!(self, Self::Template(..))
    }

    /// The same with its policy variables replaced.
    pub(crate) fn resolve(&self, request: &AuthorizationRequest) -> Self {
        match self {
            Self::Template(base, template) => match resolve(template, &request.context) {
                Ok(resolved) => Self::replaced(*base, &resolved),
                Err(unresolved) => Self::Unresolved(unresolved.into()),
            },
            other => other.clone(),
        }
    }

    /// The text that the policy variables make in this request, if there are any and all have a value.
    pub(crate) fn resolved_text(&self, context: &RequestContext) -> Option<String> {
        match self {
            Self::Template(_, template) => {
                resolve(template, context).ok().map(|resolved| resolved.as_str().to_owned())
            }
            _ => None,
        }
    }

    /// What AWS leaves open about this value.
    pub(crate) fn assumptions(&self, context: &RequestContext) -> Vec<LanguageRule> {
        match self {
            Self::Template(base, template) => {
                let in_bool = matches!(base, BaseOperator::Bool).then_some(LanguageRule::VariableInBool);
                assumptions(template, context).chain(in_bool).collect()
            }
            Self::Range(range) if range.has_host_bits() => vec![LanguageRule::HostBitsIgnored],
            _ => Vec::new(),
        }
    }

    /// Of `Null`: whether the key must be absent.
    pub(crate) const fn demands_absence(&self) -> Option<bool> {
        match self {
            Self::Absence(absent) => Some(*absent),
            _ => None,
        }
    }

    /// Whether the value is not of the operator's type.
    pub(crate) const fn is_malformed(&self) -> bool {
        matches!(self, Self::Malformed(_))
    }

    /// Whether the two match, before any negation.
    pub(crate) fn matches(&self, base: BaseOperator, subject: &Subject<'_>) -> bool {
        match (self, subject) {
            (Self::Text(value), Subject::Text(text)) if is(base, Comparison::EqualIgnoringCase) => {
                eq_ignore_case(value, text)
            }
            (Self::Text(value), Subject::Text(text)) => value == text,
            (Self::Pattern(pattern), Subject::Text(text)) => pattern.matches(text),
            (Self::Arn(pattern), Subject::Arn(arn)) => pattern.matches(arn),
            (Self::Number(value), Subject::Number(number)) => has_order(base, number.cmp(value)),
            (Self::Date(value), Subject::Date(date)) => has_order(base, date.cmp(value)),
            (Self::Bool(value), Subject::Bool(boolean)) => value == boolean,
            (Self::Bytes(value), Subject::Bytes(bytes)) => value == bytes,
            (Self::Range(range), Subject::Address(address)) => range.contains(*address),
            _ => false,
        }
    }

    /// Why the two match, or do not.
    pub(crate) fn reason(&self, base: BaseOperator, subject: &Subject<'_>) -> ValueReason {
        if self.matches(base, subject) {
            return self.match_reason(base);
        }
        match (self, subject) {
            (Self::Malformed(kind), _) => ValueReason::Malformed(*kind),
            (Self::Unresolved(reason), _) => *reason,
            (_, Subject::Malformed(kind)) => ValueReason::RequestMalformed(*kind),
            (Self::Text(value), Subject::Text(text)) if value.is_empty() != text.is_empty() => {
                ValueReason::OneIsEmpty
            }
            (Self::Text(value), Subject::Text(text)) if eq_ignore_case(value, text) => {
                ValueReason::DiffersInCase
            }
            (Self::Text(value), Subject::Text(text)) if value.trim() == text.trim() => {
                ValueReason::DiffersInSpace
            }
            (Self::Text(Cow::Borrowed(written)), Subject::Text(text))
                if Pattern::new(written).matches(text) =>
            {
                ValueReason::WildcardIsLiteral
            }
            (Self::Pattern(pattern), Subject::Text(text)) if pattern.matches_ignoring_case(text) => {
                ValueReason::DiffersInCase
            }
            (Self::Pattern(_), Subject::Text("")) => ValueReason::OneIsEmpty,
            (Self::Arn(pattern), Subject::Arn(arn)) if pattern.matches_ignoring_case(arn) => {
                ValueReason::DiffersInCase
            }
            (Self::Arn(pattern), Subject::Arn(arn)) => {
                pattern.first_mismatch(arn).map_or(ValueReason::Different, ValueReason::OtherComponent)
            }
            (Self::Number(_) | Self::Date(_), _) if !is(base, Comparison::Equal) => ValueReason::NotOrdered,
            (Self::Range(range), Subject::Address(address)) if !range.is_family_of(*address) => {
                ValueReason::OtherAddressFamily
            }
            (Self::Range(_), _) => ValueReason::OutsideRange,
            _ => ValueReason::Different,
        }
    }

    fn match_reason(&self, base: BaseOperator) -> ValueReason {
        match self {
            Self::Pattern(pattern) if pattern.has_wildcards() => ValueReason::Pattern,
            Self::Arn(pattern) if pattern.has_wildcards() => ValueReason::Pattern,
            Self::Number(_) | Self::Date(_) if !is(base, Comparison::Equal) => ValueReason::Ordered,
            Self::Range(_) => ValueReason::InRange,
            _ => ValueReason::Equal,
        }
    }
}

/// Whether policy variables are replaced in values of this operator. AWS's pages disagree about `Bool`.
pub(crate) const fn takes_variables(base: BaseOperator) -> bool {
    matches!(base.family(), OperatorFamily::String | OperatorFamily::Arn | OperatorFamily::Bool)
}

/// Whether a request's number or date, which compares with the policy's in this order, is what the operator asks for.
const fn has_order(base: BaseOperator, order: Ordering) -> bool {
    match base.comparison() {
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
        Comparison::Equal
        | Comparison::EqualIgnoringCase
        | Comparison::Like
        | Comparison::ArnMatch
        | Comparison::InRange
        | Comparison::Absence => order.is_eq(),
    }
}

fn is(base: BaseOperator, comparison: Comparison) -> bool {
    base.comparison() == comparison
}

/// `true` or `false`, in any case.
pub(crate) fn read_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    text.eq_ignore_ascii_case("false").then_some(false)
}
