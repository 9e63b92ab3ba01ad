//! Jobs of queues, topics, streams, events and mail.
//!
//! What a service sends to an encrypted queue or topic is a job of the queue's or the topic's: the key is theirs.

use super::{Job, JobCall as Call, JobGrant as Grant, JobOption};
use crate::service::Template as T;

const SQS: &str = "Amazon SQS";
const VIA_SQS: &str = "sqs.<region>.amazonaws.com";
const SQS_PAGE: &str = docs!("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html");
const SNS: &str = "Amazon SNS";
const VIA_SNS: &str = "sns.<region>.amazonaws.com";
const SNS_PAGE: &str = docs!("sns/latest/dg/sns-key-management.html");
const TOPIC: &[(&str, T)] = &[("aws:sns:topicArn", T("arn:<partition>:sns:<region>:<account>:<topic>"))];

const MAKES: &str = "Makes the data key of the messages.";
const OPENS: &str = "Opens the data key of the messages.";
const SEES: &str = "Sees that the key can be used.";

const KINESIS: &str = "Amazon Kinesis Data Streams";
const VIA_KINESIS: &str = "kinesis.<region>.amazonaws.com";
const KINESIS_PAGE: &str = docs!("streams/latest/dev/permissions-user-key-KMS.html");
const STREAM: &[(&str, T)] =
    &[("aws:kinesis:arn", T("arn:<partition>:kinesis:<region>:<account>:stream/<stream>"))];

const FIREHOSE: &str = "Amazon Data Firehose";
const VIA_FIREHOSE: &str = "firehose.<region>.amazonaws.com";
const FIREHOSE_PAGE: &str = docs!("firehose/latest/dev/encryption.html");
const FIREHOSE_ROLE_PAGE: &str = docs!("firehose/latest/dev/controlling-access.html");

const EVENTS: &str = "events.amazonaws.com";
const EVENTBRIDGE: &str = "Amazon EventBridge";
const VIA_EVENTS: &str = "events.<region>.amazonaws.com";
const EVENTS_PAGE: &str = docs!("eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html");
const EVENT_BUS: &str = "arn:<partition>:events:<region>:<account>:event-bus/<event-bus>";
const EVENT_BUS_CONTEXT: &[(&str, T)] = &[("aws:events:event-bus:arn", T(EVENT_BUS))];

const SES: &str = "ses.amazonaws.com";
const SES_CONTEXT: &[(&str, T)] = &[
    ("aws:ses:source-account", T("<account>")),
    ("aws:ses:rule-name", T("<rule>")),
    ("aws:ses:message-id", T("<message-id>")),
];

/// The two calls of a service that publishes under its own name, for a resource of its own.
macro_rules! publishing {
    ($service:expr, $principal:literal, $source:literal, $name:literal, $words:literal, $page:expr) => {
        Job::new(
            $service,
            $name,
            $words,
            $page,
            &[
                Call::by($principal, "GenerateDataKey", MAKES).source($source).source_account(),
                Call::by($principal, "Decrypt", OPENS).source($source).source_account(),
            ],
        )
    };
}

/// The same for a service of which the page shows no source ARN: the account alone says for whom it publishes.
macro_rules! notifying {
    ($principal:literal, $name:literal, $words:literal) => {
        Job::new(
            SNS,
            $name,
            $words,
            SNS_PAGE,
            &[
                Call::by($principal, "GenerateDataKey", MAKES).source_account(),
                Call::by($principal, "Decrypt", OPENS).source_account(),
            ],
        )
    };
}

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        SQS,
        "Send a message",
        "SendMessage queue producer publish KMS.AccessDeniedException",
        SQS_PAGE,
        &[
            Call::through(VIA_SQS, "GenerateDataKey", MAKES),
            Call::through(VIA_SQS, "Decrypt", "Sees that the data key can be opened again."),
        ],
    )
    .noting(&["No page shows the encryption context of SQS."]),
    Job::new(
        SQS,
        "Receive a message",
        "ReceiveMessage queue consumer poll lambda trigger dead-letter DLQ KMS.AccessDeniedException",
        SQS_PAGE,
        &[Call::through(VIA_SQS, "Decrypt", OPENS)],
    )
    .noting(&["A consumer of a dead-letter queue also needs Decrypt on the key of the source queue."]),
    publishing!(
        SQS,
        "s3.amazonaws.com",
        "arn:<partition>:s3:::<source-bucket>",
        "Get event notifications of S3",
        "bucket notification event S3 queue PutBucketNotification Unable to validate the following destination",
        SQS_PAGE
    ),
    publishing!(
        SQS,
        "sns.amazonaws.com",
        "arn:<partition>:sns:<region>:<account>:<topic>",
        "Get messages of an SNS topic",
        "subscription fan-out topic queue SNS deliver dropped",
        SQS_PAGE
    ),
    publishing!(
        SQS,
        "events.amazonaws.com",
        "arn:<partition>:events:<region>:<account>:rule/<rule>",
        "Get events of an EventBridge rule",
        "eventbridge cloudwatch events target rule queue FailedInvocations dropped",
        SQS_PAGE
    ),
    publishing!(
        SQS,
        "lambda.amazonaws.com",
        "arn:<partition>:lambda:<region>:<account>:function:<function>",
        "Get results of a Lambda function",
        "destination dead-letter DLQ asynchronous invocation OnFailure queue",
        SQS_PAGE
    ),
    publishing!(
        SQS,
        "codebuild.amazonaws.com",
        "arn:<partition>:codebuild:<region>:<account>:project/*",
        "Get events of CodeBuild",
        "build project notification queue",
        SQS_PAGE
    ),
    Job::new(
        SQS,
        "Let Lambda poll the queue",
        "event source mapping trigger execution role ReceiveMessage function consumer",
        SQS_PAGE,
        &[Call::as_role("role", "Decrypt", OPENS).via(VIA_SQS).inferred()],
    ),
    Job::new(
        SNS,
        "Publish a message",
        "Publish topic notification KMSAccessDenied KMSAccessDeniedException",
        SNS_PAGE,
        &[
            Call::through(VIA_SNS, "GenerateDataKey", MAKES).carrying(TOPIC),
            Call::through(VIA_SNS, "Decrypt", OPENS).carrying(TOPIC),
        ],
    ),
    publishing!(
        SNS,
        "cloudwatch.amazonaws.com",
        "arn:<partition>:cloudwatch:<region>:<account>:alarm:*",
        "Get alarms of CloudWatch",
        "cloudwatch alarm action notification topic Failed to execute action",
        SNS_PAGE
    ),
    publishing!(
        SNS,
        "s3.amazonaws.com",
        "arn:<partition>:s3:::<source-bucket>",
        "Get event notifications of S3",
        "bucket notification event S3 topic PutBucketNotification",
        SNS_PAGE
    ),
    Job::new(
        SNS,
        "Get events of an EventBridge rule",
        "eventbridge cloudwatch events target rule topic notification nothing arrives FailedInvocations dropped",
        SNS_PAGE,
        &[Call::by(EVENTS, "GenerateDataKey", MAKES), Call::by(EVENTS, "Decrypt", OPENS)],
    )
    .noting(&[
        "To encrypted topics EventBridge sends no `aws:SourceArn`, `aws:SourceAccount` or `aws:SourceOrgID`: a condition on one of them stops the delivery.",
    ]),
    publishing!(
        SNS,
        "events.rds.amazonaws.com",
        "arn:<partition>:rds:<region>:<account>:db:<database>",
        "Get events of RDS",
        "RDS event subscription notification topic",
        SNS_PAGE
    ),
    publishing!(
        SNS,
        "ses.amazonaws.com",
        "arn:<partition>:ses:<region>:<account>:receipt-rule-set/<rule>",
        "Get notifications of SES",
        "email bounce complaint delivery notification topic",
        SNS_PAGE
    ),
    publishing!(
        SNS,
        "dms.amazonaws.com",
        "arn:<partition>:dms:<region>:<account>:*",
        "Get notifications of DMS",
        "database migration event subscription topic",
        SNS_PAGE
    ),
    publishing!(
        SNS,
        "codecommit.amazonaws.com",
        "arn:<partition>:codecommit:<region>:<account>:<repository>",
        "Get notifications of CodeCommit",
        "repository trigger topic",
        SNS_PAGE
    ),
    notifying!("ds.amazonaws.com", "Get notifications of Directory Service", "directory service AD topic"),
    notifying!("dynamodb.amazonaws.com", "Get notifications of DAX", "DynamoDB accelerator DAX event topic"),
    notifying!("inspector.amazonaws.com", "Get notifications of Inspector Classic", "assessment run topic"),
    notifying!("redshift.amazonaws.com", "Get events of Redshift", "cluster event subscription notification topic"),
    notifying!("glacier.amazonaws.com", "Get notifications of S3 Glacier", "vault archive retrieval job topic"),
    notifying!("importexport.amazonaws.com", "Get notifications of Snow devices", "snowball import export job topic"),
    notifying!(
        "ssm-incidents.amazonaws.com",
        "Get notifications of Incident Manager",
        "systems manager incident response plan chat topic"
    ),
    notifying!(
        "ssm-contacts.amazonaws.com",
        "Get notifications of Incident Manager contacts",
        "systems manager engagement escalation topic"
    ),
    Job::new(
        SNS,
        "Get alerts of AWS Budgets",
        "budget alert cost notification topic",
        docs!("cost-management/latest/userguide/budgets-sns-policy.html"),
        &[
            Call::by("budgets.amazonaws.com", "GenerateDataKey", MAKES).source_account().inferred(),
            Call::by("budgets.amazonaws.com", "Decrypt", OPENS).source_account().inferred(),
        ],
    ),
    Job::new(
        SNS,
        "Get notifications of an Auto Scaling group",
        "ASG auto scaling notification lifecycle hook topic service-linked role",
        SNS_PAGE,
        &[
            Call::linked(
                "arn:<partition>:iam::<account>:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
                "GenerateDataKey",
                MAKES,
            )
            .via(VIA_SNS)
            .carrying(TOPIC)
            .inferred(),
            Call::linked(
                "arn:<partition>:iam::<account>:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
                "Decrypt",
                OPENS,
            )
            .via(VIA_SNS)
            .carrying(TOPIC)
            .inferred(),
        ],
    ),
    Job::new(
        KINESIS,
        "Put records",
        "PutRecord PutRecords stream producer write KMSAccessDeniedException",
        KINESIS_PAGE,
        &[Call::through(VIA_KINESIS, "GenerateDataKey", "Makes the data key of the records.").carrying(STREAM)],
    ),
    Job::new(
        KINESIS,
        "Get records",
        "GetRecords stream consumer read shard lambda KMSAccessDeniedException",
        KINESIS_PAGE,
        &[Call::through(VIA_KINESIS, "Decrypt", "Opens the data key of the records.").carrying(STREAM)],
    ),
    Job::new(
        KINESIS,
        "Turn encryption on",
        "StartStreamEncryption administrator",
        KINESIS_PAGE,
        &[Call::through(VIA_KINESIS, "DescribeKey", SEES).inferred()],
    ),
    Job::new(
        FIREHOSE,
        "Turn encryption on",
        "StartDeliveryStreamEncryption CreateDeliveryStream direct put SSE delivery stream",
        FIREHOSE_PAGE,
        &[Call::through(VIA_FIREHOSE, "CreateGrant", "Lets Firehose encrypt and decrypt the records.")
            .making(Grant::to("firehose.amazonaws.com", &["GenerateDataKey", "Decrypt"]).assumed())],
    )
    .noting(&["If the new key cannot be used, the stream's state becomes ENABLING_FAILED."]),
    Job::new(
        FIREHOSE,
        "Deliver to an encrypted bucket",
        "delivery stream destination S3 role",
        FIREHOSE_ROLE_PAGE,
        &[
            Call::as_role("role", "GenerateDataKey", "Makes the data key of the objects.")
                .via("s3.<region>.amazonaws.com")
                .carrying(super::storage::OBJECT)
                .only_with(super::storage::NO_BUCKET_KEY),
            Call::as_role("role", "Decrypt", "Opens the data key of the objects.")
                .via("s3.<region>.amazonaws.com")
                .carrying(super::storage::OBJECT)
                .only_with(super::storage::NO_BUCKET_KEY),
            Call::as_role("role", "GenerateDataKey", "Makes the bucket-level key.")
                .via("s3.<region>.amazonaws.com")
                .carrying(super::storage::BUCKET)
                .only_with(super::storage::BUCKET_KEY),
            Call::as_role("role", "Decrypt", "Opens the bucket-level key.")
                .via("s3.<region>.amazonaws.com")
                .carrying(super::storage::BUCKET)
                .only_with(super::storage::BUCKET_KEY),
        ],
    )
    .choosing(super::storage::BUCKET_KEYS),
    Job::new(
        FIREHOSE,
        "Read an encrypted Kinesis stream",
        "delivery stream source kinesis role GetRecords",
        FIREHOSE_ROLE_PAGE,
        &[Call::as_role("role", "Decrypt", "Opens the data key of the records.").via(VIA_KINESIS).carrying(STREAM)],
    ),
    Job::new(
        EVENTBRIDGE,
        "Create an encrypted event bus",
        "CreateEventBus UpdateEventBus bus",
        EVENTS_PAGE,
        &[
            Call::through(VIA_EVENTS, "DescribeKey", SEES),
            Call::by(EVENTS, "DescribeKey", SEES).source(EVENT_BUS),
        ],
    ),
    Job::new(
        EVENTBRIDGE,
        "Deliver events of an encrypted event bus",
        "PutEvents bus rule archive replay",
        EVENTS_PAGE,
        &[
            Call::by(EVENTS, "GenerateDataKey", "Makes the data key of the events.")
                .carrying(EVENT_BUS_CONTEXT)
                .source(EVENT_BUS)
                .source_account(),
            Call::by(EVENTS, "Decrypt", "Opens the data key of the events.")
                .carrying(EVENT_BUS_CONTEXT)
                .source(EVENT_BUS)
                .source_account(),
        ],
    ),
    Job::new(
        "Amazon SES",
        "Receive mail into an encrypted bucket",
        "email receiving receipt rule S3 action",
        docs!("ses/latest/dg/receiving-email-permissions.html"),
        &[
            Call::by(SES, "GenerateDataKey", "Makes the data key of the mail.").carrying(SES_CONTEXT),
            Call::by(SES, "Encrypt", "Encrypts the mail.").carrying(SES_CONTEXT),
        ],
    )
    .noting(&["SES encrypts before it stores; whoever reads the mail needs `kms:Decrypt` and decrypts it in the client."]),
    Job::new(
        "AWS Step Functions",
        "Create an encrypted state machine",
        "CreateStateMachine UpdateStateMachine workflow",
        docs!("step-functions/latest/dg/encryption-at-rest.html"),
        &[
            Call::through("states.<region>.amazonaws.com", "DescribeKey", SEES),
            Call::through("states.<region>.amazonaws.com", "GenerateDataKey", "Makes the data key of the definition.")
                .carrying(STATE_MACHINE),
        ],
    ),
    Job::new(
        "AWS Step Functions",
        "Run an encrypted state machine",
        "StartExecution execution role workflow",
        docs!("step-functions/latest/dg/encryption-at-rest.html"),
        &[
            Call::as_role("role", "GenerateDataKey", "Makes the data key of the execution.").carrying(STATE_MACHINE),
            Call::as_role("role", "Decrypt", "Opens the data key of the execution.").carrying(STATE_MACHINE),
        ],
    )
    .noting(&["The execution role calls KMS without a service between: a condition on `kms:ViaService` stops the execution."]),
    Job::new(
        "AWS Step Functions",
        "Read an execution or take a task",
        "DescribeExecution GetExecutionHistory GetActivityTask SendTaskSuccess activity",
        docs!("step-functions/latest/dg/encryption-at-rest.html"),
        &[
            Call::through("states.<region>.amazonaws.com", "Decrypt", "Opens the data key of the execution.")
                .carrying(STATE_MACHINE)
                .only_with("state-machine"),
            Call::through("states.<region>.amazonaws.com", "Decrypt", "Opens the data key of the activity.")
                .carrying(&[(
                    "aws:states:activityArn",
                    T("arn:<partition>:states:<region>:<account>:activity:<activity>"),
                )])
                .only_with("activity"),
        ],
    )
    .choosing(&[
        JobOption { name: "state-machine", when: "the key is that of the state machine" },
        JobOption { name: "activity", when: "the key is that of the activity" },
    ]),
    Job::new(
        "Amazon AppFlow",
        "Create an encrypted flow or connection",
        "CreateFlow CreateConnectorProfile connector",
        docs!("appflow/latest/userguide/security_iam_id-based-policy-examples.html"),
        &[
            Call::through("appflow.<region>.amazonaws.com", "CreateGrant", "Lets AppFlow use the key.")
                .making(Grant::to("appflow.amazonaws.com", &["Decrypt", "GenerateDataKey"]).assumed()),
            Call::through("appflow.<region>.amazonaws.com", "ListGrants", "Sees the grants that there are."),
        ],
    )
    .noting(&["AWS does not document the encryption context of AppFlow."]),
];

const STATE_MACHINE: &[(&str, T)] = &[(
    "aws:states:stateMachineArn",
    T("arn:<partition>:states:<region>:<account>:stateMachine:<state-machine>"),
)];
