//! Policy variables: `${key}` and `${key, 'default'}` replaced by what the request says.
//!
//! The inserted text is literal: a `*` in it is no wildcard. A multivalued key cannot be a variable.
//! IAM User Guide, *IAM policy elements: Variables and tags* (reference_policies_variables.html).

use std::borrow::Cow;

use kms_catalog::{Cardinality, ConditionKey};

use crate::stopgap::{Part, Pattern, parts};
use crate::{ContextValues, RequestContext, ResourceReason, ValueReason};

/// Text with policy variables, found once for many requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    parts: Vec<Part>,
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

impl Template {
    /// Finds the variables of a text.
    pub(crate) fn new(text: &str) -> Self {
        Self { parts: parts(text) }
    }

    /// The pattern and the plain text, where nothing depends on the request.
    pub(crate) fn constant<'d>(&self) -> Option<(Pattern, Cow<'d, str>)> {
        let varies = self.parts.iter().any(|part| matches!(part, Part::Variable { .. }));
        if varies {
            return None;
        }
        let (pattern, text) = self.resolve(&RequestContext::default()).ok()?;
        Some((pattern, Cow::Owned(text)))
    }

    /// Whether every variable stands behind at least so many colons of the text.
    pub(crate) fn begins_behind_colons(&self, colons: usize) -> bool {
        let head = self.parts.iter().map_while(|part| match part {
            Part::Text(text) => Some(text),
            Part::Literal(_) | Part::Variable { .. } => None,
        });
        head.map(|text| text.matches(':').count()).sum::<usize>() >= colons
    }

    /// Whether a variable with a default has an empty value in this request.
    pub(crate) fn has_empty_value(&self, context: &RequestContext) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Variable { key, default: Some(_) } => value(key, None, context) == Ok(""),
            _ => false,
        })
    }

    /// The pattern and the plain text that they make in this request.
    pub(crate) fn resolve(&self, context: &RequestContext) -> Result<(Pattern, String), Unresolved> {
        let mut pattern = Pattern::default();
        let mut text = String::new();
        for part in &self.parts {
            let literal = match part {
                Part::Text(wild) => {
                    pattern.push_wild(wild);
                    text.push_str(wild);
                    continue;
                }
                Part::Literal(literal) => literal,
                Part::Variable { key, default } => value(key, default.as_deref(), context)?,
            };
            pattern.push_literal(literal);
            text.push_str(literal);
        }
        Ok((pattern, text))
    }
}

fn value<'v>(
    key: &str,
    default: Option<&'v str>,
    context: &'v RequestContext,
) -> Result<&'v str, Unresolved> {
    if ConditionKey::find(key).is_some_and(|key| key.cardinality == Cardinality::Multi) {
        return Err(Unresolved::Multivalued);
    }
    match context.get(key).map(|entry| &entry.values) {
        Some(ContextValues::One(value)) => Ok(value),
        Some(ContextValues::Many(_)) => Err(Unresolved::Multivalued),
        None => default.ok_or(Unresolved::Absent),
    }
}
