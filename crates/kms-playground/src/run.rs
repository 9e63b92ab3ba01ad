//! From a scenario to its report.

use crate::{Report, Scenario};

/// Decides every request of the scenario and says why.
pub fn run(scenario: &Scenario) -> Report {
    let mut report = Report::empty();
    report.requests.reserve(scenario.requests.len());
    report
}
