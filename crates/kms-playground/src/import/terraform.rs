//! Terraform: configuration, state, and plans as JSON.
//!
//! Terraform's *JSON output format*; AWS provider, *aws_kms_key* and *aws_iam_policy_document*. References that nothing
//! in the text resolves are kept as `${var.name}`.

mod configuration;
mod document;

use super::draft::{Draft, FoundKey, FoundPolicy};
use super::node::{Node, Value};
use super::place::Place;
use super::policy::{self, PolicyShape};
use super::result::ImportKind;
use super::walk;
use crate::report::codes::ImportCode;
use crate::scenario::{Grant, GrantConstraints, Key, Pairs};
use crate::{KeySpec, KeyState, KeyUsage, MultiRegionKeyType};

pub(super) use configuration::read_configuration;

/// The member that holds the labels of a block of HCL.
pub const LABELS: &str = "$labels";

/// Takes a resource of the state or of a plan, in JSON.
pub(super) fn read(draft: &mut Draft, node: &Node, place: &Place<'_>) -> bool {
    let Some(kind) = node.text_of("type").filter(|it| it.starts_with("aws_")) else { return false };
    let name = node
        .text_of("address")
        .map_or_else(|| format!("{kind}.{}", node.text_of("name").unwrap_or_default()), str::to_owned);
    if let Some(change) = node.get("change") {
        let before = change.get("before").and_then(|it| it.text_of("policy")).map(str::to_owned);
        let after = change.get("after").filter(|it| !matches!(it.value, Value::Null));
        let unknown = change.follow(&["after_unknown", "policy"]).is_some();
        if unknown && after.is_none_or(|it| !it.has("policy")) {
            draft.note(
                ImportCode::PolicyUnknown,
                "The plan does not know the policy yet: it is known after the plan is applied.",
            );
        }
        if let Some(values) = after.or(change.get("before")) {
            resource(draft, kind, &name, values, before, place);
        }
        return true;
    }
    if let Some(values) = node.get("values") {
        resource(draft, kind, &name, values, None, place);
        return true;
    }
    let instances = node.get("instances").map(Node::items).unwrap_or_default();
    for instance in instances {
        if let Some(values) = instance.get("attributes") {
            resource(draft, kind, &name, values, None, place);
        }
    }
    !instances.is_empty()
}

/// A resource with its values.
fn resource(
    draft: &mut Draft,
    kind: &str,
    name: &str,
    values: &Node,
    before: Option<String>,
    place: &Place<'_>,
) {
    let span = values.span;
    match kind {
        "aws_kms_key" | "aws_kms_replica_key" | "aws_kms_external_key" | "aws_kms_replica_external_key" => {
            let mut key = key_of(values);
            let has_key = !key.arn.is_empty();
            if let Some(primary) = values.get("primary_key_arn") {
                key.multi_region_key_type = MultiRegionKeyType::find("REPLICA");
                draft.replica_of(primary.as_text().unwrap_or_default(), primary.span);
            }
            if let Some(text) = values.get("policy").and_then(|it| policy_text(it, place)) {
                let before = before.filter(|it| *it != text);
                let found = FoundPolicy {
                    name: name.to_owned(),
                    text,
                    span,
                    key: Some(key),
                    before,
                    ..FoundPolicy::default()
                };
                let again = draft
                    .key_policies
                    .iter()
                    .any(|known| known.name == found.name && known.text == found.text);
                if !again {
                    draft.key_policies.push(found);
                }
            } else if has_key {
                draft.keys.push(FoundKey { key, span, certain: true });
            }
            draft.recognise(ImportKind::Terraform, span, format!("Terraform's `{name}`."));
        }
        "aws_kms_key_policy" => {
            if let Some(text) = values.get("policy").and_then(|it| policy_text(it, place)) {
                draft.key_policies.push(FoundPolicy {
                    name: name.to_owned(),
                    text,
                    span,
                    ..FoundPolicy::default()
                });
                draft.recognise(ImportKind::Terraform, span, format!("Terraform's `{name}`."));
            }
        }
        "aws_kms_alias" => {
            let target = values.text_of("target_key_arn").unwrap_or_default();
            let mut key = Key::new(target);
            key.aliases.extend(values.text_of("name").map(str::to_owned));
            draft.keys.push(FoundKey { key, span, certain: !target.is_empty() });
            draft.recognise(ImportKind::Terraform, span, format!("Terraform's `{name}`."));
        }
        "aws_kms_grant" => grant(draft, name, values),
        "aws_iam_policy" | "aws_iam_role_policy" | "aws_iam_user_policy" | "aws_iam_group_policy" => {
            let text = values.get("policy").and_then(|it| policy_text(it, place));
            if let Some(text) = text.filter(|it| it.contains("kms:")) {
                let name = values.text_of("name").unwrap_or(name).to_owned();
                draft.recognise(ImportKind::Terraform, span, format!("Terraform's IAM policy `{name}`."));
                draft.identity_policies.push(FoundPolicy { name, text, span, ..FoundPolicy::default() });
            }
        }
        _ => {}
    }
}

/// The facts of a key, as the AWS provider names them.
fn key_of(values: &Node) -> Key {
    let mut key = Key::new(values.text_of("arn").filter(|it| it.starts_with("arn:")).unwrap_or_default());
    let spec = values.text_of("customer_master_key_spec").or(values.text_of("key_spec"));
    key.key_spec = spec.and_then(KeySpec::find);
    key.key_usage = values.text_of("key_usage").and_then(KeyUsage::find);
    let flag = |name: &str| match values.get(name).map(|it| &it.value) {
        Some(Value::Bool(value)) => Some(*value),
        _ => None,
    };
    if flag("is_enabled") == Some(false) || flag("enabled") == Some(false) {
        key.key_state = Some(KeyState::Disabled);
    }
    if flag("multi_region") == Some(true) {
        key.multi_region_key_type = MultiRegionKeyType::find("PRIMARY");
    }
    let tags = values.get("tags_all").or_else(|| values.get("tags")).map(Node::pairs);
    key.tags = tags.unwrap_or_default();
    key
}

fn grant(draft: &mut Draft, name: &str, values: &Node) {
    let text = |name: &str| values.text_of(name).map(str::to_owned);
    let constraints = values.get("constraints").map(Node::one_or_many).unwrap_or_default();
    let pairs = |name: &str| {
        let found = constraints.iter().find_map(|it| it.get(name)).map(Node::pairs);
        found.filter(|it: &Pairs<String>| !it.is_empty())
    };
    let made = GrantConstraints {
        encryption_context_subset: pairs("encryption_context_subset"),
        encryption_context_equals: pairs("encryption_context_equals"),
        source_arn: None,
    };
    let grant = Grant {
        grant_id: text("grant_id"),
        grantee_principal: text("grantee_principal"),
        retiring_principal: text("retiring_principal"),
        operations: values
            .get("operations")
            .map(Node::one_or_many)
            .unwrap_or_default()
            .iter()
            .filter_map(Node::as_text)
            .map(str::to_owned)
            .collect(),
        constraints: (made != GrantConstraints::default()).then_some(made),
        ..Grant::default()
    };
    draft.recognise(ImportKind::Terraform, values.span, format!("Terraform's grant `{name}`."));
    draft.grants.get_or_insert_default().push((grant, values.span));
}

/// A policy in a string, or as `jsonencode` was given it.
fn policy_text(node: &Node, place: &Place<'_>) -> Option<String> {
    match &node.value {
        Value::Text(text) => {
            let inner = walk::json_in_string(text, node.span, place.layers)?;
            (policy::shape(&inner) == Some(PolicyShape::Document)).then(|| policy::laid_out(text.trim()))
        }
        Value::Map(_) => {
            (policy::shape(node) == Some(PolicyShape::Document)).then(|| policy::pretty_json(node))
        }
        _ => None,
    }
}
