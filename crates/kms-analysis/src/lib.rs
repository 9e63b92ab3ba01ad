//! Answers questions about all requests at once: who can use a key and when ([`access()`]), what an edit of its key
//! policy opens ([`compare()`]), which statements do nothing ([`idle_statements()`]).
//!
//! Requests that the policies cannot tell apart are one cell, so that all requests are a product of finite sets, a
//! statement is a box in it, and every question is one about unions of boxes. Whether a condition holds for a cell is
//! asked of `kms-authz`. Every claim is either replayed by the evaluator, or true of every request that `kms-catalog`
//! admits, or "cannot tell" with the place. Knows neither text nor JSON.
//!
//! A key policy gives three bits for a request, not one: it is denied, it names the caller, it reaches the caller
//! (directly, or by delegating to the account). Which of them matter depends on identity-based policies and grants.
//!
//! ```
//! use kms_analysis::{KeyFacts, Relation, compare};
//! use kms_policy::{Arn, PolicyKind, parse};
//!
//! let policy = |action: &str| {
//!     let text = format!(
//!         r#"{{ "Version": "2012-10-17", "Statement": {{ "Effect": "Allow", "Action": "{action}", "Resource": "*",
//!             "Principal": {{ "AWS": "arn:aws:iam::111122223333:role/App" }} }} }}"#
//!     );
//!     parse(&text, PolicyKind::KeyPolicy).document
//! };
//! let arn = Arn::new("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab").unwrap();
//! let facts = KeyFacts { arn, attributes: None };
//!
//! let comparison = compare(&policy("kms:Decrypt"), &policy("kms:*crypt"), &facts);
//! assert_eq!(comparison.relation(), Relation::Wider);
//! assert_eq!(comparison.wider[0].witness.operation.name, "Encrypt", "a request that only the new policy allows");
//! ```

mod access;
mod automaton;
mod callers;
mod compare;
mod cube;
mod grid;
mod impossible;
mod kinds;
mod mutants;
mod parts;
mod pins;
mod quotient;
mod region;
mod scope;
mod sets;
mod statements;
#[cfg(test)]
mod tests;
mod ties;
mod values;
mod witness;

pub use access::{Access, Lockout, Way, WayKind, access, lockout};
pub use callers::StandsFor;
pub use compare::{
    CannotTell, Comparison, Difference, DifferenceKind, Relation, compare, compare_beside, compare_within,
};
pub use grid::{CellRequests, Grid, GridColumn, GridRow};
pub use mutants::{Element, Slip};
pub use parts::{IdlePart, IdleParts, Part, idle_parts};
pub use pins::{Judge, Pin, PinSearch, Pins, pins};
pub use quotient::{CellValue, FreeBit, KeyFacts, Questions, Standing, WhyFree, cells};
pub use scope::{CallerName, Restriction, RestrictionForm, Scope};
pub use statements::{IdleStatement, WhyIdle, idle_statements};
pub use witness::{Environment, Witness};
