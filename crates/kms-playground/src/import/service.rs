//! Which service a text speaks of: by the operation that failed, by the name that an SDK gives the service, by the type
//! of a CloudFormation resource. The result is the first label of the service's name in `kms:ViaService`.

use kms_catalog::{Operation, Service};

/// Whose call it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// The caller called KMS itself.
    Direct,
    /// The call came through this service.
    Through(&'static str),
}

/// Operations by which a service is known; those that several services have are left out.
const OPERATIONS: [(&str, &[&str]); 21] = [
    (
        "s3",
        &[
            "PutObject",
            "GetObject",
            "CopyObject",
            "UploadPart",
            "UploadPartCopy",
            "CreateMultipartUpload",
            "CompleteMultipartUpload",
            "HeadObject",
            "InitiateMultipartUpload",
            "SelectObjectContent",
        ],
    ),
    ("sns", &["Publish", "PublishBatch", "CreateTopic", "SetTopicAttributes"]),
    (
        "sqs",
        &[
            "SendMessage",
            "SendMessageBatch",
            "ReceiveMessage",
            "CreateQueue",
            "SetQueueAttributes",
            "DeleteMessage",
        ],
    ),
    (
        "dynamodb",
        &[
            "CreateTable",
            "UpdateTable",
            "DeleteTable",
            "PutItem",
            "GetItem",
            "UpdateItem",
            "DeleteItem",
            "BatchGetItem",
            "BatchWriteItem",
            "TransactWriteItems",
            "TransactGetItems",
            "RestoreTableFromBackup",
            "RestoreTableToPointInTime",
            "DescribeTable",
            "CreateGlobalTable",
            "ExportTableToPointInTime",
        ],
    ),
    (
        "secretsmanager",
        &[
            "GetSecretValue",
            "BatchGetSecretValue",
            "CreateSecret",
            "PutSecretValue",
            "UpdateSecret",
            "RotateSecret",
            "ReplicateSecretToRegions",
        ],
    ),
    ("ssm", &["GetParameter", "GetParameters", "GetParametersByPath", "GetParameterHistory", "PutParameter"]),
    (
        "lambda",
        &[
            "Invoke",
            "InvokeFunction",
            "CreateFunction",
            "UpdateFunctionConfiguration",
            "UpdateFunctionCode",
            "GetFunctionConfiguration",
            "CreateEventSourceMapping",
        ],
    ),
    (
        "rds",
        &[
            "CreateDBInstance",
            "CreateDBCluster",
            "CopyDBSnapshot",
            "CopyDBClusterSnapshot",
            "ModifyDBInstance",
            "ModifyDBCluster",
            "RestoreDBInstanceFromDBSnapshot",
            "RestoreDBClusterFromSnapshot",
            "RestoreDBInstanceToPointInTime",
            "RestoreDBClusterToPointInTime",
            "CreateDBInstanceReadReplica",
            "StartDBInstance",
            "StartExportTask",
            "CreateDBSnapshot",
            "CreateDBClusterSnapshot",
        ],
    ),
    (
        "ec2",
        &[
            "RunInstances",
            "StartInstances",
            "CreateVolume",
            "AttachVolume",
            "CreateSnapshot",
            "CreateSnapshots",
            "CopySnapshot",
            "CopyImage",
            "CreateImage",
            "RegisterImage",
            "ImportImage",
            "ImportSnapshot",
            "CopyVolumes",
            "RequestSpotInstances",
            "EnableFastSnapshotRestores",
        ],
    ),
    ("kinesis", &["PutRecord", "PutRecords", "GetRecords", "StartStreamEncryption", "SubscribeToShard"]),
    ("logs", &["CreateLogGroup", "AssociateKmsKey", "PutLogEvents"]),
    (
        "ecr",
        &[
            "CreateRepository",
            "BatchGetImage",
            "GetDownloadUrlForLayer",
            "CompleteLayerUpload",
            "InitiateLayerUpload",
        ],
    ),
    ("elasticfilesystem", &["CreateFileSystem", "CreateMountTarget", "CreateReplicationConfiguration"]),
    ("backup", &["StartBackupJob", "StartCopyJob", "StartRestoreJob", "CreateBackupVault"]),
    ("redshift", &["RestoreFromClusterSnapshot", "CreateSnapshotCopyGrant"]),
    ("states", &["StartExecution", "CreateStateMachine", "UpdateStateMachine"]),
    ("athena", &["StartQueryExecution", "GetQueryResults", "CreateWorkGroup"]),
    ("glue", &["PutDataCatalogEncryptionSettings", "StartJobRun", "StartCrawler"]),
    ("events", &["PutEvents", "CreateEventBus", "PutTargets"]),
    (
        "verifiedpermissions",
        &["CreatePolicyStore", "IsAuthorized", "IsAuthorizedWithToken", "BatchIsAuthorized"],
    ),
    (
        "sagemaker",
        &["CreateTrainingJob", "CreateNotebookInstance", "CreateEndpointConfig", "CreateProcessingJob"],
    ),
];

/// Names that SDKs and errors give to services whose label is another.
const NAMES: [(&str, &str); 27] = [
    ("simplestorageservice", "s3"),
    ("simplenotificationservice", "sns"),
    ("simplequeueservice", "sqs"),
    ("dynamodbv2", "dynamodb"),
    ("dynamodbstreams", "dynamodb"),
    ("simplesystemsmanagement", "ssm"),
    ("systemsmanager", "ssm"),
    ("cloudwatchlogs", "logs"),
    ("cloudwatchevents", "events"),
    ("eventbridge", "events"),
    ("awslambda", "lambda"),
    ("relationaldatabaseservice", "rds"),
    ("docdb", "rds"),
    ("neptune", "rds"),
    ("elasticcomputecloud", "ec2"),
    ("ebs", "ec2"),
    ("efs", "elasticfilesystem"),
    ("elasticcontainerregistry", "ecr"),
    ("sfn", "states"),
    ("stepfunctions", "states"),
    ("kinesisfirehose", "firehose"),
    ("kinesisstreams", "kinesis"),
    ("opensearch", "es"),
    ("opensearchservice", "es"),
    ("elasticsearch", "es"),
    ("elasticsearchservice", "es"),
    ("sso", "sso"),
];

/// Labels that are taken from a name as they are.
const LABELS: [&str; 33] = [
    "s3",
    "sns",
    "sqs",
    "dynamodb",
    "secretsmanager",
    "ssm",
    "lambda",
    "rds",
    "ec2",
    "kinesis",
    "logs",
    "ecr",
    "elasticfilesystem",
    "backup",
    "redshift",
    "states",
    "athena",
    "glue",
    "events",
    "verifiedpermissions",
    "sagemaker",
    "firehose",
    "es",
    "eks",
    "elasticache",
    "workspaces",
    "fsx",
    "codecommit",
    "codebuild",
    "connect",
    "mq",
    "cloudtrail",
    "memorydb",
];

/// The caller as the name of an operation tells it. An operation of KMS, of whatever name, is called directly.
pub(super) fn by_operation(name: &str) -> Option<Caller> {
    let through = OPERATIONS.iter().find(|(_, names)| names.contains(&name));
    if let Some((label, _)) = through {
        return Some(Caller::Through(label));
    }
    let of_kms = Operation::find(name).is_some() || name == "ReEncrypt";
    of_kms.then_some(Caller::Direct)
}

/// The caller as the name of a service tells it: `DynamoDB`, `AmazonSQS`, `AWSKMS`, `Secrets Manager`.
pub(super) fn by_name(name: &str) -> Option<Caller> {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let bare = ["amazon", "aws"].iter().find_map(|prefix| plain.strip_prefix(prefix)).unwrap_or(&plain);
    for name in [plain.as_str(), bare] {
        if matches!(name, "kms" | "keymanagementservice" | "keymanagement") {
            return Some(Caller::Direct);
        }
        if let Some((_, label)) = NAMES.iter().find(|(known, _)| *known == name) {
            return Some(Caller::Through(label));
        }
        if let Some(label) = LABELS.iter().find(|label| **label == name) {
            return Some(Caller::Through(label));
        }
    }
    None
}

/// The label of a service that is named as in `invokedBy`: `s3.amazonaws.com`.
pub(super) fn label_of(name: &str) -> Option<&'static str> {
    let service = Service::by_principal(name).or_else(|| Service::by_via_service(name))?;
    let own = service.via_service.iter().find(|via| via.owner == kms_catalog::Owner::Own)?;
    own.value.text().split('.').next()
}

/// Whether AWS documents that calls come through a service of this label.
pub(super) fn is_documented(label: &str) -> bool {
    Service::by_via_service(&format!("{label}.us-east-1.amazonaws.com")).is_some()
}

/// What the text behind some words, and the action that was refused, tell of the caller.
type ByWords = fn(&str, &str) -> Option<Caller>;

/// How far before the message the words may stand that belong to it: beyond, they belong to something else.
const NEAR: usize = 420;

/// What stands around a message tells through which service the call came. The words nearest to the message count.
pub(super) fn around(before: &str, behind: &str, action: &str) -> Option<Caller> {
    // Terminals wrap these words as well.
    let flat = |text: &str| text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let (before, behind) = (flat(before), flat(behind));
    // S3 answers in XML with an id of the host.
    if before.contains("<Error>") && before.contains("<Code>AccessDenied") && behind.contains("<HostId>") {
        return Some(Caller::Through("s3"));
    }
    let named: [(&str, ByWords); 6] = [
        ("when calling the ", |tail, action| of_operation(tail.split(" operation").next()?, action)),
        // Go: `operation error S3: PutObject,`
        ("operation error ", |tail, action| {
            let (name, rest) = tail.split_once(':')?;
            by_name(name).or_else(|| of_operation(rest.trim_start().split([',', ' ']).next()?, action))
        }),
        // PHP: `Error executing "PutObject" on "https://…"`
        ("Error executing \"", |tail, action| of_operation(tail.split('"').next()?, action)),
        ("KMS key access denied error", |_, _| Some(Caller::Through("dynamodb"))),
        ("Lambda was unable to", |_, _| Some(Caller::Through("lambda"))),
        // CloudFormation: `AWS::RDS::DBCluster`
        ("AWS::", |tail, _| by_name(tail.split_once("::")?.0)),
    ];
    let far = before.len().saturating_sub(NEAR);
    let found = named.iter().filter_map(|(words, caller)| {
        let at = before.rfind(words).filter(|at| *at >= far)?;
        Some((at, caller(before.get(at + words.len()..)?, action)?))
    });
    let nearest = found.max_by_key(|(at, _)| *at).map(|(_, caller)| caller);
    // Java: `(Service: Rds, Status Code: 400` right behind. Of KMS it says no more than that KMS refused.
    let service = behind.find("(Service: ").filter(|at| *at < 30).and_then(|at| behind.get(at + 10..));
    let service = service.and_then(|tail| by_name(tail.split([',', ';', ')']).next()?));
    match (nearest, service) {
        (None, Some(caller @ Caller::Through(_))) => Some(caller),
        (nearest, _) => nearest,
    }
}

/// The operation that failed; not if it is the very action that was refused.
fn of_operation(name: &str, action: &str) -> Option<Caller> {
    let same = action.split(':').nth(1).is_some_and(|action| action.eq_ignore_ascii_case(name));
    if same { Some(Caller::Direct) } else { by_operation(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_known_by_what_stands_around_the_message() {
        for (before, behind, caller) in [
            (
                "An error occurred (AccessDenied) when calling the PutObject operation: ",
                "",
                Some(Caller::Through("s3")),
            ),
            (
                "An error occurred (AccessDenied) when calling the Decrypt operation: ",
                "",
                Some(Caller::Direct),
            ),
            (
                "operation error Secrets Manager: GetSecretValue, https",
                "",
                Some(Caller::Through("secretsmanager")),
            ),
            ("operation error KMS: Decrypt, https", "", Some(Caller::Direct)),
            ("x", " (Service: AmazonSQS; Status Code: 400", Some(Caller::Through("sqs"))),
            ("x", " (Service: AWSKMS; Status Code: 400", None),
            ("CREATE_FAILED | AWS::EFS::FileSystem | x", "", Some(Caller::Through("elasticfilesystem"))),
            ("CREATE_FAILED | AWS::KMS::Key | x", "", Some(Caller::Direct)),
            ("no word of any", "", None),
            ("when calling the\n  GetObject\n operation: ", "", Some(Caller::Through("s3"))),
            // The nearest words count, and words far away belong to something else.
            (
                "when calling the PutObject operation: no\nwhen calling the Decrypt operation: ",
                "",
                Some(Caller::Direct),
            ),
            (&format!("when calling the PutObject operation: {}", "x ".repeat(300)), "", None),
        ] {
            assert_eq!(around(before, behind, "kms:Decrypt"), caller, "{before}{behind}");
        }
        assert_eq!(label_of("rds.amazonaws.com"), Some("rds"));
    }
}
