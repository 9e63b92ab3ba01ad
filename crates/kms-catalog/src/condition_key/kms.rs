//! The condition keys of KMS itself, those of attestation aside.

use super::row::{FOR_AWS_RESOURCE, IAM_PRINCIPAL, VIA_SERVICE, text, texts, typed};
use super::{ConditionKey, ConditionKeyGroup as Group, KeyTail, KeyType};
use crate::api_value;
use crate::key::{KeyOrigin, KeySpec, KeyUsage, MultiRegionKeyType};
use crate::status::Status;

/// The section of the guide's page on condition keys.
macro_rules! page {
    () => {
        "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html"
    };
    ($section:literal) => {
        concat!(page!(), "#conditions-kms-", $section)
    };
}

const FROM_KEY_OR_NEW: &str =
    "with every operation on a key, and with CreateKey as the request or its default says";
const SINGLE_TRAP: &str = "The guide calls it a list, but a request has one value at most.";
const OMITTED_TRAP: &str = "Whether the default stands in for an omitted parameter follows from the \
    general rule; no page repeats it for this key.";

/// In alphabetical order.
pub(super) const TABLE: &[ConditionKey] = &[
    ConditionKey {
        summary: "Whether the request asks KMS to skip the check that the key policy leaves the caller \
            able to change it.",
        present: "when the request has the parameter BypassPolicyLockoutSafetyCheck",
        traps: &[
            "Bool false does not match a request that leaves the parameter out; Null true does.",
            "To forbid the bypass, deny it where the value is true.",
        ],
        page: page!("bypass-policy-lockout-safety-check"),
        ..typed(KeyType::Bool, Group::Request, "kms:BypassPolicyLockoutSafetyCheck")
    },
    ConditionKey {
        summary: "The account of the caller.",
        present: "with every operation on a key or a custom key store, and with CreateKey",
        carried: IAM_PRINCIPAL,
        traps: &[
            "It is the caller's account, not the one that owns the key.",
            "Beside the principal * it means everyone of that account.",
            "A service principal is not of your account: the condition keeps services out. Which value \
            their calls carry is not documented.",
        ],
        page: page!("caller-account"),
        ..text(Group::Principal, "kms:CallerAccount")
    },
    ConditionKey {
        summary: "The former name of kms:KeySpec.",
        present: FROM_KEY_OR_NEW,
        values: KeySpec::NAMES,
        traps: &["Deprecated, but still evaluated."],
        replaced_by: Some("kms:KeySpec"),
        page: page!("key-spec-replaced"),
        ..text(Group::Resource, "kms:CustomerMasterKeySpec")
    },
    ConditionKey {
        summary: "The former name of kms:KeyUsage.",
        present: FROM_KEY_OR_NEW,
        values: KeyUsage::NAMES,
        traps: &["Deprecated, but still evaluated."],
        replaced_by: Some("kms:KeyUsage"),
        page: page!("key-usage-replaced"),
        ..text(Group::Resource, "kms:CustomerMasterKeyUsage")
    },
    ConditionKey {
        summary: "The kind of data key pair that the request asks for.",
        present: "with the operations that make data key pairs",
        values: api_value::DATA_KEY_PAIR_SPECS,
        traps: &["The parameter of the API that it takes its value from is called KeyPairSpec."],
        page: page!("data-key-spec"),
        ..text(Group::Request, "kms:DataKeyPairSpec")
    },
    ConditionKey {
        summary: "The encryption algorithm that the operation uses.",
        present: "with every operation that encrypts, decrypts or makes data keys; SYMMETRIC_DEFAULT \
            where the request names none",
        values: api_value::ENCRYPTION_ALGORITHMS,
        traps: &["It is there even if the caller did not send the parameter."],
        page: page!("encryption-algorithm"),
        ..text(Group::Request, "kms:EncryptionAlgorithm")
    },
    ConditionKey {
        tail: KeyTail::EncryptionContextKey,
        summary: "The value that the encryption context has for the key named at the end.",
        present: "when the encryption context has a pair with that key; for CreateGrant, the new grant's \
            constraint",
        absent: "with DescribeKey, GetPublicKey, signatures and HMACs, which take no encryption context",
        traps: &[
            "The key at the end is compared without regard to case, the value as the operator says.",
            "Everything after the second colon belongs to the key, further colons too.",
            "KMS refuses a key policy that puts ForAllValues before it.",
            "Other pairs may be there as well: kms:EncryptionContextKeys limits those.",
            "A policy variable may stand in the value, never in the key.",
            "What pairs whose keys differ only in case come to is not documented.",
            "A key policy holds characters up to U+00FF only; a value beyond cannot be written.",
        ],
        page: page!("encryption-context"),
        ..text(Group::EncryptionContext, "kms:EncryptionContext:${EncryptionContextKey}")
    },
    ConditionKey {
        summary: "The keys of the encryption context.",
        present: "when the encryption context has at least one pair; for CreateGrant, the new grant's \
            constraint",
        absent: "with operations that take no encryption context",
        traps: &[
            "ForAllValues alone also matches a request without any encryption context.",
            "Null false asks for some encryption context.",
            "Comparing with a case-sensitive operator is the way to insist on the spelling of a context key.",
        ],
        page: page!("encryption-context-keys"),
        ..texts(Group::EncryptionContext, "kms:EncryptionContextKeys")
    },
    ConditionKey {
        summary: "Whether imported key material expires.",
        present: "when the request has the parameter ExpirationModel",
        values: api_value::EXPIRATION_MODELS,
        traps: &["The default is not filled in: KEY_MATERIAL_EXPIRES does not match a request without the \
            parameter, Null true does."],
        page: page!("expiration-model"),
        ..text(Group::Request, "kms:ExpirationModel")
    },
    ConditionKey {
        summary: "The SourceArn constraint of the new grant.",
        present: "when the new grant has a SourceArn constraint",
        traps: &["It is what the grant will ask for, not the aws:SourceArn of this request."],
        page: page!("grant-constraint-source-arn"),
        ..typed(KeyType::Arn, Group::Grant, "kms:GrantConstraintSourceArn")
    },
    ConditionKey {
        summary: "The kind of encryption-context constraint of the grant.",
        present: "when the grant has an encryption-context constraint",
        values: api_value::GRANT_CONSTRAINT_TYPES,
        traps: &["A SourceArn constraint does not show up here."],
        page: page!("grant-constraint-type"),
        ..text(Group::Grant, "kms:GrantConstraintType")
    },
    ConditionKey {
        summary: "Whether an AWS service that works with KMS makes the call on the principal's behalf.",
        present: "as true when such a service calls; what a direct call carries is not documented",
        carried: FOR_AWS_RESOURCE,
        traps: &[
            "It limits neither the grantee nor the operations of the grant.",
            "Amazon EKS does not support it for CreateCluster.",
            "Bool false relies on a value that no page promises; a Deny with BoolIfExists false is safe.",
        ],
        page: page!("grant-is-for-aws-resource"),
        ..typed(KeyType::Bool, Group::Grant, "kms:GrantIsForAWSResource")
    },
    ConditionKey {
        summary: "The operations that the new grant lists.",
        present: "with every CreateGrant",
        values: api_value::GRANT_OPERATIONS,
        traps: &[
            "ForAllValues limits the operations, ForAnyValue merely asks for one of them.",
            "Operations are written without kms: in front.",
        ],
        page: page!("grant-operations"),
        ..texts(Group::Grant, "kms:GrantOperations")
    },
    ConditionKey {
        summary: "The principal that the new grant is for.",
        present: "when the new grant names a GranteePrincipal",
        traps: &["Its value is an ARN, its type String: compare with StringEquals or StringLike."],
        page: page!("grantee-principal"),
        ..text(Group::Grant, "kms:GranteePrincipal")
    },
    ConditionKey {
        summary: "The service principal that the new grant is for.",
        present: "when the new grant names a GranteeServicePrincipal",
        page: page!(),
        ..text(Group::Grant, "kms:GranteeServicePrincipal")
    },
    ConditionKey {
        summary: "The key agreement algorithm of the request.",
        present: "with every DeriveSharedSecret",
        values: api_value::KEY_AGREEMENT_ALGORITHMS,
        page: page!(),
        ..text(Group::Request, "kms:KeyAgreementAlgorithm")
    },
    ConditionKey {
        summary: "Where the key material of the KMS key comes from.",
        present: FROM_KEY_OR_NEW,
        values: KeyOrigin::NAMES,
        page: page!("key-origin"),
        ..text(Group::Resource, "kms:KeyOrigin")
    },
    ConditionKey {
        summary: "The spec of the KMS key.",
        present: FROM_KEY_OR_NEW,
        values: KeySpec::NAMES,
        traps: &["It is not the KeySpec parameter of GenerateDataKey, which is the size of the data key."],
        page: page!("key-spec"),
        ..text(Group::Resource, "kms:KeySpec")
    },
    ConditionKey {
        summary: "The usage of the KMS key.",
        present: FROM_KEY_OR_NEW,
        values: KeyUsage::NAMES,
        traps: &["ENCAPSULATE_DECAPSULATE is known from the API reference only."],
        page: page!("key-usage"),
        ..text(Group::Resource, "kms:KeyUsage")
    },
    ConditionKey {
        summary: "The MAC algorithm of the request.",
        present: "with GenerateMac and VerifyMac",
        values: api_value::MAC_ALGORITHMS,
        traps: &["The guide says that of several values all are required; by IAM's rules any one is enough."],
        page: page!("mac-algorithm"),
        ..text(Group::Request, "kms:MacAlgorithm")
    },
    ConditionKey {
        summary: "Whether the request carries a message or its digest.",
        present: "with Sign and Verify; RAW where the request names none",
        values: api_value::MESSAGE_TYPES,
        traps: &["EXTERNAL_MU is known from the API reference only.", OMITTED_TRAP],
        page: page!("message-type"),
        ..text(Group::Request, "kms:MessageType")
    },
    ConditionKey {
        summary: "Whether the KMS key is a multi-Region key.",
        present: FROM_KEY_OR_NEW,
        page: page!("multiregion"),
        ..typed(KeyType::Bool, Group::Resource, "kms:MultiRegion")
    },
    ConditionKey {
        summary: "Whether the multi-Region key is the primary or a replica.",
        present: "when the key is a multi-Region key",
        absent: "with single-Region keys",
        values: MultiRegionKeyType::NAMES,
        traps: &["A negated operator also matches single-Region keys."],
        page: page!("multiregion-key-type"),
        ..text(Group::Resource, "kms:MultiRegionKeyType")
    },
    ConditionKey {
        summary: "The name of the key policy that the request reads or writes.",
        present: "with GetKeyPolicy and PutKeyPolicy; default where the request names none",
        values: api_value::POLICY_NAMES,
        traps: &[
            "New, and known from the API reference only.",
            "The lockout safety check asks the new key policy with the value default.",
        ],
        page: "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
        status: Status::SingleSource,
        ..text(Group::Request, "kms:PolicyName")
    },
    ConditionKey {
        summary: "The Region that the primary key is to move to.",
        present: "with every UpdatePrimaryRegion",
        traps: &[SINGLE_TRAP],
        page: page!("primary-region"),
        ..text(Group::Request, "kms:PrimaryRegion")
    },
    ConditionKey {
        summary: "Whether ReEncrypt decrypts and encrypts with the same key.",
        present: "with both halves of ReEncrypt",
        page: page!("reencrypt-on-same-key"),
        ..typed(KeyType::Bool, Group::Request, "kms:ReEncryptOnSameKey")
    },
    ConditionKey {
        summary: "The Region that the replica is to be made in.",
        present: "with every ReplicateKey",
        traps: &[SINGLE_TRAP],
        page: page!("replica-region"),
        ..text(Group::Request, "kms:ReplicaRegion")
    },
    ConditionKey {
        summary: "The alias by which the request names the key.",
        present: "when a cryptographic operation, DescribeKey or GetPublicKey names the key by alias \
            name or alias ARN",
        absent: "when the request names the key by key ID or key ARN",
        traps: &[
            "Its value is the alias name, even if the request has the alias ARN: an alias ARN in a \
            policy never matches.",
            "A Deny on it is bypassed by naming the key by its ID; kms:ResourceAliases is not.",
            "Alias operations do not carry it.",
        ],
        page: page!("request-alias"),
        ..text(Group::Request, "kms:RequestAlias")
    },
    ConditionKey {
        summary: "The aliases of the KMS key.",
        present: "when the key has at least one alias",
        permitted_in_key_policy: false,
        traps: &[
            "KMS refuses it in a key policy: it is for identity-based policies.",
            "A key with more aliases than the quota allows is denied to those whom the condition lets in.",
            "A change of aliases takes up to five minutes to count.",
            "The SNS guide speaks of it in key policies and the AWS Backup guide misspells it: follow \
            the KMS guide.",
        ],
        page: page!("resource-aliases"),
        ..texts(Group::Resource, "kms:ResourceAliases")
    },
    ConditionKey {
        summary: "The principal that may retire the new grant.",
        present: "when the new grant names a RetiringPrincipal",
        traps: &[SINGLE_TRAP],
        page: page!("retiring-principal"),
        ..text(Group::Grant, "kms:RetiringPrincipal")
    },
    ConditionKey {
        summary: "The service principal that may retire the new grant.",
        present: "when the new grant names a RetiringServicePrincipal",
        page: page!(),
        ..text(Group::Grant, "kms:RetiringServicePrincipal")
    },
    ConditionKey {
        summary: "The days between two rotations, from 90 to 2,560.",
        present: "with every EnableKeyRotation; 365 where the request names none",
        traps: &[OMITTED_TRAP],
        page: page!(),
        ..typed(KeyType::Numeric, Group::Request, "kms:RotationPeriodInDays")
    },
    ConditionKey {
        summary: "The days until the key is deleted, from 7 to 30.",
        present: "with every ScheduleKeyDeletion; 30 where the request names none",
        traps: &[OMITTED_TRAP, "The guide's permissions table leaves it out."],
        page: page!(),
        ..typed(KeyType::Numeric, Group::Request, "kms:ScheduleKeyDeletionPendingWindowInDays")
    },
    ConditionKey {
        summary: "The signing algorithm of the request.",
        present: "with Sign and Verify",
        values: api_value::SIGNING_ALGORITHMS,
        page: page!("signing-algorithm"),
        ..text(Group::Request, "kms:SigningAlgorithm")
    },
    ConditionKey {
        summary: "The whole days since the key was last used successfully.",
        present: "with DisableKey and ScheduleKeyDeletion",
        traps: &[
            "Use is tracked since 23 April 2026; a key never used counts from its creation or from that day.",
        ],
        page: page!("trailing-days-without-key-usage"),
        ..typed(KeyType::Numeric, Group::Resource, "kms:TrailingDaysWithoutKeyUsage")
    },
    ConditionKey {
        also: Some(KeyType::Numeric),
        summary: "When imported key material expires.",
        present: "when the request has the parameter ValidTo",
        traps: &["AWS's references call it a date; the guide's example compares it as a number of seconds."],
        page: page!("valid-to"),
        ..typed(KeyType::Date, Group::Request, "kms:ValidTo")
    },
    ConditionKey {
        summary: "The service through which a principal calls KMS, as service.region.amazonaws.com.",
        present: "when an AWS service calls KMS in a forward access session, of a user, a role or a \
            service principal",
        absent: "in direct calls, those by a service principal, a service role or a service-linked role \
            included",
        carried: VIA_SERVICE,
        traps: &[
            "The Region is that of the KMS request; for several use StringLike and service.*.amazonaws.com.",
            "Under StringEquals an asterisk is a plain character.",
            "A negated operator also matches every direct call.",
            "The caller still needs a permission of its own: the service is not the principal.",
            "The suffix is amazonaws.com in every partition.",
        ],
        page: page!("via-service"),
        ..text(Group::Service, "kms:ViaService")
    },
    ConditionKey {
        summary: "The algorithm that is to wrap the key material for import.",
        present: "with every GetParametersForImport",
        values: api_value::WRAPPING_ALGORITHMS,
        page: page!("wrapping-algorithm"),
        ..text(Group::Request, "kms:WrappingAlgorithm")
    },
    ConditionKey {
        summary: "The kind of key that is to wrap the key material for import.",
        present: "with every GetParametersForImport",
        values: api_value::WRAPPING_KEY_SPECS,
        traps: &["The guide's text, its example and the API reference give different lists of values."],
        page: page!("wrapping-key-spec"),
        ..text(Group::Request, "kms:WrappingKeySpec")
    },
];
