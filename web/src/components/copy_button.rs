//! Copies a text, and says so.

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

use super::{Icon, Picture};

#[derive(Properties, PartialEq)]
pub(crate) struct CopyButtonProps {
    pub(crate) text: AttrValue,
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) class: Classes,
}

#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Ready,
    Copied,
    Refused,
}

/// A button that puts `text` on the clipboard.
#[component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    let outcome = use_state_eq(|| Outcome::Ready);
    let onclick = {
        let (outcome, text) = (outcome.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (outcome, text) = (outcome.clone(), text.clone());
            yew::platform::spawn_local(async move {
                outcome.set(if write(&text).await { Outcome::Copied } else { Outcome::Refused });
                Timeout::new(2500, move || outcome.set(Outcome::Ready)).forget();
            });
        })
    };
    let label = match *outcome {
        Outcome::Ready => props.label.clone(),
        Outcome::Copied => "Copied".into(),
        Outcome::Refused => "Not allowed here: select and copy it".into(),
    };
    html! {
        <button type="button" class={classes!("button", props.class.clone())} {onclick}>
            <Icon of={Picture::Copy} />
            <span aria-live="polite">{ label }</span>
        </button>
    }
}

/// Whether the browser took it.
async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Pages that are not served securely have no clipboard: the property is then undefined.
    let navigator = window.navigator();
    let there = js_sys::Reflect::get(&navigator, &"clipboard".into())
        .is_ok_and(|clipboard| !clipboard.is_undefined());
    there && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
