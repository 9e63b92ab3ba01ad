//! Jobs of services that catalogue, search and analyse data.

use super::{Job, JobCall as Call, JobGrant as Grant};
use crate::service::Template as T;

const VIA_S3: &str = "s3.<region>.amazonaws.com";
const SEES: &str = "Sees that the key can be used.";

const ATHENA: &str = "Amazon Athena";
const ATHENA_RESULTS: &str = "encryption.athena.amazonaws.com";
const WORKGROUP: &str = "arn:<partition>:athena:<region>:<account>:workgroup/<workgroup>";
const WORKGROUP_CONTEXT: &[(&str, T)] = &[("aws:athena:arn", T(WORKGROUP))];

/// Which of two values of `kms:ViaService` a query has, no page says.
const EITHER: &str = "Whether the calls arrive through `s3` or `athena` has not been confirmed, so that the statement has no condition on `kms:ViaService`.";

const GLUE: &str = "AWS Glue";
const VIA_GLUE: &str = "glue.<region>.amazonaws.com";
const GLUE_PAGE: &str = docs!("glue/latest/dg/encrypt-glue-data-catalog.html");
const CATALOG: &[(&str, T)] = &[("glue_catalog_id", T("<account>"))];

const VIA_KAFKA: &str = "kafka.<region>.amazonaws.com";
const VIA_ES: &str = "es.<region>.amazonaws.com";

const DATAZONE: &str = "Amazon DataZone";
const VIA_DATAZONE: &str = "datazone.<region>.amazonaws.com";
const DOMAIN: &[(&str, T)] = &[("aws:datazone:domainId", T("<domain-id>"))];
const DATAZONE_PAGE: &str = docs!("datazone/latest/userguide/encryption-rest-datazone.html");

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        ATHENA,
        "Query encrypted data in S3",
        "StartQueryExecution select table bucket query",
        docs!("athena/latest/ug/encryption.html"),
        &[Call::through(VIA_S3, "Decrypt", "Opens the data key of the objects.").via_assumed().inferred()],
    )
    .noting(&[EITHER]),
    Job::new(
        ATHENA,
        "Write encrypted query results to S3",
        "StartQueryExecution query result location bucket workgroup",
        docs!("athena/latest/ug/encryption.html"),
        &[
            Call::through(VIA_S3, "GenerateDataKey", "Makes the data key of the result.")
                .via_assumed()
                .inferred(),
            Call::through(VIA_S3, "Decrypt", "Opens the data key of the result.").via_assumed().inferred(),
        ],
    )
    .noting(&[EITHER]),
    Job::new(
        ATHENA,
        "Keep managed query results",
        "managed query results workgroup GetQueryResults",
        docs!("athena/latest/ug/encrypting-managed-results.html"),
        &[
            Call::by(ATHENA_RESULTS, "DescribeKey", SEES).source(WORKGROUP).source_account(),
            Call::by(ATHENA_RESULTS, "GenerateDataKey", "Makes the data key of the results.")
                .carrying(WORKGROUP_CONTEXT)
                .source(WORKGROUP)
                .source_account(),
            Call::by(ATHENA_RESULTS, "Decrypt", "Opens the data key of the results.")
                .carrying(WORKGROUP_CONTEXT)
                .source(WORKGROUP)
                .source_account(),
        ],
    )
    .noting(&[
        "The page puts DescribeKey under the condition on the encryption context, where it never matches.",
    ]),
    Job::new(
        GLUE,
        "Use an encrypted Data Catalog",
        "data catalog GetTable CreateTable GetDatabase crawler metadata",
        GLUE_PAGE,
        &[
            Call::through(VIA_GLUE, "DescribeKey", SEES),
            Call::through(VIA_GLUE, "GenerateDataKey", "Makes a data key of the catalog.").carrying(CATALOG),
            Call::through(VIA_GLUE, "Encrypt", "Encrypts metadata.").carrying(CATALOG),
            Call::through(VIA_GLUE, "Decrypt", "Decrypts metadata.").carrying(CATALOG),
            Call::through(VIA_GLUE, "CreateGrant", "Lets the search index use the key.").making(
                Grant::to("glue.amazonaws.com", &["Decrypt", "GenerateDataKey"])
                    .limited_to(CATALOG)
                    .assumed(),
            ),
        ],
    ),
    Job::new(
        GLUE,
        "Use an encrypted Data Catalog through a role",
        "data catalog delegated role catalog metadata",
        GLUE_PAGE,
        &[
            Call::as_role("role", "GenerateDataKey", "Makes a data key of the catalog.").carrying(CATALOG),
            Call::as_role("role", "Encrypt", "Encrypts metadata.").carrying(CATALOG),
            Call::as_role("role", "Decrypt", "Decrypts metadata.").carrying(CATALOG),
        ],
    ),
    Job::new(
        GLUE,
        "Run a job with encrypted data in S3",
        "security configuration ETL crawler job role bucket",
        docs!("glue/latest/dg/encryption-security-configuration.html"),
        &[
            Call::as_role("role", "GenerateDataKey", "Makes the data key of what the job writes.")
                .via(VIA_S3)
                .inferred(),
            Call::as_role("role", "Decrypt", "Opens the data key of what the job reads.")
                .via(VIA_S3)
                .inferred(),
        ],
    ),
    Job::new(
        "Amazon EMR",
        "Process encrypted data in S3",
        "EMRFS SSE-KMS spark hadoop cluster instance role",
        docs!("emr/latest/ManagementGuide/emr-data-encryption-options.html"),
        &[
            Call::as_role("role", "GenerateDataKey", "Makes the data key of the objects.").via(VIA_S3),
            Call::as_role("role", "Decrypt", "Opens the data key of the objects.").via(VIA_S3),
        ],
    ),
    Job::new(
        "Amazon EMR",
        "Encrypt local disks",
        "LUKS local disk encryption cluster instance role",
        docs!("emr/latest/ManagementGuide/emr-data-encryption-options.html"),
        &[
            Call::as_role("role", "GenerateDataKey", "Makes the data key of the disks."),
            Call::as_role("role", "Decrypt", "Opens the data key of the disks."),
        ],
    )
    .noting(&[
        "These calls have no encryption context and come directly: a condition on either stops the cluster.",
    ]),
    Job::new(
        "Amazon MSK",
        "Create an encrypted cluster",
        "kafka CreateCluster CreateClusterV2 broker",
        docs!("msk/latest/developerguide/msk-encryption.html"),
        &[
            Call::through(VIA_KAFKA, "DescribeKey", SEES).inferred(),
            Call::through(VIA_KAFKA, "CreateGrant", "Lets MSK use the key for the brokers' volumes.")
                .making(
                    Grant::to("kafka.amazonaws.com", &["Decrypt", "GenerateDataKeyWithoutPlaintext"])
                        .assumed(),
                )
                .inferred(),
        ],
    )
    .noting(&["AWS does not document the encryption context of MSK."]),
    Job::new(
        "Amazon OpenSearch Service",
        "Create an encrypted domain",
        "elasticsearch CreateDomain opensearch index es",
        docs!("opensearch-service/latest/developerguide/encryption-at-rest.html"),
        &[
            Call::through(VIA_ES, "DescribeKey", SEES).inferred(),
            Call::through(VIA_ES, "CreateGrant", "Lets OpenSearch Service use the key for the domain.")
                .making(Grant::to("es.amazonaws.com", &["Decrypt", "GenerateDataKey"]).assumed()),
        ],
    )
    .noting(&["In `kms:ViaService` it is called `es`."]),
    Job::new(
        DATAZONE,
        "Create an encrypted domain",
        "CreateDomain sagemaker unified studio data portal",
        DATAZONE_PAGE,
        &[
            Call::through(VIA_DATAZONE, "DescribeKey", SEES),
            Call::through(VIA_DATAZONE, "CreateGrant", "Lets DataZone encrypt data of the domain.").making(
                Grant::to(
                    "datazone.amazonaws.com",
                    &["DescribeKey", "GenerateDataKey", "Decrypt", "RetireGrant"],
                )
                .assumed(),
            ),
            Call::through(VIA_DATAZONE, "CreateGrant", "Lets DataZone search the domain.")
                .making(Grant::to("datazone.amazonaws.com", &["DescribeKey", "Decrypt"]).assumed()),
        ],
    ),
    Job::new(
        DATAZONE,
        "Use an encrypted domain",
        "data portal catalog asset project",
        DATAZONE_PAGE,
        &[
            Call::through(VIA_DATAZONE, "GenerateDataKey", "Makes a data key of the domain.")
                .carrying(DOMAIN),
            Call::through(VIA_DATAZONE, "Decrypt", "Opens a data key of the domain.").carrying(DOMAIN),
        ],
    ),
];
