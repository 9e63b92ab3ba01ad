//! What a person says about the scenario in words: its title and notes.

use kms_playground::Scenario;
use yew::prelude::*;

use crate::components::{Modal, TextField, field, part, value_of};
use crate::state::{Action, Edit, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct AboutProps {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) act: Callback<Action>,
}

/// The dialog.
#[component]
pub(crate) fn About(props: &AboutProps) -> Html {
    let AboutProps { scenario, act } = props;
    let text = |words: &Option<String>| AttrValue::from(words.clone().unwrap_or_default());
    let oninput = act.reform(|event: InputEvent| Action::Edit(Edit::Notes(value_of(event.target()))));
    html! {
        <Modal title="Title and notes" on_close={act.reform(|()| Action::CloseDialog)}>
            { part!(TextField {
                id: "scenario-title",
                label: "Title",
                prose: true,
                value: text(&scenario.title),
                placeholder: "Untitled scenario",
                on_input: act.reform(|title| Action::Edit(Edit::Title(title))),
            }) }
            { field("scenario-notes", "Notes", "Shown above the steps, and part of every link and file of this scenario.", html! { <textarea id="scenario-notes" class="input prose" rows="8" value={text(&scenario.notes)} {oninput} /> }) }
        </Modal>
    }
}
