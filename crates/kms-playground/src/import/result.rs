//! What reading a pasted text gives: a scenario, what it was made of, and what is still to be asked.
//!
//! Part of the public contract, like the report: plain JSON, camelCase, positions in UTF-16 units of the pasted text.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::report::{Code, Note, PolicyKind, ReportSpan};
use crate::scenario::Scenario;

/// The version of this format.
pub const IMPORT_VERSION: &str = "1.0";

/// What was made of a pasted text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// [`IMPORT_VERSION`] of the engine that wrote it.
    pub schema_version: Cow<'static, str>,
    /// What the text is as a whole.
    pub kind: ImportKind,
    /// Every part that was understood, in the order of the text.
    pub recognised: Vec<Recognised>,
    /// The scenario: the text laid over the given one, or a fresh one.
    pub scenario: Scenario,
    /// What the text sets, field by field.
    pub changes: Vec<Change>,
    /// What the scenario needs and the text does not say.
    pub asks: Vec<Ask>,
    /// Names that stand in the text in place of values.
    pub placeholders: Vec<Placeholder>,
    /// Why the text is not the refusal of a request, if it is not; otherwise null.
    pub problem: Option<Problem>,
    /// What was assumed, left out, or is worth knowing.
    pub notes: Vec<Note>,
    /// Read-only commands that fetch what is missing, ready to be sent to the owner of the account.
    pub commands: Vec<FetchCommand>,
    /// The key policy before a change, where the text has it before and after; the scenario has the one after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Whether the given scenario was replaced as a whole, rather than changed.
    pub fresh: bool,
    /// Whether the text has a template whose reader is to be loaded first; then it is to be read again.
    pub needs_templates: bool,
}

/// What a text, or a part of it, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ImportKind {
    /// AWS's message that a user is not authorized.
    AccessDenied,
    /// A service's own words around a refusal by KMS.
    ServiceWrapper,
    /// A key policy or an IAM policy, also inside the output of a command.
    Policy,
    /// A CloudFormation template, or what the CDK makes.
    CloudFormation,
    /// Terraform configuration, state or plan.
    Terraform,
    /// A CloudTrail event.
    CloudTrail,
    /// The output of `list-grants`.
    Grants,
    /// What a command says of the key, or of who calls.
    Key,
    /// The output of `decode-authorization-message`.
    AuthorizationMessage,
    /// A scenario of the playground.
    Scenario,
    /// A link of the playground.
    Link,
    /// Several of these.
    Mixed,
    /// Nothing that is known.
    Unknown,
}

/// A part of the text that was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Recognised {
    /// What it is.
    pub kind: ImportKind,
    /// The kind of policy, of a policy that stands alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyKind>,
    /// Where it stands in the pasted text.
    pub span: ReportSpan,
    /// A sentence about it.
    pub text: String,
}

/// A field of the scenario that the text sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The field, such as `requests[0].principal`.
    pub field: String,
    /// Its value before; null if it had none.
    pub from: Value,
    /// Its value now; null if it has none.
    pub to: Value,
    /// Where the text says so; absent for what follows from something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<ReportSpan>,
    /// Why the value is assumed; absent if the text says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumed: Option<String>,
}

/// Something to ask the person who pasted the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Ask {
    /// The field of the scenario that the answer sets.
    pub field: String,
    /// The question.
    pub text: String,
    /// Likely answers; empty where there is nothing to choose from.
    pub choices: Vec<String>,
}

/// A name that stands in place of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Placeholder {
    /// The field of the scenario that it stands in.
    pub field: String,
    /// Its name: of `${AWS::AccountId}` what is between the braces, of all others the text as written.
    pub name: String,
    /// What stands for it in the scenario; absent if it is kept as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Where it stands in the pasted text.
    pub span: ReportSpan,
}

/// Why a text is not the refusal of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// What kind of problem.
    pub kind: ProblemKind,
    /// AWS's code of the error, or the engine's name of the problem.
    pub code: Code,
    /// What it means.
    pub text: String,
    /// What to do about it.
    pub help: String,
}

/// The kinds of error that are no refusal of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ProblemKind {
    /// The new key policy would leave nobody who can change it.
    Lockout,
    /// KMS cannot find a principal of the policy.
    InvalidPrincipals,
    /// The call was refused for a reason that no policy changes.
    NotAuthorization,
    /// The message is encoded.
    EncodedMessage,
}

/// A read-only command that fetches something that is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FetchCommand {
    /// The field of the scenario that its output sets.
    pub field: String,
    /// The command, in one line.
    pub command: String,
    /// What it shows, and which account runs it.
    pub text: String,
}
