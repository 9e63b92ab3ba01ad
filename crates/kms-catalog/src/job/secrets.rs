//! Jobs of services that keep secrets, settings, certificates and permissions.

use super::{Job, JobCall as Call, JobGrant as Grant};
use crate::service::Template as T;

const SECRETS: &str = "AWS Secrets Manager";
const VIA_SECRETS: &str = "secretsmanager.<region>.amazonaws.com";
const SECRETS_PAGE: &str = docs!("secretsmanager/latest/userguide/security-encryption.html");
const SECRET: &[(&str, T)] = &[
    ("SecretARN", T("arn:<partition>:secretsmanager:<region>:<account>:secret:<secret>-<suffix>")),
    ("SecretVersionId", T("<version-id>")),
];

const PARAMETERS: &str = "AWS Systems Manager Parameter Store";
const VIA_SSM: &str = "ssm.<region>.amazonaws.com";
const PARAMETERS_PAGE: &str =
    docs!("systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html");
const PARAMETER: &[(&str, T)] =
    &[("PARAMETER_ARN", T("arn:<partition>:ssm:<region>:<account>:parameter/<parameter>"))];

const VERIFIED: &str = "verifiedpermissions.amazonaws.com";
const VIA_VERIFIED: &str = "verifiedpermissions.<region>.amazonaws.com";
const VERIFIED_PAGE: &str = docs!("verifiedpermissions/latest/userguide/security-data-protection-cmk.html");
const POLICY_STORE: &str = "arn:<partition>:verifiedpermissions::<account>:policy-store/<policy-store-id>";
const STORE: &[(&str, T)] = &[("aws:verifiedpermissions:policy-store-arn", T(POLICY_STORE))];

const SSO: &str = "sso.amazonaws.com";
const IDENTITY_STORE: &str = "identitystore.amazonaws.com";
const VIA_SSO: &str = "sso.<region>.amazonaws.com";
const SSO_PAGE: &str = docs!("singlesignon/latest/userguide/baseline-KMS-key-policy.html");

const DNSSEC: &str = "dnssec-route53.amazonaws.com";
const HOSTED_ZONE: &str = "arn:<partition>:route53:::hostedzone/<hosted-zone-id>";

const SEES: &str = "Sees that the key can be used.";
const CALLER: &str = "Whoever asks needs the permission, through the service.";
const ITSELF: &str = "The service itself needs the permission, for the policy store.";

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        SECRETS,
        "Store a secret",
        "CreateSecret PutSecretValue password rotate rotation version",
        SECRETS_PAGE,
        &[
            Call::through(VIA_SECRETS, "GenerateDataKey", "Makes the data key of the version.").carrying(SECRET),
            Call::through(VIA_SECRETS, "Decrypt", "Opens the data key again.").carrying(SECRET),
        ],
    ),
    Job::new(
        SECRETS,
        "Read a secret",
        "GetSecretValue BatchGetSecretValue password cross-account Access to KMS is not allowed",
        SECRETS_PAGE,
        &[Call::through(VIA_SECRETS, "Decrypt", "Opens the data key of the version.").carrying(SECRET)],
    ),
    Job::new(
        SECRETS,
        "Move a secret to this key",
        "UpdateSecret change key KmsKeyId",
        SECRETS_PAGE,
        &[
            Call::through(VIA_SECRETS, "GenerateDataKey", "Makes the data key under the new key.").carrying(SECRET),
            Call::through(VIA_SECRETS, "Encrypt", "Encrypts the data key of the version under the new key.")
                .carrying(SECRET),
            Call::through(VIA_SECRETS, "Decrypt", "Opens the data key again.").carrying(SECRET),
        ],
    )
    .noting(&["On the old key the caller needs Decrypt."]),
    Job::new(
        PARAMETERS,
        "Store a standard parameter",
        "PutParameter SecureString ssm standard tier",
        PARAMETERS_PAGE,
        &[Call::through(VIA_SSM, "Encrypt", "Encrypts the value.").carrying(PARAMETER)],
    ),
    Job::new(
        PARAMETERS,
        "Store an advanced parameter",
        "PutParameter SecureString ssm advanced tier",
        PARAMETERS_PAGE,
        &[Call::through(VIA_SSM, "GenerateDataKey", "Makes the data key of the value.").carrying(PARAMETER)],
    ),
    Job::new(
        PARAMETERS,
        "Read a parameter",
        "GetParameter GetParameters GetParametersByPath SecureString ssm with-decryption",
        PARAMETERS_PAGE,
        &[Call::through(VIA_SSM, "Decrypt", "Decrypts the value or its data key.").carrying(PARAMETER)],
    ),
    Job::new(
        "AWS Systems Manager Session Manager",
        "Open an encrypted session",
        "StartSession ssm session shell instance role ssm agent handshake",
        docs!("systems-manager/latest/userguide/session-preferences-enable-encryption.html"),
        &[
            Call::direct("GenerateDataKey", "Makes the data key of the session, for the user.").inferred(),
            Call::as_role("role", "Decrypt", "Opens the data key of the session, for the instance.").inferred(),
        ],
    )
    .noting(&["The pages name the permissions of user and instance, and not how their calls arrive at KMS."]),
    Job::new(
        "Amazon Verified Permissions",
        "Create an encrypted policy store",
        "CreatePolicyStore AVP cedar",
        VERIFIED_PAGE,
        &[
            Call::through(VIA_VERIFIED, "DescribeKey", CALLER),
            Call::through(VIA_VERIFIED, "GenerateDataKeyWithoutPlaintext", CALLER).carrying(STORE),
            Call::through(VIA_VERIFIED, "Encrypt", CALLER).carrying(STORE),
            Call::through(VIA_VERIFIED, "Decrypt", CALLER).carrying(STORE),
            Call::through(VIA_VERIFIED, "ReEncrypt", CALLER).carrying(STORE),
            Call::by(VERIFIED, "DescribeKey", ITSELF).source(POLICY_STORE).source_account(),
            Call::by(VERIFIED, "GenerateDataKeyWithoutPlaintext", ITSELF)
                .carrying(STORE)
                .source(POLICY_STORE)
                .source_account(),
            Call::by(VERIFIED, "Encrypt", ITSELF).carrying(STORE).source(POLICY_STORE).source_account(),
            Call::by(VERIFIED, "Decrypt", ITSELF).carrying(STORE).source(POLICY_STORE).source_account(),
            Call::by(VERIFIED, "ReEncrypt", ITSELF).carrying(STORE).source(POLICY_STORE).source_account(),
        ],
    ),
    Job::new(
        "Amazon Verified Permissions",
        "Read or change an encrypted policy store",
        "IsAuthorized GetPolicy CreatePolicy PutSchema AVP cedar",
        VERIFIED_PAGE,
        &[
            Call::through(VIA_VERIFIED, "Decrypt", CALLER).carrying(STORE).inferred(),
            Call::by(VERIFIED, "Decrypt", ITSELF)
                .carrying(STORE)
                .source(POLICY_STORE)
                .source_account()
                .inferred(),
        ],
    ),
    Job::new(
        "IAM Identity Center",
        "Administer an encrypted instance",
        "sso identity store permission set administrator",
        SSO_PAGE,
        &[
            Call::through(VIA_SSO, "Decrypt", "Opens data of the instance."),
            Call::through(VIA_SSO, "Encrypt", "Encrypts data of the instance."),
            Call::through(VIA_SSO, "GenerateDataKeyWithoutPlaintext", "Makes a data key of the instance."),
        ],
    ),
    Job::new(
        "IAM Identity Center",
        "Use the key itself",
        "sso identity store service",
        SSO_PAGE,
        &[
            Call::by(SSO, "DescribeKey", SEES).inferred(),
            Call::by(SSO, "Decrypt", "Opens data of the instance.").inferred(),
            Call::by(SSO, "Encrypt", "Encrypts data of the instance.").inferred(),
            Call::by(SSO, "GenerateDataKeyWithoutPlaintext", "Makes a data key of the instance.").inferred(),
            Call::by(IDENTITY_STORE, "DescribeKey", SEES).inferred(),
            Call::by(IDENTITY_STORE, "Decrypt", "Opens data of the identity store.").inferred(),
            Call::by(IDENTITY_STORE, "Encrypt", "Encrypts data of the identity store.").inferred(),
            Call::by(IDENTITY_STORE, "GenerateDataKeyWithoutPlaintext", "Makes a data key of the identity store.")
                .inferred(),
        ],
    )
    .noting(&["The page's statements also require the encryption context of the instance, which is not written here."]),
    Job::new(
        "Amazon Route 53",
        "Sign a hosted zone",
        "DNSSEC key-signing key KSK CreateKeySigningKey EnableHostedZoneDNSSEC",
        docs!("Route53/latest/DeveloperGuide/dns-configuring-dnssec-cmk-requirements.html"),
        &[
            Call::by(DNSSEC, "DescribeKey", SEES).source(HOSTED_ZONE).source_account(),
            Call::by(DNSSEC, "GetPublicKey", "Gets the public key of the key-signing key.")
                .source(HOSTED_ZONE)
                .source_account(),
            Call::by(DNSSEC, "Sign", "Signs the zone's keys.").source(HOSTED_ZONE).source_account(),
            Call::by(DNSSEC, "CreateGrant", "Lets Route 53 keep on signing.")
                .making(Grant::to("dnssec-route53.amazonaws.com", &["DescribeKey", "GetPublicKey", "Sign"]).assumed()),
        ],
    )
    .noting(&["The key is an asymmetric ECC_NIST_P256 key for signing, in us-east-1."]),
];
