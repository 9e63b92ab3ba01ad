//! The report on the first example once more, as text: who shows only this one needs no engine. A test compares it with
//! what the engine says; `KMS_BLESS=1` writes it.
//!
//! Each value has a line: of a list first its length, of an option first whether there is something. What the first
//! example does not have is not read. What CloudTrail and KMS see of a call is left out, since whoever shows that has the
//! engine by then.

mod lines;

use crate::report::{
    Answer, CheckReport, Decision, Effect, Element, ElementOutcome, ElementReport, Ground, Note, PolicyKind,
    PolicyReport, Reason, Report, ReportPosition, ReportSpan, RequestReport, StatementOutcome,
    StatementReport, StatementSummary, StepReport, ValueReport,
};

use lines::{Lines, Written, choices, records};

const TEXT: &str = include_str!("first_report.txt");

/// The report on [`crate::first_scenario`], without findings, what CloudTrail shows and the context of its requests.
pub fn first_report() -> Report {
    let lines = &mut Lines::of(TEXT);
    Report { policies: Written::read(lines), requests: Written::read(lines), ..Report::empty() }
}

records! {
    PolicyReport { id, name, kind, accepted, statements; errors }
    StatementSummary { index, sid, effect, span }
    RequestReport { name, decision, expected, met, summary, message, assumptions, depends_on, not_evaluated, checks; cloud_trail }
    Note { code, text, path, source }
    CheckReport { permission, key, decision, steps, statements, near_misses; context, absent, grants, after_authorization }
    StepReport { code, question, answer, reason, text, decided, by }
    Reason { code }
    StatementReport { policy, index, outcome, decided, reason, text, elements }
    ElementReport { element, operator, key, outcome, reason, text, span, has, values }
    ValueReport { value, resolved, outcome, reason, text, span }
    ReportSpan { start, end }
    ReportPosition { line, column, offset }
}

choices! {
    Decision { ExplicitDeny ImplicitDeny NotEvaluated Undetermined; Allowed }
    Answer { Yes No Unknown; NotApplicable }
    StatementOutcome { Applies Delegates NotEvaluated; DoesNotApply }
    ElementOutcome { Matches DoesNotMatch; Unknown }
    Element { Principal Action Resource; Condition }
    Effect { Deny; Allow }
    PolicyKind { IdentityPolicy; KeyPolicy }
}

/// In the first example it is always a statement.
impl Written for Ground {
    fn read(lines: &mut Lines) -> Self {
        Self::Statement { policy: Written::read(lines), statement: Written::read(lines) }
    }

    #[cfg(test)]
    fn write(&self, text: &mut String) {
        if let Self::Statement { policy, statement } = self {
            policy.write(text);
            statement.write(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Detail, first_scenario, run_without_findings};

    #[test]
    fn the_text_says_what_the_engine_says() {
        let mut report = run_without_findings(&first_scenario(), Detail::All);
        for request in &mut report.requests {
            request.cloud_trail = None;
            for check in &mut request.checks {
                check.context.clear();
                check.absent.clear();
            }
        }
        if std::env::var_os("KMS_BLESS").is_some_and(|value| value == "1") {
            let mut text = String::new();
            report.policies.write(&mut text);
            report.requests.write(&mut text);
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/examples/first_report.txt");
            std::fs::write(path, text).unwrap();
            return;
        }
        assert!(
            first_report() == report,
            "the engine says something else: run with KMS_BLESS=1 and look at the difference"
        );
    }
}
