//! Evaluates a request in changed scenarios, up to a limit.

use kms_authz::Check;

use super::written::Written;
use crate::report::Decision;
use crate::run;
use crate::scenario::Scenario;

/// The most evaluations for one piece of advice.
const MOST: usize = 2_000;
/// The most bytes of policies that are read for it: large scenarios get fewer evaluations, so that the time is bounded.
const MOST_BYTES: usize = 32 << 20;

/// The evaluations of one request.
pub(super) struct Trial {
    /// The request, by its place.
    pub(super) at: usize,
    limit: usize,
    used: usize,
    refused_one: bool,
}

impl Trial {
    pub(super) fn new(scenario: &Scenario, at: usize) -> Self {
        let bytes: usize = scenario.policies().iter().map(|policy| policy.text.text().len()).sum();
        // A request has its own cost, which an empty scenario does not show.
        let limit = (MOST_BYTES / (bytes + 4_096)).clamp(50, MOST);
        Self { at, limit, used: 0, refused_one: false }
    }

    /// The checks of the request with their trees; none where it cannot be decided or the limit is reached.
    pub(super) fn checks(&mut self, scenario: &Scenario) -> Option<Vec<Check>> {
        self.count()?;
        run::checks(scenario, self.at)
    }

    /// The decision on the request in a plan; none where the limit is reached.
    pub(super) fn decide(&mut self, written: &mut Written) -> Option<Decision> {
        // What is known counts like what is asked, so that the limit is the same whatever is remembered.
        self.count()?;
        let asked = || run::decide_one(&written.scenario, self.at);
        written.decision = written.decision.or_else(asked);
        written.decision
    }

    /// How many evaluations there were.
    pub(super) const fn used(&self) -> usize {
        self.used
    }

    /// Whether an evaluation was asked for that the limit did not allow.
    pub(super) const fn reached_limit(&self) -> bool {
        self.refused_one
    }

    /// Counts an evaluation; none where the limit is reached.
    pub(super) fn count(&mut self) -> Option<()> {
        if self.used >= self.limit {
            self.refused_one = true;
            return None;
        }
        self.used += 1;
        Some(())
    }
}
