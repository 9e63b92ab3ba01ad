//! What AWS would decide, as a tree: one node for each question that AWS asks, each leaf a named reason and
//! a place in a policy. The decision is computed from the tree.
//!
//! Knows how AWS evaluates. Knows neither text nor JSON nor English sentences, and nothing of good practice.

mod assumption;
mod context;
mod evaluation;
mod reason;
mod request;

pub use assumption::Assumption;
pub use context::{Absence, Certainty, ContextEntry, ContextValues, Origin, RequestContext};
pub use evaluation::{
    ActionMatch, ConditionMatch, ElementMatch, LayerMatch, MissingElement, Polarity, PrincipalLayer,
    PrincipalMatch, PrincipalRule, Reach, Reason, RequestKey, ResourceMatch, StatementEvaluation,
    StatementOutcome, ValueMatch,
};
pub use reason::{
    ActionReason, ArnComponent, ConditionReason, PrincipalReason, ResourceReason, ValueReason, ValueType,
};
pub use request::{AuthorizationRequest, Caller, CallerKind, RequestResource};
