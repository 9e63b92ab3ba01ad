//! From a scenario to its report: read every policy, describe every call, decide, say why. [`decide`] leaves out the
//! last step, which takes most of the time.

mod call;
pub(crate) mod findings;
mod request;
mod situation;

use kms_authz::{Check, CompiledSituation};

use crate::policy::ReadPolicy;
use crate::{Decision, Report, Scenario};

pub(crate) use situation::key_attributes;

/// Decides every request of the scenario and says why, and what a reviewer would say of its policies.
pub fn run(scenario: &Scenario) -> Report {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    Report { findings: findings::of(scenario, &policies), ..explained(scenario, &policies) }
}

/// The report of [`run`] with no findings. Whoever calls this alone, or fetches [`crate::findings_of`] later, leaves the
/// reviewer's rules out of a download: they weigh as much as a fifth of the engine.
pub fn run_without_findings(scenario: &Scenario) -> Report {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    explained(scenario, &policies)
}

fn explained(scenario: &Scenario, policies: &[ReadPolicy<'_>]) -> Report {
    let described = situation::describe(scenario, policies);
    let compiled = CompiledSituation::new(&described.situation);
    let desk = request::Desk { policies, described: &described, compiled: &compiled };
    let mut report = Report::empty();
    report.assumptions = scenario.assumed_notes().collect();
    report.policies = policies.iter().map(ReadPolicy::report).collect();
    report.requests =
        scenario.requests.iter().enumerate().map(|(at, request)| desk.report(at, request)).collect();
    for (at, request) in report.requests.iter_mut().enumerate() {
        request.assumptions.splice(0..0, scenario.assumed_for(at));
    }
    report
}

/// The decision on every request of the scenario, in order, without the reasons. They are those of [`run`].
pub fn decide(scenario: &Scenario) -> Vec<Decision> {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    let described = situation::describe(scenario, &policies);
    let compiled = CompiledSituation::new(&described.situation);
    let desk = request::Desk { policies: &policies, described: &described, compiled: &compiled };
    scenario.requests.iter().map(|request| desk.decision(request)).collect()
}

/// The checks of one request, each with its tree; none where the request cannot be decided.
pub(crate) fn checks(scenario: &Scenario, at: usize) -> Option<Vec<Check>> {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    let described = situation::describe(scenario, &policies);
    let compiled = CompiledSituation::new(&described.situation);
    let desk = request::Desk { policies: &policies, described: &described, compiled: &compiled };
    desk.checks(scenario.requests.get(at)?)
}

/// The decision on one request of the scenario, as [`decide`] makes it.
pub(crate) fn decide_one(scenario: &Scenario, at: usize) -> Option<Decision> {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    let described = situation::describe(scenario, &policies);
    let compiled = CompiledSituation::new(&described.situation);
    let desk = request::Desk { policies: &policies, described: &described, compiled: &compiled };
    scenario.requests.get(at).map(|request| desk.decision(request))
}
