//! What a new key policy is for, and what there is to say about the one that was written.

use serde::Serialize;

use super::JobChoice;
use super::guard::ConditionReport;
use crate::report::{Decision, FindingReport, Note};
use crate::scenario::{PolicyText, Scenario};

/// What a new key policy is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPolicy {
    /// The ARN of the key; of a key that does not exist yet with any id.
    pub key: String,
    /// Who administers the key: ARNs of users and roles.
    pub administrators: Vec<String>,
    /// Who asks the services; without a job that somebody asks for, who uses the key directly.
    pub users: Vec<String>,
    /// What the key is for.
    pub jobs: Vec<JobChoice>,
}

/// A key policy that was written, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WrittenPolicy {
    /// The key policy.
    pub key_policy: PolicyText,
    /// The identity-based policies that principals of other accounts need as well.
    pub identity_policies: Vec<IdentityPolicy>,
    /// What each statement is for, in the order of the key policy.
    pub statements: Vec<StatementReason>,
    /// What to know, and what to do beside it.
    pub notes: Vec<Note>,
    /// The jobs under this policy.
    pub jobs: Vec<JobOutcome>,
    /// Whether the policy passes KMS's lockout safety check when the first administrator puts it in place.
    pub passes_lockout_check: bool,
    /// What a reviewer would say about the key policy.
    pub findings: Vec<FindingReport>,
    /// The key with its policy, and every call of the jobs as a request, with `allowed` expected.
    pub scenario: Scenario,
}

/// An identity-based policy for a principal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityPolicy {
    /// Whom to attach it to.
    pub principal: String,
    /// Its text.
    pub policy: PolicyText,
}

/// What a statement is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementReason {
    /// Its Sid.
    pub sid: String,
    /// The jobs that need it, or who does.
    pub reasons: Vec<String>,
    /// What each of its conditions keeps out.
    pub conditions: Vec<ConditionReport>,
}

/// A job under a written policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JobOutcome {
    /// The service.
    pub service: &'static str,
    /// What it does.
    pub job: &'static str,
    /// Whether it works.
    pub decision: Decision,
    /// The reason in a sentence or two.
    pub summary: String,
}
