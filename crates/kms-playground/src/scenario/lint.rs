//! Which findings a scenario's author has looked at and accepts.

use serde::{Deserialize, Serialize};

/// What is not reported about the policies: JSON has no comments that could say it at the place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct Lint {
    /// The codes of rules whose findings are accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<String>,
}
