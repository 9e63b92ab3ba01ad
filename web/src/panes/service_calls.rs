//! All calls of a service: the KMS calls behind a well-known action, added as requests.

use kms_playground::Scenario;
use kms_playground::catalog::{ServiceEntry, service_calls, services};
use yew::prelude::*;

use crate::components::{Modal, TextField, field, paragraph, part, value_of};
use crate::state::{Action, Edit, Shared, is_service};

#[derive(Properties, PartialEq)]
pub(crate) struct ServiceCallsProps {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) act: Callback<Action>,
}

/// The dialog.
#[component]
pub(crate) fn ServiceCalls(props: &ServiceCallsProps) -> Html {
    let list = use_memo(props.scenario.key.clone(), services);
    let search = use_state_eq(String::new);
    let caller = use_state_eq(|| usual_caller(&props.scenario));
    let words: Vec<String> = search.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |entry: &&ServiceEntry| {
        let sequences = entry.sequences.iter().map(|sequence| sequence.name).collect::<Vec<_>>().join(" ");
        let text = format!("{} {sequences}", entry.name).to_lowercase();
        !entry.sequences.is_empty() && words.iter().all(|word| text.contains(word))
    };
    let oninput = {
        let search = search.clone();
        move |event: InputEvent| search.set(value_of(event.target()))
    };
    let on_caller = {
        let caller = caller.clone();
        Callback::from(move |text| caller.set(text))
    };
    html! {
        <Modal title="All calls of a service" on_close={props.act.reform(|()| Action::CloseDialog)}>
            { paragraph("Adds the KMS calls behind an action of a service as requests, with the names of this key's Region and account.") }
            <div class="columns-2">
                { field("calls-search", "Service or action", "", html! { <input id="calls-search" class="input" type="search" value={(*search).clone()} placeholder="policy store, EBS, …" autocomplete="off" {oninput} /> }) }
                { part!(TextField {
                    id: "calls-caller",
                    label: "Who uses the service",
                    value: (*caller).clone(),
                    on_input: on_caller,
                }) }
            </div>
            <ul class="calls">
                { for list.iter().filter(fits).map(|entry| view(props, entry, &caller)) }
            </ul>
        </Modal>
    }
}

fn view(props: &ServiceCallsProps, entry: &ServiceEntry, caller: &str) -> Html {
    html! {
        <li key={entry.name}>
            <h3>{ entry.name }</h3>
            { for entry.sequences.iter().map(|sequence| {
                let (act, scenario, caller) = (props.act.clone(), props.scenario.clone(), caller.to_owned());
                let (service, name) = (entry.name, sequence.name);
                let onclick = move |_| {
                    act.emit(Action::Edit(Edit::AddRequests(service_calls(service, name, &scenario.key, &caller))));
                    act.emit(Action::CloseDialog);
                };
                html! {
                    <div key={name} class="row">
                        <span class="grow">
                            { name }
                            <small class="hint">
                                { format!(" {}", sequence.operations.join(", ")) }
                                if !sequence.documented { { " · AWS documents the permissions, not the exact calls" } }
                            </small>
                        </span>
                        <button type="button" class="button small" aria-label={format!("Add the calls of: {name}")} {onclick}>{ "Add" }</button>
                    </div>
                }
            }) }
        </li>
    }
}

/// The first caller of the scenario that is no service.
fn usual_caller(scenario: &Scenario) -> String {
    let mut callers = scenario.requests.iter().map(|request| request.principal.as_str());
    callers
        .find(|caller| !is_service(caller))
        .unwrap_or("arn:aws:iam::111122223333:role/ExampleRole")
        .to_owned()
}
