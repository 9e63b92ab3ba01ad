//! What may still tell something after the replacement: names with wildcards, names that people chose, addresses, and
//! values that stand inside others.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use serde::Serialize;
use serde_json::Value;

use super::RedactedValue;
use super::kind::{RedactionKind, is_stand_in};
use super::pseudonyms::Pseudonyms;
use super::{RedactionOutcome, walk};
use crate::report::Report;
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
/// Names that one sentence can list.
const MOST_NAMES: usize = 30;
/// Bytes that may be searched for values inside others.
const MOST_BYTES: usize = 64 << 20;

/// Lists what is left in the scenario as it is after the replacement.
pub(super) fn find(
    scenario: &Scenario,
    report: &Report,
    names: &Pseudonyms,
    values: &[RedactedValue],
) -> Vec<LeftValue> {
    let open = names.wildcards().iter().map(|(kind, value)| open(*kind, value));
    let unread = report.policies.iter().filter(|policy| !policy.accepted).map(|policy| LeftValue {
        value: policy.name.clone(),
        text: format!(
            "`{}` is no policy that AWS would accept: where it could not be read, only ids were found.",
            policy.name
        ),
    });
    let mut scenario = scenario.clone();
    let chosen = chosen_names(&scenario);
    scenario.write_policies_as_text();
    let json = serde_json::from_str(&scenario.to_json()).unwrap_or_default();
    let mut texts = Vec::new();
    collect("", &json, &mut texts);
    let bytes: usize = texts.iter().map(|text| text.text.len()).sum();
    let searched = values.iter().filter(|value| is_searched(value)).take((MOST_BYTES / bytes.max(1)).max(1));
    let inside = searched.flat_map(|value| texts.iter().filter_map(|text| inside(&value.value, text)));
    let listed: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
    let addresses = texts.iter().flat_map(addresses).filter(|left| {
        !listed.contains(&left.value.as_str())
            && !names.wildcards().iter().any(|(_, open)| open.contains(&left.value))
    });
    open.chain(unread).chain(chosen).chain(addresses).chain(inside).take(MOST).collect()
}

fn open(kind: RedactionKind, value: &str) -> LeftValue {
    let what = match kind {
        RedactionKind::Network => "is a range of addresses",
        _ => "has a wildcard or a policy variable",
    };
    LeftValue { value: value.to_owned(), text: format!("`{value}` {what}, for which there is no stand-in.") }
}

/// The names that people gave to pairs and tags: they are parts of the names of condition keys.
fn chosen_names(scenario: &Scenario) -> Option<LeftValue> {
    let mut chosen = BTreeSet::new();
    walk::every_name(scenario, &mut |name| {
        if chosen.len() <= MOST_NAMES && !name.starts_with("aws:") {
            chosen.insert(name.to_owned());
        }
    });
    let quoted: Vec<String> = chosen.iter().take(MOST_NAMES).map(|name| format!("`{name}`")).collect();
    let more = if chosen.len() > MOST_NAMES { " and more" } else { "" };
    (!chosen.is_empty()).then(|| LeftValue {
        value: chosen.into_iter().take(MOST_NAMES).collect::<Vec<_>>().join(", "),
        text: format!(
            "Names of encryption context pairs, tags and condition keys stay: {}{more}.",
            quoted.join(", ")
        ),
    })
}

/// Whether it is worth to look for the value inside of other texts: what people call things is in many of them.
fn is_searched(value: &RedactedValue) -> bool {
    use RedactionKind::{PolicyName, Prose, RequestName, Sid};
    value.outcome == RedactionOutcome::Replaced
        && value.value.len() >= SHORTEST
        && !matches!(value.kind, Sid | PolicyName | RequestName | Prose)
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

    /// The place of this byte, and the line that it stands on.
    fn place(&self, at: usize) -> (String, &'a str) {
        let line = self.lower.get(..at).unwrap_or_default().matches('\n').count();
        let shown = self.text.lines().nth(line).unwrap_or_default().trim();
        let place = match self.text.contains('\n') {
            true => format!("line {} of `{}`", line + 1, self.path),
            false => format!("`{}`", self.path),
        };
        (place, shown)
    }
}

fn inside(value: &str, within: &Text<'_>) -> Option<LeftValue> {
    let at = within.lower.find(&value.to_ascii_lowercase())?;
    let (place, shown) = within.place(at);
    Some(LeftValue {
        value: shown.to_owned(),
        text: format!("`{value}` also stands inside another text, in {place}."),
    })
}

/// IP addresses wherever they stand: no stand-in is given to those in the middle of a text.
fn addresses(within: &Text<'_>) -> Vec<LeftValue> {
    let words = within.text.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    let found =
        words.filter(|word| word.len() >= 7 && word.parse::<Ipv4Addr>().is_ok() && !is_stand_in(word));
    let left = found.map(|word| {
        let at = within.text.find(word).unwrap_or_default();
        LeftValue {
            value: word.to_owned(),
            text: format!("`{word}` in {} looks like an IP address.", within.place(at).0),
        }
    });
    left.take(MOST).collect()
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
