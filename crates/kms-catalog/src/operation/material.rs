//! Operations on key material: import, rotation and multi-Region keys.

use super::condition_key_use::KEY;
use super::row::{names, on_key};
use super::{
    AccessLevel, ConditionKeyUse as Use, CrossAccount, DependentPermission, KeyRequirement, Operation,
    OperationGroup, Parameter, ParameterType, key_state, parameter,
};
use crate::api_value;
use crate::status::Status;

const IMPORT: OperationGroup = OperationGroup::ImportedKeyMaterial;
const ROTATION: OperationGroup = OperationGroup::Rotation;
const MULTI_REGION: OperationGroup = OperationGroup::MultiRegionKeys;

const SERVICE_AUTHORIZATION_REFERENCE: &str = concat!(
    "https://docs.aws.amazon.com/service-authorization/latest/reference/",
    "list_awskeymanagementservice.html"
);

/// By group, in alphabetical order.
pub(super) const TABLE: &[Operation] = &[
    Operation {
        summary: "Deletes the imported key material of a key, which is then unusable until it is \
            imported again.",
        key_types: KeyRequirement::ImportedKeyMaterial,
        key_states: Some(key_state::DELETE_IMPORTED),
        ..on_key(IMPORT, names!("DeleteImportedKeyMaterial"))
    },
    Operation {
        summary: "Returns the public key and the token that importing key material needs.",
        access_level: AccessLevel::Read,
        key_types: KeyRequirement::ImportedKeyMaterial,
        condition_key_sets: &[
            KEY,
            &[Use::always("kms:WrappingAlgorithm"), Use::always("kms:WrappingKeySpec")],
        ],
        key_states: Some(key_state::PARAMETERS_FOR_IMPORT),
        parameters: &[
            Parameter::required("WrappingAlgorithm", &["kms:WrappingAlgorithm"])
                .one_of(api_value::WRAPPING_ALGORITHMS),
            Parameter::required("WrappingKeySpec", &["kms:WrappingKeySpec"])
                .one_of(api_value::WRAPPING_KEY_SPECS),
        ],
        ..on_key(IMPORT, names!("GetParametersForImport"))
    },
    Operation {
        summary: "Imports the owner's key material into a key.",
        key_types: KeyRequirement::ImportedKeyMaterial,
        condition_key_sets: &[
            KEY,
            &[
                Use::when("kms:ExpirationModel", "the request has the parameter ExpirationModel"),
                Use::when("kms:ValidTo", "the request has the parameter ValidTo"),
            ],
        ],
        key_states: Some(key_state::IMPORT_MATERIAL),
        key_states_status: Status::Disputed,
        parameters: &[
            Parameter::optional("ExpirationModel", &["kms:ExpirationModel"])
                .one_of(api_value::EXPIRATION_MODELS),
            Parameter::optional("ValidTo", &["kms:ValidTo"]).holding(ParameterType::Timestamp),
        ],
        ..on_key(IMPORT, names!("ImportKeyMaterial"))
    },
    Operation {
        summary: "Ends the regular rotation of a key's material.",
        key_types: KeyRequirement::AutomaticRotation,
        key_states: Some(key_state::SWITCH_ROTATION),
        primary_key_only: true,
        ..on_key(ROTATION, names!("DisableKeyRotation"))
    },
    Operation {
        summary: "Has KMS rotate a key's material regularly.",
        key_types: KeyRequirement::AutomaticRotation,
        condition_key_sets: &[KEY, &[Use::always("kms:RotationPeriodInDays")]],
        key_states: Some(key_state::SWITCH_ROTATION),
        parameters: &[Parameter::optional("RotationPeriodInDays", &["kms:RotationPeriodInDays"])
            .holding(ParameterType::Integer(90, 2560))
            .or_unconfirmed("365")],
        primary_key_only: true,
        ..on_key(ROTATION, names!("EnableKeyRotation"))
    },
    Operation {
        summary: "Says whether a key's material is rotated, and how often.",
        access_level: AccessLevel::Read,
        cross_account: CrossAccount::Supported,
        key_states: Some(key_state::GET_ROTATION_STATUS),
        ..on_key(ROTATION, names!("GetKeyRotationStatus"))
    },
    Operation {
        summary: "Lists the past rotations of a key's material.",
        access_level: AccessLevel::List,
        key_states: Some(key_state::LIST_ROTATIONS),
        ..on_key(ROTATION, names!("ListKeyRotations"))
    },
    Operation {
        summary: "Rotates a key's material now.",
        key_types: KeyRequirement::RotationOnDemand,
        key_states: Some(key_state::ROTATE_ON_DEMAND),
        primary_key_only: true,
        ..on_key(ROTATION, names!("RotateKeyOnDemand"))
    },
    Operation {
        summary: "Makes a replica of a multi-Region primary key in another Region.",
        key_types: KeyRequirement::MultiRegion,
        condition_key_sets: &[KEY, &[Use::always("kms:ReplicaRegion")]],
        dependent_permissions: &[
            DependentPermission {
                permission: "kms:CreateKey",
                on: "in an identity-based policy, in the Region of the replica",
                status: Status::Documented,
            },
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
        key_states: Some(key_state::REPLICATE),
        primary_key_only: true,
        parameters: &[
            Parameter::required("ReplicaRegion", &["kms:ReplicaRegion"]),
            parameter::POLICY,
            // The check of kms:CreateKey in the replica's Region sees these two, this one does not.
            Parameter { condition_keys: &[], ..parameter::TAGS },
            Parameter { condition_keys: &[], ..parameter::BYPASS_LOCKOUT_CHECK },
        ],
        notes: &[
            "The replica has a key policy, grants, aliases and tags of its own; nothing is copied later on.",
        ],
        ..on_key(MULTI_REGION, names!("ReplicateKey"))
    },
    Operation {
        api_operation: None,
        summary: "Lets KMS keep the shared attributes of multi-Region keys in step; nobody calls it.",
        condition_key_sets: &[],
        key_states: None,
        key_states_status: Status::Unconfirmed,
        notes: &["Only the Service Authorization Reference lists it; it shows up in CloudTrail."],
        page: SERVICE_AUTHORIZATION_REFERENCE,
        status: Status::SingleSource,
        ..on_key(MULTI_REGION, names!("SynchronizeMultiRegionKey"))
    },
    Operation {
        summary: "Makes a replica the primary key of its multi-Region set.",
        key_types: KeyRequirement::MultiRegion,
        condition_key_sets: &[KEY, &[Use::always("kms:PrimaryRegion")]],
        dependent_permissions: &[DependentPermission {
            permission: "kms:UpdatePrimaryRegion",
            on: "on the primary key in its Region and on the replica that takes its place in its own",
            status: Status::Documented,
        }],
        key_states: Some(key_state::USE_OUTSIDE_KEY_STORE),
        parameters: &[Parameter::required("PrimaryRegion", &["kms:PrimaryRegion"])],
        primary_key_only: true,
        ..on_key(MULTI_REGION, names!("UpdatePrimaryRegion"))
    },
];
