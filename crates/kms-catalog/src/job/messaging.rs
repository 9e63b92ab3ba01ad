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
const SOURCE_TOPIC: &str = "arn:<partition>:sns:<region>:<account>:<topic>";
const TOPIC: &[(&str, T)] = &[("aws:sns:topicArn", T(SOURCE_TOPIC))];

const SOURCE_BUCKET: &str = "arn:<partition>:s3:::<source-bucket>";
const EVENTS: &str = "events.amazonaws.com";
const MAKES: &str = "Makes the data key of the messages.";
const OPENS: &str = "Opens the data key of the messages.";

/// The two calls of S3, which sends the bucket and its owner with them.
macro_rules! notified_by_s3 {
    ($service:expr, $words:literal, $page:expr) => {
        Job::new(
            $service,
            "Get event notifications of S3",
            $words,
            $page,
            &[
                Call::by("s3.amazonaws.com", "GenerateDataKey", MAKES).source(SOURCE_BUCKET).source_account(),
                Call::by("s3.amazonaws.com", "Decrypt", OPENS).source(SOURCE_BUCKET).source_account(),
            ],
        )
    };
}

/// An event source of queues, which sends its ARN; the form of the ARN the page of SQS leaves open.
macro_rules! sending {
    ($principal:literal, $source:literal, $name:literal, $words:literal) => {
        Job::new(
            SQS,
            $name,
            $words,
            SQS_PAGE,
            &[
                Call::by($principal, "GenerateDataKey", MAKES).source($source),
                Call::by($principal, "Decrypt", OPENS).source($source),
            ],
        )
        .noting(&[SOURCE_OF_QUEUE])
    };
}

/// What the page of SQS says of the source keys, and what it leaves open.
const SOURCE_OF_QUEUE: &str = "The page says that the ARN of the event source is sent in `aws:SourceArn`, and not which ARN that is: the statement takes every ARN of the service in the account.";

/// What the page of SNS says of the source keys, and what it leaves open.
const SOURCE_OF_TOPIC: &str = "The page recommends conditions on `aws:SourceAccount` and `aws:SourceArn`, and leaves to the service's own pages which values it sends: take them from CloudTrail and add them.";

/// An event source of topics.
macro_rules! notifying {
    ($principal:literal, $name:literal, $words:literal) => {
        Job::new(
            SNS,
            $name,
            $words,
            SNS_PAGE,
            &[Call::by($principal, "GenerateDataKey", MAKES), Call::by($principal, "Decrypt", OPENS)],
        )
        .noting(&[SOURCE_OF_TOPIC])
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
            Call::through(VIA_SQS, "GenerateDataKey", MAKES).inferred(),
            Call::through(VIA_SQS, "Decrypt", "Sees that the data key can be opened again.").inferred(),
        ],
    )
    .noting(&["No page shows the encryption context of SQS."]),
    Job::new(
        SQS,
        "Receive a message",
        "ReceiveMessage queue consumer poll lambda trigger dead-letter DLQ KMS.AccessDeniedException",
        SQS_PAGE,
        &[Call::through(VIA_SQS, "Decrypt", OPENS).inferred()],
    )
    .noting(&["A consumer of a dead-letter queue also needs Decrypt on the key of the source queue."]),
    notified_by_s3!(
        SQS,
        "bucket notification event S3 queue PutBucketNotification Unable to validate the following destination",
        SQS_PAGE
    ),
    Job::new(
        SQS,
        "Get messages of an SNS topic",
        "subscription fan-out topic queue SNS deliver dropped",
        SQS_PAGE,
        &[
            Call::by("sns.amazonaws.com", "GenerateDataKey", MAKES).source(SOURCE_TOPIC),
            Call::by("sns.amazonaws.com", "Decrypt", OPENS).source(SOURCE_TOPIC),
        ],
    ),
    sending!(
        "events.amazonaws.com",
        "arn:<partition>:events:<region>:<account>:*",
        "Get events of an EventBridge rule",
        "eventbridge cloudwatch events target rule queue FailedInvocations dropped"
    ),
    sending!(
        "lambda.amazonaws.com",
        "arn:<partition>:lambda:<region>:<account>:*",
        "Get results of a Lambda function",
        "destination dead-letter DLQ asynchronous invocation OnFailure queue"
    ),
    sending!(
        "codebuild.amazonaws.com",
        "arn:<partition>:codebuild:<region>:<account>:*",
        "Get events of CodeBuild",
        "build project notification queue"
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
            Call::through(VIA_SNS, "GenerateDataKey", MAKES).carrying(TOPIC).inferred(),
            Call::through(VIA_SNS, "Decrypt", OPENS).carrying(TOPIC).inferred(),
        ],
    ),
    notifying!(
        "cloudwatch.amazonaws.com",
        "Get alarms of CloudWatch",
        "cloudwatch alarm action notification topic Failed to execute action"
    ),
    notified_by_s3!(SNS, "bucket notification event S3 topic PutBucketNotification", SNS_PAGE),
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
    notifying!(
        "events.rds.amazonaws.com",
        "Get events of RDS",
        "RDS event subscription notification topic"
    ),
    notifying!(
        "ses.amazonaws.com",
        "Get notifications of SES",
        "email bounce complaint delivery notification topic"
    ),
    notifying!(
        "dms.amazonaws.com",
        "Get notifications of DMS",
        "database migration event subscription topic"
    ),
    notifying!(
        "codecommit.amazonaws.com",
        "Get notifications of CodeCommit",
        "repository trigger topic"
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
            Call::by("budgets.amazonaws.com", "GenerateDataKey", MAKES).inferred(),
            Call::by("budgets.amazonaws.com", "Decrypt", OPENS).inferred(),
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
