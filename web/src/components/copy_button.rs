//! Copies a text, and says so. Where the browser lets no page copy, the text is there to be copied by hand.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlTextAreaElement, Window};
use yew::prelude::*;

use super::{Modal, Picture, icon, part};

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
    // The end of what the last copy says; the next copy does away with it.
    let end = use_mut_ref(|| None::<Timeout>);
    let onclick = {
        let (outcome, text) = (outcome.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (outcome, text, end) = (outcome.clone(), text.clone(), end.clone());
            end.take();
            yew::platform::spawn_local(async move {
                if !write(&text).await {
                    return outcome.set(Outcome::Refused);
                }
                outcome.set(Outcome::Copied);
                end.replace(Some(Timeout::new(2500, move || outcome.set(Outcome::Ready))));
            });
        })
    };
    let on_close = {
        let outcome = outcome.clone();
        Callback::from(move |()| outcome.set(Outcome::Ready))
    };
    let label = if *outcome == Outcome::Copied { AttrValue::from("Copied") } else { props.label.clone() };
    html! {
        <>
            <button type="button" class={classes!("button", props.class.clone())} {onclick}>
                { icon(Picture::Copy) }
                <span aria-live="polite">{ label }</span>
            </button>
            if *outcome == Outcome::Refused {
                { part!(ByHand { text: props.text.clone(), on_close }) }
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ByHandProps {
    text: AttrValue,
    on_close: Callback<()>,
}

/// The text, selected, and what to press.
#[component]
fn ByHand(props: &ByHandProps) -> Html {
    html! {
        <Modal title="Copy by hand" on_close={props.on_close.clone()}>
            <p id="by-hand">{ "The browser does not let this page copy. The text is selected: press Ctrl+C, or ⌘C on a Mac." }</p>
            <textarea class="input taken" readonly=true aria-label="Text to copy" aria-describedby="by-hand" autofocus=true value={&props.text} onfocus={|event: FocusEvent| select_all(&event)} />
        </Modal>
    }
}

/// Selects the whole text of the area that got the focus.
pub(super) fn select_all(event: &FocusEvent) {
    if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
        area.select();
    }
}

/// Whether the browser took it, one way or the other.
async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Pages that are not served securely have no clipboard: the property is then undefined.
    let navigator = window.navigator();
    let there = js_sys::Reflect::get(&navigator, &"clipboard".into())
        .is_ok_and(|clipboard| !clipboard.is_undefined());
    let taken = there && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok();
    taken || write_as_a_person_would(&window, text)
}

/// The older way, which frames without a permission and pages that are not served securely may still go.
fn write_as_a_person_would(window: &Window, text: &str) -> bool {
    let Some(document) =
        window.document().and_then(|document| document.dyn_into::<web_sys::HtmlDocument>().ok())
    else {
        return false;
    };
    let text = text.to_owned();
    let options = EventListenerOptions::enable_prevent_default();
    let listener = EventListener::new_with_options(&document, "copy", options, move |event| {
        let clipboard =
            event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data);
        if clipboard.is_some_and(|clipboard| clipboard.set_data("text/plain", &text).is_ok()) {
            event.prevent_default();
        }
    });
    let taken = document.exec_command("copy").unwrap_or(false);
    drop(listener);
    taken
}
