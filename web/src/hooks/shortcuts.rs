//! Keys that work everywhere on the page, outside of text fields, which have their own: undo and redo, the requests, help.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::state::{Action, Dialog};

use super::effect::use_effect_on;

/// Listens for them.
#[hook]
pub(crate) fn use_shortcuts(act: Callback<Action>) {
    use_effect_on((), move |()| {
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            EventListener::new_with_options(
                &document,
                "keydown",
                EventListenerOptions::enable_prevent_default(),
                move |event| {
                    let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
                    if edits_text(event) {
                        return;
                    }
                    let command = key.ctrl_key() || key.meta_key();
                    let action = match (command, key.key().to_lowercase().as_str(), key.shift_key()) {
                        (true, "z", false) if !key.alt_key() => Action::Undo,
                        (true, "z", true) | (true, "y", false) if !key.alt_key() => Action::Redo,
                        // Many keyboards need AltGr, which is Ctrl and Alt, for the brackets.
                        (_, "[" | "]" | "?", _) if command && !key.alt_key() || in_dialog() => return,
                        (_, "[", _) => Action::StepRequest(-1),
                        (_, "]", _) => Action::StepRequest(1),
                        (_, "?", _) => Action::Open(Dialog::Help),
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

/// Whether a dialog is open, which has the keys for itself.
fn in_dialog() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document
        .is_some_and(|document| document.query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some()))
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
