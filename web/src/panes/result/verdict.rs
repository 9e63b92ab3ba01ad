//! The answer in one look.

use kms_playground::{Report, RequestReport};
use yew::prelude::*;

use crate::components::{CopyButton, Prose};
use crate::state::{Presentation, Shared};

use super::super::landmarks::role;
use super::tones;

#[derive(Properties, PartialEq)]
pub(crate) struct VerdictProps {
    pub(crate) report: Shared<Report>,
    pub(crate) request: usize,
}

/// The verdict of the shown request; its text is a live region, so that screen readers hear a new one.
#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let role = role(use_context::<Presentation>().unwrap_or_default());
    let Some(report) = props.report.requests.get(props.request) else {
        return html! { <section class="verdict" aria-label="Verdict" {role}><div role="status">{ "No request" }</div></section> };
    };
    html! {
        <section class={classes!("verdict", tones::class_of(report))} aria-label="Verdict" {role}>
            <div class="disc" aria-hidden="true">{ tones::of_request(report).glyph() }</div>
            <div role="status">
                <strong class="word">{ report.verdict() }</strong>
                <p><Prose text={report.summary.clone()} /></p>
                { expectation(report) }
            </div>
            <CopyButton class="icon-above" label="Copy answer" text={answer(report)} />
        </section>
    }
}

/// The same without live region and button, for where several stand side by side.
pub(crate) fn verdict_face(report: &RequestReport) -> Html {
    html! {
        <div class={classes!("verdict", tones::class_of(report))}>
            <div class="disc" aria-hidden="true">{ tones::of_request(report).glyph() }</div>
            <div>
                <strong class="word">{ report.verdict() }</strong>
                <p><Prose text={report.summary.clone()} /></p>
            </div>
        </div>
    }
}

fn expectation(report: &RequestReport) -> Html {
    match (report.expected, report.met) {
        (Some(expected), Some(false)) => {
            html! { <p class="met unmet">{ format!("Expected: {}", expected.label()) }</p> }
        }
        _ => Html::default(),
    }
}

/// What is copied: the verdict, why, and AWS's own words.
fn answer(report: &RequestReport) -> String {
    let mut text = format!("{}. {}", report.verdict(), report.summary);
    if let Some(message) = &report.message {
        text.push_str("\n\n");
        text.push_str(message);
    }
    text
}
