//! What is wrong with a policy: the errors of its text and what a reviewer would say. The list of it is drawn by
//! `fixes`, which comes with the reviewer.

use kms_playground::{FindingReport, Report, ReportSpan, Severity};
use yew::prelude::*;

use crate::components::Diagnostic;
use crate::parts;
use crate::state::{Line, Place, PolicySlot};

use super::text;

/// One entry.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(super) place: Place,
    pub(super) severity: Severity,
    pub(super) text: String,
    pub(super) help: Option<String>,
    pub(super) span: ReportSpan,
    /// The fix for the editor, as it takes it.
    fix: String,
}

impl Entry {
    /// Whether it is about a text that is empty, which is no mistake.
    pub(super) const fn is_about_nothing(&self) -> bool {
        self.span.start.offset == self.span.end.offset && self.span.end.offset == 0
    }

    /// As a squiggle, in the same words.
    pub(super) fn diagnostic(&self) -> Diagnostic {
        let help = self.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
        Diagnostic {
            from: self.span.start.offset,
            to: self.span.end.offset,
            severity: text::severity(self.severity),
            message: format!("{}{help}", self.text),
            fix: self.fix.clone(),
        }
    }
}

/// Errors first, then findings.
pub(super) fn of(report: &Report, slot: PolicySlot) -> Vec<Entry> {
    let id = slot.to_string();
    let errors = report.policy(&id).map(|policy| policy.errors.as_slice()).unwrap_or_default();
    let errors = errors.iter().enumerate().map(|(index, error)| Entry {
        place: Place { policy: slot, line: Line::Error(index) },
        severity: error.severity,
        text: error.text.clone(),
        help: error.help.clone(),
        span: error.span,
        fix: String::new(),
    });
    let findings = report.findings.iter().enumerate().filter(|(_, finding)| finding.policy == id);
    let findings = findings.filter_map(|(index, finding)| {
        Some(Entry {
            place: Place { policy: slot, line: Line::Finding(index) },
            severity: finding.severity,
            text: finding.text.clone(),
            help: finding.help.clone(),
            span: *finding.spans.first()?,
            fix: written(finding).unwrap_or_default(),
        })
    });
    errors.chain(findings).collect()
}

/// The fix of a finding in the form in which the editor takes it.
fn written(finding: &FindingReport) -> Option<String> {
    Some((parts::later()?.for_editor)(finding.fix.as_ref()?))
}

/// How many there are, for the status line. A policy with warnings never reads as fine.
pub(super) fn summary(report: &Report, slot: PolicySlot) -> Html {
    let entries = of(report, slot);
    let count = |wanted: &[Severity]| entries.iter().filter(|entry| wanted.contains(&entry.severity)).count();
    let counts = [
        (count(&[Severity::Error]), "error", "errors"),
        (count(&[Severity::SecurityWarning, Severity::Warning]), "warning", "warnings"),
        (count(&[Severity::Suggestion]), "suggestion", "suggestions"),
    ];
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| if *count == 1 { format!("1 {one}") } else { format!("{count} {many}") })
        .collect();
    match counts {
        // Nobody has looked for warnings yet.
        [(0, ..), (0, ..), (0, ..)] if parts::later().is_none() => html! { <span>{ "No errors" }</span> },
        [(0, ..), (0, ..), (0, ..)] => html! { <span class="is-yes">{ "No errors or warnings" }</span> },
        [(0, ..), (0, ..), _] => html! { <span>{ words.join(", ") }</span> },
        [(0, ..), ..] => html! { <span class="is-open">{ words.join(", ") }</span> },
        _ => html! { <span class="is-no">{ words.join(", ") }</span> },
    }
}
