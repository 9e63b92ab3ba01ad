//! Why one value of a condition matches the request's or does not, before any negation.

use kms_authz::{AuthorizationRequest, ValueMatch, ValueReason, ValueType};

use super::{Sentence, absence, resource, sentence};
use crate::report::codes::ReasonCode;

/// What is compared with what.
pub(super) struct Comparison<'a> {
    /// The policy's value as written.
    pub(super) written: &'a str,
    /// The condition key as written.
    pub(super) key: &'a str,
    /// The operator as written.
    pub(super) operator: &'a str,

    /// Whether the operator holds where the values do not match.
    pub(super) negated: bool,
    /// The request's values.
    pub(super) has: &'a [String],
    pub(super) request: &'a AuthorizationRequest,
}

/// One value.
pub(super) fn value(value: &ValueMatch<ValueReason>, of: &Comparison<'_>) -> Sentence {
    use ValueReason as R;
    let wanted = value.resolved.as_deref().unwrap_or(of.written);
    let has = ticked(of.has);
    let asks = if of.negated {
        format!("Excludes `{wanted}`; the request has {has}")
    } else {
        format!("Requires `{}` to be `{wanted}`; the request has {has}", of.key)
    };
    let operator = of.operator;
    match value.reason {
        R::Equal => sentence(ReasonCode::Equal, format!("The request has {}", ticked(of.has))),
        R::Pattern => sentence(ReasonCode::Pattern, format!("Covers the request's {}", ticked(of.has))),
        R::Ordered => sentence(
            ReasonCode::Ordered,
            format!("The request's {} passes `{operator}` `{wanted}`", ticked(of.has)),
        ),
        R::InRange => {
            sentence(ReasonCode::InRange, format!("The request's {} is in this range", ticked(of.has)))
        }
        R::AsDemanded => sentence(ReasonCode::AsDemanded, "The key is as `Null` requires"),

        R::Different => sentence(ReasonCode::Different, asks),
        R::DiffersInCase => {
            sentence(ReasonCode::DiffersInCase, format!("{asks}: `{operator}` compares case"))
        }
        R::DiffersInSpace => sentence(
            ReasonCode::DiffersInSpace,
            format!("{asks}: they differ in the white space around them"),
        ),
        R::WildcardIsLiteral => sentence(
            ReasonCode::WildcardIsLiteral,
            format!("{asks}: `{operator}` takes `*` and `?` literally{}", instead(operator)),
        ),
        R::OneIsEmpty => sentence(ReasonCode::OneIsEmpty, format!("{asks}: one of the two is empty")),
        R::OtherComponent(part) => sentence(
            resource::other_component(part),
            format!("{asks}: the ARNs differ in the {}", resource::component(part)),
        ),
        R::NotOrdered => sentence(
            ReasonCode::NotOrdered,
            format!("Compares `{}` with `{wanted}` by `{operator}`; the request has {has}", of.key),
        ),
        R::OutsideRange if of.negated => sentence(ReasonCode::OutsideRange, asks),
        R::OutsideRange => sentence(
            ReasonCode::OutsideRange,
            format!("Requires `{}` to be in `{wanted}`; the request has {has}", of.key),
        ),
        R::OtherAddressFamily => sentence(
            ReasonCode::OtherAddressFamily,
            format!("{asks}: one is an IPv4, the other an IPv6 address"),
        ),
        R::NotAsDemanded => sentence(ReasonCode::NotAsDemanded, "The key is not as `Null` requires"),

        R::Malformed(kind) => sentence(
            ReasonCode::Malformed,
            format!("`{}` is no {}, which `{operator}` compares", of.written, kind_name(kind)),
        ),
        R::RequestMalformed(kind) => sentence(
            ReasonCode::RequestMalformed,
            format!(
                "The request's {} is no {}, which `{operator}` compares",
                ticked(of.has),
                kind_name(kind)
            ),
        ),
        R::VariableUnresolved => sentence(
            ReasonCode::VariableUnresolved,
            format!("The policy variable in `{}` has no value in this request", of.written),
        ),
        R::VariableOfMultivaluedKey => sentence(
            ReasonCode::VariableOfMultivaluedKey,
            format!("The policy variable in `{}` is of a multivalued key", of.written),
        ),
        R::VariableNotInVersion => sentence(
            ReasonCode::VariableNotInVersion,
            format!("{asks}: policy variables need `Version` 2012-10-17, else `${{…}}` is literal text"),
        ),
        R::VariableNotUnderOperator => sentence(
            ReasonCode::VariableNotUnderOperator,
            format!("{asks}: under `{operator}` `${{…}}` is literal text"),
        ),
        R::VariableMalformed => sentence(
            ReasonCode::VariableMalformed,
            format!("{asks}: its `${{` begins no policy variable (`${{key}}`, `${{key, 'default'}}`)"),
        ),

        R::KeyAbsent(reason) => absence::absence(reason, of.key, of.request),
        R::KeyEmpty => sentence(
            ReasonCode::KeyEmpty,
            format!("The request's `{}` is empty, which counts as absent here", of.key),
        ),
        R::KeyMultivalued => sentence(
            ReasonCode::KeyMultivalued,
            format!(
                "Not compared: `{}` can have several values, and `{operator}` says neither `ForAllValues:` nor `ForAnyValue:`",
                of.key
            ),
        ),
        R::OperatorUnknown => {
            sentence(ReasonCode::OperatorUnknown, format!("Not compared: AWS has no operator `{operator}`"))
        }
    }
}

/// The operator of the same family that knows wildcards.
fn instead(operator: &str) -> &'static str {
    match operator {
        _ if operator.contains("StringNot") => "; `StringNotLike` knows them",
        _ if operator.contains("String") => "; `StringLike` knows them",
        _ => "",
    }
}

/// The request's values, each in backticks.
pub(super) fn ticked(values: &[String]) -> String {
    const SHOWN: usize = 3;
    let mut shown: Vec<String> = values.iter().take(SHOWN).map(|value| format!("`{value}`")).collect();
    match values.len() {
        0 => return "none".to_owned(),
        many if many > SHOWN => shown.push(format!("{} more", many - SHOWN)),
        _ => {}
    }
    super::list(&shown, "and")
}

const fn kind_name(kind: ValueType) -> &'static str {
    match kind {
        ValueType::Number => "number",
        ValueType::Date => "date",
        ValueType::Boolean => "`true` or `false`",
        ValueType::Base64 => "Base64",
        ValueType::AddressRange => "IP address or range",
        ValueType::Address => "IP address",
        ValueType::Arn => "ARN",
    }
}
