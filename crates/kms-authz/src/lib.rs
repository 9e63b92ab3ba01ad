//! Decides what AWS KMS would decide, and shows why as a tree: one node for each question that AWS asks, each leaf a
//! named reason and a place in a policy. The decision is computed from the tree, so the two cannot disagree.
//!
//! The modules are the way of the data:
//!
//! 1. A [`Situation`] holds keys, policies and grants; a [`Call`] describes one API call.
//! 2. `call` finds out which permissions the call needs on which resources. Each is a [`Check`].
//! 3. `context` derives the condition keys that KMS sees for a check.
//! 4. `applicable` picks the policies that apply, by the [`Relationship`] between caller and key. `statement` and `grant`
//!    compare each statement and grant with the request.
//! 5. `evaluation` is the tree that comes of it: [`Evaluation`] with its [`Step`]s and [`Path`]s.
//! 6. `decision` computes the [`Decision`] from the answers of all layers, and from the same answers the [`Assumption`]s
//!    behind it, the [`Unknown`]s that could change it, and the [`NearMiss`]es.
//!
//! The crate knows how AWS evaluates. It knows neither text nor JSON nor English sentences, and nothing of good
//! practice.
//!
//! ```
//! use kms_authz::{Call, CompiledSituation, Decision, Key, KeyInPlace, Situation, WrittenPolicy};
//! use kms_policy::{Arn, PolicyKind, Principal, parse};
//!
//! let policy = r#"{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
//!     "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" } } }"#;
//! let policy = parse(policy, PolicyKind::KeyPolicy);
//! let arn = Arn::new("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab").unwrap();
//! let situation = Situation::new(KeyInPlace::new(Key::new(arn), WrittenPolicy::of(&policy)));
//! let compiled = CompiledSituation::new(&situation);
//!
//! let caller = Principal::aws("arn:aws:sts::111122223333:assumed-role/App/session");
//! let checks = compiled.check(&Call::new("kms:Decrypt", caller.clone())).unwrap();
//! assert_eq!(checks[0].decision(), Decision::Allowed);
//! let deciding = checks[0].evaluation.steps().into_iter().find(|step| step.decided).unwrap();
//! assert_eq!(deciding.question, kms_authz::Question::KeyPolicy);
//!
//! assert_eq!(compiled.decide(&Call::new("kms:Encrypt", caller)), Ok(Decision::ImplicitDeny));
//! ```

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
pub use call::error::CallError;
pub use call::without_trees::{requests, requests_without_context};
pub use call::{Call, ParameterValue};
pub use check::{
    AfterAuthorization, AliasKeysDiffer, Bypass, Check, DecidedCheck, LockoutAnswer, LockoutCheck,
};
pub use decision::Decision;
pub use decision::assumptions::{Assumption, ConditionPlace, Rule, Unknown};
pub use decision::layers::ReachSet;
pub use decision::what_if::{Blocker, Lacks, NearMiss, Route};
pub use evaluation::path::{IdentityAnswer, IdentityPolicies, Limit, Obstacle, Path};
pub use evaluation::step::{Answer, Evidence, NotAsked, Question, Step};
pub use evaluation::tree::{Evaluation, Levels, PathEvaluation, PolicyEvaluation};
pub use grant::{
    ChildConstraintReason, ChildGrant, ConstraintMatch, ConstraintReason, GrantConstraint, GrantEvaluation,
    GrantForce, IssuingAccount, PairReason, RetireDelegate, RetireMatch,
};
pub use relationship::{Relation, Relationship, Target};
pub use situation::compiled::CompiledSituation;
pub use situation::{
    CallerPolicies, Grant, GrantConstraints, Key, KeyInPlace, KeyPlace, PolicyHolder, PolicyId, PolicyPlace,
    Situation, WrittenPolicy,
};
pub use statement::{CompiledCondition, CompiledPolicy, CompiledStatement, PolicyAnswer, evaluate_statement};
