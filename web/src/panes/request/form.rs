//! One request as a form, in the words of the question.

use std::rc::Rc;

use kms_playground::{Decision, Note, Pairs, Request};
use yew::prelude::*;

use crate::components::{Combobox, PairRows, Select, TextField, field, hint, part};
use crate::parts;
use crate::state::{Action, Edit, Known, Shared, Suggestions, is_service};

use super::super::problem;
use super::arrival::ArrivalChoice;

#[derive(Properties, PartialEq)]
pub(super) struct RequestFormProps {
    pub(super) index: usize,
    pub(super) request: Request,
    pub(super) known: Known,
    pub(super) suggestions: Shared<Suggestions>,
    /// What the report says of the request's fields.
    pub(super) notes: Vec<Note>,
    /// Whether the part is here that draws the rest of the form.
    pub(super) later: bool,
    pub(super) act: Callback<Action>,
}

/// Changes one field of the request; the text names the field.
pub(crate) type Change = Callback<(Request, Option<String>)>;

/// The form.
#[component]
pub(super) fn RequestForm(props: &RequestFormProps) -> Html {
    let RequestFormProps { index, request, known, suggestions, notes, later, act } = props;
    let (index, later) = (*index, parts::later().filter(|_| *later));
    let problem = |field: &str| problem::of(notes, &format!("requests[{index}].{field}"));
    let change: Change =
        act.reform(move |(request, field)| Action::Edit(Edit::Request(index, Box::new(request), field)));
    let operation = &suggestions.operation;
    let is_re_encrypt = request.action.to_ascii_lowercase().contains("reencrypt");
    let has_context = operation.as_ref().is_none_or(|operation| operation.takes_context)
        || !request.encryption_context.is_empty();
    let expected = part!(Select {
        id: "request-expect",
        value: request.expect.map(Decision::name).unwrap_or_default(),
        choices: expectations(),
        on_change: expect(request, &change),
    });
    let callers = later.map_or_else(
        || Rc::clone(&suggestions.principals),
        |later| (later.callers)(&request.principal, suggestions),
    );
    let who = part!(Combobox {
        id: "request-principal",
        value: request.principal.clone(),
        choices: callers,
        placeholder: "ARN or service principal",
        on_input: text(request, &change, "principal", |request, text| request.principal = text),
    });
    let action = part!(Combobox {
        id: "request-action",
        value: request.action.clone(),
        choices: Rc::clone(&suggestions.actions),
        placeholder: "kms:Decrypt",
        on_input: text(request, &change, "action", |request, text| request.action = text),
    });
    let meant = later.map(|later| (later.meant)(index, request, notes, act)).unwrap_or_default();
    let about = operation.as_ref().map_or("", |operation| operation.about);
    // What is asked comes first; what it is called and what was expected of it come last.
    html! {
        <div class="form">
            { field("request-principal", "Who calls", principal_hint(&request.principal), html! { <>{ who }{ problem("principal") }</> }) }
            if is_session(&request.principal) || request.session_issuer.is_some() {
                { part!(TextField {
                    id: "request-issuer",
                    label: "Role behind the session",
                    value: request.session_issuer.clone().unwrap_or_default(),
                    placeholder: "derived from the session ARN",
                    hint: "Only needed when the role has a path: a session ARN does not carry it.",
                    on_input: text(request, &change, "sessionIssuer", |request, text| request.session_issuer = some(text)),
                }) }
                { problem("sessionIssuer") }
            }
            { field("request-action", "Operation", about, html! { <>{ action }{ problem("action") }{ meant }</> }) }
            if has_context {
                { pairs(request, &change, if is_re_encrypt { "Encryption context of the source" } else { "Encryption context" }, "encryption", suggestions,
                    |request| &request.encryption_context, |request, pairs| request.encryption_context = pairs) }
            }
            if is_re_encrypt {
                { pairs(request, &change, "Encryption context of the destination", "destination", suggestions,
                    |request| &request.destination_encryption_context, |request, pairs| request.destination_encryption_context = pairs) }
                { destination(request, suggestions, &change, problem("destinationKeyId")) }
            }
            { part!(ArrivalChoice { request: request.clone(), known: known.clone(), suggestions: suggestions.clone(), change: change.clone() }) }
            if let Some(later) = later {
                { (later.more)(index, request, suggestions, notes, &change) }
            } else {
                { hint("Fetching this part of the page …") }
            }
            <div class="name-and-expectation">
                { part!(TextField {
                    id: "request-name",
                    label: "Name",
                    prose: true,
                    value: request.name.clone().unwrap_or_default(),
                    placeholder: "what is asked",
                    on_input: text(request, &change, "name", |request, text| request.name = some(text)),
                }) }
                { field("request-expect", "Expected", "", expected) }
            </div>
        </div>
    }
}

/// A callback that sets one field.
pub(super) fn text(
    request: &Request,
    change: &Change,
    field: &'static str,
    set: fn(&mut Request, String),
) -> Callback<String> {
    let request = request.clone();
    change.reform(move |text| {
        let mut request = request.clone();
        set(&mut request, text);
        (request, Some(field.to_owned()))
    })
}

fn pairs(
    request: &Request,
    change: &Change,
    label: &'static str,
    id: &'static str,
    suggestions: &Suggestions,
    get: fn(&Request) -> &Pairs<String>,
    set: fn(&mut Request, Pairs<String>),
) -> Html {
    let on_change = {
        let request = request.clone();
        change.reform(move |(pairs, row): (Vec<(String, String)>, Option<String>)| {
            let mut request = request.clone();
            set(&mut request, Pairs(pairs));
            (request, row.map(|row| format!("{id}.{row}")))
        })
    };
    let title = format!("{id}-title");
    html! {
        <div class="field" role="group" aria-labelledby={title.clone()}>
            <span class="label" id={title}>{ label }</span>
            { part!(PairRows { id, noun: "pair", pairs: get(request).0.clone(), names: suggestions.encryption_context_names.clone(), on_change }) }
        </div>
    }
}

fn expectations() -> Vec<(AttrValue, AttrValue)> {
    let nothing = [("".into(), "not set".into())];
    nothing
        .into_iter()
        .chain(Decision::ALL.iter().rev().map(|decision| (decision.name().into(), decision.label().into())))
        .collect()
}

fn expect(request: &Request, change: &Change) -> Callback<String> {
    let request = request.clone();
    change.reform(move |name: String| {
        let expect = Decision::ALL.into_iter().find(|decision| decision.name() == name);
        (Request { expect, ..request.clone() }, None)
    })
}

pub(super) fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn is_session(principal: &str) -> bool {
    principal.contains(":assumed-role/")
}

/// What kind of principal it is, by its form.
fn principal_hint(principal: &str) -> &'static str {
    if principal.trim().is_empty() {
        "A user, role or session ARN, an account root ARN, or a service principal."
    } else if is_service(principal) {
        "A service principal: the service calls KMS itself."
    } else if is_session(principal) {
        "A session of a role."
    } else if principal.contains(":role/") {
        "A role: some session of it."
    } else if principal.contains(":user/") {
        "An IAM user."
    } else if principal.contains(":federated-user/") {
        "A federated user's session."
    } else if principal.ends_with(":root") {
        "The account's root user itself."
    } else {
        ""
    }
}

/// The key that encrypts anew.
fn destination(request: &Request, suggestions: &Suggestions, change: &Change, problem: Html) -> Html {
    let key = part!(Combobox {
        id: "request-destination",
        value: request.destination_key_id.clone().unwrap_or_default(),
        choices: Rc::clone(&suggestions.key_names),
        placeholder: "the same key",
        on_input: text(request, change, "destinationKeyId", |request, text| request.destination_key_id =
            some(text)),
    });
    field("request-destination", "Destination key", "", html! { <>{ key }{ problem }</> })
}
