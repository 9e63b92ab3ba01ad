//! Services of which the catalogue knows the name and little more: enough to tell them from a misspelt name.
//!
//! Where no page of AWS's that was read shows the name, the name is unconfirmed, and a report says so. The page is
//! then the nearest one that is known to exist: the service's page about encryption, or the KMS guide's list.

use super::{ContextPair, Path, Service, ServicePrincipal, Template as T, ViaService};
use crate::status::Status;

/// A service of which little is known.
const fn service(
    name: &'static str,
    service_principals: &'static [ServicePrincipal],
    operations: &'static [&'static str],
    paths: &'static [Path],
    page: &'static str,
) -> Service {
    Service {
        name,
        service_principals,
        via_service: &[],
        encryption_context: &[],
        operations,
        paths,
        sequences: &[],
        notes: &[],
        page,
    }
}

/// A value of `kms:ViaService` that follows the usual form.
const fn via(value: &'static str) -> ViaService {
    ViaService::own(value).with_status(Status::Unconfirmed)
}

const WRITE: &[&str] = &["GenerateDataKey"];
const WRITE_AND_READ: &[&str] = &["GenerateDataKey", "Decrypt"];
const EVALUATION: &str = "arn:<partition>:bedrock:<region>:<account>:evaluation-job/*";
const THROUGH_GRANT: &[&str] = &["CreateGrant", "DescribeKey", "GenerateDataKey", "Decrypt"];

/// In alphabetical order of the service principals.
pub(super) const TABLE: &[Service] = &[
    service(
        "AWS Private Certificate Authority (audit reports)",
        &[ServicePrincipal::unconfirmed("acm-pca.amazonaws.com")],
        WRITE_AND_READ,
        &[Path::service("AWS Private CA", &[T("acm-pca.amazonaws.com")], WRITE_AND_READ).unconfirmed()],
        docs!("privateca/latest/userguide/PcaAuditReport.html"),
    ),
    Service {
        via_service: &[ViaService::own("auditmanager.<region>.amazonaws.com")],
        ..service(
            "AWS Audit Manager",
            &[ServicePrincipal::unconfirmed("auditmanager.amazonaws.com")],
            THROUGH_GRANT,
            &[Path::forwarded("whoever sets Audit Manager up", THROUGH_GRANT)
                .via(&[T("auditmanager.<region>.amazonaws.com")])
                .unconfirmed()],
            docs!("audit-manager/latest/userguide/data-protection.html"),
        )
    },
    Service {
        via_service: &[ViaService::own("bedrock.<region>.amazonaws.com")],
        encryption_context: &[
            ContextPair::when(
                "aws:bedrock-flows:arn",
                "arn:<partition>:bedrock:<region>:<account>:flow/<flow-id>",
                "the call is for a flow",
            ),
            ContextPair::when(
                "aws:bedrock:session:arn",
                "arn:<partition>:bedrock:<region>:<account>:session/<session-id>",
                "the call is for a session",
            ),
            ContextPair::when("evaluationJobArn", EVALUATION, "the call is for an evaluation job"),
        ],
        ..service(
            "Amazon Bedrock",
            &[ServicePrincipal::own("bedrock.amazonaws.com")],
            THROUGH_GRANT,
            &[
                Path::forwarded("whoever calls Bedrock", THROUGH_GRANT)
                    .via(&[T("bedrock.<region>.amazonaws.com")])
                    .noting("Which operations it takes depends on the feature: flows, sessions and custom models differ."),
                Path::service(
                    "Bedrock, for an evaluation job",
                    &[T("bedrock.amazonaws.com")],
                    &["GenerateDataKey", "Decrypt", "DescribeKey"],
                )
                .for_resource("arn:<partition>:bedrock:<region>:<account>:evaluation-job/<id>"),
            ],
            docs!("bedrock/latest/userguide/model-evaluation-security-kms.html"),
        )
    },
    service(
        "AWS Budgets (notifications to SNS)",
        &[ServicePrincipal::unconfirmed("budgets.amazonaws.com")],
        WRITE_AND_READ,
        &[Path::service("AWS Budgets", &[T("budgets.amazonaws.com")], WRITE_AND_READ).unconfirmed()],
        docs!("cost-management/latest/userguide/budgets-sns-policy.html"),
    ),
    Service {
        via_service: &[via("cloudformation.<region>.amazonaws.com")],
        ..service(
            "AWS CloudFormation",
            &[ServicePrincipal::unconfirmed("cloudformation.amazonaws.com")],
            &["DescribeKey", "GenerateDataKey", "Decrypt"],
            &[Path::forwarded(
                "whoever works with the stack",
                &["DescribeKey", "GenerateDataKey", "Decrypt"],
            )
            .via(&[T("cloudformation.<region>.amazonaws.com")])
            .unconfirmed()],
            docs!("IAM/latest/UserGuide/access_forward_access_sessions.html"),
        )
    },
    Service {
        via_service: &[via("cognito-idp.<region>.amazonaws.com")],
        ..service(
            "Amazon Cognito user pools",
            &[ServicePrincipal::unconfirmed("cognito-idp.amazonaws.com")],
            &["CreateGrant", "DescribeKey", "Encrypt"],
            &[Path::forwarded("whoever sets the user pool up", &["CreateGrant", "DescribeKey", "Encrypt"])
                .via(&[T("cognito-idp.<region>.amazonaws.com")])
                .unconfirmed()],
            docs!("cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html"),
        )
    },
    service(
        "AWS Config (delivery to S3)",
        &[ServicePrincipal::own("config.amazonaws.com")],
        WRITE_AND_READ,
        &[
            Path::service("AWS Config", &[T("config.amazonaws.com")], WRITE_AND_READ)
                .for_account("<account>")
                .noting("Config calls so with its service-linked role, and where its own role was refused."),
            Path::role("the role that was given to Config", WRITE_AND_READ),
        ],
        docs!("config/latest/developerguide/s3-kms-key-policy.html"),
    ),
    Service {
        via_service: &[ViaService::own("datazone.<region>.amazonaws.com")],
        encryption_context: &[ContextPair::when(
            "aws:datazone:domainId",
            "<domain-id>",
            "the call is for the data of a domain",
        )],
        ..service(
            "Amazon DataZone",
            &[ServicePrincipal::unconfirmed("datazone.amazonaws.com")],
            THROUGH_GRANT,
            &[Path::forwarded("whoever calls DataZone", THROUGH_GRANT)
                .via(&[T("datazone.<region>.amazonaws.com")])],
            docs!("datazone/latest/userguide/encryption-rest-datazone.html"),
        )
    },
    Service {
        notes: &[
            "The key is an asymmetric ECC_NIST_P256 key in us-east-1.",
            "The page's statement for CreateGrant asks for kms:GrantIsForAWSResource of the service principal.",
        ],
        ..service(
            "Amazon Route 53 (DNSSEC signing)",
            &[ServicePrincipal::own("dnssec-route53.amazonaws.com")],
            &["DescribeKey", "GetPublicKey", "Sign", "CreateGrant"],
            &[
                Path::service(
                    "Route 53",
                    &[T("dnssec-route53.amazonaws.com")],
                    &["DescribeKey", "GetPublicKey", "Sign"],
                )
                .for_resource_of("arn:<partition>:route53:::hostedzone/<id>", "<account>"),
                Path::service("Route 53", &[T("dnssec-route53.amazonaws.com")], &["CreateGrant"]),
            ],
            docs!("Route53/latest/DeveloperGuide/dns-configuring-dnssec-cmk-requirements.html"),
        )
    },
    Service {
        via_service: &[ViaService::own("firehose.<region>.amazonaws.com")],
        ..service(
            "Amazon Data Firehose",
            &[ServicePrincipal::unconfirmed("firehose.amazonaws.com")],
            THROUGH_GRANT,
            &[
                Path::forwarded("whoever sets the stream up", THROUGH_GRANT)
                    .via(&[T("firehose.<region>.amazonaws.com")])
                    .unconfirmed(),
                Path::role("the role of the stream", WRITE_AND_READ)
                    .noting("Its calls come through S3 and Kinesis, with their encryption context."),
            ],
            docs!("firehose/latest/APIReference/API_DeliveryStreamEncryptionConfigurationInput.html"),
        )
    },
    service(
        "Amazon GuardDuty (export of findings)",
        &[ServicePrincipal::own("guardduty.amazonaws.com")],
        WRITE,
        &[Path::service("GuardDuty", &[T("guardduty.amazonaws.com")], WRITE)
            .for_resource_of("arn:<partition>:guardduty:<region>:<account>:detector/<id>", "<account>")],
        docs!("guardduty/latest/ug/guardduty_exportfindings.html"),
    ),
    service(
        "Amazon Inspector (export of findings)",
        &[ServicePrincipal::own("inspector2.amazonaws.com")],
        WRITE_AND_READ,
        &[Path::service("Amazon Inspector", &[T("inspector2.amazonaws.com")], WRITE_AND_READ)
            .for_resource_of("arn:<partition>:inspector2:<region>:<account>:report/*", "<account>")],
        docs!("inspector/latest/user/findings-managing-exporting-reports.html"),
    ),
    service(
        "Amazon S3 (server access logs)",
        &[ServicePrincipal::unconfirmed("logging.s3.amazonaws.com")],
        WRITE,
        &[Path::service("S3's delivery of access logs", &[T("logging.s3.amazonaws.com")], WRITE)
            .unconfirmed()],
        docs!("AmazonS3/latest/userguide/enable-server-access-logging.html"),
    ),
    service(
        "Amazon Macie (discovery results)",
        &[ServicePrincipal::own("macie.amazonaws.com")],
        &["GenerateDataKey", "Encrypt"],
        &[
            Path::service(
                "Macie, for a discovery job",
                &[T("macie.amazonaws.com")],
                &["GenerateDataKey", "Encrypt"],
            )
            .for_resource_of("arn:<partition>:macie2:<region>:<account>:classification-job/*", "<account>"),
            Path::service(
                "Macie, when the repository is set up",
                &[T("macie.amazonaws.com")],
                &["GenerateDataKey", "Encrypt"],
            )
            .for_resource_of("arn:<partition>:macie2:<region>:<account>:export-configuration:*", "<account>"),
        ],
        docs!("macie/latest/user/discovery-results-repository-s3.html"),
    ),
    service(
        "AWS Systems Manager",
        &[ServicePrincipal::unconfirmed("ssm.amazonaws.com")],
        WRITE_AND_READ,
        &[Path::service("Systems Manager", &[T("ssm.amazonaws.com")], WRITE_AND_READ).unconfirmed()],
        docs!("kms/latest/developerguide/key-policy-services.html"),
    ),
    service(
        "AWS Transform",
        &[ServicePrincipal::unconfirmed("transform.amazonaws.com")],
        THROUGH_GRANT,
        &[Path::service("AWS Transform", &[T("transform.amazonaws.com")], WRITE_AND_READ).unconfirmed()],
        docs!("transform/latest/userguide/data-encryption.html"),
    ),
    service(
        "Amazon WorkSpaces Secure Browser",
        &[ServicePrincipal::unconfirmed("workspaces-web.amazonaws.com")],
        &["DescribeKey", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "Decrypt", "ReEncrypt*"],
        &[
            Path::forwarded(
                "whoever manages the portal",
                &["DescribeKey", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "Decrypt", "ReEncrypt*"],
            ),
            Path::service(
                "WorkSpaces Secure Browser, later on its own",
                &[T("workspaces-web.amazonaws.com")],
                &["DescribeKey", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "Decrypt", "ReEncrypt*"],
            )
            .unconfirmed(),
        ],
        docs!("workspaces-web/latest/adminguide/encryption-rest.html"),
    ),
];
