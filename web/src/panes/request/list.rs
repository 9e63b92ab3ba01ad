//! The requests of the scenario, each with its verdict and whether it was expected.

use kms_playground::{Decision, Report, Request, RequestReport, Scenario, request_name};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::components::{
    IfEditable, Picture, bring_into_view, button, hint, icon, mark_said, small, value_of,
};
use crate::hooks::use_effect_on;
use crate::parts;
use crate::state::{Action, Dialog, Edit, Shared, is_veiled};

use super::super::tones;

#[derive(Properties, PartialEq)]
pub(super) struct RequestListProps {
    pub(super) scenario: Shared<Scenario>,
    pub(super) report: Shared<Report>,
    pub(super) current: usize,
    pub(super) act: Callback<Action>,
}

/// The list with its tools.
#[component]
pub(super) fn RequestList(props: &RequestListProps) -> Html {
    let RequestListProps { scenario, report, current, act } = props;
    let (current, count) = (*current, scenario.requests.len());
    let tool = |label: &'static str, picture: Picture, action: Option<Action>| {
        let onclick = {
            let (act, action) = (act.clone(), action.clone());
            move |_| {
                if let Some(action) = action.clone() {
                    act.emit(action);
                }
            }
        };
        html! {
            <button type="button" class="button quiet icon" aria-label={label} title={label} disabled={action.is_none()} {onclick}>{ icon(picture) }</button>
        }
    };
    let edit = |there: bool, edit: Edit| there.then_some(Action::Edit(edit));
    let next = if current + 1 < count { current + 1 } else { 0 };
    let list = use_node_ref();
    {
        // Whatever made another request the current one: it is in view.
        let list = list.clone();
        use_effect_on((current, count), move |_| {
            let current = list
                .cast::<web_sys::Element>()
                .and_then(|list| list.query_selector(".current").ok().flatten());
            current.iter().for_each(bring_into_view);
        });
    }
    let filter = use_state_eq(String::new);
    let on_filter = {
        let filter = filter.clone();
        move |event: InputEvent| filter.set(value_of(event.target()))
    };
    let words: Vec<String> = filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let shown: Vec<usize> =
        (0..count).filter(|at| count < FILTERED || matches(scenario, report, *at, &words)).collect();
    let onkeydown = {
        let (act, list, shown) = (act.clone(), list.clone(), shown.clone());
        move |event: KeyboardEvent| {
            let at = shown.iter().position(|shown| *shown == current);
            let to = match event.key().as_str() {
                "ArrowDown" => at.map_or(0, |at| at + 1),
                "ArrowUp" => at.unwrap_or_default().checked_sub(1).unwrap_or(usize::MAX),
                "Home" => 0,
                "End" => shown.len().saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            let Some(to) = shown.get(to).copied() else { return };
            act.emit(Action::SelectRequest(to));
            focus(&list, to);
        }
    };
    html! {
        <div class="requests">
            <div class="head">
                <h2 id="requests-title">{ "Requests" }</h2>
                <IfEditable>
                    { tool("Move up", Picture::Up, edit(current > 0, Edit::MoveRequest(current, current.saturating_sub(1)))) }
                    { tool("Move down", Picture::Down, edit(current + 1 < count, Edit::MoveRequest(current, current + 1))) }
                    { tool("Duplicate this request", Picture::Copy, edit(count > 0, Edit::DuplicateRequest(current))) }
                    { tool("Remove this request", Picture::Trash, edit(count > 0, Edit::RemoveRequest(current))) }
                    { tool("Add a request", Picture::Plus, edit(true, Edit::AddRequests(vec![blank(scenario, current)]))) }
                </IfEditable>
            </div>
            { tally(report, current, act) }
            if count >= FILTERED {
                <input class="input request-filter" type="search" aria-label="Filter the requests" placeholder="Filter" value={(*filter).clone()}
                    autocomplete="off" oninput={on_filter} />
            }
            <ul class="request-list" aria-labelledby="requests-title" ref={list} {onkeydown}>
                { for shown.iter().enumerate().map(|(at, index)| entry(props, at.checked_sub(1).and_then(|at| shown.get(at)).copied(), *index)) }
            </ul>
            if shown.is_empty() && count > 0 {
                { hint(&format!("No request matches `{}`.", *filter)) }
            }
            <div class="request-actions">
                if count > 1 && !report.requests.iter().any(is_veiled) {
                    <button type="button" class="button quiet small" onclick={act.reform(move |_: MouseEvent| Action::Open(Dialog::Compare(current, next)))}>
                        { icon(Picture::Compare) }{ "Two side by side" }
                    </button>
                }
                <IfEditable>
                    <button type="button" class="button quiet small" onclick={act.reform(|_: MouseEvent| Action::Open(Dialog::Jobs(None)))}>
                        { icon(Picture::Plus) }{ "Add a job" }
                    </button>
                </IfEditable>
            </div>
        </div>
    }
}

/// From how many requests on they can be filtered.
const FILTERED: usize = 10;

/// Whether a request has all these words in its name, its caller, its operation or its verdict.
fn matches(scenario: &Scenario, report: &Report, at: usize, words: &[String]) -> bool {
    let Some(request) = scenario.requests.get(at) else { return false };
    let verdict = report.requests.get(at).map(|report| report.decision.label()).unwrap_or_default();
    let text = format!("{} {} {} {verdict}", request_name(request, at), request.principal, request.action)
        .to_lowercase();
    words.iter().all(|word| text.contains(word))
}

/// How many requests come out as expected, and the way to the next that does not.
fn tally(report: &Report, current: usize, act: &Callback<Action>) -> Html {
    let expected = report.requests.iter().filter(|request| request.expected.is_some()).count();
    if expected == 0 {
        return Html::default();
    }
    let failing: Vec<usize> = report
        .requests
        .iter()
        .enumerate()
        .filter(|(_, request)| request.met == Some(false))
        .map(|(at, _)| at)
        .collect();
    let next = failing.iter().find(|at| **at > current).or(failing.first()).copied();
    html! {
        <p class="tally">
            { format!("{} of {expected} as expected", expected - failing.len()) }
            if let Some(next) = next {
                { button("button quiet small", "Next failing", act.reform(move |_: MouseEvent| Action::SelectRequest(next))) }
            }
        </p>
    }
}

/// Puts the focus on the button of a request.
fn focus(list: &NodeRef, at: usize) {
    let selector = format!("[data-at='{at}'] > button");
    let button =
        list.cast::<web_sys::Element>().and_then(|list| list.query_selector(&selector).ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

/// A request of the list, below the heading of its job where the one before is not of the same.
fn entry(props: &RequestListProps, before: Option<usize>, index: usize) -> Html {
    let Some(report) = props.report.requests.get(index) else { return Html::default() };
    let job = |at: usize| props.scenario.requests.get(at).and_then(|request| request.job.as_ref());
    let jobs = parts::jobs().filter(|_| job(index).is_some());
    let heads = jobs.filter(|_| before.and_then(job) != job(index));
    html! {
        <>
            { for heads.map(|jobs| (jobs.heading)(&props.scenario, &props.report, index, &props.act)) }
            { item(props, index, report, jobs.is_some()) }
        </>
    }
}

fn item(props: &RequestListProps, index: usize, report: &RequestReport, of_job: bool) -> Html {
    let is_current = index == props.current;
    let onclick = props.act.reform(move |_: MouseEvent| Action::SelectRequest(index));
    let request = props.scenario.requests.get(index);
    let name = request.map(|request| request_name(request, index)).unwrap_or_default();
    html! {
        <li class={classes!("request-item", is_current.then_some("current"), of_job.then_some("of-job"))} data-at={index.to_string()}>
            <button type="button" aria-current={is_current.then_some("true")} {onclick}>
                { mark_said(tones::of_request(report), if is_veiled(report) { "Not answered" } else { report.verdict() }) }
                <span class="name">{ name }{ expectation(report) }</span>
            </button>
        </li>
    }
}

fn expectation(report: &RequestReport) -> Html {
    match (report.expected, report.met) {
        (Some(_), Some(true)) => html! { { small("as expected") } },
        (Some(expected), _) => html! { <small class="unmet">{ should_be(expected) }</small> },
        _ => Html::default(),
    }
}

/// What an expectation that is not met says.
pub(crate) const fn should_be(expected: Decision) -> &'static str {
    match expected {
        Decision::Allowed => "should be allowed",
        Decision::ExplicitDeny | Decision::ImplicitDeny => "should be denied",
        Decision::Undetermined => "should be undetermined",
        Decision::NotEvaluated => "should not be evaluated",
    }
}

/// A new request by the same caller, otherwise plain.
fn blank(scenario: &Scenario, current: usize) -> Request {
    let principal = scenario.requests.get(current).map(|request| request.principal.clone());
    Request {
        principal: principal.unwrap_or_else(|| "arn:aws:iam::111122223333:role/ExampleRole".to_owned()),
        action: "kms:Decrypt".to_owned(),
        ..Request::default()
    }
}
