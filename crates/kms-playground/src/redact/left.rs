//! What may still tell something after the replacement: names with wildcards, and values that stand inside others.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::scenario::Scenario;

/// Something that was not replaced and that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftValue {
    /// What stands there.
    pub value: String,
    /// Where, and why it stays, in a sentence.
    pub text: String,
}

/// Shorter values stand in too many words to be told apart.
const SHORTEST: usize = 4;
/// The list is for a person to read.
const MOST: usize = 100;

/// Lists what is left in the scenario as it is after the replacement.
pub(super) fn find(scenario: &Scenario, replaced: &BTreeSet<&str>, wildcards: &[String]) -> Vec<LeftValue> {
    let open = wildcards.iter().map(|value| LeftValue {
        value: value.clone(),
        text: format!("`{value}` has a wildcard or a policy variable, for which there is no stand-in."),
    });
    let mut scenario = scenario.clone();
    scenario.write_policies_as_text();
    let json = serde_json::to_value(&scenario).unwrap_or_default();
    let mut texts = Vec::new();
    collect("", &json, &mut texts);
    let values = replaced.iter().filter(|value| value.len() >= SHORTEST);
    let inside = values.flat_map(|value| texts.iter().filter_map(|text| inside(value, text)));
    open.chain(inside).take(MOST).collect()
}

struct Text<'a> {
    path: String,
    text: &'a str,
    lower: String,
}

impl<'a> Text<'a> {
    fn new(path: &str, text: &'a str) -> Self {
        Self { path: path.to_owned(), text, lower: text.to_ascii_lowercase() }
    }
}

fn inside(value: &str, within: &Text<'_>) -> Option<LeftValue> {
    let at = within.lower.find(&value.to_ascii_lowercase())?;
    let line = within.lower.get(..at).unwrap_or_default().matches('\n').count();
    let shown = within.text.lines().nth(line).unwrap_or_default().trim();
    let place = match within.text.contains('\n') {
        true => format!("line {} of `{}`", line + 1, within.path),
        false => format!("`{}`", within.path),
    };
    Some(LeftValue {
        value: shown.to_owned(),
        text: format!("`{value}` also stands inside another text, in {place}."),
    })
}

/// Every text and every name of a field that a person chose.
fn collect<'a>(path: &str, value: &'a Value, texts: &mut Vec<Text<'a>>) {
    match value {
        Value::String(text) => texts.push(Text::new(path, text)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(&format!("{path}[{index}]"), item, texts);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                texts.push(Text::new(&path, name));
                collect(&path, field, texts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
