//! A report without its words: what is left is the same for two scenarios that differ in names alone.

use crate::report::{
    CheckReport, Decision, ElementReport, GrantReport, Note, PolicyReport, Report, ReportSpan, RequestReport,
    StatementReport,
};
use crate::run;
use crate::scenario::Scenario;

/// Decisions, outcomes and reason codes of everything, in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fingerprint(Report);

/// The first thing in which two shapes differ; requests by their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// A request is decided otherwise.
    Decision(usize, Decision),
    /// A request is decided the same, for other reasons.
    Trace(usize),
    /// The errors or findings of the policies.
    Policies,
}

impl Fingerprint {
    /// What would be another answer in `other`; nothing if all of it is the same.
    pub(super) fn change_to(&self, other: &Self) -> Option<Change> {
        if self == other {
            return None;
        }
        let requests = || self.0.requests.iter().zip(&other.0.requests).enumerate();
        let decision = requests().find(|(_, (before, after))| before.decision != after.decision);
        let trace = || requests().find(|(_, (before, after))| before != after);
        Some(match (decision, trace()) {
            (Some((at, (_, after))), _) => Change::Decision(at, after.decision),
            (None, Some((at, _))) => Change::Trace(at),
            (None, None) => Change::Policies,
        })
    }

    pub(super) fn of(scenario: &Scenario) -> Self {
        let mut report = run(scenario);
        notes(&mut report.assumptions);
        report.policies.iter_mut().for_each(policy);
        report.requests.iter_mut().for_each(request);
        for finding in &mut report.findings {
            finding.text.clear();
            finding.help = None;
            finding.fix = None;
            finding.spans.iter_mut().for_each(|span| *span = ReportSpan::default());
        }
        Self(report)
    }
}

fn policy(policy: &mut PolicyReport) {
    policy.name.clear();
    for error in &mut policy.errors {
        (error.text, error.help, error.span) = (String::new(), None, ReportSpan::default());
    }
    for statement in &mut policy.statements {
        statement.sid = statement.sid.take().map(|_| String::new());
        statement.span = ReportSpan::default();
    }
}

fn request(request: &mut RequestReport) {
    request.name = None;
    request.summary.clear();
    request.message = request.message.take().map(|_| String::new());
    // It repeats the request and the answer.
    request.cloud_trail = None;
    notes(&mut request.assumptions);
    notes(&mut request.depends_on);
    notes(&mut request.not_evaluated);
    request.checks.iter_mut().for_each(check);
}

fn notes(notes: &mut [Note]) {
    notes.iter_mut().for_each(|note| note.text.clear());
}

fn check(check: &mut CheckReport) {
    check.key.clear();
    check.steps.iter_mut().for_each(|step| step.text.clear());
    for key in &mut check.context {
        key.values.iter_mut().for_each(String::clear);
        key.origin.text.clear();
    }
    check.absent.iter_mut().for_each(|key| key.text.clear());
    check.statements.iter_mut().for_each(statement);
    check.grants.iter_mut().for_each(grant);
    check.after_authorization.iter_mut().for_each(|after| after.text.clear());
}

fn statement(statement: &mut StatementReport) {
    statement.text.clear();
    statement.elements.iter_mut().for_each(element);
}

fn grant(grant: &mut GrantReport) {
    grant.grant_id = None;
    grant.text.clear();
    grant.elements.iter_mut().for_each(element);
}

fn element(element: &mut ElementReport) {
    element.text.clear();
    element.span = None;
    element.has.iter_mut().for_each(String::clear);
    for value in &mut element.values {
        value.value.clear();
        value.resolved = value.resolved.take().map(|_| String::new());
        value.text.clear();
        value.span = None;
    }
}
