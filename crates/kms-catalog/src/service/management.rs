//! Services that keep secrets, settings, records and certificates.

use super::{Call, ContextPair, Path, Sequence, Service, ServicePrincipal, Template as T, ViaService};

const VIA_SECRETS_MANAGER: &str = "secretsmanager.<region>.amazonaws.com";
const SECRET: &str = "arn:<partition>:secretsmanager:<region>:<account>:secret:<secret>-<suffix>";
const SECRET_CONTEXT: &[(&str, T)] = &[("SecretARN", T(SECRET)), ("SecretVersionId", T("<version-id>"))];

const VIA_SSM: &str = "ssm.<region>.amazonaws.com";
const PARAMETER_CONTEXT: &[(&str, T)] =
    &[("PARAMETER_ARN", T("arn:<partition>:ssm:<region>:<account>:parameter/<parameter>"))];

const CLOUDTRAIL: &str = "cloudtrail.amazonaws.com";
const TRAIL: &str = "arn:<partition>:cloudtrail:<region>:<account>:trail/<trail>";
const LOG_FILE: &str = "arn:<partition>:s3:::<bucket>/AWSLogs/<account>/<log-file>";
const TRAIL_CONTEXT: &[(&str, T)] = &[("aws:cloudtrail:arn", T(TRAIL)), ("aws:s3:arn", T(LOG_FILE))];

const LOGS: &str = "logs.<region>.amazonaws.com";
const AIOPS: &str = "aiops.amazonaws.com";
const INVESTIGATION_GROUP: &str = "arn:<partition>:aiops:<region>:<account>:investigation-group/*";

/// Like beside like.
pub(super) const TABLE: &[Service] = &[
    Service {
        name: "AWS Secrets Manager",
        service_principals: &[ServicePrincipal::unconfirmed("secretsmanager.amazonaws.com")],
        via_service: &[ViaService::own(VIA_SECRETS_MANAGER)],
        encryption_context: &[
            ContextPair::always("SecretARN", SECRET),
            ContextPair::always("SecretVersionId", "<version-id>"),
        ],
        operations: &["GenerateDataKey", "Decrypt", "Encrypt", "DescribeKey", "CreateGrant"],
        paths: &[Path::forwarded(
            "whoever calls Secrets Manager",
            &["GenerateDataKey", "Decrypt", "Encrypt", "DescribeKey"],
        )
        .via(&[T(VIA_SECRETS_MANAGER)])],
        sequences: &[
            Sequence::new(
                "Store a secret",
                &[
                    Call::through(
                        VIA_SECRETS_MANAGER,
                        "GenerateDataKey",
                        "Makes the data key of the new version.",
                    )
                    .with_context(SECRET_CONTEXT),
                    Call::through(
                        VIA_SECRETS_MANAGER,
                        "Decrypt",
                        "Sees that the data key can be opened again.",
                    )
                    .with_context(SECRET_CONTEXT),
                ],
            )
            .unconfirmed(),
            Sequence::new(
                "Read a secret",
                &[Call::through(VIA_SECRETS_MANAGER, "Decrypt", "Opens the data key of the version.")
                    .with_context(SECRET_CONTEXT)],
            ),
        ],
        notes: &[
            "Calls that only try the key carry SecretVersionId with the value RequestToValidateKeyAccess.",
            "CreateGrant stands in the AWS managed key's policy only; the service makes no grants.",
            "A secret that moves to another key needs Encrypt on the new one and Decrypt on the old one.",
            "The keys of its encryption context have no aws: in front.",
        ],
        page: docs!("secretsmanager/latest/userguide/security-encryption.html"),
    },
    Service {
        name: "AWS Systems Manager Parameter Store",
        service_principals: &[],
        via_service: &[ViaService::own(VIA_SSM)],
        encryption_context: &[ContextPair::always(
            "PARAMETER_ARN",
            "arn:<partition>:ssm:<region>:<account>:parameter/<parameter>",
        )],
        operations: &["Encrypt", "GenerateDataKey", "Decrypt"],
        paths: &[Path::forwarded(
            "whoever calls Parameter Store",
            &["Encrypt", "Decrypt", "GenerateDataKey"],
        )
        .via(&[T(VIA_SSM)])],
        sequences: &[
            Sequence::new(
                "Store a standard parameter",
                &[Call::through(VIA_SSM, "Encrypt", "Encrypts the value.").with_context(PARAMETER_CONTEXT)],
            ),
            Sequence::new(
                "Store an advanced parameter",
                &[Call::through(VIA_SSM, "GenerateDataKey", "Makes the data key of the value.")
                    .with_context(PARAMETER_CONTEXT)],
            ),
            Sequence::new(
                "Read a parameter",
                &[Call::through(VIA_SSM, "Decrypt", "Decrypts the value or its data key.")
                    .with_context(PARAMETER_CONTEXT)],
            ),
        ],
        notes: &[
            "In kms:ViaService it is called ssm.",
            "Advanced parameters are encrypted with the AWS Encryption SDK: of the operations only \
            GenerateDataKey and Decrypt reach KMS.",
            "The key of its encryption context is in capitals; in a condition key's name case does not \
            matter.",
        ],
        page: docs!("systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html"),
    },
    Service {
        name: "AWS CloudTrail (trails)",
        service_principals: &[ServicePrincipal::own(CLOUDTRAIL)],
        via_service: &[ViaService::of_other("s3.<region>.amazonaws.com", "holds the log files")],
        encryption_context: &[
            ContextPair::always("aws:cloudtrail:arn", TRAIL),
            ContextPair::always("aws:s3:arn", LOG_FILE),
        ],
        operations: &["GenerateDataKey", "Decrypt", "DescribeKey"],
        paths: &[
            Path::service("CloudTrail, by way of S3", &[T(CLOUDTRAIL)], &["GenerateDataKey*", "DescribeKey"])
                .for_resource(TRAIL)
                .noting("CloudTrail's own record shows the service as the caller."),
            Path::forwarded("whoever reads log files", &["Decrypt"]).via(&[T("s3.<region>.amazonaws.com")]),
        ],
        sequences: &[
            Sequence::new(
                "Deliver an encrypted log file",
                &[
                    Call::by(CLOUDTRAIL, "DescribeKey", "Sees that the key can be used.").for_resource(TRAIL),
                    Call::by(CLOUDTRAIL, "GenerateDataKey", "Makes the data key of the log file.")
                        .with_context(TRAIL_CONTEXT)
                        .for_resource(TRAIL),
                ],
            ),
            Sequence::new(
                "Read an encrypted log file",
                &[Call::through(
                    "s3.<region>.amazonaws.com",
                    "Decrypt",
                    "Opens the data key of the log file.",
                )
                .with_context(TRAIL_CONTEXT)],
            ),
        ],
        notes: &[
            "Its statement for DescribeKey rightly has no condition on the encryption context.",
            "Decrypt is for buckets with an S3 Bucket Key.",
            "The default policy lets everyone of the account decrypt, by the principal * and \
            kms:CallerAccount.",
        ],
        page: docs!("awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html"),
    },
    Service {
        name: "AWS CloudTrail Lake (event data stores)",
        service_principals: &[ServicePrincipal::own(CLOUDTRAIL)],
        via_service: &[],
        encryption_context: &[],
        operations: &["GenerateDataKey", "Decrypt", "DescribeKey"],
        paths: &[
            Path::service("CloudTrail", &[T(CLOUDTRAIL)], &["GenerateDataKey", "Decrypt"]).without_source(),
            Path::forwarded("whoever runs queries", &["Decrypt", "GenerateDataKey"]).unconfirmed(),
        ],
        sequences: &[],
        notes: &[
            "As it sends neither aws:SourceArn nor aws:SourceAccount, its statement cannot test them.",
            "Its encryption context is not documented.",
        ],
        page: docs!("awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html"),
    },
    Service {
        name: "Amazon CloudWatch Logs (log groups)",
        service_principals: &[ServicePrincipal::own(LOGS)],
        via_service: &[ViaService::own(LOGS).with_status(crate::Status::SingleSource)],
        encryption_context: &[
            ContextPair::when(
                "aws:logs:arn",
                "arn:<partition>:logs:<region>:<account>:log-group:<log-group>",
                "the call is for a log group",
            ),
            ContextPair::when(
                "aws:logs:arn",
                "arn:<partition>:logs:<region>:<account>:lookup-table:<lookup-table>",
                "the call is for a lookup table",
            ),
        ],
        operations: &["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey"],
        paths: &[
            Path::service(
                "CloudWatch Logs, for log groups",
                &[T(LOGS)],
                &["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "Describe*"],
            )
            .noting("The page tests the encryption context, not aws:SourceArn."),
            Path::service(
                "CloudWatch Logs, for lookup tables and query results",
                &[T(LOGS)],
                &["Decrypt", "GenerateDataKey"],
            )
            .for_resource_of("<lookup-table-or-query-result-arn>", "<account>"),
            Path::service(
                "the delivery of logs to S3",
                &[T("delivery.logs.amazonaws.com")],
                &["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey"],
            )
            .for_resource_of("arn:<partition>:logs:<region>:<account>:*", "<account>"),
            Path::forwarded(
                "whoever calls CloudWatch Logs",
                &["Encrypt", "ReEncrypt*", "Decrypt", "GenerateDataKey*", "Describe*"],
            )
            .via(&[T(LOGS)]),
        ],
        sequences: &[],
        notes: &[
            "The service principal has the Region in its name.",
            "Its value of kms:ViaService stands on its own page and not in the KMS guide.",
        ],
        page: docs!("AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"),
    },
    Service {
        name: "CloudWatch investigations (Amazon AI Operations)",
        service_principals: &[
            ServicePrincipal::own(AIOPS),
            ServicePrincipal::own("aiops.alarms.cloudwatch.amazonaws.com"),
        ],
        via_service: &[ViaService::own("aiops.<region>.amazonaws.com")],
        encryption_context: &[
            ContextPair::always("aws:aiops:investigation-group-arn", INVESTIGATION_GROUP),
            ContextPair::when(
                "aws:states:stateMachineArn",
                "<state-machine-arn>",
                "the call is for a state machine of Step Functions",
            ),
        ],
        operations: &["DescribeKey", "Decrypt", "GenerateDataKey"],
        paths: &[
            Path::service("the investigation", &[T(AIOPS)], &["DescribeKey"])
                .for_resource_of(INVESTIGATION_GROUP, "<account>"),
            Path::service("the investigation", &[T(AIOPS)], &["Decrypt", "GenerateDataKey"])
                .for_resource_of(INVESTIGATION_GROUP, "<account>"),
            Path::service(
                "CloudWatch alarms, through the investigation",
                &[T("aiops.alarms.cloudwatch.amazonaws.com")],
                &["GenerateDataKey", "Decrypt"],
            )
            .via(&[T("aiops.<region>.amazonaws.com")])
            .for_resource("arn:<partition>:cloudwatch:<region>:<account>:alarm:*"),
            Path::forwarded(
                "the users and roles of the investigation",
                &["DescribeKey", "Decrypt", "GenerateDataKey"],
            )
            .via(&[T("aiops.<region>.amazonaws.com")]),
        ],
        sequences: &[],
        notes: &["The page compares kms:ViaService with states.*.amazonaws.com under StringEquals, which \
            never matches."],
        page: docs!("AmazonCloudWatch/latest/monitoring/Investigations-Security.html"),
    },
    Service {
        name: "AWS Certificate Manager",
        service_principals: &[],
        via_service: &[],
        encryption_context: &[ContextPair::always(
            "aws:acm:arn",
            "arn:<partition>:acm:<region>:<account>:certificate/<certificate-id>",
        )],
        operations: &["CreateGrant"],
        paths: &[Path::forwarded("whoever uses the certificate", &["CreateGrant"]).unconfirmed()],
        sequences: &[],
        notes: &[
            "The guide shows its encryption context in a Deny of CreateGrant.",
            "Services that use its certificates, such as CloudFront and load balancers, work under grants.",
        ],
        page: docs!("acm/latest/userguide/acm-bestpractices.html"),
    },
    Service {
        name: "AWS Billing (tax settings)",
        service_principals: &[ServicePrincipal::own("tax.amazonaws.com")],
        via_service: &[],
        encryption_context: &[],
        operations: &["Decrypt", "GenerateDataKey*"],
        paths: &[Path::service("Billing", &[T("tax.amazonaws.com")], &["Decrypt", "GenerateDataKey*"])
            .for_resource_of("<tax-settings-arn>", "<account>")],
        sequences: &[],
        notes: &["Its encryption context is not documented."],
        page: docs!("awsaccountbilling/latest/aboutv2/manage-account-payment.html"),
    },
];
