//! A text to take away.

use yew::prelude::*;

use super::copy_button::select_all;
use super::{CopyButton, part};

/// The text, which is selected as soon as it has the focus, a button that copies it and says so in its own words, and
/// what stands beside the button.
pub(crate) fn copy_text(
    label: &'static str,
    class: &'static str,
    text: &AttrValue,
    copy: &'static str,
    beside: Html,
) -> Html {
    html! {
        <>
            <textarea class={classes!("input", "taken", class)} readonly=true spellcheck="false" aria-label={label} value={text} onfocus={|event: FocusEvent| select_all(&event)} />
            <div class="row">
                { part!(CopyButton { class: "primary", label: copy, text }) }
                { beside }
            </div>
        </>
    }
}
