//! The report: everything that comes back, as plain data with all words already in it.
//!
//! This is the other half of the public contract. Spans stand under `policies` and with the trace elements that
//! refer to them; a consumer builds no sentences and computes no positions. Adding a field is a minor change,
//! changing one is major.

mod check;
mod cloud_trail;
pub mod codes;
mod detail;
mod from_engine;
mod policy;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use check::{
    AbsentKey, AfterAuthorization, Answer, CheckReport, ContextKey, Element, ElementOutcome, ElementReport,
    GrantOutcome, GrantReport, Ground, Origin, StatementOutcome, StatementReport, StepReport, ValueReport,
};
pub use cloud_trail::{
    CloudTrailEvent, CloudTrailIdentity, CloudTrailIssuer, CloudTrailReport, CloudTrailResource,
    CloudTrailSession,
};
pub use detail::Detail;
pub use policy::{
    Certainty, EditReport, Effect, FindingReport, FixReport, PolicyErrorReport, PolicyKind, PolicyReport,
    ReportPosition, ReportSpan, Severity, StatementSummary,
};

/// The version of this format.
pub const SCHEMA_VERSION: &str = "2.0";
/// The version of the engine.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");
/// The day on which AWS's documentation was last read for the rules.
pub const RULES_DATE: &str = "2026-11-22";

/// A stable, machine-readable name of a reason, in camelCase.
pub type Code = Cow<'static, str>;

/// What the engine says about one scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// [`SCHEMA_VERSION`] of the engine that wrote it.
    pub schema_version: Cow<'static, str>,
    /// [`ENGINE_VERSION`] of the engine that wrote it.
    pub engine_version: Cow<'static, str>,
    /// [`RULES_DATE`] of the engine that wrote it.
    pub rules_date: Cow<'static, str>,
    /// Values of the scenario that nobody gave, such as the key of a policy that came without one. Those that bear on a
    /// request are among its own assumptions too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<Note>,
    /// Every policy of the scenario, in its order.
    pub policies: Vec<PolicyReport>,
    /// What a reviewer would say about the policies, in their order and that of their texts.
    pub findings: Vec<FindingReport>,
    /// Every request of the scenario, in its order.
    pub requests: Vec<RequestReport>,
}

impl Report {
    /// A report with nothing in it yet.
    pub const fn empty() -> Self {
        Self {
            schema_version: Cow::Borrowed(SCHEMA_VERSION),
            engine_version: Cow::Borrowed(ENGINE_VERSION),
            rules_date: Cow::Borrowed(RULES_DATE),
            assumptions: Vec::new(),
            policies: Vec::new(),
            findings: Vec::new(),
            requests: Vec::new(),
        }
    }

    /// The policy with this id.
    pub fn policy(&self, id: &str) -> Option<&PolicyReport> {
        self.policies.iter().find(|policy| policy.id == id)
    }
}

/// What AWS would decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Decision {
    /// A Deny statement of a policy that takes part matches.
    ExplicitDeny,
    /// Nothing allows it, or a limit does not.
    ImplicitDeny,
    /// A policy that takes part is not one that AWS would accept, or the request cannot be made.
    NotEvaluated,
    /// It depends on identity-based policies that are not known.
    Undetermined,
    /// Something allows it and nothing stops it.
    Allowed,
}

impl Decision {
    /// Every decision; over several checks the first that occurs is the request's.
    pub const ALL: [Self; 5] =
        [Self::ExplicitDeny, Self::ImplicitDeny, Self::NotEvaluated, Self::Undetermined, Self::Allowed];

    /// The name in scenario and report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExplicitDeny => "explicitDeny",
            Self::ImplicitDeny => "implicitDeny",
            Self::NotEvaluated => "notEvaluated",
            Self::Undetermined => "undetermined",
            Self::Allowed => "allowed",
        }
    }

    /// The words for a person.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ExplicitDeny => "Explicit deny",
            Self::ImplicitDeny => "Implicit deny",
            Self::NotEvaluated => "Not evaluated",
            Self::Undetermined => "Undetermined",
            Self::Allowed => "Allowed",
        }
    }
}

/// What the engine says about one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestReport {
    /// Its name in the scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What AWS would decide.
    pub decision: Decision,
    /// What its author expects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Decision>,
    /// Whether the two are the same; absent without an expectation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<bool>,
    /// The reason in one sentence.
    pub summary: String,
    /// The text of the error that AWS would return; absent when it would not return one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What CloudTrail would show of the call; absent for a call that is not evaluated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cloud_trail: Option<CloudTrailReport>,
    /// What was taken for granted because AWS does not document it or nobody gave it.
    pub assumptions: Vec<Note>,
    /// What the decision depends on that is not known.
    pub depends_on: Vec<Note>,
    /// What was left out of the evaluation, where and why.
    pub not_evaluated: Vec<Note>,
    /// The permissions that the operation needs, each decided by itself.
    pub checks: Vec<CheckReport>,
}

impl RequestReport {
    /// What makes the call fail although every check of it is allowed, such as a new key policy that fails the lockout
    /// safety check.
    pub fn failure(&self) -> Option<&AfterAuthorization> {
        if self.decision == Decision::Allowed {
            self.checks.iter().find_map(CheckReport::failure)
        } else {
            None
        }
    }

    /// The decision in words for a person; an allowed call that fails afterwards is told apart.
    pub fn verdict(&self) -> &'static str {
        if self.failure().is_some() { "Allowed, but the call fails" } else { self.decision.label() }
    }
}

/// A remark with a stable code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// What kind of remark.
    #[cfg_attr(test, schemars(with = "crate::schema::AnyNoteCode"))]
    pub code: Code,
    /// The remark, in a sentence or two.
    pub text: String,
    /// The field of the scenario that it speaks of, such as `requests[0].action`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The AWS page behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Code>,
}

impl Note {
    /// A remark without place or page.
    pub(crate) fn new(code: impl Into<&'static str>, text: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code.into()), text: text.into(), path: None, source: None }
    }

    /// The same remark about a field of the scenario.
    pub(crate) fn at(self, path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..self }
    }
}

/// A reason by its code; the sentence stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reason {
    /// The engine's name of the reason.
    #[cfg_attr(test, schemars(with = "codes::ReasonCode"))]
    pub code: Code,
}
