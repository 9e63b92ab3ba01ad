//! A first request, proposed from a key policy: the first caller that it names, with an operation that it lists for it.

use kms_catalog::Operation;
use kms_policy::{ActionElement, Effect, Pattern, PolicyDocument, Principal, Statement};

use super::home::principals;
use crate::scenario::Request;

/// The operations that are tried first where a pattern covers several.
const USUAL: [&str; 6] =
    ["kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt", "kms:Sign", "kms:GenerateMac", "kms:DescribeKey"];

/// The first request; none where the policy names nobody who could call.
///
/// An account is no caller: its root user is proposed only if the policy names nobody else.
pub(super) fn first_request(document: &PolicyDocument) -> Option<Request> {
    let allowing = || document.statements.iter().filter(|it| allows(it));
    let callers = || allowing().flat_map(|it| principals(it).map(move |entry| (it, entry)));
    let is_caller = |principal: &Principal| {
        matches!(
            principal,
            Principal::Role(_) | Principal::User(_) | Principal::AssumedRole { .. } | Principal::Service(_)
        )
    };
    let concrete = |text: &str| !text.contains(['$', '<', '{', '%', '*']);
    let caller = callers().find(|(_, entry)| is_caller(&entry.principal) && concrete(&entry.text.value));
    let account = || callers().find(|(_, entry)| matches!(entry.principal, Principal::Account { .. }));
    let (statement, entry) = caller.or_else(account)?;
    let principal = match &entry.principal {
        Principal::Account { account, partition } => {
            format!("arn:{}:iam::{account}:root", partition.as_deref().unwrap_or("aws"))
        }
        _ => entry.text.value.clone(),
    };
    Some(Request { principal, action: operation(statement)?, ..Request::default() })
}

fn allows(statement: &Statement) -> bool {
    statement.effect.as_ref().is_some_and(|effect| effect.value == Effect::Allow)
        && statement.action.is_some()
}

/// An operation that a statement lists.
pub(super) fn operation(statement: &Statement) -> Option<String> {
    match statement.action.as_ref()? {
        ActionElement::Action(list) => list.items.iter().find_map(|action| listed(&action.value)),
        // Whatever is not excluded.
        ActionElement::NotAction(list) => {
            let excluded = |name: &str| list.items.iter().any(|action| covers(&action.value, name));
            USUAL.iter().find(|name| !excluded(name)).map(|name| (*name).to_owned())
        }
    }
}

pub(super) fn listed(action: &str) -> Option<String> {
    let api_name = |operation: &Operation| match operation.name {
        "ReEncryptFrom" | "ReEncryptTo" => "kms:ReEncrypt".to_owned(),
        name => format!("kms:{name}"),
    };
    if let Some(operation) = Operation::find(action) {
        return Some(api_name(operation));
    }
    let usual = USUAL.iter().find(|name| covers(action, name));
    usual.map(|name| (*name).to_owned()).or_else(|| {
        let first =
            Operation::all().iter().find(|operation| covers(action, &format!("kms:{}", operation.name)));
        first.map(api_name)
    })
}

fn covers(action: &str, name: &str) -> bool {
    Pattern::new(action).matches_ignoring_case(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(statements: &str) -> Option<(String, String)> {
        let policy = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}");
        let parse = kms_policy::parse(&policy, kms_policy::PolicyKind::KeyPolicy);
        first_request(&parse.document).map(|request| (request.principal, request.action))
    }

    #[test]
    fn the_first_who_can_call_is_proposed_with_what_is_listed_for_it() {
        let account =
            r#"{"Effect":"Allow","Principal":{"AWS":"666677778888"},"Action":"kms:*","Resource":"*"}"#;
        let root = "arn:aws:iam::666677778888:root".to_owned();
        assert_eq!(proposed(account), Some((root, "kms:Decrypt".to_owned())));
        let role = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::666677778888:role/Tide"},"Action":["kms:Generate*","kms:Sign"],"Resource":"*"}"#;
        let tide = "arn:aws:iam::666677778888:role/Tide".to_owned();
        let expected = Some((tide, "kms:GenerateDataKey".to_owned()));
        assert_eq!(proposed(&format!("{account},{role}")), expected);
        let denied = role.replace("Allow", "Deny");
        assert_ne!(proposed(&format!("{account},{denied}")), expected);
        let service = r#"{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"kms:ReEncrypt*","Resource":"*"}"#;
        assert_eq!(proposed(service), Some(("sns.amazonaws.com".to_owned(), "kms:ReEncrypt".to_owned())));
        let anyone = r#"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}"#;
        assert_eq!(proposed(anyone), None);
    }
}
