//! Less than the whole page: which request, the verdict, and where it is wanted everything behind it. For readers of a
//! page that embeds this one, and for links that only give an answer.

use kms_playground::request_name;
use yew::prelude::*;

use crate::components::{Completions, Select, part};
use crate::state::{Action, AppState, Extent, Shared, Suggestions};

use super::asking::{question, strip};
use super::landmarks::{role, tag};
use super::policy::PolicyPane;
use super::result::{ResultPane, Verdict};
use super::tones;

#[derive(Properties, PartialEq)]
pub(crate) struct EmbeddedProps {
    pub(crate) state: AppState,
    pub(crate) suggestions: Shared<Suggestions>,
    pub(crate) completions: Completions,
    pub(crate) act: Callback<Action>,
}

/// The embedded view.
#[component]
pub(crate) fn Embedded(props: &EmbeddedProps) -> Html {
    let EmbeddedProps { state, suggestions, completions, act } = props;
    let shown = state.presentation;
    let edits = shown.extent == Extent::Edit;
    html! {
        <@{tag(shown, "main")} class={classes!("excerpt", edits.then_some("edit"))}>
            if shown.embedded {
                <h1 class="unseen">{ state.scenario.title.clone().unwrap_or_else(|| "KMS Policy Playground".to_owned()) }</h1>
            }
            { strip(state, act) }
            { asked(state, act) }
            <div class="beside">
            if edits {
                <section class="column policy" aria-label="Policies" role={role(shown)}>
                    { part!(PolicyPane { state: state.clone(), suggestions: suggestions.clone(), completions: completions.clone(), act: act.clone() }) }
                </section>
            }
            <div class="answer">
                if let Some(question) = question(state, act) {
                    { question }
                } else {
                    { part!(Verdict { report: state.report.clone(), request: state.request, act: act.clone() }) }
                }
                if shown.extent != Extent::Answer && !state.is_asked() {
                    <section class="result" aria-label="Why" role={role(shown)}>
                        { part!(ResultPane { scenario: state.scenario.clone(), report: state.report.clone(), request: state.request, place: state.place, folds: state.folds.clone(), act: act.clone() }) }
                    </section>
                }
            </div>
            </div>
        </@>
    }
}

/// What is asked: one request by its name, of several a choice.
fn asked(state: &AppState, act: &Callback<Action>) -> Html {
    let requests = &state.scenario.requests;
    let names = requests.iter().enumerate().map(|(index, request)| request_name(request, index));
    match requests.len() {
        0 => Html::default(),
        1 => html! { <div class="asked"><h2>{ for names }</h2></div> },
        count => {
            let choices: Vec<(AttrValue, AttrValue)> = names
                .zip(&state.report.requests)
                .enumerate()
                .map(|(index, (name, report))| {
                    let glyph = tones::of_decision(report.decision).glyph();
                    (index.to_string().into(), format!("{glyph} {name}").into())
                })
                .collect();
            let on_change =
                act.reform(|index: String| Action::SelectRequest(index.parse().unwrap_or_default()));
            html! {
                <div class="asked">
                    <label for="asked-request">{ format!("Request {} of {count}", state.request + 1) }</label>
                    { part!(Select { id: "asked-request", value: state.request.to_string(), choices, on_change }) }
                </div>
            }
        }
    }
}
