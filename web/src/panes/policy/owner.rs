//! Whose policies a tab shows: those of the scenario's key and of any caller, or those of one caller or further key;
//! which there are, adding and removing them.

use yew::prelude::*;

use crate::components::{Combobox, IfEditable, Picture, Select, field, icon, part};
use crate::state::{Action, AppState, Edit, Owner, PolicyTab, Suggestions, key_name, principal_name};

use super::super::problem;

/// The choice between them; nothing while there is none.
pub(super) fn choice(state: &AppState, tab: PolicyTab, act: &Callback<Action>) -> Html {
    let owners = tab.owners(&state.scenario);
    if owners.len() < 2 {
        return Html::default();
    }
    let shown = state.shown_owner(tab);
    let label = match tab {
        PolicyTab::Key | PolicyTab::Grants => "Key",
        PolicyTab::Iam => "Policies of",
        PolicyTab::Organization | PolicyTab::Endpoint => "Limits of",
    };
    let choices = owners.iter().enumerate();
    let choices =
        choices.map(|(index, owner)| (AttrValue::from(index.to_string()), name(state, tab, *owner).into()));
    let value = owners.iter().position(|owner| *owner == shown).unwrap_or_default().to_string();
    let on_change = {
        let owners = owners.clone();
        act.reform(move |index: String| {
            let owner = index.parse().ok().and_then(|index: usize| owners.get(index).copied());
            Action::ShowOwner(tab, owner.unwrap_or(Owner::Scenario))
        })
    };
    let remove = act.reform(move |_: MouseEvent| Action::Edit(Edit::RemoveOwner(shown)));
    let removes = match shown {
        Owner::Scenario => None,
        Owner::Caller(_) => Some("Remove this caller with its policies"),
        Owner::OtherKey(_) => Some("Remove this key with its policies and grants"),
    };
    html! {
        <div class="owner">
            <label for="owner">{ label }</label>
            { part!(Select { id: "owner", value, choices: choices.collect::<Vec<_>>(), on_change }) }
            if let Some(says) = removes {
                <IfEditable><button type="button" class="button quiet icon" aria-label={says} title={says} onclick={remove}>{ icon(Picture::Trash) }</button></IfEditable>
            }
        </div>
    }
}

fn name(state: &AppState, tab: PolicyTab, owner: Owner) -> String {
    let scenario = &state.scenario;
    match (owner, tab) {
        (Owner::Scenario, PolicyTab::Key | PolicyTab::Grants) | (Owner::OtherKey(_), _) => {
            let name = key_name(&owner.key(scenario).arn);
            if tab == PolicyTab::Organization { format!("Key {name}") } else { name }
        }
        (Owner::Scenario, PolicyTab::Iam) => "All other callers".to_owned(),
        (Owner::Scenario, _) => "The key, and all other callers".to_owned(),
        (Owner::Caller(_), _) => {
            let caller = owner.caller(scenario).map(|caller| caller.principal.as_str()).unwrap_or_default();
            if caller.is_empty() { "nobody yet".to_owned() } else { principal_name(caller).to_owned() }
        }
    }
}

/// Who the caller is that has policies of its own.
pub(super) fn caller(
    state: &AppState,
    owner: Owner,
    suggestions: &Suggestions,
    act: &Callback<Action>,
) -> Html {
    let (Owner::Caller(index), Some(caller)) = (owner, owner.caller(&state.scenario)) else {
        return Html::default();
    };
    let problem = problem::of(state.notes(), &format!("callers[{index}].principal"));
    let hint = "These stand in place of the policies of all other callers. Of a session, name the role.";
    let control = part!(Combobox {
        id: "caller-principal",
        value: caller.principal.clone(),
        choices: suggestions.principals.clone(),
        placeholder: "ARN of a user, a role or a session",
        on_input: act.reform(move |text| Action::Edit(Edit::CallerPrincipal(index, text))),
    });
    field("caller-principal", "Caller", hint, html! { <>{ control }{ problem }</> })
}

/// Adds a caller with policies of its own.
pub(super) fn add_caller(act: &Callback<Action>) -> Html {
    add("Caller with its own policies", "Caller with its own policies", Edit::AddCaller, act)
}

/// Adds a further key.
pub(super) fn add_key(act: &Callback<Action>) -> Html {
    add("Key", "Another key", Edit::AddKey, act)
}

fn add(label: &'static str, says: &'static str, edit: Edit, act: &Callback<Action>) -> Html {
    let onclick = act.reform(move |_: MouseEvent| Action::Edit(edit.clone()));
    html! { <button type="button" class="button small" aria-label={says} title={says} {onclick}>{ icon(Picture::Plus) }{ label }</button> }
}
