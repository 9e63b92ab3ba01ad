//! A list below an input, in the browser's top layer, so that nothing around it clips it.
//!
//! The popover API brings it there; where it stands is measured here, because not every browser knows anchors.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::decimal::pixels;

/// How far from the input, and from the edges of the window.
const GAP: f64 = 2.0;
const MARGIN: f64 = 8.0;
/// The most height that a list takes, and the least for which it goes above the input instead.
const MOST: f64 = 304.0;
const LEAST: f64 = 140.0;

/// A list that follows its input as long as this lives.
pub(super) struct OnTop {
    _listeners: Vec<EventListener>,
}

impl OnTop {
    /// Shows `list` below `input`.
    pub(super) fn new(input: &NodeRef, list: &NodeRef) -> Option<Self> {
        let (input, list) = (input.cast::<HtmlElement>()?, list.cast::<HtmlElement>()?);
        show_on_top(&list);
        place(&input, &list);
        let window = web_sys::window()?;
        let follow = |name: &'static str| {
            let (input, list) = (input.clone(), list.clone());
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(&window, name, options, move |_| place(&input, &list))
        };
        // Whatever scrolls around the input moves it; scrolling does not bubble, so it is caught on its way down.
        Some(Self { _listeners: vec![follow("scroll"), follow("resize")] })
    }
}

/// Brings it into the top layer; a browser without popovers shows it where it stands.
pub(crate) fn show_on_top(list: &HtmlElement) {
    let function = js_sys::Reflect::get(list, &JsValue::from_str("showPopover")).ok();
    if let Some(function) = function.and_then(|function| function.dyn_into::<js_sys::Function>().ok()) {
        // It fails only where it is shown already.
        let _ = function.call0(list);
    }
}

/// Below the input where there is room, else above it. Through the CSSOM: the Content-Security-Policy forbids style
/// attributes.
fn place(input: &HtmlElement, list: &HtmlElement) {
    let Some(window) = web_sys::window() else { return };
    let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let at = input.get_bounding_client_rect();
    let below = height - at.bottom() - GAP - MARGIN;
    let above = at.top() - GAP - MARGIN;
    let (room, top, bottom) = if below >= LEAST || below >= above {
        (below, pixels(at.bottom() + GAP), "auto".to_owned())
    } else {
        (above, "auto".to_owned(), pixels(height - at.top() + GAP))
    };
    for (name, value) in [
        ("left", pixels(at.left())),
        ("width", pixels(at.width())),
        ("top", top),
        ("bottom", bottom),
        ("max-height", pixels(room.min(MOST))),
    ] {
        let _ = list.style().set_property(name, &value);
    }
}
