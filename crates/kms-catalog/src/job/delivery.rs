//! Jobs of services that write records: logs, findings, reports.

use super::{Job, JobCall as Call};
use crate::service::Template as T;

const CLOUDTRAIL: &str = "cloudtrail.amazonaws.com";
const CLOUDTRAIL_PAGE: &str =
    docs!("awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html");
const TRAIL: &str = "arn:<partition>:cloudtrail:<region>:<account>:trail/<trail>";
const TRAIL_CONTEXT: &[(&str, T)] = &[("aws:cloudtrail:arn", T(TRAIL))];

const LOGS: &str = "logs.<region>.amazonaws.com";
const LOGS_PAGE: &str = docs!("AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html");
const LOG_GROUP: &[(&str, T)] =
    &[("aws:logs:arn", T("arn:<partition>:logs:<region>:<account>:log-group:<log-group>"))];

const DELIVERY: &str = "delivery.logs.amazonaws.com";
const DELIVERY_PAGE: &str = docs!("AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html");
const DELIVERY_SOURCE: &str = "arn:<partition>:logs:<region>:<account>:*";

const CONFIG: &str = "config.amazonaws.com";
const CONFIG_PAGE: &str = docs!("config/latest/developerguide/s3-kms-key-policy.html");

const AIOPS: &str = "aiops.amazonaws.com";
const AIOPS_PAGE: &str = docs!("AmazonCloudWatch/latest/monitoring/Investigations-Security.html");
const INVESTIGATION_GROUP: &str =
    "arn:<partition>:aiops:<region>:<account>:investigation-group/<investigation-group-id>";
const INVESTIGATION: &[(&str, T)] = &[("aws:aiops:investigation-group-arn", T(INVESTIGATION_GROUP))];

const SEES: &str = "Sees that the key can be used.";
const MAKES: &str = "Makes the data key of the objects.";
const OPENS: &str = "Opens the data key of the objects.";

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        "AWS CloudTrail",
        "Deliver encrypted log files",
        "trail log file CreateTrail UpdateTrail InsufficientEncryptionPolicyException KmsException organization trail",
        CLOUDTRAIL_PAGE,
        &[
            Call::by(CLOUDTRAIL, "DescribeKey", SEES).source(TRAIL),
            Call::by(CLOUDTRAIL, "GenerateDataKey", "Makes the data key of a log file.")
                .carrying(TRAIL_CONTEXT)
                .source(TRAIL),
            Call::by(CLOUDTRAIL, "Decrypt", "Opens the bucket-level key.")
                .only_with(super::storage::BUCKET_KEY)
                .inferred(),
        ],
    )
    .choosing(super::storage::BUCKET_KEYS),
    Job::new(
        "AWS CloudTrail",
        "Read encrypted log files",
        "trail log file download Decrypt",
        CLOUDTRAIL_PAGE,
        &[Call::through("s3.<region>.amazonaws.com", "Decrypt", "Opens the data key of a log file.")
            .carrying(TRAIL_CONTEXT)],
    ),
    Job::new(
        "AWS CloudTrail Lake",
        "Ingest and query an event data store",
        "event data store CreateEventDataStore StartQuery lake",
        CLOUDTRAIL_PAGE,
        &[
            Call::by(CLOUDTRAIL, "GenerateDataKey", "Makes the data keys of the events."),
            Call::by(CLOUDTRAIL, "Decrypt", "Opens the data keys of the events."),
        ],
    )
    .noting(&[
        "For event data stores CloudTrail sends neither `aws:SourceArn` nor `aws:SourceAccount`: a condition on them stops it.",
        "AWS does not document the encryption context of event data stores.",
    ]),
    Job::new(
        "Amazon CloudWatch Logs",
        "Store and query encrypted logs",
        "log group AssociateKmsKey CreateLogGroup PutLogEvents insights The specified KMS key does not exist or is not allowed to be used",
        LOGS_PAGE,
        &[
            Call::by(LOGS, "DescribeKey", SEES),
            Call::by(LOGS, "Encrypt", "Encrypts log data.").carrying(LOG_GROUP),
            Call::by(LOGS, "GenerateDataKey", "Makes a data key of the log group.").carrying(LOG_GROUP),
            Call::by(LOGS, "Decrypt", "Opens the data keys when logs are read.").carrying(LOG_GROUP),
            Call::by(LOGS, "ReEncrypt", "Re-encrypts the data keys.").carrying(LOG_GROUP).inferred(),
        ],
    )
    .noting(&[
        "The name of the service principal has the Region in it.",
        "The page limits the statement by the encryption context, which names the account, and not by `aws:SourceArn`.",
    ]),
    Job::new(
        "Amazon CloudWatch Logs",
        "Deliver logs to an encrypted bucket",
        "vended logs log delivery S3 route 53 resolver query logs API gateway WAF access logs",
        DELIVERY_PAGE,
        &[
            Call::by(DELIVERY, "GenerateDataKey", MAKES).source(DELIVERY_SOURCE).source_account(),
            Call::by(DELIVERY, "Decrypt", OPENS).source(DELIVERY_SOURCE).source_account(),
            Call::by(DELIVERY, "Encrypt", "Encrypts for the objects.").source(DELIVERY_SOURCE).source_account(),
            Call::by(DELIVERY, "DescribeKey", SEES).source(DELIVERY_SOURCE).source_account(),
        ],
    ),
    Job::new(
        "Amazon VPC",
        "Deliver flow logs to an encrypted bucket",
        "flow logs VPC network S3 CreateFlowLogs log delivery Access error",
        docs!("vpc/latest/userguide/flow-logs-s3-cmk-policy.html"),
        &[
            Call::by(DELIVERY, "GenerateDataKey", MAKES).source(DELIVERY_SOURCE).source_account(),
            Call::by(DELIVERY, "Decrypt", OPENS).source(DELIVERY_SOURCE).source_account(),
            Call::by(DELIVERY, "Encrypt", "Encrypts for the objects.").source(DELIVERY_SOURCE).source_account(),
            Call::by(DELIVERY, "DescribeKey", SEES).source(DELIVERY_SOURCE).source_account(),
        ],
    )
    .noting(&["The key is that of the bucket; `aws:SourceAccount` is the account of the VPC."]),
    Job::new(
        "AWS Config",
        "Deliver to an encrypted bucket",
        "delivery channel snapshot history recorder service-linked role InsufficientDeliveryPolicyException",
        CONFIG_PAGE,
        &[
            Call::by(CONFIG, "GenerateDataKey", MAKES).source_account().only_with("service-linked-role"),
            Call::by(CONFIG, "Decrypt", OPENS).source_account().only_with("service-linked-role"),
            Call::as_role("role", "GenerateDataKey", MAKES)
                .via("s3.<region>.amazonaws.com")
                .only_with("own-role")
                .inferred(),
            Call::as_role("role", "Decrypt", OPENS).via("s3.<region>.amazonaws.com").only_with("own-role").inferred(),
        ],
    )
    .choosing(&[
        super::JobOption { name: "service-linked-role", when: "Config uses its service-linked role" },
        super::JobOption { name: "own-role", when: "Config uses a role of yours" },
    ]),
    Job::new(
        "Amazon GuardDuty",
        "Export findings",
        "findings export publishing destination CreatePublishingDestination bucket",
        docs!("guardduty/latest/ug/guardduty_exportfindings.html"),
        &[Call::by("guardduty.amazonaws.com", "GenerateDataKey", MAKES)
            .source("arn:<partition>:guardduty:<region>:<account>:detector/<detector-id>")
            .source_account()],
    ),
    Job::new(
        "Amazon Inspector",
        "Export findings",
        "findings report export CreateFindingsReport SBOM bucket",
        docs!("inspector/latest/user/findings-managing-exporting-reports.html"),
        &[
            Call::by("inspector2.amazonaws.com", "GenerateDataKey", MAKES)
                .source("arn:<partition>:inspector2:<region>:<account>:report/*")
                .source_account(),
            Call::by("inspector2.amazonaws.com", "Decrypt", OPENS)
                .source("arn:<partition>:inspector2:<region>:<account>:report/*")
                .source_account(),
        ],
    ),
    Job::new(
        "Amazon Macie",
        "Store discovery results",
        "sensitive data discovery results bucket PutClassificationExportConfiguration",
        docs!("macie/latest/user/discovery-results-repository-s3.html"),
        &[
            Call::by("macie.amazonaws.com", "GenerateDataKey", MAKES)
                .source("arn:<partition>:macie2:<region>:<account>:classification-job/*")
                .source_account()
                .only_with("job"),
            Call::by("macie.amazonaws.com", "Encrypt", "Encrypts for the objects.")
                .source("arn:<partition>:macie2:<region>:<account>:classification-job/*")
                .source_account()
                .only_with("job"),
            Call::by("macie.amazonaws.com", "GenerateDataKey", MAKES)
                .source("arn:<partition>:macie2:<region>:<account>:export-configuration:*")
                .source_account()
                .only_with("configuration"),
            Call::by("macie.amazonaws.com", "Encrypt", "Encrypts for the objects.")
                .source("arn:<partition>:macie2:<region>:<account>:export-configuration:*")
                .source_account()
                .only_with("configuration"),
        ],
    )
    .choosing(&[
        super::JobOption { name: "configuration", when: "the repository of the results is set up" },
        super::JobOption { name: "job", when: "a discovery job writes its results" },
    ]),
    Job::new(
        "AWS Private CA",
        "Write an audit report",
        "ACM PCA private certificate authority audit report CreateCertificateAuthorityAuditReport CRL",
        docs!("privateca/latest/userguide/PcaAuditReport.html"),
        &[
            Call::by("acm-pca.amazonaws.com", "GenerateDataKey", MAKES).inferred(),
            Call::by("acm-pca.amazonaws.com", "Decrypt", OPENS).inferred(),
        ],
    )
    .noting(&["Which source keys the service sends has not been confirmed, so that the statement has no condition on them."]),
    Job::new(
        "CloudWatch investigations",
        "Run an investigation",
        "aiops AI operations investigation group alarm",
        AIOPS_PAGE,
        &[
            Call::by(AIOPS, "DescribeKey", SEES).source(INVESTIGATION_GROUP).source_account(),
            Call::by(AIOPS, "GenerateDataKey", "Makes the data key of the investigation.")
                .carrying(INVESTIGATION)
                .source(INVESTIGATION_GROUP)
                .source_account(),
            Call::by(AIOPS, "Decrypt", "Opens the data key of the investigation.")
                .carrying(INVESTIGATION)
                .source(INVESTIGATION_GROUP)
                .source_account(),
            Call::by("aiops.alarms.cloudwatch.amazonaws.com", "GenerateDataKey", "Makes the data key for an alarm.")
                .via("aiops.<region>.amazonaws.com")
                .carrying(INVESTIGATION)
                .source("arn:<partition>:cloudwatch:<region>:<account>:alarm:*"),
            Call::by("aiops.alarms.cloudwatch.amazonaws.com", "Decrypt", "Opens the data key for an alarm.")
                .via("aiops.<region>.amazonaws.com")
                .carrying(INVESTIGATION)
                .source("arn:<partition>:cloudwatch:<region>:<account>:alarm:*"),
        ],
    ),
    Job::new(
        "CloudWatch investigations",
        "Work on an investigation",
        "aiops AI operations user role",
        AIOPS_PAGE,
        &[
            Call::through("aiops.<region>.amazonaws.com", "DescribeKey", SEES),
            Call::through("aiops.<region>.amazonaws.com", "GenerateDataKey", "Makes the data key of the investigation.")
                .carrying(INVESTIGATION),
            Call::through("aiops.<region>.amazonaws.com", "Decrypt", "Opens the data key of the investigation.")
                .carrying(INVESTIGATION),
        ],
    ),
];
