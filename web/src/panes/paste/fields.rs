//! The fields of a scenario as people call them, and their values in few words.

use kms_playground::import::Change;
use serde_json::Value;
use yew::prelude::*;

use crate::components::identifier;

/// What a field is about: the colour of its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Who,
    What,
    Key,
    Policy,
    Why,
}

impl Kind {
    pub(super) fn of(field: &str) -> Self {
        let (_, name) = split(field);
        match name {
            "principal" | "sessionIssuer" => Self::Who,
            "expect" => Self::Why,
            name if name.starts_with("key.") => Self::Key,
            name if name.contains("olicies") || name.contains("olicy") || name == "permissionsBoundary" => {
                Self::Policy
            }
            _ => Self::What,
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Who => "p-who",
            Self::What => "p-what",
            Self::Key => "p-key",
            Self::Policy => "p-policy",
            Self::Why => "p-why",
        }
    }
}

/// A field's request, counted from zero, and the rest of its name.
fn split(field: &str) -> (Option<usize>, &str) {
    let place = field.strip_prefix("requests[").and_then(|rest| rest.split_once("]."));
    match place.and_then(|(index, name)| Some((index.parse().ok()?, name))) {
        Some((index, name)) => (Some(index), name),
        None => (None, field),
    }
}

/// Names of fields in the order in which they are shown.
const NAMES: [(&str, &str); 33] = [
    ("principal", "Who calls"),
    ("sessionIssuer", "Role of the session"),
    ("action", "Operation"),
    ("viaService", "Through the service"),
    ("sourceArn", "aws:SourceArn"),
    ("sourceAccount", "aws:SourceAccount"),
    ("keyId", "Key as the call names it"),
    ("destinationKeyId", "Destination key"),
    ("encryptionContext", "Encryption context"),
    ("destinationEncryptionContext", "Encryption context, destination"),
    ("parameters", "Parameters"),
    ("context", "Other context"),
    ("expect", "Expected"),
    ("name", "Name"),
    ("key.arn", "Key"),
    ("key.aliases", "Aliases of the key"),
    ("key.keySpec", "Key spec"),
    ("key.keyUsage", "Key usage"),
    ("key.keyState", "Key state"),
    ("key.keyManager", "Key manager"),
    ("key.origin", "Origin of the key"),
    ("key.multiRegionKeyType", "Multi-Region key"),
    ("key.tags", "Tags of the key"),
    ("keyPolicy", "Key policy"),
    ("identityPolicies", "Identity-based policies"),
    ("permissionsBoundary", "Permissions boundary"),
    ("callers", "Policies of single callers"),
    ("sessionPolicies", "Session policies"),
    ("serviceControlPolicies", "Service control policies"),
    ("resourceControlPolicies", "Resource control policies"),
    ("vpcEndpointPolicy", "VPC endpoint policy"),
    ("grants", "Grants"),
    ("title", "Title"),
];

/// What a field is called; with its request, where there are several.
pub(super) fn label(field: &str, several: bool) -> String {
    let (request, name) = split(field);
    let known = NAMES.iter().find(|(known, _)| *known == name).map_or(name, |(_, label)| label);
    match request.filter(|_| several) {
        Some(index) => format!("Request {} · {known}", index + 1),
        None => known.to_owned(),
    }
}

/// Where a field stands among the rows: requests one after another, then the rest.
pub(super) fn rank(field: &str) -> (usize, usize) {
    let (request, name) = split(field);
    let place = NAMES.iter().position(|(known, _)| *known == name).unwrap_or(NAMES.len());
    (request.unwrap_or(usize::MAX), place)
}

/// Whether a change is one that people want to see.
pub(super) fn is_shown(change: &Change) -> bool {
    !matches!(change.field.as_str(), "assumed" | "about" | "notes" | "version")
}

/// A value in few words.
pub(super) fn value(field: &str, value: &Value) -> Html {
    let (_, name) = split(field);
    match (name, value) {
        (_, Value::Null) => html! { <span class="none">{ "none" }</span> },
        ("expect", Value::String(text)) => match text.as_str() {
            "allowed" => html! { "allowed" },
            "explicitDeny" => html! { "denied explicitly" },
            _ => html! { "denied" },
        },
        ("keyPolicy" | "vpcEndpointPolicy", Value::String(text)) => html! { { statements(text) } },
        ("permissionsBoundary" | "vpcEndpointPolicy", Value::Object(named)) => {
            identifier(&text_of(named.get("name")))
        }
        ("identityPolicies" | "sessionPolicies", Value::Array(list)) if list.is_empty() => {
            html! { "none attached" }
        }
        ("identityPolicies" | "sessionPolicies", Value::Array(list)) => names(list),
        ("serviceControlPolicies" | "resourceControlPolicies", Value::Array(levels)) => {
            let list: Vec<Value> = levels.iter().filter_map(Value::as_array).flatten().cloned().collect();
            names(&list)
        }
        ("grants", Value::Array(list)) => html! { { counted(list.len(), "grant", "grants") } },
        (_, Value::Array(list)) => {
            let list = list.iter().map(|item| text_of(Some(item)));
            html! { { for list.map(|item| html! { <div>{ identifier(&item) }</div> }) } }
        }
        (_, Value::Object(pairs)) => html! {
            { for pairs.iter().map(|(name, value)| html! {
                <div>{ identifier(name) }{ ": " }{ identifier(&text_of(Some(value))) }</div>
            }) }
        },
        ("title" | "name", Value::String(text)) => html! { { text.clone() } },
        (_, Value::String(text)) => identifier(text),
        (_, other) => html! { { other.to_string() } },
    }
}

fn names(list: &[Value]) -> Html {
    html! { { for list.iter().map(|it| html! { <div>{ identifier(&text_of(it.get("name"))) }</div> }) } }
}

fn text_of(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// How many statements a policy has, where it can be read.
fn statements(text: &str) -> String {
    let policy: Option<Value> = serde_json::from_str(text).ok();
    match policy.as_ref().and_then(|policy| policy.get("Statement")) {
        Some(Value::Array(list)) => counted(list.len(), "statement", "statements"),
        Some(_) => counted(1, "statement", "statements"),
        None => "a policy with syntax errors".to_owned(),
    }
}

/// What two key policies differ in, as said of the old one and of the new one.
pub(super) fn differing(old: &Value, new: &Value) -> [Option<String>; 2] {
    let read = |value: &Value| -> Option<Value> { serde_json::from_str(value.as_str()?).ok() };
    let (Some(old), Some(new)) = (read(old), read(new)) else { return [None, None] };
    let list = |policy: &Value| match policy.get("Statement") {
        Some(Value::Array(list)) => list.clone(),
        other => other.cloned().into_iter().collect(),
    };
    let (before, after) = (list(&old), list(&new));
    let (gone, added) =
        (others(&before, &after, "Not in the new policy"), others(&after, &before, "Not in the old policy"));
    let same = match (old == new, before == after) {
        _ if gone.is_some() || added.is_some() => None,
        (true, _) => Some("The same policy, laid out differently"),
        (_, true) => Some("The same statements; `Version` or `Id` differs"),
        _ => Some("The same statements, in another order or number"),
    };
    [gone, added.or(same.map(str::to_owned))]
}

/// The statements of a policy that the other does not have: "…: statements 2 (`Readers`) and 4".
fn others(list: &[Value], other: &[Value], begins: &str) -> Option<String> {
    const SHOWN: usize = 4;
    let mut missing = list.iter().enumerate().filter(|(_, it)| !other.contains(it));
    let named = |(at, statement): (usize, &Value)| match statement.get("Sid").and_then(Value::as_str) {
        Some(sid) if !sid.is_empty() => format!("{} (`{sid}`)", at + 1),
        _ => (at + 1).to_string(),
    };
    let mut names: Vec<String> = missing.by_ref().take(SHOWN).map(named).collect();
    let noun = if names.len() == 1 { "statement" } else { "statements" };
    let rest = missing.count();
    if rest > 0 {
        names.push(format!("{rest} more"));
    }
    let last = names.pop()?;
    let text = if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) };
    Some(format!("{begins}: {noun} {text}"))
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_called_as_people_call_them() {
        assert_eq!(label("requests[1].principal", true), "Request 2 · Who calls");
        assert_eq!(label("requests[0].action", false), "Operation");
        assert_eq!(label("key.arn", true), "Key");
        assert!(rank("requests[0].action") < rank("requests[0].expect"));
        assert!(rank("requests[9].expect") < rank("key.arn"));
        assert_eq!(Kind::of("identityPolicies"), Kind::Policy);
        assert_eq!(Kind::of("requests[0].sessionIssuer"), Kind::Who);
        assert_eq!(statements(r#"{"Statement":{}}"#), "1 statement");
        assert_eq!(statements("{"), "a policy with syntax errors");
    }

    #[test]
    fn two_policies_are_compared_by_their_statements() {
        let policy = |statements: &str| Value::String(format!("{{\"Statement\":[{statements}]}}"));
        let (a, b) = (r#"{"Sid":"A","Effect":"Allow"}"#, r#"{"Effect":"Deny"}"#);
        let c = r#"{"Sid":"C","Effect":"Allow"}"#;
        let said = |old: Value, new: Value| differing(&old, &new).map(Option::unwrap_or_default);
        assert_eq!(
            said(policy(&format!("{a},{b}")), policy(&format!("{a},{c}"))),
            ["Not in the new policy: statement 2", "Not in the old policy: statement 2 (`C`)"]
        );
        assert_eq!(
            said(policy(a), policy(&format!("{c},{a},{b}"))),
            ["", "Not in the old policy: statements 1 (`C`) and 3"]
        );
        assert_eq!(said(policy(a), policy(&format!(" {a} "))), ["", "The same policy, laid out differently"]);
        let other = Value::String(format!(r#"{{"Version":"2012-10-17","Statement":{a}}}"#));
        assert_eq!(said(policy(a), other), ["", "The same statements; `Version` or `Id` differs"]);
        assert_eq!(
            said(policy(&format!("{a},{b}")), policy(&format!("{b},{a}"))),
            ["", "The same statements, in another order or number"]
        );
        assert_eq!(said(Value::Null, policy(a)), ["", ""]);
        let many = [b; 7].join(",");
        assert!(said(policy(a), policy(&many))[1].ends_with("3, 4 and 3 more"));
    }
}
