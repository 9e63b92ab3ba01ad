//! Grading: the answer between its bounds, by comparing key policies on all requests.

use serde::Serialize;

use super::{Challenge, ChallengeError};
use crate::analysis::{AnalysisError, AnalysisInput, Change, ChangeDirection, ComparisonReport, compare};
use crate::scenario::{PolicyText, Scenario};

/// The policy that no challenge may accept.
pub(super) const STAR: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}}"#;

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Grade {
    /// Whether it is proved to lie between the bounds.
    pub passed: bool,
    /// It in one sentence.
    pub summary: String,
    /// What the task needs and the answer does not allow, each with a request that is kept out.
    pub missing: Vec<Change>,
    /// What the answer allows and the task does not want, each with a request that gets in.
    pub extra: Vec<Change>,
    /// What keeps the answer from being proved.
    pub cannot_tell: Vec<String>,
}

/// What compares two key policies on all requests.
pub type Compare = fn(&AnalysisInput, &AnalysisInput) -> Result<ComparisonReport, AnalysisError>;

impl Challenge {
    /// Grades a key policy as the answer to the task that `scenario` sets.
    ///
    /// # Errors
    ///
    /// A policy that AWS would not accept, and bounds that let nothing pass or everything.
    pub fn grade(&self, scenario: &Scenario, answer: &PolicyText) -> Result<Grade, ChallengeError> {
        self.grade_by(compare, scenario, answer)
    }

    /// The same by a given [`compare`]: an application that is fetched in parts has it in another one.
    ///
    /// # Errors
    ///
    /// Those of [`Challenge::grade`].
    pub fn grade_by(
        &self,
        compare: Compare,
        scenario: &Scenario,
        answer: &PolicyText,
    ) -> Result<Grade, ChallengeError> {
        let compare =
            |from: &AnalysisInput, to: &AnalysisInput| compare(from, to).map_err(said_to_the_learner);
        let of_key = |policy: &PolicyText| AnalysisInput {
            scenario: Scenario {
                key: scenario.key.clone(),
                key_policy: policy.clone(),
                ..Scenario::default()
            },
            is_scenario: true,
        };
        let (lower, upper) = (of_key(&self.at_least), of_key(self.upper()));
        let is_wider = |from, to| -> Result<bool, ChallengeError> {
            Ok(compare(from, to)?.findings.iter().any(|change| change.direction == ChangeDirection::Wider))
        };
        let answer = of_key(answer);
        let (from_below, from_above) = (compare(&lower, &answer)?, compare(&upper, &answer)?);
        let only = |findings: Vec<Change>, direction| {
            let only = findings.into_iter().filter(|change| change.direction == direction);
            only.map(said_of_one_policy).collect::<Vec<_>>()
        };
        let mut cannot_tell = from_below.cannot_tell;
        cannot_tell.extend(
            from_above.cannot_tell.into_iter().filter(|why| !cannot_tell.contains(why)).collect::<Vec<_>>(),
        );
        let missing = only(from_below.findings, ChangeDirection::Narrower);
        let extra = only(from_above.findings, ChangeDirection::Wider);
        // Bounds that cannot grade are found where they would matter: each costs a comparison.
        if !missing.is_empty() && self.at_most.is_some() && is_wider(&upper, &lower)? {
            return Err(ChallengeError::Crossed);
        }
        if extra.is_empty() && !is_wider(&upper, &of_key(&PolicyText::new(STAR)))? {
            return Err(ChallengeError::Unbounded);
        }
        let passed = missing.is_empty() && extra.is_empty() && cannot_tell.is_empty();
        let summary = match (missing.is_empty(), extra.is_empty(), cannot_tell.is_empty()) {
            (true, true, true) => "Right: your policy allows what the task needs, and nothing else.",
            (true, true, false) => {
                "Not proved: the comparison cannot tell whether your policy allows the right requests."
            }
            (false, true, _) => "Not yet: your policy keeps out a request that the task needs.",
            (true, false, _) => "Not yet: your policy lets in a request that the task does not want.",
            (false, false, _) => {
                "Not yet: your policy keeps out a request that the task needs, and lets in one that it does not want."
            }
        };
        Ok(Grade { passed, summary: summary.to_owned(), missing, extra, cannot_tell })
    }
}

/// The new policy of a comparison is the learner's.
fn said_to_the_learner(error: AnalysisError) -> AnalysisError {
    match error {
        AnalysisError::Refused { policy, line, text } if policy == "the new policy" => {
            AnalysisError::Refused { policy: "your policy".to_owned(), line, text }
        }
        other => other,
    }
}

/// A comparison tells of a policy as it was and as it is. There was none before the learner's.
fn said_of_one_policy(mut change: Change) -> Change {
    for (of_two, of_one) in [
        (" can no longer ", " cannot "),
        (" can now ", " can "),
        ("; the old policy denied it", ", which the task does not want"),
    ] {
        change.text = change.text.replace(of_two, of_one);
    }
    change
}
