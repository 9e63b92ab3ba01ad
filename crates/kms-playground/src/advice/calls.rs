//! The calls that are compared around one request: every operation on a key, by everybody whom the scenario names.

use kms_catalog::{Operation, ResourceScope};
use kms_policy::{Principal, PrincipalElement};

use crate::scenario::{Request, Scenario};

/// The most principals that are asked about.
const MOST_PRINCIPALS: usize = 8;

/// The calls of these principals: direct ones, or ones that arrive as the request does.
pub(super) fn calls(
    principals: &[String],
    asked: &Request,
    as_request: bool,
) -> impl Iterator<Item = Request> {
    principals.iter().flat_map(move |principal| {
        let operations = Operation::all().iter();
        let on_key = operations.filter(|operation| operation.resource == ResourceScope::Key);
        on_key.map(move |operation| call(asked, principal, operation, as_request))
    })
}

fn call(asked: &Request, principal: &str, operation: &Operation, as_request: bool) -> Request {
    let mut request = Request {
        principal: principal.to_owned(),
        action: operation.permission().to_owned(),
        key_id: asked.key_id.clone(),
        ..Request::default()
    };
    if principal == asked.principal {
        request.session_issuer.clone_from(&asked.session_issuer);
    }
    if as_request {
        let is_service = !principal.contains(':');
        request.encryption_context.clone_from(&asked.encryption_context);
        request.context.clone_from(&asked.context);
        if is_service {
            request.source_arn.clone_from(&asked.source_arn);
            request.source_account.clone_from(&asked.source_account);
        } else {
            request.via_service.clone_from(&asked.via_service);
        }
    }
    request
}

/// Everybody whom the scenario names and who can call: the caller first.
pub(super) fn principals(scenario: &Scenario, asked: &Request) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        let principal = Principal::caller(text);
        let can_call =
            !matches!(principal, Principal::Everyone | Principal::UniqueId(_) | Principal::Unrecognized);
        // A role and its sessions are one: the role stands for some session of it.
        let is_same = |known: &String| {
            known == text
                || role(&Principal::caller(known)).is_some_and(|known| role(&principal) == Some(known))
        };
        if can_call && !all.iter().any(is_same) {
            all.push(text.to_owned());
        }
    };
    add(&asked.principal);
    scenario.requests.iter().take(MOST_PRINCIPALS).for_each(|request| add(&request.principal));
    for policy in scenario.policies() {
        let kind: kms_policy::PolicyKind = policy.kind.into();
        if kind != kms_policy::PolicyKind::KeyPolicy {
            continue;
        }
        for statement in policy.text.parsed(kind).document.statements.iter().take(100) {
            let Some(PrincipalElement::Principal(list)) = &statement.principal else { continue };
            list.items.iter().take(MOST_PRINCIPALS).for_each(|item| add(&item.text.value));
        }
    }
    scenario.callers.iter().take(MOST_PRINCIPALS).for_each(|caller| add(&caller.principal));
    for grant in scenario.grants.iter().take(MOST_PRINCIPALS) {
        let grantee = grant.grantee_principal.as_ref().or(grant.grantee_service_principal.as_ref());
        grantee.into_iter().for_each(|grantee| add(grantee));
    }
    all.truncate(MOST_PRINCIPALS);
    all
}

/// The account and the name of a role, also of a session's.
fn role(principal: &Principal) -> Option<(String, String)> {
    match principal {
        Principal::Role(role) => Some((role.home.account.to_string(), role.name.clone())),
        Principal::AssumedRole { home, role, .. } => Some((home.account.to_string(), role.clone())),
        _ => None,
    }
}
