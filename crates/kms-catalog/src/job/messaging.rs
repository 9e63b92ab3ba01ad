//! Jobs of queues and topics.
//!
//! What a service sends to an encrypted queue or topic is a job of the queue's or the topic's: the key is theirs.

use super::{Job, JobCall as Call};
use crate::service::Template as T;

const SQS: &str = "Amazon SQS";
const VIA_SQS: &str = "sqs.<region>.amazonaws.com";
const SQS_PAGE: &str = docs!("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html");
const SNS: &str = "Amazon SNS";
const VIA_SNS: &str = "sns.<region>.amazonaws.com";
const SNS_PAGE: &str = docs!("sns/latest/dg/sns-key-management.html");
const TOPIC: &[(&str, T)] = &[("aws:sns:topicArn", T("arn:<partition>:sns:<region>:<account>:<topic>"))];

const EVENTS: &str = "events.amazonaws.com";
const MAKES: &str = "Makes the data key of the messages.";
const OPENS: &str = "Opens the data key of the messages.";

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
];
