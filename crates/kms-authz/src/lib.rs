//! What AWS would decide, as a tree: one node for each question that AWS asks, each leaf a named reason and
//! a place in a policy. The decision is computed from the tree.
//!
//! Knows how AWS evaluates. Knows neither text nor JSON nor English sentences, and nothing of good practice.

mod action;
mod after;
mod assemble;
mod assumption;
mod authorization;
mod call;
mod check;
mod compiled;
mod condition;
mod context;
mod decision;
mod evaluation;
mod fast;
mod front;
mod grant;
mod lockout;
mod path;
mod premise;
mod principal;
mod reason;
mod remark;
mod request;
mod resource;
mod signals;
mod situation;
mod spine;
mod standing;
mod statement;
mod step;
mod target;
#[cfg(test)]
mod testing;
mod variables;
mod what_if;

pub use assumption::Assumption;
pub use context::{Absence, Arrival, Certainty, ContextEntry, ContextValues, Origin, RequestContext};
pub use evaluation::{
    ActionMatch, ConditionMatch, ElementMatch, LayerMatch, MissingElement, Polarity, PrincipalLayer,
    PrincipalMatch, PrincipalRule, Reach, Reason, RequestKey, ResourceMatch, StatementEvaluation,
    StatementOutcome, ValueMatch,
};
pub use kms_policy::ArnComponent;
pub use reason::{ActionReason, ConditionReason, PrincipalReason, ResourceReason, ValueReason, ValueType};
pub use remark::Remark;
pub use request::{AuthorizationRequest, Caller, CallerKind, RequestResource};

pub use authorization::{Evaluation, IdentityPolicies, Levels, PathEvaluation, PolicyEvaluation};
pub use call::{Call, ParameterValue};
pub use check::{
    AfterAuthorization, AliasKeysDiffer, Bypass, CallError, Check, KeyPlace, LockoutAnswer, LockoutCheck,
};
pub use compiled::CompiledSituation;
pub use decision::Decision;
pub use front::check;
pub use grant::{
    ChildConstraintReason, ChildGrant, ConstraintMatch, ConstraintReason, GrantConstraint, GrantEvaluation,
    GrantForce, IssuingAccount, PairReason, RetireDelegate, RetireMatch,
};
pub use path::{IdentityAnswer, Limit, Obstacle, Path};
pub use premise::{ConditionPlace, Hinge, Premise, Rule};
pub use signals::ReachSet;
pub use situation::{
    CallerPolicies, Grant, GrantConstraints, Key, KeyInPlace, PolicyHolder, PolicyId, PolicyPlace, Situation,
    WrittenPolicy,
};
pub use standing::{Relation, Standing, Target};
pub use statement::{CompiledPolicy, CompiledStatement, PolicyAnswer, evaluate_statement};
pub use step::{Answer, Evidence, NotAsked, Question, Step};
pub use what_if::{Blocker, Lacks, NearMiss, Route};
