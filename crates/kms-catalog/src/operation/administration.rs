//! Operations on what belongs to a key: aliases, grants, its key policy and tags.

use super::condition_key_use::{CONTEXT_PAIR, KEY, RETIRED_GRANT};
use super::row::{names, on_alias, on_key, without_key};
use super::{
    AccessLevel, ConditionKeyUse as Use, CrossAccount, DependentPermission, EncryptionContextParameter,
    KeyIdentifier, Operation, OperationGroup, OperationPolicies, Parameter, ParameterType, key_state,
    parameter,
};
use crate::api_value;
use crate::status::Status;

const ALIASES: OperationGroup = OperationGroup::Aliases;
const GRANTS: OperationGroup = OperationGroup::Grants;
const KEY_POLICIES: OperationGroup = OperationGroup::KeyPolicies;
const TAGS: OperationGroup = OperationGroup::Tags;

const FOR_AWS_RESOURCE: Use = Use::when(
    "kms:GrantIsForAWSResource",
    "an AWS service that works with KMS calls on the principal's behalf; whether a direct call carries \
    it as false is not documented",
);
const POLICY_NAME: Use = Use::always("kms:PolicyName").with_status(Status::SingleSource);
const POLICY_NAME_PARAMETER: Parameter =
    Parameter::optional("PolicyName", &["kms:PolicyName"]).or("default").one_of(api_value::POLICY_NAMES);

const ALIAS_HALF_NOTE: &str = "The permission on the alias can only come from an identity-based policy, \
    the one on the key also from its key policy.";
const RESERVED_ALIAS_NOTE: &str = "Aliases that begin with alias/aws/ belong to AWS and cannot be changed.";

/// By group, in alphabetical order.
pub(super) const TABLE: &[Operation] = &[
    Operation {
        summary: "Gives a key another, friendly name.",
        key_states: Some(key_state::UNLESS_DELETION),
        notes: &[ALIAS_HALF_NOTE, RESERVED_ALIAS_NOTE],
        ..on_alias(names!("CreateAlias"))
    },
    Operation {
        summary: "Removes an alias; the key stays.",
        notes: &[ALIAS_HALF_NOTE, RESERVED_ALIAS_NOTE],
        ..on_alias(names!("DeleteAlias"))
    },
    Operation {
        summary: "Lists the aliases of the caller's account and Region.",
        access_level: AccessLevel::List,
        key_states: Some(key_state::EVERY),
        ..without_key(ALIASES, names!("ListAliases"))
    },
    Operation {
        summary: "Moves an alias from one key to another.",
        key_states: Some(key_state::UPDATE_ALIAS),
        dependent_permissions: &[DependentPermission {
            permission: "kms:UpdateAlias",
            on: "on the alias, on the key it stands for now and on the key it will stand for",
            status: Status::Documented,
        }],
        notes: &[ALIAS_HALF_NOTE, RESERVED_ALIAS_NOTE],
        ..on_alias(names!("UpdateAlias"))
    },
    Operation {
        summary: "Adds a grant to a key: permissions for one principal, beside any policy.",
        access_level: AccessLevel::PermissionsManagement,
        cross_account: CrossAccount::Supported,
        encryption_context: EncryptionContextParameter::ViaGrantConstraint,
        grantable: true,
        accepts_grant_tokens: true,
        accepts_dry_run: true,
        condition_key_sets: &[
            KEY,
            &[
                Use::when(CONTEXT_PAIR, "the new grant has an encryption-context constraint with that pair"),
                Use::when("kms:EncryptionContextKeys", "the new grant has an encryption-context constraint"),
                Use::when("kms:GrantConstraintSourceArn", "the new grant has a SourceArn constraint"),
                Use::when("kms:GrantConstraintType", "the new grant has an encryption-context constraint"),
                FOR_AWS_RESOURCE,
                Use::always("kms:GrantOperations"),
                Use::when("kms:GranteePrincipal", "the new grant names a GranteePrincipal"),
                Use::when("kms:GranteeServicePrincipal", "the new grant names a GranteeServicePrincipal"),
                Use::when("kms:RetiringPrincipal", "the new grant names a RetiringPrincipal"),
                Use::when("kms:RetiringServicePrincipal", "the new grant names a RetiringServicePrincipal"),
            ],
        ],
        key_states: Some(key_state::CREATE_GRANT),
        parameters: &[
            Parameter::optional("GranteePrincipal", &["kms:GranteePrincipal"]),
            Parameter::optional("GranteeServicePrincipal", &["kms:GranteeServicePrincipal"]),
            Parameter::optional("RetiringPrincipal", &["kms:RetiringPrincipal"]),
            Parameter::optional("RetiringServicePrincipal", &["kms:RetiringServicePrincipal"]),
            Parameter::required("Operations", &["kms:GrantOperations"])
                .holding(ParameterType::TextList)
                .one_of(api_value::GRANT_OPERATIONS),
            Parameter::optional(
                "Constraints",
                &[
                    CONTEXT_PAIR,
                    "kms:EncryptionContextKeys",
                    "kms:GrantConstraintSourceArn",
                    "kms:GrantConstraintType",
                ],
            )
            .holding(ParameterType::GrantConstraints),
        ],
        exclusive_parameters: &[
            ("GranteePrincipal", "GranteeServicePrincipal"),
            ("RetiringPrincipal", "RetiringServicePrincipal"),
        ],
        notes: &[
            "A caller who is allowed by a policy may grant what it may not do itself; a caller who is \
            allowed by a grant may only pass on operations of that grant, under constraints at least as \
            strict.",
            "It has no encryption context of its own: its condition keys see the pairs of the new \
            grant's constraint.",
        ],
        ..on_key(GRANTS, names!("CreateGrant"))
    },
    Operation {
        summary: "Lists the grants of a key.",
        access_level: AccessLevel::List,
        cross_account: CrossAccount::Supported,
        condition_key_sets: &[KEY, &[FOR_AWS_RESOURCE]],
        ..on_key(GRANTS, names!("ListGrants"))
    },
    Operation {
        summary: "Lists the grants that a principal may retire.",
        access_level: AccessLevel::List,
        cross_account: CrossAccount::OwnPrincipals,
        parameters: &[
            Parameter::optional("RetiringPrincipal", &[]),
            Parameter::optional("RetiringServicePrincipal", &[]),
        ],
        notes: &["What it is checked on is the retiring principal and not a key; beside * a Resource that \
            names this principal may match as well."],
        ..without_key(GRANTS, names!("ListRetirableGrants"))
    },
    Operation {
        summary: "Ends a grant that is no longer needed.",
        access_level: AccessLevel::PermissionsManagement,
        policies: OperationPolicies::IdentityOnly,
        cross_account: CrossAccount::Supported,
        encryption_context: EncryptionContextParameter::ViaGrantConstraint,
        grantable: true,
        accepts_dry_run: true,
        key_identifier: KeyIdentifier::GrantTokenOrKeyArn,
        condition_key_sets: &[RETIRED_GRANT],
        parameters: &[Parameter::optional("GrantToken", &[]), Parameter::optional("GrantId", &[])],
        notes: &[
            "The grant itself decides who may retire it: its retiring principal, its grantee if it lists \
            RetireGrant, and the account it was created in.",
            "In a key policy or a resource control policy it has no effect, neither to allow nor to \
            deny; a Deny in an identity-based policy works.",
        ],
        ..on_key(GRANTS, names!("RetireGrant"))
    },
    Operation {
        summary: "Takes a grant away at once.",
        access_level: AccessLevel::PermissionsManagement,
        cross_account: CrossAccount::Supported,
        accepts_dry_run: true,
        condition_key_sets: &[KEY, &[FOR_AWS_RESOURCE]],
        parameters: &[Parameter::required("GrantId", &[])],
        ..on_key(GRANTS, names!("RevokeGrant"))
    },
    Operation {
        summary: "Returns a key policy of a key.",
        access_level: AccessLevel::Read,
        condition_key_sets: &[KEY, &[POLICY_NAME]],
        parameters: &[POLICY_NAME_PARAMETER],
        ..on_key(KEY_POLICIES, names!("GetKeyPolicy"))
    },
    Operation {
        summary: "Lists the names of a key's key policies.",
        access_level: AccessLevel::List,
        ..on_key(KEY_POLICIES, names!("ListKeyPolicies"))
    },
    Operation {
        summary: "Replaces the key policy of a key.",
        access_level: AccessLevel::PermissionsManagement,
        condition_key_sets: &[
            KEY,
            &[
                Use::when(
                    "kms:BypassPolicyLockoutSafetyCheck",
                    "the request has the parameter BypassPolicyLockoutSafetyCheck",
                ),
                POLICY_NAME,
            ],
        ],
        parameters: &[
            Parameter::required("Policy", &[]).holding(ParameterType::PolicyDocument),
            POLICY_NAME_PARAMETER,
            parameter::BYPASS_LOCKOUT_CHECK,
        ],
        notes: &[
            "Unless the safety check is bypassed, the new key policy must let the caller change it again.",
        ],
        ..on_key(KEY_POLICIES, names!("PutKeyPolicy"))
    },
    Operation {
        summary: "Lists the tags of a key.",
        access_level: AccessLevel::List,
        ..on_key(TAGS, names!("ListResourceTags"))
    },
    Operation {
        summary: "Sets tags on a key.",
        access_level: AccessLevel::Tagging,
        condition_key_sets: &[
            KEY,
            &[
                Use::when("aws:RequestTag/${TagKey}", "the request's Tags have that key"),
                Use::always("aws:TagKeys"),
            ],
        ],
        key_states: Some(key_state::UNLESS_DELETION),
        parameters: &[Parameter::required("Tags", &["aws:RequestTag/${TagKey}", "aws:TagKeys"])
            .holding(ParameterType::Tags)],
        notes: &["Where policies test tags, setting one changes who may use the key."],
        ..on_key(TAGS, names!("TagResource"))
    },
    Operation {
        summary: "Removes tags from a key.",
        access_level: AccessLevel::Tagging,
        condition_key_sets: &[
            KEY,
            &[
                Use::always("aws:TagKeys"),
                Use::when(
                    "aws:RequestTag/${TagKey}",
                    "no page says when: the request names tag keys without values",
                )
                .with_status(Status::Disputed),
            ],
        ],
        key_states: Some(key_state::UNLESS_DELETION),
        parameters: &[Parameter::required("TagKeys", &["aws:TagKeys"]).holding(ParameterType::TextList)],
        ..on_key(TAGS, names!("UntagResource"))
    },
];
