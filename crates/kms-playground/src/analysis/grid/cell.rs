//! What becomes of what a cell of the grid stands for.

use crate::report::Decision;
use crate::scenario::{Grant, Request};

/// What becomes of a request of these callers for the first of these operations, or of a job that they ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct GridCell {
    /// The decision on the calls below: of the scenario's own requests and the kinds that the key policy tells apart, the
    /// one that gets furthest, an own one if it does; of a job that with the setting with which it does.
    pub decision: Decision,
    /// Whether a request of another kind is decided otherwise, or may be; or the job with another setting.
    pub is_partial: bool,
    /// Whether some request, or the job with some setting, was decided otherwise under the version before.
    pub is_changed: bool,
    /// The request, or the calls of the job.
    pub requests: Vec<Request>,
    /// The pending grants that the calls of the job use.
    pub grants: Vec<Grant>,
    /// Whether it is about a job.
    pub is_job: bool,
}

impl GridCell {
    /// Whether what the cell stands for is in a list of requests, from this place on.
    pub fn begins_at(&self, requests: &[Request], first: usize) -> bool {
        // A call under a grant of the job has the token of this grant, which has another name in each scenario.
        let is_same = |(one, other): (&Request, &Request)| {
            let is_under_grant = self.is_job && !one.grant_tokens.is_empty();
            one.action == other.action && (is_under_grant || one.asks_the_same_as(other))
        };
        let there = requests.get(first..first + self.requests.len());
        there.is_some_and(|there| there.iter().zip(&self.requests).all(is_same))
    }

    /// It in a word or two.
    pub const fn word(&self) -> &'static str {
        match (self.decision, self.is_partial) {
            (Decision::Allowed, false) => "allowed",
            (Decision::Allowed, true) => "allowed if",
            (Decision::Undetermined, _) => "depends",
            (Decision::ExplicitDeny | Decision::ImplicitDeny, _) => "denied",
            // The calls of a job can be allowed and fail all the same, because of the key's state or kind.
            (Decision::NotEvaluated, _) if self.is_job => "fails",
            (Decision::NotEvaluated, _) => "not evaluated",
        }
    }

    /// It in words.
    pub const fn label(&self) -> &'static str {
        match (self.decision, self.is_partial) {
            (Decision::Allowed, true) if self.is_job => "allowed if the right setting is chosen",
            (Decision::Allowed, true) => "allowed if conditions are met",
            (Decision::Undetermined, true) => "depends on policies that are not known, if conditions are met",
            (Decision::Undetermined, false) => "depends on policies that are not known",
            _ => self.word(),
        }
    }
}

/// How far a request gets: the less the further.
pub(super) const fn rank(decision: Decision) -> u8 {
    match decision {
        Decision::Allowed => 0,
        Decision::Undetermined => 1,
        Decision::ExplicitDeny | Decision::ImplicitDeny => 2,
        Decision::NotEvaluated => 3,
    }
}

/// Whether another request gets less far. A request of the scenario that cannot be decided says nothing.
pub(super) const fn is_otherwise(other: Decision, decision: Decision) -> bool {
    rank(other) != rank(decision) && !matches!(other, Decision::NotEvaluated)
}
