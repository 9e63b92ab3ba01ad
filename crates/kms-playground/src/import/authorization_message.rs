//! The output of `aws sts decode-authorization-message`.
//!
//! STS API Reference, *DecodeAuthorizationMessage* (API_DecodeAuthorizationMessage.html): whether the request was denied
//! by an explicit deny, and its principal, action, resource and condition keys.

use super::draft::{Draft, FoundRequest, is_key_arn};
use super::lay::expectation;
use super::node::{Node, Value};
use super::place::Place;
use super::result::ImportKind;
use crate::report::Decision;
use crate::report::codes::ImportCode;
use crate::scenario::{ContextValue, Request};

/// Takes the decoded message; the string around it is opened by the walk.
pub(super) fn read(draft: &mut Draft, node: &Node, _: &Place<'_>) -> bool {
    let (Some(context), true) = (node.get("context"), node.has("allowed") || node.has("explicitDeny")) else {
        return false;
    };
    let Some(action) = context.text_of("action") else { return false };
    let is_true = |name: &str| matches!(node.get(name).map(|it| &it.value), Some(Value::Bool(true)));
    if !action.starts_with("kms:") {
        let text = format!("The decoded message is about `{action}`, which is no action of AWS KMS.");
        draft.note(ImportCode::OtherService, text);
        return true;
    }
    let mut request = Request { action: action.to_owned(), ..Request::default() };
    let principal = context.get("principal");
    request.principal = principal.and_then(|it| it.text_of("arn")).unwrap_or_default().to_owned();
    let mut found = FoundRequest { span: node.span, ..FoundRequest::default() };
    found.fields.extend([("action", node.span), ("expect", node.span)]);
    if !request.principal.is_empty() {
        found.fields.push(("principal", principal.map_or(node.span, |it| it.span)));
    }
    let resource = context.text_of("resource").filter(|it| is_key_arn(it));
    found.key = resource.map(str::to_owned);
    for item in context.follow(&["conditions", "items"]).map(Node::items).unwrap_or_default() {
        condition(&mut request, item);
    }
    request.expect =
        Some(if is_true("allowed") { Decision::Allowed } else { expectation(is_true("explicitDeny")) });
    let who = request.principal.clone();
    found.request = request;
    draft.recognise(
        ImportKind::AuthorizationMessage,
        node.span,
        format!("A decoded message: `{action}` by `{who}`."),
    );
    draft.requests.push(found);
    true
}

/// A condition key that is not derived from the rest of the request.
fn condition(request: &mut Request, item: &Node) {
    let Some(key) = item.text_of("key") else { return };
    let values: Vec<String> = item
        .follow(&["values", "items"])
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|value| value.text_of("value"))
        .map(str::to_owned)
        .collect();
    let Some(first) = values.first().cloned() else { return };
    let lower = key.to_ascii_lowercase();
    if lower == "kms:viaservice" {
        request.via_service = Some(first);
    } else if let Some(name) = kms_catalog::ConditionKey::context_key_of(key) {
        request.encryption_context.set(name, first);
    } else if matches!(
        lower.as_str(),
        "aws:sourceip"
            | "aws:sourcevpce"
            | "aws:sourcevpc"
            | "aws:principalorgid"
            | "aws:multifactorauthpresent"
    ) {
        let value = if values.len() > 1 { ContextValue::Many(values) } else { ContextValue::One(first) };
        request.context.set(key, Some(value));
    }
}
