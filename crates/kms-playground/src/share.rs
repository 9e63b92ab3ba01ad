//! Links: a scenario, and what its sender saw, in the fragment of an address.
//!
//! The text behind `s=` begins with a version and a full stop. Every version is read for ever, each in a file of
//! its own with fixtures that are never edited; only the newest is written.

mod error;
mod fragment;
mod length;
mod percent;
mod recover;
mod remark;
mod snapshot;
mod v1;

use serde::{Deserialize, Serialize};

pub use error::LinkError;
pub use fragment::{Fragment, MAX_IMPORT_IN_LINK, Theme, View};

pub(crate) fn percent_decoded(text: &str) -> String {
    percent::decode(text).into_owned()
}
pub use length::{LONG, LinkLength, LinkPart, TOO_LONG};
pub use snapshot::{SeenDifference, SeenRequest};

use crate::report::{Decision, ENGINE_VERSION, Note, Report};
use crate::scenario::{MAX_SCENARIO_BYTES, PolicyText, Scenario, from_json};
use crate::written::to_json;

/// What a link carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Shared {
    /// The scenario.
    pub scenario: Scenario,
    /// The decisions that the sender saw, in the order of the requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Vec<Decision>>,
    /// The version of the sender's engine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// What was taken for granted about a scenario that was written by hand; not part of a link.
    #[serde(skip)]
    pub assumptions: Vec<Note>,
}

impl From<Scenario> for Shared {
    /// A scenario without a word of what anyone saw.
    fn from(scenario: Scenario) -> Self {
        Self { scenario, seen: None, engine: None, assumptions: Vec::new() }
    }
}

impl Shared {
    /// A scenario together with what its report says today.
    pub fn new(scenario: Scenario, report: &Report) -> Self {
        let seen = report.requests.iter().map(|request| request.decision).collect();
        Self { seen: Some(seen), engine: Some(ENGINE_VERSION.to_owned()), ..Self::from(scenario) }
    }

    /// The text that stands behind `s=`.
    pub fn encode(&self) -> String {
        let mut compact = self.clone();
        compact.scenario.change_policy_texts(PolicyText::prefer_object);
        format!("1.{}", v1::encode(to_json(&compact).as_bytes()))
    }

    /// Reads the text that stands behind `s=`.
    ///
    /// # Errors
    ///
    /// An unknown version, damage, more than 4 MiB, or a scenario with wrong fields; of the last, what could be
    /// read comes along.
    pub fn decode(text: &str) -> Result<Self, LinkError> {
        let text: String = text.split_ascii_whitespace().collect();
        let json = match text.split_once('.') {
            Some(("1", payload)) => v1::decode(payload, MAX_SCENARIO_BYTES)?,
            Some((version, _)) if is_number(version) => return Err(LinkError::newer(version)),
            _ => return Err(LinkError::not_ours()),
        };
        let json = String::from_utf8(json).map_err(|_| LinkError::damaged())?;
        from_json(&json).map_err(|error| recover::wrong_fields(&json, error))
    }
}

fn is_number(version: &str) -> bool {
    (1..10).contains(&version.len()) && version.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
#[path = "share/tests.rs"]
mod tests;
