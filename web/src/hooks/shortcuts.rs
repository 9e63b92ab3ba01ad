//! Keys that work everywhere on the page: undo and redo, outside of text fields, which have their own.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::state::Action;

/// Listens for undo and redo.
#[hook]
pub(crate) fn use_shortcuts(act: Callback<Action>) {
    use_effect_with((), move |()| {
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            EventListener::new_with_options(
                &document,
                "keydown",
                EventListenerOptions::enable_prevent_default(),
                move |event| {
                    let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
                    if !(key.ctrl_key() || key.meta_key()) || key.alt_key() || edits_text(event) {
                        return;
                    }
                    let action = match (key.key().to_lowercase().as_str(), key.shift_key()) {
                        ("z", false) => Action::Undo,
                        ("z", true) | ("y", false) => Action::Redo,
                        _ => return,
                    };
                    event.prevent_default();
                    act.emit(action);
                },
            )
        });
        move || drop(listener)
    });
}

/// Whether the event's target is a text field or the editor.
pub(super) fn edits_text(event: &web_sys::Event) -> bool {
    let target = event.composed_path().get(0);
    let Some(element) = target.dyn_ref::<web_sys::Element>() else { return false };
    element
        .matches(
            "input:not([type=radio]):not([type=checkbox]), textarea, [contenteditable], [contenteditable] *",
        )
        .unwrap_or(false)
}
