//! What was written: the text of a policy, read into a document in which every element knows its place.
//!
//! Knows JSON, the policy grammar and spans. Knows nothing of KMS operations, of requests or of decisions, and
//! has no dependencies: a reader never fails and never decides.
//!
//! [`parse()`] gives a [`Parse`]: a tolerant [`PolicyDocument`], what is wrong with the text as [`PolicyError`]s, and
//! [`Parse::accepted`] for those who evaluate. Places are [`Span`]s of bytes; [`LineIndex`] turns them into lines and
//! columns. [`Pattern`], [`ArnPattern`], [`ResourcePattern`] and [`Template`] are the wildcards and variables of the
//! language, read once and matched often. [`pretty()`] lays a text out anew, and [`mod@edit`] changes it and keeps its
//! layout. Texts are bounded by [`MAX_BYTES`], nesting by 64, and the time is
//! proportional to the length whatever the text holds.

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
pub use case::{eq_ignore_case, folded};
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
