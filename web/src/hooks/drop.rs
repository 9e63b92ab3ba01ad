//! Files and text that come in and go out: dropped, chosen, pasted, saved.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, HtmlElement};
use yew::prelude::*;

/// The plain text of a paste.
pub(crate) fn pasted_text(event: &web_sys::Event) -> String {
    let data = event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data);
    data.and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default()
}

/// The largest file that is read: more is refused by the engine anyway.
const MOST_BYTES: f64 = 5.0 * 1024.0 * 1024.0;

/// Reads a file as text and hands it on, or says why not.
pub(crate) fn read_file(file: File, done: Callback<Result<String, String>>) {
    yew::platform::spawn_local(async move {
        let name = file.name();
        if file.size() > MOST_BYTES {
            return done.emit(Err(format!("`{name}` is larger than 5 MiB; a scenario has at most 4 MiB")));
        }
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        done.emit(text.ok_or_else(|| format!("`{name}` cannot be read")));
    });
}

/// Hands every file or text that is dropped on the page to `done`; says whether one is over the page.
#[hook]
pub(crate) fn use_drop(done: Callback<Result<String, String>>) -> bool {
    let over = use_state_eq(|| false);
    {
        let over = over.clone();
        use_effect_with((), move |()| {
            let document = web_sys::window().and_then(|window| window.document());
            let listeners: Vec<EventListener> = document
                .map(|document| {
                    let listen = |name: &'static str, handle: Box<dyn FnMut(&web_sys::Event)>| {
                        EventListener::new_with_options(
                            &document,
                            name,
                            EventListenerOptions::enable_prevent_default(),
                            handle,
                        )
                    };
                    let (over_1, over_2) = (over.clone(), over.clone());
                    vec![
                        listen(
                            "dragover",
                            Box::new(move |event| {
                                if carries_file(event) {
                                    event.prevent_default();
                                    over_1.set(true);
                                }
                            }),
                        ),
                        listen(
                            "dragleave",
                            Box::new(move |event| {
                                let leaves = event
                                    .dyn_ref::<DragEvent>()
                                    .is_some_and(|event| event.related_target().is_none());
                                if leaves {
                                    over_2.set(false);
                                }
                            }),
                        ),
                        listen(
                            "drop",
                            Box::new(move |event| {
                                over.set(false);
                                if let Some(file) = dropped_file(event) {
                                    event.prevent_default();
                                    read_file(file, done.clone());
                                }
                            }),
                        ),
                    ]
                })
                .unwrap_or_default();
            move || drop(listeners)
        });
    }
    *over
}

fn carries_file(event: &web_sys::Event) -> bool {
    let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    data.is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

fn dropped_file(event: &web_sys::Event) -> Option<File> {
    event.dyn_ref::<DragEvent>()?.data_transfer()?.files()?.get(0)
}

/// Saves a text as a file, the way a link with a `download` attribute does.
pub(crate) fn download(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(if name.ends_with(".json") { "application/json" } else { "text/plain" });
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) else { return };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        let _ = link.set_attribute("href", &address);
        let _ = link.set_attribute("download", name);
        link.click();
    }
    let _ = web_sys::Url::revoke_object_url(&address);
}
