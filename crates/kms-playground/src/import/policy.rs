//! Policies: key policies and IAM policies as JSON, alone or in the output of a command; told apart by `Principal`.

use kms_policy::{Effect, PolicyDocument, PolicyKind, Span};

use super::draft::{Draft, FoundPolicy};
use super::node::{Node, Value};
use super::place::Place;
use crate::report::PolicyKind as Kind;
use crate::report::codes::ImportCode;

/// What a map says of itself by the names of its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PolicyShape {
    /// A whole document.
    Document,
    /// One statement.
    Statement,
}

/// Whether a value is a policy document or a statement of one.
pub(super) fn shape(node: &Node) -> Option<PolicyShape> {
    let Value::Map(_) = &node.value else { return None };
    if let Some(statement) = node.get_any_case("Statement") {
        let holds = statement.one_or_many().iter().any(|it| matches!(it.value, Value::Map(_)));
        let is_empty = matches!(&statement.value, Value::List(items) if items.is_empty());
        return (holds || is_empty).then_some(PolicyShape::Document);
    }
    let effect = node.get("Effect").and_then(Node::as_text);
    let is_statement = matches!(effect, Some("Allow" | "Deny"))
        && ["Action", "NotAction", "Principal", "NotPrincipal"].iter().any(|name| node.has(name));
    is_statement.then_some(PolicyShape::Statement)
}

/// Whether a document has no statements.
pub(super) fn is_empty(node: &Node) -> bool {
    node.get_any_case("Statement").is_some_and(|it| it.one_or_many().is_empty())
}

/// Whether any statement names a principal: then it is a resource's policy, and not an identity's. So is one without
/// statements, which says neither.
pub(super) fn names_principal(node: &Node) -> bool {
    let statements = node.get_any_case("Statement").map_or(std::slice::from_ref(node), Node::one_or_many);
    statements.is_empty() || statements.iter().any(|it| it.has("Principal") || it.has("NotPrincipal"))
}

/// Whether it is the trust policy of a role, which says who may assume it.
pub(super) fn is_trust_policy(node: &Node) -> bool {
    let statements = node.get_any_case("Statement").map_or(std::slice::from_ref(node), Node::one_or_many);
    let mut actions =
        statements.iter().filter_map(|it| it.get("Action")).flat_map(Node::one_or_many).peekable();
    actions.peek().is_some()
        && actions.all(|action| {
            action
                .as_text()
                .is_some_and(|text| text.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("sts:")))
        })
}

/// Whether a policy with principals belongs to another kind of resource: none of its statements speaks of KMS.
pub(super) fn is_of_other_resource(node: &Node) -> bool {
    let statements = node.get_any_case("Statement").map_or(std::slice::from_ref(node), Node::one_or_many);
    let mut actions = statements
        .iter()
        .filter_map(|it| it.get("Action").or_else(|| it.get("NotAction")))
        .flat_map(Node::one_or_many)
        .filter_map(Node::as_text)
        .peekable();
    let of_kms = |action: &str| {
        let service = action.split(':').next().unwrap_or_default();
        action.starts_with(['*', '$', '<']) || service.eq_ignore_ascii_case("kms") || service.contains('*')
    };
    actions.peek().is_some() && !actions.any(of_kms)
}

/// A document as text: as pasted where that is JSON, laid out where it is one long line; otherwise written anew.
/// `raw` is what was read after unwrapping, if the document is all of it.
pub(super) fn document_text(node: &Node, place: &Place<'_>) -> String {
    let strict = |text: &str| {
        text.starts_with('{') && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
    };
    let pasted = if place.layers == 0 { node.span.of(place.pasted).unwrap_or_default() } else { "" };
    if strict(pasted) {
        return laid_out(pasted);
    }
    if let Some(raw) = place.raw.filter(|raw| strict(raw)) {
        return laid_out(raw);
    }
    // A policy with faults is shown as it was typed, so that they can be pointed at.
    if place.damaged && pasted.starts_with('{') {
        return pasted.to_owned();
    }
    pretty_json(node)
}

/// A text on one long line, laid out.
pub(super) fn laid_out(text: &str) -> String {
    let long = text.len() > 160 && !text.trim().contains('\n');
    long.then(|| kms_policy::pretty(text)).flatten().unwrap_or_else(|| text.to_owned())
}

/// A value as JSON, one member a line.
pub(super) fn pretty_json(node: &Node) -> String {
    serde_json::to_string_pretty(&node.to_json()).unwrap_or_default()
}

/// Takes a policy document.
pub(super) fn take_document(draft: &mut Draft, node: &Node, name: &str, text: String, span: Span) {
    let found = FoundPolicy { name: name.to_owned(), text, span, ..FoundPolicy::default() };
    if is_trust_policy(node) {
        leave_out_trust(draft);
    } else if !names_principal(node) {
        let called =
            if name.is_empty() { "An IAM policy.".to_owned() } else { format!("IAM policy `{name}`.") };
        draft.recognise_policy(Kind::IdentityPolicy, span, called);
        draft.identity_policies.push(found);
    } else if is_of_other_resource(node) {
        draft.note(
            ImportCode::OtherPolicyIgnored,
            "A policy of another resource was left out: it has no action of AWS KMS.",
        );
    } else {
        draft.recognise_policy(Kind::KeyPolicy, span, "A key policy.");
        draft.key_policies.push(found);
    }
}

/// Says that a trust policy is not one of those that matter.
pub(super) fn leave_out_trust(draft: &mut Draft) {
    draft.note(
        ImportCode::TrustPolicyIgnored,
        "A role's trust policy was left out: it says who can assume the role, not what the role can do.",
    );
}

/// Takes a statement that stands alone.
pub(super) fn take_statement(draft: &mut Draft, node: &Node, text: String, span: Span) {
    if is_trust_policy(node) {
        return;
    }
    let with_principal = names_principal(node);
    if with_principal && is_of_other_resource(node) {
        return;
    }
    let [with, without] = &mut draft.statements;
    let list = if with_principal { with } else { without };
    list.push(FoundPolicy { text, span, ..FoundPolicy::default() });
}

/// Wraps the statements that stand alone into policies.
pub(super) fn wrap_statements(draft: &mut Draft) {
    let [with, without] = std::mem::take(&mut draft.statements);
    for (list, is_key_policy) in [(with, true), (without, false)] {
        let (Some(first), Some(last)) = (list.first(), list.last()) else { continue };
        let span = first.span.cover(last.span);
        let count = list.len();
        let texts: Vec<&str> = list.iter().map(|it| it.text.as_str()).collect();
        let text = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{}]}}", texts.join(","));
        let text = kms_policy::pretty(&text).unwrap_or(text);
        let (kind, of_what) = if is_key_policy {
            (Kind::KeyPolicy, "a key policy")
        } else {
            (Kind::IdentityPolicy, "an IAM policy")
        };
        let what = match count {
            1 => format!("One statement of {of_what}."),
            _ => format!("{count} statements of {of_what}."),
        };
        draft.recognise_policy(kind, span, what);
        draft.note(
            ImportCode::StatementWrapped,
            "The text has statements without a policy around them. They were wrapped in a policy of version 2012-10-17.",
        );
        let found = FoundPolicy { text, span, ..FoundPolicy::default() };
        if is_key_policy {
            draft.key_policies.push(found);
        } else {
            draft.identity_policies.push(found);
        }
    }
}

/// The policy that AWS attaches to every root, organizational unit and account (Organizations User Guide, *SCP evaluation*).
pub(super) const FULL_ACCESS: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }]
}"#;

/// Whether every statement is a Deny.
pub(super) fn allows_nothing(text: &str) -> bool {
    let is_deny = |it: &kms_policy::Statement| it.effect.as_ref().is_some_and(|it| it.value == Effect::Deny);
    parsed(text).statements.iter().all(is_deny)
}

/// The document of a key policy.
pub(super) fn parsed(text: &str) -> PolicyDocument {
    kms_policy::parse(text, PolicyKind::KeyPolicy).document
}

/// Takes a text that is meant as a policy and that cannot be read as one: it is shown as typed, with its faults.
pub(super) fn take_broken(draft: &mut Draft, pasted: &str) {
    let text = pasted.trim_start_matches('\u{feff}').trim();
    let is_meant =
        text.starts_with(['{', '[']) && text.contains("Statement") || text.contains("\"Statement\"");
    if !is_meant {
        return;
    }
    let start = pasted.len() - pasted.trim_start_matches('\u{feff}').trim_start().len();
    let span = Span::new(super::text::to_u32(start), super::text::to_u32(start + text.len()));
    draft.recognise_policy(Kind::KeyPolicy, span, "A key policy with syntax errors.");
    draft.key_policies.push(FoundPolicy { text: text.to_owned(), span, ..FoundPolicy::default() });
}
