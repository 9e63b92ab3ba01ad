//! Jobs of EBS, EC2 and Auto Scaling: volumes, snapshots and images.
//!
//! The page of EBS lists the permissions that a user needs; which operation calls which, and under which encryption
//! context, the KMS guide shows for creating and attaching volumes only. The rest is inferred, and says so.

use super::{Job, JobCall as Call, JobGrant as Grant, JobOption};
use crate::service::Template as T;

const EBS: &str = "Amazon EBS";
const EC2: &str = "Amazon EC2";
const SCALING: &str = "Amazon EC2 Auto Scaling";
const VIA: &str = "ec2.<region>.amazonaws.com";
const EBS_PAGE: &str = docs!("ebs/latest/userguide/ebs-encryption-requirements.html");
const SCALING_PAGE: &str = docs!("autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html");
const VOLUME: &[(&str, T)] = &[("aws:ebs:id", T("vol-<volume-id>"))];
const SNAPSHOT: &[(&str, T)] = &[("aws:ebs:id", T("snap-<snapshot-id>"))];
const SEES: &str = "Sees that the key can be used.";
const MAKES: &str = "Makes the data key of the volume.";
const GRANTS: &str = "Lets EC2 decrypt the data key while the volume is attached.";
const OPENS: &str = "Opens the data key for the instance.";

/// The grant as the KMS guide shows it in an answer of ListGrants and, without its operations, in CloudTrail's record.
const ATTACHMENT: Grant = Grant::to(
    "arn:<partition>:sts::<account>:assumed-role/aws:ec2-infrastructure/<instance-id>",
    &["Decrypt"],
)
.limited_to(VOLUME);

/// The grants of a launch: a page tells that EC2 asks for one to decrypt, and for one to encrypt where the image is not
/// encrypted, and not what the latter lists.
const LAUNCH: Grant = ATTACHMENT.assumed();

/// Whether the image of a launch is encrypted, which decides what EC2 does with its data key.
const IMAGES: &[JobOption] = &[
    JobOption { name: PLAIN, when: "the image is not encrypted" },
    JobOption { name: ENCRYPTED, when: "the image is encrypted with this key" },
];
const PLAIN: &str = "plain-image";
const ENCRYPTED: &str = "encrypted-image";
const RE_ENCRYPTS: &str = "Re-encrypts the data key of the image's snapshot for the volume.";

const SCALING_ROLE: &str = "arn:<partition>:iam::<account>:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
const SCALING_GRANT: Grant = Grant::to(
    SCALING_ROLE,
    &[
        "Encrypt",
        "Decrypt",
        "ReEncryptFrom",
        "ReEncryptTo",
        "GenerateDataKey",
        "GenerateDataKeyWithoutPlaintext",
        "DescribeKey",
        "CreateGrant",
    ],
)
.not_for_aws_resource();

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        EBS,
        "Create an encrypted volume",
        "CreateVolume disk storage gp3 ec2",
        EBS_PAGE,
        &[
            Call::through(VIA, "DescribeKey", SEES).inferred(),
            Call::through(VIA, "GenerateDataKeyWithoutPlaintext", MAKES).carrying(VOLUME),
        ],
    )
    .noting(&["In `kms:ViaService` EBS is called `ec2`."]),
    Job::new(
        EBS,
        "Attach an encrypted volume",
        "AttachVolume mount disk instance ec2 start StartInstances",
        EBS_PAGE,
        &[
            Call::through(VIA, "CreateGrant", GRANTS).making(ATTACHMENT),
            Call::granted("Decrypt", OPENS).carrying(VOLUME),
        ],
    ),
    Job::new(
        EBS,
        "Create a volume from an encrypted snapshot",
        "restore snapshot CreateVolume disk",
        EBS_PAGE,
        &[
            Call::through(VIA, "DescribeKey", SEES).inferred(),
            Call::through(VIA, "GenerateDataKeyWithoutPlaintext", MAKES).carrying(VOLUME).inferred(),
            Call::through(VIA, "ReEncrypt", "Re-encrypts the data key of the snapshot for the volume.").inferred(),
        ],
    ),
    Job::new(
        EBS,
        "Copy an encrypted snapshot",
        "snapshot copy CopySnapshot share another account region image CopyImage AMI",
        EBS_PAGE,
        &[
            Call::through(VIA, "DescribeKey", SEES).inferred(),
            Call::through(VIA, "Decrypt", "Opens the data key of the snapshot.").inferred(),
            Call::through(VIA, "GenerateDataKeyWithoutPlaintext", "Makes the data key of the copy.")
                .carrying(SNAPSHOT)
                .inferred(),
            Call::through(VIA, "CreateGrant", "Lets EC2 use the key while it copies.")
                .making(
                    Grant::to(
                        "arn:<partition>:sts::<account>:assumed-role/aws:ec2-infrastructure/<instance-id>",
                        &["Decrypt"],
                    )
                    .assumed(),
                )
                .inferred(),
        ],
    )
    .noting(&["The Decrypt is on the key of the snapshot, the GenerateDataKeyWithoutPlaintext on that of the copy."]),
    Job::new(
        EC2,
        "Launch an instance with an encrypted volume",
        "RunInstances launch start instance Client.InternalError Karpenter node EKS node group default EBS encryption terminates",
        EBS_PAGE,
        &[
            Call::through(VIA, "DescribeKey", SEES).inferred(),
            Call::through(VIA, "GenerateDataKeyWithoutPlaintext", MAKES).carrying(VOLUME),
            Call::through(VIA, "ReEncrypt", RE_ENCRYPTS).only_with(ENCRYPTED).inferred(),
            Call::through(VIA, "CreateGrant", GRANTS).making(LAUNCH),
            Call::granted("Decrypt", OPENS).carrying(VOLUME),
        ],
    )
    .choosing(IMAGES)
    .noting(&["If the key cannot be used, EC2 terminates the instance with `Client.InternalError` and names no key."]),
    Job::new(
        EC2,
        "Launch an instance from another account's encrypted image",
        "AMI image shared cross-account RunInstances launch snapshot",
        EBS_PAGE,
        &[
            Call::through(VIA, "DescribeKey", SEES).inferred(),
            Call::through(VIA, "ReEncrypt", "Re-encrypts the data key of the image's snapshot.").inferred(),
            Call::through(VIA, "Decrypt", "Opens the data key of the image's snapshot.").inferred(),
            Call::through(VIA, "CreateGrant", GRANTS).making(LAUNCH).inferred(),
        ],
    )
    .noting(&["The key is that of the image; the volume can have a key of the launching account."]),
    Job::new(
        SCALING,
        "Launch instances with encrypted volumes",
        "ASG auto scaling group service-linked role launch template Client.InternalError InternalError node group",
        SCALING_PAGE,
        &[
            Call::linked(SCALING_ROLE, "DescribeKey", SEES).via(VIA).inferred(),
            Call::linked(SCALING_ROLE, "GenerateDataKeyWithoutPlaintext", MAKES)
                .via(VIA)
                .carrying(VOLUME)
                .inferred(),
            Call::linked(SCALING_ROLE, "ReEncrypt", RE_ENCRYPTS).via(VIA).only_with(ENCRYPTED).inferred(),
            Call::linked(SCALING_ROLE, "CreateGrant", GRANTS).via(VIA).making(LAUNCH),
            Call::granted("Decrypt", OPENS).carrying(VOLUME),
        ],
    )
    .choosing(IMAGES)
    .noting(&[
        "The service-linked role has no permission to customer managed keys: the key policy must name it.",
        "Nobody can attach a policy to a service-linked role: another account's key takes a grant, which is a job of its own.",
    ]),
    Job::new(
        SCALING,
        "Launch instances with another account's key",
        "ASG auto scaling group service-linked role cross-account AMI image shared Client.InternalError InternalError node group",
        SCALING_PAGE,
        &[
            Call::direct("CreateGrant", "Gives the service-linked role of the own account the use of the key.")
                .making(SCALING_GRANT),
            Call::granted("GenerateDataKeyWithoutPlaintext", MAKES).via(VIA).carrying(VOLUME).inferred(),
            Call::granted("CreateGrant", GRANTS).via(VIA).making(LAUNCH).inferred(),
            Call::granted("Decrypt", OPENS).carrying(VOLUME),
        ],
    )
    .noting(&[
        "Nobody can attach a policy to a service-linked role, so that in another account only a grant can give it the key.",
        "The grant is made from the account of the Auto Scaling group, by a principal that the key policy lets in.",
    ]),
    Job::new(
        "EC2 Image Builder",
        "Build an encrypted image",
        "AMI image pipeline distribution CreateImage",
        docs!("imagebuilder/latest/userguide/data-protection.html"),
        &[
            Call::as_role("role", "DescribeKey", SEES).via(VIA).inferred(),
            Call::as_role("role", "GenerateDataKeyWithoutPlaintext", MAKES).via(VIA).carrying(VOLUME).inferred(),
            Call::as_role("role", "CreateGrant", GRANTS).via(VIA).making(LAUNCH).inferred(),
        ],
    ),
    Job::new(
        "Amazon WorkSpaces",
        "Create an encrypted WorkSpace",
        "desktop CreateWorkspaces volume VDI",
        docs!("workspaces/latest/adminguide/encrypt-workspaces.html"),
        &[
            Call::through("workspaces.<region>.amazonaws.com", "DescribeKey", SEES).inferred(),
            Call::through("workspaces.<region>.amazonaws.com", "CreateGrant", "Lets WorkSpaces use the key.")
                .making(
                    Grant::to("workspaces.amazonaws.com", &["Decrypt", "GenerateDataKeyWithoutPlaintext"])
                        .limited_to(&[("aws:workspaces:sid-directoryid", T("<workspace-directory>"))])
                        .assumed(),
                )
                .inferred(),
            Call::granted("GenerateDataKeyWithoutPlaintext", "Makes the data key of the WorkSpace's volume.")
                .carrying(&[("aws:workspaces:sid-directoryid", T("<workspace-directory>"))])
                .inferred(),
            Call::granted("Decrypt", "Opens the data key when the WorkSpace starts.")
                .carrying(&[("aws:workspaces:sid-directoryid", T("<workspace-directory>"))])
                .inferred(),
        ],
    ),
];
