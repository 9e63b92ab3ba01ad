//! Grants: the output of `list-grants`, and the grant that a CreateGrant event made.
//!
//! KMS API Reference, *GrantListEntry* (API_GrantListEntry.html). `IssuingAccount` is an ARN there. CloudTrail writes the
//! sessions of EC2 as `ACCOUNT:ROLE:SESSION` (KMS guide, ct-ec2two).

use kms_policy::{AccountId, Arn, Span};

use super::cloud_trail::{is_key_arn, pairs};
use super::draft::{Draft, FoundKey};
use super::node::{Node, Value};
use super::result::ImportKind;
use super::walk::Place;
use crate::scenario::{Grant, GrantConstraints, Key};

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
            draft.note(
                "grantsTruncated",
                "The list of grants is cut off: `Truncated` is true. There are more grants on the key.",
            );
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
        encryption_context_subset: node.get_any_case("EncryptionContextSubset").map(pairs),
        encryption_context_equals: node.get_any_case("EncryptionContextEquals").map(pairs),
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

/// `--output text`: a line for each grant, tab-separated, its operations and constraints in lines of their own.
pub(super) fn read_text(draft: &mut Draft, text: &super::text::Text) {
    let all = text.as_str();
    let mut at = 0;
    let mut grants: Vec<(Grant, Span)> = Vec::new();
    for line in all.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let fields: Vec<&str> =
            line.trim_end().split('\t').map(str::trim).filter(|it| !it.is_empty()).collect();
        let span = text.span(start, start + line.trim_end().len());
        match fields.as_slice() {
            ["GRANTS", rest @ ..] => {
                let mut grant = Grant::default();
                for field in rest {
                    of_column(draft, &mut grant, field, span);
                }
                if grant.grantee_principal.is_some() {
                    grants.push((grant, span));
                }
            }
            ["OPERATIONS", names @ ..] => {
                if let Some((grant, _)) = grants.last_mut() {
                    grant.operations.extend(names.iter().map(|name| (*name).to_owned()));
                }
            }
            [name @ ("ENCRYPTIONCONTEXTSUBSET" | "ENCRYPTIONCONTEXTEQUALS"), values @ ..]
                if !values.is_empty() =>
            {
                // The text form has the values and not the names of the pairs.
                _ = (name, values);
                draft.note(
                    "constraintsNotInText",
                    "`--output text` shows the values of a grant's constraint without their names. Use `--output json` for them.",
                );
            }
            _ => {}
        }
    }
    if grants.is_empty() {
        return;
    }
    let cover = grants.iter().map(|(_, span)| *span).reduce(Span::cover).unwrap_or_default();
    let count = grants.len();
    draft.recognise(ImportKind::Grants, cover, format!("{count} grants, as text."));
    draft.grants.get_or_insert_default().extend(grants);
}

/// A column, known by what it holds; the columns are in the order of their names: CreationDate, GrantId,
/// GranteePrincipal, IssuingAccount, KeyId, Name, RetiringPrincipal.
fn of_column(draft: &mut Draft, grant: &mut Grant, field: &str, span: Span) {
    let is_id = field.len() == 64 && field.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_principal = Arn::split(field).is_some_and(|[_, _, service, ..]| matches!(service, "iam" | "sts"))
        || field.ends_with(".amazonaws.com");
    if is_key_arn(field) {
        draft.keys.push(FoundKey { key: Key::new(field), span, certain: true });
    } else if is_id {
        grant.grant_id = Some(field.to_owned());
    } else if is_principal {
        if grant.grantee_principal.is_none() {
            grant.grantee_principal = Some(field.to_owned());
        } else if grant.issuing_account.is_none() && field.ends_with(":root") {
            grant.issuing_account = Some(account(field));
        } else {
            grant.retiring_principal = Some(field.to_owned());
        }
    }
}
