//! What a reviewer would say about a policy: findings, each with the place, the cause, the cure and, where one is safe,
//! the fix as an edit.
//!
//! Knows policy documents and the catalogue. Knows no request and no decision: whatever it says follows from the text
//! and from [`Facts`] about the key. What AWS refuses is not repeated here: that is an error of the text
//! (`kms_policy::PolicyError`).
//!
//! Each rule has its file in `rule/`, which says what it finds and why; `rule.rs` has the table of all.
//!
//! ```
//! use kms_lint::{Code, Facts, Policy, lint};
//! use kms_policy::{PolicyKind, parse};
//!
//! let text = r#"{ "Version": "2012-10-17", "Statement": {
//!     "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": ["kms:*", "kms:Encypt"], "Resource": "*" } }"#;
//! let parse = parse(text, PolicyKind::KeyPolicy);
//! let facts = Facts::default();
//! let findings = lint(&Policy { text, kind: PolicyKind::KeyPolicy, document: &parse.document, facts: &facts });
//! assert_eq!(findings[0].code, Code::UnknownAction);
//! let fix = findings[0].fix.as_ref().expect("the name is one slip away");
//! assert!(fix.edit.apply(text).is_some_and(|fixed| fixed.contains("kms:Encrypt")));
//! ```

mod call;
mod condition;
mod context;
mod finding;
mod fix;
mod rule;
mod statement;
#[cfg(test)]
mod testing;
mod words;

pub use context::{Facts, Policy};
pub use finding::{Applicability, Finding, Fix, Severity};
pub use fix::{Fixed, fix};
pub use rule::{Code, lint};
