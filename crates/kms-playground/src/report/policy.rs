//! What the report says about the policies themselves: whether AWS would take them, and where everything stands.

use serde::{Deserialize, Serialize};

use super::Code;

/// One policy of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PolicyReport {
    /// Where the scenario holds it: `keyPolicy`, `identityPolicies/0`, `serviceControlPolicies/1/0` …
    pub id: String,
    /// What a person calls it: its name in the scenario, or "key policy".
    pub name: String,
    /// What kind of policy it is.
    pub kind: PolicyKind,
    /// Whether AWS would accept it; one that it would not takes no part in evaluation.
    pub accepted: bool,
    /// What is wrong with it, in the order of the text.
    pub errors: Vec<PolicyErrorReport>,
    /// Its statements, in order.
    pub statements: Vec<StatementSummary>,
}

/// Where a policy is attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum PolicyKind {
    /// The key's own.
    KeyPolicy,
    /// A user's, group's or role's.
    IdentityPolicy,
    /// The limit of one user or role.
    PermissionsBoundary,
    /// Passed when a session is made.
    SessionPolicy,
    /// An organization's limit on principals.
    ServiceControlPolicy,
    /// An organization's limit on resources.
    ResourceControlPolicy,
    /// The limit of one VPC endpoint.
    VpcEndpointPolicy,
}

/// Something wrong with a policy's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PolicyErrorReport {
    /// The engine's name of the error.
    #[cfg_attr(test, schemars(with = "crate::schema::PolicyErrorCode"))]
    pub code: Code,
    /// Whether AWS refuses the document for it.
    pub severity: Severity,
    /// What is wrong.
    pub text: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where.
    pub span: ReportSpan,
    /// How sure it is that AWS refuses it; absent means documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
}

/// How grave something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// AWS refuses it; of a finding: a part of the policy cannot work as written.
    Error,
    /// The policy allows more than a careful author wants; of findings only.
    SecurityWarning,
    /// AWS takes it; it is probably not what was meant.
    Warning,
    /// Worth knowing.
    Suggestion,
}

/// What a statement about AWS rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Certainty {
    /// AWS's documentation says so.
    Documented,
    /// It follows from what AWS documents, or was seen in the field.
    Likely,
    /// AWS documents nothing; this is the engine's assumption.
    Unconfirmed,
}

/// One statement of a policy, for headings and highlighting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StatementSummary {
    /// Its place in the policy, from 0.
    pub index: usize,
    /// Its Sid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Its Effect; absent when it has none that can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// From brace to brace.
    pub span: ReportSpan,
}

/// What a matching statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies.
    Deny,
}

/// What a reviewer would say about a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FindingReport {
    /// The policy that it speaks of, by id.
    pub policy: String,
    /// The rule that found it; `docs/rules` has a page for each.
    #[cfg_attr(test, schemars(with = "crate::schema::FindingCode"))]
    pub code: Code,
    /// How severe it is.
    pub severity: Severity,
    /// What is wrong, and why that matters.
    pub text: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where, the most telling place first.
    pub spans: Vec<ReportSpan>,
    /// A change that removes the finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixReport>,
    /// AWS's page about the matter.
    pub source: Code,
}

/// A change of a policy's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FixReport {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it may be applied without a person's look; another may allow more or deny less than before.
    pub is_safe: bool,
    /// What to replace, in the order of the text; all spans are of the text before the change.
    pub edits: Vec<EditReport>,
}

/// A part of a policy's text and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct EditReport {
    /// What is replaced; empty to insert.
    pub span: ReportSpan,
    /// What takes its place; empty to remove.
    pub text: String,
}

/// A range of a policy's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReportSpan {
    /// The first place.
    pub start: ReportPosition,
    /// The place behind the last.
    pub end: ReportPosition,
}

/// A place in a policy's text, in the units of editors and browsers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReportPosition {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in UTF-16 units.
    pub column: u32,
    /// The offset in the text, from 0, in UTF-16 units.
    pub offset: u32,
}
