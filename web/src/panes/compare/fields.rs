//! The fields of two requests, side by side in the words of the form; each text can be changed where it stands.

use kms_playground::{ContextValue, Pairs, Request};
use serde_json::Value;

/// Puts another text into a request; an empty one takes it away.
pub(super) type Put = Box<dyn Fn(&mut Request, String)>;

/// A field that at least one of the two has.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) left: Option<String>,
    pub(super) right: Option<String>,
    /// None for what is no single text.
    pub(super) put: Option<Put>,
}

type Text = fn(&mut Request) -> &mut String;
type MaybeText = fn(&mut Request) -> &mut Option<String>;
type Texts = fn(&mut Request) -> &mut Pairs<String>;

const REQUIRED: [(&str, Text); 2] =
    [("Who calls", |request| &mut request.principal), ("Operation", |request| &mut request.action)];

const OPTIONAL: [(&str, MaybeText); 6] = [
    ("Role or user behind the session", |request| &mut request.session_issuer),
    ("Key", |request| &mut request.key_id),
    ("Destination key", |request| &mut request.destination_key_id),
    ("Through", |request| &mut request.via_service),
    ("On behalf of", |request| &mut request.source_arn),
    ("On behalf of the account", |request| &mut request.source_account),
];

const PAIRS: [(&str, Texts); 2] = [
    ("Encryption context", |request| &mut request.encryption_context),
    ("Destination's encryption context", |request| &mut request.destination_encryption_context),
];

/// All fields that one of the two has, in the order of the form.
pub(super) fn rows(left: &Request, right: &Request) -> Vec<Row> {
    let (mut one, mut other) = (left.clone(), right.clone());
    let mut rows = Vec::new();
    for (name, text) in REQUIRED {
        let says = |text: &String| (!text.is_empty()).then(|| text.clone());
        let (left, right) = (says(text(&mut one)), says(text(&mut other)));
        let put: Put = Box::new(move |request, typed| *text(request) = typed);
        rows.push(Row { name: name.to_owned(), left, right, put: Some(put) });
    }
    for (name, text) in OPTIONAL {
        let (left, right) = (text(&mut one).clone(), text(&mut other).clone());
        let put: Put =
            Box::new(move |request, typed| *text(request) = Some(typed).filter(|it| !it.is_empty()));
        rows.push(Row { name: name.to_owned(), left, right, put: Some(put) });
    }
    for (label, pairs) in PAIRS {
        for name in names(pairs(&mut one), pairs(&mut other)) {
            let (left, right) = (pairs(&mut one).get(&name).cloned(), pairs(&mut other).get(&name).cloned());
            let label = format!("{label} {name}");
            let put: Put = Box::new(move |request, typed| put_pair(pairs(request), &name, Some(typed)));
            rows.push(Row { name: label, left, right, put: Some(put) });
        }
    }
    for name in names(&left.context, &right.context) {
        let (one, other) = (left.context.get(&name), right.context.get(&name));
        let is_text =
            |value: Option<&Option<ContextValue>>| matches!(value, None | Some(Some(ContextValue::One(_))));
        let can_be_put = is_text(one) && is_text(other);
        let label = format!("Condition key {name}");
        let put = can_be_put.then(|| {
            let put: Put = Box::new(move |request, typed| {
                put_pair(
                    &mut request.context,
                    &name,
                    Some(ContextValue::One(typed.clone())).filter(|_| !typed.is_empty()).map(Some),
                );
            });
            put
        });
        rows.push(Row { name: label, left: one.map(of_key), right: other.map(of_key), put });
    }
    let mut parameters: Vec<&String> = left.parameters.keys().collect();
    parameters.extend(right.parameters.keys().filter(|name| !left.parameters.contains_key(*name)));
    for name in parameters {
        let (left, right) = (left.parameters.get(name).map(written), right.parameters.get(name).map(written));
        rows.push(Row { name: format!("Parameter {name}"), left, right, put: None });
    }
    let tokens = |request: &Request| Some(request.grant_tokens.join(", ")).filter(|it| !it.is_empty());
    rows.push(Row { name: "Grant tokens".to_owned(), left: tokens(left), right: tokens(right), put: None });
    rows.push(Row { name: "Job".to_owned(), left: left.job.clone(), right: right.job.clone(), put: None });
    rows.retain(|row| row.left.is_some() || row.right.is_some());
    rows
}

/// The names of both, each once.
fn names<V>(left: &Pairs<V>, right: &Pairs<V>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in left.iter().chain(right.iter()) {
        if names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Sets a pair, or takes it away.
fn put_pair<V>(pairs: &mut Pairs<V>, name: &str, value: Option<V>) {
    match value {
        Some(value) => pairs.set(name, value),
        None => pairs.0.retain(|(known, _)| known != name),
    }
}

fn of_key(value: &Option<ContextValue>) -> String {
    value.as_ref().map_or_else(|| "made absent".to_owned(), |value| value.values().join(", "))
}

/// A parameter in words: texts without quotation marks, lists with commas.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(values) => values.iter().map(written).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| format!("{name}: {}", written(value)))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(change: fn(&mut Request)) -> Request {
        let mut request = Request { action: "kms:Decrypt".to_owned(), ..Request::default() };
        change(&mut request);
        request
    }

    fn row<'a>(rows: &'a [Row], name: &str) -> &'a Row {
        rows.iter().find(|row| row.name == name).unwrap()
    }

    #[test]
    fn fields_are_in_the_words_of_the_form_and_values_no_json() {
        let left = request(|request| {
            request.via_service = Some("s3.us-east-1.amazonaws.com".to_owned());
            request.parameters.insert("Operations".to_owned(), json!(["Decrypt", "Encrypt"]));
            request.parameters.insert("DryRun".to_owned(), json!(true));
        });
        let rows = rows(&left, &request(|_| ()));
        assert_eq!(row(&rows, "Through").left.as_deref(), Some("s3.us-east-1.amazonaws.com"));
        assert_eq!(row(&rows, "Parameter Operations").left.as_deref(), Some("Decrypt, Encrypt"));
        assert_eq!(row(&rows, "Parameter DryRun").left.as_deref(), Some("yes"));
        assert!(rows.iter().all(|row| row.name != "Who calls"), "what neither has is no row");
    }

    #[test]
    fn a_text_is_put_where_it_stands_and_an_empty_one_takes_it_away() {
        let mut left = request(|request| {
            request.encryption_context.set("tenant", "a".to_owned());
            request.context.set("aws:SourceIp", Some(ContextValue::One("10.0.0.1".to_owned())));
            request.context.set("aws:PrincipalTag/x", None);
            request.source_account = Some("111122223333".to_owned());
        });
        let rows = rows(&left, &request(|_| ()));
        let put = |name: &str, text: &str, request: &mut Request| {
            (row(&rows, name).put.as_ref().unwrap())(request, text.to_owned());
        };
        put("Encryption context tenant", "b", &mut left);
        put("Condition key aws:SourceIp", "", &mut left);
        put("On behalf of the account", "", &mut left);
        assert_eq!(left.encryption_context.get("tenant").map(String::as_str), Some("b"));
        assert!(left.context.get("aws:SourceIp").is_none() && left.source_account.is_none());
        assert!(
            row(&rows, "Condition key aws:PrincipalTag/x").put.is_none(),
            "what is made absent is no text"
        );
    }
}
