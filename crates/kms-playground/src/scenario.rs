//! The scenario: everything that a person typed, and nothing derived from it.
//!
//! This is half of the public contract; the other half is [`crate::Report`]. Reading refuses unknown fields, so a
//! misspelt one is never silently without effect. What a value *means* is not checked here: a request may be half
//! typed, a key ARN broken, a policy no JSON at all.

mod about;
mod assumed;
mod context_value;
mod error;
mod grant;
mod key;
mod lint;
mod objects;
mod pairs;
mod path;
mod policies;
mod policy_id;
mod policy_owner;
mod policy_text;
mod read;
mod readings;
mod request;
mod request_name;
mod spelt;

use serde::{Deserialize, Serialize};

pub use about::About;
pub use assumed::Assumed;
pub use context_value::ContextValue;
pub use error::ScenarioError;
pub use grant::{Grant, GrantConstraints};
pub use key::Key;
pub use lint::Lint;
pub use pairs::Pairs;
pub use policies::PolicyRef;
pub use policy_id::{NotAPolicyId, PolicyId, PolicyRole};
pub use policy_owner::{Levels, PolicyOwner};
pub use policy_text::{NamedPolicy, PolicyText};
pub use read::{MAX_NESTING, MAX_POLICY_BYTES, MAX_REQUESTS, MAX_SCENARIO_BYTES, part_from_json};
pub use readings::Readings;
pub use request::Request;
pub use request_name::request_name;

pub(crate) use read::from_json;

/// A key, the policies around it, and the requests to decide.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct Scenario {
    /// The address of the JSON Schema, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of this format.
    pub version: ScenarioVersion,
    /// A short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Plain text shown above the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// What the scenario teaches; of examples and challenges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// The KMS key that requests use unless they name another.
    pub key: Key,
    /// The key policy of `key`.
    pub key_policy: PolicyText,
    /// The caller's identity-based policies; absent means that they are not known, empty that there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_policies: Option<Vec<NamedPolicy>>,
    /// The caller's permissions boundary; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<NamedPolicy>,
    /// The caller's session policies; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_policies: Option<Vec<NamedPolicy>>,
    /// The SCPs above the caller's account, one list a level, the organization's root first; absent means none apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_control_policies: Option<Vec<Vec<NamedPolicy>>>,
    /// The RCPs above the key owner's account, in the same shape; absent means none apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_control_policies: Option<Vec<Vec<NamedPolicy>>>,
    /// The policy of the VPC endpoint that requests with `aws:SourceVpce` pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_policy: Option<NamedPolicy>,
    /// Callers whose own policies replace the caller's policies above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub callers: Vec<Caller>,
    /// Further keys that a request may name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_keys: Vec<OtherKey>,
    /// The grants on `key`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// Values that nobody gave, each with the reason why it has this one; shown as assumptions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<Assumed>,
    /// What is not reported about the policies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lint: Option<Lint>,
    /// The requests to decide, each on its own.
    #[serde(deserialize_with = "read::bounded_requests")]
    pub requests: Vec<Request>,
}

/// Version 1 of the scenario format, the only one that there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScenarioVersion;

impl Serialize for ScenarioVersion {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(1)
    }
}

impl<'de> Deserialize<'de> for ScenarioVersion {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u64::deserialize(deserializer)? {
            1 => Ok(Self),
            other => Err(serde::de::Error::custom(format_args!("unknown scenario version `{other}`"))),
        }
    }
}

/// The policies of one principal or session issuer, in place of those of the scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct Caller {
    /// The principal, or the role or user behind the session.
    pub principal: String,
    /// Its identity-based policies; absent means that they are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_policies: Option<Vec<NamedPolicy>>,
    /// Its permissions boundary; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<NamedPolicy>,
    /// Its session policies; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_policies: Option<Vec<NamedPolicy>>,
    /// The SCPs above its account; absent means none apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_control_policies: Option<Vec<Vec<NamedPolicy>>>,
}

/// A further key that a request may name, with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct OtherKey {
    /// The key.
    pub key: Key,
    /// Its key policy.
    pub key_policy: PolicyText,
    /// Its grants.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// The RCPs above its owner's account; absent means none apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_control_policies: Option<Vec<Vec<NamedPolicy>>>,
}
