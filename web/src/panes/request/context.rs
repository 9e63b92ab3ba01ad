//! Further condition keys of the request: rows with their values, and the keys that the policies ask for.

use std::rc::Rc;

use kms_playground::{ContextValue, Pairs, Request, catalog};
use yew::prelude::*;

use crate::components::{Combobox, Picture, button, icon, part, small};
use crate::state::{Shared, Suggestions};

use super::form::Change;

#[derive(Properties, PartialEq)]
pub(super) struct ContextRowsProps {
    pub(super) request: Request,
    pub(super) suggestions: Shared<Suggestions>,
    pub(super) change: Change,
}

type Row = (String, Option<ContextValue>);

/// The rows.
#[component]
pub(super) fn ContextRows(props: &ContextRowsProps) -> Html {
    let rows = &props.request.context.0;
    let unset: Vec<_> =
        props.suggestions.unset.iter().filter(|unset| !is_set(&props.request, &unset.key)).collect();
    html! {
        <div class="field" role="group" aria-labelledby="context-title">
            <span class="label" id="context-title">{ "Other context keys" }</span>
            <div class="pairs">
                { for rows.iter().enumerate().map(|(index, row)| view_row(props, index, row)) }
            </div>
            if !unset.is_empty() {
                <div class="hint">{ "The policies also ask for" }</div>
                <div class="chips">
                    { for unset.iter().map(|unset| {
                        let row = (unset.key.clone(), Some(ContextValue::One(unset.value.clone())));
                        let onclick = add(props, row);
                        html! { <button key={unset.key.clone()} type="button" class="chip" {onclick}>{ format!("+ {}", unset.key) }</button> }
                    }) }
                </div>
            }
            <div>{ button("button small", "Add a context key", add(props, (String::new(), Some(ContextValue::One(String::new()))))) }</div>
        </div>
    }
}

fn view_row(props: &ContextRowsProps, index: usize, (key, value): &Row) -> Html {
    let number = index + 1;
    let entry = catalog::condition_key(key);
    let multivalued =
        entry.is_some_and(|entry| entry.multivalued) || matches!(value, Some(ContextValue::Many(_)));
    let shown = value.as_ref().map(|value| value.values().join(", ")).unwrap_or_default();
    let set_key = change_row(props, index, "key", |row, text| row.0 = text);
    let set_value = if multivalued {
        change_row(props, index, "value", |row, text| row.1 = Some(ContextValue::Many(split(&text))))
    } else {
        change_row(props, index, "value", |row, text| row.1 = Some(ContextValue::One(text)))
    };
    let absent = value.is_none();
    let toggle = {
        let set = edit_row(props, index, None);
        move |_: Event| {
            set.emit(Box::new(move |row: &mut Row| row.1 = absent.then(|| ContextValue::One(String::new()))));
        }
    };
    html! {
        <div class="context-row" key={index}>
            <div class="pair">
                { part!(Combobox {
                    id: format!("context-{index}-key"),
                    aria_label: Some(AttrValue::from(format!("Context key {number}"))),
                    value: key.clone(),
                    choices: Rc::clone(&props.suggestions.keys),
                    placeholder: "condition key",
                    on_input: set_key,
                }) }
                if absent {
                    <span class="hint">{ "absent" }</span>
                } else {
                    { part!(Combobox {
                        id: format!("context-{index}-value"),
                        aria_label: Some(AttrValue::from(format!("Value of context key {number}"))),
                        value: shown,
                        choices: props.suggestions.values(key),
                        placeholder: if multivalued { "values, separated by commas" } else { "value" },
                        on_input: set_value,
                    }) }
                }
                <button type="button" class="button quiet icon" aria-label={format!("Remove context key {number}")} onclick={remove(props, index)}>{ icon(Picture::Close) }</button>
            </div>
            <div class="row">
                <label class="check"><input type="checkbox" checked={absent} onchange={toggle} />{ small("absent, whatever would be derived") }</label>
            </div>
            if let Some(entry) = entry {
                <div class="hint">{ entry.about }</div>
            }
        </div>
    }
}

/// Whether the request sets the key in any of its fields.
fn is_set(request: &Request, key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let in_field = match key.as_str() {
        "kms:viaservice" => request.via_service.is_some(),
        "aws:sourcearn" => request.source_arn.is_some(),
        "aws:sourceaccount" => request.source_account.is_some(),
        _ => false,
    };
    in_field || request.context.iter().any(|(known, _)| known.eq_ignore_ascii_case(&key))
}

/// Adds a row; a key that has a field of its own goes there.
fn add(props: &ContextRowsProps, (key, value): Row) -> Callback<MouseEvent> {
    let request = props.request.clone();
    props.change.reform(move |_: MouseEvent| {
        let mut request = request.clone();
        let text = value.as_ref().and_then(|value| value.values().first().cloned()).unwrap_or_default();
        let service = crate::state::is_service(&request.principal);
        match key.to_ascii_lowercase().as_str() {
            "kms:viaservice" if !service => request.via_service = Some(text),
            "aws:sourcearn" if service => request.source_arn = Some(text),
            "aws:sourceaccount" if service => request.source_account = Some(text),
            name => match name.strip_prefix("kms:encryptioncontext:") {
                Some(_) => {
                    let name = key.splitn(3, ':').nth(2).unwrap_or_default();
                    request.encryption_context.0.push((name.to_owned(), text));
                }
                None => request.context.0.push((key.clone(), value.clone())),
            },
        }
        (request, None)
    })
}

fn remove(props: &ContextRowsProps, index: usize) -> Callback<MouseEvent> {
    let request = props.request.clone();
    props.change.reform(move |_: MouseEvent| {
        let rows =
            request.context.0.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, row)| row.clone());
        (Request { context: Pairs(rows.collect()), ..request.clone() }, None)
    })
}

type RowChange = Box<dyn FnOnce(&mut Row)>;

fn edit_row(props: &ContextRowsProps, index: usize, field: Option<&'static str>) -> Callback<RowChange> {
    let (request, change) = (props.request.clone(), props.change.clone());
    Callback::from(move |edit: RowChange| {
        let mut request = request.clone();
        if let Some(row) = request.context.0.get_mut(index) {
            edit(row);
        }
        change.emit((request, field.map(|field| format!("context.{index}.{field}"))));
    })
}

fn change_row(
    props: &ContextRowsProps,
    index: usize,
    field: &'static str,
    set: fn(&mut Row, String),
) -> Callback<String> {
    edit_row(props, index, Some(field))
        .reform(move |text: String| -> RowChange { Box::new(move |row| set(row, text)) })
}

fn split(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).map(str::to_owned).collect()
}
