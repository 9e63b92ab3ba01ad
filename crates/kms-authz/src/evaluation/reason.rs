//! Why a leaf of the tree matches or does not: an enum for each question, exact enough to make a sentence of.
//!
//! Knows no sentences and no texts: the value stands in the document at the leaf's span, the request's in the
//! request. IAM User Guide, *IAM JSON policy elements reference* (reference_policies_elements.html).

mod action;
mod condition;
mod principal;
mod resource;
mod value;

pub use action::ActionReason;
pub use condition::ConditionReason;
pub use principal::PrincipalReason;
pub use resource::ResourceReason;
pub use value::{ValueReason, ValueType};
