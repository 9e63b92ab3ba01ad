//! The parameters that this operation has, as far as they matter to authorization; those of a grant as a grant's form has
//! them.

use kms_playground::Request;
use kms_playground::catalog::{self, ParameterEntry, ParameterKind};
use serde_json::{Map, Value};
use yew::prelude::*;

use crate::components::{Select, TextField, field, part};
use crate::state::Suggestions;

use super::super::grant_fields;
use super::form::Change;

/// What the fields are of.
struct Parameters<'a> {
    request: &'a Request,
    suggestions: &'a Suggestions,
    change: &'a Change,
}

/// A field for each; nothing when the operation has none.
pub(super) fn parameters(request: &Request, suggestions: &Suggestions, change: &Change) -> Html {
    let props = &Parameters { request, suggestions, change };
    let operation = catalog::operation(&request.action);
    let known = operation.map(|operation| operation.parameters.as_slice()).unwrap_or_default();
    if known.is_empty() && props.request.parameters.is_empty() {
        return Html::default();
    }
    let foreign =
        props.request.parameters.keys().filter(|name| known.iter().all(|entry| entry.name != name.as_str()));
    html! {
        <details class="disclosure" open={!props.request.parameters.is_empty()}>
            <summary>{ "Parameters of the operation" }</summary>
            <div class="columns-2">{ for known.iter().map(|entry| view(props, entry)) }</div>
            { for foreign.map(|name| html! { <p class="hint" key={name.clone()}><code>{ name.clone() }</code>{ " is set too; the JSON view shows it." }</p> }) }
        </details>
    }
}

fn view(props: &Parameters<'_>, entry: &ParameterEntry) -> Html {
    let (name, kind) = (entry.name, entry.kind);
    let value = props.request.parameters.get(name).map(written).unwrap_or_default();
    let id = format!("parameter-{name}");
    let set = {
        let request = props.request.clone();
        props.change.reform(move |text: String| {
            let parameters = with(&request.parameters, name, read(&text, kind));
            (Request { parameters, ..request.clone() }, Some(format!("parameters.{name}")))
        })
    };
    match name {
        "Operations" => {
            let chosen: Vec<String> = items(props.request.parameters.get(name));
            return grant_fields::operations(
                &id,
                &chosen,
                &put(props, name)
                    .reform(|operations: Vec<String>| (!operations.is_empty()).then(|| operations.into())),
            );
        }
        "GranteePrincipal" | "RetiringPrincipal" | "GranteeServicePrincipal" | "RetiringServicePrincipal" => {
            return grant_fields::principal(&id, name, value, props.suggestions, set);
        }
        "Constraints" => return constraints(props),
        _ => {}
    }
    let placeholder = entry.default.map(|default| format!("{default} (default)")).unwrap_or_default();
    let choices = match kind {
        ParameterKind::Boolean => &["true", "false"],
        _ => entry.values,
    };
    if choices.is_empty() || matches!(kind, ParameterKind::List | ParameterKind::Json) {
        let hint = match kind {
            ParameterKind::List => "Separated by commas or spaces.",
            ParameterKind::Json => "JSON.",
            _ => "",
        };
        return part!(TextField { id, label: name, value, placeholder, hint, on_input: set });
    }
    let mut offered: Vec<(AttrValue, AttrValue)> =
        vec![("".into(), if placeholder.is_empty() { "not set".into() } else { placeholder.into() })];
    offered.extend(choices.iter().map(|choice| (AttrValue::from(*choice), AttrValue::from(*choice))));
    if !value.is_empty() && !choices.contains(&value.as_str()) {
        offered.push((value.clone().into(), value.clone().into()));
    }
    field(&id, name, "", part!(Select { id: id.clone(), value, choices: offered, on_change: set }))
}

/// The two constraints on the encryption context as pairs; whatever else the constraints hold stays.
fn constraints(props: &Parameters<'_>) -> Html {
    let now =
        props.request.parameters.get("Constraints").and_then(Value::as_object).cloned().unwrap_or_default();
    let context = |id: &'static str, label: &'static str, key: &'static str| {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let pairs = now.get(key).and_then(Value::as_object);
        let pairs =
            pairs.map(|pairs| pairs.iter().map(|(name, value)| (name.clone(), text(value))).collect());
        let now = now.clone();
        let on_change = put(props, "Constraints").reform(move |pairs: Vec<(String, String)>| {
            let pairs: Map<String, Value> =
                pairs.into_iter().map(|(name, value)| (name, Value::String(value))).collect();
            let constraints = with(&now, key, (!pairs.is_empty()).then_some(Value::Object(pairs)));
            (!constraints.is_empty()).then_some(Value::Object(constraints))
        });
        grant_fields::context(
            format!("parameter-{id}"),
            label,
            pairs.unwrap_or_default(),
            props.suggestions,
            &on_change,
        )
    };
    html! {
        <>
            { context("subset", "Encryption context includes", "EncryptionContextSubset") }
            { context("equals", "Encryption context is exactly", "EncryptionContextEquals") }
        </>
    }
}

/// Sets a parameter to a value, or takes it away.
fn put(props: &Parameters<'_>, name: &'static str) -> Callback<Option<Value>> {
    let request = props.request.clone();
    props.change.reform(move |value: Option<Value>| {
        let parameters = with(&request.parameters, name, value);
        (Request { parameters, ..request.clone() }, Some(format!("parameters.{name}")))
    })
}

/// The texts of a list.
fn items(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn with(parameters: &Map<String, Value>, name: &str, value: Option<Value>) -> Map<String, Value> {
    let mut parameters = parameters.clone();
    match value {
        Some(value) => drop(parameters.insert(name.to_owned(), value)),
        None => drop(parameters.shift_remove(name)),
    }
    parameters
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

fn read(text: &str, kind: ParameterKind) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    let as_text = || Value::String(text.to_owned());
    Some(match kind {
        ParameterKind::Text => as_text(),
        ParameterKind::List => {
            Value::Array(grant_fields::separated(text).into_iter().map(Value::String).collect())
        }
        ParameterKind::Boolean | ParameterKind::Number | ParameterKind::Json => {
            serde_json::from_str(text).unwrap_or_else(|_| as_text())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_read_as_its_kind_and_written_back() {
        for (text, kind) in [
            ("7", ParameterKind::Number),
            ("true", ParameterKind::Boolean),
            ("a, b", ParameterKind::List),
            ("x", ParameterKind::Text),
        ] {
            assert_eq!(read(text, kind).as_ref().map(written).as_deref(), Some(text));
        }
        assert_eq!(read("7", ParameterKind::Number), Some(Value::from(7)));
        assert_eq!(read("", ParameterKind::Text), None);
        assert_eq!(read("{\"broken\"", ParameterKind::Json), Some(Value::from("{\"broken\"")));
    }
}
