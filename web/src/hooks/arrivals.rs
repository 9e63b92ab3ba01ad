//! Files and text that come in and go out: dropped, chosen, pasted, saved.
//!
//! A text can be pasted or dropped anywhere; a field or an editor that has the focus takes its own.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, HtmlElement};
use yew::prelude::*;

use super::effect::use_effect_on;
use super::shortcuts::edits_text;

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

/// Hands every file or text that is dropped on the page, or pasted into nothing, to `done`; says whether one is over
/// the page.
#[hook]
pub(crate) fn use_arrivals(done: Callback<Result<String, String>>) -> bool {
    let over = use_state_eq(|| false);
    let latest = use_mut_ref(|| done.clone());
    latest.borrow_mut().clone_from(&done);
    {
        let over = over.clone();
        use_effect_on((), move |()| {
            let document = web_sys::window().and_then(|window| window.document());
            let names = ["dragover", "dragleave", "drop", "paste"];
            let listeners = document.map(|document| {
                names.map(|name| {
                    let (over, latest) = (over.clone(), latest.clone());
                    let options = EventListenerOptions::enable_prevent_default();
                    EventListener::new_with_options(&document, name, options, move |event| {
                        let done = latest.borrow().clone();
                        match name {
                            "dragover" if carries(event) => {
                                event.prevent_default();
                                over.set(true);
                            }
                            "dragleave" if leaves(event) => over.set(false),
                            "drop" => {
                                over.set(false);
                                dropped(event, done);
                            }
                            "paste" if !event.default_prevented() => pasted(event, &done),
                            _ => {}
                        }
                    })
                })
            });
            move || drop(listeners)
        });
    }
    *over
}

/// Whether a drag has a file, or a text that no field under it takes.
fn carries(event: &web_sys::Event) -> bool {
    let has = |kind: &str| {
        let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
        data.is_some_and(|data| data.types().includes(&kind.into(), 0))
    };
    !in_dialog() && (has("Files") || has("text/plain") && !edits_text(event))
}

fn leaves(event: &web_sys::Event) -> bool {
    event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none())
}

fn dropped(event: &web_sys::Event, done: Callback<Result<String, String>>) {
    if !carries(event) {
        return;
    }
    let Some(data) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) else { return };
    event.prevent_default();
    if let Some(file) = data.files().and_then(|files| files.get(0)) {
        read_file(file, done);
    } else if let Ok(text) = data.get_data("text/plain") {
        done.emit(Ok(text));
    }
}

/// A text for the page: pasted into nothing, or too much for the field of one line that it would go into.
fn pasted(event: &web_sys::Event, done: &Callback<Result<String, String>>) {
    let text = pasted_text(event);
    let is_for_field = edits_text(event) && !(is_one_line(event) && text.trim().contains('\n'));
    if text.trim().is_empty() || is_for_field || in_dialog() {
        return;
    }
    event.prevent_default();
    done.emit(Ok(text));
}

fn is_one_line(event: &web_sys::Event) -> bool {
    event.composed_path().get(0).is_instance_of::<web_sys::HtmlInputElement>()
}

/// Whether a dialog is open, which has fields of its own.
fn in_dialog() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.query_selector("dialog[open]").is_ok_and(|it| it.is_some()))
}

/// A title as the name of a file, without its ending: words in lower case, joined by hyphens.
pub(crate) fn file_name(title: &str) -> String {
    let title = title.to_lowercase();
    let mut name = String::new();
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if name.len() + word.len() > 80 {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(word);
    }
    if name.is_empty() { "kms-policy-scenario".to_owned() } else { name }
}

/// Saves a text as a file, the way a link with a `download` attribute does.
pub(crate) fn download(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    let kind = match name.rsplit('.').next() {
        Some("json") => "application/json",
        Some("html") => "text/html",
        _ => "text/plain",
    };
    options.set_type(kind);
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
