//! Operations on keys themselves and their life.

use super::condition_key_use::{CALLER_ACCOUNT, KEY, REQUEST_ALIAS};
use super::row::{names, on_key, without_key};
use super::{
    AccessLevel, ConditionKeyUse as Use, CrossAccount, DependentPermission, KeyIdentifier, KeyRequirement,
    KeyUsages, Operation, OperationGroup, Parameter, ParameterType, key_state, parameter,
};
use crate::key::{KeyOrigin, KeySpec, KeyUsage};
use crate::status::Status;

const GROUP: OperationGroup = OperationGroup::Keys;

const LAST_USE: &[Use] = &[Use::always("kms:TrailingDaysWithoutKeyUsage")];

/// In alphabetical order.
pub(super) const TABLE: &[Operation] = &[
    Operation {
        summary: "Keeps a key that waits for deletion; it comes back disabled.",
        key_states: Some(key_state::CANCEL_KEY_DELETION),
        ..on_key(GROUP, names!("CancelKeyDeletion"))
    },
    Operation {
        summary: "Creates a KMS key in the caller's account.",
        condition_key_sets: &[
            CALLER_ACCOUNT,
            &[
                Use::always("kms:KeyOrigin"),
                Use::always("kms:KeySpec"),
                Use::always("kms:KeyUsage"),
                Use::always("kms:MultiRegion"),
                Use::when("kms:MultiRegionKeyType", "the key to create is a multi-Region key"),
                Use::when(
                    "kms:BypassPolicyLockoutSafetyCheck",
                    "the request has the parameter BypassPolicyLockoutSafetyCheck",
                ),
                Use::when("kms:ViaService", "an AWS service calls KMS in a forward access session"),
                Use::when("aws:RequestTag/${TagKey}", "the request's Tags have that key"),
                Use::when("aws:TagKeys", "the request has Tags"),
                Use::when(
                    "aws:ResourceTag/${TagKey}",
                    "no page says when: the key to create has no tags yet",
                )
                .with_status(Status::Disputed),
            ],
        ],
        dependent_permissions: &[
            DependentPermission {
                permission: "kms:TagResource",
                on: "in an identity-based policy, if the request has Tags",
                status: Status::Documented,
            },
            DependentPermission {
                permission: "kms:PutKeyPolicy",
                on: "listed by the Service Authorization Reference only",
                status: Status::SingleSource,
            },
            DependentPermission {
                permission: "iam:CreateServiceLinkedRole",
                on: "listed by the Service Authorization Reference only",
                status: Status::SingleSource,
            },
        ],
        parameters: &[
            parameter::POLICY,
            Parameter::optional("KeyUsage", &["kms:KeyUsage"]).or("ENCRYPT_DECRYPT").one_of(KeyUsage::NAMES),
            Parameter::optional("KeySpec", &["kms:KeySpec"]).or("SYMMETRIC_DEFAULT").one_of(KeySpec::NAMES),
            Parameter::optional("Origin", &["kms:KeyOrigin"]).or("AWS_KMS").one_of(KeyOrigin::NAMES),
            Parameter::optional("MultiRegion", &["kms:MultiRegion", "kms:MultiRegionKeyType"])
                .holding(ParameterType::Boolean)
                .or("false"),
            parameter::BYPASS_LOCKOUT_CHECK,
            parameter::TAGS,
        ],
        notes: &["A key policy can neither allow nor limit it: the key does not exist yet."],
        ..without_key(GROUP, names!("CreateKey"))
    },
    Operation {
        summary: "Shows a key's attributes: its ARN, state, spec, usage and origin.",
        access_level: AccessLevel::Read,
        cross_account: CrossAccount::Supported,
        grantable: true,
        accepts_grant_tokens: true,
        key_identifier: KeyIdentifier::KeyIdKeyArnOrAlias,
        condition_key_sets: &[KEY, REQUEST_ALIAS],
        notes: &[
            "It takes no encryption context: a statement with an encryption-context condition never \
            allows it.",
            "A grant that lists it allows it whatever the grant's encryption-context constraint.",
        ],
        ..on_key(GROUP, names!("DescribeKey"))
    },
    Operation {
        summary: "Switches a key off for cryptographic operations.",
        condition_key_sets: &[KEY, LAST_USE],
        key_states: Some(key_state::SWITCH),
        ..on_key(GROUP, names!("DisableKey"))
    },
    Operation {
        summary: "Switches a disabled key on again.",
        key_states: Some(key_state::SWITCH),
        ..on_key(GROUP, names!("EnableKey"))
    },
    Operation {
        summary: "Says when a key was last used in a cryptographic operation.",
        access_level: AccessLevel::Read,
        key_states: None,
        key_states_status: Status::Unconfirmed,
        ..on_key(GROUP, names!("GetKeyLastUsage"))
    },
    Operation {
        summary: "Returns the public key of a key pair for use outside KMS.",
        access_level: AccessLevel::Read,
        cross_account: CrossAccount::Supported,
        key_usages: KeyUsages::Only(&[
            KeyUsage::SignVerify,
            KeyUsage::EncryptDecrypt,
            KeyUsage::KeyAgreement,
            KeyUsage::EncapsulateDecapsulate,
        ]),
        key_types: KeyRequirement::Asymmetric,
        grantable: true,
        accepts_grant_tokens: true,
        key_identifier: KeyIdentifier::KeyIdKeyArnOrAlias,
        condition_key_sets: &[KEY, REQUEST_ALIAS],
        key_states: Some(key_state::GET_PUBLIC_KEY),
        key_states_status: Status::Disputed,
        notes: &["An older edition of the guide has it fail on a disabled key."],
        ..on_key(GROUP, names!("GetPublicKey"))
    },
    Operation {
        summary: "Lists the keys of the caller's account and Region.",
        access_level: AccessLevel::List,
        ..without_key(GROUP, names!("ListKeys"))
    },
    Operation {
        summary: "Has a key deleted after a waiting period.",
        condition_key_sets: &[KEY, LAST_USE, &[Use::always("kms:ScheduleKeyDeletionPendingWindowInDays")]],
        key_states: Some(key_state::SCHEDULE_KEY_DELETION),
        parameters: &[Parameter::optional(
            "PendingWindowInDays",
            &["kms:ScheduleKeyDeletionPendingWindowInDays"],
        )
        .holding(ParameterType::Integer(7, 30))
        .or_unconfirmed("30")],
        notes: &["Deleting a key makes everything encrypted under it unreadable for ever."],
        ..on_key(GROUP, names!("ScheduleKeyDeletion"))
    },
    Operation {
        summary: "Changes a key's description.",
        key_states: Some(key_state::UNLESS_DELETION),
        ..on_key(GROUP, names!("UpdateKeyDescription"))
    },
];
