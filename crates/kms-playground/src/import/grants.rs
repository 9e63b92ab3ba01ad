//! Grants: the output of `list-grants`, and the grant that a CreateGrant event made.
//!
//! KMS API Reference, *GrantListEntry* (API_GrantListEntry.html). `IssuingAccount` is an ARN there. CloudTrail writes the
//! sessions of EC2 as `ACCOUNT:ROLE:SESSION` (KMS guide, ct-ec2two).

mod text_form;

use kms_policy::{AccountId, Arn};

use super::draft::{Draft, FoundKey, is_key_arn};
use super::node::{Node, Value};
use super::place::Place;
use super::result::ImportKind;
use crate::report::codes::ImportCode;
use crate::scenario::{Grant, GrantConstraints, Key};

pub(super) use text_form::read_text;

/// Takes the output of `list-grants` and `list-retirable-grants`, or a grant of it.
pub(super) fn read(draft: &mut Draft, node: &Node, _: &Place<'_>) -> bool {
    if let Some(list) = node.get("Grants").filter(|it| matches!(it.value, Value::List(_))) {
        draft.grants.get_or_insert_default();
        for grant in list.items() {
            take(draft, grant);
        }
        let text = match list.items().len() {
            0 => "The key has no grants.".to_owned(),
            1 => "One grant.".to_owned(),
            count => format!("{count} grants."),
        };
        draft.recognise(ImportKind::Grants, node.span, text);
        if matches!(node.get("Truncated").map(|it| &it.value), Some(Value::Bool(true))) {
            note_truncated(draft);
        }
        return true;
    }
    let is_grant = node.has("Operations")
        && ["GranteePrincipal", "GranteeServicePrincipal"].iter().any(|name| node.has(name))
        && ["GrantId", "IssuingAccount", "KeyId"].iter().any(|name| node.has(name));
    if is_grant {
        take(draft, node);
        draft.recognise(ImportKind::Grants, node.span, "One grant.");
    }
    is_grant
}

fn note_truncated(draft: &mut Draft) {
    draft.note(
        ImportCode::GrantsTruncated,
        "The list of grants is cut off: `Truncated` is true. There are more grants on the key.",
    );
}

fn take(draft: &mut Draft, node: &Node) {
    let Some(grant) = grant(node) else { return };
    if let Some(arn) = node.text_of("KeyId").filter(|arn| is_key_arn(arn)) {
        draft.keys.push(FoundKey { key: Key::new(arn), span: node.span, certain: true });
    }
    draft.grants.get_or_insert_default().push((grant, node.span));
}

/// A grant, its members named as in the API or as CloudTrail names them.
pub(super) fn grant(node: &Node) -> Option<Grant> {
    let text = |name: &str| {
        node.get_any_case(name).and_then(Node::as_text).filter(|it| !it.is_empty()).map(str::to_owned)
    };
    let who = |name: &str| text(name).map(|it| principal(&it));
    let grant = Grant {
        grant_id: text("GrantId"),
        grantee_principal: who("GranteePrincipal"),
        grantee_service_principal: text("GranteeServicePrincipal"),
        retiring_principal: who("RetiringPrincipal"),
        retiring_service_principal: text("RetiringServicePrincipal"),
        issuing_account: text("IssuingAccount").map(|it| account(&it)),
        operations: operations(node.get_any_case("Operations")?),
        constraints: node.get_any_case("Constraints").and_then(constraints),
        grant_token: None,
        pending: false,
    };
    let is_grant = grant.grantee_principal.is_some() || grant.grantee_service_principal.is_some();
    is_grant.then_some(grant)
}

fn operations(node: &Node) -> Vec<String> {
    node.one_or_many().iter().filter_map(Node::as_text).map(str::to_owned).collect()
}

fn constraints(node: &Node) -> Option<GrantConstraints> {
    let made = GrantConstraints {
        encryption_context_subset: node.get_any_case("EncryptionContextSubset").map(Node::pairs),
        encryption_context_equals: node.get_any_case("EncryptionContextEquals").map(Node::pairs),
        source_arn: node.get_any_case("SourceArn").and_then(Node::as_text).map(str::to_owned),
    };
    (made != GrantConstraints::default()).then_some(made)
}

/// The account of `arn:aws:iam::111122223333:root`, or the digits themselves.
pub(super) fn account(text: &str) -> String {
    let of_arn = Arn::split(text).map(|[_, _, _, _, account, _]| account);
    of_arn.filter(|it| AccountId::new(it).is_some()).unwrap_or(text).to_owned()
}

/// A principal as ListGrants writes it: CloudTrail's `ACCOUNT:ROLE:SESSION` is a session's ARN.
pub(super) fn principal(text: &str) -> String {
    let Some((account, rest)) = text.split_once(':').filter(|(account, _)| AccountId::new(account).is_some())
    else {
        return text.to_owned();
    };
    // The role `aws:ec2-infrastructure` has a colon in its name.
    match rest.rsplit_once(':') {
        Some((role, session)) if !role.is_empty() => {
            format!("arn:aws:sts::{account}:assumed-role/{role}/{session}")
        }
        _ => text.to_owned(),
    }
}
