//! The whole scenario as JSON: also what has no form of its own, such as callers with policies of their own.

use std::rc::Rc;

use kms_playground::Scenario;
use yew::prelude::*;

use crate::components::{Editor, Modal, part};
use crate::state::{Action, Draft, DraftOf, Shared, draft_text};

#[derive(Properties, PartialEq)]
pub(crate) struct WholeJsonProps {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) draft: Option<Rc<Draft>>,
    pub(crate) act: Callback<Action>,
}

/// The dialog.
#[component]
pub(crate) fn WholeJson(props: &WholeJsonProps) -> Html {
    let act = &props.act;
    let of = DraftOf::Scenario;
    let problem = props.draft.as_ref().filter(|draft| draft.of == of).and_then(|draft| draft.problem.clone());
    html! {
        <Modal title="The scenario as JSON" class="large json" on_close={act.reform(|()| Action::CloseDialog)}>
            { part!(Editor { id: "scenario-json", label: "Scenario as JSON", text: draft_text(props.draft.as_deref(), of, &props.scenario), on_change: act.reform(move |text| Action::Draft(of, text)), on_undo: act.reform(|()| Action::Undo), on_redo: act.reform(|()| Action::Redo) }) }
            if let Some(problem) = problem {
                <p class="problem" role="alert">{ problem }</p>
            }
        </Modal>
    }
}
