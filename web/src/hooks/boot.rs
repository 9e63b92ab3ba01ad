//! What web/boot.js does for the application: it is told by events of the window.

use wasm_bindgen::JsValue;

/// Tells web/boot.js something.
pub(super) fn tell(event: &str, detail: &JsValue) {
    let options = web_sys::CustomEventInit::new();
    options.set_detail(detail);
    let event = web_sys::CustomEvent::new_with_event_init_dict(event, &options);
    if let (Some(window), Ok(event)) = (web_sys::window(), event) {
        let _ = window.dispatch_event(&event);
    }
}
