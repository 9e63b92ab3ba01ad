//! From a scenario to its report: read every policy, describe every call, decide, say why.

mod policies;

use crate::{Report, Scenario};

use policies::ReadPolicy;

/// Decides every request of the scenario and says why.
pub fn run(scenario: &Scenario) -> Report {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    let mut report = Report::empty();
    report.policies = policies.iter().map(ReadPolicy::report).collect();
    report
}
