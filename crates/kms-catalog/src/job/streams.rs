//! Jobs of streams, events, workflows and mail.

use super::{Job, JobCall as Call, JobGrant as Grant, JobOption};
use crate::service::Template as T;

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

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        KINESIS,
        "Put records",
        "PutRecord PutRecords stream producer write KMSAccessDeniedException",
        KINESIS_PAGE,
        &[Call::through(VIA_KINESIS, "GenerateDataKey", "Makes the data key of the records.")
            .carrying(STREAM)
            .inferred()],
    ),
    Job::new(
        KINESIS,
        "Get records",
        "GetRecords stream consumer read shard lambda KMSAccessDeniedException",
        KINESIS_PAGE,
        &[Call::through(VIA_KINESIS, "Decrypt", "Opens the data key of the records.").carrying(STREAM).inferred()],
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
            Call::through(VIA_EVENTS, "DescribeKey", SEES).inferred(),
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
