//! Finds the JSON of a text, whatever it stands in, and gives each part to the reader of its kind.

use kms_policy::Span;

use super::draft::Draft;
use super::json::{self, Found};
use super::node::{Node, Value};
use super::place::Place;
use super::policy::{self, PolicyShape};
use super::text::Text;

/// How often a text may stand in a string of another.
const MAX_LAYERS: usize = 5;

/// Reads every JSON object and list in a text; gives the places of the bytes that they took in `text`.
pub(super) fn documents(draft: &mut Draft, text: &Text, place: Place<'_>) {
    let bytes = text.as_str().as_bytes();
    let mut at = 0;
    while let Some(step) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|byte| b"{[\"".contains(byte)))
    {
        at += step;
        at = match document_at(draft, text, at, place) {
            Some(end) => end.max(at + 1),
            None => at + 1,
        };
    }
}

/// Reads what begins at `at`, and gives the byte behind it.
fn document_at(draft: &mut Draft, text: &Text, at: usize, place: Place<'_>) -> Option<usize> {
    let rest = text.as_str().as_bytes().get(at..)?;
    if rest.first() == Some(&b'"') {
        // A string that holds JSON: escaped, or with its quotation marks doubled as a table has them.
        let inner = rest.get(1..)?.trim_ascii_start();
        let behind = inner.get(1..).map(<[u8]>::trim_ascii_start).unwrap_or_default();
        let opens = matches!(inner.first(), Some(b'{' | b'['));
        if !opens || place.layers >= MAX_LAYERS {
            return None;
        }
        let doubled = behind.starts_with(b"\"\"");
        let escaped =
            [b"\\\"".as_slice(), b"\\n", b"\\r", b"\\t", b"\\\\"].iter().any(|it| behind.starts_with(it));
        if !doubled && !escaped {
            return None;
        }
        let (inner, end) = if doubled { json::undouble(text, at + 1) } else { json::unescape(text, at + 1) };
        let place = Place { layers: place.layers + 1, ..place };
        // A plan of old: `policy: "before" => "after"`.
        let rest = text.as_str().get(end + 1..).unwrap_or_default();
        let next = rest.trim_start().strip_prefix("=>").or_else(|| rest.trim_start().strip_prefix("->"));
        if let Some(next) = next.map(str::trim_start).filter(|next| next.starts_with('"') && !doubled) {
            let mut before = Draft::default();
            documents(&mut before, &inner, place);
            let start = text.as_str().len() - next.len() + 1;
            let (inner, end) = json::unescape(text, start);
            let count = draft.key_policies.len();
            documents(draft, &inner, place);
            if let Some(after) = draft.key_policies.get_mut(count) {
                after.before = before.key_policies.into_iter().next().map(|it| it.text);
            }
            return Some(end + 1);
        }
        documents(draft, &inner, place);
        return Some(end + 1);
    }
    // Escaped JSON without the quotation mark before it: a log cut it off.
    let behind = rest.get(1..).map(<[u8]>::trim_ascii_start).unwrap_or_default();
    if behind.starts_with(b"\\\"") && place.layers < MAX_LAYERS {
        let (inner, end) = json::unescape(text, at);
        documents(draft, &inner, Place { layers: place.layers + 1, ..place });
        return Some(end);
    }
    let Found { node, start, end, damaged } = json::read(text, at)?;
    debug_assert_eq!(start, at);
    let raw = text.as_str().get(start..end);
    take(draft, &node, &Place { damaged: damaged || place.damaged, raw, ..place });
    Some(end)
}

/// Gives a value to the first reader that takes it, or the values in it.
pub(super) fn take(draft: &mut Draft, node: &Node, place: &Place<'_>) {
    if place.readers.iter().any(|reader| reader(draft, node, place)) {
        return;
    }
    match policy::shape(node) {
        // Statements that were lost on the way are no policy without statements.
        Some(PolicyShape::Document) if place.damaged && policy::is_empty(node) => {}
        Some(PolicyShape::Document) => {
            let text = policy::document_text(node, place);
            return policy::take_document(draft, node, "", text, node.span);
        }
        Some(PolicyShape::Statement) => {
            return policy::take_statement(draft, node, policy::pretty_json(node), node.span);
        }
        None => {}
    }
    let place = &Place { raw: None, ..*place };
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| take(draft, item, place)),
        Value::Map(members) => members.iter().for_each(|member| take(draft, &member.value, place)),
        Value::Text(text) => within_string(draft, text, node.span, place),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Reads JSON that stands in a string, also as IAM's API encodes it (`%7B`).
pub(super) fn within_string(draft: &mut Draft, text: &str, span: Span, place: &Place<'_>) {
    if let Some(node) = json_in_string(text, span, place.layers) {
        take(draft, &node, &Place { layers: place.layers + 1, raw: Some(text.trim()), ..*place });
    }
}

/// The JSON that a string holds. All of it has the place of the string.
pub(super) fn json_in_string(text: &str, span: Span, layers: usize) -> Option<Node> {
    let trimmed = text.trim();
    let decoded;
    let trimmed = if trimmed.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("%7b")) {
        decoded = crate::share::percent_decoded(trimmed);
        decoded.as_str()
    } else {
        trimmed
    };
    if layers >= MAX_LAYERS || !trimmed.starts_with(['{', '[']) {
        return None;
    }
    let mut node = json::read(&Text::pasted(trimmed), 0)?.node;
    place_at(&mut node, span);
    Some(node)
}

/// Gives a value, and all in it, the places that they have in the pasted text.
pub(super) fn place_in(node: &mut Node, text: &Text, from: usize) {
    let span = node.span;
    node.span = text.span(from + span.start() as usize, from + span.end() as usize);
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| place_in(item, text, from)),
        Value::Map(members) => members.iter_mut().for_each(|member| place_in(&mut member.value, text, from)),
        _ => {}
    }
}

/// Gives a value, and all in it, one place.
pub(super) fn place_at(node: &mut Node, span: Span) {
    node.span = span;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| place_at(item, span)),
        Value::Map(members) => members.iter_mut().for_each(|member| place_at(&mut member.value, span)),
        _ => {}
    }
}
