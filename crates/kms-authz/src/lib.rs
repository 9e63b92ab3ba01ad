//! What AWS would decide, as a tree: one node for each question that AWS asks, each leaf a named reason and
//! a place in a policy. The decision is computed from the tree.
//!
//! Knows how AWS evaluates. Knows neither text nor JSON nor English sentences, and nothing of good practice.

mod applicable;
mod call;
mod check;
mod context;
mod decision;
mod evaluation;
mod grant;
mod lockout;
mod post_authorization;
mod relationship;
mod request;
mod situation;
mod statement;
#[cfg(test)]
mod testing;

pub use call::input_note::InputNote;
pub use context::{Absence, Arrival, Certainty, ContextEntry, ContextValues, Origin, RequestContext};
pub use evaluation::reason::{
    ActionReason, ConditionReason, PrincipalReason, ResourceReason, ValueReason, ValueType,
};
pub use evaluation::{
    ActionMatch, ConditionMatch, ElementMatch, LayerMatch, MissingElement, Polarity, PrincipalLayer,
    PrincipalMatch, PrincipalRule, Reach, Reason, RequestKey, ResourceMatch, StatementEvaluation,
    StatementOutcome, ValueMatch,
};
pub use kms_policy::ArnComponent;
pub use request::{AuthorizationRequest, Caller, CallerKind, RequestResource};
pub use statement::language_rule::LanguageRule;

pub use call::checks::check;
pub use call::{Call, ParameterValue};
pub use check::{
    AfterAuthorization, AliasKeysDiffer, Bypass, CallError, Check, KeyPlace, LockoutAnswer, LockoutCheck,
};
pub use decision::Decision;
pub use decision::assumptions::{Assumption, ConditionPlace, Rule, Unknown};
pub use decision::layers::ReachSet;
pub use decision::what_if::{Blocker, Lacks, NearMiss, Route};
pub use evaluation::path::{IdentityAnswer, Limit, Obstacle, Path};
pub use evaluation::step::{Answer, Evidence, NotAsked, Question, Step};
pub use evaluation::tree::{Evaluation, IdentityPolicies, Levels, PathEvaluation, PolicyEvaluation};
pub use grant::{
    ChildConstraintReason, ChildGrant, ConstraintMatch, ConstraintReason, GrantConstraint, GrantEvaluation,
    GrantForce, IssuingAccount, PairReason, RetireDelegate, RetireMatch,
};
pub use relationship::{Relation, Relationship, Target};
pub use situation::compiled::CompiledSituation;
pub use situation::{
    CallerPolicies, Grant, GrantConstraints, Key, KeyInPlace, PolicyHolder, PolicyId, PolicyPlace, Situation,
    WrittenPolicy,
};
pub use statement::{CompiledPolicy, CompiledStatement, PolicyAnswer, evaluate_statement};
