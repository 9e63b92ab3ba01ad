//! What the catalogue says of which requests carry which condition keys: the ties between the dimensions.
//!
//! A tie that is missing here makes the set of requests too large, never too small: "no such request" stays right, and
//! a request that cannot occur is found out when it is replayed.

use kms_authz::{Arrival, CallerKind};
use kms_catalog::{Carried, ConditionKey, Operation, Presence as ListedPresence, Status};

/// Whether requests of one kind carry a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Presence {
    /// All of them do.
    Always,
    /// None does.
    Never,
    /// Some do, or AWS does not say.
    Either,
}

/// Keys that follow from who calls and how, so that they are part of that dimension.
pub(crate) const OF_CALLER: [&str; 9] = [
    "aws:principalarn",
    "aws:principalaccount",
    "kms:calleraccount",
    "aws:principaltype",
    "aws:principalisawsservice",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "aws:viaawsservice",
    "aws:username",
];

/// Keys that hold an account ID.
const OF_ACCOUNTS: [&str; 4] =
    ["aws:SourceAccount", "aws:ResourceAccount", "aws:VpceAccount", "aws:PrincipalAccount"];

/// Numeric keys, all of which hold whole numbers, with the range that the KMS API takes.
const RANGES: [(&str, i128, i128); 2] =
    [("kms:RotationPeriodInDays", 90, 2560), ("kms:ScheduleKeyDeletionPendingWindowInDays", 7, 30)];

/// Which of an operation's requests carry the key.
pub(crate) fn of_operation(key: &ConditionKey, operation: &Operation) -> Presence {
    if !key.is_of_operations() {
        return Presence::Either;
    }
    let name = key.replaced_by.unwrap_or(key.name);
    match operation.use_of(name) {
        None => Presence::Never,
        Some(used) if used.presence == ListedPresence::Always && used.status == Status::Documented => {
            Presence::Always
        }
        Some(_) => Presence::Either,
    }
}

/// Which requests of such a caller that arrive like this carry the key, provided that the operation does.
pub(crate) fn of_arrival(key: &ConditionKey, arrival: Arrival, caller: CallerKind) -> Presence {
    if key.name == "kms:ViaService" {
        return if arrival.is_through_service() { Presence::Always } else { Presence::Never };
    }
    let only_of = match key.name {
        "aws:SourceIdentity"
        | "aws:FederatedProvider"
        | "aws:Ec2InstanceSourceVpc"
        | "aws:Ec2InstanceSourcePrivateIPv4"
        | "lambda:SourceFunctionArn" => Some(CallerKind::RoleSession),
        "aws:AssumedRoot" => Some(CallerKind::RootUser),
        _ => None,
    };
    if only_of.is_some_and(|only| only != caller) {
        return Presence::Never;
    }
    let carried = match arrival {
        Arrival::Direct => key.carried.direct,
        Arrival::ForwardAccessSession => key.carried.forward_access_session,
        Arrival::Service => key.carried.service_principal,
        Arrival::ServiceThroughService => key.carried.service_through_service,
    };
    match carried {
        Carried::Always => Presence::Always,
        Carried::Never => Presence::Never,
        // Of a key of KMS it is the operation that says when.
        Carried::Sometimes if key.is_kms() => Presence::Always,
        Carried::Sometimes | Carried::Unconfirmed => Presence::Either,
    }
}

/// Both together.
pub(crate) fn both(operation: Presence, arrival: Presence, key: &ConditionKey) -> Presence {
    match (operation, arrival) {
        (Presence::Never, _) | (_, Presence::Never) => Presence::Never,
        (Presence::Always, Presence::Always) => Presence::Always,
        (_, Presence::Always) if !key.is_of_operations() || key.name == "kms:ViaService" => Presence::Always,
        _ => Presence::Either,
    }
}

/// Whether the key holds an account ID.
pub(crate) fn holds_account(key: &ConditionKey) -> bool {
    OF_ACCOUNTS.contains(&key.name)
}

/// The range of a numeric key.
pub(crate) fn range(key: &ConditionKey) -> (i128, i128) {
    let known = RANGES.iter().find(|(name, ..)| *name == key.name);
    known.map_or((0, i128::MAX), |(_, least, most)| (*least, *most))
}

/// Whether a request of a tag or pair may have no text in it.
pub(crate) fn may_be_empty(key: &ConditionKey) -> bool {
    key.name.ends_with('}')
}
