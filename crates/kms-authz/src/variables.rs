//! Policy variables: which text of the request takes the place of `${key}`.
//!
//! How a value is cut into text and variables, and that what is inserted is literal, is [`Template`]'s matter.
//! A multivalued key cannot be a variable.
//! IAM User Guide, *IAM policy elements: Variables and tags* (reference_policies_variables.html).

use std::borrow::Cow;

use kms_catalog::{Cardinality, ConditionKey};
use kms_policy::{ResolvedText, Template};

use crate::{ContextValues, RequestContext, ResourceReason, ValueReason};

/// The text of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wording<'d> {
    /// As the policy writes it.
    Written(&'d str),
    /// With policy variables replaced: a `*` or `?` in it may be literal.
    Replaced(String),
}

impl Wording<'_> {
    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Written(text) => text,
            Self::Replaced(text) => text,
        }
    }
}

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

/// The value with its variables replaced by what the request says.
pub(crate) fn resolve(template: &Template, context: &RequestContext) -> Result<ResolvedText, Unresolved> {
    let found = template.resolve(|key| value(key, context).map(Cow::Borrowed));
    found.map_err(|variable| match is_multivalued(&variable.key, context) {
        true => Unresolved::Multivalued,
        false => Unresolved::Absent,
    })
}

/// Whether a variable with a default has an empty value in this request.
pub(crate) fn has_empty_value(template: &Template, context: &RequestContext) -> bool {
    template
        .variables()
        .any(|variable| variable.default.is_some() && value(&variable.key, context) == Some(""))
}

fn value<'r>(key: &str, context: &'r RequestContext) -> Option<&'r str> {
    match &context.get(key)?.values {
        ContextValues::One(value) if !is_multivalued(key, context) => Some(value),
        _ => None,
    }
}

fn is_multivalued(key: &str, context: &RequestContext) -> bool {
    ConditionKey::find(key).is_some_and(|key| key.cardinality == Cardinality::Multi)
        || context.get(key).is_some_and(|entry| matches!(entry.values, ContextValues::Many(_)))
}
