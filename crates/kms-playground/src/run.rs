//! From a scenario to its report: read every policy, describe every call, decide, say why.

mod call;
mod policies;
mod request;
mod situation;

use kms_authz::CompiledSituation;

use crate::{Report, Scenario};

pub(crate) use policies::ReadPolicy;
pub(crate) use situation::key_attributes;

/// Decides every request of the scenario and says why.
pub fn run(scenario: &Scenario) -> Report {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    let described = situation::describe(scenario, &policies);
    let compiled = CompiledSituation::new(&described.situation);
    let desk = request::Desk { policies: &policies, described: &described, compiled: &compiled };
    let mut report = Report::empty();
    report.policies = policies.iter().map(ReadPolicy::report).collect();
    report.requests =
        scenario.requests.iter().enumerate().map(|(at, request)| desk.report(at, request)).collect();
    report
}
