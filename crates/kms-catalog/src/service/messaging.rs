//! Services that pass messages, events, streams and mail on.

use super::{Call, ContextPair, Path, Sequence, Service, ServicePrincipal, Template as T, ViaService};
use crate::status::Status;

const VIA_SQS: &str = "sqs.<region>.amazonaws.com";
const VIA_SNS: &str = "sns.<region>.amazonaws.com";

/// Like beside like.
pub(super) const TABLE: &[Service] = &[
    Service {
        name: "Amazon SQS (SSE-KMS)",
        service_principals: &[ServicePrincipal::own("sqs.amazonaws.com")],
        via_service: &[ViaService::own(VIA_SQS)],
        encryption_context: &[ContextPair {
            status: Status::Unconfirmed,
            ..ContextPair::always("aws:sqs:arn", "arn:<partition>:sqs:<region>:<account>:<queue>")
        }],
        operations: &["GenerateDataKey", "Decrypt"],
        paths: &[
            Path::forwarded(
                "whoever sends, and for Decrypt whoever receives",
                &["GenerateDataKey", "Decrypt"],
            )
            .via(&[T(VIA_SQS)])
            .unconfirmed(),
            Path::service(
                "the source of the events",
                &[
                    T("events.amazonaws.com"),
                    T("s3.amazonaws.com"),
                    T("sns.amazonaws.com"),
                    T("lambda.amazonaws.com"),
                    T("codebuild.amazonaws.com"),
                ],
                &["GenerateDataKey", "Decrypt"],
            )
            .for_resource("<event-source-arn>")
            .noting("Connect Customer Profiles, Auto Scaling and Chime are such sources too."),
        ],
        sequences: &[
            Sequence::new(
                "Send a message to an encrypted queue",
                &[
                    Call::through(VIA_SQS, "GenerateDataKey", "Makes the data key of the messages."),
                    Call::through(VIA_SQS, "Decrypt", "Sees that the data key can be opened again."),
                ],
            )
            .unconfirmed(),
            Sequence::new(
                "Receive a message from an encrypted queue",
                &[Call::through(VIA_SQS, "Decrypt", "Opens the data key of the messages.")],
            )
            .unconfirmed(),
        ],
        notes: &[
            "No AWS page names the encryption context; emulators use aws:sqs:arn.",
            "Data keys are cached for each principal; the session name of a role does not matter.",
            "A consumer of a dead-letter queue also needs Decrypt on the key of the source queue.",
        ],
        page: docs!("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html"),
    },
    Service {
        name: "Amazon SNS (SSE-KMS)",
        service_principals: &[ServicePrincipal::own("sns.amazonaws.com")],
        via_service: &[ViaService::own(VIA_SNS)],
        encryption_context: &[ContextPair::always(
            "aws:sns:topicArn",
            "arn:<partition>:sns:<region>:<account>:<topic>",
        )],
        operations: &["GenerateDataKey*", "Decrypt"],
        paths: &[
            Path::service(
                "the source of the events",
                &[
                    T("cloudwatch.amazonaws.com"),
                    T("events.amazonaws.com"),
                    T("codecommit.amazonaws.com"),
                    T("dms.amazonaws.com"),
                    T("ds.amazonaws.com"),
                    T("dynamodb.amazonaws.com"),
                    T("inspector.amazonaws.com"),
                    T("redshift.amazonaws.com"),
                    T("events.rds.amazonaws.com"),
                    T("glacier.amazonaws.com"),
                    T("ses.amazonaws.com"),
                    T("s3.amazonaws.com"),
                    T("importexport.amazonaws.com"),
                    T("ssm-incidents.amazonaws.com"),
                    T("ssm-contacts.amazonaws.com"),
                ],
                &["GenerateDataKey*", "Decrypt"],
            )
            .noting("AWS recommends aws:SourceAccount and aws:SourceArn; EventBridge sends neither here."),
            Path::forwarded("whoever publishes", &["GenerateDataKey*", "Decrypt"])
                .via(&[T(VIA_SNS)])
                .unconfirmed(),
            Path::service(
                "SNS itself, to an encrypted queue",
                &[T("sns.amazonaws.com")],
                &["GenerateDataKey", "Decrypt"],
            ),
        ],
        sequences: &[Sequence::new(
            "Publish to an encrypted topic",
            &[
                Call::through(VIA_SNS, "GenerateDataKey", "Makes the data key of the messages.")
                    .with_context(&[(
                        "aws:sns:topicArn",
                        T(" \
                        arn:<partition>:sns:<region>:<account>:<topic>"),
                    )]),
                Call::through(VIA_SNS, "Decrypt", "Opens the data key.").with_context(&[(
                    "aws:sns:topicArn",
                    T(" \
                        arn:<partition>:sns:<region>:<account>:<topic>"),
                )]),
            ],
        )
        .unconfirmed()],
        notes: &[
            "Some sources publish as a role instead: EC2 Auto Scaling, Elastic Transcoder, CodePipeline, \
            Config, Elastic Beanstalk, IoT, Image Builder.",
        ],
        page: docs!("sns/latest/dg/sns-key-management.html"),
    },
    Service {
        name: "Amazon SES (email receiving)",
        service_principals: &[ServicePrincipal::own("ses.amazonaws.com")],
        via_service: &[ViaService::own("ses.<region>.amazonaws.com")],
        encryption_context: &[
            ContextPair::always("aws:ses:source-account", "<account>"),
            ContextPair::always("aws:ses:rule-name", "<rule>"),
            ContextPair::always("aws:ses:message-id", "<message-id>"),
        ],
        operations: &["GenerateDataKey*", "Encrypt"],
        paths: &[
            Path::service("SES", &[T("ses.amazonaws.com")], &["Encrypt", "GenerateDataKey*"]).noting(
                "The sample asks for rule name and message ID by Null false and for the account \
                    by the encryption context, not by aws:SourceAccount.",
            ),
            Path::service(
                "SES, to an encrypted topic",
                &[T("ses.amazonaws.com")],
                &["GenerateDataKey*", "Decrypt"],
            ),
        ],
        sequences: &[],
        notes: &["SES cannot decrypt the mail: whoever reads it needs kms:Decrypt."],
        page: docs!("ses/latest/dg/receiving-email-permissions.html"),
    },
    Service {
        name: "Amazon EventBridge",
        service_principals: &[ServicePrincipal::own("events.amazonaws.com")],
        via_service: &[ViaService::own("events.<region>.amazonaws.com")],
        encryption_context: &[ContextPair::always("aws:events:event-bus:arn", EVENT_BUS)],
        operations: &["DescribeKey", "GenerateDataKey", "Decrypt"],
        paths: &[
            Path::service("EventBridge", &[T("events.amazonaws.com")], &["DescribeKey"])
                .for_resource(EVENT_BUS),
            Path::service("EventBridge", &[T("events.amazonaws.com")], &["GenerateDataKey", "Decrypt"])
                .for_resource_of(EVENT_BUS, "<account>"),
            Path::forwarded(
                "whoever creates the event bus",
                &[
                    "GenerateDataKeyWithoutPlaintext",
                    "Decrypt",
                    "Encrypt",
                    "ReEncryptFrom",
                    "ReEncryptTo",
                    "DescribeKey",
                ],
            )
            .unconfirmed(),
        ],
        sequences: &[],
        notes: &[
            "The page's example of the encryption context shows the name of a condition key.",
            "To encrypted SNS topics it sends no aws:SourceArn.",
        ],
        page: docs!("eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html"),
    },
    Service {
        name: "Amazon Kinesis Data Streams",
        service_principals: &[ServicePrincipal::unconfirmed("kinesis.amazonaws.com")],
        via_service: &[ViaService::own("kinesis.<region>.amazonaws.com")],
        encryption_context: &[ContextPair::always(
            "aws:kinesis:arn",
            "arn:<partition>:kinesis:<region>:<account>:stream/<stream>",
        )],
        operations: &["GenerateDataKey", "Decrypt", "DescribeKey", "ListKeys"],
        paths: &[Path::forwarded(
            "the producer for GenerateDataKey, the consumer for Decrypt",
            &["GenerateDataKey", "Decrypt"],
        )
        .via(&[T("kinesis.<region>.amazonaws.com")])
        .unconfirmed()],
        sequences: &[],
        notes: &[
            "Administrators of a stream need to list and describe keys.",
            "The ARN in the sample policy lacks stream/ before the name.",
        ],
        page: docs!("streams/latest/dev/permissions-user-key-KMS.html"),
    },
    Service {
        name: "AWS Step Functions",
        service_principals: &[ServicePrincipal::unconfirmed("states.amazonaws.com")],
        via_service: &[ViaService::own("states.<region>.amazonaws.com")],
        encryption_context: &[
            ContextPair::when(
                "aws:states:stateMachineArn",
                "arn:<partition>:states:<region>:<account>:stateMachine:<name>",
                "the call is for a state machine",
            ),
            ContextPair::when(
                "aws:states:activityArn",
                "arn:<partition>:states:<region>:<account>:activity:<name>",
                "the call is for an activity",
            ),
            ContextPair::when(
                "SourceArn",
                "arn:<partition>:logs:<region>:<account>:*",
                "the call is for logs",
            ),
        ],
        operations: &["DescribeKey", "GenerateDataKey", "Decrypt"],
        paths: &[
            Path::role("the execution role of the state machine", &["Decrypt", "GenerateDataKey"])
                .noting("It decides whether executions work; a condition on kms:ViaService breaks them."),
            Path::forwarded("whoever calls Step Functions", &["DescribeKey", "GenerateDataKey", "Decrypt"])
                .via(&[T("states.<region>.amazonaws.com")]),
            Path::service("the delivery of logs", &[T("delivery.logs.amazonaws.com")], &["Decrypt"]),
        ],
        sequences: &[],
        notes: &[
            "In kms:ViaService it is called states.",
            "The page compares the value of SourceArn with StringEquals: the asterisk in it is a plain \
            character.",
        ],
        page: docs!("step-functions/latest/dg/encryption-at-rest.html"),
    },
    Service {
        name: "Amazon AppFlow",
        service_principals: &[ServicePrincipal::unconfirmed("appflow.amazonaws.com")],
        via_service: &[ViaService::own("appflow.<region>.amazonaws.com")],
        encryption_context: &[],
        operations: &["CreateGrant", "ListGrants"],
        paths: &[Path::forwarded("whoever calls AppFlow", &["CreateGrant", "ListGrants"])
            .via(&[T("appflow.<region>.amazonaws.com")])
            .noting("CreateGrant comes with kms:GrantIsForAWSResource true.")],
        sequences: &[],
        notes: &["Its encryption context is not documented."],
        page: docs!("appflow/latest/userguide/security_iam_id-based-policy-examples.html"),
    },
];

const EVENT_BUS: &str = "arn:<partition>:events:<region>:<account>:event-bus/<event-bus>";
