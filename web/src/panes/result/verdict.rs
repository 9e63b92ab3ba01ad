//! The answer in one look.

use kms_playground::{Decision, Report, RequestReport};
use yew::prelude::*;

use crate::components::{CopyButton, part, prose_line};
use crate::hooks::use_effect_on;
use crate::parts;
use crate::state::{Action, Presentation, Shared};

use super::super::landmarks::role;
use super::super::request::should_be;
use super::tones;

#[derive(Properties, PartialEq)]
pub(crate) struct VerdictProps {
    pub(crate) report: Shared<Report>,
    pub(crate) request: usize,
    pub(crate) act: Callback<Action>,
}

/// The verdict of the shown request; its text is a live region, so that screen readers hear a new one.
#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let presentation = use_context::<Presentation>().unwrap_or_default();
    let role = role(presentation);
    let stale = use_last_readable(&props.report, props.request);
    if let Some(report) = stale.as_ref().and_then(|report| report.requests.get(props.request)) {
        return html! {
            <section class="verdict stale" aria-label="Verdict" {role}>
                <div class="disc" aria-hidden="true">{ tones::of_decision(report.decision).glyph() }</div>
                <div>
                    // The live region keeps its words, so that nothing is said until the text is readable or stays broken.
                    <div role="status">
                        <strong class="word">{ report.decision.label() }</strong>
                        { prose_line(&report.summary) }
                        { expectation(report) }
                    </div>
                    <p class="met">{ "For the last text that could be read." }</p>
                </div>
            </section>
        };
    }
    let Some(report) = props.report.requests.get(props.request) else {
        let says =
            if parts::engine().is_some() { "No request" } else { "One moment: the engine is on its way." };
        return html! { <section class="verdict" aria-label="Verdict" {role}><div role="status">{ says }</div></section> };
    };
    html! {
        <section class={classes!("verdict", tones::class_of(report))} aria-label="Verdict" {role}>
            <div class="disc" aria-hidden="true">{ tones::of_request(report).glyph() }</div>
            <div role="status">
                <strong class="word">{ report.verdict() }</strong>
                if let Some(later) = parts::later().filter(|_| presentation.shows_policies()) {
                    <p>{ (later.reason)(&props.report, report, &props.act) }</p>
                } else {
                    { prose_line(&report.summary) }
                }
                { expectation(report) }
            </div>
            { part!(CopyButton { class: "icon-above", label: "Copy answer", text: answer(report) }) }
        </section>
    }
}

/// The last verdict while a text is briefly broken: at each keystroke within an element it would flip to *Not evaluated*
/// and back. After a second without a change the text is taken to be meant so.
#[hook]
fn use_last_readable(report: &Shared<Report>, request: usize) -> Option<Shared<Report>> {
    let last = use_mut_ref(|| None::<(usize, Shared<Report>)>);
    let again = use_force_update();
    let now = report.requests.get(request);
    let is_broken = now.is_some_and(|now| now.decision == Decision::NotEvaluated)
        && report.policies.iter().any(|policy| !policy.accepted);
    if !is_broken {
        *last.borrow_mut() = now.map(|_| (request, report.clone()));
    }
    let stale =
        last.borrow().as_ref().filter(|(at, _)| is_broken && *at == request).map(|(_, last)| last.clone());
    {
        let wait = stale.is_some();
        use_effect_on((report.clone(), request), move |_| {
            let timer = wait.then(|| {
                gloo::timers::callback::Timeout::new(1000, move || {
                    *last.borrow_mut() = None;
                    again.force_update();
                })
            });
            move || drop(timer)
        });
    }
    stale
}

/// The same without live region and button, for where several stand side by side.
pub(crate) fn verdict_face(report: &RequestReport) -> Html {
    html! {
        <div class={classes!("verdict", tones::class_of(report))}>
            <div class="disc" aria-hidden="true">{ tones::of_request(report).glyph() }</div>
            <div>
                <strong class="word">{ report.verdict() }</strong>
                { prose_line(&report.summary) }
            </div>
        </div>
    }
}

fn expectation(report: &RequestReport) -> Html {
    match (report.expected, report.met) {
        (Some(expected), Some(false)) => {
            html! { <p class="met unmet">{ format!("This {}.", should_be(expected)) }</p> }
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
