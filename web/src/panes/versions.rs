//! The versions of this visit: when, what was changed, how each differs from now, and the way back. They are the steps of
//! undo, which the page keeps in memory and nowhere else.

use kms_playground::advice::differences;
use kms_playground::what_changed;
use yew::prelude::*;

use crate::components::{IfEditable, Modal, h3, hint, paragraph};
use crate::state::{Action, AppState, Edit, Notice};

use super::advice::diff;

#[derive(Properties, PartialEq)]
pub(crate) struct VersionsProps {
    pub(crate) state: AppState,
    pub(crate) act: Callback<Action>,
}

/// The dialog.
#[component]
pub(crate) fn Versions(props: &VersionsProps) -> Html {
    let VersionsProps { state, act } = props;
    let past = state.versions();
    let last = past.len().saturating_sub(1);
    let chosen = use_state_eq(|| last);
    let at = (*chosen).min(last);
    let close = act.reform(|()| Action::CloseDialog);
    let Some(version) = past.get(at) else {
        return html! { <Modal title="Versions of this visit" on_close={close}>{ paragraph("Nothing has been changed yet.") }</Modal> };
    };
    let rows = (0..past.len()).rev().map(|index| {
        let chosen = chosen.clone();
        let onchange = move |_: Event| chosen.set(index);
        html! {
            <li key={index}>
                <label>
                    <input type="radio" name="version" checked={index == at} {onchange} />
                    <span class="when">{ began(state, index) }</span>
                    <span>{ led_to(state, index) }</span>
                </label>
            </li>
        }
    });
    let back = {
        let (act, scenario, time) = (act.clone(), version.scenario.clone(), began(state, at));
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::Edit(Edit::Replace(Box::new((*scenario).clone()))));
            act.emit(Action::CloseDialog);
            act.emit(Action::Tell(Notice::undoable(format!("This is the version of {time} again."))));
        })
    };
    let same = *version.scenario == *state.scenario;
    let since = what_changed(&version.scenario, &state.scenario);
    let differences = differences(&version.scenario, &state.scenario);
    html! {
        <Modal title="Versions of this visit" class="versioned" on_close={close}>
            { hint("The page keeps them in memory as long as it is open, and stores them nowhere.") }
            <div class="versions">
                <ol aria-label="Versions, the latest first" reversed=true>{ for rows }</ol>
                <section aria-label="Compared with now">
                    { h3("Changed since then") }
                    <p>{ if same { "Nothing: it is as it is now.".to_owned() } else { since } }</p>
                    { for differences.iter().map(diff) }
                    <IfEditable>
                        <p><button type="button" class="button primary" disabled={same} onclick={back}>{ "Go back to this version" }</button></p>
                    </IfEditable>
                </section>
            </div>
        </Modal>
    }
}

/// What was done to get to this version.
fn led_to(state: &AppState, index: usize) -> String {
    let past = state.versions();
    let before = index.checked_sub(1).and_then(|before| past.get(before));
    match before.zip(past.get(index)) {
        Some((before, version)) => what_changed(&before.scenario, &version.scenario),
        None => "As it was at first".to_owned(),
    }
}

/// When this version began.
fn began(state: &AppState, index: usize) -> String {
    let before = index.checked_sub(1).and_then(|before| state.versions().get(before));
    before.map_or_else(|| "the start".to_owned(), |before| time(before.until))
}

/// The time of day, where the page is.
#[cfg(target_family = "wasm")]
fn time(milliseconds: f64) -> String {
    let time = js_sys::Date::new(&milliseconds.into());
    format!("{:02}:{:02}:{:02}", time.get_hours(), time.get_minutes(), time.get_seconds())
}

/// Native tests have no clock.
#[cfg(not(target_family = "wasm"))]
fn time(_: f64) -> String {
    "00:00:00".to_owned()
}
