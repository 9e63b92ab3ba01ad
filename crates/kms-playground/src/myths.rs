//! Sentences about KMS policies that many pages repeat and that are false, each with a scenario that refutes it. One file
//! each in `myths/`, one line each here.
//!
//! The title of a scenario is the false sentence, its lesson is the true one, and its sources are AWS's. Every request has
//! the decision that it expects, and none of them rests on an assumption.

use crate::examples::{Example, Level};

macro_rules! myths {
    ($($name:literal,)*) => {
        /// Every myth.
        pub const MYTHS: &[Example] = &[
            $(Example { name: $name, level: Level::FirstSteps, json: include_str!(concat!("../myths/", $name, ".json")) },)*
        ];
    };
}

myths! {
    "both-must-allow",
    "root-is-the-root-user",
    "iam-is-enough",
    "key-policy-beats-iam",
    "administrators-use-the-key",
    "creator-keeps-access",
    "root-user-always-gets-in",
    "key-policy-shows-all",
    "cross-account-one-side",
    "star-is-the-whole-world",
    "resource-star-is-every-key",
    "alias-as-resource",
    "via-service-lets-the-service-in",
    "uploads-need-encrypt",
    "absent-key-is-ignored",
    "encryption-context-is-secret",
    "boundary-limits-everything",
    "allow-overrides-scp",
    "aws-managed-key-policy",
}
