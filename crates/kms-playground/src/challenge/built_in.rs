//! The challenges that ship with the playground. One file each in `challenges/`, one line each here; their order adds one
//! concept at a time.

use super::{ChallengeFile, Lesson};
use crate::scenario::ScenarioError;

/// A challenge that ships with the playground.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Its name in commands and links.
    pub name: &'static str,
    /// The file.
    pub(super) json: &'static str,
}

impl BuiltIn {
    /// What the file holds; nothing for no file that a test of this crate would let pass.
    pub fn file(&self) -> Option<ChallengeFile> {
        ChallengeFile::known(self.json)
    }

    /// A variant, counted from 0; of a number beyond the last the first again.
    ///
    /// # Errors
    ///
    /// None that a test of this crate would let pass.
    pub fn lesson(&self, variant: usize) -> Result<Lesson, ScenarioError> {
        ChallengeFile::read(self.json)?.lesson(variant)
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
