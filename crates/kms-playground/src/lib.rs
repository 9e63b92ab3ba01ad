//! The front door: a [`Scenario`] goes in, a [`Report`] comes out, and both are plain JSON.
//!
//! A scenario is everything that a person typed: a key, policies, grants, requests. [`run`] decides every request and
//! says why in sentences; [`decide`] gives the decisions alone. Around them:
//!
//! - [`import`] makes a scenario of a key policy, an AccessDenied message, a CloudTrail event or a template;
//! - [`Shared`] and [`Fragment`] write and read share links; [`to_markdown`] and [`Embed`] write a report for tickets and
//!   pages, and [`Scenario::redact`] takes out what identifies somebody;
//! - [`findings_of`] is the reviewer, [`analysis`] answers questions about all requests, and [`EXAMPLES`] is the gallery;
//! - [`challenge`], [`predict`], [`glossary`], [`meaning`] and [`MYTHS`] are for those who learn.
//!
//! The crate knows how to say things and how to store things. It knows nothing of browsers or terminals, and it is the
//! only one that speaks serde.
//!
//! ```
//! use kms_playground::{Decision, Scenario, run};
//!
//! let scenario = Scenario::from_json(r#"{
//!     "version": 1,
//!     "key": { "arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
//!     "keyPolicy": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
//!         "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" } } },
//!     "requests": [{ "principal": "arn:aws:iam::111122223333:role/App", "action": "kms:Encrypt" }]
//! }"#).unwrap();
//!
//! let report = run(&scenario);
//! assert_eq!(report.requests[0].decision, Decision::ImplicitDeny);
//! assert!(report.requests[0].summary.contains("kms:Encrypt"));
//! ```

pub mod advice;
pub mod analysis;
mod case_file;
pub mod catalog;
pub mod challenge;
mod embed;
mod examples;
mod explain;
pub mod glossary;
mod hidden;
pub mod import;
pub mod job;
mod lint;
mod meaning;
pub mod missing;
mod myths;
mod pasted;
mod policy;
pub mod predict;
mod redact;
mod refusal;
mod report;
mod run;
mod scenario;
mod share;
mod ticket;
mod version;
mod written;

pub use case_file::CaseFile;
pub use embed::{Embed, EmbedContent, EmbedForm, EmbedLoad};
pub use examples::*;
pub use kms_catalog::{KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, MultiRegionKeyType};
pub use kms_policy::sort_by;
pub use lint::{LintRule, LoosePolicy, findings_of, lint_rules};
pub use meaning::{Meaning, meaning};
pub use myths::MYTHS;
pub use pasted::{Pasted, PastedKind};
pub use redact::*;
pub use report::*;
pub use run::{decide, run, run_with, run_without_findings};
pub use scenario::*;
pub use share::*;
pub use ticket::{Ticket, to_markdown};
pub use version::what_changed;
pub use written::to_json;

#[cfg(test)]
#[path = "schema/tests.rs"]
mod schema;
