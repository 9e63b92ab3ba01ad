//! Values of templates as texts.

use super::node::{Node, Value};
use crate::scenario::Scenario;

/// A scenario as JSON, its policies as texts; by way of the text, so that nothing writes scenarios but `to_json`.
pub(super) fn json_of(scenario: &Scenario) -> serde_json::Value {
    let mut plain = scenario.clone();
    plain.write_policies_as_text();
    serde_json::from_str(&plain.to_json()).unwrap_or_default()
}

/// A value that is no list and no map, as text.
pub(super) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// Numbers and booleans as texts: an account id that YAML reads as a number is one.
pub(super) fn as_texts(node: &mut Node) {
    if let Some(text) = scalar(node) {
        node.value = Value::Text(text);
    }
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(as_texts),
        Value::Map(members) => members.iter_mut().for_each(|member| as_texts(&mut member.value)),
        _ => {}
    }
}

/// A text in which each `${Name}` is replaced by what `value` gives for its name.
pub(super) fn interpolated(text: &str, value: &mut dyn FnMut(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        out.push_str(before);
        let Some((name, after)) = behind.split_once('}') else {
            out.push_str("${");
            rest = behind;
            continue;
        };
        out.push_str(&value(name));
        rest = after;
    }
    out.push_str(rest);
    out
}
