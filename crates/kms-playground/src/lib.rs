//! The front door: a [`Scenario`] goes in, a [`Report`] comes out, and both are plain JSON.
//!
//! Knows how to say things and how to store things. Knows nothing of browsers or terminals. The only crate that
//! speaks serde.

pub mod advice;
pub mod analysis;
pub mod catalog;
mod embed;
mod examples;
mod explain;
pub mod import;
mod lint;
mod pasted;
mod policy;
mod redact;
mod refusal;
mod report;
mod run;
mod scenario;
mod share;
mod ticket;

pub use embed::{Embed, EmbedContent, EmbedForm, EmbedLoad};
pub use examples::*;
pub use kms_catalog::{KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, MultiRegionKeyType};
pub use kms_policy::sort_by;
pub use lint::{LintRule, LoosePolicy, findings_of, lint_rules};
pub use pasted::{Pasted, PastedKind};
pub use redact::*;
pub use report::*;
pub use run::{decide, run, run_with, run_without_findings};
pub use scenario::*;
pub use share::*;
pub use ticket::{Ticket, to_markdown};

#[cfg(test)]
#[path = "schema/tests.rs"]
mod schema;
