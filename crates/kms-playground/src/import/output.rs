//! The output of commands that show policies: `aws kms get-key-policy`, `aws iam get-policy-version`, `get-role-policy`,
//! `aws organizations describe-policy`, `aws ec2 describe-vpc-endpoints`.

use super::draft::{Draft, FoundPolicy};
use super::identity;
use super::node::{Node, Value};
use super::place::Place;
use super::policy::{self, PolicyShape};
use super::walk;
use crate::report::PolicyKind;

/// Takes the output of a command that shows policies.
pub(super) fn read(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    key_policy(draft, node, place)
        || organizations_policy(draft, node, place)
        || managed_version(draft, node, place)
        || inline(draft, node, place)
        || endpoints(draft, node, place)
}

/// A policy document, as an object or in a string, with its text.
pub(super) fn document(node: &Node, place: &Place<'_>) -> Option<(Node, String)> {
    match &node.value {
        Value::Text(text) => {
            let inner = walk::json_in_string(text, node.span, place.layers)?;
            let below = Place { layers: place.layers + 1, raw: Some(text.trim()), ..*place };
            let text = policy::document_text(&inner, &below);
            (policy::shape(&inner) == Some(PolicyShape::Document)).then_some((inner, text))
        }
        Value::Map(_) => {
            let text = policy::document_text(node, &Place { raw: None, ..*place });
            (policy::shape(node) == Some(PolicyShape::Document)).then(|| (node.clone(), text))
        }
        _ => None,
    }
}

/// `{"Policy": "…"}`: as a string, or as an object where `jq` or a script made it one.
fn key_policy(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let Some(policy) = node.get("Policy") else { return false };
    match document(policy, place) {
        Some((inner, text)) => {
            let name = if policy::names_principal(&inner) {
                ""
            } else {
                node.text_of("PolicyName").unwrap_or_default()
            };
            policy::take_document(draft, &inner, name, text, policy.span);
            true
        }
        // A policy with faults is the policy all the same.
        None => match policy.as_text().filter(|text| text.contains("Statement")) {
            Some(text) => {
                draft.recognise_policy(PolicyKind::KeyPolicy, policy.span, "A key policy.");
                draft.key_policies.push(FoundPolicy {
                    text: text.to_owned(),
                    span: policy.span,
                    ..FoundPolicy::default()
                });
                true
            }
            None => false,
        },
    }
}

/// `{"Policy": {"PolicySummary": {"Type": …}, "Content": "…"}}`
fn organizations_policy(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let (Some(summary), Some(content)) = (node.get("PolicySummary"), node.get("Content")) else {
        return false;
    };
    let kind = match summary.text_of("Type") {
        Some("SERVICE_CONTROL_POLICY") => PolicyKind::ServiceControlPolicy,
        Some("RESOURCE_CONTROL_POLICY") => PolicyKind::ResourceControlPolicy,
        _ => return false,
    };
    let Some((_, text)) = document(content, place) else { return false };
    let name = summary.text_of("Name").or(summary.text_of("Id")).unwrap_or_default().to_owned();
    let of_what = if kind == PolicyKind::ServiceControlPolicy { "Service" } else { "Resource" };
    draft.recognise_policy(kind, content.span, format!("{of_what} control policy `{name}`."));
    draft
        .other_policies
        .push((kind, FoundPolicy { name, text, span: content.span, ..FoundPolicy::default() }));
    true
}

/// `{"PolicyVersion": {"Document": …, "VersionId": "v4"}}`
fn managed_version(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let Some(version) = node.get("PolicyVersion") else { return false };
    let Some((inner, text)) = version.get("Document").and_then(|it| document(it, place)) else {
        return false;
    };
    let name = version.text_of("VersionId").unwrap_or_default();
    identity::take(draft, version, &inner, name, text, place);
    true
}

/// `{"RoleName": …, "PolicyName": …, "PolicyDocument": …}`, of users and groups too.
fn inline(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let Some(found) = node.get("PolicyDocument").and_then(|it| document(it, place)) else { return false };
    if node.has("VpcEndpointId") {
        return false;
    }
    let (inner, text) = found;
    identity::take(draft, node, &inner, node.text_of("PolicyName").unwrap_or_default(), text, place);
    true
}

/// `{"VpcEndpoints": [{"VpcEndpointId": …, "PolicyDocument": …}]}`
fn endpoints(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let (Some(id), Some(policy)) = (node.text_of("VpcEndpointId"), node.get("PolicyDocument")) else {
        return false;
    };
    let of_kms = node.text_of("ServiceName").is_none_or(|name| name.contains("kms"));
    let Some((_, text)) = document(policy, place).filter(|_| of_kms) else { return of_kms };
    draft.recognise_policy(
        PolicyKind::VpcEndpointPolicy,
        node.span,
        format!("The policy of VPC endpoint `{id}`."),
    );
    let found = FoundPolicy { name: id.to_owned(), text, span: node.span, ..FoundPolicy::default() };
    draft.other_policies.push((PolicyKind::VpcEndpointPolicy, found));
    true
}
