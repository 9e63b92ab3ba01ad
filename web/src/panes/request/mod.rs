//! The request side: the list of requests, and the shown one as a form or as JSON.

mod arrival;
mod callers;
mod context;
mod form;
mod list;
mod meant;
mod more;
mod parameters;

use kms_playground::{Note, Scenario};
use yew::prelude::*;

use crate::components::{Controls, Editor, h2, part};
use crate::parts;
use crate::state::{Action, AppState, Draft, DraftOf, Shared, Suggestions, View};

pub(crate) use callers::callers;
pub(crate) use form::Change;
pub(crate) use list::should_be;
pub(crate) use meant::use_meant;
pub(crate) use more::more;

#[derive(Properties, PartialEq)]
pub(crate) struct RequestPaneProps {
    pub(crate) state: AppState,
    pub(crate) suggestions: Shared<Suggestions>,
    pub(crate) act: Callback<Action>,
}

/// The list and what it shows.
#[component]
pub(crate) fn RequestPane(props: &RequestPaneProps) -> Html {
    let RequestPaneProps { state, suggestions, act } = props;
    let Some(request) = state.current_request() else {
        return part!(list::RequestList {
            report: state.report.clone(),
            scenario: state.scenario.clone(),
            current: state.request,
            act: act.clone()
        });
    };
    // What its author expects would tell the verdict.
    let asked = state.is_asked();
    let mut request = request.clone();
    request.expect = request.expect.filter(|_| !asked);
    let of = DraftOf::Request(state.request);
    let path = format!("requests[{}].", state.request);
    let of_request = |note: &&Note| note.path.as_ref().is_some_and(|at| at.starts_with(&path));
    let notes: Vec<Note> = state.notes().iter().filter(of_request).cloned().collect();
    let problem = state.draft.as_ref().filter(|draft| draft.of == of).and_then(|draft| draft.problem.clone());
    html! {
        <>
            { part!(list::RequestList { report: state.report.clone(), scenario: state.scenario.clone(), current: state.request, act: act.clone() }) }
            <div class="request-head">
                { h2("Request") }
                { view_switch("request-view", state.request_view, &act.reform(Action::ShowRequestAs)) }
            </div>
            if state.request_view == View::Json && !asked {
                { part!(state.request, Editor { id: "request-json", label: "Request as JSON", text: json_of(state.draft.as_deref(), of, &state.scenario), on_change: act.reform(move |text| Action::Draft(of, text)), on_undo: act.reform(|()| Action::Undo), on_redo: act.reform(|()| Action::Redo) }) }
                if let Some(problem) = problem {
                    <p class="problem levels" role="alert">{ problem }</p>
                }
            } else {
                <Controls>
                    if let Some(jobs) = parts::jobs() {
                        { (jobs.hints)(&state.scenario, state.request, act) }
                    }
                    { part!(state.request, form::RequestForm { later: parts::later().is_some(), index: state.request, request, known: state.known(), suggestions: suggestions.clone(), notes, act: act.clone() }) }
                </Controls>
            }
        </>
    }
}

/// The text of a JSON view; empty until what writes it has been fetched, a moment after the first paint.
pub(in crate::panes) fn json_of(draft: Option<&Draft>, of: DraftOf, scenario: &Scenario) -> String {
    parts::records().map(|records| (records.draft_text)(draft, of, scenario)).unwrap_or_default()
}

/// Form or JSON.
pub(super) fn view_switch(id: &'static str, view: View, on_choose: &Callback<View>) -> Html {
    let choice = |value: View, label: &'static str| {
        let on_choose = on_choose.clone();
        let onclick = move |_| on_choose.emit(value);
        html! { <button type="button" aria-pressed={(view == value).to_string()} {onclick}>{ label }</button> }
    };
    html! { <div class="segments" {id} role="group" aria-label="Shown as">{ choice(View::Form, "Form") }{ choice(View::Json, "JSON") }</div> }
}
