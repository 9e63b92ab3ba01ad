//! Values to be written into a text.

use std::fmt::Write as _;

/// A value of JSON, as far as policies have them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `"…"`
    String(String),
    /// `[ … ]`
    List(Vec<Json>),
    /// `{ … }`, in order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// An object with one member.
    pub fn member(name: impl Into<String>, value: Self) -> Self {
        Self::Object(vec![(name.into(), value)])
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

/// A string in quotation marks, with the escapes that JSON demands and no others.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => _ = write!(out, "\\u{:04x}", u32::from(control)),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_escaped_as_json_demands() {
        assert_eq!(quoted("a\"b\\c\n\u{1}é/"), r#""a\"b\\c\n\u0001é/""#);
    }
}
