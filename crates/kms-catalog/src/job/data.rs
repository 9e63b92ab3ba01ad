//! Jobs of databases and caches.

use super::{Job, JobCall as Call, JobGrant as Grant};
use crate::service::Template as T;

const RDS: &str = "Amazon RDS";
const VIA_RDS: &str = "rds.<region>.amazonaws.com";
const RDS_PAGE: &str = docs!("AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html");
const RDS_GRANT: Grant =
    Grant::to("rds.amazonaws.com", &["Decrypt", "GenerateDataKey", "DescribeKey", "CreateGrant"]).assumed();
const SEES: &str = "Sees that the key can be used.";
const RDS_GRANTS: &str = "Lets RDS use the key for the database.";
const SHARING_PAGE: &str = docs!("AmazonRDS/latest/UserGuide/share-encrypted-snapshot.html");

const DSQL: &str = "dsql.amazonaws.com";
const DSQL_PAGE: &str = docs!("aurora-dsql/latest/userguide/data-encryption.html");
const DSQL_CLUSTER: &str = "arn:<partition>:dsql:<region>:<account>:cluster/<cluster-id>";
const DSQL_CONTEXT: &[(&str, T)] = &[("aws:dsql:ClusterId", T("<cluster-id>"))];

const DYNAMODB: &str = "Amazon DynamoDB";
const VIA_DYNAMODB: &str = "dynamodb.<region>.amazonaws.com";
const DYNAMODB_PAGE: &str = docs!("amazondynamodb/latest/developerguide/encryption.usagenotes.html");
const ITEM: &[(&str, T)] =
    &[("aws:dynamodb:tableName", T("<table>")), ("aws:dynamodb:subscriberId", T("<account>"))];
const REPLICATION: &str = "replication.dynamodb.amazonaws.com";
const REPLICATION_PAGE: &str = docs!("amazondynamodb/latest/developerguide/globaltables-security.html");

const VIA_CACHE: &str = "elasticache.<region>.amazonaws.com";
const VIA_MEMORYDB: &str = "memorydb.<region>.amazonaws.com";
const VIA_DOCDB: &str = "docdb-elastic.<region>.amazonaws.com";
const VIA_KEYSPACES: &str = "cassandra.<region>.amazonaws.com";
const VIA_TIMESTREAM: &str = "timestream.<region>.amazonaws.com";

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        RDS,
        "Create an encrypted database",
        "CreateDBInstance CreateDBCluster Aurora Neptune DocumentDB mysql postgres database instance cluster KMSKeyNotAccessibleFault",
        RDS_PAGE,
        &[
            Call::through(VIA_RDS, "DescribeKey", SEES),
            Call::through(VIA_RDS, "CreateGrant", RDS_GRANTS).making(RDS_GRANT),
            Call::granted("GenerateDataKey", "Makes the data key of the database.").inferred(),
            Call::granted("Decrypt", "Opens the data key of the database.").inferred(),
        ],
    )
    .noting(&["Aurora, Neptune and clusters of DocumentDB come as `rds` too."]),
    Job::new(
        RDS,
        "Restore an encrypted snapshot",
        "RestoreDBInstanceFromDBSnapshot RestoreDBClusterFromSnapshot Aurora restore point in time",
        RDS_PAGE,
        &[
            Call::through(VIA_RDS, "DescribeKey", SEES),
            Call::through(VIA_RDS, "CreateGrant", RDS_GRANTS).making(RDS_GRANT),
            Call::granted("Decrypt", "Opens the data key of the snapshot.").inferred(),
        ],
    ),
    Job::new(
        RDS,
        "Copy an encrypted snapshot",
        "snapshot copy CopyDBSnapshot CopyDBClusterSnapshot Aurora share shared another account cross-account cross-region KMSKeyNotAccessibleFault",
        SHARING_PAGE,
        &[
            Call::through(VIA_RDS, "DescribeKey", SEES),
            Call::through(VIA_RDS, "CreateGrant", "Lets RDS use the key while it copies.").making(RDS_GRANT),
            Call::granted("Decrypt", "Opens the data key of the snapshot.").inferred(),
            Call::granted("GenerateDataKey", "Makes the data key of the copy.").inferred(),
        ],
    )
    .noting(&[
        "For a shared snapshot the calls come from the account that copies, and the key is that of the account that shares.",
        "A snapshot under the AWS managed key `aws/rds` cannot be shared: copy it under a customer managed key first.",
    ]),
    Job::new(
        RDS,
        "Export a snapshot to S3",
        "StartExportTask export parquet snapshot bucket",
        docs!("AmazonRDS/latest/UserGuide/USER_ExportSnapshot.Setup.html"),
        &[
            Call::through(VIA_RDS, "DescribeKey", SEES).inferred(),
            Call::through(VIA_RDS, "CreateGrant", "Lets RDS use the key for the export.").making(RDS_GRANT).inferred(),
        ],
    ),
    Job::new(
        RDS,
        "Collect Performance Insights",
        "performance insights PI EnablePerformanceInsights database load",
        docs!("AmazonRDS/latest/UserGuide/USER_PerfInsights.access-control.html"),
        &[
            Call::through(VIA_RDS, "GenerateDataKey", "Makes the data key of the collected data.")
                .carrying(&[("aws:pi:service", T("rds")), ("service", T("pi"))])
                .inferred(),
            Call::through(VIA_RDS, "Decrypt", "Opens the data key of the collected data.")
                .carrying(&[("aws:pi:service", T("rds")), ("service", T("pi"))]),
        ],
    ),
    Job::new(
        "Amazon DocumentDB elastic clusters",
        "Create an encrypted elastic cluster",
        "docdb mongodb CreateCluster",
        docs!("documentdb/latest/developerguide/elastic-encryption.html"),
        &[
            Call::through(VIA_DOCDB, "DescribeKey", SEES).inferred(),
            Call::through(VIA_DOCDB, "CreateGrant", "Lets DocumentDB use the key for the cluster.")
                .making(
                    Grant::to("docdb-elastic.amazonaws.com", &["Decrypt", "GenerateDataKeyWithoutPlaintext"]).assumed(),
                )
                .inferred(),
        ],
    ),
    Job::new(
        "Amazon Aurora DSQL",
        "Use an encrypted cluster",
        "distributed SQL cluster create query",
        DSQL_PAGE,
        &[
            Call::by(DSQL, "DescribeKey", SEES).source(DSQL_CLUSTER),
            Call::by(DSQL, "GenerateDataKey", "Makes a data key of the cluster.")
                .carrying(DSQL_CONTEXT)
                .source(DSQL_CLUSTER),
            Call::by(DSQL, "Encrypt", "Encrypts data of the cluster.").carrying(DSQL_CONTEXT).source(DSQL_CLUSTER),
            Call::by(DSQL, "Decrypt", "Decrypts data of the cluster.").carrying(DSQL_CONTEXT).source(DSQL_CLUSTER),
            Call::by(DSQL, "ReEncrypt", "Re-encrypts data of the cluster.")
                .carrying(DSQL_CONTEXT)
                .source(DSQL_CLUSTER)
                .inferred(),
        ],
    ),
    Job::new(
        DYNAMODB,
        "Create an encrypted table",
        "CreateTable UpdateTable SSESpecification nosql",
        DYNAMODB_PAGE,
        &[
            Call::through(VIA_DYNAMODB, "DescribeKey", SEES),
            Call::through(VIA_DYNAMODB, "CreateGrant", "Lets DynamoDB use the key for maintenance.")
                .making(Grant::to("dynamodb.amazonaws.com", &["Decrypt"]).limited_to(ITEM).assumed()),
            Call::through(VIA_DYNAMODB, "GenerateDataKey", "Makes the table key.").carrying(ITEM),
            Call::through(VIA_DYNAMODB, "Decrypt", "Opens the table key.").carrying(ITEM),
        ],
    ),
    Job::new(
        DYNAMODB,
        "Read or write items",
        "GetItem PutItem Query Scan UpdateItem BatchWriteItem item table",
        DYNAMODB_PAGE,
        &[Call::through(VIA_DYNAMODB, "Decrypt", "Opens the table key, unless DynamoDB still has it.").carrying(ITEM)],
    )
    .noting(&["DynamoDB keeps the table key of each caller for five minutes."]),
    Job::new(
        DYNAMODB,
        "Replicate a global table across accounts",
        "global table replica multi-account multi-region replication",
        REPLICATION_PAGE,
        &[
            Call::by(REPLICATION, "DescribeKey", SEES),
            Call::by(REPLICATION, "Decrypt", "Opens the table key."),
            Call::by(REPLICATION, "GenerateDataKey", "Makes the table key of the replica."),
            Call::by(REPLICATION, "ReEncrypt", "Re-encrypts the table key.").inferred(),
        ],
    )
    .noting(&[
        "The page limits the service to the accounts of all replicas in `aws:SourceAccount` and to their tables in `aws:SourceArn`: add both, with every replica.",
    ]),
    Job::new(
        "Amazon Keyspaces",
        "Create an encrypted table",
        "cassandra CreateTable keyspace",
        docs!("keyspaces/latest/devguide/EncryptionAtRest.html"),
        &[
            Call::through(VIA_KEYSPACES, "DescribeKey", SEES).inferred(),
            Call::through(VIA_KEYSPACES, "CreateGrant", "Lets Keyspaces use the key for the table.")
                .making(Grant::to("cassandra.amazonaws.com", &["Decrypt", "Encrypt"]).assumed())
                .inferred(),
        ],
    ),
    Job::new(
        "Amazon ElastiCache",
        "Create an encrypted cache",
        "redis valkey memcached CreateReplicationGroup serverless cache backup",
        docs!("AmazonElastiCache/latest/dg/at-rest-encryption.html"),
        &[
            Call::through(VIA_CACHE, "DescribeKey", SEES).inferred(),
            Call::through(VIA_CACHE, "CreateGrant", "Lets ElastiCache use the key for the cache.")
                .making(
                    Grant::to("elasticache.amazonaws.com", &["Decrypt", "GenerateDataKeyWithoutPlaintext"]).assumed(),
                )
                .inferred(),
            Call::through("dax.<region>.amazonaws.com", "CreateGrant", "Lets ElastiCache use the key for the cache.")
                .making(
                    Grant::to("elasticache.amazonaws.com", &["Decrypt", "GenerateDataKeyWithoutPlaintext"]).assumed(),
                )
                .inferred(),
        ],
    )
    .noting(&["The page wants both names in a condition on `kms:ViaService`: `elasticache` and `dax`."]),
    Job::new(
        "Amazon MemoryDB",
        "Create an encrypted cluster",
        "redis valkey CreateCluster snapshot",
        docs!("memorydb/latest/devguide/at-rest-encryption.html"),
        &[
            Call::through(VIA_MEMORYDB, "DescribeKey", SEES).inferred(),
            Call::through(VIA_MEMORYDB, "CreateGrant", "Lets MemoryDB use the key for the cluster.")
                .making(
                    Grant::to("memorydb.amazonaws.com", &["Decrypt", "GenerateDataKeyWithoutPlaintext"]).assumed(),
                )
                .inferred(),
        ],
    ),
    Job::new(
        "Amazon Timestream",
        "Create an encrypted database",
        "timestream LiveAnalytics CreateDatabase UpdateDatabase time series",
        docs!("timestream/latest/developerguide/EncryptionAtRest.html"),
        &[
            Call::through(VIA_TIMESTREAM, "DescribeKey", SEES).inferred(),
            Call::through(VIA_TIMESTREAM, "CreateGrant", "Lets Timestream use the key for the database.")
                .making(Grant::to("timestream.amazonaws.com", &["Decrypt", "GenerateDataKey"]).assumed())
                .inferred(),
        ],
    ),
    Job::new(
        "Amazon Redshift",
        "Create an encrypted cluster",
        "CreateCluster data warehouse restore snapshot",
        docs!("redshift/latest/mgmt/working-with-db-encryption.html"),
        &[
            Call::through("redshift.<region>.amazonaws.com", "DescribeKey", SEES).inferred(),
            Call::through("redshift.<region>.amazonaws.com", "CreateGrant", "Lets Redshift use the key.")
                .making(Grant::to("redshift.amazonaws.com", &["Decrypt", "GenerateDataKey"]).assumed())
                .inferred(),
            Call::through("redshift.<region>.amazonaws.com", "GenerateDataKey", "Makes the cluster key.").inferred(),
            Call::through("redshift.<region>.amazonaws.com", "Decrypt", "Opens the cluster key.").inferred(),
        ],
    ),
    Job::new(
        "Amazon Redshift",
        "Create an encrypted serverless namespace",
        "CreateNamespace serverless workgroup data warehouse",
        docs!("redshift/latest/mgmt/serverless-workgroups-and-namespaces-rotate-kms-key.html"),
        &[
            Call::through("redshift-serverless.<region>.amazonaws.com", "DescribeKey", SEES).inferred(),
            Call::through("redshift-serverless.<region>.amazonaws.com", "CreateGrant", "Lets Redshift use the key.")
                .making(Grant::to("redshift.amazonaws.com", &["Decrypt", "GenerateDataKey"]).assumed())
                .inferred(),
        ],
    ),
    Job::new(
        "Amazon Redshift",
        "Run a zero-ETL integration",
        "zero-etl integration RDS Aurora DynamoDB replicate",
        docs!("redshift/latest/mgmt/zero-etl-using.creating.html"),
        &[
            Call::by("redshift.amazonaws.com", "Decrypt", "Opens the data of the integration.")
                .source("arn:<partition>:redshift:<region>:<account>:integration:<integration-id>")
                .source_account(),
            Call::by("redshift.amazonaws.com", "CreateGrant", "Lets Redshift use the key for the integration.")
                .source("arn:<partition>:redshift:<region>:<account>:integration:<integration-id>")
                .source_account()
                .making(
                    Grant::to("redshift.amazonaws.com", &["Decrypt", "GenerateDataKey", "CreateGrant"])
                        .not_for_aws_resource()
                        .assumed(),
                ),
        ],
    ),
];
