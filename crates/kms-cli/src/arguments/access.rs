//! The arguments of `access` and `tests`.

use clap::{Args, ValueEnum};

pub(super) const ACCESS: &str = "\
Examples:
  kms-policy access key-policy.json
  kms-policy access key-policy.json --jobs rds
  aws kms get-key-policy --key-id alias/orders | kms-policy access -";

pub(super) const TESTS: &str = "\
Examples:
  kms-policy tests key-policy.json --out tests/
  kms-policy test tests/

One request for each way in which the key can be used, and one for each change of the policy in a single place that no
other request tells: a statement, principal, action, condition or value that is lost, an element that becomes all.";

/// The arguments of `access`.
#[derive(Debug, Args)]
pub(crate) struct AccessArguments {
    /// A key policy, a scenario, or what `aws kms get-key-policy` prints; `-` reads standard input
    pub(crate) policy: String,
    /// How to write the list
    #[arg(long, value_enum, default_value_t = AccessFormat::Text)]
    pub(crate) format: AccessFormat,
    /// A table of principals and jobs of services instead: those that these words find, without words those of the
    /// services that the key policy or a request names, or all
    #[arg(long, value_name = "WORDS", num_args = 0..=1, default_missing_value = "", conflicts_with = "format")]
    pub(crate) jobs: Option<String>,
}

/// How `access` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AccessFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
    /// A table of principals and operations, for a document or a pull request
    Markdown,
}

/// The arguments of `tests`.
#[derive(Debug, Args)]
pub(crate) struct TestsArguments {
    /// A key policy, a scenario, or what `aws kms get-key-policy` prints; `-` reads standard input
    pub(crate) policy: String,
    /// The folder to write the scenarios into; without it they are printed as a list
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<String>,
}
