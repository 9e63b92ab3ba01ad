//! The policy side: a tab for each kind, the editor of the policy that is shown, what is wrong with it.

mod attached;
mod findings;
mod fixes;
mod grants;
mod key;
mod limit;
mod organization;
mod owner;
mod text;

use yew::prelude::*;

use crate::components::{Completions, Controls, Tab, Tabs, part};
use crate::parts;
use crate::state::{Action, AppState, Owner, PolicyTab, Shared, Suggestions};

use super::problem;
use text::PolicyText;

pub(crate) use fixes::{Listed, for_editor, listed};
pub(crate) use limit::over_the_limit;

#[derive(Properties, PartialEq)]
pub(crate) struct PolicyPaneProps {
    pub(crate) state: AppState,
    pub(crate) suggestions: Shared<Suggestions>,
    pub(crate) completions: Completions,
    pub(crate) act: Callback<Action>,
}

/// Tabs and what they show.
#[component]
pub(crate) fn PolicyPane(props: &PolicyPaneProps) -> Html {
    let PolicyPaneProps { state, suggestions, completions, act } = props;
    let on_select = act.reform(|id: AttrValue| {
        let tab = PolicyTab::ALL.into_iter().find(|tab| *tab_id(*tab) == *id);
        Action::ShowTab(tab.unwrap_or(PolicyTab::Key))
    });
    let tabs: Vec<Tab> = PolicyTab::ALL.into_iter().map(|tab| describe(state, tab)).collect();
    let body = match state.tab {
        tab @ PolicyTab::Grants => later_tab(state, tab, suggestions, act),
        tab => html! {
            <>
                if tab == PolicyTab::Key {
                    { owner::choice(state, tab, act) }
                    <Controls>{ key_head(state, act) }</Controls>
                } else {
                    { later_tab(state, tab, suggestions, act) }
                }
                if let Some(slot) = state.shown_policy(tab) {
                    { part!(slot.to_string(), PolicyText { slot, report: state.report.clone(), scenario: state.scenario.clone(), request: state.request, is_example: state.is_example(), wrap: state.wrap, place: state.place, by_cursor: state.place_by_cursor, base: state.base.clone(), completions: completions.clone(), act: act.clone() }) }
                }
            </>
        },
    };
    html! {
        <>
            { part!(Tabs { label: "Policies", tabs, selected: tab_id(state.tab), panel: "policy-panel", on_select }) }
            <div id="policy-panel" class="policy-body" role="tabpanel" aria-labelledby={tab_id(state.tab)}>{ body }</div>
        </>
    }
}

/// What the other tabs have of their own, which is fetched after the first paint.
pub(crate) fn tab(
    state: &AppState,
    tab: PolicyTab,
    suggestions: &Shared<Suggestions>,
    act: &Callback<Action>,
) -> Html {
    match tab {
        PolicyTab::Grants => html! {
            <>
                { owner::choice(state, tab, act) }
                { part!(grants::Grants { scenario: state.scenario.clone(), owner: state.shown_owner(tab), suggestions: suggestions.clone(), draft: state.draft.clone(), view: state.grants_view, act: act.clone() }) }
            </>
        },
        _ => attached::view(state, tab, suggestions, act),
    }
}

fn later_tab(
    state: &AppState,
    tab: PolicyTab,
    suggestions: &Shared<Suggestions>,
    act: &Callback<Action>,
) -> Html {
    match parts::later() {
        Some(later) => (later.tab)(state, tab, suggestions, act),
        None => html! { <p class="hint levels">{ "Fetching this part of the page …" }</p> },
    }
}

/// The key whose policy is shown, and the way to another.
fn key_head(state: &AppState, act: &Callback<Action>) -> Html {
    let owner = state.shown_owner(PolicyTab::Key);
    let path = match owner {
        Owner::OtherKey(index) => format!("otherKeys[{index}].key.arn"),
        Owner::Scenario | Owner::Caller(_) => "key.arn".to_owned(),
    };
    html! {
        <div class="key-head">
            { part!(key::KeyLine { owner, key_: owner.key(&state.scenario).clone(), problem: problem::of(state.notes(), &path), act: act.clone() }) }
            { owner::add_key(act) }
        </div>
    }
}

const fn tab_id(tab: PolicyTab) -> &'static str {
    match tab {
        PolicyTab::Key => "tab-key",
        PolicyTab::Iam => "tab-iam",
        PolicyTab::Grants => "tab-grants",
        PolicyTab::Organization => "tab-organization",
        PolicyTab::Endpoint => "tab-endpoint",
    }
}

/// The tab with its mark: how much it holds.
fn describe(state: &AppState, tab: PolicyTab) -> Tab {
    let count = match tab {
        PolicyTab::Grants => {
            tab.owners(&state.scenario).iter().map(|owner| owner.grants(&state.scenario).len()).sum()
        }
        PolicyTab::Key => {
            let shown = state.shown_policy(tab).and_then(|slot| state.report.policy(&slot.to_string()));
            shown.map_or(0, |policy| policy.statements.len())
        }
        _ => state.policies(tab).count(),
    };
    let unknown = tab == PolicyTab::Iam && state.scenario.identity_policies.is_none();
    let (shown, says) = match (tab, count) {
        (PolicyTab::Key, _) => (count.to_string(), counted(count, "statement", "statements")),
        (_, 0) if unknown => (String::new(), ", not known".to_owned()),
        (_, 0) => (String::new(), String::new()),
        (PolicyTab::Grants, _) => (count.to_string(), counted(count, "grant", "grants")),
        _ => (count.to_string(), counted(count, "policy", "policies")),
    };
    let has_error = state
        .policies(tab)
        .any(|slot| state.report.policy(&slot.to_string()).is_some_and(|policy| !policy.accepted));
    Tab {
        id: tab_id(tab).into(),
        label: tab.label().into(),
        count: shown.into(),
        count_says: says.into(),
        has_error,
    }
}

/// Said behind a tab's name.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!(", {count} {}", if count == 1 { one } else { many })
}
