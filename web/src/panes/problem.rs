//! What the report says of one field of the scenario, said below that field.

use kms_playground::Note;
use yew::prelude::*;

use crate::components::prose;

/// Why the field at this path cannot be used as it is; nothing while it can.
pub(super) fn of(notes: &[Note], path: &str) -> Html {
    let note = notes.iter().find(|note| note.path.as_deref() == Some(path));
    note.map(|note| html! { <p class="problem">{ prose(&note.text) }</p> }).unwrap_or_default()
}
