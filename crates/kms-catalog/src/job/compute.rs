//! Jobs of services that run and build code.

use super::{Job, JobCall as Call, JobGrant as Grant};
use crate::service::Template as T;

const LAMBDA: &str = "AWS Lambda";
const VIA_LAMBDA: &str = "lambda.<region>.amazonaws.com";
const LAMBDA_PAGE: &str = docs!("lambda/latest/dg/configuration-envvars-encryption.html");
const FUNCTION: &[(&str, T)] =
    &[("aws:lambda:FunctionArn", T("arn:<partition>:lambda:<region>:<account>:function:<function>"))];
const LAMBDA_GRANT: Grant = Grant::to("lambda.amazonaws.com", &["Decrypt"]).limited_to(FUNCTION).assumed();

const EKS_PAGE: &str = docs!("eks/latest/userguide/enable-kms.html");
const VIA_EKS: &str = "eks.<region>.amazonaws.com";

const PIPELINE: &str = "AWS CodePipeline";
const PIPELINE_PAGE: &str = docs!("codepipeline/latest/userguide/S3-artifact-encryption.html");
const CROSS_PIPELINE_PAGE: &str = docs!("codepipeline/latest/userguide/pipelines-create-cross-account.html");
const VIA_S3: &str = "s3.<region>.amazonaws.com";
const SEES: &str = "Sees that the key can be used.";

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        LAMBDA,
        "Encrypt environment variables",
        "CreateFunction UpdateFunctionConfiguration environment variable KMSKeyArn",
        LAMBDA_PAGE,
        &[
            Call::through(VIA_LAMBDA, "Encrypt", "Encrypts the environment variables.").carrying(FUNCTION),
            Call::through(VIA_LAMBDA, "CreateGrant", "Lets Lambda decrypt them when the function starts.")
                .making(LAMBDA_GRANT),
            Call::granted("Decrypt", "Decrypts the environment variables.").carrying(FUNCTION).inferred(),
        ],
    ),
    Job::new(
        LAMBDA,
        "Read encrypted environment variables",
        "GetFunctionConfiguration GetFunction console environment variable",
        LAMBDA_PAGE,
        &[Call::through(VIA_LAMBDA, "Decrypt", "Decrypts the environment variables.").carrying(FUNCTION)],
    )
    .noting(&[
        "Whoever invokes the function needs no permission to the key: Lambda decrypts under its grant.",
    ]),
    Job::new(
        LAMBDA,
        "Decrypt a variable in the function's code",
        "encryption helpers function execution role decrypt code",
        LAMBDA_PAGE,
        &[Call::as_role("role", "Decrypt", "Decrypts the variable, for the function's code.").inferred()],
    )
    .noting(&["The encryption context is that with which the variable was encrypted."]),
    Job::new(
        LAMBDA,
        "Encrypt the deployment package",
        "zip package code SourceKMSKeyArn CreateFunction UpdateFunctionCode",
        docs!("lambda/latest/dg/encrypt-zip-package.html"),
        &[
            Call::by("lambda.amazonaws.com", "GenerateDataKey", "Makes the data key of the package.")
                .carrying(FUNCTION),
            Call::by("lambda.amazonaws.com", "Decrypt", "Opens the data key of the package.").carrying(FUNCTION),
        ],
    )
    .noting(&[
        "Lambda makes no grant for packages: the key policy must let the service itself in.",
        "Whoever gets the package, for example with GetFunction, needs permission to the key as well.",
    ]),
    Job::new(
        "Amazon EKS",
        "Create a cluster with encrypted secrets",
        "kubernetes CreateCluster AssociateEncryptionConfig secrets envelope encryption",
        EKS_PAGE,
        &[
            Call::through(VIA_EKS, "DescribeKey", SEES).via_assumed(),
            Call::through(VIA_EKS, "CreateGrant", "Lets EKS use the key for the cluster's secrets.").via_assumed().making(
                Grant::to("eks.amazonaws.com", &["Encrypt", "Decrypt"]).not_for_aws_resource().assumed(),
            ),
            Call::granted("Encrypt", "Encrypts a secret.").inferred(),
            Call::granted("Decrypt", "Decrypts a secret.").inferred(),
        ],
    )
    .noting(&[
        "CreateCluster does not support `kms:GrantIsForAWSResource`.",
        "Editions of the KMS guide differ in whether EKS has a value of `kms:ViaService`, so that no statement tests it.",
        "Nothing limits the grants that the statement allows: remove it once the cluster is there.",
        "AWS does not document the encryption context of EKS.",
    ]),
    Job::new(
        "Amazon ECS",
        "Encrypt the storage of Fargate tasks",
        "fargate ephemeral storage task cluster RunTask managedStorageConfiguration",
        docs!("AmazonECS/latest/developerguide/fargate-create-storage-key.html"),
        &[
            Call::by(FARGATE, "GenerateDataKeyWithoutPlaintext", "Makes the data key of a task's storage.")
                .carrying(FARGATE_CONTEXT),
            Call::by(FARGATE, "CreateGrant", "Lets Fargate open the data key while the task runs.").making(
                Grant::to("fargate.amazonaws.com", &["Decrypt"])
                    .limited_to(FARGATE_CONTEXT)
                    .not_for_aws_resource(),
            ),
            Call::granted("Decrypt", "Opens the data key of the task's storage.").carrying(FARGATE_CONTEXT),
        ],
    ),
    Job::new(
        PIPELINE,
        "Run a pipeline with encrypted artifacts",
        "artifact store pipeline service role stage deploy CodePipeline",
        PIPELINE_PAGE,
        &[
            Call::as_role("role", "GenerateDataKey", "Makes the data key of an artifact.").via(VIA_S3).inferred(),
            Call::as_role("role", "Decrypt", "Opens the data key of an artifact.").via(VIA_S3).inferred(),
        ],
    ),
    Job::new(
        PIPELINE,
        "Deploy from another account",
        "cross-account artifact pipeline deploy role CodeDeploy CloudFormation action",
        CROSS_PIPELINE_PAGE,
        &[
            Call::as_role("role", "DescribeKey", SEES).inferred(),
            Call::as_role("role", "Decrypt", "Opens the data key of an artifact.").via(VIA_S3).inferred(),
            Call::as_role("role", "GenerateDataKey", "Makes the data key of an output artifact.").via(VIA_S3).inferred(),
        ],
    )
    .noting(&["The role of the other account needs the permissions in a policy of its own as well."]),
    Job::new(
        "AWS CodeBuild",
        "Build with encrypted artifacts",
        "build project artifact service role cache logs",
        docs!("codebuild/latest/userguide/setting-up-kms.html"),
        &[
            Call::as_role("role", "DescribeKey", SEES).inferred(),
            Call::as_role("role", "GenerateDataKey", "Makes the data key of an artifact.").inferred(),
            Call::as_role("role", "Decrypt", "Opens the data key of an artifact.").inferred(),
            Call::as_role("role", "Encrypt", "Encrypts for an artifact.").inferred(),
        ],
    ),
    Job::new(
        "AWS Proton",
        "Create an encrypted template",
        "proton template environment service",
        docs!("proton/latest/userguide/data-protection.html"),
        &[
            Call::through("proton.<region>.amazonaws.com", "CreateGrant", "Lets Proton use the key.")
                .making(
                    Grant::to("proton.amazonaws.com", &["GenerateDataKey", "Decrypt"])
                        .limited_to(PROTON)
                        .assumed(),
                )
                .inferred(),
            Call::granted("GenerateDataKey", "Makes the data key of the template.")
                .carrying(PROTON)
                .inferred(),
            Call::granted("Decrypt", "Opens the data key of the template.").carrying(PROTON).inferred(),
        ],
    )
    .noting(&["AWS ended its support on 7 October 2026."]),
    Job::new(
        "Amazon Elastic Transcoder",
        "Transcode encrypted files",
        "video transcoder pipeline role",
        docs!("elastictranscoder/latest/developerguide/encryption.html"),
        &[
            Call::as_role("role", "GenerateDataKey", "Makes the data key of an output.")
                .carrying(TRANSCODER)
                .inferred(),
            Call::as_role("role", "Encrypt", "Encrypts the data key of an output.")
                .carrying(TRANSCODER)
                .inferred(),
            Call::as_role("role", "Decrypt", "Opens the data key of an input.")
                .carrying(TRANSCODER)
                .inferred(),
        ],
    ),
];

const FARGATE: &str = "fargate.amazonaws.com";
const FARGATE_CONTEXT: &[(&str, T)] =
    &[("aws:ecs:clusterAccount", T("<account>")), ("aws:ecs:clusterName", T("<cluster>"))];
const PROTON: &[(&str, T)] =
    &[("aws:proton:template", T("arn:<partition>:proton:<region>:<account>:service-template/<template>"))];
const TRANSCODER: &[(&str, T)] = &[("service", T("elastictranscoder.amazonaws.com"))];
