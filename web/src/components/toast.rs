//! A short message at the foot of the page.

use yew::prelude::*;

use super::{Picture, Tone, button, icon, mark, prose};

#[derive(Properties, PartialEq)]
pub(crate) struct ToastProps {
    pub(crate) text: AttrValue,
    pub(crate) failed: bool,
    /// Takes back what is told, if it can be.
    #[prop_or_default]
    pub(crate) on_undo: Option<Callback<()>>,
    pub(crate) on_dismiss: Callback<()>,
}

/// Said politely, and there until the next action.
#[component]
pub(crate) fn Toast(props: &ToastProps) -> Html {
    let tone = if props.failed { Tone::No } else { Tone::Yes };
    html! {
        <section class="toast" aria-label="Message">
            { mark(tone) }
            <p role={if props.failed { "alert" } else { "note" }}>{ prose(&props.text) }</p>
            if let Some(undo) = props.on_undo.clone() {
                { button("button small", "Undo", Callback::from(move |_: MouseEvent| undo.emit(()))) }
            }
            <button type="button" class="button quiet icon" aria-label="Dismiss"
                onclick={props.on_dismiss.reform(|_: MouseEvent| ())}>{ icon(Picture::Close) }</button>
        </section>
    }
}
