//! Jobs of machine learning and generative AI.

use super::{Job, JobCall as Call, JobGrant as Grant};
use crate::service::Template as T;

const BEDROCK: &str = "Amazon Bedrock";
const VIA_BEDROCK: &str = "bedrock.<region>.amazonaws.com";
const BEDROCK_PRINCIPAL: &str = "bedrock.amazonaws.com";
const FLOW: &[(&str, T)] =
    &[("aws:bedrock-flows:arn", T("arn:<partition>:bedrock:<region>:<account>:flow/<flow-id>"))];
const SESSION: &[(&str, T)] =
    &[("aws:bedrock:session:arn", T("arn:<partition>:bedrock:<region>:<account>:session/<session-id>"))];
const EVALUATION: &str = "arn:<partition>:bedrock:<region>:<account>:evaluation-job/<evaluation-job>";

const AGENT_CORE: &str = "Amazon Bedrock AgentCore";
const VIA_AGENT_CORE: &str = "bedrock-agentcore.<region>.amazonaws.com";
const VIA_IDENTITY: &str = "bedrock-agentcore-identity.<region>.amazonaws.com";
const ENGINE: &[(&str, T)] = &[(
    "aws:bedrock-agentcore-policy:policy-engine-arn",
    T("arn:<partition>:bedrock-agentcore:<region>:<account>:policy-engine/<policy-engine-id>"),
)];
const VAULT: &[(&str, T)] = &[(
    "aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn",
    T("arn:<partition>:bedrock-agentcore:<region>:<account>:token-vault/default"),
)];

const SAGEMAKER: &str = "Amazon SageMaker AI";
const VIA_SAGEMAKER: &str = "sagemaker.<region>.amazonaws.com";
const SAGEMAKER_PAGE: &str = docs!("sagemaker/latest/dg/encryption-at-rest.html");
const SAGEMAKER_GRANT: Grant =
    Grant::to("sagemaker.amazonaws.com", &["Decrypt", "GenerateDataKey"]).assumed();

const SEES: &str = "Sees that the key can be used.";

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        BEDROCK,
        "Customize or import a model",
        "CreateModelCustomizationJob CreateModelImportJob fine-tuning custom model training",
        docs!("bedrock/latest/userguide/encryption-custom-job.html"),
        &[
            Call::through(VIA_BEDROCK, "DescribeKey", SEES).inferred(),
            Call::through(VIA_BEDROCK, "CreateGrant", "Lets Bedrock use the key for the model.").making(
                Grant::to(BEDROCK_PRINCIPAL, &["Decrypt", "GenerateDataKey", "DescribeKey", "CreateGrant"])
                    .assumed(),
            ),
            Call::granted("GenerateDataKey", "Makes the data key of the model.").inferred(),
            Call::granted("Decrypt", "Opens the data key of the model.").inferred(),
        ],
    ),
    Job::new(
        BEDROCK,
        "Use a custom model",
        "InvokeModel Converse provisioned throughput custom model inference",
        docs!("bedrock/latest/userguide/encryption-custom-job.html"),
        &[Call::through(VIA_BEDROCK, "Decrypt", "Opens the data key of the model.").inferred()],
    ),
    Job::new(
        BEDROCK,
        "Create a guardrail",
        "CreateGuardrail UpdateGuardrail content filter",
        docs!("bedrock/latest/userguide/guardrails-permissions-kms.html"),
        &[
            Call::through(VIA_BEDROCK, "DescribeKey", SEES),
            Call::through(VIA_BEDROCK, "GenerateDataKey", "Makes the data key of the guardrail."),
            Call::through(VIA_BEDROCK, "Decrypt", "Opens the data key of the guardrail."),
            Call::through(VIA_BEDROCK, "CreateGrant", "Lets Bedrock use the key for the guardrail.")
                .making(Grant::to(BEDROCK_PRINCIPAL, &["Decrypt", "GenerateDataKey"]).assumed()),
        ],
    ),
    Job::new(
        BEDROCK,
        "Use a guardrail",
        "ApplyGuardrail InvokeModel Converse content filter",
        docs!("bedrock/latest/userguide/guardrails-permissions-kms.html"),
        &[Call::through(VIA_BEDROCK, "Decrypt", "Opens the data key of the guardrail.")],
    ),
    Job::new(
        BEDROCK,
        "Work with a flow",
        "CreateFlow InvokeFlow prompt flow",
        docs!("bedrock/latest/userguide/encryption-flows.html"),
        &[
            Call::through(VIA_BEDROCK, "GenerateDataKey", "Makes the data key of the flow.").carrying(FLOW),
            Call::through(VIA_BEDROCK, "Decrypt", "Opens the data key of the flow.").carrying(FLOW),
        ],
    ),
    Job::new(
        BEDROCK,
        "Keep a session",
        "CreateSession PutInvocationStep conversation state",
        docs!("bedrock/latest/userguide/sessions-encryption.html"),
        &[
            Call::through(VIA_BEDROCK, "DescribeKey", SEES),
            Call::through(VIA_BEDROCK, "GenerateDataKey", "Makes a data key of the session.")
                .carrying(SESSION),
            Call::through(VIA_BEDROCK, "Encrypt", "Encrypts data of the session.").carrying(SESSION),
            Call::through(VIA_BEDROCK, "Decrypt", "Decrypts data of the session.").carrying(SESSION),
        ],
    ),
    Job::new(
        BEDROCK,
        "Evaluate a model",
        "CreateEvaluationJob evaluation job",
        docs!("bedrock/latest/userguide/model-evaluation-security-kms.html"),
        &[
            Call::by(BEDROCK_PRINCIPAL, "DescribeKey", SEES).source(EVALUATION),
            Call::by(BEDROCK_PRINCIPAL, "GenerateDataKey", "Makes the data key of the job's temporary data.")
                .carrying(&[("evaluationJobArn", T(EVALUATION))])
                .source(EVALUATION),
            Call::by(BEDROCK_PRINCIPAL, "Decrypt", "Opens the data key of the job's temporary data.")
                .carrying(&[("evaluationJobArn", T(EVALUATION))])
                .source(EVALUATION),
        ],
    )
    .noting(&[
        "The page puts DescribeKey under the condition on the encryption context, where it never matches.",
    ]),
    Job::new(
        AGENT_CORE,
        "Create an encrypted policy engine",
        "CreatePolicyEngine policy agent cedar gateway",
        docs!("bedrock-agentcore/latest/devguide/policy-encryption.html"),
        &[
            Call::through(VIA_AGENT_CORE, "DescribeKey", SEES),
            Call::through(VIA_AGENT_CORE, "CreateGrant", "Lets the service manage policies.").making(
                Grant::to(
                    "bedrock-agentcore.amazonaws.com",
                    &["Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
                )
                .limited_to(ENGINE)
                .assumed(),
            ),
            Call::through(VIA_AGENT_CORE, "CreateGrant", "Lets the service evaluate policies.").making(
                Grant::to("bedrock-agentcore.amazonaws.com", &["Decrypt", "ReEncryptFrom", "ReEncryptTo"])
                    .limited_to(ENGINE)
                    .assumed(),
            ),
            Call::through(VIA_AGENT_CORE, "GenerateDataKey", "Makes the data key of the policy engine.")
                .carrying(ENGINE),
            Call::through(VIA_AGENT_CORE, "Decrypt", "Opens the data key of the policy engine.")
                .carrying(ENGINE),
        ],
    )
    .noting(&["The page shows which operations the grants may list, not which of the two lists which."]),
    Job::new(
        AGENT_CORE,
        "Use the token vault",
        "AgentCore identity token vault SetTokenVaultCMK credential provider",
        docs!("bedrock-agentcore/latest/devguide/kms-key-policy-configuration.html"),
        &[
            Call::through(VIA_IDENTITY, "DescribeKey", SEES),
            Call::through(VIA_IDENTITY, "GenerateDataKeyWithoutPlaintext", "Makes the data key of a token.")
                .carrying(VAULT),
            Call::through(VIA_IDENTITY, "Encrypt", "Encrypts a token.").carrying(VAULT),
            Call::through(VIA_IDENTITY, "Decrypt", "Decrypts a token.").carrying(VAULT),
        ],
    ),
    Job::new(
        SAGEMAKER,
        "Create an encrypted notebook or domain",
        "CreateNotebookInstance CreateDomain studio notebook volume",
        SAGEMAKER_PAGE,
        &[
            Call::through(VIA_SAGEMAKER, "DescribeKey", SEES).inferred(),
            Call::through(VIA_SAGEMAKER, "CreateGrant", "Lets SageMaker use the key for the volume.")
                .making(SAGEMAKER_GRANT)
                .inferred(),
        ],
    ),
    Job::new(
        SAGEMAKER,
        "Train a model with encrypted volumes",
        "CreateTrainingJob CreateProcessingJob training volume VolumeKmsKeyId",
        SAGEMAKER_PAGE,
        &[
            Call::through(VIA_SAGEMAKER, "DescribeKey", SEES).inferred(),
            Call::through(VIA_SAGEMAKER, "CreateGrant", "Lets SageMaker use the key for the volumes.")
                .making(SAGEMAKER_GRANT)
                .inferred(),
        ],
    ),
    Job::new(
        SAGEMAKER,
        "Read input and write output in encrypted buckets",
        "training data output model artifact bucket execution role KmsKeyId S3",
        SAGEMAKER_PAGE,
        &[
            Call::as_role("role", "Decrypt", "Opens the data key of the input.")
                .via("s3.<region>.amazonaws.com")
                .inferred(),
            Call::as_role("role", "GenerateDataKey", "Makes the data key of the output.")
                .via("s3.<region>.amazonaws.com")
                .inferred(),
        ],
    ),
    Job::new(
        "Amazon Q Developer",
        "Use encrypted customizations",
        "Q developer customization codewhisperer integration role",
        docs!("amazonq/latest/qdeveloper-ug/security_iam_manage-access-with-kms-policies.html"),
        &[
            Call::through("q.<region>.amazonaws.com", "GenerateDataKey", "Makes a data key."),
            Call::through("q.<region>.amazonaws.com", "Encrypt", "Encrypts data."),
            Call::through("q.<region>.amazonaws.com", "Decrypt", "Decrypts data."),
        ],
    ),
];
