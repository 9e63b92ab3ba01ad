//! Whom one entry of a principal element names, and whether that is the caller.
//!
//! Names are compared exactly. A session has no path, its role has one: the two meet in the role that the request
//! gives as the session's issuer, else in the role's name alone, which is unique in an account.
//! IAM User Guide, *Principal* (reference_policies_elements_principal.html), *IAM identifiers*
//! (reference_identifiers.html).

use kms_catalog::names::keys;
use kms_policy::{Identity, Principal, PrincipalEntry, PrincipalType, ServicePrincipal};

use crate::evaluation::reason::PrincipalReason;
use crate::request::{AuthorizationRequest, Caller};

/// Why the entry names the caller, or does not.
pub(super) fn reason(entry: &PrincipalEntry, request: &AuthorizationRequest) -> PrincipalReason {
    match entry.principal_type.as_ref().map(|kind| kind.value) {
        Some(PrincipalType::Federated) => return PrincipalReason::Federated,
        Some(PrincipalType::CanonicalUser) => return PrincipalReason::CanonicalUser,
        Some(PrincipalType::Aws | PrincipalType::Service) | None => {}
    }
    let caller = &request.caller;
    match &entry.principal {
        Principal::Everyone => PrincipalReason::Everyone,
        Principal::Unrecognized => unrecognized(&entry.text.value),
        Principal::Service(service) => named_service(service, caller),
        _ if matches!(caller.principal, Principal::Service(_)) => PrincipalReason::IdentityButCallerIsService,
        Principal::UniqueId(id) => unique_id(id, request),
        identity => named_identity(identity, caller),
    }
}

/// Why a principal that stands in no policy, but in a grant, is the caller or not.
pub(crate) fn named(principal: &Principal, request: &AuthorizationRequest) -> PrincipalReason {
    match principal {
        Principal::Everyone | Principal::Unrecognized => PrincipalReason::NotAPrincipal,
        Principal::Service(service) => named_service(service, &request.caller),
        _ if matches!(request.caller.principal, Principal::Service(_)) => {
            PrincipalReason::IdentityButCallerIsService
        }
        Principal::UniqueId(id) => unique_id(id, request),
        identity => named_identity(identity, &request.caller),
    }
}

/// An account, user, role or session, where the caller is no service.
fn named_identity(entry: &Principal, caller: &Caller) -> PrincipalReason {
    let (Some(account), Some(of_caller)) = (entry.account(), caller.account()) else {
        return PrincipalReason::NotAPrincipal;
    };
    if account != of_caller {
        return PrincipalReason::OtherAccount;
    }
    if entry.partition().zip(caller.partition()).is_some_and(|(entry, caller)| entry != caller) {
        return PrincipalReason::OtherPartition;
    }
    match entry {
        Principal::User(user) => named_user(user, caller),
        Principal::Role(role) => named_role(role, caller),
        Principal::AssumedRole { role, session, .. } => named_session(role, session, caller),
        Principal::FederatedUser { name, .. } => match &caller.principal {
            Principal::FederatedUser { name: caller, .. } if caller == name => {
                PrincipalReason::FederatedSession
            }
            Principal::FederatedUser { .. } => PrincipalReason::OtherFederatedSession,
            _ => PrincipalReason::FederatedSessionButCallerIsNone,
        },
        _ => PrincipalReason::Account,
    }
}

fn named_user(user: &Identity, caller: &Caller) -> PrincipalReason {
    let (of_caller, same) = match (&caller.principal, &caller.issuer) {
        (Principal::User(of_caller), _) => (of_caller, PrincipalReason::User),
        (Principal::FederatedUser { .. }, Some(issuer)) => (issuer, PrincipalReason::UserOfFederatedSession),
        (Principal::FederatedUser { .. }, None) => return PrincipalReason::UserButFederatingUserNotGiven,
        (Principal::Account { .. }, _) => return PrincipalReason::UserButCallerIsRoot,
        _ => return PrincipalReason::UserButCallerIsRoleSession,
    };
    if user.name == of_caller.name {
        return if user.path == of_caller.path { same } else { PrincipalReason::OtherUserPath };
    }
    if user.name.eq_ignore_ascii_case(&of_caller.name) {
        return PrincipalReason::UserDiffersInCase;
    }
    PrincipalReason::OtherUser
}

fn named_role(role: &Identity, caller: &Caller) -> PrincipalReason {
    let (name, path) = match (&caller.principal, caller.role()) {
        (_, Some(of_caller)) => (&of_caller.name, Some(&of_caller.path)),
        (Principal::AssumedRole { role, .. }, None) => (role, None),
        _ => return PrincipalReason::RoleButCallerIsNone,
    };
    if &role.name == name {
        let same = path.is_none_or(|path| path == &role.path);
        return if same { PrincipalReason::Role } else { PrincipalReason::OtherRolePath };
    }
    if role.name.eq_ignore_ascii_case(name) {
        return PrincipalReason::RoleDiffersInCase;
    }
    PrincipalReason::OtherRole
}

fn named_session(role: &str, session: &str, caller: &Caller) -> PrincipalReason {
    let (of_caller, same_role) = match &caller.principal {
        Principal::AssumedRole { role, session: other, .. } if other == session => {
            (role, PrincipalReason::Session)
        }
        Principal::AssumedRole { role, .. } => (role, PrincipalReason::OtherSession),
        Principal::Role(role) => (&role.name, PrincipalReason::SessionNotGiven),
        _ => return PrincipalReason::RoleButCallerIsNone,
    };
    if role == of_caller {
        return same_role;
    }
    if role.eq_ignore_ascii_case(of_caller) {
        return PrincipalReason::RoleDiffersInCase;
    }
    PrincipalReason::SessionOfOtherRole
}

/// AWS keeps the unique id of a principal that was deleted; a request shows the caller's in `aws:userid`: the
/// user's own, or the role's before a colon.
fn unique_id(id: &str, request: &AuthorizationRequest) -> PrincipalReason {
    let of_user = id.starts_with("AIDA");
    match (&request.caller.principal, of_user) {
        (Principal::User(_), true) | (Principal::Role(_) | Principal::AssumedRole { .. }, false) => {}
        (Principal::FederatedUser { .. }, true) => return PrincipalReason::UniqueIdNotGiven,
        _ => return PrincipalReason::OtherUniqueId,
    }
    let userid = request.context.get(keys::USER_ID).and_then(|entry| entry.values.as_slice().first());
    let Some(userid) = userid else { return PrincipalReason::UniqueIdNotGiven };
    let caller = if of_user { userid } else { userid.split(':').next().unwrap_or_default() };
    match (caller == id, of_user) {
        (true, true) => PrincipalReason::UniqueIdOfUser,
        (true, false) => PrincipalReason::UniqueIdOfRole,
        (false, _) => PrincipalReason::OtherUniqueId,
    }
}

fn named_service(service: &ServicePrincipal, caller: &Caller) -> PrincipalReason {
    let Principal::Service(of_caller) = &caller.principal else {
        return PrincipalReason::ServiceButCallersIdentity;
    };
    let (service, of_caller) = (service.as_str(), of_caller.as_str());
    if service == of_caller {
        return PrincipalReason::Service;
    }
    if service.eq_ignore_ascii_case(of_caller) {
        return PrincipalReason::ServiceDiffersInCase;
    }
    if without_region(service).eq(without_region(of_caller)) {
        return PrincipalReason::ServiceOfOtherRegion;
    }
    PrincipalReason::OtherService
}

/// The labels of a service principal but for a Region among them: `s3.ap-east-1.amazonaws.com`.
fn without_region(service: &str) -> impl Iterator<Item = &str> {
    let is_region = |label: &&str| {
        label.contains('-') && label.ends_with(|last: char| last.is_ascii_digit()) && !label.starts_with('-')
    };
    service.split('.').filter(move |label| !is_region(label))
}

fn unrecognized(text: &str) -> PrincipalReason {
    if text.contains(['*', '?']) {
        return PrincipalReason::Wildcard;
    }
    let resource = text.splitn(6, ':').nth(5).unwrap_or_default();
    if resource.starts_with("group/") {
        return PrincipalReason::Group;
    }
    if resource.strip_prefix("assumed-role/").is_some_and(|role| !role.is_empty() && !role.contains('/')) {
        return PrincipalReason::NoSessionName;
    }
    PrincipalReason::NotAPrincipal
}
