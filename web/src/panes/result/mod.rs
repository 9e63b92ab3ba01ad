//! The result side: the verdict and everything behind it, as the report says it.

mod cloud_trail;
mod context;
mod elements;
mod grants;
mod lesson;
mod notes;
mod reason;
mod statements;
mod steps;
mod verdict;

use kms_playground::{CheckReport, Report, RequestReport, Scenario};
use yew::prelude::*;

use crate::components::{CopyButton, h2, hint, mark, part};
use crate::parts;
use crate::state::{Action, Place, Shared};

use super::Advised;
use super::tones;

pub(crate) use cloud_trail::view as cloud_trail;
pub(crate) use elements::{Elements, view as elements};
pub(crate) use lesson::lesson;
pub(crate) use reason::reason;
pub(crate) use verdict::{Verdict, verdict_face};

#[derive(Properties)]
pub(crate) struct ResultProps {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) report: Shared<Report>,
    pub(crate) request: usize,
    pub(crate) place: Option<Place>,
    /// Statements that were opened or closed by hand.
    pub(crate) folds: Folds,
    /// Whether to say what would change the decision.
    #[prop_or_default]
    pub(crate) advised: bool,
    pub(crate) act: Callback<Action>,
}

/// Statements that were opened or closed by hand.
pub(crate) type Folds = std::rc::Rc<crate::state::Folds>;

impl PartialEq for ResultProps {
    fn eq(&self, other: &Self) -> bool {
        self.report == other.report
            && self.scenario == other.scenario
            && self.request == other.request
            && self.place == other.place
            && std::rc::Rc::ptr_eq(&self.folds, &other.folds)
            && self.advised == other.advised
            && self.act == other.act
    }
}

/// Everything below the verdict.
#[component]
pub(crate) fn ResultPane(props: &ResultProps) -> Html {
    let Some(report) = props.report.requests.get(props.request) else {
        return html! { <div class="result-body">{ hint("Add a request to see what AWS KMS would decide.") }</div> };
    };
    let several = report.checks.len() > 1;
    html! {
        <div class="result-body">
            if let Some(text) = props.scenario.notes.as_ref() {
                <details class="user-notes"><summary>{ "Notes" }</summary><p>{ text.clone() }</p></details>
            }
            if let Some(later) = parts::later().filter(|_| props.advised) {
                { (later.lesson)(&props.scenario) }
            }
            if let Some(advice) = parts::advice().filter(|_| props.advised) {
                { advice(&Advised { scenario: props.scenario.clone(), request: props.request, decision: report.decision, act: props.act.clone() }) }
            }
            { notes::after_authorization(report) }
            { for report.checks.iter().enumerate().map(|(index, check)| view_check(props, report, index, check, several)) }
            { notes::remarks(report) }
            { message(report) }
            if let Some(later) = parts::later() {
                { (later.cloud_trail)(report) }
            }
            <p class="foot">{ format!("Engine {}, rules of {}", props.report.engine_version, props.report.rules_date) }</p>
        </div>
    }
}

fn view_check(
    props: &ResultProps,
    report: &RequestReport,
    index: usize,
    check: &CheckReport,
    several: bool,
) -> Html {
    html! {
        <>
            if several {
                <section class="check-head">
                    <h2>{ mark(tones::of_decision(check.decision)) } { " " }<code>{ &check.permission }</code></h2>
                    <span class="badge">{ check.decision.label() }</span>
                    <span class="hint">{ &check.key }</span>
                </section>
            }
            { steps::view(check, &props.report, &props.act) }
            { statements::view(props, index, check) }
            if let Some(later) = parts::later() {
                { (later.behind)(check, report.checks.len() == 1 || index == 0, &props.act) }
            }
        </>
    }
}

/// What stands behind a check besides the statements: the grants on the key, and what KMS sees. Fetched after the first paint.
pub(crate) fn behind(check: &CheckReport, with_context: bool, act: &Callback<Action>) -> Html {
    html! {
        <>
            { grants::view(check, act) }
            { context::view(check, with_context) }
            if let Some(school) = parts::school() {
                { (school.terms)(check, act) }
            }
        </>
    }
}

fn message(report: &RequestReport) -> Html {
    let Some(text) = report.message.clone() else { return Html::default() };
    html! {
        <section>
            { h2("What AWS would answer") }
            <div class="message">
                <pre>{ &text }</pre>
                { part!(CopyButton { class: "small", label: "Copy message", text: text }) }
            </div>
        </section>
    }
}
