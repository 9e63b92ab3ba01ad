//! What the names in a trace stand for, shown beside them: under the pointer, and where the keyboard is.

use std::cell::{Cell, RefCell};

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use kms_playground::meaning;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, HtmlElement, KeyboardEvent, Node, PointerEvent};

use crate::components::{pixels, show_on_top};

/// Names and operators in the tables of a trace, and in what KMS sees.
const NAMES: &str = ".elements code, .elements .what small, .seen-keys code";
/// What can have the keyboard's focus around them.
const HOLDERS: &str = ".elements button";
const ID: &str = "meaning";

/// Who passes over a name does not ask; who goes from it to its meaning keeps it.
const WAIT: u32 = 350;
const STAY: u32 = 200;
const GAP: f64 = 4.0;
const MARGIN: f64 = 8.0;

thread_local! {
    static LISTENS: Cell<bool> = const { Cell::new(false) };
    static PENDING: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    static HOLDER: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// From now on the names are explained.
pub(crate) fn explain_names() {
    let Some(window) = web_sys::window().filter(|_| !LISTENS.replace(true)) else { return };
    let listen = |name: &'static str, heed: fn(&Event)| {
        let options = EventListenerOptions::run_in_capture_phase();
        EventListener::new_with_options(&window, name, options, heed).forget();
    };
    listen("pointerover", |event| {
        // A finger that scrolls asks nothing; one that taps brings the focus.
        let is_touch = event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "touch");
        match closest(event.target(), NAMES) {
            Some(name) if !is_touch => after(WAIT, move || show(&name, &name)),
            _ if closest(event.target(), "#meaning").is_some() => forget(),
            _ if HOLDER.with_borrow(Option::is_some) => after(STAY, hide),
            _ => forget(),
        }
    });
    listen("focusin", |event| {
        let holder =
            closest(event.target(), HOLDERS).filter(|holder| holder.matches(":focus-visible") == Ok(true));
        let name = holder.as_ref().and_then(|holder| holder.query_selector("code").ok()?);
        match holder.zip(name) {
            Some((holder, name)) => show(&name, &holder),
            None => hide(),
        }
    });
    listen("keydown", |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
            hide();
        }
    });
    // What scrolls around the name takes it away from its meaning.
    listen("scroll", |event| {
        let around = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        let holder = HOLDER.with_borrow(Clone::clone);
        if around.zip(holder).is_some_and(|(around, holder)| around.contains(Some(&holder))) {
            take_away();
        }
    });
}

fn closest(target: Option<EventTarget>, selector: &str) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

fn after(wait: u32, then: impl FnOnce() + 'static) {
    PENDING.set(Some(Timeout::new(wait, then)));
}

fn forget() {
    PENDING.set(None);
}

/// Shows what the name means, if it means anything, as the description of what holds it.
fn show(name: &Element, holder: &Element) {
    hide();
    let text = name.text_content().unwrap_or_default();
    let Some(meaning) = meaning(&element_of(name), &text) else { return };
    let Some(document) = name.owner_document() else { return };
    let tip = document.create_element("div").ok().and_then(|tip| tip.dyn_into::<HtmlElement>().ok());
    // Within the landmark that the name is in.
    let landmark = name.closest("main").ok().flatten().or_else(|| document.body().map(Element::from));
    let Some((tip, parent)) = tip.zip(landmark) else { return };
    tip.set_id(ID);
    tip.set_class_name(ID);
    tip.set_text_content(Some(&meaning.text.replace('`', "")));
    for (attribute, value) in [("role", "tooltip"), ("popover", "manual")] {
        let _ = tip.set_attribute(attribute, value);
    }
    let _ = parent.append_child(&tip);
    show_on_top(&tip);
    place(&tip, name);
    let _ = holder.set_attribute("aria-describedby", ID);
    HOLDER.set(Some(holder.clone()));
}

/// The element or the condition key whose value the name is; nothing for a name of its own, and for what the request has:
/// that is a value, and no principal or resource that a policy names.
fn element_of(name: &Element) -> String {
    let is_inside = |selector: &str| name.closest(selector).is_ok_and(|found| found.is_some());
    if is_inside(".what, .has, td:first-child") {
        return String::new();
    }
    let row = name.closest("tr").ok().flatten();
    let heads = ["td.what", "td:first-child"];
    let head = row.and_then(|row| heads.iter().find_map(|head| row.query_selector(head).ok().flatten()));
    head.and_then(|head| head.text_content()).unwrap_or_default()
}

fn hide() {
    forget();
    take_away();
}

/// What is shown goes; what is about to be shown comes.
fn take_away() {
    if let Some(holder) = HOLDER.take() {
        let _ = holder.remove_attribute("aria-describedby");
    }
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(tip) = document.and_then(|document| document.get_element_by_id(ID)) {
        tip.remove();
    }
}

/// Below the name where there is room, else above it, and inside the window.
fn place(tip: &HtmlElement, name: &Element) {
    let Some(window) = web_sys::window() else { return };
    let size =
        |size: Result<wasm_bindgen::JsValue, _>| size.ok().and_then(|size| size.as_f64()).unwrap_or_default();
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    let (at, own) = (name.get_bounding_client_rect(), tip.get_bounding_client_rect());
    let below = at.bottom() + GAP;
    let top = if below + own.height() + MARGIN <= height { below } else { at.top() - GAP - own.height() };
    let left = at.left().min(width - own.width() - MARGIN).max(MARGIN);
    for (property, value) in [("left", left), ("top", top.max(MARGIN))] {
        let _ = tip.style().set_property(property, &pixels(value));
    }
}
