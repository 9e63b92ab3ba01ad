//! Buttons with a word on them.

use yew::prelude::*;

/// A button: its class, its label, and what it does.
pub(crate) fn button(class: &'static str, label: &str, onclick: impl Into<Callback<MouseEvent>>) -> Html {
    made(class, label, onclick.into())
}

/// Compiled once, and not for each thing that a button does.
fn made(class: &'static str, label: &str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" {class} {onclick}>{ label.to_owned() }</button> }
}
