//! The KMS key, as `kms:DescribeKey` would show it.
//!
//! AWS KMS API Reference, *KeyMetadata* (API_KeyMetadata.html).

use serde::{Deserialize, Serialize};

use super::{Pairs, spelt};
use crate::{KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, MultiRegionKeyType};

/// A KMS key: its ARN, which names Region and owner, and what conditions and key state depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct Key {
    /// The key ARN.
    pub arn: String,
    /// Its alias names, each beginning with `alias/`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The key spec; absent means `SYMMETRIC_DEFAULT`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "spelt")]
    #[cfg_attr(test, schemars(schema_with = "spelt::schema::<KeySpec>"))]
    pub key_spec: Option<KeySpec>,
    /// The key usage; absent means the usual one of the key spec.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "spelt")]
    #[cfg_attr(test, schemars(schema_with = "spelt::schema::<KeyUsage>"))]
    pub key_usage: Option<KeyUsage>,
    /// Where the key material comes from; absent means `AWS_KMS`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "spelt")]
    #[cfg_attr(test, schemars(schema_with = "spelt::schema::<KeyOrigin>"))]
    pub origin: Option<KeyOrigin>,
    /// Primary or replica; absent means a single-Region key.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "spelt")]
    #[cfg_attr(test, schemars(schema_with = "spelt::schema::<MultiRegionKeyType>"))]
    pub multi_region_key_type: Option<MultiRegionKeyType>,
    /// The key state; absent means `Enabled`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "spelt")]
    #[cfg_attr(test, schemars(schema_with = "spelt::schema::<KeyState>"))]
    pub key_state: Option<KeyState>,
    /// Who manages the key; absent means the customer.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "spelt")]
    #[cfg_attr(test, schemars(schema_with = "spelt::schema::<KeyManager>"))]
    pub key_manager: Option<KeyManager>,
    /// The tags on the key.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub tags: Pairs<String>,
}

impl Key {
    /// A customer managed symmetric key with this ARN.
    pub fn new(arn: impl Into<String>) -> Self {
        Self {
            arn: arn.into(),
            aliases: Vec::new(),
            key_spec: None,
            key_usage: None,
            origin: None,
            multi_region_key_type: None,
            key_state: None,
            key_manager: None,
            tags: Pairs::default(),
        }
    }
}

impl Default for Key {
    /// The key of AWS's own examples.
    fn default() -> Self {
        Self::new("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")
    }
}
