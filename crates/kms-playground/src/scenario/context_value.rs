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
        Ok(ContextValue::One(digits(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<ContextValue, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(ContextValue::Many(values))
    }
}

/// A number in digits alone, as `f64` writes itself: `0.5`, `2`. What the standard library writes floating-point numbers with
/// would be in the download for this alone; what `serde_json` writes them with is there anyway.
fn digits(value: f64) -> String {
    let Some(number) = Number::from_f64(value) else { return String::new() };
    let text = number.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |text| ("-", text));
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: isize = exponent.parse().unwrap_or_default();
    let point = whole.len().cast_signed() + exponent;
    let digits = format!("{whole}{fraction}");
    let before = "0".repeat(usize::try_from(1 - point).unwrap_or_default());
    let behind = "0".repeat(usize::try_from(point - digits.len().cast_signed()).unwrap_or_default());
    let digits = format!("{before}{digits}{behind}");
    let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or_default().max(1));
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_standard_library_writes_them() {
        let plain =
            [0.0, -0.0, 0.5, 1.0, 1.5, -2.25, 100.0, 1e15, 1e16, 1.5e21, 1e-5, 1.25e-7, 0.1, 123_456.789];
        // Any bits, by a generator of its own.
        let mut bits = 0x9E37_79B9_7F4A_7C15_u64;
        let any = std::iter::repeat_with(move || {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            f64::from_bits(bits)
        });
        let any = any.filter(|value| value.is_finite()).take(20_000);
        for value in plain.into_iter().chain([f64::MAX, f64::MIN_POSITIVE]) {
            assert_eq!(digits(value), value.to_string());
        }
        // Of two texts as short as each other and as near, the two may take different ones.
        for value in any {
            let text = digits(value);
            assert_eq!(text.parse(), Ok(value));
            assert_eq!(text.len(), value.to_string().len(), "{text}");
        }
    }
}
