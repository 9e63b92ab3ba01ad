//! The line above a question: what predict mode is, the score, and the way out.

use yew::prelude::*;

use crate::components::button;
use crate::hooks::download;
use crate::state::{Action, AppState, Presentation};

use super::export::file;

/// The line.
pub(crate) fn strip(state: &AppState, act: &Callback<Action>) -> Html {
    let [answered, right] = state.quiz.score();
    let count = state.scenario.requests.len();
    let visit = state.quiz.record.len();
    let end = Action::Present(Presentation { ask: false, ..state.presentation });
    let save = {
        let quiz = state.quiz.clone();
        Callback::from(move |_: MouseEvent| download("predictions.json", &file(&quiz)))
    };
    html! {
        <div class="ask-strip">
            <strong>{ "Predict" }</strong>
            <span class="grow">
                { format!("{answered} of {count} answered · {right} right") }
                if visit > answered {
                    { format!(" · this visit: {} of {visit}", state.quiz.right) }
                }
            </span>
            if visit > 0 {
                { button("button quiet small", "Save the score", save) }
            }
            { button("button small", "Show all verdicts", act.reform(move |_: MouseEvent| end.clone())) }
        </div>
    }
}
