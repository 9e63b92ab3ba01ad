//! How the call arrives: directly, through a service with the caller's identity, or by the service itself.

use std::rc::Rc;

use kms_playground::Request;
use yew::prelude::*;

use crate::components::{Combobox, TextField, field, part};
use crate::state::{Arrival, Known, Shared, Suggestions, arrive};

use super::form::{Change, text};

#[derive(Properties, PartialEq)]
pub(super) struct ArrivalChoiceProps {
    pub(super) request: Request,
    pub(super) known: Known,
    pub(super) suggestions: Shared<Suggestions>,
    pub(super) change: Change,
}

/// The three ways, and what each needs.
#[component]
pub(super) fn ArrivalChoice(props: &ArrivalChoiceProps) -> Html {
    let now = Arrival::of(&props.request);
    html! {
        <fieldset class="field">
            <legend>{ "How the call arrives" }</legend>
            <div class="arrivals">{ for Arrival::ALL.into_iter().map(|way| view(props, way, way == now)) }</div>
        </fieldset>
    }
}

fn view(props: &ArrivalChoiceProps, way: Arrival, current: bool) -> Html {
    let onchange = {
        let (request, known) = (props.request.clone(), props.suggestions.complete(&props.known));
        props.change.reform(move |_: Event| (arrive(request.clone(), way, &known), None))
    };
    html! {
        <div key={way.label()} class={classes!("arrival", current.then_some("current"))}>
            <label>
                <input type="radio" name="arrival" checked={current} {onchange} />
                <span>{ way.label() }<small>{ way.hint() }</small></span>
            </label>
            if current {
                { details(props, way) }
            }
        </div>
    }
}

fn details(props: &ArrivalChoiceProps, way: Arrival) -> Html {
    let ArrivalChoiceProps { request, suggestions, change, .. } = props;
    match way {
        Arrival::Directly => Html::default(),
        Arrival::ThroughService => html! {
            <div class="details">
                { part!(Combobox {
                    id: "request-via",
                    aria_label: "Service that calls with the caller's identity (kms:ViaService)",
                    value: request.via_service.clone().unwrap_or_default(),
                    choices: Rc::clone(&suggestions.via_services),
                    placeholder: "service.us-east-1.amazonaws.com",
                    on_input: text(request, change, "viaService", |request, text| request.via_service = Some(text)),
                }) }
            </div>
        },
        Arrival::ByService => html! {
            <div class="details">
                { field("request-source-arn", "aws:SourceArn", "", part!(Combobox {
                        id: "request-source-arn",
                        value: request.source_arn.clone().unwrap_or_default(),
                        choices: suggestions.mentioned("aws:SourceArn"),
                        placeholder: "the resource that the service works for",
                        on_input: text(request, change, "sourceArn", |request, text| request.source_arn = Some(text).filter(|text| !text.is_empty())),
                    })) }
                { part!(TextField {
                    id: "request-source-account",
                    label: "aws:SourceAccount",
                    value: request.source_account.clone().unwrap_or_default(),
                    placeholder: "its account",
                    on_input: text(request, change, "sourceAccount", |request, text| request.source_account = Some(text).filter(|text| !text.is_empty())),
                }) }
            </div>
        },
    }
}
