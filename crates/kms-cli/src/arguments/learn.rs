//! The arguments of `challenges`, `challenge` and `explain`.

use clap::{Args, ValueEnum};

pub(super) const CHALLENGES: &str = "\
Examples:
  kms-policy challenges
  kms-policy challenges --format json | jq -r '.[].name'";

pub(super) const CHALLENGE: &str = "\
Examples:
  kms-policy challenge 1
  kms-policy challenge deny-wins --variant 2 --hints 1
  kms-policy challenge deny-wins --policy my-policy.json
  kms-policy challenge course/week-3.json --policy my-policy.json --format json

Without --policy it shows the story and the key policy to begin with. With --policy it grades your key policy by its
meaning, on all requests: the policy must allow what the task needs, and nothing else. A file of your own is checked
before it is used; docs/learning.md describes the format.

Exit status: 0 the policy is right, or the challenge was shown; 1 the policy is wrong, or it is not proved to be right;
2 the challenge or the policy cannot be used.";

pub(super) const EXPLAIN: &str = "\
Examples:
  kms-policy explain key policy
  kms-policy explain SCP
  kms-policy explain aliasArnAsResource
  kms-policy explain --format json";

/// The arguments of `challenges`.
#[derive(Debug, Args)]
pub(crate) struct ChallengesArguments {
    /// How to write the list
    #[arg(long, value_enum, default_value_t = LearnFormat::Text)]
    pub(crate) format: LearnFormat,
}

/// The arguments of `challenge`.
#[derive(Debug, Args)]
pub(crate) struct ChallengeArguments {
    /// A name or a number of `kms-policy challenges`, or a file; `-` reads standard input
    pub(crate) challenge: String,
    /// Which variant, counted from 1
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) variant: usize,
    /// How many hints to show
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) hints: usize,
    /// Your answer: a key policy, a scenario, or what `aws kms get-key-policy` prints; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = LearnFormat::Text)]
    pub(crate) format: LearnFormat,
}

/// The arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// A word of the report, such as `key policy`, the code of a finding, a condition key or an action; without any, all words
    pub(crate) term: Vec<String>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = LearnFormat::Text)]
    pub(crate) format: LearnFormat,
}

/// How commands for learning write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LearnFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
}
