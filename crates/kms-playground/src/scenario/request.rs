//! One request: who calls what, how the call arrives, and what it carries.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ContextValue, Pairs};
use crate::report::Decision;

/// A call to KMS, as typed; everything else that KMS sees is derived from it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct Request {
    /// A short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The job of a service that the call is a part of. Requests in a row with the same job belong together: the job
    /// works only if all of them are allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// Who calls: a user, role, session or account root ARN, or a service principal.
    pub principal: String,
    /// The role (with its path) or the user behind a session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_issuer: Option<String>,
    /// The operation, such as `kms:Decrypt`.
    pub action: String,
    /// The service through which the call comes with the caller's identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via_service: Option<String>,
    /// The resource on whose behalf a service principal calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_arn: Option<String>,
    /// The account on whose behalf a service principal calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_account: Option<String>,
    /// The encryption context; of ReEncrypt the source's.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub encryption_context: Pairs<String>,
    /// The encryption context under which ReEncrypt encrypts.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub destination_encryption_context: Pairs<String>,
    /// The key under which ReEncrypt encrypts; absent means the same key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_key_id: Option<String>,
    /// How the call names the key; absent means `key`, by its ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// The grant tokens that the call carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant_tokens: Vec<String>,
    /// Further parameters of the operation, named as in the KMS API.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub parameters: Map<String, Value>,
    /// Condition keys that are set, or with null made absent, whatever would be derived.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub context: Pairs<Option<ContextValue>>,
    /// The decision that its author expects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Decision>,
}

impl Request {
    /// Whether it is the same call, whatever the two are called and expected to come to.
    pub fn asks_the_same_as(&self, other: &Self) -> bool {
        let call = |request: &Self| Self { name: None, job: None, expect: None, ..request.clone() };
        call(self) == call(other)
    }
}
