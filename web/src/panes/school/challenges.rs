//! The list of the challenges, in the order in which they build on each other.

use kms_playground::challenge::BUILT_IN;
use yew::prelude::*;

use crate::components::{hint, prose};
use crate::state::{Action, AppState, Loaded, Notice};

use super::read;

/// The list.
pub(super) fn list(state: &AppState, act: &Callback<Action>) -> Html {
    let open_now = super::task::challenge_of(&state.scenario).and_then(|task| super::task::place_of(&task));
    let open_now = open_now.map(|place| place.challenge);
    html! {
        <>
            { hint("Each challenge adds one concept. You change a key policy, and the answer is graded by its meaning: it must allow what the task needs, and nothing else. Nothing is stored.") }
            <ol class="challenges">
                { for BUILT_IN.iter().enumerate().map(|(at, challenge)| {
                    let file = read::file(at);
                    let title = file.as_ref().and_then(|file| file.known_task(0)).map(|(title, _)| title).unwrap_or_default();
                    let concept = file.map(|file| file.concept).unwrap_or_default();
                    let onclick = {
                        let act = act.clone();
                        move |_: MouseEvent| open(at, 0, &act)
                    };
                    html! {
                        <li key={challenge.name}>
                            <button type="button" class="card" aria-current={(open_now == Some(at)).then_some("true")} {onclick}>
                                <b>{ title }</b>
                                <small>{ prose(&concept) }</small>
                            </button>
                        </li>
                    }
                }) }
            </ol>
        </>
    }
}

/// Opens a variant of a challenge in the place of what is there; *Undo* and the browser's Back return.
pub(super) fn open(challenge: usize, variant: usize, act: &Callback<Action>) {
    let Some(scenario) = read::file(challenge).and_then(|file| read::variant(&file, variant)) else { return };
    let notice = Some(Notice::undoable("Challenge opened. Its task is above the verdict."));
    act.emit(Action::Load(Box::new(Loaded { scenario, request: 0, from_address: false, notice })));
}
