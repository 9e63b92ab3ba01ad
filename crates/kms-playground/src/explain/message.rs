//! The AccessDenied text that AWS would return, in today's wording, from the table by which it is read too.
//!
//! IAM User Guide, *Troubleshoot access denied error messages* (troubleshoot_access-denied.html). AWS names one
//! policy type even where several refuse. To callers of other accounts it says only that one of three things holds.

use kms_authz::{CallerKind, Evidence, Question, Relation, RequestResource, Step};
use kms_policy::{PolicyKind, Principal};

use super::{CheckContext, caller};
use crate::refusal::{self, OF_CIPHERTEXT, ON_RESOURCE, THIS_RESOURCE, THREE_WAYS};
use crate::report::{Decision, PolicyKind as Kind};

/// The message of a check; none where AWS returns no such error, or where the text is not documented.
pub(crate) fn message(context: &CheckContext<'_>) -> Option<String> {
    let check = context.check;
    let kind = check.request.caller.kind();
    let decision = Decision::from(check.decision());
    let refused = matches!(decision, Decision::ExplicitDeny | Decision::ImplicitDeny);
    // What a service that calls under its own name is told, AWS does not document.
    if !refused || matches!(kind, CallerKind::Service | CallerKind::Unrecognized) {
        return None;
    }
    let steps = check.evaluation.steps();
    let deciding = steps.iter().find(|step| step.decided)?;
    let permission = check.request.permission;
    let resource = match &check.request.resource {
        RequestResource::None => "*".to_owned(),
        resource => resource.arn().map(ToString::to_string).unwrap_or_default(),
    };
    let reason = reason(context, deciding, decision)?;
    let on = match permission {
        // The form with three ways names no key.
        "kms:Decrypt" | "kms:ReEncryptFrom" if reason == THREE_WAYS => OF_CIPHERTEXT.to_owned(),
        _ if reason == THREE_WAYS => THIS_RESOURCE.to_owned(),
        _ => format!("{ON_RESOURCE} {resource}"),
    };
    Some(refusal::sentence(&user(context), permission, &on, &reason))
}

/// The session of a caller that is given as a role has a name that nobody gave.
pub(super) fn user(context: &CheckContext<'_>) -> String {
    let caller = &context.check.request.caller;
    match &caller.principal {
        Principal::Role(role) => {
            format!(
                "arn:{}:sts::{}:assumed-role/{}/SESSION",
                role.home.partition, role.home.account, role.name
            )
        }
        _ => caller::written(caller),
    }
}

fn reason(context: &CheckContext<'_>, deciding: &Step, decision: Decision) -> Option<String> {
    let permission = context.check.request.permission;
    let foreign = context.check.evaluation.relationship.relation == Relation::OtherAccount;
    if decision == Decision::ExplicitDeny {
        let kind = deciding.by.iter().find_map(|evidence| match evidence {
            Evidence::Statement(id, _) => Some(id.place.kind()),
            Evidence::Grant(_) => None,
        })?;
        return Some(match kind {
            PolicyKind::KeyPolicy if foreign => THREE_WAYS.to_owned(),
            kind => refusal::explicit_deny(refusal::Row::of(kind)?.kind)?,
        });
    }
    let none_allows = |kind| refusal::none_allows(kind, permission);
    match deciding.question {
        Question::KeyPolicy | Question::Grants if foreign => Some(THREE_WAYS.to_owned()),
        Question::KeyPolicy | Question::Grants => none_allows(Kind::KeyPolicy),
        // No page shows what KMS answers where no grant entitles the caller, or where a permission does not work
        // across accounts.
        Question::RetireGrant | Question::AcrossAccounts | Question::ExplicitDeny => None,
        Question::IdentityPolicies => none_allows(Kind::IdentityPolicy),
        Question::PermissionsBoundary => none_allows(Kind::PermissionsBoundary),
        Question::SessionPolicies => none_allows(Kind::SessionPolicy),
        Question::ServiceControlPolicies => none_allows(Kind::ServiceControlPolicy),
        Question::VpcEndpointPolicy => none_allows(Kind::VpcEndpointPolicy),
        // The guide has this form alone for RCPs.
        Question::ResourceControlPolicies => refusal::explicit_deny(Kind::ResourceControlPolicy),
    }
}
