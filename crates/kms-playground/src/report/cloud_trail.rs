//! What CloudTrail would log of one call: AWS's own record, as far as AWS documents it and the scenario tells.
//!
//! Field names are those of CloudTrail's records, so that the event can be held beside one from a log.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Code, Note};
use crate::written::to_json_indented;

/// In whose logs CloudTrail would show the call, and as what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CloudTrailReport {
    /// Whether and in whose account the call is logged, in a sentence.
    pub text: String,
    /// The AWS page behind it.
    pub source: Code,
    /// The accounts that receive an event, the caller's first; empty where none does or AWS does not say.
    pub accounts: Vec<String>,
    /// The event, as the first of the accounts receives it; absent where CloudTrail records none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<CloudTrailEvent>,
    /// What the event does not show, and what AWS does not document of it.
    pub notes: Vec<Note>,
}

/// A CloudTrail event, without what nobody gave (times, identifiers, credentials) and what AWS does not document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CloudTrailEvent {
    /// Who called.
    pub user_identity: CloudTrailIdentity,
    /// Always `kms.amazonaws.com`.
    pub event_source: String,
    /// The API operation: `ReEncrypt` for both of its permissions.
    pub event_name: String,
    /// The Region that was called.
    pub aws_region: String,
    /// The address from which the call came, or the AWS service that made it.
    #[serde(default, rename = "sourceIPAddress", skip_serializing_if = "Option::is_none")]
    pub source_ip_address: Option<String>,
    /// What made the call; known where an AWS service did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The error; absent for a call that succeeds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// The text of the error, where it is documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// The parameters of the call, without plaintext, ciphertext and the like; null for RetireGrant.
    pub request_parameters: Option<Map<String, Value>>,
    /// What stands beside the parameters: the grant of RetireGrant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_event_data: Option<Map<String, Value>>,
    /// The keys and aliases that the call is about.
    pub resources: Vec<CloudTrailResource>,
    /// The account that receives this event; absent where AWS does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient_account_id: Option<String>,
    /// The VPC endpoint through which the call came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_id: Option<String>,
}

impl CloudTrailEvent {
    /// The event as JSON, laid out to be read.
    pub fn to_json(&self) -> String {
        to_json_indented(self)
    }
}

/// Who called, in CloudTrail's terms.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CloudTrailIdentity {
    /// `IAMUser`, `AssumedRole`, `FederatedUser`, `Root` or `AWSService`.
    pub r#type: String,
    /// The caller's ARN; AWS services have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// The caller's account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The name of an IAM user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The role or user behind a session, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_context: Option<CloudTrailSession>,
    /// The AWS service that made the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoked_by: Option<String>,
}

/// What is known of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CloudTrailSession {
    /// The role or user that the session was issued to.
    pub session_issuer: CloudTrailIssuer,
}

/// The role or user behind a session; the only place where a role's path survives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CloudTrailIssuer {
    /// `Role` or `IAMUser`.
    pub r#type: String,
    /// The ARN, with its path.
    pub arn: String,
    /// The account.
    pub account_id: String,
    /// The name without path.
    pub user_name: String,
}

/// A key or an alias that a call is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CloudTrailResource {
    /// The account that owns it.
    pub account_id: String,
    /// `AWS::KMS::Key`, of aliases too.
    pub r#type: String,
    /// Its ARN.
    #[serde(rename = "ARN")]
    pub arn: String,
}
