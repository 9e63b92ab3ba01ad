//! Why a condition holds or does not.
//!
//! IAM User Guide, *Condition operators* (reference_policies_elements_condition_operators.html) and *Multiple context
//! keys or values* (reference_policies_condition-logic-multiple-context-keys-or-values.html).

use kms_authz::{AuthorizationRequest, ConditionMatch, ConditionReason, RequestKey};

use super::value::{Comparison, ticked};
use super::{Sentence, absence, capital, sentence, value};
use crate::report::codes::ReasonCode;

/// A condition with the texts around it.
pub(super) struct Asked<'a> {
    pub(super) condition: &'a ConditionMatch,
    /// The condition key as written.
    pub(super) key: &'a str,
    /// The operator as written.
    pub(super) operator: &'a str,
    /// The values as written.
    pub(super) values: Vec<&'a str>,
    /// The request's values.
    pub(super) has: Vec<String>,
    pub(super) request: &'a AuthorizationRequest,
}

/// The whole condition.
pub(super) fn condition(asked: &Asked<'_>) -> Sentence {
    use ConditionReason as R;
    let Asked { key, operator, has, .. } = asked;
    let values = ticked(has);
    match asked.condition.reason {
        R::ValueMatches => sentence(ReasonCode::ValueMatches, format!("`{key}` is {values}")),
        R::NegatedNoValueMatches => sentence(
            ReasonCode::NegatedNoValueMatches,
            format!("`{key}` is {values}, which {}", matches_none(&asked.values)),
        ),
        R::AllValuesMatch => sentence(ReasonCode::AllValuesMatch, all_values(asked)),
        R::AnyValueMatches(index) => {
            sentence(ReasonCode::AnyValueMatches, format!("`{key}` has {}, which matches", nth(has, index)))
        }
        R::AbsentNegated => sentence(
            ReasonCode::AbsentNegated,
            format!("{}, and `{operator}` is true for an absent key", absent(asked)),
        ),
        R::AbsentIfExists => sentence(
            ReasonCode::AbsentIfExists,
            format!("{}, and `IfExists` is true for an absent key", absent(asked)),
        ),
        R::AbsentForAllValues => sentence(
            ReasonCode::AbsentForAllValues,
            format!("{}, and `ForAllValues` is true for an empty list", absent(asked)),
        ),
        R::AbsentAsDemanded => {
            sentence(ReasonCode::AbsentAsDemanded, format!("{}, as `Null` requires", absent(asked)))
        }
        R::PresentAsDemanded => {
            sentence(ReasonCode::PresentAsDemanded, format!("The request has `{key}`, as `Null` requires"))
        }

        R::NoValueMatches => sentence(ReasonCode::NoValueMatches, no_value(asked)),
        R::NegatedValueMatches => sentence(
            ReasonCode::NegatedValueMatches,
            format!("`{key}` is {values}, which `{operator}` excludes"),
        ),
        R::NotAllValuesMatch(index) => sentence(
            ReasonCode::NotAllValuesMatch,
            format!(
                "`ForAllValues` requires every value of `{key}` to match, and {} does not",
                nth(has, index)
            ),
        ),
        R::NoneOfValuesMatches => sentence(
            ReasonCode::NoneOfValuesMatches,
            format!("`ForAnyValue` requires one value of `{key}` to match, and none of {values} does"),
        ),
        R::Absent => sentence(ReasonCode::Absent, absent(asked)),
        R::AbsentForAnyValue => sentence(
            ReasonCode::AbsentForAnyValue,
            format!("{}, and `ForAnyValue` is never true for an absent key", absent(asked)),
        ),
        R::AbsentAgainstDemand => {
            sentence(ReasonCode::AbsentAgainstDemand, format!("{}, and `Null` requires it", absent(asked)))
        }
        R::PresentAgainstDemand => sentence(
            ReasonCode::PresentAgainstDemand,
            format!("The request has `{key}`, and `Null` requires it to be absent"),
        ),
        R::NullDemandsNothing => sentence(ReasonCode::NullDemandsNothing, "`Null` takes `true` or `false`"),
        R::NegatedMalformedValue => sentence(
            ReasonCode::NegatedMalformedValue,
            format!("A value is not of the kind that `{operator}` compares"),
        ),
        R::MultivaluedWithoutSetOperator => sentence(
            ReasonCode::MultivaluedWithoutSetOperator,
            format!(
                "`{key}` can have several values; `{operator}` needs `ForAllValues:` or `ForAnyValue:` in front"
            ),
        ),
        R::UnknownOperator => {
            sentence(ReasonCode::UnknownOperator, format!("AWS has no operator `{operator}`"))
        }
    }
}

fn all_values(asked: &Asked<'_>) -> String {
    match asked.has.as_slice() {
        [_] => format!("The only value of `{}`, {}, matches", asked.key, ticked(&asked.has)),
        _ => format!("Every value of `{}` matches: {}", asked.key, ticked(&asked.has)),
    }
}

/// Of one value asked for its own reason, which says more.
fn no_value(asked: &Asked<'_>) -> String {
    match (asked.condition.values.as_slice(), asked.values.as_slice()) {
        ([only], [written]) => value::value(only, &comparison(asked, written)).text,
        _ => format!("`{}` is {}, which {}", asked.key, ticked(&asked.has), matches_none(&asked.values)),
    }
}

/// What a value's reason needs to be told.
pub(super) fn comparison<'a>(asked: &'a Asked<'_>, written: &'a str) -> Comparison<'a> {
    let negated = asked.condition.operator.is_some_and(|operator| operator.base.is_negated());
    Comparison {
        written,
        key: asked.key,
        operator: asked.operator,
        negated,
        has: &asked.has,
        request: asked.request,
    }
}

fn absent(asked: &Asked<'_>) -> String {
    match asked.condition.request {
        RequestKey::Absent(reason) => {
            let text = absence::absence(reason, asked.key, asked.request).text;
            if text.contains(asked.key) || text.ends_with('?') {
                text
            } else {
                format!("{text}, so there is no `{}`", asked.key)
            }
        }
        RequestKey::Empty => format!("The request has no value for `{}`", asked.key),
        RequestKey::Present => capital(&format!("`{}` is absent", asked.key)),
    }
}

/// `does not match `a``, `matches none of `a` and `b``.
fn matches_none(written: &[&str]) -> String {
    match written {
        [only] => format!("does not match `{only}`"),
        several => {
            let several: Vec<String> = several.iter().map(|value| (*value).to_owned()).collect();
            format!("matches none of {}", ticked(&several))
        }
    }
}

fn nth(values: &[String], index: usize) -> String {
    values.get(index).map_or_else(|| "one".to_owned(), |value| format!("`{value}`"))
}
