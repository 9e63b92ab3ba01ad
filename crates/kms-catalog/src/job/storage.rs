//! Jobs of the services that store objects, files, images and their copies.

use super::{Job, JobCall as Call, JobGrant as Grant, JobOption};
use crate::service::Template as T;

const S3: &str = "Amazon S3";
const VIA_S3: &str = "s3.<region>.amazonaws.com";
const S3_PAGE: &str = docs!("AmazonS3/latest/userguide/UsingKMSEncryption.html");
const BUCKET_KEY_PAGE: &str = docs!("AmazonS3/latest/userguide/bucket-key.html");
const REPLICATION_PAGE: &str = docs!("AmazonS3/latest/userguide/replication-config-for-kms-objects.html");

pub(super) const OBJECT: &[(&str, T)] = &[("aws:s3:arn", T("arn:<partition>:s3:::<bucket>/<object>"))];
pub(super) const BUCKET: &[(&str, T)] = &[("aws:s3:arn", T("arn:<partition>:s3:::<bucket>"))];
const SOURCE_BUCKET: &str = "arn:<partition>:s3:::<source-bucket>";

/// What a bucket's encryption setting changes: KMS gets the ARN of the object or that of the bucket.
pub(super) const BUCKET_KEYS: &[JobOption] = &[
    JobOption { name: NO_BUCKET_KEY, when: "the bucket has no S3 Bucket Key" },
    JobOption { name: BUCKET_KEY, when: "the bucket has an S3 Bucket Key" },
];
pub(super) const NO_BUCKET_KEY: &str = "no-bucket-key";
pub(super) const BUCKET_KEY: &str = "bucket-key";

const MAKES: &str = "Makes the data key of the object.";
const MAKES_FOR_BUCKET: &str = "Makes the bucket-level key, unless S3 still has one.";
const OPENS: &str = "Opens the data key of the object.";
const OPENS_FOR_BUCKET: &str = "Opens the bucket-level key.";

const TABLES: &str = "Amazon S3 Tables";
const VIA_TABLES: &str = "s3tables.<region>.amazonaws.com";
const TABLES_PAGE: &str = docs!("AmazonS3/latest/userguide/s3-tables-kms-permissions.html");
const TABLE_CONTEXT: &[(&str, T)] =
    &[("aws:s3:arn", T("arn:<partition>:s3tables:<region>:<account>:bucket/<table-bucket>/<table-part>"))];
const MAINTENANCE: &str = "maintenance.s3tables.amazonaws.com";

const VECTORS: &str = "Amazon S3 Vectors";
const VIA_VECTORS: &str = "s3vectors.<region>.amazonaws.com";
const VECTORS_PAGE: &str = docs!("AmazonS3/latest/userguide/s3-vectors-data-encryption.html");
const VECTOR_BUCKET: &str = "arn:<partition>:s3vectors:<region>:<account>:bucket/<vector-bucket>";

const VIA_EFS: &str = "elasticfilesystem.<region>.amazonaws.com";
const VIA_FSX: &str = "fsx.<region>.amazonaws.com";
const VIA_ECR: &str = "ecr.<region>.amazonaws.com";
const ECR_PAGE: &str = docs!("AmazonECR/latest/userguide/encryption-at-rest.html");
const REPOSITORY: &[(&str, T)] =
    &[("aws:ecr:arn", T("arn:<partition>:ecr:<region>:<account>:repository/<repository>"))];
const ECR_GRANT: Grant = Grant::to("ecr.amazonaws.com", &["GenerateDataKey", "Decrypt"]).assumed();

const VIA_BACKUP: &str = "backup.<region>.amazonaws.com";
const BACKUP: &str = "AWS Backup";
const BACKUP_PAGE: &str = docs!("aws-backup/latest/devguide/encryption.html");
const BACKUP_GRANT: Grant = Grant::to("backup.amazonaws.com", &["Decrypt", "GenerateDataKey"]).assumed();

const SEES: &str = "Sees that the key can be used.";

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        S3,
        "Put an object",
        "upload write store PutObject cp sync terraform state GenerateDataKey AccessDenied KMSAccessDenied",
        S3_PAGE,
        &[
            Call::through(VIA_S3, "GenerateDataKey", MAKES).carrying(OBJECT).only_with(NO_BUCKET_KEY),
            Call::through(VIA_S3, "GenerateDataKey", MAKES_FOR_BUCKET).carrying(BUCKET).only_with(BUCKET_KEY),
        ],
    )
    .choosing(BUCKET_KEYS),
    Job::new(
        S3,
        "Get an object",
        "download read GetObject HeadObject cp Decrypt AccessDenied KMSAccessDenied",
        S3_PAGE,
        &[
            Call::through(VIA_S3, "Decrypt", OPENS).carrying(OBJECT).only_with(NO_BUCKET_KEY),
            Call::through(VIA_S3, "Decrypt", OPENS_FOR_BUCKET).carrying(BUCKET).only_with(BUCKET_KEY),
        ],
    )
    .choosing(BUCKET_KEYS)
    .noting(&["An object keeps the encryption it was stored with: turning the Bucket Key on changes new objects only."]),
    Job::new(
        S3,
        "Upload an object in parts",
        "multipart upload large file CreateMultipartUpload UploadPart CompleteMultipartUpload",
        S3_PAGE,
        &[
            Call::through(VIA_S3, "GenerateDataKey", MAKES).carrying(OBJECT).only_with(NO_BUCKET_KEY),
            Call::through(VIA_S3, "Decrypt", "Opens the data key for the further parts.")
                .carrying(OBJECT)
                .only_with(NO_BUCKET_KEY),
            Call::through(VIA_S3, "GenerateDataKey", MAKES_FOR_BUCKET).carrying(BUCKET).only_with(BUCKET_KEY),
            Call::through(VIA_S3, "Decrypt", "Opens the bucket-level key for the further parts.")
                .carrying(BUCKET)
                .only_with(BUCKET_KEY),
        ],
    )
    .choosing(BUCKET_KEYS),
    Job::new(
        S3,
        "Copy an object within the bucket",
        "CopyObject re-encrypt rename move mv",
        S3_PAGE,
        &[
            Call::through(VIA_S3, "Decrypt", OPENS).carrying(OBJECT).only_with(NO_BUCKET_KEY),
            Call::through(VIA_S3, "GenerateDataKey", "Makes the data key of the copy.")
                .carrying(OBJECT)
                .only_with(NO_BUCKET_KEY),
            Call::through(VIA_S3, "Decrypt", OPENS_FOR_BUCKET).carrying(BUCKET).only_with(BUCKET_KEY),
            Call::through(VIA_S3, "GenerateDataKey", MAKES_FOR_BUCKET).carrying(BUCKET).only_with(BUCKET_KEY),
        ],
    )
    .choosing(BUCKET_KEYS)
    .noting(&["For a copy to another bucket the Decrypt is on the key of the source, the GenerateDataKey on that of the destination."]),
    Job::new(
        S3,
        "Replicate objects from a bucket with this key",
        "replication CRR SRR source role cross-region replica ReplicateObject",
        REPLICATION_PAGE,
        &[
            Call::as_role("role", "Decrypt", "Opens the data key of the source object.")
                .via(VIA_S3)
                .carrying(OBJECT)
                .only_with(NO_BUCKET_KEY),
            Call::as_role("role", "Decrypt", OPENS_FOR_BUCKET).via(VIA_S3).carrying(BUCKET).only_with(BUCKET_KEY),
        ],
    )
    .choosing(BUCKET_KEYS),
    Job::new(
        S3,
        "Replicate objects to a bucket with this key",
        "replication CRR SRR destination role cross-region cross-account replica ReplicateObject",
        REPLICATION_PAGE,
        &[
            Call::as_role("role", "Encrypt", "Encrypts the data key of the replica.")
                .via(VIA_S3)
                .carrying(OBJECT)
                .only_with(NO_BUCKET_KEY),
            Call::as_role("role", "Encrypt", "Encrypts under the bucket-level key.")
                .via(VIA_S3)
                .carrying(BUCKET)
                .only_with(BUCKET_KEY),
            Call::as_role("role", "Decrypt", "Sees that the bucket-level key is whole.")
                .via(VIA_S3)
                .carrying(BUCKET)
                .only_with(BUCKET_KEY),
            Call::as_role("role", "GenerateDataKey", "Makes the bucket-level key.")
                .via(VIA_S3)
                .carrying(BUCKET)
                .only_with(BUCKET_KEY)
                .inferred(),
        ],
    )
    .choosing(BUCKET_KEYS),
    Job::new(
        S3,
        "Write an inventory report",
        "inventory analytics export list manifest",
        docs!("AmazonS3/latest/userguide/configure-inventory.html"),
        &[Call::by("s3.amazonaws.com", "GenerateDataKey", "Makes the data key of the report.")
            .source(SOURCE_BUCKET)
            .source_account()],
    )
    .noting(&["The source is the bucket that is listed; the key is that of the bucket which gets the report."]),
    Job::new(
        S3,
        "Run a batch operation on encrypted objects",
        "batch operations job manifest S3 Batch",
        BUCKET_KEY_PAGE,
        &[
            Call::as_role("role", "Decrypt", "Opens the data key of the manifest or of an object.")
                .via(VIA_S3)
                .inferred(),
            Call::as_role("role", "GenerateDataKey", "Makes the data key of the copies and of the report.")
                .via(VIA_S3)
                .inferred(),
        ],
    ),
    Job::new(
        "Amazon S3 Storage Lens",
        "Export metrics",
        "storage lens dashboard export",
        docs!("AmazonS3/latest/userguide/storage_lens_encrypt_permissions.html"),
        &[Call::by("storage-lens.s3.amazonaws.com", "GenerateDataKey", "Makes the data key of the export.")
            .source("arn:<partition>:s3:<region>:<account>:storage-lens/<dashboard>")
            .source_account()],
    ),
    Job::new(
        TABLES,
        "Write to an encrypted table",
        "iceberg table bucket insert create CreateTable maintenance compaction",
        TABLES_PAGE,
        &[
            Call::through(VIA_TABLES, "GenerateDataKey", "Makes a data key of the table."),
            Call::through(VIA_TABLES, "Decrypt", "Opens a data key of the table."),
            Call::by(MAINTENANCE, "GenerateDataKey", "Makes a data key when files are compacted.")
                .carrying(TABLE_CONTEXT),
            Call::by(MAINTENANCE, "Decrypt", "Opens the data keys of the files to compact.").carrying(TABLE_CONTEXT),
        ],
    )
    .noting(&["Without the permissions of the maintenance service the encrypted table cannot be created."]),
    Job::new(
        TABLES,
        "Read an encrypted table",
        "iceberg table bucket select query GetTable",
        TABLES_PAGE,
        &[Call::through(VIA_TABLES, "Decrypt", "Opens a data key of the table.").inferred()],
    )
    .noting(&["The page asks for `kms:GenerateDataKey` too of everyone who accesses a table."]),
    Job::new(
        "Amazon S3 Metadata",
        "Keep metadata tables",
        "metadata table journal inventory bucket CreateBucketMetadataConfiguration",
        TABLES_PAGE,
        &[
            Call::by("metadata.s3.amazonaws.com", "GenerateDataKey", "Makes a data key of the metadata table.")
                .carrying(TABLE_CONTEXT),
            Call::by("metadata.s3.amazonaws.com", "Decrypt", "Opens a data key of the metadata table.")
                .carrying(TABLE_CONTEXT),
            Call::by(MAINTENANCE, "GenerateDataKey", "Makes a data key when files are compacted.")
                .carrying(TABLE_CONTEXT),
            Call::by(MAINTENANCE, "Decrypt", "Opens the data keys of the files to compact.").carrying(TABLE_CONTEXT),
        ],
    ),
    Job::new(
        VECTORS,
        "Write and index vectors",
        "PutVectors embedding vector bucket index CreateIndex",
        VECTORS_PAGE,
        &[
            Call::through(VIA_VECTORS, "GenerateDataKey", "Makes a data key of the vector bucket."),
            Call::through(VIA_VECTORS, "Decrypt", "Opens a data key of the vector bucket."),
            Call::by("indexing.s3vectors.amazonaws.com", "Decrypt", "Opens the data key to build the index.")
                .source(VECTOR_BUCKET)
                .source_account(),
        ],
    ),
    Job::new(
        VECTORS,
        "Query vectors",
        "QueryVectors GetVectors similarity search embedding",
        VECTORS_PAGE,
        &[Call::through(VIA_VECTORS, "Decrypt", "Opens a data key of the vector bucket.")],
    ),
    Job::new(
        "Amazon EFS",
        "Create an encrypted file system",
        "CreateFileSystem elastic file system NFS mount elasticfilesystem",
        docs!("efs/latest/ug/EFSKMS.html"),
        &[
            Call::through(VIA_EFS, "DescribeKey", SEES).inferred(),
            Call::through(VIA_EFS, "CreateGrant", "Lets EFS use the key for the file system.")
                .making(
                    Grant::to("elasticfilesystem.amazonaws.com", &["Decrypt", "GenerateDataKeyWithoutPlaintext"])
                        .assumed(),
                )
                .inferred(),
            Call::granted("GenerateDataKeyWithoutPlaintext", "Makes the data key of the file system.").inferred(),
            Call::granted("Decrypt", "Opens the data key when the file system is mounted.").inferred(),
        ],
    )
    .noting(&["AWS does not document the encryption context of EFS."]),
    Job::new(
        "Amazon FSx",
        "Create an encrypted file system",
        "CreateFileSystem Lustre ONTAP OpenZFS Windows File Server",
        docs!("fsx/latest/OpenZFSGuide/encryption-rest.html"),
        &[
            Call::through(VIA_FSX, "DescribeKey", SEES).inferred(),
            Call::through(VIA_FSX, "CreateGrant", "Lets FSx use the key for the file system.")
                .making(Grant::to("fsx.amazonaws.com", &["Decrypt", "GenerateDataKeyWithoutPlaintext"]).assumed())
                .inferred(),
            Call::granted("Decrypt", "Opens the data key of the file system.").inferred(),
        ],
    )
    .noting(&["AWS does not document the encryption context of FSx."]),
    Job::new(
        "Amazon ECR",
        "Create an encrypted repository",
        "CreateRepository registry docker image container push pull layer",
        ECR_PAGE,
        &[
            Call::through(VIA_ECR, "DescribeKey", SEES),
            Call::through(VIA_ECR, "CreateGrant", "Lets ECR use the key for the repository's images.")
                .making(ECR_GRANT),
            Call::granted("GenerateDataKey", "Makes the data key of a layer that is pushed.")
                .carrying(REPOSITORY)
                .inferred(),
            Call::granted("Decrypt", "Opens the data key of a layer that is pulled.").carrying(REPOSITORY).inferred(),
        ],
    )
    .noting(&["Whoever pushes or pulls needs no permission to the key: ECR works under the grants of the repository."]),
    Job::new(
        BACKUP,
        "Back up to an encrypted vault",
        "backup vault recovery point StartBackupJob backup role",
        BACKUP_PAGE,
        &[
            Call::as_role("role", "DescribeKey", SEES).via(VIA_BACKUP),
            Call::as_role("role", "CreateGrant", "Lets Backup use the key for the recovery point.")
                .via(VIA_BACKUP)
                .making(BACKUP_GRANT),
            Call::as_role("role", "GenerateDataKey", "Makes a data key of the recovery point.").via(VIA_BACKUP),
            Call::as_role("role", "Decrypt", "Opens a data key of the recovery point.").via(VIA_BACKUP),
        ],
    ),
    Job::new(
        BACKUP,
        "Copy a backup from another account",
        "cross-account copy vault recovery point StartCopyJob share",
        BACKUP_PAGE,
        &[
            Call::as_role("role", "DescribeKey", SEES).via(VIA_BACKUP).via_assumed().inferred(),
            Call::as_role("role", "Decrypt", "Opens the data key of the recovery point to copy.")
                .via(VIA_BACKUP)
                .via_assumed()
                .inferred(),
            Call::as_role("role", "ReEncrypt", "Encrypts the data key for the copy.")
                .via(VIA_BACKUP)
                .via_assumed()
                .inferred(),
            Call::as_role("role", "CreateGrant", "Lets Backup use the key during the copy.")
                .via(VIA_BACKUP)
                .via_assumed()
                .making(BACKUP_GRANT)
                .inferred(),
        ],
    )
    .noting(&[
        "The key is that of the source; its policy names the role of the account that copies.",
        "How these calls arrive has not been confirmed, so that the statement has no condition on `kms:ViaService`.",
    ]),
    Job::new(
        "Amazon CloudFront",
        "Serve encrypted objects",
        "origin access control OAC CDN distribution GetObject 403",
        docs!("AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html"),
        &[Call::by("cloudfront.amazonaws.com", "Decrypt", OPENS)
            .source("arn:<partition>:cloudfront::<account>:distribution/<distribution-id>")],
    ),
    Job::new(
        "Amazon CloudFront",
        "Upload objects through a distribution",
        "origin access control OAC CDN PUT POST",
        docs!("AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html"),
        &[
            Call::by("cloudfront.amazonaws.com", "GenerateDataKey", MAKES)
                .source("arn:<partition>:cloudfront::<account>:distribution/<distribution-id>"),
            Call::by("cloudfront.amazonaws.com", "Encrypt", "Encrypts for the object.")
                .source("arn:<partition>:cloudfront::<account>:distribution/<distribution-id>"),
        ],
    ),
];
