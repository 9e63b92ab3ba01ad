//! Services that decide who may do what.

use super::{
    Call, ContextPair, NewGrant, Path, Sequence, Service, ServicePrincipal, Template as T, ViaService,
};

const VERIFIED_PERMISSIONS: &str = "verifiedpermissions.amazonaws.com";
const VIA_VERIFIED_PERMISSIONS: &str = "verifiedpermissions.<region>.amazonaws.com";
const POLICY_STORE: &str = "arn:<partition>:verifiedpermissions::<account>:policy-store/<policy-store-id>";
const POLICY_STORE_CONTEXT: &[(&str, T)] = &[("aws:verifiedpermissions:policy-store-arn", T(POLICY_STORE))];
const POLICY_STORE_OPERATIONS: &[&str] =
    &["DescribeKey", "Encrypt", "Decrypt", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"];

const CALLER_NEEDS: &str = "The caller needs the permission, through the service.";
const SERVICE_NEEDS: &str = "The service itself needs the permission, for the policy store.";

const VIA_AGENT_CORE: &str = "bedrock-agentcore.<region>.amazonaws.com";
const POLICY_ENGINE: &str =
    "arn:<partition>:bedrock-agentcore:<region>:<account>:policy-engine/<policy-engine-id>";
const POLICY_ENGINE_CONTEXT: &[(&str, T)] =
    &[("aws:bedrock-agentcore-policy:policy-engine-arn", T(POLICY_ENGINE))];

/// Like beside like.
pub(super) const TABLE: &[Service] = &[
    Service {
        name: "Amazon Verified Permissions",
        service_principals: &[ServicePrincipal::own(VERIFIED_PERMISSIONS)],
        via_service: &[ViaService::own(VIA_VERIFIED_PERMISSIONS)],
        encryption_context: &[
            ContextPair::always("aws:verifiedpermissions:policy-store-arn", POLICY_STORE),
            ContextPair::when("<custom>", "<custom>", "the policy store was created with pairs of its own"),
        ],
        operations: POLICY_STORE_OPERATIONS,
        paths: &[
            Path::service("Verified Permissions", &[T(VERIFIED_PERMISSIONS)], POLICY_STORE_OPERATIONS)
                .for_resource_of("arn:<partition>:verifiedpermissions::<account>:policy-store/*", "<account>")
                .noting("All but DescribeKey carry the encryption context."),
            Path::forwarded("whoever calls Verified Permissions", POLICY_STORE_OPERATIONS)
                .via(&[T(VIA_VERIFIED_PERMISSIONS)]),
        ],
        sequences: &[
            Sequence::new(
                "Create an encrypted policy store",
                &[
                    Call::through(VIA_VERIFIED_PERMISSIONS, "DescribeKey", CALLER_NEEDS),
                    Call::through(VIA_VERIFIED_PERMISSIONS, "GenerateDataKeyWithoutPlaintext", CALLER_NEEDS)
                        .with_context(POLICY_STORE_CONTEXT),
                    Call::through(VIA_VERIFIED_PERMISSIONS, "Encrypt", CALLER_NEEDS)
                        .with_context(POLICY_STORE_CONTEXT),
                    Call::through(VIA_VERIFIED_PERMISSIONS, "Decrypt", CALLER_NEEDS)
                        .with_context(POLICY_STORE_CONTEXT),
                    Call::through(VIA_VERIFIED_PERMISSIONS, "ReEncrypt", CALLER_NEEDS)
                        .with_context(POLICY_STORE_CONTEXT),
                    Call::by(VERIFIED_PERMISSIONS, "DescribeKey", SERVICE_NEEDS).for_resource(POLICY_STORE),
                    Call::by(VERIFIED_PERMISSIONS, "GenerateDataKeyWithoutPlaintext", SERVICE_NEEDS)
                        .with_context(POLICY_STORE_CONTEXT)
                        .for_resource(POLICY_STORE),
                    Call::by(VERIFIED_PERMISSIONS, "Encrypt", SERVICE_NEEDS)
                        .with_context(POLICY_STORE_CONTEXT)
                        .for_resource(POLICY_STORE),
                    Call::by(VERIFIED_PERMISSIONS, "Decrypt", SERVICE_NEEDS)
                        .with_context(POLICY_STORE_CONTEXT)
                        .for_resource(POLICY_STORE),
                    Call::by(VERIFIED_PERMISSIONS, "ReEncrypt", SERVICE_NEEDS)
                        .with_context(POLICY_STORE_CONTEXT)
                        .for_resource(POLICY_STORE),
                ],
            )
            .unconfirmed(),
            Sequence::new(
                "Read or change what an encrypted policy store holds",
                &[
                    Call::through(VIA_VERIFIED_PERMISSIONS, "Decrypt", CALLER_NEEDS)
                        .with_context(POLICY_STORE_CONTEXT),
                    Call::by(VERIFIED_PERMISSIONS, "Decrypt", SERVICE_NEEDS)
                        .with_context(POLICY_STORE_CONTEXT)
                        .for_resource(POLICY_STORE),
                ],
            )
            .unconfirmed(),
        ],
        notes: &[
            "The ARN of a policy store has no Region.",
            "Pairs of the customer's own may not use the service's key; the guide's example has one \
            called policy_owner.",
        ],
        page: docs!("verifiedpermissions/latest/userguide/security-data-protection-cmk.html"),
    },
    Service {
        name: "Amazon Bedrock AgentCore (Policy)",
        service_principals: &[],
        via_service: &[ViaService::own(VIA_AGENT_CORE)],
        encryption_context: &[ContextPair::always(
            "aws:bedrock-agentcore-policy:policy-engine-arn",
            POLICY_ENGINE,
        )],
        operations: &[
            "CreateGrant",
            "DescribeKey",
            "Decrypt",
            "GenerateDataKey",
            "Encrypt",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo",
        ],
        paths: &[
            Path::forwarded(
                "the caller's role or user, never a service principal",
                &["CreateGrant", "DescribeKey", "Decrypt", "GenerateDataKey"],
            )
            .via(&[T(VIA_AGENT_CORE)])
            .noting(
                "CreateGrant is called twice, for managing and for evaluating policies; neither call \
                carries aws:SourceArn or aws:SourceAccount.",
            ),
            Path::grant(
                "the service, under the two grants",
                &[
                    "Encrypt",
                    "Decrypt",
                    "GenerateDataKey",
                    "GenerateDataKeyWithoutPlaintext",
                    "ReEncryptFrom",
                    "ReEncryptTo",
                ],
            )
            .noting(
                "The page says that aws:SourceArn and aws:SourceAccount are there; whether the \
                caller is then a service principal it leaves open.",
            )
            .unconfirmed(),
        ],
        sequences: &[Sequence::new(
            "Create an encrypted policy engine",
            &[
                Call::through(
                    VIA_AGENT_CORE,
                    "DescribeKey",
                    "Sees that the key is symmetric, enabled \
                    and for encryption.",
                ),
                Call::through(VIA_AGENT_CORE, "CreateGrant", "Lets the service manage policies.").making(
                    NewGrant {
                        operations: &[
                            "Encrypt",
                            "Decrypt",
                            "GenerateDataKey",
                            "GenerateDataKeyWithoutPlaintext",
                        ],
                        encryption_context_subset: POLICY_ENGINE_CONTEXT,
                    },
                ),
                Call::through(VIA_AGENT_CORE, "CreateGrant", "Lets the service evaluate policies.").making(
                    NewGrant {
                        operations: &["Decrypt", "ReEncryptFrom", "ReEncryptTo"],
                        encryption_context_subset: POLICY_ENGINE_CONTEXT,
                    },
                ),
                Call::through(VIA_AGENT_CORE, "GenerateDataKey", "Makes the data key of the policy engine.")
                    .with_context(POLICY_ENGINE_CONTEXT),
                Call::through(VIA_AGENT_CORE, "Decrypt", "Opens the data key.")
                    .with_context(POLICY_ENGINE_CONTEXT),
            ],
        )
        .unconfirmed()],
        notes: &[
            "The page's text wants DescribeKey in the grants; its sample policy would refuse a grant \
            that has it.",
            "To take the service's access away, revoke both grants.",
        ],
        page: docs!("bedrock-agentcore/latest/devguide/policy-encryption.html"),
    },
    Service {
        name: "IAM Identity Center (and AWS managed applications)",
        service_principals: &[
            ServicePrincipal::own("sso.amazonaws.com"),
            ServicePrincipal::unconfirmed("identitystore.amazonaws.com"),
        ],
        via_service: &[
            ViaService::own("sso.<region>.amazonaws.com"),
            ViaService::own("identitystore.<region>.amazonaws.com"),
        ],
        encryption_context: &[
            ContextPair::always("aws:sso:instance-arn", "<identity-center-instance-arn>"),
            ContextPair::always("aws:identitystore:identitystore-arn", "<identity-store-arn>"),
        ],
        operations: &["Decrypt", "Encrypt", "GenerateDataKeyWithoutPlaintext", "DescribeKey"],
        paths: &[
            Path::service(
                "the managed application, through Identity Center or Identity Store",
                &[],
                &["Decrypt"],
            )
            .via(&[T("sso.<region>.amazonaws.com"), T("identitystore.<region>.amazonaws.com")])
            .for_organization("<organization-id>")
            .noting(
                "The statement names the principal * and tests that aws:PrincipalIsAWSService is \
                    true.",
            ),
            Path::service(
                "Identity Center and Identity Store themselves",
                &[T("sso.amazonaws.com"), T("identitystore.amazonaws.com")],
                &["Decrypt", "Encrypt", "GenerateDataKeyWithoutPlaintext", "DescribeKey"],
            )
            .unconfirmed(),
            Path::forwarded(
                "administrators, and application administrators for Decrypt",
                &["Decrypt", "Encrypt", "GenerateDataKeyWithoutPlaintext"],
            )
            .via(&[T("sso.<region>.amazonaws.com"), T("identitystore.<region>.amazonaws.com")]),
        ],
        sequences: &[],
        notes: &["The statement for managed applications works because the principal * matches service \
            principals too."],
        page: docs!("singlesignon/latest/userguide/baseline-KMS-key-policy.html"),
    },
];
