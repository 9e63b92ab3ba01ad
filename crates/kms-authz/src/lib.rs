//! What AWS would decide, as a tree: one node for each question that AWS asks, each leaf a named reason and
//! a place in a policy. The decision is computed from the tree.
//!
//! Knows how AWS evaluates. Knows neither text nor JSON nor English sentences, and nothing of good practice.

mod context;
mod request;

pub use context::{Absence, Certainty, ContextEntry, ContextValues, Origin, RequestContext};
pub use request::{AuthorizationRequest, Caller, CallerKind, RequestResource};
