//! The challenges that ship with the playground. One file each in `challenges/`, one line each here; their order adds one
//! concept at a time.
//!
//! A file is a scenario in which `{{name}}` stands for a value, and a list of variants that give the values. The variants
//! of a challenge teach the same rule on neighboring cases, so that a remembered answer does not help.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

use super::{Challenge, ChallengeError};
use crate::scenario::Scenario;

/// A challenge that ships with the playground.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Its name in commands.
    pub name: &'static str,
    /// The file.
    pub(super) json: &'static str,
}

/// What a file holds.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File<'a> {
    /// The one concept that it adds.
    concept: String,
    variants: Vec<BTreeMap<String, String>>,
    #[serde(borrow)]
    scenario: &'a RawValue,
}

/// One variant of a challenge, ready to be worked on.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// The one concept that it adds.
    pub concept: String,
    /// How many variants there are.
    pub variants: usize,
    /// Where the learner begins.
    pub scenario: Scenario,
    /// The task.
    pub challenge: Challenge,
}

impl BuiltIn {
    /// A variant, counted from 0; of a number beyond the last the first again.
    ///
    /// # Errors
    ///
    /// None that a test of this crate would let pass.
    pub fn lesson(&self, variant: usize) -> Result<Lesson, ChallengeError> {
        let unreadable = |error: &serde_json::Error| ChallengeError::Unreadable(error.to_string());
        let file: File<'_> = serde_json::from_str(self.json).map_err(|error| unreadable(&error))?;
        let count = file.variants.len();
        let values = file.variants.get(variant % count.max(1));
        let mut text = file.scenario.get().to_owned();
        for (name, value) in values.into_iter().flatten() {
            // A value stands within a JSON string.
            let value = serde_json::to_string(value).map_err(|error| unreadable(&error))?;
            text = text.replace(&format!("{{{{{name}}}}}"), value.trim_matches('"'));
        }
        let scenario = Scenario::from_json(&text)?;
        let challenge = Challenge::of(&scenario)?;
        Ok(Lesson { concept: file.concept, variants: count, scenario, challenge })
    }
}

/// The challenge of this name.
pub fn built_in(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|challenge| challenge.name == name)
}

macro_rules! challenges {
    ($($name:literal,)*) => {
        /// Every challenge, in the order in which they are learnt.
        pub const BUILT_IN: &[BuiltIn] = &[
            $(BuiltIn { name: $name, json: include_str!(concat!("../../challenges/", $name, ".json")) },)*
        ];
    };
}

challenges! {
    "reading-a-verdict",
    "account-principal-delegates",
    "deny-wins",
    "role-and-session",
    "service-principal",
    "forward-access-session",
    "encryption-context",
    "source-keys",
    "grants",
    "cross-account",
    "permissions-boundary",
    "organization-limit",
    "via-service-of-one-region",
    "absent-key",
    "if-exists",
    "set-operators",
    "variables",
    "lockout",
    "least-privilege-secrets-manager",
    "least-privilege-ebs",
    "least-privilege-cloudtrail",
    "incident",
}
