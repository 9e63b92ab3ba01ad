//! The value of a condition key in a request: one text, or several.

use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Number;

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
        Ok(ContextValue::One(text_of(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<ContextValue, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(ContextValue::Many(values))
    }
}

/// A number as its text: `0.5`, `2`. What the standard library writes floating-point numbers with would be in the download for
/// this alone; what `serde_json` writes them with is there anyway.
fn text_of(value: f64) -> String {
    let text = Number::from_f64(value).map(|number| number.to_string()).unwrap_or_default();
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_its_text() {
        let read = |json: &str| serde_json::from_str::<ContextValue>(json).unwrap();
        for (json, text) in [("3600", "3600"), ("-7", "-7"), ("0.5", "0.5"), ("2.0", "2"), ("-2.25", "-2.25")]
        {
            assert_eq!(read(json), ContextValue::One(text.to_owned()));
        }
        assert_eq!(read("[\"a\", \"b\"]"), ContextValue::Many(vec!["a".to_owned(), "b".to_owned()]));
    }
}
