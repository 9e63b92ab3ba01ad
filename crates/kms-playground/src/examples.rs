//! The examples of the gallery, embedded. One file each in `gallery/`, one line each here.

mod first;
mod first_report;

pub use first::first_scenario;
pub use first_report::first_report;

use crate::scenario::{Scenario, ScenarioError};

/// A scenario that ships with the playground.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The name by which a link asks for it.
    pub name: &'static str,
    /// How much it asks of its reader.
    pub level: Level,
    /// The scenario, as JSON.
    pub json: &'static str,
}

/// How much an example asks of its reader; the gallery is in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// One idea, told in few statements.
    FirstSteps,
    /// What a service sends, and the conditions that hold it.
    Services,
    /// Policies beside the key policy, other accounts and Regions, and mistakes to mend.
    Limits,
}

impl Level {
    /// Its name on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FirstSteps => "First steps",
            Self::Services => "Services",
            Self::Limits => "Limits and repairs",
        }
    }
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
    ($($level:ident $name:literal,)*) => {
        /// The names of all examples, without their texts.
        pub const EXAMPLE_NAMES: &[&str] = &[$($name,)*];

        /// Every example; the first is open at a first visit.
        pub const EXAMPLES: &[Example] = &[
            $(Example { name: $name, level: Level::$level, json: include_str!(concat!("../gallery/", $name, ".json")) },)*
        ];
    };
}

examples! {
    FirstSteps "one-role-one-tenant",
    FirstSteps "verified-permissions",
    FirstSteps "k9-default-key-policy",
    FirstSteps "iam-any-key-of-the-account",
    FirstSteps "cross-account-two-halves",
    FirstSteps "encryption-context-denies-describe-key",
    FirstSteps "encryption-context-describe-key-apart",
    Services "s3-bucket-key",
    Services "sqs-s3-notifications",
    Services "sns-alarms-and-events",
    Services "source-arn-outside-the-character-set",
    Services "source-account-instead-of-arn",
    Services "cloudwatch-logs-one-group",
    Services "cloudtrail-one-trail",
    Services "cloudtrail-confused-deputy",
    Services "cloudtrail-confused-deputy-stopped",
    Services "ebs-volume-context",
    Services "autoscaling-service-linked-role",
    Services "rds-shared-snapshot",
    Services "lambda-environment",
    Services "dynamodb-one-table",
    Services "secrets-manager-context",
    Services "location-grant-for-one-tracker",
    Services "proton-template-context",
    Services "verified-permissions-minimal-statement",
    Services "verified-permissions-source-context",
    Services "verified-permissions-encryption-context",
    Services "verified-permissions-via-service",
    Services "verified-permissions-caller-creates",
    Services "verified-permissions-caller-updates",
    Services "verified-permissions-caller-reads",
    Services "verified-permissions-calls-of-creating",
    Services "verified-permissions-calls-of-authorizing",
    Services "verified-permissions-calls-of-deleting",
    Services "verified-permissions-access-removed",
    Services "agentcore-complete-policy",
    Services "agentcore-grants-at-work",
    Limits "lockout-check",
    Limits "multi-region-replica",
    Limits "scp-keeps-keys",
    Limits "boundary-limits-iam",
    Limits "vpc-endpoint-policy",
    Limits "verified-permissions-trouble-caller",
    Limits "verified-permissions-trouble-service",
    Limits "verified-permissions-trouble-describe-key",
    Limits "verified-permissions-trouble-log-entry",
    Limits "verified-permissions-trouble-key-disabled",
    Limits "verified-permissions-trouble-key-usage",
    Limits "verified-permissions-trouble-key-spec",
    Limits "verified-permissions-trouble-throttling",
    Limits "agentcore-sample-without-administrators",
    Limits "agentcore-service-principal-does-not-help",
    Limits "agentcore-account-principal",
    Limits "agentcore-one-grant-revoked",
    Limits "agentcore-both-grants-revoked",
    Limits "agentcore-source-context-never-matches",
    Limits "agentcore-key-state",
    Limits "agentcore-key-usage",
    Limits "agentcore-key-spec",
    Limits "iam-console-read-only",
    Limits "iam-console-read-only-no-delegation",
    Limits "iam-create-keys",
    Limits "iam-create-keys-default-policy",
    Limits "iam-any-key-but-not-this-one",
    Limits "iam-one-region",
    Limits "iam-one-region-account-may-only-administer",
    Limits "iam-specific-keys",
    Limits "iam-specific-keys-only-through-s3",
    Limits "iam-deny-disabling-and-deletion",
    Limits "iam-deny-binds-only-its-principals",
    Limits "k9-aws-managed-key",
    Limits "k9-narrower-key-policy",
    Limits "k9-least-privilege-key-policy",
    Limits "k9-deny-shuts-out-services",
    Limits "k9-deny-exempts-services",
    Limits "k9-one-data-domain",
}

/// The example that is open at a first visit. It stands alone, so that who shows only this one carries no other.
pub const FIRST_EXAMPLE: Example = Example {
    name: "one-role-one-tenant",
    level: Level::FirstSteps,
    json: include_str!("../gallery/one-role-one-tenant.json"),
};

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
        assert!(EXAMPLES.iter().is_sorted_by_key(|example| example.level), "each level is one run");
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
