//! What holds for all requests: who can use a key and when, what an edit of its key policy opens, which statements do
//! nothing.
//!
//! Requests that the policies cannot tell apart are one cell, so that all requests are a product of finite sets, a
//! statement is a box in it, and every question is one about unions of boxes. Whether a condition holds for a cell is
//! asked of `kms-authz`. Every claim is either replayed by the evaluator, or true of every request that `kms-catalog`
//! admits, or "cannot tell" with the place. Knows neither text nor JSON.
//!
//! A key policy gives three bits for a request, not one: it is denied, it names the caller, it reaches the caller
//! (directly, or by delegating to the account). Which of them matter depends on identity-based policies and grants.

mod access;
mod automaton;
mod callers;
mod compare;
mod cube;
mod impossible;
mod kinds;
mod parts;
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

pub use access::{Access, Lockout, Way, WayKind, access};
pub use callers::StandsFor;
pub use compare::{CannotTell, Comparison, Difference, DifferenceKind, Relation, compare, compare_within};
pub use parts::{IdlePart, IdleParts, Part, idle_parts};
pub use quotient::{CellValue, FreeBit, KeyFacts, Standing, WhyFree};
pub use scope::{CallerName, Restriction, RestrictionForm, Scope};
pub use statements::{IdleStatement, WhyIdle, idle_statements};
pub use witness::{Environment, Witness};
