//! A panic must not cost what was typed: the page that is shown then holds it, ready to copy.

use std::cell::RefCell;

use yew::prelude::*;

use kms_playground::Scenario;

use crate::parts::records;
use crate::state::Shared;

use super::boot::tell;

thread_local! {
    static LAST: RefCell<Option<Shared<Scenario>>> = const { RefCell::new(None) };
}

/// Remembers the present scenario for the panic page.
#[hook]
pub(crate) fn use_panic_snapshot(scenario: &Shared<Scenario>) {
    let scenario = scenario.clone();
    LAST.with(|last| {
        if let Ok(mut last) = last.try_borrow_mut() {
            *last = Some(scenario);
        }
    });
}

/// The present scenario.
pub(crate) fn last_scenario() -> Option<Shared<Scenario>> {
    LAST.with(|last| last.try_borrow().ok().and_then(|last| last.clone()))
}

/// From now on a panic tells web/boot.js, which shows the page.
pub(crate) fn install_panic_page() {
    // Not the standard library's: Yew would put its own in the place of that.
    yew::set_custom_panic_hook(Box::new(|info| {
        let scenario = last_scenario();
        let policy = scenario.as_ref().map(|scenario| scenario.key_policy.text()).unwrap_or_default();
        let whole = scenario.as_ref().zip(records()).map(|(scenario, records)| (records.to_json)(scenario));
        let whole = whole.unwrap_or_default();
        let detail = js_sys::Object::new();
        for (name, text) in [("message", info.to_string().as_str()), ("policy", policy), ("scenario", &whole)]
        {
            let _ = js_sys::Reflect::set(&detail, &name.into(), &text.into());
        }
        tell("playground-failure", &detail);
    }));
}
