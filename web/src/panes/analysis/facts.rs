//! The request that shows a finding: its facts, and the ways to look at it.

use kms_playground::analysis::ReachMark;
use kms_playground::{Request, Scenario};
use yew::prelude::*;

use crate::components::{IfEditable, button, identifier, prose};
use crate::state::{Action, Edit, Loaded, Notice};

/// A request with the least of policies and grants that it needs, and the scenario that is open.
pub(super) struct Example<'a> {
    pub(super) shown: &'a Scenario,
    pub(super) scenario: &'a Scenario,
}

/// What is notable about the callers, in words.
pub(super) fn badges(marks: &[ReachMark]) -> Html {
    html! { { for marks.iter().map(|mark| html! { <span class="badge">{ mark.label() }</span> }) } }
}

/// The facts, what the request needs, and the buttons.
pub(super) fn view(example: &Example<'_>, act: &Callback<Action>) -> Html {
    let Some(request) = example.shown.requests.first() else { return Html::default() };
    let needs = needs(example.shown);
    let add = {
        let (act, request) = (act.clone(), Request { expect: None, ..request.clone() });
        move |_: MouseEvent| {
            act.emit(Action::Edit(Edit::AddRequests(vec![request.clone()])));
            act.emit(Action::Tell(Notice::undoable("Request added. Its verdict is shown above.")));
        }
    };
    let open = {
        let (act, shown) = (act.clone(), example.shown.clone());
        move |_: MouseEvent| {
            let notice = Some(Notice::undoable("Opened as a scenario of its own."));
            let loaded = Loaded { scenario: shown.clone(), request: 0, from_address: false, notice };
            act.emit(Action::Load(Box::new(loaded)));
        }
    };
    let is_here = example.scenario.requests.iter().any(|other| other.asks_the_same_as(request));
    html! {
        <>
            <dl class="facts">
                { for facts(request).into_iter().map(|(name, value)| html! { <><dt>{ name }</dt><dd>{ identifier(&value) }</dd></> }) }
            </dl>
            if let Some(needs) = needs {
                <p class="hint">{ prose(needs) }</p>
            }
            <IfEditable>
                <span class="row">
                    if is_here {
                        <span class="hint">{ "This request is in the list." }</span>
                    } else {
                        { button("button small", "Add as a request", add) }
                    }
                    if needs.is_some() {
                        { button("button quiet small", "Open with what it needs", open) }
                    }
                </span>
            </IfEditable>
        </>
    }
}

/// What the request needs beside the key policy.
fn needs(shown: &Scenario) -> Option<&'static str> {
    let has_identity = shown.identity_policies.as_ref().is_some_and(|policies| !policies.is_empty());
    match () {
        () if !shown.grants.is_empty() => Some("The caller needs a grant for the operation."),
        () if has_identity => Some("The caller needs an identity-based policy that allows the call."),
        () if shown.permissions_boundary.is_some() => Some("The caller has a permissions boundary."),
        () if shown.session_policies.is_some() => {
            Some("The session needs a session policy that allows the call.")
        }
        () => None,
    }
}

/// Names and values of what the request carries.
fn facts(request: &Request) -> Vec<(String, String)> {
    let mut facts = vec![
        ("Caller".to_owned(), request.principal.clone()),
        ("Operation".to_owned(), request.action.clone()),
    ];
    let mut push = |name: &str, value: &Option<String>| {
        facts.extend(value.iter().map(|value| (name.to_owned(), value.clone())));
    };
    push("Through", &request.via_service);
    push("aws:SourceArn", &request.source_arn);
    push("aws:SourceAccount", &request.source_account);
    for (name, value) in request.encryption_context.iter() {
        facts.push((format!("Encryption context, {name}"), value.clone()));
    }
    for (name, value) in request.context.iter() {
        let value = match value {
            None => "absent".to_owned(),
            Some(kms_playground::ContextValue::One(value)) => value.clone(),
            Some(kms_playground::ContextValue::Many(values)) => values.join(", "),
        };
        facts.push((name.to_owned(), value));
    }
    facts
}
