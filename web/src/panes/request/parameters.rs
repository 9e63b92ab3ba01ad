//! The parameters that this operation has, as far as they matter to authorization.

use kms_playground::Request;
use kms_playground::catalog::{OperationEntry, ParameterEntry, ParameterKind};
use serde_json::{Map, Value};
use yew::prelude::*;

use crate::components::{Field, Select, TextField};

use crate::parts::records;

use super::form::Change;

#[derive(Properties, PartialEq)]
pub(super) struct ParametersProps {
    pub(super) operation: Option<&'static OperationEntry>,
    pub(super) request: Request,
    pub(super) change: Change,
}

/// A field for each; nothing when the operation has none.
#[component]
pub(super) fn Parameters(props: &ParametersProps) -> Html {
    let known = props.operation.map(|operation| operation.parameters.as_slice()).unwrap_or_default();
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

fn view(props: &ParametersProps, entry: &ParameterEntry) -> Html {
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
    let placeholder = entry.default.map(|default| format!("{default} (default)")).unwrap_or_default();
    let choices = match kind {
        ParameterKind::Boolean => &["true", "false"],
        _ => entry.values,
    };
    if choices.is_empty() || matches!(kind, ParameterKind::List | ParameterKind::Json) {
        let hint = match kind {
            ParameterKind::List => "Separated by commas.",
            ParameterKind::Json => "JSON.",
            _ => "",
        };
        return html! { <TextField {id} label={name} {value} {placeholder} {hint} on_input={set} /> };
    }
    let mut offered: Vec<(AttrValue, AttrValue)> =
        vec![("".into(), if placeholder.is_empty() { "–".into() } else { placeholder.into() })];
    offered.extend(choices.iter().map(|choice| (AttrValue::from(*choice), AttrValue::from(*choice))));
    if !value.is_empty() && !choices.contains(&value.as_str()) {
        offered.push((value.clone().into(), value.clone().into()));
    }
    html! {
        <Field id={id.clone()} label={name}><Select {id} {value} choices={offered} on_change={set} /></Field>
    }
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
            Value::Array(text.split(',').map(|item| Value::String(item.trim().to_owned())).collect())
        }
        ParameterKind::Boolean | ParameterKind::Number | ParameterKind::Json => {
            let plain =
                || text.parse().map(Value::Bool).or_else(|_| text.parse::<i64>().map(Value::from)).ok();
            let read = || records().and_then(|records| (records.read_value)(text));
            plain().or_else(read).unwrap_or_else(as_text)
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
