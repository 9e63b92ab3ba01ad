//! Databases, caches and services that analyse data.

use super::{
    Call, ContextPair, NewGrant, Path, Sequence, Service, ServicePrincipal, Template as T, ViaService,
};

const VIA_RDS: &str = "rds.<region>.amazonaws.com";
const DSQL: &str = "dsql.amazonaws.com";
const DSQL_CLUSTER: &str = "arn:<partition>:dsql:<region>:<account>:cluster/<cluster-id>";
const DSQL_CONTEXT: &[(&str, T)] = &[("aws:dsql:ClusterId", T("<cluster-id>"))];
const VIA_DYNAMODB: &str = "dynamodb.<region>.amazonaws.com";

/// Like beside like.
pub(super) const TABLE: &[Service] = &[
    Service {
        name: "Amazon RDS / Aurora / Neptune",
        service_principals: &[
            ServicePrincipal::own("rds.amazonaws.com"),
            ServicePrincipal::own("events.rds.amazonaws.com"),
        ],
        via_service: &[ViaService::own(VIA_RDS)],
        encryption_context: &[
            ContextPair::always("aws:rds:db-id", "<db-instance-or-cluster-id>"),
            ContextPair::when("aws:ebs:id", "vol-<volume-id>", "the call is for a volume"),
            ContextPair::when("aws:pi:service", "rds", "the call is for Performance Insights"),
            ContextPair::when("service", "pi", "the call is for Performance Insights"),
        ],
        operations: &["CreateGrant", "DescribeKey", "GenerateDataKey", "Decrypt"],
        paths: &[
            Path::forwarded("whoever creates or changes the database", &["CreateGrant", "DescribeKey"])
                .via(&[T(VIA_RDS)]),
            Path::grant("RDS", &["Decrypt", "GenerateDataKey"]).unconfirmed(),
            Path::service(
                "the target of a zero-ETL integration",
                &[T("redshift.amazonaws.com"), T("glue.amazonaws.com")],
                &["CreateGrant"],
            )
            .noting("The statement limits the grant by the encryption context and kms:GrantOperations."),
        ],
        sequences: &[Sequence::new(
            "Create an encrypted database",
            &[
                Call::through(VIA_RDS, "DescribeKey", "Sees that the key can be used."),
                Call::through(VIA_RDS, "CreateGrant", "Lets RDS use the key for the database.").making(
                    NewGrant {
                        operations: &["Decrypt", "GenerateDataKey"],
                        encryption_context_subset: &[("aws:rds:db-id", T("<db-instance-or-cluster-id>"))],
                    },
                ),
            ],
        )
        .unconfirmed()],
        notes: &[
            "A Deny for everybody needs an exception for the account.",
            "Elastic clusters of Amazon DocumentDB come as docdb-elastic.<region>.amazonaws.com.",
        ],
        page: docs!("AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html"),
    },
    Service {
        name: "Amazon Aurora DSQL",
        service_principals: &[ServicePrincipal::own(DSQL)],
        via_service: &[
            ViaService::own("dsql.<region>.amazonaws.com").with_status(crate::Status::SingleSource)
        ],
        encryption_context: &[ContextPair::always("aws:dsql:ClusterId", "<cluster-id>")],
        operations: &["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "DescribeKey"],
        paths: &[
            Path::service(
                "Aurora DSQL",
                &[T(DSQL)],
                &["Decrypt", "GenerateDataKey", "Encrypt", "ReEncryptFrom", "ReEncryptTo"],
            )
            .for_resource(DSQL_CLUSTER),
            Path::service("Aurora DSQL", &[T(DSQL)], &["DescribeKey"])
                .for_resource(DSQL_CLUSTER)
                .noting("It has a statement of its own, for it carries no encryption context."),
        ],
        sequences: &[Sequence::new(
            "Use an encrypted cluster",
            &[
                Call::by(DSQL, "DescribeKey", "Sees that the key can be used.").for_resource(DSQL_CLUSTER),
                Call::by(DSQL, "GenerateDataKey", "Makes a data key of the cluster.")
                    .with_context(DSQL_CONTEXT)
                    .for_resource(DSQL_CLUSTER),
                Call::by(DSQL, "Encrypt", "Encrypts data of the cluster.")
                    .with_context(DSQL_CONTEXT)
                    .for_resource(DSQL_CLUSTER),
                Call::by(DSQL, "Decrypt", "Decrypts data of the cluster.")
                    .with_context(DSQL_CONTEXT)
                    .for_resource(DSQL_CLUSTER),
                Call::by(DSQL, "ReEncrypt", "Re-encrypts data of the cluster.")
                    .with_context(DSQL_CONTEXT)
                    .for_resource(DSQL_CLUSTER),
            ],
        )
        .unconfirmed()],
        notes: &["The page speaks of kms:ViaService and users, and its example of the service principal."],
        page: docs!("aurora-dsql/latest/userguide/data-encryption.html"),
    },
    Service {
        name: "Amazon DynamoDB",
        service_principals: &[
            ServicePrincipal::own("dynamodb.amazonaws.com"),
            ServicePrincipal::own("replication.dynamodb.amazonaws.com"),
        ],
        via_service: &[ViaService::own(VIA_DYNAMODB)],
        encryption_context: &[
            ContextPair::always("aws:dynamodb:tableName", "<table>"),
            ContextPair::always("aws:dynamodb:subscriberId", "<account>"),
        ],
        operations: &[
            "Encrypt",
            "Decrypt",
            "ReEncrypt*",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "DescribeKey",
            "CreateGrant",
            "RetireGrant",
        ],
        paths: &[
            Path::forwarded(
                "whoever calls DynamoDB",
                &["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey", "CreateGrant"],
            )
            .via(&[T(VIA_DYNAMODB)]),
            Path::grant("DynamoDB", &["Decrypt"])
                .noting(
                    "The grant is constrained to the table and the account; which further operations \
                    it lists is not documented.",
                )
                .unconfirmed(),
            Path::service(
                "DynamoDB, to look at the key",
                &[T("dynamodb.amazonaws.com")],
                &["DescribeKey", "GetKeyPolicy", "ListGrants"],
            )
            .noting(
                "The AWS managed key's policy allows all that begins with Describe, Get or List, and \
                tests no source.",
            ),
            Path::service(
                "the replication of global tables across accounts",
                &[T("replication.dynamodb.amazonaws.com")],
                &["Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey"],
            )
            .for_resource_of("<table-arn>", "<replica-account>"),
        ],
        sequences: &[],
        notes: &[
            "The page writes dynamodb.*.amazonaws.com, for global tables call across Regions.",
            "CloudTrail shows data keys made by the service and decrypted for the caller: both paths are \
            used.",
            "A table's key is cached for five minutes.",
        ],
        page: docs!("amazondynamodb/latest/developerguide/encryption.usagenotes.html"),
    },
    Service {
        name: "Amazon ElastiCache",
        service_principals: &[ServicePrincipal::unconfirmed("elasticache.amazonaws.com")],
        via_service: &[
            ViaService::own("elasticache.<region>.amazonaws.com"),
            ViaService::own("dax.<region>.amazonaws.com"),
        ],
        encryption_context: &[],
        operations: &["CreateGrant", "Decrypt", "GenerateDataKeyWithoutPlaintext", "RetireGrant"],
        paths: &[
            Path::forwarded("whoever creates the cache", &["CreateGrant", "DescribeKey"])
                .via(&[T("elasticache.<region>.amazonaws.com"), T("dax.<region>.amazonaws.com")])
                .unconfirmed(),
            Path::grant("ElastiCache", &["Decrypt", "GenerateDataKeyWithoutPlaintext"])
                .noting("There is one grant for each cache and one for each backup.")
                .unconfirmed(),
        ],
        sequences: &[],
        notes: &[
            "A condition on kms:ViaService has to list elasticache and dax.",
            "Its encryption context is not documented.",
        ],
        page: docs!("AmazonElastiCache/latest/dg/at-rest-encryption.html"),
    },
    Service {
        name: "Amazon Redshift",
        service_principals: &[ServicePrincipal::own("redshift.amazonaws.com")],
        via_service: &[
            ViaService::own("redshift.<region>.amazonaws.com"),
            ViaService::own("redshift-serverless.<region>.amazonaws.com"),
            ViaService::own("sqlworkbench.<region>.amazonaws.com"),
        ],
        encryption_context: &[
            ContextPair::always(
                "aws:redshift:arn",
                "arn:<partition>:redshift:<region>:<account>:cluster:<cluster>",
            ),
            ContextPair::always("aws:redshift:createtime", "<compact-timestamp>"),
        ],
        operations: &["GenerateDataKey", "Decrypt", "CreateGrant", "DescribeKey"],
        paths: &[
            Path::forwarded("whoever creates the cluster", &["CreateGrant", "GenerateDataKey", "Decrypt"])
                .via(&[T("redshift.<region>.amazonaws.com")])
                .unconfirmed(),
            Path::service(
                "Redshift, for a zero-ETL integration",
                &[T("redshift.amazonaws.com")],
                &["Decrypt", "CreateGrant"],
            )
            .for_resource_of("arn:<partition>:redshift:<region>:<account>:integration:*", "<account>")
            .noting("The source is DynamoDB or RDS."),
        ],
        sequences: &[],
        notes: &["The cluster's ARN has a colon before the name, not a slash."],
        page: docs!("redshift/latest/mgmt/working-with-db-encryption.html"),
    },
    Service {
        name: "AWS Glue (Data Catalog)",
        service_principals: &[ServicePrincipal::own("glue.amazonaws.com")],
        via_service: &[ViaService::own("glue.<region>.amazonaws.com")],
        encryption_context: &[ContextPair::always("glue_catalog_id", "<account>")],
        operations: &["DescribeKey", "Decrypt", "Encrypt", "GenerateDataKey", "CreateGrant"],
        paths: &[
            Path::forwarded(
                "whoever calls the Data Catalog",
                &["Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey", "CreateGrant"],
            )
            .via(&[T("glue.<region>.amazonaws.com")])
            .noting(
                "The grant is for the search index and constrained by glue_catalog_id; the page \
                tests kms:GrantIsForAWSResource and kms:CallerAccount.",
            ),
            Path::role(
                "the role that the Data Catalog is given, with customer managed keys",
                &["Decrypt", "Encrypt", "GenerateDataKey"],
            )
            .noting("Its calls carry glue:RoleAssumedBy."),
        ],
        sequences: &[],
        notes: &["The key of its encryption context has no aws: in front, and its value is no ARN."],
        page: docs!("glue/latest/dg/encrypt-glue-data-catalog.html"),
    },
    Service {
        name: "Amazon Athena",
        service_principals: &[
            ServicePrincipal::own("encryption.athena.amazonaws.com"),
            ServicePrincipal::unconfirmed("athena.amazonaws.com"),
        ],
        via_service: &[
            ViaService::own("athena.<region>.amazonaws.com"),
            ViaService::of_other("s3.<region>.amazonaws.com", "holds the data"),
        ],
        encryption_context: &[
            ContextPair::when(
                "aws:athena:arn",
                "arn:<partition>:athena:<region>:<account>:workgroup/<workgroup>",
                "Athena manages the query results",
            ),
            ContextPair::when(
                "aws:s3:arn",
                "arn:<partition>:s3:::<bucket>/<object>",
                "query results are in S3",
            ),
        ],
        operations: &["Decrypt", "GenerateDataKey", "DescribeKey"],
        paths: &[
            Path::service(
                "Athena, for managed query results",
                &[T("encryption.athena.amazonaws.com")],
                &["Decrypt", "GenerateDataKey", "DescribeKey"],
            )
            .for_resource_of("arn:<partition>:athena:<region>:<account>:workgroup/<workgroup>", "<account>")
            .noting(
                "The page puts DescribeKey under a condition on the encryption context, where it \
                never matches.",
            ),
            Path::forwarded("whoever runs the query", &["GenerateDataKey", "Decrypt"])
                .via(&[T("athena.<region>.amazonaws.com"), T("s3.<region>.amazonaws.com")])
                .unconfirmed(),
        ],
        sequences: &[],
        notes: &["Its sample key policy has the key's own ARN as Resource where others have *."],
        page: docs!("athena/latest/ug/encrypting-managed-results.html"),
    },
    Service {
        name: "Amazon EMR / EMR on EKS",
        service_principals: &[ServicePrincipal::unconfirmed("elasticmapreduce.amazonaws.com")],
        via_service: &[ViaService::of_other("s3.<region>.amazonaws.com", "holds the data of EMRFS")],
        encryption_context: &[
            ContextPair::when(
                "aws:s3:arn",
                "arn:<partition>:s3:::<bucket>/<object>",
                "EMRFS has S3 encrypt the data",
            ),
            ContextPair::when("kms_cmk_id", "<key-arn>", "EMRFS encrypts the data itself"),
        ],
        operations: &["GenerateDataKey", "Decrypt"],
        paths: &[Path::role("the instance role of the cluster", &["GenerateDataKey", "Decrypt"])
            .noting("The cluster calls KMS itself, save where it has S3 encrypt.")],
        sequences: &[],
        notes: &[
            "The encryption of local disks (LUKS) has no encryption context: a key policy that asks for \
            one breaks it.",
        ],
        page: docs!("emr/latest/ManagementGuide/emr-data-encryption-options.html"),
    },
];
