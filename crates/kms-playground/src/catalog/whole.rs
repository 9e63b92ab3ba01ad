//! All of the catalogue in one value, for pages that have pickers of their own.

use serde::Serialize;

use super::{
    ConditionKeyEntry, OperationEntry, OperatorEntry, ServiceEntry, condition_keys, operations, operators,
    services,
};
use crate::scenario::Key;

/// Everything that the catalogue knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Catalog {
    /// Every permission of AWS KMS.
    pub operations: &'static [OperationEntry],
    /// Every condition key that KMS requests can carry.
    pub condition_keys: &'static [ConditionKeyEntry],
    /// Every condition operator of the policy language.
    pub operators: Vec<OperatorEntry>,
    /// The services that call KMS; `<region>` stands where their names have the Region.
    pub services: Vec<ServiceEntry>,
}

/// The whole catalogue.
pub fn catalog() -> Catalog {
    Catalog {
        operations: operations(),
        condition_keys: condition_keys(),
        operators: operators().collect(),
        services: services(&Key::new("arn:aws:kms:<region>:<account>:key/<key-id>")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_services_leave_the_region_open() {
        let services = catalog().services;
        let service = services.iter().find(|entry| entry.name.contains("Verified Permissions")).unwrap();
        assert_eq!(service.principals, ["verifiedpermissions.amazonaws.com"]);
        assert_eq!(service.via_services, ["verifiedpermissions.<region>.amazonaws.com"]);
    }
}
