//! The tabs that hold several policies, or none: which there are, which is shown, adding and removing.

use yew::prelude::*;

use crate::components::{Controls, IfEditable, Picture, Tab, Tabs, TextField, icon, part};
use crate::state::{Action, AppState, Edit, OnTab, Owner, PolicySlot, PolicyTab, Role, Suggestions};

use super::{organization, owner};

/// What stands above the editor.
pub(super) fn view(
    state: &AppState,
    tab: PolicyTab,
    suggestions: &Suggestions,
    act: &Callback<Action>,
) -> Html {
    let (whose, shown) = (state.shown_owner(tab), state.shown_policy(tab));
    html! {
        <>
            { owner::choice(state, tab, act) }
            { chooser(state, tab, act) }
            <Controls>
                <div class="levels">
                    if tab == PolicyTab::Iam {
                        { owner::caller(state, whose, suggestions, act) }
                        { knowledge(state, whose, act) }
                    }
                    if let Some(slot) = shown {
                        { name(state, slot, act) }
                    } else {
                        <p class="hint">{ absence(state, tab, whose) }</p>
                    }
                    { organization::beside(state, tab, act) }
                    <IfEditable>
                        <div class="row">
                            { for additions(state, tab, whose).into_iter().map(|(label, role)| {
                                let slot = PolicySlot { owner: whose, role };
                                let onclick = act.reform(move |_: MouseEvent| Action::Edit(Edit::AddPolicy(slot)));
                                html! { <button key={slot.to_string()} type="button" class="button small" {onclick}>{ icon(Picture::Plus) }{ label }</button> }
                            }) }
                            if tab == PolicyTab::Iam {
                                { owner::add_caller(act) }
                            }
                        </div>
                    </IfEditable>
                </div>
            </Controls>
        </>
    }
}

/// The owner's policies on a tab, to choose from; nothing when there is no choice.
fn chooser(state: &AppState, tab: PolicyTab, act: &Callback<Action>) -> Html {
    let whose = state.shown_owner(tab);
    let slots: Vec<PolicySlot> = state.policies(tab).filter(|slot| slot.owner == whose).collect();
    let shown = state.shown_policy(tab);
    // The organization's tree chooses by itself.
    if slots.len() < 2 || tab == PolicyTab::Organization {
        return Html::default();
    }
    let id = |slot: PolicySlot| format!("policy-{}", slot.to_string().replace('/', "-"));
    let tabs = slots.iter().map(|slot| Tab {
        id: id(*slot).into(),
        label: title(state, *slot).into(),
        count: AttrValue::default(),
        count_says: AttrValue::default(),
        has_error: state.report.policy(&slot.to_string()).is_some_and(|policy| !policy.accepted),
    });
    let known = slots.clone();
    let on_select = act.reform(move |chosen: AttrValue| {
        let slot = known.iter().copied().find(|slot| *id(*slot) == *chosen);
        slot.map_or(Action::DismissNotice, Action::ShowPolicy)
    });
    part!(Tabs {
        small: true,
        label: "Attached policies",
        tabs: tabs.collect::<Vec<_>>(),
        selected: shown.map(id).unwrap_or_default(),
        panel: "policy-panel",
        on_select
    })
}

fn title(state: &AppState, slot: PolicySlot) -> String {
    let name = slot.named(&state.scenario).map(|policy| policy.name.as_str()).unwrap_or_default();
    let level = match slot.level() {
        Some((0, _)) => "root: ".to_owned(),
        Some((level, _)) => format!("level {}: ", level + 1),
        None => String::new(),
    };
    format!("{level}{}", if name.is_empty() { slot.kind() } else { name })
}

fn name(state: &AppState, slot: PolicySlot, act: &Callback<Action>) -> Html {
    let Some(policy) = slot.named(&state.scenario) else { return Html::default() };
    let remove = act.reform(move |_: MouseEvent| Action::Edit(Edit::RemovePolicy(slot)));
    html! {
        <div class="row">
            <span class="badge">{ slot.kind() }</span>
            <label class="unseen" for="policy-name">{ "Name of the policy" }</label>
            <div class="grow">
                { part!(TextField {
                    id: "policy-name",
                    value: policy.name.clone(),
                    placeholder: "name",
                    on_input: act.reform(move |name| Action::Edit(Edit::PolicyName(slot, name))),
                }) }
            </div>
            <button type="button" class="button quiet icon" aria-label="Remove this policy" title="Remove this policy" onclick={remove}>{ icon(Picture::Trash) }</button>
        </div>
    }
}

/// Identity policies that nobody gave are not known; that differs from none being attached.
fn knowledge(state: &AppState, whose: Owner, act: &Callback<Action>) -> Html {
    let known = whose.knows_identity_policies(&state.scenario);
    let choice = |value: bool, label: &'static str| {
        let onchange = act.reform(move |_: Event| Action::Edit(Edit::KnowIdentityPolicies(whose, value)));
        html! {
            <label class="check"><input type="radio" name="identity-known" checked={known == value} {onchange} /><span>{ label }</span></label>
        }
    };
    html! {
        <fieldset class="field">
            <legend>{ "The caller's identity policies are" }</legend>
            <div class="row">{ choice(false, "not known") }{ choice(true, "all listed here") }</div>
        </fieldset>
    }
}

fn absence(state: &AppState, tab: PolicyTab, whose: Owner) -> &'static str {
    match (tab, whose) {
        (PolicyTab::Iam, _) if !whose.knows_identity_policies(&state.scenario) => {
            "A decision that depends on them is undetermined. No permissions boundary and no session policy is attached."
        }
        (PolicyTab::Iam, _) => "No identity policy, permissions boundary or session policy is attached.",
        (PolicyTab::Organization, Owner::Scenario) => {
            "No service control policy limits the caller, no resource control policy the key."
        }
        (PolicyTab::Organization, Owner::Caller(_)) => "No service control policy limits this caller.",
        (PolicyTab::Organization, Owner::OtherKey(_)) => "No resource control policy limits this key.",
        (PolicyTab::Endpoint, _) => "No endpoint policy. It takes part in requests that set aws:SourceVpce.",
        (PolicyTab::Key | PolicyTab::Grants, _) => "",
    }
}

/// What can be added to the owner's policies: the label and the place.
fn additions(state: &AppState, tab: PolicyTab, whose: Owner) -> Vec<(&'static str, Role)> {
    let there = |role: Role| PolicySlot { owner: whose, role }.text(&state.scenario).is_some();
    let first_free = |role: fn(usize) -> Role| (0..).map(role).find(|role| !there(*role));
    let mut list = Vec::new();
    match tab {
        PolicyTab::Iam => {
            if whose.knows_identity_policies(&state.scenario) {
                list.extend(first_free(Role::Identity).map(|role| ("Identity policy", role)));
            }
            if !there(Role::Boundary) {
                list.push(("Permissions boundary", Role::Boundary));
            }
            list.extend(first_free(Role::Session).map(|role| ("Session policy", role)));
        }
        PolicyTab::Endpoint => {
            if !there(Role::Endpoint) {
                list.push(("Endpoint policy", Role::Endpoint));
            }
        }
        // The organization's tree has its own.
        PolicyTab::Organization | PolicyTab::Key | PolicyTab::Grants => {}
    }
    list
}
