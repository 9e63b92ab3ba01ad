//! From a scenario to its report: read every policy, describe every call, decide, say why. [`decide`] leaves out the
//! last step, which takes most of the time.

mod call;
pub(crate) mod findings;
mod request;
mod situation;

use kms_authz::{Check, CompiledSituation, WrittenPolicy};
use kms_policy::PolicyDocument;

use crate::policy::ReadPolicy;
use crate::scenario::Request;
use crate::{Decision, Detail, Report, Scenario};

pub(crate) use request::{RequestRunner, decision_over};
pub(crate) use situation::{Described, key_attributes};

/// Decides every request of the scenario and says why, and what a reviewer would say of its policies. The report holds
/// the elements of every statement.
pub fn run(scenario: &Scenario) -> Report {
    run_with(scenario, Detail::All)
}

/// The report of [`run`] with this much detail.
pub fn run_with(scenario: &Scenario, detail: Detail) -> Report {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    Report { findings: findings::of(scenario, &policies), ..explained(scenario, &policies, detail) }
}

/// The report of [`run_with`] with no findings. Whoever calls this alone, or fetches [`crate::findings_of`] later,
/// leaves the reviewer's rules out of a download: they weigh as much as a fifth of the engine.
pub fn run_without_findings(scenario: &Scenario, detail: Detail) -> Report {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    explained(scenario, &policies, detail)
}

fn explained(scenario: &Scenario, policies: &[ReadPolicy<'_>], detail: Detail) -> Report {
    let described = situation::describe(scenario, policies);
    let compiled = CompiledSituation::new(&described.situation);
    let runner = RequestRunner { policies, described: &described, compiled: &compiled, detail };
    let mut report = Report::empty();
    report.assumptions = scenario.assumed_notes().collect();
    report.policies = policies.iter().map(ReadPolicy::report).collect();
    report.requests =
        scenario.requests.iter().enumerate().map(|(at, request)| runner.report(at, request)).collect();
    for (at, request) in report.requests.iter_mut().enumerate() {
        request.assumptions.splice(0..0, scenario.assumed_for(at));
    }
    report
}

/// The decision on every request of the scenario, in order, without the reasons. They are those of [`run`].
pub fn decide(scenario: &Scenario) -> Vec<Decision> {
    let mut decisions = Vec::with_capacity(scenario.requests.len());
    at_desk(scenario, &mut |runner| {
        decisions.extend(scenario.requests.iter().map(|request| runner.decision(request)));
    });
    decisions
}

/// The decision on each of these requests in a scenario whose key policy is another one.
pub(crate) fn decide_under(
    scenario: &Scenario,
    requests: &[Request],
    key_policy: &PolicyDocument,
) -> Vec<Decision> {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    let mut described = situation::describe(scenario, &policies);
    described.situation.key.policy = WrittenPolicy { document: key_policy, accepted: true };
    let compiled = CompiledSituation::new(&described.situation);
    let (policies, detail) = (policies.as_slice(), Detail::None);
    let runner = RequestRunner { policies, described: &described, compiled: &compiled, detail };
    requests.iter().map(|request| runner.decision(request)).collect()
}

/// The decision on one request of the scenario, as [`decide`] makes it.
pub(crate) fn decide_one(scenario: &Scenario, at: usize) -> Option<Decision> {
    let request = scenario.requests.get(at)?;
    let mut decision = None;
    at_desk(scenario, &mut |runner| decision = Some(runner.decision(request)));
    decision
}

/// The checks of one request, each with its tree; none where the request cannot be decided.
pub(crate) fn checks(scenario: &Scenario, at: usize) -> Option<Vec<Check>> {
    let request = scenario.requests.get(at)?;
    let mut checks = None;
    at_desk(scenario, &mut |runner| checks = runner.checks(request));
    checks
}

/// Reads the policies of the scenario and asks this of them, also of requests that it does not hold, without a word of
/// explanation.
pub(crate) fn at_desk(scenario: &Scenario, ask: &mut dyn FnMut(&RequestRunner<'_>)) {
    with_described(scenario, &mut |policies, described| {
        let compiled = CompiledSituation::new(&described.situation);
        ask(&RequestRunner { policies, described, compiled: &compiled, detail: Detail::None });
    });
}

/// Describes the scenario and asks this of it that no policy changes.
pub(crate) fn with_described(scenario: &Scenario, ask: &mut dyn FnMut(&[ReadPolicy<'_>], &Described<'_>)) {
    let policies: Vec<ReadPolicy<'_>> = scenario.policies().into_iter().map(ReadPolicy::new).collect();
    ask(&policies, &situation::describe(scenario, &policies));
}
