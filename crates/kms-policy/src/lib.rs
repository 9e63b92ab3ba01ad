//! Reads the text of an AWS policy into a document in which every element knows its place.
//!
//! - [`parse()`] gives a [`Parse`]: a [`PolicyDocument`] with everything that could be read, the [`PolicyError`]s of
//!   the text, and [`Parse::accepted`], which gives the document only if AWS would accept it. Evaluate only that.
//! - A place is a [`Span`] of bytes. [`LineIndex`] turns it into lines and columns.
//! - [`Pattern`], [`ArnPattern`], [`ResourcePattern`] and [`Template`] are the wildcards and variables of the policy
//!   language, read once and matched often.
//! - [`pretty()`] formats a text, and [`mod@edit`] changes a text and keeps its layout.
//!
//! The reader never fails. It recovers from errors as an editor needs it, takes texts of up to [`MAX_BYTES`] and 64
//! levels of nesting, and its time is proportional to the length of the text, whatever the text contains.
//!
//! The crate knows JSON, the policy grammar and spans. It knows no KMS operations, no requests and no decisions, and it
//! has no dependencies.
//!
//! ```
//! use kms_policy::{LineIndex, PolicyKind, parse};
//!
//! let text = r#"{
//!   "Version": "2012-10-17",
//!   "Statement": { "Efect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*" }
//! }"#;
//! let read = parse(text, PolicyKind::KeyPolicy);
//!
//! assert!(read.accepted().is_none(), "AWS would reject it");
//! assert_eq!(read.document.statements.len(), 1, "the statement was read all the same");
//! let error = &read.errors[0];
//! let (start, _) = LineIndex::new(text).range(error.span);
//! assert_eq!((error.code.name(), start.line, start.column), ("missingEffect", 3, 16));
//! ```

mod account;
mod arn;
mod arn_pattern;
mod base64;
mod case;
mod document;
pub mod edit;
mod error;
mod grammar;
mod json;
mod kind;
mod line_index;
mod operator;
mod parse;
mod pattern;
mod pretty;
mod principal;
mod resource_pattern;
mod sort;
mod span;
mod template;

pub use account::AccountId;
pub use arn::Arn;
pub use arn_pattern::{ArnComponent, ArnPattern};
pub use base64::Base64;
pub use case::{capital_letter, eq_ignore_case, folded, small_letter};
pub use document::{
    Action, ActionElement, ConditionBlock, ConditionElement, ConditionEntry, ConditionValue, Effect,
    Elements, PolicyDocument, PolicyVersion, PrincipalElement, PrincipalEntry, Resource, ResourceElement,
    Statement, ValueForm,
};
pub use error::{Certainty, ErrorCode, PolicyError, Severity};
pub use grammar::placeholder_in;
pub use kind::PolicyKind;
pub use line_index::{LineIndex, Position};
pub use operator::{BaseOperator, Comparison, ConditionOperator, OperatorFamily, SetOperator};
pub use parse::{MAX_BYTES, Parse, parse};
pub use pattern::Pattern;
pub use pretty::pretty;
pub use principal::{
    Home, IdentifierFault, Identity, Principal, PrincipalType, ServicePrincipal, is_partition,
};
pub use resource_pattern::{Coverage, ResourcePattern};
pub use sort::{sort, sort_by};
pub use span::{Span, Spanned};
pub use template::{ResolvedText, Template, Variable, VariableFault, VariableFaultKind};
