//! What the report says about one permission on one key: the steps, the context, each statement and each grant.

use serde::{Deserialize, Serialize};

#[cfg(test)]
use super::codes::{AfterAuthorizationCode, OriginCode, QuestionCode};
use super::{Code, Decision, Reason, ReportSpan};

/// One permission on one key, decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// The permission, such as `kms:ReEncryptFrom`.
    pub permission: String,
    /// The resource that it is checked on: a key ARN, an alias ARN, or `*` for operations without a key.
    pub key: String,
    /// The decision.
    pub decision: Decision,
    /// AWS's questions, in order.
    pub steps: Vec<StepReport>,
    /// The condition keys that KMS sees.
    pub context: Vec<ContextKey>,
    /// The condition keys that a policy asks for and the call does not carry, with why.
    pub absent: Vec<AbsentKey>,
    /// Every statement of every policy that takes part.
    pub statements: Vec<StatementReport>,
    /// Every grant on the key.
    pub grants: Vec<GrantReport>,
    /// The Allow statements and grants that come nearest to allowing a call that is refused, the nearest first.
    #[serde(default)]
    pub near_misses: Vec<Ground>,
    /// What makes an allowed call fail all the same: key state, key usage.
    pub after_authorization: Vec<AfterAuthorization>,
}

/// One question of AWS's and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StepReport {
    /// The engine's name of the question.
    #[cfg_attr(test, schemars(with = "QuestionCode"))]
    pub code: Code,
    /// The question, as a sentence.
    pub question: String,
    /// The answer.
    pub answer: Answer,
    /// Why the question does not arise; absent where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The answer in words.
    pub text: String,
    /// Whether this answer decided.
    pub decided: bool,
    /// The statements and grants that the answer rests on.
    pub by: Vec<Ground>,
}

/// The answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The question does not arise for this request.
    NotApplicable,
    /// It depends on what is not known.
    Unknown,
}

/// What an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Ground {
    /// A statement of a policy.
    Statement {
        /// The policy's id.
        policy: String,
        /// The statement's index.
        statement: usize,
    },
    /// A grant.
    Grant {
        /// The grant's index.
        grant: usize,
    },
}

/// A condition key that KMS sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ContextKey {
    /// The key, as AWS spells it.
    pub key: String,
    /// Its values.
    pub values: Vec<String>,
    /// Whether AWS counts it as multivalued.
    pub multivalued: bool,
    /// Where the values come from.
    pub origin: Origin,
}

/// Where a value of the request context comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    /// The engine's name of the origin.
    #[cfg_attr(test, schemars(with = "OriginCode"))]
    pub code: Code,
    /// The origin in words.
    pub text: String,
}

/// A condition key that the call does not carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AbsentKey {
    /// The key, as AWS spells it.
    pub key: String,
    /// Why it is absent.
    pub reason: Reason,
    /// Why, in a sentence.
    pub text: String,
}

/// What became of one statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StatementReport {
    /// The policy's id.
    pub policy: String,
    /// The statement's index in it.
    pub index: usize,
    /// What became of it.
    pub outcome: StatementOutcome,
    /// Whether the decision rests on it.
    pub decided: bool,
    /// Why.
    pub reason: Reason,
    /// Why, in a sentence.
    pub text: String,
    /// Its elements, in AWS's order.
    pub elements: Vec<ElementReport>,
}

impl CheckReport {
    /// The statements among the [near misses](Self::near_misses), the nearest first.
    pub fn near_statements(&self) -> impl Iterator<Item = &StatementReport> {
        self.near_misses.iter().filter_map(|ground| {
            let Ground::Statement { policy, statement } = ground else { return None };
            self.statements.iter().find(|report| report.policy == *policy && report.index == *statement)
        })
    }

    /// What makes the call fail although it is authorized; none where the check is refused anyway, or where nothing
    /// does. A dry run ends in an exception by which KMS reports success.
    pub fn failure(&self) -> Option<&AfterAuthorization> {
        let fails = |after: &&AfterAuthorization| after.fails && after.code != "dryRun";
        self.after_authorization.iter().filter(|_| self.decision == Decision::Allowed).find(fails)
    }
}

impl StatementReport {
    /// The elements that limit a statement and match: conditions, `NotPrincipal`, `NotAction`, `NotResource`. Of a Deny
    /// that applies they are the reason why it applies to this call.
    pub fn limiting(&self) -> Vec<&ElementReport> {
        let limits = |element: &&ElementReport| {
            use Element::{Condition, NotAction, NotPrincipal, NotResource};
            element.outcome == ElementOutcome::Matches
                && matches!(element.element, Condition | NotPrincipal | NotAction | NotResource)
        };
        self.elements.iter().filter(limits).collect()
    }
}

/// What became of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum StatementOutcome {
    /// Every element matches.
    Applies,
    /// Every element matches, the principal as the caller's account: identity-based policies decide.
    Delegates,
    /// Some element does not match.
    DoesNotApply,
    /// It takes no part in this decision.
    NotEvaluated,
}

/// What became of one element of a statement or of a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ElementReport {
    /// Which element.
    pub element: Element,
    /// The condition operator as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// The condition key as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What became of it.
    pub outcome: ElementOutcome,
    /// Why.
    pub reason: Reason,
    /// Why, in a sentence.
    pub text: String,
    /// Where it is written; grants have no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<ReportSpan>,
    /// What the request has; empty when it has nothing.
    pub has: Vec<String>,
    /// Each value that the statement asks for.
    pub values: Vec<ValueReport>,
}

/// The elements of a statement, under AWS's names, and those of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each is AWS's own name of an element")]
pub enum Element {
    Principal,
    NotPrincipal,
    Action,
    NotAction,
    Resource,
    NotResource,
    Condition,
    /// Whether the grant is in force: pending grants want their token.
    GrantToken,
    GranteePrincipal,
    Operations,
    EncryptionContextSubset,
    EncryptionContextEquals,
    SourceArn,
}

impl Element {
    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Principal => "Principal",
            Self::NotPrincipal => "NotPrincipal",
            Self::Action => "Action",
            Self::NotAction => "NotAction",
            Self::Resource => "Resource",
            Self::NotResource => "NotResource",
            Self::Condition => "Condition",
            Self::GrantToken => "GrantToken",
            Self::GranteePrincipal => "GranteePrincipal",
            Self::Operations => "Operations",
            Self::EncryptionContextSubset => "EncryptionContextSubset",
            Self::EncryptionContextEquals => "EncryptionContextEquals",
            Self::SourceArn => "SourceArn",
        }
    }
}

/// What became of an element or of one of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ElementOutcome {
    /// It matches.
    Matches,
    /// It does not.
    DoesNotMatch,
    /// It depends on what is not known.
    Unknown,
}

/// One value that a statement asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ValueReport {
    /// The value as written.
    pub value: String,
    /// The value with its policy variables replaced, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<String>,
    /// What became of it.
    pub outcome: ElementOutcome,
    /// Why.
    pub reason: Reason,
    /// Why, in a sentence.
    pub text: String,
    /// Where it is written; grants have no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<ReportSpan>,
}

/// What became of one grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GrantReport {
    /// Its place among the key's grants, from 0.
    pub index: usize,
    /// Its id, if the scenario gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
    /// What became of it.
    pub outcome: GrantOutcome,
    /// Whether the decision rests on it.
    pub decided: bool,
    /// Why.
    pub reason: Reason,
    /// Why, in a sentence.
    pub text: String,
    /// Its parts, in the order in which KMS asks for them.
    pub elements: Vec<ElementReport>,
}

/// What became of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum GrantOutcome {
    /// Everything matches.
    Applies,
    /// Something does not.
    DoesNotApply,
}

/// What makes an authorized call fail, or deserves a word; no policy change helps against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AfterAuthorization {
    /// The exception that KMS returns; absent where the call succeeds or AWS does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<Code>,
    /// The engine's name of the reason.
    #[cfg_attr(test, schemars(with = "AfterAuthorizationCode"))]
    pub code: Code,
    /// Whether it makes the call fail; what does not deserves a word all the same.
    pub fails: bool,
    /// The reason, in a sentence or two.
    pub text: String,
    /// The AWS page behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Code>,
}
