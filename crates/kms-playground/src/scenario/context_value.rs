//! The value of a condition key in a request: one text, or several.

use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// What a request gives a condition key. Numbers and booleans are read as their text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ContextValue {
    /// One value.
    One(String),
    /// A set of values, as multivalued keys have it.
    Many(Vec<String>),
}

impl ContextValue {
    /// The values, whichever way they were written.
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl<'de> Deserialize<'de> for ContextValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMany)
    }
}

struct OneOrMany;

impl<'de> Visitor<'de> for OneOrMany {
    type Value = ContextValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a list of strings, or null")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<ContextValue, E> {
        Ok(ContextValue::One(text.to_owned()))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<ContextValue, E> {
        Ok(ContextValue::One(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<ContextValue, E> {
        Ok(ContextValue::One(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<ContextValue, E> {
        Ok(ContextValue::One(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<ContextValue, E> {
        Ok(ContextValue::One(value.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<ContextValue, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(ContextValue::Many(values))
    }
}
