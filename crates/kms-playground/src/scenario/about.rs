//! What an example or a challenge says about itself.

use serde::{Deserialize, Serialize};

use super::PolicyText;

/// What a scenario teaches and where that is documented.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct About {
    /// The AWS service or other system that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The one thing to learn from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
    /// The task that it sets, as [`crate::challenge::Challenge`] reads it: kept as it is written, because few need it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<crate::challenge::Challenge>"))]
    pub challenge: Option<PolicyText>,
    /// The pages behind it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}
