//! Predict mode in the place of the answer. What asks is a part of its own; until it is there, a line says so.

use yew::prelude::*;

use crate::parts::{learning, school};
use crate::state::{Action, AppState};

/// The line above the answer, while readers are asked.
pub(super) fn strip(state: &AppState, act: &Callback<Action>) -> Html {
    let learning = learning().filter(|_| state.presentation.ask);
    learning.map(|learning| (learning.strip)(state, act)).unwrap_or_default()
}

/// The task that the scenario sets, above the answer.
pub(super) fn task(state: &AppState, act: &Callback<Action>) -> Html {
    school().map(|school| (school.task)(state, act)).unwrap_or_default()
}

/// The question that takes the place of the answer, if the shown request is one.
pub(super) fn question(state: &AppState, act: &Callback<Action>) -> Option<Html> {
    state.is_asked().then(|| match learning() {
        Some(learning) => (learning.question)(state, act),
        None => {
            html! { <p class="waiting-part hint" role="status">{ "Fetching this part of the page …" }</p> }
        }
    })
}
