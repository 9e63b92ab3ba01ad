//! Labelled inputs.

use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The text in the input, text area or select that an event came from.
pub(crate) fn value_of(target: Option<EventTarget>) -> String {
    let Some(target) = target else { return String::new() };
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        input.value()
    } else if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        area.value()
    } else {
        target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default()
    }
}

/// A control with this id under its label, a hint below it where there is one.
pub(crate) fn field(id: &str, label: &str, hint: &str, control: Html) -> Html {
    html! {
        <div class="field">
            <label for={id.to_owned()}>{ label }</label>
            { control }
            if !hint.is_empty() {
                <div class="hint" id={hint_id(id)}>{ hint }</div>
            }
        </div>
    }
}

/// The id of the hint below a field.
fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

#[derive(Properties, PartialEq)]
pub(crate) struct TextFieldProps {
    pub(crate) id: AttrValue,
    /// Named by a label elsewhere when empty.
    #[prop_or_default]
    pub(crate) label: AttrValue,
    pub(crate) value: AttrValue,
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    #[prop_or_default]
    pub(crate) hint: AttrValue,
    /// Set in the face of running text, not of code.
    #[prop_or_default]
    pub(crate) prose: bool,
    pub(crate) on_input: Callback<String>,
}

/// One line of text.
#[component]
pub(crate) fn TextField(props: &TextFieldProps) -> Html {
    let on_input = props.on_input.clone();
    let input = html! {
        <input id={&props.id} class={classes!("input", props.prose.then_some("prose"))} value={&props.value} placeholder={&props.placeholder} autocomplete="off"
            spellcheck="false" autocapitalize="off" aria-describedby={(!props.hint.is_empty()).then(|| hint_id(&props.id))}
            oninput={move |event: InputEvent| on_input.emit(value_of(event.target()))} />
    };
    if props.label.is_empty() {
        return input;
    }
    field(&props.id, &props.label, &props.hint, input)
}

#[derive(Properties, PartialEq)]
pub(crate) struct SelectProps {
    pub(crate) id: AttrValue,
    /// Said to screen readers when no visible label names it.
    #[prop_or_default]
    pub(crate) aria_label: Option<AttrValue>,
    pub(crate) value: AttrValue,
    /// Value and label of each choice.
    pub(crate) choices: Vec<(AttrValue, AttrValue)>,
    pub(crate) on_change: Callback<String>,
}

/// One of a few.
#[component]
pub(crate) fn Select(props: &SelectProps) -> Html {
    let on_change = props.on_change.clone();
    html! {
        <select id={&props.id} class="select" aria-label={props.aria_label.clone()}
            onchange={move |event: Event| on_change.emit(value_of(event.target()))}>
            { for props.choices.iter().map(|(value, label)| html! {
                <option key={value.to_string()} value={value} selected={*value == props.value}>{ label }</option>
            }) }
        </select>
    }
}
