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

/// How the value of one key follows from a call; none: it may carry the key, and nobody said with what value.
pub(super) type Rule = fn(&Subject<'_>) -> Option<Derived>;

/// The value of a global key that calls of this kind may carry, by its rule if there is one.
pub(super) fn derive(key: &ConditionKey, rule: Option<Rule>, subject: &Subject<'_>) -> Derived {
    rule.and_then(|rule| rule(subject)).unwrap_or_else(|| {
        Derived::Absent(match subject.arrival.carries(key) {
            Carried::Unconfirmed => Absence::Undocumented,
            Carried::Always | Carried::Sometimes | Carried::Never => Absence::NotGiven,
        })
    })
}

/// The rule of a key; none: its value never follows from a call.
pub(super) fn rule_of(name: &str) -> Option<Rule> {
    RULES.iter().find(|(known, _)| *known == name).map(|(_, rule)| *rule)
}

// A table and not a match: each context asks for every key, and most have no rule.
const RULES: [(&str, Rule); 25] = [
    (keys::PRINCIPAL_IS_AWS_SERVICE, |subject| {
        Some(Derived::one(subject.arrival.is_service_principal().to_string(), Origin::Principal))
    }),
    (keys::PRINCIPAL_SERVICE_NAME, |subject| Some(Derived::one(service_name(subject)?, Origin::Principal))),
    (keys::PRINCIPAL_SERVICE_NAMES_LIST, |subject| {
        Some(Derived::many([service_name(subject)?], Origin::Principal).certain(Certainty::Assumed))
    }),
    (keys::PRINCIPAL_ACCOUNT, |subject| {
        Some(Derived::one(subject.caller.account()?.as_str(), Origin::Principal))
    }),
    (keys::PRINCIPAL_ARN, |subject| {
        let (arn, certainty) = principal_arn(subject)?;
        Some(Derived::one(arn, Origin::Principal).certain(certainty))
    }),
    (keys::PRINCIPAL_TYPE, |subject| {
        Some(Derived::one(principal_type(subject.caller.kind())?, Origin::Principal))
    }),
    (keys::USER_NAME, |subject| {
        Some(match &subject.caller.principal {
            Principal::User(user) => Derived::one(user.name.as_str(), Origin::Principal),
            _ => Derived::Absent(Absence::NotOfKindOfPrincipal),
        })
    }),
    (keys::USER_ID, |subject| match &subject.caller.principal {
        Principal::Account { account, .. } => Some(Derived::one(account.as_str(), Origin::Principal)),
        Principal::FederatedUser { home, name } => {
            Some(Derived::one(format!("{}:{name}", home.account), Origin::Principal))
        }
        _ => None,
    }),
    (keys::SOURCE_IDENTITY, of_role_session),
    (keys::FEDERATED_PROVIDER, of_role_session),
    (keys::EC2_INSTANCE_SOURCE_VPC, of_role_session),
    (keys::EC2_INSTANCE_SOURCE_PRIVATE_IPV4, of_role_session),
    (keys::SOURCE_FUNCTION_ARN, of_role_session),
    (keys::ASSUMED_ROOT, |subject| none_unless(subject, CallerKind::RootUser)),
    (keys::MULTI_FACTOR_AUTH_PRESENT, |subject| match (subject.arrival, subject.caller.kind()) {
        // A forward access session has temporary credentials even if the user's are long-term.
        (Arrival::ForwardAccessSession, CallerKind::User) => Some(Derived::one("false", Origin::Arrival)),
        _ => of_temporary_credentials(subject),
    }),
    (keys::MULTI_FACTOR_AUTH_AGE, of_temporary_credentials),
    (keys::TOKEN_ISSUE_TIME, of_temporary_credentials),
    (keys::VIA_AWS_SERVICE, |subject| {
        Some(match subject.arrival {
            Arrival::Direct | Arrival::Service => Derived::one("false", Origin::Arrival),
            Arrival::ForwardAccessSession => Derived::one("true", Origin::Arrival),
            Arrival::ServiceThroughService => Derived::Absent(Absence::Undocumented),
        })
    }),
    (keys::SECURE_TRANSPORT, |subject| {
        (subject.arrival == Arrival::Direct).then(|| Derived::one("true", Origin::Arrival))
    }),
    (keys::SOURCE_ARN, |subject| Some(Derived::one(subject.call.source_arn?, Origin::Source))),
    (keys::SOURCE_ACCOUNT, |subject| Some(Derived::one(subject.call.source_account?, Origin::Source))),
    (keys::REQUESTED_REGION, |subject| {
        Some(Derived::one(subject.region, Origin::Key).certain(match subject.resource {
            // A call without a key is taken to go to the Region of the scenario's key.
            RequestResource::None | RequestResource::RetiringPrincipal(_) if subject.replicated.is_none() => {
                Certainty::Assumed
            }
            _ => Certainty::Documented,
        }))
    }),
    (keys::RESOURCE_ACCOUNT, |subject| {
        Some(match subject.resource {
            RequestResource::Key(arn) | RequestResource::Alias(arn) => {
                Derived::one(arn.account(), Origin::Key)
            }
            _ => Derived::Absent(Absence::NotOnKey),
        })
    }),
    (keys::RESOURCE_ORG_ID, of_resource),
    (keys::RESOURCE_ORG_PATHS, of_resource),
];

fn of_role_session(subject: &Subject<'_>) -> Option<Derived> {
    none_unless(subject, CallerKind::RoleSession)
}

fn none_unless(subject: &Subject<'_>, kind: CallerKind) -> Option<Derived> {
    (subject.caller.kind() != kind).then_some(Derived::Absent(Absence::NotOfKindOfPrincipal))
}

fn of_temporary_credentials(subject: &Subject<'_>) -> Option<Derived> {
    let is_long_term = matches!(subject.caller.kind(), CallerKind::User | CallerKind::RootUser)
        && subject.arrival == Arrival::Direct;
    is_long_term.then_some(Derived::Absent(Absence::LongTermCredentials))
}

fn of_resource(subject: &Subject<'_>) -> Option<Derived> {
    let has_owner = matches!(subject.resource, RequestResource::Key(_) | RequestResource::Alias(_));
    (!has_owner).then_some(Derived::Absent(Absence::NotOnKey))
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
