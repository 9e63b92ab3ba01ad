//! Operations on custom key stores; none of them is checked on a key.

use super::condition_key_use::CALLER_ACCOUNT;
use super::row::{Names, names, without_key};
use super::{AccessLevel, DependentPermission, Operation, OperationGroup};
use crate::status::Status;

const fn key_store(names: Names) -> Operation {
    Operation { condition_key_sets: &[CALLER_ACCOUNT], ..without_key(OperationGroup::CustomKeyStores, names) }
}

/// In alphabetical order.
pub(super) const TABLE: &[Operation] = &[
    Operation {
        summary: "Connects a custom key store to its CloudHSM cluster or external key manager.",
        ..key_store(names!("ConnectCustomKeyStore"))
    },
    Operation {
        summary: "Creates a custom key store, in a CloudHSM cluster or outside AWS.",
        dependent_permissions: &[DependentPermission {
            permission: "iam:CreateServiceLinkedRole",
            on: "listed by the Service Authorization Reference only",
            status: Status::SingleSource,
        }],
        ..key_store(names!("CreateCustomKeyStore"))
    },
    Operation {
        summary: "Deletes a custom key store that holds no keys.",
        ..key_store(names!("DeleteCustomKeyStore"))
    },
    Operation {
        summary: "Shows the custom key stores of the caller's account and Region.",
        access_level: AccessLevel::Read,
        ..key_store(names!("DescribeCustomKeyStores"))
    },
    Operation {
        summary: "Disconnects a custom key store; its keys are unusable until it is connected again.",
        ..key_store(names!("DisconnectCustomKeyStore"))
    },
    Operation {
        summary: "Changes the properties of a custom key store.",
        ..key_store(names!("UpdateCustomKeyStore"))
    },
];
