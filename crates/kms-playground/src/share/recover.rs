//! What can be kept of a link whose JSON is sound but not a scenario of this version.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::LinkError;
use crate::scenario::{Pairs, Scenario, ScenarioError};

/// The error for wrong fields, with the scenario made of those that are right.
pub(super) fn wrong_fields(json: &str, error: ScenarioError) -> LinkError {
    let place = if error.path.is_empty() { String::new() } else { format!("{}: ", error.path) };
    LinkError {
        text: format!("the link's scenario cannot be read in full: {place}{}", error.text),
        help: error.help,
        salvaged: salvage(json).map(Box::new),
    }
}

#[derive(Deserialize)]
struct Outside<'a> {
    #[serde(borrow)]
    scenario: Pairs<&'a RawValue>,
}

/// Each field is tried by itself, the list of requests one by one.
fn salvage(json: &str) -> Option<Scenario> {
    let outside: Outside<'_> = serde_json::from_str(json).ok()?;
    let requests =
        outside.scenario.get("requests").map(|list| sound_requests(list.get())).unwrap_or_default();
    let fields = outside.scenario.iter().map(|(name, value)| match name {
        "requests" => (name, requests.as_str()),
        _ => (name, value.get()),
    });
    let kept: Vec<(&str, &str)> = fields.filter(|field| with_fields(&[*field]).is_some()).collect();
    with_fields(&kept)
}

/// The requests of a list that can be read, as a list.
fn sound_requests(json: &str) -> String {
    let list: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
    let sound: Vec<&str> = list
        .iter()
        .map(|request| request.get())
        .filter(|request| with_fields(&[("requests", &format!("[{request}]"))]).is_some())
        .collect();
    format!("[{}]", sound.join(","))
}

/// A scenario of these fields, and empty ones where it must have more.
fn with_fields(fields: &[(&str, &str)]) -> Option<Scenario> {
    let mut parts: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}:{value}", serde_json::Value::from(*name))).collect();
    for (name, value) in
        [("version", "1"), ("key", r#"{"arn":""}"#), ("keyPolicy", r#""""#), ("requests", "[]")]
    {
        if !fields.iter().any(|(known, _)| *known == name) {
            parts.push(format!("\"{name}\":{value}"));
        }
    }
    Scenario::from_json(&format!("{{{}}}", parts.join(","))).ok()
}
