//! Who called, in CloudTrail's terms (CloudTrail User Guide, *userIdentity element*).

use kms_policy::{Identity, Principal};

use super::CheckContext;
use crate::explain::{caller, message};
use crate::report::{CloudTrailIdentity, CloudTrailIssuer, CloudTrailSession};
use crate::scenario::Request;

/// The caller of the call; what nobody gave is left out.
pub(super) fn of(context: &CheckContext<'_>, request: &Request) -> CloudTrailIdentity {
    let caller = &context.check.request.caller;
    let kind = match &caller.principal {
        Principal::Account { .. } => "Root",
        Principal::User(_) => "IAMUser",
        Principal::FederatedUser { .. } => "FederatedUser",
        Principal::Service(_) => "AWSService",
        _ => "AssumedRole",
    };
    let is_service = kind == "AWSService";
    let issuer = match &caller.principal {
        Principal::FederatedUser { .. } => caller.issuer.as_ref().map(|user| (user, "IAMUser", "user")),
        _ => caller.role().map(|role| (role, "Role", "role")),
    };
    let through = request.via_service.as_deref().and_then(|name| name.split_once('.'));
    CloudTrailIdentity {
        r#type: kind.to_owned(),
        arn: (!is_service).then(|| message::user(context)),
        account_id: caller.account().map(ToString::to_string),
        user_name: match &caller.principal {
            Principal::User(user) => Some(user.name.clone()),
            _ => None,
        },
        session_context: issuer.map(|(identity, kind, noun)| CloudTrailSession {
            session_issuer: issuer_of(identity, kind, noun),
        }),
        invoked_by: match (is_service, through) {
            (true, None) => Some(caller::written(caller)),
            (true, Some(_)) => None,
            (false, through) => through.map(|(service, _)| format!("{service}.amazonaws.com")),
        },
    }
}

/// Whether the caller is given as a role: its session has a name that nobody gave.
pub(super) const fn session_is_not_named(context: &CheckContext<'_>) -> bool {
    matches!(context.check.request.caller.principal, Principal::Role(_))
}

fn issuer_of(identity: &Identity, kind: &str, noun: &str) -> CloudTrailIssuer {
    let Identity { home, path, name } = identity;
    CloudTrailIssuer {
        r#type: kind.to_owned(),
        arn: format!("arn:{}:iam::{}:{noun}{path}{name}", home.partition, home.account),
        account_id: home.account.to_string(),
        user_name: name.clone(),
    }
}
