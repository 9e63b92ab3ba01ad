//! Statements that do nothing as findings, where the reviewer has not said as much.

use std::borrow::Cow;

use super::types::{IdleReport, IdleWhy};
use crate::report::{FindingReport, Report, ReportSpan, Severity};

/// The name of these findings.
const CODE: &str = "statementWithoutEffect";

/// What AWS says of how the statements of a policy are put together.
const PAGE: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html";

/// The policy that they are about.
const POLICY: &str = "keyPolicy";

/// Whether it is one of these findings.
pub fn is_idle_finding(finding: &FindingReport) -> bool {
    finding.code == CODE
}

/// The findings; none for a statement that the reviewer has found to be the same.
pub fn idle_findings(idle: &[IdleReport], report: &Report) -> Vec<FindingReport> {
    let Some(policy) = report.policy(POLICY) else { return Vec::new() };
    let finding = |one: &IdleReport| {
        let span = policy.statements.get(one.statement)?.span;
        let is_known = report.findings.iter().any(|other| {
            other.policy == POLICY
                && other.spans.first().is_some_and(|place| lies_in(*place, span))
                && says_the_same(one.why, other)
        });
        (!is_known).then(|| FindingReport {
            policy: POLICY.to_owned(),
            code: Cow::Borrowed(CODE),
            severity: match one.why {
                // Somebody who wrote it expects it to do something.
                IdleWhy::NeverMatches | IdleWhy::Denied => Severity::Warning,
                IdleWhy::Covered | IdleWhy::NothingToDeny => Severity::Suggestion,
            },
            text: one.text.clone(),
            help: Some("Remove the statement, or change it so that it has an effect.".to_owned()),
            spans: vec![one.span],
            fix: one.fix.clone(),
            source: Cow::Borrowed(PAGE),
        })
    };
    without_counterparts(idle).filter_map(finding).collect()
}

/// The statements that do nothing, of two that say the same only the later one: one of them is needed.
pub fn without_counterparts(idle: &[IdleReport]) -> impl Iterator<Item = &IdleReport> {
    let is_covered_by = |one: &IdleReport, other: &IdleReport| {
        one.why == IdleWhy::Covered && one.by.contains(&other.statement)
    };
    idle.iter().filter(move |one| {
        !idle.iter().any(|later| {
            later.statement > one.statement && is_covered_by(one, later) && is_covered_by(later, one)
        })
    })
}

const fn lies_in(place: ReportSpan, span: ReportSpan) -> bool {
    span.start.offset <= place.start.offset && place.end.offset <= span.end.offset
}

/// Whether a finding of the reviewer in the same statement says why it does nothing.
fn says_the_same(why: IdleWhy, finding: &FindingReport) -> bool {
    match why {
        // Each of these says which element nothing can meet; a suggestion does not.
        IdleWhy::NeverMatches => finding.severity != Severity::Suggestion,
        IdleWhy::Denied => finding.code == "allowUnderDeny",
        IdleWhy::Covered => finding.code == "duplicateStatement",
        IdleWhy::NothingToDeny => false,
    }
}
