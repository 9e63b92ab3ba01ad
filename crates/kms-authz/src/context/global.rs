//! The values of the global condition keys.
//!
//! IAM User Guide, *AWS global condition context keys* (reference_policies_condition-keys.html).

use kms_catalog::names::keys;
use kms_catalog::{Carried, ConditionKey};
use kms_policy::Principal;

use super::derived::Derived;
use super::subject::Subject;
use super::{Absence, Arrival, Certainty, Origin};
use crate::request::{CallerKind, RequestResource};

/// The value of a global key that calls of this kind may carry.
pub(super) fn derive(key: &ConditionKey, subject: &Subject<'_>) -> Derived {
    known(key.name, subject).unwrap_or_else(|| {
        Derived::Absent(match subject.arrival.carries(key) {
            Carried::Unconfirmed => Absence::Undocumented,
            Carried::Always | Carried::Sometimes | Carried::Never => Absence::NotGiven,
        })
    })
}

fn known(name: &str, subject: &Subject<'_>) -> Option<Derived> {
    let caller = subject.caller;
    let kind = caller.kind();
    let service = subject.arrival.is_service_principal();
    Some(match name {
        keys::PRINCIPAL_IS_AWS_SERVICE => Derived::one(service.to_string(), Origin::Principal),
        keys::PRINCIPAL_SERVICE_NAME => Derived::one(service_name(subject)?, Origin::Principal),
        keys::PRINCIPAL_SERVICE_NAMES_LIST => {
            Derived::many([service_name(subject)?], Origin::Principal).certain(Certainty::Assumed)
        }
        keys::PRINCIPAL_ACCOUNT => Derived::one(caller.account()?.as_str(), Origin::Principal),
        keys::PRINCIPAL_ARN => {
            let (arn, certainty) = principal_arn(subject)?;
            Derived::one(arn, Origin::Principal).certain(certainty)
        }
        keys::PRINCIPAL_TYPE => Derived::one(principal_type(kind)?, Origin::Principal),
        keys::USER_NAME => match &caller.principal {
            Principal::User(user) => Derived::one(user.name.as_str(), Origin::Principal),
            _ => Derived::Absent(Absence::NotOfKindOfPrincipal),
        },
        keys::USER_ID => match &caller.principal {
            Principal::Account { account, .. } => Derived::one(account.as_str(), Origin::Principal),
            Principal::FederatedUser { home, name } => {
                Derived::one(format!("{}:{name}", home.account), Origin::Principal)
            }
            _ => return None,
        },
        keys::SOURCE_IDENTITY
        | keys::FEDERATED_PROVIDER
        | keys::EC2_INSTANCE_SOURCE_VPC
        | keys::EC2_INSTANCE_SOURCE_PRIVATE_IPV4
        | keys::SOURCE_FUNCTION_ARN
            if kind != CallerKind::RoleSession =>
        {
            Derived::Absent(Absence::NotOfKindOfPrincipal)
        }
        keys::ASSUMED_ROOT if kind != CallerKind::RootUser => Derived::Absent(Absence::NotOfKindOfPrincipal),
        keys::MULTI_FACTOR_AUTH_PRESENT if subject.arrival == Arrival::ForwardAccessSession => {
            // A forward access session has temporary credentials even if the user's are long-term.
            match kind {
                CallerKind::User => Derived::one("false", Origin::Arrival),
                _ => return None,
            }
        }
        keys::MULTI_FACTOR_AUTH_PRESENT | keys::MULTI_FACTOR_AUTH_AGE | keys::TOKEN_ISSUE_TIME
            if matches!(kind, CallerKind::User | CallerKind::RootUser)
                && subject.arrival == Arrival::Direct =>
        {
            Derived::Absent(Absence::LongTermCredentials)
        }
        keys::VIA_AWS_SERVICE => match subject.arrival {
            Arrival::Direct | Arrival::Service => Derived::one("false", Origin::Arrival),
            Arrival::ForwardAccessSession => Derived::one("true", Origin::Arrival),
            Arrival::ServiceThroughService => Derived::Absent(Absence::Undocumented),
        },
        keys::SECURE_TRANSPORT if subject.arrival == Arrival::Direct => Derived::one("true", Origin::Arrival),
        keys::SOURCE_ARN => Derived::one(subject.call.source_arn?, Origin::Source),
        keys::SOURCE_ACCOUNT => Derived::one(subject.call.source_account?, Origin::Source),
        keys::REQUESTED_REGION => {
            Derived::one(subject.region, Origin::Key).certain(match subject.resource {
                // A call without a key is taken to go to the Region of the scenario's key.
                RequestResource::None | RequestResource::RetiringPrincipal(_)
                    if subject.replicated.is_none() =>
                {
                    Certainty::Assumed
                }
                _ => Certainty::Documented,
            })
        }
        keys::RESOURCE_ACCOUNT | keys::RESOURCE_ORG_ID | keys::RESOURCE_ORG_PATHS => resource(name, subject)?,
        _ => return None,
    })
}

fn resource(name: &str, subject: &Subject<'_>) -> Option<Derived> {
    let (RequestResource::Key(arn) | RequestResource::Alias(arn)) = subject.resource else {
        return Some(Derived::Absent(Absence::NotOnKey));
    };
    (name == keys::RESOURCE_ACCOUNT).then(|| Derived::one(arn.account(), Origin::Key))
}

fn service_name<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    match &subject.caller.principal {
        Principal::Service(service) => Some(service.as_str()),
        _ => None,
    }
}

/// The caller's ARN: of a role session the role's, whose path is taken for `/` where nobody gave it.
fn principal_arn(subject: &Subject<'_>) -> Option<(String, Certainty)> {
    let caller = subject.caller;
    if let Some(role) = caller.role() {
        return Some((
            iam_arn(&role.home.partition, role.home.account.as_str(), "role", &role.path, &role.name),
            Certainty::Documented,
        ));
    }
    let known = |arn| Some((arn, Certainty::Documented));
    match &caller.principal {
        Principal::Account { account, partition } => {
            let partition = partition.as_deref().unwrap_or("aws");
            known(format!("arn:{partition}:iam::{account}:root"))
        }
        Principal::User(user) => {
            known(iam_arn(&user.home.partition, user.home.account.as_str(), "user", &user.path, &user.name))
        }
        Principal::AssumedRole { home, role, .. } => {
            Some((iam_arn(&home.partition, home.account.as_str(), "role", "/", role), Certainty::Assumed))
        }
        Principal::FederatedUser { home, name } => {
            known(format!("arn:{}:sts::{}:federated-user/{name}", home.partition, home.account))
        }
        _ => None,
    }
}

fn iam_arn(partition: &str, account: &str, kind: &str, path: &str, name: &str) -> String {
    format!("arn:{partition}:iam::{account}:{kind}{path}{name}")
}

const fn principal_type(kind: CallerKind) -> Option<&'static str> {
    match kind {
        CallerKind::RootUser => Some("Account"),
        CallerKind::User => Some("User"),
        CallerKind::RoleSession => Some("AssumedRole"),
        CallerKind::FederatedUserSession => Some("FederatedUser"),
        CallerKind::Service | CallerKind::Unrecognized => None,
    }
}
