//! Reading and writing a scenario as JSON, within bounds.

use std::fmt;

use kms_catalog::nearest;
use kms_policy::LineIndex;
use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, SeqAccess, Visitor};

use super::objects::Objects;
use super::path::path_of;
use super::{Request, Scenario, ScenarioError};
use crate::written::to_json_indented;

/// The largest scenario, in bytes of JSON.
pub const MAX_SCENARIO_BYTES: usize = 4 * 1024 * 1024;
/// The largest policy, in bytes. (KMS's own limit of 32 KB is a finding, not a bound.)
pub const MAX_POLICY_BYTES: usize = 1024 * 1024;
/// The deepest nesting of objects and lists.
pub const MAX_NESTING: usize = 64;
/// The most requests.
pub const MAX_REQUESTS: usize = 1000;
/// Where a scenario holds a policy, itself an object perhaps.
const POLICY_FIELDS: [&str; 3] = ["keyPolicy", "text", "challenge"];

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    ///
    /// The first thing that is not JSON, not of this format or beyond a bound, with its field and place.
    pub fn from_json(json: &str) -> Result<Self, ScenarioError> {
        from_json(json)
    }

    /// Writes the scenario, indented by two spaces; policies keep their bytes.
    pub fn to_json(&self) -> String {
        to_json_indented(self)
    }
}

/// Reads anything that holds a scenario, within the same bounds.
pub(crate) fn from_json<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, ScenarioError> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    check_size(json)?;
    check_nesting(json)?;
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = T::deserialize(Objects(&mut reader)).map_err(|error| explain(json, &error))?;
    reader.end().map_err(|error| explain(json, &error))?;
    Ok(value)
}

/// Reads a part of a scenario by itself, such as a request or a list of grants, within the same bounds.
///
/// # Errors
///
/// As [`Scenario::from_json`].
pub fn part_from_json<T: DeserializeOwned>(json: &str) -> Result<T, ScenarioError> {
    from_json(json)
}

fn check_size(json: &str) -> Result<(), ScenarioError> {
    if json.len() <= MAX_SCENARIO_BYTES {
        return Ok(());
    }
    Err(ScenarioError {
        path: String::new(),
        line: 1,
        column: 1,
        text: "the scenario is larger than 4 MiB".to_owned(),
        help: Some("split it into several scenarios".to_owned()),
    })
}

/// Refuses nesting beyond the bound before anything recurses into it.
fn check_nesting(json: &str) -> Result<(), ScenarioError> {
    let Some(offset) = too_deep(json, MAX_NESTING) else { return Ok(()) };
    let (line, column) = position(json, offset);
    let text = format!("nested deeper than {MAX_NESTING} levels");
    Err(ScenarioError { path: String::new(), line, column, text, help: None })
}

/// The first bracket that opens a level beyond `limit`.
pub(super) fn too_deep(json: &str, limit: usize) -> Option<usize> {
    let bytes = json.as_bytes();
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut at = 0;
    // Steps over each byte of each scenario: an iterator is not inlined where size counts, and takes twice as long.
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => in_string = !in_string,
            // What it escapes is no quotation mark.
            b'\\' if in_string => at += 1,
            _ if in_string => {}
            b'{' | b'[' if depth == limit => return Some(at),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Puts serde's error into this project's words and units.
fn explain(json: &str, error: &serde_json::Error) -> ScenarioError {
    let full = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = full.strip_suffix(&place).unwrap_or(&full);
    let (text, help) = in_our_words(text);
    let read = read_until(json, error.line(), error.column());
    let (line, column) = position(json, read.saturating_sub(1));
    let path = if error.is_data() { path_of(json, read_for(&text, json, read)) } else { String::new() };
    ScenarioError { path, line, column, text, help }
}

/// serde lists every known name; a person wants the nearest.
fn in_our_words(text: &str) -> (String, Option<String>) {
    for what in ["unknown field", "unknown variant"] {
        let Some((name, known)) = text
            .strip_prefix(what)
            .and_then(|rest| rest.strip_prefix(" `")?.split_once('`'))
            .and_then(|(name, rest)| Some((name, rest.strip_prefix(", expected ")?)))
        else {
            continue;
        };
        let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        let what = what.replace("variant", "value");
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of {}", known.join(", ")),
        };
        return (format!("{what} `{name}`"), Some(help));
    }
    if text == "missing field `version`" {
        return (text.to_owned(), Some("a scenario begins with `\"version\": 1`".to_owned()));
    }
    if text.starts_with("unknown scenario version") {
        return (text.to_owned(), Some("this engine reads version 1".to_owned()));
    }
    let text = match text {
        "trailing characters" => "text after the end of the scenario".to_owned(),
        _ => text
            .replace("invalid type: map", "invalid type: object")
            .replace("sequence", "list")
            .replace("EOF while parsing", "the text ends inside"),
    };
    (text, None)
}

/// How much of `read` there was when an error arose: of one about the last field of an object, serde_json goes on to
/// the object's end before it looks where it is.
fn read_for(text: &str, json: &str, read: usize) -> usize {
    let Some((before, "}")) = json.get(..read).and_then(|json| json.split_at_checked(read.saturating_sub(1)))
    else {
        return read;
    };
    let about_the_object = text.starts_with("missing field") || text.starts_with("invalid length");
    let field = path_of(json, read);
    let about_a_policy = text.contains("policy") && POLICY_FIELDS.iter().any(|name| field.ends_with(name));
    if about_the_object || about_a_policy { read } else { before.len() }
}

/// How many bytes serde_json had read when it stopped at its line and column; the column counts bytes and may be 0.
fn read_until(json: &str, line: usize, column: usize) -> usize {
    let before: usize = json.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column).min(json.len())
}

/// Line and column of a byte, both from 1, the column in UTF-16 units.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let position = LineIndex::new(text).position(u32::try_from(offset).unwrap_or(u32::MAX));
    (position.line as usize, position.column as usize)
}

/// Reads the requests and stops at the bound.
pub(super) fn bounded_requests<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Request>, D::Error> {
    struct Requests;

    impl<'de> Visitor<'de> for Requests {
        type Value = Vec<Request>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of requests")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Request>, A::Error> {
            let mut requests = Vec::new();
            while let Some(request) = seq.next_element()? {
                if requests.len() == MAX_REQUESTS {
                    return Err(de::Error::custom(format_args!("more than {MAX_REQUESTS} requests")));
                }
                requests.push(request);
            }
            Ok(requests)
        }
    }

    deserializer.deserialize_seq(Requests)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
