//! Challenges: a story, a key policy to write or mend, and two bounds by which the answer is graded.
//!
//! Graded by meaning: an answer passes if the analysis proves that it allows at least what the lower bound allows and at
//! most what the upper bound allows. Otherwise each difference comes with a request that shows it.

mod built_in;
mod check;
mod file;
mod grade;
mod plain;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::analysis::AnalysisError;
use crate::scenario::{PolicyText, Scenario};
pub use built_in::{BUILT_IN, BuiltIn, built_in};
pub use file::{ChallengeFile, Lesson};
pub use grade::{Compare, Grade};

/// The task that a scenario sets; the scenario's own key policy is where the learner begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct Challenge {
    /// What happened and what is wanted, in about two sentences.
    pub story: String,
    /// Hints, each of which says a little more than the one before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
    /// What was learnt, shown after the answer has passed.
    pub learned: String,
    /// The lower bound: a right answer allows everything that this policy allows.
    pub at_least: PolicyText,
    /// The upper bound: a right answer allows nothing that this policy does not allow. Absent: the lower bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<PolicyText>,
}

/// Why there is nothing to grade.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChallengeError {
    /// The scenario sets no task.
    #[error("the scenario sets no task (it has no `about.challenge`)")]
    None,
    /// The task cannot be read.
    #[error("`about.challenge` cannot be read: {0}")]
    Unreadable(String),
    /// A policy that AWS would not accept, or a key without an ARN.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// The bounds exclude each other, so nothing passes.
    #[error("nothing can pass: the policy in `atLeast` allows what the one in `atMost` does not")]
    Crossed,
    /// Everything passes.
    #[error("everything would pass: the policy in `atMost` allows everything")]
    Unbounded,
}

impl Challenge {
    /// The task of a scenario.
    ///
    /// # Errors
    ///
    /// No task, or one that cannot be read.
    pub fn of(scenario: &Scenario) -> Result<Self, ChallengeError> {
        let written = scenario.about.as_ref().and_then(|about| about.challenge.as_ref());
        let written = written.ok_or(ChallengeError::None)?;
        serde_json::from_str(written.text()).map_err(|error| ChallengeError::Unreadable(error.to_string()))
    }

    /// A task that is known to be readable, such as one of a scenario that was read before.
    pub fn plain(text: &str) -> Option<Self> {
        let string = |name| plain::string(plain::field(text, name)?);
        let policy = |name| {
            let written = plain::field(text, name)?;
            plain::string(written).map(PolicyText::new).or_else(|| Some(PolicyText::object(written)))
        };
        let hints = plain::items(plain::field(text, "hints").unwrap_or_default());
        Some(Self {
            story: string("story")?,
            hints: hints.into_iter().filter_map(plain::string).collect(),
            learned: string("learned")?,
            at_least: policy("atLeast")?,
            at_most: policy("atMost"),
        })
    }

    /// The upper bound.
    pub fn upper(&self) -> &PolicyText {
        self.at_most.as_ref().unwrap_or(&self.at_least)
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod file_tests;
