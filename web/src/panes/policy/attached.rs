//! The tabs that hold several policies, or none: which there are, which is shown, adding and removing.

use kms_playground::Scenario;
use yew::prelude::*;

use crate::components::{Icon, Picture, Tab, Tabs, TextField};
use crate::state::{Action, AppState, Edit, Owner, PolicySlot, PolicyTab, Role};

/// What stands above the editor.
pub(super) fn view(state: &AppState, tab: PolicyTab, act: &Callback<Action>) -> Html {
    let shown = state.shown_policy(tab);
    html! {
        <>
            { chooser(state, tab, act) }
            <div class="levels">
                if tab == PolicyTab::Iam {
                    { knowledge(&state.scenario, act) }
                }
                if let Some(slot) = shown {
                    { name(state, slot, act) }
                } else {
                    <p class="hint">{ absence(state, tab) }</p>
                }
                <div class="row">
                    { for additions(state, tab).into_iter().map(|(label, slot)| {
                        let onclick = act.reform(move |_: MouseEvent| Action::Edit(Edit::AddPolicy(slot)));
                        html! { <button key={slot.to_string()} type="button" class="button small" {onclick}><Icon of={Picture::Plus} />{ label }</button> }
                    }) }
                </div>
            </div>
        </>
    }
}

/// The policies of a tab, to choose from; nothing when there is no choice.
pub(super) fn chooser(state: &AppState, tab: PolicyTab, act: &Callback<Action>) -> Html {
    let slots: Vec<PolicySlot> = state.policies(tab).collect();
    let shown = state.shown_policy(tab);
    if slots.len() < 2 {
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
    html! {
        <Tabs small={true} label="Attached policies" tabs={tabs.collect::<Vec<_>>()}
            selected={shown.map(id).unwrap_or_default()} panel="policy-panel" {on_select} />
    }
}

fn title(state: &AppState, slot: PolicySlot) -> String {
    let name = slot.named(&state.scenario).map(|policy| policy.name.as_str()).unwrap_or_default();
    let whose = match slot.owner {
        Owner::Caller(index) => state.scenario.callers.get(index).map(|caller| {
            let principal = caller.principal.as_str();
            principal.rsplit('/').next().unwrap_or(principal).to_owned()
        }),
        Owner::OtherKey(index) => state.scenario.other_keys.get(index).map(|other| {
            let arn = other.key.arn.as_str();
            arn.rsplit('/').next().unwrap_or(arn).to_owned()
        }),
        Owner::Scenario => None,
    };
    let level = slot
        .level()
        .map(|(level, _)| if level == 0 { "root".to_owned() } else { format!("level {}", level + 1) });
    let prefix = whose.or(level).map(|prefix| format!("{prefix}: ")).unwrap_or_default();
    if name.is_empty() { format!("{prefix}{}", slot.kind()) } else { format!("{prefix}{name}") }
}

fn name(state: &AppState, slot: PolicySlot, act: &Callback<Action>) -> Html {
    let Some(policy) = slot.named(&state.scenario) else { return Html::default() };
    let remove = act.reform(move |_: MouseEvent| Action::Edit(Edit::RemovePolicy(slot)));
    html! {
        <div class="row">
            <span class="badge">{ slot.kind() }</span>
            <label class="unseen" for="policy-name">{ "Name of the policy" }</label>
            <div class="grow">
                <TextField id="policy-name" value={policy.name.clone()} placeholder="name"
                    on_input={act.reform(move |name| Action::Edit(Edit::PolicyName(slot, name)))} />
            </div>
            <button type="button" class="button quiet icon" aria-label="Remove this policy" title="Remove this policy" onclick={remove}><Icon of={Picture::Trash} /></button>
        </div>
    }
}

/// Identity policies that nobody gave are not known; that differs from none being attached.
fn knowledge(scenario: &Scenario, act: &Callback<Action>) -> Html {
    let known = scenario.identity_policies.is_some();
    let choice = |value: bool, label: &'static str| {
        let onchange = act.reform(move |_: Event| Action::Edit(Edit::KnowIdentityPolicies(value)));
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

fn absence(state: &AppState, tab: PolicyTab) -> &'static str {
    match tab {
        PolicyTab::Iam if state.scenario.identity_policies.is_none() => {
            "A decision that hangs on them is undetermined. No permissions boundary and no session policy is attached."
        }
        PolicyTab::Iam => "No identity policy, permissions boundary or session policy is attached.",
        PolicyTab::Organization => {
            "No service control policy limits the caller, no resource control policy the key."
        }
        PolicyTab::Endpoint => "No endpoint policy. It takes part in requests that set aws:SourceVpce.",
        PolicyTab::Key | PolicyTab::Grants => "",
    }
}

/// What can be added: the label and the place.
fn additions(state: &AppState, tab: PolicyTab) -> Vec<(&'static str, PolicySlot)> {
    let scenario = &state.scenario;
    let mut list = Vec::new();
    let mut offer = |label: &'static str, role: Role| list.push((label, PolicySlot::of_scenario(role)));
    match tab {
        PolicyTab::Iam => {
            if let Some(policies) = &scenario.identity_policies {
                offer("Identity policy", Role::Identity(policies.len()));
            }
            if scenario.permissions_boundary.is_none() {
                offer("Permissions boundary", Role::Boundary);
            }
            offer("Session policy", Role::Session(scenario.session_policies.as_ref().map_or(0, Vec::len)));
        }
        PolicyTab::Organization => {
            let levels = |levels: &Option<Vec<Vec<_>>>| levels.as_ref().map_or(0, Vec::len);
            offer("SCP on a new level", Role::ServiceControl(levels(&scenario.service_control_policies), 0));
            if let Some((level, slot)) = state
                .shown_policy(tab)
                .and_then(PolicySlot::level)
                .map(|(level, _)| level)
                .zip(state.shown_policy(tab))
            {
                match slot.role {
                    Role::ServiceControl(..) => {
                        offer("SCP on this level", Role::ServiceControl(level, usize::MAX));
                    }
                    Role::ResourceControl(..) => {
                        offer("RCP on this level", Role::ResourceControl(level, usize::MAX));
                    }
                    _ => {}
                }
            }
            offer(
                "RCP on a new level",
                Role::ResourceControl(levels(&scenario.resource_control_policies), 0),
            );
        }
        PolicyTab::Endpoint => {
            if scenario.vpc_endpoint_policy.is_none() {
                offer("Endpoint policy", Role::Endpoint);
            }
        }
        PolicyTab::Key | PolicyTab::Grants => {}
    }
    list
}
