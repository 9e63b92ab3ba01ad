//! The bridge to the rich editor's JavaScript module: loaded once, after the page has been painted.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::{Access, EditorMarks};
use crate::parts;

use super::boot::tell;
use super::effect::use_effect_on;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone, Debug, PartialEq)]
    type Module;
    #[wasm_bindgen(method, catch)]
    fn mount(this: &Module, host: &HtmlElement, options: &JsValue) -> Result<Handle, JsValue>;

    type Handle;
    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &Handle, text: &str);
    #[wasm_bindgen(method, js_name = setMarks)]
    fn set_marks(this: &Handle, marks: &str);
    #[wasm_bindgen(method, js_name = addVocabulary)]
    fn add_vocabulary(this: &Handle, completions: &str);
    #[wasm_bindgen(method, js_name = setReadOnly)]
    fn set_read_only(this: &Handle, read_only: bool);
    #[wasm_bindgen(method, js_name = setWrap)]
    fn set_wrap(this: &Handle, wrap: bool);
    #[wasm_bindgen(method)]
    fn reveal(this: &Handle, from: u32, to: u32);
    #[wasm_bindgen(method)]
    fn select(this: &Handle, from: u32, to: u32);
    #[wasm_bindgen(method)]
    fn find(this: &Handle);
    #[wasm_bindgen(method)]
    fn destroy(this: &Handle);
}

/// The editor's module, once it is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EditorModule(Option<Module>);

/// Loads the editor's module after the first paint, where the page shows a text to edit; without it the page goes on
/// with text areas.
#[hook]
pub(crate) fn use_editor_module(shows_policies: bool) -> EditorModule {
    let module = use_state_eq(EditorModule::default);
    {
        let module = module.clone();
        use_effect_on(shows_policies, move |wanted| {
            let timer = wanted.then(|| {
                Timeout::new(0, move || {
                    let done = Closure::once_into_js(move |loaded: JsValue| {
                        if !loaded.is_undefined() {
                            module.set(EditorModule(Some(loaded.unchecked_into())));
                        }
                    });
                    tell("playground-editor", &done);
                })
            });
            move || drop(timer)
        });
    }
    (*module).clone()
}

/// Whom the editor tells what happens in it: always those of the last rendering.
#[derive(Clone)]
pub(crate) struct Wiring {
    pub(crate) text: AttrValue,
    pub(crate) label: AttrValue,
    pub(crate) placeholder: AttrValue,
    pub(crate) on_change: Callback<String>,
    pub(crate) on_cursor: Callback<u32>,
    pub(crate) on_undo: Callback<()>,
    pub(crate) on_redo: Callback<()>,
    pub(crate) on_format: Callback<()>,
    pub(crate) on_paste: Option<Callback<(String, bool), bool>>,
}

/// A rich editor in the page; it goes when this is dropped.
pub(crate) struct RichEditor {
    handle: Handle,
    /// The text that it holds: it is not told what it has said itself.
    text: Rc<RefCell<String>>,
    /// The functions that the editor calls, alive as long as it is.
    _calls: Vec<Box<dyn std::any::Any>>,
}

impl PartialEq for RichEditor {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl RichEditor {
    /// Puts an editor into `host`, if the module is there and willing.
    pub(crate) fn mount(
        module: &EditorModule,
        host: &HtmlElement,
        wiring: &Rc<RefCell<Wiring>>,
    ) -> Option<Self> {
        let module = module.0.as_ref()?;
        let mut calls: Vec<Box<dyn std::any::Any>> = Vec::new();
        let callbacks = js_sys::Object::new();
        let set = |name: &str, function: &JsValue| {
            let _ = js_sys::Reflect::set(&callbacks, &name.into(), function);
        };
        macro_rules! call {
            ($name:literal, $closure:expr, $type:ty) => {{
                let closure = Closure::<$type>::new($closure);
                set($name, closure.as_ref());
                calls.push(Box::new(closure));
            }};
        }
        let now = |wiring: &Rc<RefCell<Wiring>>| wiring.borrow().clone();
        let text = Rc::new(RefCell::new(wiring.borrow().text.to_string()));
        let (w, held) = (Rc::clone(wiring), Rc::clone(&text));
        let change = move |text: String| {
            held.borrow_mut().clone_from(&text);
            now(&w).on_change.emit(text);
        };
        call!("change", change, dyn FnMut(String));
        let w = Rc::clone(wiring);
        call!("cursor", move |offset: u32| now(&w).on_cursor.emit(offset), dyn FnMut(u32));
        let w = Rc::clone(wiring);
        call!("undo", move || now(&w).on_undo.emit(()), dyn FnMut());
        let w = Rc::clone(wiring);
        call!("redo", move || now(&w).on_redo.emit(()), dyn FnMut());
        let w = Rc::clone(wiring);
        call!("format", move || now(&w).on_format.emit(()), dyn FnMut());
        let w = Rc::clone(wiring);
        call!(
            "paste",
            move |text: String, whole: bool| now(&w).on_paste.is_some_and(|paste| paste.emit((text, whole))),
            dyn FnMut(String, bool) -> bool
        );
        // Its first line is what a name or a value stands for, its second AWS's page.
        let meaning = |element: String, text: String| {
            let meaning = parts::later().and_then(|later| (later.meaning)(&element, &text))?;
            Some(meaning.text + "\n" + meaning.page)
        };
        call!("meaning", meaning, dyn FnMut(String, String) -> Option<String>);
        let options = js_sys::Object::new();
        let start = wiring.borrow();
        for (name, value) in [
            ("text", JsValue::from_str(&start.text)),
            ("label", JsValue::from_str(&start.label)),
            ("placeholder", JsValue::from_str(&start.placeholder)),
            ("readOnly", JsValue::FALSE),
            ("callbacks", callbacks.into()),
        ] {
            let _ = js_sys::Reflect::set(&options, &name.into(), &value);
        }
        drop(start);
        let handle = module.mount(host, &options).ok()?;
        Some(Self { handle, text, _calls: calls })
    }

    pub(crate) fn set_text(&self, text: &str) {
        if *self.text.borrow() != text {
            text.clone_into(&mut self.text.borrow_mut());
            self.handle.set_text(text);
        }
    }

    pub(crate) fn set_marks(&self, marks: &EditorMarks) {
        self.handle.set_marks(&marks.to_json());
    }

    pub(crate) fn add_vocabulary(&self, part: &str) {
        self.handle.add_vocabulary(part);
    }

    pub(crate) fn set_access(&self, access: Access) {
        self.handle.set_read_only(access == Access::ReadOnly);
    }

    pub(crate) fn set_wrap(&self, wrap: bool) {
        self.handle.set_wrap(wrap);
    }

    pub(crate) fn reveal(&self, from: u32, to: u32) {
        self.handle.reveal(from, to);
    }

    pub(crate) fn select(&self, from: u32, to: u32) {
        self.handle.select(from, to);
    }

    pub(crate) fn find(&self) {
        self.handle.find();
    }
}

impl Drop for RichEditor {
    fn drop(&mut self) {
        self.handle.destroy();
    }
}
