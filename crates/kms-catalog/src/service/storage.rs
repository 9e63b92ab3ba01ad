//! Services that store objects, volumes, files, images and their copies.

use super::{
    Call, ContextPair, NewGrant, Path, Sequence, Service, ServicePrincipal, Template as T, ViaService,
};

const VIA_S3: &str = "s3.<region>.amazonaws.com";
const OBJECT: &str = "arn:<partition>:s3:::<bucket>/<object>";
const OBJECT_CONTEXT: &[(&str, T)] = &[("aws:s3:arn", T(OBJECT))];

const VIA_EC2: &str = "ec2.<region>.amazonaws.com";
const VOLUME_CONTEXT: &[(&str, T)] = &[("aws:ebs:id", T("vol-<volume-id>"))];

/// Like beside like.
pub(super) const TABLE: &[Service] = &[
    Service {
        name: "Amazon S3 (SSE-KMS, DSSE-KMS)",
        service_principals: &[
            ServicePrincipal::own("s3.amazonaws.com"),
            ServicePrincipal::of_other("delivery.logs.amazonaws.com", "delivers logs to buckets"),
            ServicePrincipal::own("batchoperations.s3.amazonaws.com"),
        ],
        via_service: &[ViaService::own(VIA_S3)],
        encryption_context: &[
            ContextPair::always_as("aws:s3:arn", OBJECT, "the bucket has no S3 Bucket Key"),
            ContextPair::always_as(
                "aws:s3:arn",
                "arn:<partition>:s3:::<bucket>",
                "the bucket has an S3 Bucket Key",
            ),
            ContextPair::when(
                "<custom>",
                "<custom>",
                "the client sends x-amz-server-side-encryption-context",
            ),
        ],
        operations: &["GenerateDataKey", "Decrypt", "Encrypt"],
        paths: &[
            Path::forwarded("whoever calls S3", &["GenerateDataKey", "Decrypt"]).via(&[T(VIA_S3)]),
            Path::service(
                "S3, for inventories and event notifications",
                &[T("s3.amazonaws.com")],
                &["GenerateDataKey", "Decrypt"],
            )
            .for_resource_of("arn:<partition>:s3:::<bucket>", "<bucket-owner>")
            .noting("For notifications the statement belongs on the key of the queue or topic."),
        ],
        sequences: &[
            Sequence::new(
                "Put an object",
                &[Call::through(VIA_S3, "GenerateDataKey", "Makes the data key of the object.")
                    .with_context(OBJECT_CONTEXT)],
            ),
            Sequence::new(
                "Get an object",
                &[Call::through(VIA_S3, "Decrypt", "Opens the data key of the object.")
                    .with_context(OBJECT_CONTEXT)],
            ),
            Sequence::new(
                "Upload an object in parts",
                &[
                    Call::through(VIA_S3, "GenerateDataKey", "Makes the data key of the object.")
                        .with_context(OBJECT_CONTEXT),
                    Call::through(VIA_S3, "Decrypt", "Opens the data key for the further parts.")
                        .with_context(OBJECT_CONTEXT),
                ],
            ),
        ],
        notes: &[
            "A replication role needs Decrypt on the source's key and Encrypt on the destination's, each \
            with its own aws:s3:arn.",
            "The AWS managed key aws/s3 cannot be used across accounts.",
        ],
        page: docs!("AmazonS3/latest/userguide/UsingKMSEncryption.html"),
    },
    Service {
        name: "Amazon S3 Tables, S3 Metadata, S3 Storage Lens, S3 Vectors",
        service_principals: &[
            ServicePrincipal::own("maintenance.s3tables.amazonaws.com"),
            ServicePrincipal::own("metadata.s3.amazonaws.com"),
            ServicePrincipal::own("systemtables.s3.amazonaws.com"),
            ServicePrincipal::own("storage-lens.s3.amazonaws.com"),
            ServicePrincipal::own("indexing.s3vectors.amazonaws.com"),
        ],
        via_service: &[
            ViaService::own("s3tables.<region>.amazonaws.com"),
            ViaService::own("s3vectors.<region>.amazonaws.com"),
        ],
        encryption_context: &[
            ContextPair::when("aws:s3:arn", "<table-bucket-arn>/*", "the data is in a table bucket"),
            ContextPair::when(
                "aws:s3vectors:arn",
                "<vector-bucket-or-index-arn>",
                "the data is in a vector bucket",
            ),
            ContextPair::when("aws:s3vectors:resource-id", "<resource-id>", "the data is in a vector bucket"),
        ],
        operations: &["GenerateDataKey", "Decrypt", "DescribeKey"],
        paths: &[
            Path::service(
                "the maintenance of S3 Tables, and S3 Metadata for its own tables",
                &[T("maintenance.s3tables.amazonaws.com"), T("metadata.s3.amazonaws.com")],
                &["GenerateDataKey", "Decrypt"],
            )
            .noting("Even creating an encrypted table needs the maintenance."),
            Path::service(
                "Storage Lens, for its exports",
                &[T("storage-lens.s3.amazonaws.com")],
                &["GenerateDataKey"],
            )
            .for_resource_of("arn:<partition>:s3:<region>:<account>:storage-lens/<dashboard>", "<account>"),
            Path::service(
                "the indexing of S3 Vectors",
                &[T("indexing.s3vectors.amazonaws.com")],
                &["Decrypt"],
            )
            .for_resource_of("arn:<partition>:s3vectors:<region>:<account>:bucket/*", "<account>"),
            Path::forwarded("whoever calls the service", &["GenerateDataKey", "Decrypt"])
                .via(&[T("s3tables.<region>.amazonaws.com"), T("s3vectors.<region>.amazonaws.com")]),
        ],
        sequences: &[],
        notes: &["Its sample key policies have the key's own ARN as Resource where others have *."],
        page: docs!("AmazonS3/latest/userguide/s3-tables-kms-permissions.html"),
    },
    Service {
        name: "Amazon EBS / Amazon EC2",
        service_principals: &[ServicePrincipal::unconfirmed("ec2.amazonaws.com")],
        via_service: &[ViaService::own(VIA_EC2)],
        encryption_context: &[
            ContextPair::always_as(
                "aws:ebs:id",
                "vol-<volume-id>",
                "the call is for a volume or for a snapshot by CreateSnapshot",
            ),
            ContextPair::always_as(
                "aws:ebs:id",
                "snap-<snapshot-id>",
                "the call is for a snapshot by CopySnapshot",
            ),
        ],
        operations: &[
            "GenerateDataKeyWithoutPlaintext",
            "Decrypt",
            "CreateGrant",
            "DescribeKey",
            "ReEncryptFrom",
            "ReEncryptTo",
        ],
        paths: &[
            Path::forwarded(
                "whoever creates or attaches the volume",
                &["CreateGrant", "DescribeKey", "GenerateDataKeyWithoutPlaintext", "Decrypt"],
            )
            .via(&[T(VIA_EC2)])
            .unconfirmed(),
            Path::grant("the infrastructure of EC2, for the caller", &["Decrypt"]).unconfirmed(),
        ],
        sequences: &[
            Sequence::new(
                "Create an encrypted volume",
                &[
                    Call::through(VIA_EC2, "DescribeKey", "Sees that the key can be used."),
                    Call::through(
                        VIA_EC2,
                        "GenerateDataKeyWithoutPlaintext",
                        "Makes the data key of the volume.",
                    )
                    .with_context(VOLUME_CONTEXT),
                ],
            )
            .unconfirmed(),
            Sequence::new(
                "Attach an encrypted volume",
                &[
                    Call::through(VIA_EC2, "CreateGrant", "Lets EC2 decrypt the data key of the volume.")
                        .making(NewGrant {
                            operations: &["Decrypt"],
                            encryption_context_subset: VOLUME_CONTEXT,
                        }),
                    Call::granted("Decrypt", "Opens the data key for the instance.")
                        .with_context(VOLUME_CONTEXT),
                ],
            )
            .unconfirmed(),
        ],
        notes: &[
            "In kms:ViaService EBS is called ec2.",
            "The key is used when a volume is attached and for each new data key, not afterwards.",
        ],
        page: docs!("ebs/latest/userguide/ebs-encryption.html"),
    },
    Service {
        name: "Amazon EFS",
        service_principals: &[ServicePrincipal::unconfirmed("elasticfilesystem.amazonaws.com")],
        via_service: &[ViaService::own("elasticfilesystem.<region>.amazonaws.com")],
        encryption_context: &[],
        operations: &[
            "Encrypt",
            "Decrypt",
            "ReEncrypt*",
            "GenerateDataKeyWithoutPlaintext",
            "CreateGrant",
            "DescribeKey",
            "ListAliases",
        ],
        paths: &[
            Path::forwarded(
                "whoever creates the file system",
                &["CreateGrant", "DescribeKey", "GenerateDataKeyWithoutPlaintext", "Decrypt"],
            )
            .via(&[T("elasticfilesystem.<region>.amazonaws.com")])
            .unconfirmed(),
            Path::grant("EFS", &["Decrypt", "GenerateDataKeyWithoutPlaintext"]).unconfirmed(),
        ],
        sequences: &[],
        notes: &[
            "In kms:ViaService it is called elasticfilesystem.",
            "Encrypt, ReEncrypt and ListAliases are optional.",
            "Its encryption context is not documented.",
            "Soon after its key is disabled a file system cannot be reached.",
        ],
        page: docs!("efs/latest/ug/EFSKMS.html"),
    },
    Service {
        name: "Amazon ECR",
        service_principals: &[ServicePrincipal::unconfirmed("ecr.amazonaws.com")],
        via_service: &[ViaService::own("ecr.<region>.amazonaws.com")],
        encryption_context: &[
            ContextPair::always("aws:s3:arn", "arn:<partition>:s3:::<bucket-of-ecr>/<image-layer>"),
            ContextPair::always(
                "aws:ecr:arn",
                "arn:<partition>:ecr:<region>:<account>:repository/<repository>",
            ),
        ],
        operations: &["CreateGrant", "DescribeKey", "GenerateDataKey", "Decrypt", "RetireGrant"],
        paths: &[
            Path::forwarded(
                "whoever creates or deletes the repository",
                &["CreateGrant", "DescribeKey", "RetireGrant"],
            )
            .via(&[T("ecr.<region>.amazonaws.com")])
            .noting("To delete a repository the caller needs kms:RetireGrant in an identity-based policy."),
            Path::grant("ECR", &["GenerateDataKey", "Decrypt"]).unconfirmed(),
        ],
        sequences: &[],
        notes: &["The AWS managed key aws/ecr is created when it is first needed."],
        page: docs!("AmazonECR/latest/userguide/encryption-at-rest.html"),
    },
    Service {
        name: "AWS Backup",
        service_principals: &[ServicePrincipal::unconfirmed("backup.amazonaws.com")],
        via_service: &[
            ViaService::own("backup.<region>.amazonaws.com"),
            ViaService::own("backup-gateway.<region>.amazonaws.com"),
        ],
        encryption_context: &[ContextPair::always("aws:backup:backup-vault", "<backup-vault-arn>")],
        operations: &[
            "CreateGrant",
            "GenerateDataKey",
            "Decrypt",
            "DescribeKey",
            "Encrypt",
            "ReEncrypt*",
            "ListKeys",
            "ListAliases",
        ],
        paths: &[
            Path::forwarded(
                "the account or its backup role",
                &["CreateGrant", "DescribeKey", "GenerateDataKey", "Decrypt"],
            )
            .via(&[T("backup.<region>.amazonaws.com")])
            .noting("kms:GrantIsForAWSResource is true."),
            Path::grant("Backup", &["Decrypt", "GenerateDataKey"]).unconfirmed(),
            Path::role(
                "the backup role, or the service-linked role of the destination",
                &["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey", "CreateGrant"],
            )
            .noting("For copies across accounts the key policy names the role of the source."),
        ],
        sequences: &[],
        notes: &[
            "The page tests the key of the encryption context only, by kms:EncryptionContextKeys.",
            "The page misspells kms:ResourceAliases.",
            "Deny statements and revoked grants break copies.",
        ],
        page: docs!("aws-backup/latest/devguide/encryption.html"),
    },
    Service {
        name: "Amazon CloudFront (origin access control)",
        service_principals: &[ServicePrincipal::own("cloudfront.amazonaws.com")],
        via_service: &[],
        encryption_context: &[ContextPair::always("aws:s3:arn", OBJECT)],
        operations: &["Decrypt", "Encrypt", "GenerateDataKey*"],
        paths: &[Path::service(
            "CloudFront",
            &[T("cloudfront.amazonaws.com")],
            &["Decrypt", "Encrypt", "GenerateDataKey*"],
        )
        .for_resource("arn:<partition>:cloudfront::<account>:distribution/<distribution-id>")],
        sequences: &[],
        notes: &["The page spells the condition key AWS:SourceArn; case does not matter."],
        page: docs!("AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html"),
    },
];
