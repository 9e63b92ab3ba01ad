//! A text input that offers choices below it, grouped, with a line about each. Any text may be typed.
//!
//! The pattern is ARIA's editable combobox with list autocomplete.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::on_top::OnTop;
use super::{bring_into_view, value_of};

use crate::hooks::use_effect_on;

/// One choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: AttrValue,
    /// The heading that it stands under; choices of one group follow each other.
    pub(crate) group: AttrValue,
    /// What it is.
    pub(crate) about: AttrValue,
}

#[derive(Properties, PartialEq)]
pub(crate) struct ComboboxProps {
    pub(crate) id: AttrValue,
    pub(crate) value: AttrValue,
    pub(crate) choices: std::rc::Rc<Vec<Choice>>,
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    /// Said to screen readers when no visible label names it.
    #[prop_or_default]
    pub(crate) aria_label: Option<AttrValue>,
    pub(crate) on_input: Callback<String>,
}

/// The most choices that are shown at once.
const MOST: usize = 80;

/// What the list shows.
#[derive(Clone, Copy, PartialEq)]
enum List {
    Closed,
    /// Everything, as just opened.
    All,
    /// What matches the text.
    Matching,
}

/// An input with choices.
#[component]
pub(crate) fn Combobox(props: &ComboboxProps) -> Html {
    let list = use_state_eq(|| List::Closed);
    let active = use_state_eq(|| None::<usize>);
    let root = use_node_ref();
    let found = matching(props, *list);
    {
        let root = root.clone();
        use_effect_on(*active, move |_| {
            let option = root
                .cast::<web_sys::Element>()
                .and_then(|root| root.query_selector(".active").ok().flatten());
            if let Some(option) = option {
                bring_into_view(&option);
            }
        });
    }
    let close = {
        let (list, active) = (list.clone(), active.clone());
        move || {
            list.set(List::Closed);
            active.set(None);
        }
    };
    let choose = {
        let (on_input, close) = (props.on_input.clone(), close.clone());
        move |value: &AttrValue| {
            on_input.emit(value.to_string());
            close();
        }
    };
    let oninput = {
        let (list, active, on_input) = (list.clone(), active.clone(), props.on_input.clone());
        move |event: InputEvent| {
            list.set(List::Matching);
            active.set(None);
            on_input.emit(value_of(event.target()));
        }
    };
    let onkeydown =
        {
            let (list, active, choose, close) = (list.clone(), active.clone(), choose.clone(), close.clone());
            let values: Vec<AttrValue> = found.iter().map(|choice| choice.value.clone()).collect();
            move |event: KeyboardEvent| {
                let last = values.len().checked_sub(1);
                match event.key().as_str() {
                    _ if event.ctrl_key() || event.meta_key() => return,
                    "ArrowDown" | "ArrowUp" if *list == List::Closed => list.set(List::All),
                    "ArrowDown" => active
                        .set(last.map(|last| active.map_or(0, |at| if at >= last { 0 } else { at + 1 }))),
                    "ArrowUp" => active
                        .set(last.map(|last| active.map_or(last, |at| at.checked_sub(1).unwrap_or(last)))),
                    "Enter" if *list != List::Closed => match active.and_then(|at| values.get(at)) {
                        Some(value) => choose(value),
                        None => close(),
                    },
                    "Escape" if *list != List::Closed => close(),
                    "Tab" => return close(),
                    _ => return,
                }
                event.prevent_default();
                event.stop_propagation();
            }
        };
    let onclick = {
        let list = list.clone();
        move |_| list.set(List::All)
    };
    let onfocusout = {
        let (root, close) = (root.clone(), close.clone());
        move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
            let inside = root.cast::<web_sys::Node>().is_some_and(|root| root.contains(to.as_ref()));
            if !inside {
                close();
            }
        }
    };
    let is_open = *list != List::Closed && !found.is_empty();
    let shown = use_node_ref();
    {
        let (root, shown) = (root.clone(), shown.clone());
        use_effect_on((is_open, found.len()), move |(is_open, _)| {
            let placed = is_open.then(|| OnTop::new(&root, &shown)).flatten();
            move || drop(placed)
        });
    }
    let listbox = format!("{}-list", props.id);
    html! {
        <div class="combobox" ref={root} {onfocusout}>
            <input id={&props.id} class="input" role="combobox" value={&props.value} placeholder={&props.placeholder}
                aria-label={props.aria_label.clone()} aria-autocomplete="list" aria-expanded={is_open.to_string()}
                aria-controls={is_open.then(|| listbox.clone())}
                aria-activedescendant={active.filter(|_| is_open).map(|at| format!("{listbox}-{at}"))}
                autocomplete="off" spellcheck="false" autocapitalize="off" {oninput} {onkeydown} {onclick} />
            if is_open {
                <ul id={listbox.clone()} class="choices" role="listbox" aria-label="Choices" popover="manual" ref={shown}>
                    { for found.iter().enumerate().map(|(index, choice)| {
                        let heading = index.checked_sub(1).and_then(|before| found.get(before)).is_none_or(|before| before.group != choice.group);
                        view(choice, heading, format!("{listbox}-{index}"), *active == Some(index), &choose)
                    }) }
                </ul>
            }
        </div>
    }
}

fn view(
    choice: &Choice,
    heading: bool,
    id: String,
    active: bool,
    choose: &(impl Fn(&AttrValue) + Clone + 'static),
) -> Html {
    // The press, not the click: the input must not lose the focus first.
    let onmousedown = {
        let (choose, value) = (choose.clone(), choice.value.clone());
        move |event: MouseEvent| {
            event.prevent_default();
            choose(&value);
        }
    };
    html! {
        <>
            if heading && !choice.group.is_empty() {
                <li class="group" role="presentation">{ &choice.group }</li>
            }
            <li {id} class={classes!("choice", active.then_some("active"))} role="option" aria-selected={active.to_string()} {onmousedown}>
                <span class="value">{ &choice.value }</span>
                if !choice.about.is_empty() {
                    <small>{ &choice.about }</small>
                }
            </li>
        </>
    }
}

fn matching(props: &ComboboxProps, list: List) -> Vec<Choice> {
    let typed = props.value.trim().to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let fits = |choice: &&Choice| match list {
        List::Closed => false,
        List::All => true,
        List::Matching => {
            let text = format!("{} {}", choice.value, choice.about).to_lowercase();
            words.iter().all(|word| text.contains(word))
        }
    };
    props.choices.iter().filter(fits).take(MOST).cloned().collect()
}
