//! The advice on one request, as plain data: part of the public contract, beside the report.

use serde::{Deserialize, Serialize};

#[cfg(test)]
use crate::report::codes;
use crate::report::codes::AdviceNoteCode;
use crate::report::{Code, Decision, ReportSpan};
use crate::scenario::{Grant, Key, Request, Scenario};

/// What would change the decision on one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdviceReport {
    /// The request, by its place in the scenario.
    pub request: usize,
    /// The decision on it as the scenario is.
    pub decision: Decision,
    /// The answer in one sentence.
    pub summary: String,
    /// What blocks each check that is not allowed, in AWS's order; empty for an allowed request.
    pub obstacles: Vec<CheckObstacles>,
    /// Changes of the request alone, each of which leads to [`AdviceChange::decision`]; the best first.
    pub request_changes: Vec<AdviceChange>,
    /// Changes of policies, grants or the key, each of which leads to [`AdviceChange::decision`]; the best first.
    pub policy_changes: Vec<AdviceChange>,
    /// What to do where no change can be offered, or what to know before one is made.
    pub notes: Vec<AdviceNote>,
    /// How many times the request was evaluated to find the changes.
    pub evaluations: usize,
    /// Whether the search ended at its limit, so that there may be smaller changes than those listed.
    pub limit_reached: bool,
}

/// What to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdviceNote {
    /// What it says, for programs.
    #[cfg_attr(test, schemars(with = "codes::AdviceNoteCode"))]
    pub code: Code,
    /// What it says, in whole sentences.
    pub text: String,
}

impl AdviceNote {
    pub(super) fn new(code: AdviceNoteCode, text: impl Into<String>) -> Self {
        Self { code: code.name().into(), text: text.into() }
    }
}

/// What blocks one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CheckObstacles {
    /// The permission, such as `kms:ReEncryptFrom`.
    pub permission: String,
    /// The resource that it is checked on, as in the report.
    pub key: String,
    /// The way to Allow with the fewest obstacles.
    #[cfg_attr(test, schemars(with = "codes::PathCode"))]
    pub path: Code,
    /// That way in words.
    pub text: String,
    /// Everything that blocks it, in AWS's order. Removing all of them allows the check; leaving any one does not.
    pub obstacles: Vec<ObstacleReport>,
}

/// One thing that blocks a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ObstacleReport {
    /// What blocks.
    #[cfg_attr(test, schemars(with = "codes::ObstacleCode"))]
    pub code: Code,
    /// What blocks, in a sentence.
    pub text: String,
    /// The policy that blocks, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The statement of it that blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<usize>,
    /// The level of the organization that does not allow the call; 0 is the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<usize>,
    /// Whether AWS's error message names this one.
    pub in_message: bool,
    /// Whether it refuses the call as soon as the one that the message names is gone.
    pub refuses_next: bool,
    /// Whether no policy that can be edited removes it.
    pub is_fixed: bool,
}

/// A change that leads to another decision. It has been evaluated, and undoing any part of it leads back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdviceChange {
    /// What it changes at most.
    pub kind: ChangeKind,
    /// What to do, in the imperative.
    pub title: String,
    /// The decision on the request once the change is made.
    pub decision: Decision,
    /// The parts, to be applied in this order.
    pub parts: Vec<AdvicePart>,
    /// What to know before the change is made.
    pub notes: Vec<AdviceNote>,
    /// What else it changes.
    pub effects: SideEffects,
}

/// How much a change changes, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// The request, not what it meets.
    Request,
    /// One value of a list.
    Value,
    /// One condition.
    Condition,
    /// A statement.
    Statement,
    /// A grant.
    Grant,
    /// The key itself.
    Key,
}

/// What a change does beside what it is for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SideEffects {
    /// The other requests of the scenario whose decision changes, by their places.
    pub requests: Vec<usize>,
    /// Calls of the principals that the scenario names whose decision changes.
    pub calls: Vec<ChangedCalls>,
    /// What the change of a key policy opens and closes for all requests; absent if it changes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyEffects>,
    /// All of it in a sentence.
    pub text: String,
}

/// What a change of key policies opens and closes for all requests, whatever IAM policies and grants there are, beside
/// the request itself: what a statement for this caller, these operations and this way of calling would allow.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PolicyEffects {
    /// What is allowed after the change and was not before.
    pub opens: Vec<PolicyEffect>,
    /// What was allowed before the change and is not afterwards.
    pub closes: Vec<PolicyEffect>,
    /// What keeps the answer from being certain; empty: it is.
    pub cannot_tell: Vec<String>,
    /// All of it in a sentence.
    pub text: String,
}

/// Requests that a change of a key policy allows, or no longer allows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PolicyEffect {
    /// What changes, in a sentence.
    pub text: String,
    /// The operations, such as `kms:Encrypt`.
    pub operations: Vec<String>,
    /// One such request under the changed key policy, with the IAM policies or the grant that it needs, and its decision.
    pub scenario: Scenario,
}

/// Operations that one principal can call after a change and could not before, or the reverse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangedCalls {
    /// The principal.
    pub principal: String,
    /// The operations, such as `kms:Encrypt`.
    pub operations: Vec<String>,
    /// Whether the calls arrive as the request does: through its service, with its source and its encryption context.
    pub as_request: bool,
    /// Whether they change only if IAM policies of the principal allow them as well: the key policy's half is given.
    pub if_iam_allows: bool,
    /// The decision after the change.
    pub decision: Decision,
}

/// One part of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdvicePart {
    /// What to do, in the imperative.
    pub title: String,
    /// What exactly.
    pub action: AdviceAction,
}

/// What a part of a change does to the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AdviceAction {
    /// Edits the text of a policy.
    EditPolicy {
        /// The policy, by id.
        policy: String,
        /// What to replace, in the order of the text; all spans are of the text before this part.
        edits: Vec<AdviceEdit>,
    },
    /// Adds a policy.
    AddPolicy {
        /// The id that it gets: `identityPolicies/0`.
        policy: String,
        /// Its name.
        name: String,
        /// Its text.
        text: String,
        /// Whether the scenario has no list of such policies yet.
        starts_list: bool,
    },
    /// Adds a grant to the end of a key's grants.
    AddGrant {
        /// The list of grants: `grants`, `otherKeys/0/grants`.
        grants: String,
        /// The grant.
        grant: Box<Grant>,
    },
    /// Puts another request in the place of the request.
    ChangeRequest {
        /// The request as it was.
        before: Box<Request>,
        /// The request as it should be.
        after: Box<Request>,
    },
    /// Puts a customer managed key in the place of an AWS managed key.
    ChangeKey {
        /// The key: `key`, `otherKeys/0/key`.
        key: String,
        /// The key as it was.
        before: Box<Key>,
        /// The key as it should be.
        after: Box<Key>,
    },
}

/// A range of a policy's text, what it holds and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdviceEdit {
    /// What is replaced; empty to insert.
    pub span: ReportSpan,
    /// What it holds before.
    pub before: String,
    /// What it holds after.
    pub after: String,
}
