//! What most condition keys have in common, so that a row of a table says only what is its own.

use super::{Cardinality, Carried, CarriedBy, ConditionKey, ConditionKeyGroup, KeyTail, KeyType};
use crate::status::Status;

use Carried::{Always, Never, Sometimes, Unconfirmed};

/// A single-valued text.
pub(super) const fn text(group: ConditionKeyGroup, name: &'static str) -> ConditionKey {
    ConditionKey {
        name,
        kind: KeyType::String,
        also: None,
        cardinality: Cardinality::Single,
        tail: KeyTail::None,
        group,
        summary: "",
        present: "",
        absent: "",
        carried: ANY_CALL,
        permitted_in_key_policy: true,
        values: &[],
        traps: &[],
        replaced_by: None,
        page: "",
        status: Status::Documented,
    }
}

/// A set of texts.
pub(super) const fn texts(group: ConditionKeyGroup, name: &'static str) -> ConditionKey {
    ConditionKey { cardinality: Cardinality::Multi, ..text(group, name) }
}

/// A single value of another type.
pub(super) const fn typed(kind: KeyType, group: ConditionKeyGroup, name: &'static str) -> ConditionKey {
    ConditionKey { kind, ..text(group, name) }
}

const fn carried(
    direct: Carried,
    forward_access_session: Carried,
    service_principal: Carried,
    service_through_service: Carried,
) -> CarriedBy {
    CarriedBy { direct, forward_access_session, service_principal, service_through_service }
}

/// Whoever calls: the operation and its parameters decide.
pub(super) const ANY_CALL: CarriedBy = carried(Sometimes, Sometimes, Sometimes, Sometimes);
/// Every call.
pub(super) const EVERY_CALL: CarriedBy = carried(Always, Always, Always, Always);
/// Every call of a user, a role or the root user; of service principals no page says.
pub(super) const IAM_PRINCIPAL: CarriedBy = carried(Always, Always, Unconfirmed, Unconfirmed);
/// Some users' and roles' calls, direct or through a service.
pub(super) const SOME_IAM_PRINCIPALS: CarriedBy = carried(Sometimes, Sometimes, Never, Never);
/// Users and roles whose credentials say it; whether it outlives a forward access session no page says.
pub(super) const SOME_CREDENTIALS: CarriedBy = carried(Sometimes, Unconfirmed, Never, Never);
/// Temporary credentials, which forward access sessions always use.
pub(super) const TEMPORARY_CREDENTIALS: CarriedBy = carried(Sometimes, Always, Never, Never);
/// Calls by a service for a resource.
pub(super) const SOURCE: CarriedBy = carried(Never, Never, Sometimes, Sometimes);
/// The name of the service that calls KMS itself.
pub(super) const SERVICE_NAME: CarriedBy = carried(Never, Never, Always, Unconfirmed);
/// The chain of services of a forward access session.
pub(super) const CALLED_VIA: CarriedBy = carried(Never, Unconfirmed, Never, Unconfirmed);
/// The service through which a principal calls KMS.
pub(super) const VIA_SERVICE: CarriedBy = carried(Never, Always, Never, Always);
/// Requests that come through a VPC endpoint, which a forward access session forgets.
pub(super) const VPC_ENDPOINT: CarriedBy = carried(Sometimes, Never, Never, Never);
/// The address of the caller.
pub(super) const ADDRESS: CarriedBy = carried(Sometimes, Sometimes, Never, Unconfirmed);
/// Removed from some calls between services.
pub(super) const REDACTED: CarriedBy = carried(Always, Sometimes, Sometimes, Sometimes);
/// Made true by services that work with KMS.
pub(super) const FOR_AWS_RESOURCE: CarriedBy = carried(Unconfirmed, Sometimes, Unconfirmed, Unconfirmed);
