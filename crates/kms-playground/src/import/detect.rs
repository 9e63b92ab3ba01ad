//! What a text is at first sight, for those who open files and paste over a policy: the least that [`super::read`] is
//! made of, so that a page need not load the rest of it.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::place::{Place, Reader};
use super::walk;
use super::{home, lay, output, policy, unwrap};
use crate::report::Note;

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detected {
    /// A scenario, or what is meant as one.
    Scenario,
    /// A key policy, or statements of one.
    KeyPolicy {
        /// Its text.
        text: String,
        /// Whether it stood in the output of a command, or in anything else.
        wrapped: bool,
    },
    /// An IAM policy: no statement names a principal.
    IamPolicy,
    /// Something else.
    Other,
}

/// Says what a text is.
pub fn detect(text: &str) -> Detected {
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    if is_scenario(trimmed) {
        return Detected::Scenario;
    }
    let mut draft = Draft::default();
    let bare = unwrap::unwrap(text);
    let readers: [Reader; 1] = [output::read];
    let place = Place {
        pasted: text,
        damaged: false,
        layers: 0,
        raw: None,
        answers: &[],
        key: None,
        readers: &readers,
    };
    walk::documents(&mut draft, &bare, place);
    policy::wrap_statements(&mut draft);
    match draft.key_policies.into_iter().next() {
        Some(found) => {
            let wrapped = !trimmed.starts_with('{') || found.span.of(text) != Some(trimmed);
            Detected::KeyPolicy { text: found.text, wrapped }
        }
        None if !draft.identity_policies.is_empty() => Detected::IamPolicy,
        None => Detected::Other,
    }
}

/// Whether a text is meant as a scenario. A CloudTrail event has a `version` too, which is a string.
pub(super) fn is_scenario(text: &str) -> bool {
    if !text.starts_with('{') {
        return false;
    }
    match serde_json::from_str::<Map<String, Value>>(text) {
        Ok(fields) => {
            let has = |name: &str| fields.contains_key(name);
            let numbered = fields.get("version").is_some_and(Value::is_number);
            has("keyPolicy") || numbered && (has("key") || has("requests"))
        }
        Err(_) => text.contains("\"keyPolicy\""),
    }
}

/// The key that a policy belongs to as far as it says, and the assumption about it.
pub(crate) fn key_of_policy(text: &str) -> (String, Note) {
    let found = home::home_of(&policy::parsed(text));
    (found.stand_in(), lay::key_note(&found))
}
