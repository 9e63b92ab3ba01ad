//! The page's address always holds the present state, so that reload, Back and a copied address bring it back.
//!
//! Typing replaces the entry of the browser's history, after a pause, because Safari limits the rate; opening
//! another scenario adds an entry. Nothing is stored anywhere else.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use kms_playground::Fragment;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::parts::{self, Records, UNREACHABLE};
use crate::state::{Action, AppState, Loaded, Notice};

use super::effect::use_effect_on;
use super::host_window;

/// How long typing must pause before the address follows, in milliseconds.
const PAUSE: u32 = 400;

/// Writes the address after changes and reads it when it is changed by Back, Forward or by hand. Returns the fragment
/// that says the present state, also where the browser did not take it.
#[hook]
pub(crate) fn use_address(state: &AppState, act: Callback<Action>) -> AttrValue {
    let said = use_state_eq(|| AttrValue::from(current()));
    // The fragment that the page has written or read last. Whoever finds another one in the address leaves it: somebody
    // has changed it, and its reading is on the way.
    let known = use_mut_ref(current);
    let loads = use_mut_ref(|| state.loads);
    {
        let (known, said, act, state) = (known.clone(), said.clone(), act.clone(), state.clone());
        let seen = (state.scenario.clone(), state.request, state.theme, state.presentation, state.loads);
        use_effect_on(seen, move |(.., now)| {
            let opened = std::mem::replace(&mut *loads.borrow_mut(), *now) != *now;
            // A frame's entries would stand in the history of the page around it.
            let adds_entry = opened && host_window().is_none();
            let write = move |records: Records| {
                let fragment = (records.written)(&state);
                said.set(AttrValue::from(fragment.clone()));
                let mut known = known.borrow_mut();
                if current() == *known && fragment != *known && put(&fragment, adds_entry) {
                    *known = current();
                }
            };
            let timer = if opened {
                with_records(write);
                None
            } else {
                Some(Timeout::new(PAUSE, move || {
                    with_records(write);
                    act.emit(Action::Settle);
                }))
            };
            move || drop(timer)
        });
    }
    use_effect_on((), move |()| {
        let listener = web_sys::window().map(|window| {
            EventListener::new(&window, "hashchange", move |_| {
                let now = current();
                if now == *known.borrow() {
                    return;
                }
                let fragment = Fragment::parse(&now);
                let (act, known) = (act.clone(), known.clone());
                spawn_local(async move {
                    parts::fetch_for(&fragment).await;
                    let records = parts::fetch_reading().await;
                    let is_last = current() == now;
                    if is_last && known.replace(now.clone()) != now {
                        open(&fragment, &act, records.ok());
                    }
                });
            })
        });
        move || drop(listener)
    });
    (*said).clone()
}

fn open(fragment: &Fragment, act: &Callback<Action>, records: Option<Records>) {
    let actions = match records {
        Some(records) => (records.loaded_from)(fragment),
        None => vec![Action::Tell(Notice::failed(UNREACHABLE))],
    };
    actions.into_iter().for_each(|action| act.emit(action));
    if let Some(scenario) = parts::challenge(fragment) {
        let loaded = Loaded { scenario, request: 0, from_address: true, notice: None };
        act.emit(Action::Load(Box::new(loaded)));
    }
}

/// Does this at once, or when the records have come; if they do not come, the next change asks for them again.
fn with_records(work: impl FnOnce(Records) + 'static) {
    match parts::records() {
        Some(records) => work(records),
        None => spawn_local(async move { parts::fetch_records().await.map_or((), work) }),
    }
}

/// The fragment of the page's address, without its `#`.
pub(crate) fn current() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').map(str::to_owned).unwrap_or_default()
}

/// The page's address without its fragment.
pub(crate) fn base() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Whether the browser took the fragment; Safari refuses more than a hundred in half a minute.
fn put(fragment: &str, adds_entry: bool) -> bool {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return false };
    let address = format!("#{fragment}");
    let outcome = if adds_entry {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
    outcome.is_ok()
}
