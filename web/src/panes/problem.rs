//! What the report says of one field of the scenario, said below that field.

use kms_playground::Note;
use yew::prelude::*;

use crate::components::Prose;

/// Why the field at this path cannot be used as it is; nothing while it can.
pub(super) fn of(notes: &[Note], path: &str) -> Html {
    with(notes, path, None)
}

/// The same; what the report takes for meant is a button that sets the field to it.
pub(super) fn with(notes: &[Note], path: &str, set: Option<&Callback<String>>) -> Html {
    let Some(note) = notes.iter().find(|note| note.path.as_deref() == Some(path)) else {
        return Html::default();
    };
    let (_, meant) = note.text.split_once("did you mean `").unwrap_or_default();
    let (meant, _) = meant.split_once('`').unwrap_or_default();
    let set = set.filter(|_| !meant.is_empty()).map(|set| {
        let name = meant.to_owned();
        set.reform(move |_: MouseEvent| name.clone())
    });
    html! {
        <p class="problem">
            <Prose text={note.text.clone()} />
            if let Some(onclick) = set {
                {" "}<button type="button" class="link-button" {onclick}>{ format!("Use {meant}") }</button>
            }
        </p>
    }
}
