//! The tour: five steps through the page, only for those who ask for it.

use yew::prelude::*;

use crate::components::{button, paragraph};
use crate::state::{Action, AppState, Part, Visit};

/// Each step: the part of the page, its name, and what there is to see.
const STEPS: [(Part, &str, &str); 5] = [
    (
        Part::Policy,
        "The policies",
        "Here is what is written: the key policy, and in the other tabs IAM policies, grants and limits of the organization. Change a letter, and the verdict follows.",
    ),
    (
        Part::Request,
        "The request",
        "Here is what is asked: who calls which operation, with which encryption context, and how the call arrives. A scenario can have many requests.",
    ),
    (
        Part::Result,
        "The verdict",
        "Here is what AWS KMS decides, with the reason in one sentence. After a refusal, the list below it says what would change it.",
    ),
    (
        Part::Result,
        "Because",
        "These are the questions that AWS asks, in order. Choose a statement to see which element matches, and where it is in the policy.",
    ),
    (
        Part::Result,
        "Access",
        "The second tab answers for all requests: who can use this key, and when. Share puts everything into a link, and nothing is sent anywhere.",
    ),
];

/// The step that is shown, as a strip below the bar.
pub(super) fn strip(state: &AppState, act: &Callback<Action>) -> Html {
    let visit = state.visit;
    let Some((_, name, text)) = visit.tour.checked_sub(1).and_then(|at| STEPS.get(at)) else {
        return Html::default();
    };
    let to = |step: usize| {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| go(step, visit, &act))
    };
    let is_last = visit.tour == STEPS.len();
    html! {
        <section class="tour-strip" data-step={visit.tour.to_string()} aria-label="Tour">
            <div class="grow" role="status"><b>{ format!("{} of {}: {name}", visit.tour, STEPS.len()) }</b>{ " " }{ *text }</div>
            if visit.tour > 1 {
                { button("button small", "Back", to(visit.tour - 1)) }
            }
            if !is_last {
                { button("button small", "Next", to(visit.tour + 1)) }
            }
            { button("button small", "End the tour", to(0)) }
        </section>
    }
}

/// Goes to a step; 0 ends the tour.
fn go(step: usize, visit: Visit, act: &Callback<Action>) {
    if let Some((part, ..)) = step.checked_sub(1).and_then(|at| STEPS.get(at)) {
        act.emit(Action::ShowPart(*part));
        act.emit(Action::ShowAccess(step == STEPS.len()));
    } else {
        act.emit(Action::ShowAccess(false));
    }
    act.emit(Action::Visit(Visit { tour: step, ..visit }));
}

/// What the dialog says about it.
pub(super) fn offer(act: &Callback<Action>) -> Html {
    let start = {
        let act = act.clone();
        move |_: MouseEvent| {
            act.emit(Action::CloseDialog);
            go(1, Visit::default(), &act);
        }
    };
    html! {
        <>
            { paragraph("Five steps through the page, with the scenario that is open. Nothing in it changes.") }
            <ol class="plain">{ for STEPS.iter().map(|(_, name, _)| html! { <li>{ *name }</li> }) }</ol>
            <div class="row">{ button("button primary", "Start the tour", start) }</div>
        </>
    }
}
