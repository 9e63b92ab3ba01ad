//! The conversation with the page that embeds this one in its frame.
//!
//! Only `window.parent` is heard, and of it only the first hello of a version that is known; from then on nothing but
//! the MessagePort that came with it, which no other window holds. What the messages mean is the state's business.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{JsString, Reflect};
use kms_playground::Scenario;
use wasm_bindgen::prelude::*;
use web_sys::{Element, MessageEvent, MessagePort, ResizeObserver, Window};
use yew::prelude::*;

use crate::parts::{Records, records};
use crate::state::{Action, AppState, Extent, LONGEST, PROTOCOL, Shared};

use super::effect::use_effect_on;

/// How long typing must pause before the host is told, in milliseconds.
const PAUSE: u32 = 250;

/// The height of a frame with the whole page, which scrolls inside: in pixels.
const WHOLE: u32 = 720;

type OnMessage = Closure<dyn FnMut(MessageEvent)>;

/// The page around this one's frame; none when the page has a window of its own.
pub(crate) fn host_window() -> Option<Window> {
    let window = web_sys::window()?;
    window.parent().ok().flatten().filter(|parent| *parent != window)
}

/// Speaks with the page around this one, if there is one and the address says that this page is embedded. `content`
/// is what the height follows. True when somebody listens.
#[hook]
pub(crate) fn use_host(state: &AppState, content: &NodeRef, act: &Callback<Action>) -> bool {
    let port = use_state_eq(|| None::<MessagePort>);
    let present = use_mut_ref(|| state.clone());
    present.borrow_mut().clone_from(state);
    {
        let (port, act) = (port.clone(), act.clone());
        use_effect_on(state.presentation.embedded, move |embedded| {
            let host = host_window().filter(|_| *embedded);
            let listening = host.map(|host| listen(&host, present, act, port));
            move || drop(listening)
        });
    }
    {
        let state = state.clone();
        let seen = ((*port).clone(), state.scenario.clone(), state.request);
        let told = use_mut_ref(|| None);
        use_effect_on(seen, move |(port, ..)| {
            // What KMS decides is news, not each keystroke that leaves it as it was.
            let verdict = records().map(|records| (port.clone(), (records.verdict)(&state)));
            let Some((port, message)) =
                verdict.filter(|verdict| told.replace(Some(verdict.clone())).as_ref() != Some(verdict))
            else {
                return;
            };
            tell(port.as_ref(), |_| message);
        });
    }
    use_changes(state, (*port).clone());
    use_height((*port).clone(), state.presentation.extent, content);
    port.is_some()
}

/// Tells of what a person changed, not of what the host gave.
#[hook]
fn use_changes(state: &AppState, port: Option<MessagePort>) {
    let last = use_mut_ref(|| (state.scenario.clone(), state.received));
    use_effect_on((state.scenario.clone(), state.received), move |now: &(Shared<Scenario>, u32)| {
        let before = last.replace(now.clone());
        let by_hand = before.0 != now.0 && before.1 == now.1;
        let scenario = now.0.clone();
        let timer = by_hand
            .then(|| Timeout::new(PAUSE, move || tell(port.as_ref(), |records| (records.change)(&scenario))));
        move || drop(timer)
    });
}

/// Tells the height of the content: after every change of the page, and when the width changes.
#[hook]
fn use_height(port: Option<MessagePort>, extent: Extent, content: &NodeRef) {
    let told = use_mut_ref(|| 0);
    let measure = {
        let (port, content) = (port.clone(), content.clone());
        move || {
            let height = match extent {
                Extent::Full => WHOLE,
                _ => content.cast::<Element>().map_or(0, |content| height_of(&content)),
            };
            if height > 0 && port.is_some() && told.replace(height) != height {
                tell(port.as_ref(), |records| (records.resize)(height));
            }
        }
    };
    {
        // A frame out of sight is not observed by the browser, but it can be measured.
        let measure = measure.clone();
        use_effect(measure);
    }
    let content = content.clone();
    use_effect_on((port, extent), move |_| {
        // Measured later: it may toggle a scroll bar, and Firefox reports an error when a size changes under an observer.
        let later = RefCell::new(None::<Timeout>);
        let closure = Closure::<dyn FnMut()>::new(move || {
            later.replace(Some(Timeout::new(0, measure.clone())));
        });
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(content)) = (&observer, content.cast::<Element>()) {
            observer.observe(&content);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(closure);
        }
    });
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes the nearest u32"
)]
fn height_of(content: &Element) -> u32 {
    content.get_bounding_client_rect().height().ceil() as u32
}

/// Tells the page around this one something; an embedded page is not shown before the records have come.
fn tell(port: Option<&MessagePort>, message: impl FnOnce(Records) -> String) {
    if let Some((port, records)) = port.zip(records()) {
        let _ = port.post_message(&message(records).into());
    }
}

/// What must stay alive for as long as messages are to be heard.
type Listening = (Option<EventListener>, Rc<RefCell<Option<(MessagePort, OnMessage)>>>);

/// Says that this page is there, and waits for the host's hello.
fn listen(
    host: &Window,
    present: Rc<RefCell<AppState>>,
    act: Callback<Action>,
    agreed: UseStateHandle<Option<MessagePort>>,
) -> Listening {
    let held = Rc::new(RefCell::new(None));
    let listener = web_sys::window().map(|window| {
        let (host, held) = (host.clone(), Rc::clone(&held));
        EventListener::new(&window, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let from_host = event.source().is_some_and(|source| source == **host);
            if !from_host || held.borrow().is_some() || !is_hello(&event.data()) {
                return;
            }
            let Ok(port) = event.ports().get(0).dyn_into::<MessagePort>() else { return };
            let closure = conversation(&port, Rc::clone(&present), act.clone(), agreed.clone());
            port.set_onmessage(Some(closure.as_ref().unchecked_ref()));
            *held.borrow_mut() = Some((port, closure));
        })
    });
    // Nobody knows yet who the host is, so this goes to whoever it may be, and says nothing.
    let _ = host.post_message(&greeting("ready"), "*");
    (listener, held)
}

/// What is done with each message that comes through the port.
fn conversation(
    port: &MessagePort,
    present: Rc<RefCell<AppState>>,
    act: Callback<Action>,
    agreed: UseStateHandle<Option<MessagePort>>,
) -> OnMessage {
    let port = port.clone();
    Closure::new(move |event: MessageEvent| {
        let Ok(text) = event.data().dyn_into::<JsString>() else { return };
        if text.length() > LONGEST {
            return;
        }
        let Some(records) = records() else { return };
        let heeded = (records.heed)(&String::from(text), &present.borrow());
        if let Some(answer) = heeded.answer {
            tell(Some(&port), |_| answer);
        }
        heeded.actions.into_iter().for_each(|action| act.emit(action));
        if heeded.agreed {
            agreed.set(Some(port.clone()));
        }
    })
}

/// `{ kmsPolicyPlayground: 1, type }`.
fn greeting(kind: &str) -> JsValue {
    let greeting = js_sys::Object::new();
    let _ = Reflect::set(&greeting, &"kmsPolicyPlayground".into(), &PROTOCOL.into());
    let _ = Reflect::set(&greeting, &"type".into(), &kind.into());
    greeting.into()
}

fn is_hello(data: &JsValue) -> bool {
    let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or_default();
    field("kmsPolicyPlayground") == f64::from(PROTOCOL) && field("type") == "hello"
}
