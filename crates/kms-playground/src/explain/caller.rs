//! The caller, as a person would call it.

use kms_authz::Caller;
use kms_policy::Principal;

/// `a session of role Brent`, `session work of role Brent`, `user Ana`, `the root user of 111122223333` …
pub(crate) fn name(caller: &Caller) -> String {
    match &caller.principal {
        Principal::Account { account, .. } => format!("the root user of {account}"),
        Principal::Role(role) => format!("a session of role `{}`", role.name),
        Principal::Everyone | Principal::UniqueId(_) | Principal::Unrecognized => "nobody".to_owned(),
        principal => principal_name(principal),
    }
}

/// What a policy names: `account 111122223333`, `role Brent`, `the AWS service s3.amazonaws.com` …
pub(crate) fn principal_name(principal: &Principal) -> String {
    match principal {
        Principal::Everyone => "everyone".to_owned(),
        Principal::Account { account, .. } => format!("account {account}"),
        Principal::User(user) => format!("user `{}`", user.name),
        Principal::Role(role) => format!("role `{}`", role.name),
        Principal::AssumedRole { role, session, .. } => format!("session `{session}` of role `{role}`"),
        Principal::FederatedUser { name, .. } => format!("the federated user session `{name}`"),
        Principal::Service(service) => format!("the AWS service `{}`", service.as_str()),
        Principal::UniqueId(id) => format!("the unique id `{id}`"),
        Principal::Unrecognized => "nobody".to_owned(),
    }
}

/// What a session is called for short: the role or user behind it.
pub(crate) fn short_name(caller: &Caller) -> String {
    match &caller.principal {
        Principal::Role(role) => format!("role `{}`", role.name),
        Principal::AssumedRole { role, .. } => format!("role `{role}`"),
        _ => name(caller),
    }
}

/// The caller's ARN or name.
pub(crate) fn written(caller: &Caller) -> String {
    principal_text(&caller.principal)
}

/// A principal's ARN or name.
pub(crate) fn principal_text(principal: &Principal) -> String {
    match principal {
        Principal::Account { account, partition } => {
            format!("arn:{}:iam::{account}:root", partition.as_deref().unwrap_or("aws"))
        }
        Principal::User(id) => {
            format!("arn:{}:iam::{}:user{}{}", id.home.partition, id.home.account, id.path, id.name)
        }
        Principal::Role(id) => {
            format!("arn:{}:iam::{}:role{}{}", id.home.partition, id.home.account, id.path, id.name)
        }
        Principal::AssumedRole { home, role, session } => {
            format!("arn:{}:sts::{}:assumed-role/{role}/{session}", home.partition, home.account)
        }
        Principal::FederatedUser { home, name } => {
            format!("arn:{}:sts::{}:federated-user/{name}", home.partition, home.account)
        }
        Principal::Service(service) => service.as_str().to_owned(),
        Principal::UniqueId(id) => id.clone(),
        Principal::Everyone => "*".to_owned(),
        Principal::Unrecognized => String::new(),
    }
}
