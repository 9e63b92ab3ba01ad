//! What holds for all requests: how an edit changed the key policy, who can use the key, which statements do nothing.
//!
//! One part of the application, fetched after the first paint. Nothing else may name what is here.

mod changes;
mod facts;
mod guard;
mod idle;
mod list;
mod results;

use std::rc::Rc;

use kms_playground::{Report, Scenario};
use yew::prelude::*;

use crate::components::part;
use crate::state::{Action, AppState, Base, Shared};

/// Draws how the key policy was changed since it was opened or pinned, and finds the statements that do nothing.
pub(crate) fn guard(
    scenario: &Shared<Scenario>,
    report: &Shared<Report>,
    base: &Base,
    act: &Callback<Action>,
) -> Html {
    html! { <guard::Guard scenario={scenario.clone()} report={report.clone()} base={base.clone()} act={act.clone()} /> }
}

pub(crate) use idle::add_known;

/// Draws who can use the key, and when.
pub(crate) fn access(state: &AppState, act: &Callback<Action>) -> Html {
    part!(list::Access {
        scenario: state.scenario.clone(),
        report: state.report.clone(),
        base: state.base.clone(),
        request: state.request,
        act: act.clone(),
    })
}

/// Draws the facts of a request that shows a difference, and the ways to open it.
pub(crate) fn facts(shown: &Scenario, scenario: &Scenario, act: &Callback<Action>) -> Html {
    facts::view(&facts::Example { shown, scenario }, act)
}

/// The version that an edit is compared with, in words.
fn version(base: &Base) -> &'static str {
    if base.is_pinned { "pinned version" } else { "opened version" }
}

/// Keeps the key policy as it is now as what further edits are compared with.
fn pin(scenario: &Shared<Scenario>, act: &Callback<Action>) -> Callback<MouseEvent> {
    let text: Rc<str> = scenario.key_policy.text().into();
    act.reform(move |_| Action::Pin(Some(Rc::clone(&text))))
}
