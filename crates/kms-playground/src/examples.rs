//! The examples of the gallery, embedded. One file each in `gallery/`, one line each here.

mod first;

pub use first::first_scenario;

use crate::scenario::{Scenario, ScenarioError};

/// A scenario that ships with the playground.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The name by which a link asks for it.
    pub name: &'static str,
    /// The scenario, as JSON.
    pub json: &'static str,
}

impl Example {
    /// The scenario itself.
    ///
    /// # Errors
    ///
    /// None that a test of this crate would let pass.
    pub fn scenario(&self) -> Result<Scenario, ScenarioError> {
        Scenario::from_json(self.json)
    }
}

/// Names each example once.
macro_rules! examples {
    ($($name:literal,)*) => {
        /// The names of all examples, without their texts.
        pub const EXAMPLE_NAMES: &[&str] = &[$($name,)*];

        /// Every example; the first is open at a first visit.
        pub const EXAMPLES: &[Example] = &[
            $(Example { name: $name, json: include_str!(concat!("../gallery/", $name, ".json")) },)*
        ];
    };
}

examples! {
    "verified-permissions",
    "verified-permissions-minimal-statement",
    "verified-permissions-source-context",
    "verified-permissions-encryption-context",
    "verified-permissions-via-service",
    "verified-permissions-caller-creates",
    "verified-permissions-caller-updates",
    "verified-permissions-caller-reads",
    "verified-permissions-calls-of-creating",
    "verified-permissions-calls-of-authorizing",
    "verified-permissions-calls-of-deleting",
    "verified-permissions-access-removed",
    "verified-permissions-trouble-caller",
    "verified-permissions-trouble-service",
    "verified-permissions-trouble-describe-key",
    "verified-permissions-trouble-log-entry",
    "verified-permissions-trouble-key-disabled",
    "verified-permissions-trouble-key-usage",
    "verified-permissions-trouble-key-spec",
    "verified-permissions-trouble-throttling",
    "agentcore-complete-policy",
    "agentcore-sample-without-administrators",
    "agentcore-service-principal-does-not-help",
    "agentcore-account-principal",
    "agentcore-grants-at-work",
    "agentcore-one-grant-revoked",
    "agentcore-both-grants-revoked",
    "agentcore-source-context-never-matches",
    "agentcore-key-state",
    "agentcore-key-usage",
    "agentcore-key-spec",
    "location-grant-for-one-tracker",
    "cloudtrail-one-trail",
    "cloudtrail-confused-deputy",
    "cloudtrail-confused-deputy-stopped",
    "encryption-context-denies-describe-key",
    "encryption-context-describe-key-apart",
    "secrets-manager-context",
    "ebs-volume-context",
    "proton-template-context",
    "source-arn-outside-the-character-set",
    "source-account-instead-of-arn",
    "iam-console-read-only",
    "iam-console-read-only-no-delegation",
    "iam-create-keys",
    "iam-create-keys-default-policy",
    "iam-any-key-of-the-account",
    "iam-any-key-but-not-this-one",
    "iam-one-region",
    "iam-one-region-account-may-only-administer",
    "iam-specific-keys",
    "iam-specific-keys-only-through-s3",
    "iam-deny-disabling-and-deletion",
    "iam-deny-binds-only-its-principals",
    "k9-default-key-policy",
    "k9-aws-managed-key",
    "k9-narrower-key-policy",
    "k9-least-privilege-key-policy",
    "k9-deny-shuts-out-services",
    "k9-deny-exempts-services",
    "k9-one-data-domain",
}

/// The example that is open at a first visit. It stands alone, so that who shows only this one carries no other.
pub const FIRST_EXAMPLE: Example =
    Example { name: "verified-permissions", json: include_str!("../gallery/verified-permissions.json") };

/// The example of this name.
pub fn example(name: &str) -> Option<&'static Example> {
    EXAMPLES.iter().find(|example| example.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_the_examples_and_the_first_is_the_one_that_stands_alone() {
        let names: Vec<_> = EXAMPLES.iter().map(|example| example.name).collect();
        assert_eq!(names, EXAMPLE_NAMES);
        assert_eq!((FIRST_EXAMPLE.name, FIRST_EXAMPLE.json), (EXAMPLES[0].name, EXAMPLES[0].json));
    }

    #[test]
    fn every_file_of_the_gallery_is_an_example() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/gallery");
        for entry in std::fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let listed = file.strip_suffix(".json").is_some_and(|name| example(name).is_some());
            assert!(listed || file == "README.md", "{file} stands in no list");
        }
    }
}
