//! What most operations have in common, so that a row of a table says only what is its own.

use super::{
    AccessLevel, CrossAccount, EncryptionContextParameter, KeyIdentifier, KeyRequirement, KeyUsages,
    Operation, OperationGroup, OperationPolicies, ResourceScope, condition_key_use, key_state,
};
use crate::status::Status;

/// The three names of an operation, made from one.
#[derive(Clone, Copy)]
pub(super) struct Names {
    pub(super) name: &'static str,
    pub(super) permission: &'static str,
    pub(super) page: &'static str,
}

/// [`Names`] from the name of an API operation.
macro_rules! names {
    ($name:literal) => {
        $crate::operation::row::Names {
            name: $name,
            permission: concat!("kms:", $name),
            page: concat!("https://docs.aws.amazon.com/kms/latest/APIReference/API_", $name, ".html"),
        }
    };
}
pub(super) use names;

/// An operation on a key of the own account, for its administrators.
pub(super) const fn on_key(group: OperationGroup, names: Names) -> Operation {
    Operation {
        name: names.name,
        permission: names.permission,
        api_operation: Some(names.name),
        summary: "",
        group,
        access_level: AccessLevel::Write,
        resource: ResourceScope::Key,
        policies: OperationPolicies::KeyPolicyAndIdentity,
        cross_account: CrossAccount::Unsupported,
        cryptographic: false,
        key_usages: KeyUsages::Any,
        key_types: KeyRequirement::Any,
        encryption_context: EncryptionContextParameter::None,
        grantable: false,
        accepts_grant_tokens: false,
        accepts_dry_run: false,
        accepts_recipient: false,
        key_identifier: KeyIdentifier::KeyIdOrKeyArn,
        condition_key_sets: &[condition_key_use::KEY],
        condition_keys_alias_half: &[],
        dependent_permissions: &[],
        key_states: Some(key_state::EVERY),
        key_states_status: Status::Documented,
        parameters: &[],
        exclusive_parameters: &[],
        primary_key_only: false,
        notes: &[],
        page: names.page,
        status: Status::Documented,
    }
}

/// An operation that uses key material: open to other accounts, grantable, with the key named in any form.
pub(super) const fn cryptographic(names: Names) -> Operation {
    Operation {
        cross_account: CrossAccount::Supported,
        cryptographic: true,
        grantable: true,
        accepts_grant_tokens: true,
        accepts_dry_run: true,
        key_identifier: KeyIdentifier::KeyIdKeyArnOrAlias,
        key_states: Some(key_state::USE),
        ..on_key(OperationGroup::Cryptographic, names)
    }
}

/// An operation on no key: allowed by identity-based policies alone.
pub(super) const fn without_key(group: OperationGroup, names: Names) -> Operation {
    Operation {
        resource: ResourceScope::None,
        policies: OperationPolicies::IdentityOnly,
        key_usages: KeyUsages::NotApplicable,
        key_types: KeyRequirement::NotApplicable,
        key_identifier: KeyIdentifier::None,
        condition_key_sets: &[],
        key_states: None,
        ..on_key(group, names)
    }
}

/// An operation on an alias and the key behind it.
pub(super) const fn on_alias(names: Names) -> Operation {
    Operation {
        resource: ResourceScope::AliasAndKey,
        policies: OperationPolicies::AliasIdentityOnly,
        key_identifier: KeyIdentifier::AliasNameAndKey,
        condition_keys_alias_half: condition_key_use::ALIAS_HALF,
        ..on_key(OperationGroup::Aliases, names)
    }
}
