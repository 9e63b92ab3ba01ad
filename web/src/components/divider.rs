//! A border between two parts that can be dragged, and moved by arrow keys.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::fixed;

#[derive(Properties, PartialEq)]
pub(crate) struct DividerProps {
    pub(crate) class: Classes,
    pub(crate) label: AttrValue,
    /// Where it stands, in percent of the board around it.
    pub(crate) value: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) on_move: Callback<f64>,
}

/// How far an arrow key moves it, in percent.
const STEP: f64 = 2.0;

/// A divider.
#[component]
pub(crate) fn Divider(props: &DividerProps) -> Html {
    let dragging = use_mut_ref(|| false);
    let (min, max, value) = (props.min, props.max, props.value);
    let move_to = {
        let on_move = props.on_move.clone();
        // Not `clamp`: its panic says the numbers, and would bring all that writes fractions as decimals, 5 kB compressed.
        move |to: f64| on_move.emit(to.max(min).min(max))
    };
    let onpointerdown = {
        let dragging = dragging.clone();
        Callback::from(move |event: PointerEvent| {
            *dragging.borrow_mut() = true;
            if let Some(target) = element(&event) {
                let _ = target.set_pointer_capture(event.pointer_id());
            }
            event.prevent_default();
        })
    };
    let onpointermove = {
        let (dragging, move_to) = (dragging.clone(), move_to.clone());
        Callback::from(move |event: PointerEvent| {
            if *dragging.borrow()
                && let Some(percent) = percent(&event)
            {
                move_to(percent);
            }
        })
    };
    let end = Callback::from(move |_: PointerEvent| *dragging.borrow_mut() = false);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowLeft" => value - STEP,
            "ArrowRight" => value + STEP,
            "Home" => min,
            "End" => max,
            _ => return,
        };
        if event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        event.prevent_default();
        move_to(to);
    });
    html! {
        <div class={classes!("divider", props.class.clone())} role="separator" tabindex="0" aria-label={&props.label}
            aria-orientation="vertical" aria-valuenow={fixed(value, 0)} aria-valuemin={fixed(min, 0)}
            aria-valuemax={fixed(max, 0)} {onpointerdown} {onpointermove} onpointerup={end.clone()}
            onpointercancel={end} {onkeydown} />
    }
}

fn element(event: &PointerEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn percent(event: &PointerEvent) -> Option<f64> {
    // Not the parent: where the columns lie in one row it has no box of its own.
    let around = element(event)?.closest(".board").ok()??.get_bounding_client_rect();
    let at = f64::from(event.client_x()) - around.left();
    (around.width() > 0.0).then(|| at / around.width() * 100.0)
}
