//! The requests of the scenario, each with its verdict and whether it was expected.

use kms_playground::{Report, Request, RequestReport, Scenario};
use yew::prelude::*;

use crate::components::{Icon, IfEditable, Mark, Picture};
use crate::state::{Action, Dialog, Edit, Shared};

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
            <button type="button" class="button quiet icon" aria-label={label} title={label} disabled={action.is_none()} {onclick}><Icon of={picture} /></button>
        }
    };
    let edit = |there: bool, edit: Edit| there.then_some(Action::Edit(edit));
    let next = if current + 1 < count { current + 1 } else { 0 };
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
            <ul class="request-list" aria-labelledby="requests-title">
                { for report.requests.iter().enumerate().map(|(index, request)| item(props, index, request)) }
            </ul>
            <div class="request-actions">
                if count > 1 {
                    <button type="button" class="button quiet small" onclick={act.reform(move |_: MouseEvent| Action::Open(Dialog::Compare(current, next)))}>
                        <Icon of={Picture::Compare} />{ "Two side by side" }
                    </button>
                }
                <IfEditable>
                    <button type="button" class="button quiet small" onclick={act.reform(|_: MouseEvent| Action::Open(Dialog::ServiceCalls))}>
                        <Icon of={Picture::Plus} />{ "All calls of a service" }
                    </button>
                </IfEditable>
            </div>
        </div>
    }
}

fn item(props: &RequestListProps, index: usize, report: &RequestReport) -> Html {
    let is_current = index == props.current;
    let onclick = props.act.reform(move |_: MouseEvent| Action::SelectRequest(index));
    let request = props.scenario.requests.get(index);
    let name = request.map(|request| title(request, index)).unwrap_or_default();
    html! {
        <li key={index} class={classes!("request-item", is_current.then_some("current"))}>
            <button type="button" aria-current={is_current.then_some("true")} {onclick}>
                <Mark tone={tones::of_request(report)} says={report.verdict()} />
                <span class="name">{ name }</span>
                { expectation(report) }
            </button>
        </li>
    }
}

fn expectation(report: &RequestReport) -> Html {
    match (report.expected, report.met) {
        (Some(_), Some(true)) => html! { <small>{ "expected" }</small> },
        (Some(expected), _) => {
            let tone = tones::of_decision(expected);
            html! { <small class="unmet" ><span aria-hidden="true">{ format!("expected {}", tone.glyph()) }</span><span class="unseen">{ format!("expected: {}", expected.label()) }</span></small> }
        }
        _ => Html::default(),
    }
}

/// What a request is called: its name, else what it does.
pub(crate) fn title(request: &Request, index: usize) -> String {
    if let Some(name) = request.name.as_ref().filter(|name| !name.is_empty()) {
        return name.clone();
    }
    let who = request.principal.rsplit(['/', ':']).next().unwrap_or_default();
    let what = request.action.strip_prefix("kms:").unwrap_or(&request.action);
    if who.is_empty() && what.is_empty() {
        format!("Request {}", index + 1)
    } else {
        format!("{what} by {who}")
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
