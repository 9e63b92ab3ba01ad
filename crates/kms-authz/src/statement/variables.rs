//! Policy variables: which text of the request takes the place of `${key}`.
//!
//! How a value is cut into text and variables, and that what is inserted is literal, is [`Template`]'s matter.
//! A multivalued key cannot be a variable.
//! IAM User Guide, *IAM policy elements: Variables and tags* (reference_policies_variables.html).

use std::borrow::Cow;

use kms_catalog::{Cardinality, ConditionKey};
use kms_policy::{ResolvedText, Template};

use crate::context::{ContextValues, KeyName, RequestContext};
use crate::evaluation::reason::{ResourceReason, ValueReason};
use crate::statement::language_rule::LanguageRule;

/// Why a policy variable has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unresolved {
    /// The request does not carry the key, and there is no default.
    Absent,
    /// The key is multivalued.
    Multivalued,
}

impl From<Unresolved> for ValueReason {
    fn from(unresolved: Unresolved) -> Self {
        match unresolved {
            Unresolved::Absent => Self::VariableUnresolved,
            Unresolved::Multivalued => Self::VariableOfMultivaluedKey,
        }
    }
}

impl From<Unresolved> for ResourceReason {
    fn from(unresolved: Unresolved) -> Self {
        match unresolved {
            Unresolved::Absent => Self::VariableUnresolved,
            Unresolved::Multivalued => Self::VariableOfMultivaluedKey,
        }
    }
}

/// Whether the catalogue knows one of the variables as multivalued: then no request can replace it.
pub(crate) fn is_never_resolved(template: &Template) -> bool {
    let is_multivalued = |key: &ConditionKey| key.cardinality == Cardinality::Multi;
    template.variables().any(|variable| ConditionKey::find(&variable.key).is_some_and(is_multivalued))
}

/// The value with its variables replaced by what the request says, else by their defaults.
pub(crate) fn resolve(template: &Template, context: &RequestContext) -> Result<ResolvedText, Unresolved> {
    template.resolve(|variable| {
        let value = value(&variable.key, context)?.or(variable.default.as_deref());
        value.map(Cow::Borrowed).ok_or(Unresolved::Absent)
    })
}

/// What AWS, or the description of the request, leaves open about replacing the variables.
pub(crate) fn assumptions(
    template: &Template,
    context: &RequestContext,
) -> impl Iterator<Item = LanguageRule> {
    template.variables().filter_map(|variable| match value(&variable.key, context) {
        Ok(Some("")) => Some(LanguageRule::VariableOfEmptyValue),
        Ok(None) if context.absence(&variable.key).is_assumed() => Some(LanguageRule::VariableNotGiven),
        _ => None,
    })
}

fn value<'r>(key: &str, context: &'r RequestContext) -> Result<Option<&'r str>, Unresolved> {
    match context.find(KeyName::new(key)).map(|entry| &entry.values) {
        Some(ContextValues::One(value)) => Ok(Some(value)),
        Some(ContextValues::Many(_)) => Err(Unresolved::Multivalued),
        None => Ok(None),
    }
}
