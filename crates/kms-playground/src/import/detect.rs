//! What a text is at first sight, for those who open files and paste over a policy: the least that [`super::read`] is
//! made of, so that a page need not load the rest of it.

use std::borrow::Cow;
use std::fmt;

use kms_policy::PolicyKind;
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::draft::Draft;
use super::place::{Place, Reader};
use super::walk;
use super::{home, lay, output, policy, unwrap};
use crate::report::Note;
use crate::scenario::PolicyText;

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
    let mut members = Members::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    match reader.deserialize_map(&mut members).and_then(|()| reader.end()) {
        // The rest of it need not be read: what is broken there is for the reader of scenarios to say.
        _ if members.key_policy => true,
        Ok(()) => members.version_is_number && members.key_or_requests,
        Err(_) => text.contains("\"keyPolicy\""),
    }
}

/// What an object has of the members by which a scenario is known.
#[derive(Default)]
struct Members {
    key_policy: bool,
    key_or_requests: bool,
    version_is_number: bool,
}

impl<'de> Visitor<'de> for &mut Members {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            match name.as_ref() {
                "keyPolicy" => {
                    self.key_policy = true;
                    return Ok(());
                }
                "version" => self.version_is_number = map.next_value::<Value>()?.is_number(),
                "key" | "requests" => {
                    self.key_or_requests = true;
                    map.next_value::<IgnoredAny>()?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// The key that a policy belongs to as far as it says, and the assumption about it.
pub(crate) fn key_of_policy(policy: &PolicyText) -> (String, Note) {
    let found = home::home_of(&policy.parsed(PolicyKind::KeyPolicy).document);
    (found.stand_in(), lay::key_note(&found))
}
