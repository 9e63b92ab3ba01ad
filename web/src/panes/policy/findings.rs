//! What is wrong with a policy: the errors of its text and what a reviewer would say, in one list.

use kms_playground::{Report, ReportSpan, Scenario, Severity};
use yew::prelude::*;

use crate::components::{Diagnostic, Mark, Prose, Tone};
use crate::panes::Cure;
use crate::parts;
use crate::state::{Action, Line, Place, PolicySlot, Shared};

use super::text;

/// One entry.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    place: Place,
    severity: Severity,
    text: String,
    help: Option<String>,
    span: ReportSpan,
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
    });
    let findings = report.findings.iter().enumerate().filter(|(_, finding)| finding.policy == id);
    let findings = findings.filter_map(|(index, finding)| {
        Some(Entry {
            place: Place { policy: slot, line: Line::Finding(index) },
            severity: finding.severity,
            text: finding.text.clone(),
            help: finding.help.clone(),
            span: *finding.spans.first()?,
        })
    });
    errors.chain(findings).collect()
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

#[derive(Properties, PartialEq)]
pub(super) struct FindingsProps {
    pub(super) list: Vec<Entry>,
    pub(super) slot: PolicySlot,
    pub(super) scenario: Shared<Scenario>,
    pub(super) report: Shared<Report>,
    pub(super) act: Callback<Action>,
}

/// The list; each entry leads to its place.
#[component]
pub(super) fn Findings(props: &FindingsProps) -> Html {
    if props.list.is_empty() {
        return Html::default();
    }
    let cure = |line| {
        let FindingsProps { slot, scenario, report, act, .. } = props;
        let of = Cure { slot: *slot, scenario, report, line, act };
        parts::later().map(|later| (later.cure)(&of)).unwrap_or_default()
    };
    html! {
        <ul class="findings" aria-label="Errors and remarks">
            { cure(None) }
            { for props.list.iter().enumerate().map(|(index, entry)| {
                let (tone, says) = match entry.severity {
                    Severity::Error => (Tone::No, "Error"),
                    Severity::SecurityWarning => (Tone::Open, "Security warning"),
                    Severity::Warning => (Tone::Open, "Warning"),
                    Severity::Suggestion => (Tone::HandsOn, "Suggestion"),
                };
                let (act, place) = (props.act.clone(), entry.place);
                let onclick = move |_| act.emit(Action::Point(place));
                html! {
                    <li key={index}>
                        <button type="button" {onclick}>
                            <span><Mark {tone} {says} /></span>
                            <span>
                                { format!("Line {}: ", entry.span.start.line) }<Prose text={entry.text.clone()} />
                                if let Some(help) = entry.help.as_ref() {
                                    <small><Prose text={help.clone()} /></small>
                                }
                            </span>
                        </button>
                        { cure(Some(place.line)) }
                    </li>
                }
            }) }
        </ul>
    }
}
