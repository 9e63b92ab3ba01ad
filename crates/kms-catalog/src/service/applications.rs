//! Services for people, for devices and for whole enterprises.

use super::{
    Call, ContextPair, NewGrant, Path, Sequence, Service, ServicePrincipal, Template as T, ViaService,
};

const VIA_LOCATION: &str = "geo.<region>.amazonaws.com";
const TRACKER: &str = "arn:<partition>:geo:<region>:<account>:tracker/<tracker>";

/// Like beside like.
pub(super) const TABLE: &[Service] = &[
    Service {
        name: "Amazon Q Developer / Amazon Q Business",
        service_principals: &[
            ServicePrincipal::own("q.amazonaws.com"),
            ServicePrincipal::own("application.qbusiness.amazonaws.com"),
        ],
        via_service: &[ViaService::own("q.<region>.amazonaws.com")],
        encryption_context: &[ContextPair::always("aws-crypto-ec:aws:qdeveloper:accountId", "<account>")],
        operations: &[
            "GenerateDataKey",
            "Decrypt",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo",
            "Encrypt",
            "DescribeKey",
        ],
        paths: &[
            Path::forwarded(
                "the integration's role",
                &[
                    "Decrypt",
                    "GenerateDataKey",
                    "GenerateDataKeyWithoutPlaintext",
                    "ReEncryptFrom",
                    "ReEncryptTo",
                    "Encrypt",
                ],
            )
            .via(&[T("q.<region>.amazonaws.com")]),
            Path::service(
                "Amazon Q, for prompt logs and telemetry",
                &[T("q.amazonaws.com")],
                &["GenerateDataKey"],
            )
            .for_resource_of("<resource-arn>", "<account>"),
        ],
        sequences: &[],
        notes: &[],
        page: docs!("amazonq/latest/qdeveloper-ug/security_iam_manage-access-with-kms-policies.html"),
    },
    Service {
        name: "AWS Supply Chain",
        service_principals: &[ServicePrincipal::own("scn.<region>.amazonaws.com")],
        via_service: &[ViaService::of_other("secretsmanager.<region>.amazonaws.com", "keeps its secrets")],
        encryption_context: &[],
        operations: &[
            "Encrypt",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo",
            "Decrypt",
            "GenerateDataKey",
            "DescribeKey",
            "CreateGrant",
            "RetireGrant",
        ],
        paths: &[Path::service(
            "Supply Chain",
            &[T("scn.<region>.amazonaws.com")],
            &[
                "Encrypt",
                "Decrypt",
                "GenerateDataKey*",
                "ReEncrypt*",
                "DescribeKey",
                "CreateGrant",
                "RetireGrant",
            ],
        )
        .noting("The page tests neither aws:SourceArn nor aws:SourceAccount.")],
        sequences: &[],
        notes: &[
            "The service principal has the Region in its name.",
            "Its encryption context is not documented.",
        ],
        page: docs!("aws-supply-chain/latest/adminguide/create-instance-advanced.html"),
    },
    Service {
        name: "Amazon Location Service",
        service_principals: &[ServicePrincipal::own("geo.amazonaws.com")],
        via_service: &[ViaService::own(VIA_LOCATION)],
        encryption_context: &[
            ContextPair::when("aws:geo:arn", TRACKER, "the resource is a tracker"),
            ContextPair::when(
                "aws:geo:arn",
                "arn:<partition>:geo:<region>:<account>:geofence-collection/<collection>",
                "the resource is a geofence collection",
            ),
        ],
        operations: &[
            "CreateGrant",
            "DescribeKey",
            "GenerateDataKeyWithoutPlaintext",
            "Decrypt",
            "RetireGrant",
        ],
        paths: &[
            Path::forwarded("whoever creates the resource", &["CreateGrant", "DescribeKey"])
                .via(&[T(VIA_LOCATION)])
                .noting("The grant is constrained to the resource by aws:geo:arn."),
            Path {
                principals: &[T("geo.amazonaws.com")],
                ..Path::grant(
                    "Location, as the grantee",
                    &["GenerateDataKeyWithoutPlaintext", "Decrypt", "DescribeKey"],
                )
            }
            .noting(
                "CloudTrail shows the service as the caller, and geo.<region>.amazonaws.com as the \
                grantee.",
            ),
        ],
        sequences: &[Sequence::new(
            "Create an encrypted tracker",
            &[
                Call::through(VIA_LOCATION, "DescribeKey", "Sees that the key can be used."),
                Call::through(VIA_LOCATION, "CreateGrant", "Lets the service use the key for the tracker.")
                    .making(NewGrant {
                        operations: &["GenerateDataKeyWithoutPlaintext", "Decrypt", "DescribeKey"],
                        encryption_context_subset: &[("aws:geo:arn", T(TRACKER))],
                    }),
                Call::granted("GenerateDataKeyWithoutPlaintext", "Makes the data key of the tracker.")
                    .with_context(&[("aws:geo:arn", T(TRACKER))]),
                Call::granted("Decrypt", "Opens the data key when positions are read.")
                    .with_context(&[("aws:geo:arn", T(TRACKER))]),
            ],
        )
        .unconfirmed()],
        notes: &[
            "In kms:ViaService it is called geo.",
            "Its sample key policy lets everyone of the account in with kms:CallerAccount and \
            kms:ViaService.",
        ],
        page: docs!("location/latest/developerguide/encryption-at-rest.html"),
    },
    Service {
        name: "Amazon WorkMail",
        service_principals: &[ServicePrincipal::own("workmail.<region>.amazonaws.com")],
        via_service: &[ViaService::own("workmail.<region>.amazonaws.com")],
        encryption_context: &[ContextPair::always(
            "aws:workmail:arn",
            "arn:<partition>:workmail:<region>:<account>:organization/<organization-id>",
        )],
        operations: &["Encrypt", "Decrypt", "CreateGrant", "DescribeKey"],
        paths: &[
            Path::forwarded(
                "the administrator who creates the organization",
                &["CreateGrant", "DescribeKey"],
            )
            .via(&[T("workmail.<region>.amazonaws.com")])
            .unconfirmed(),
            Path {
                principals: &[T("workmail.<region>.amazonaws.com")],
                ..Path::grant("WorkMail", &["Encrypt", "Decrypt"])
            }
            .noting("CloudTrail shows the service as the caller.")
            .unconfirmed(),
        ],
        sequences: &[],
        notes: &["The service principal has the Region in its name."],
        page: docs!("kms/latest/developerguide/services-wm.html"),
    },
    Service {
        name: "Amazon WorkSpaces",
        service_principals: &[ServicePrincipal::unconfirmed("workspaces.amazonaws.com")],
        via_service: &[
            ViaService::own("workspaces.<region>.amazonaws.com"),
            ViaService::of_other("ec2.<region>.amazonaws.com", "keeps the volumes"),
        ],
        encryption_context: &[
            ContextPair::always("aws:workspaces:sid-directoryid", "<user-sid>-<directory-id>"),
            ContextPair::when("aws:ebs:id", "vol-<volume-id>", "the call is for the volume"),
        ],
        operations: &["CreateGrant", "Decrypt", "GenerateDataKeyWithoutPlaintext"],
        paths: &[
            Path::grant("WorkSpaces and EBS", &["Decrypt", "GenerateDataKeyWithoutPlaintext"])
                .noting("There is one grant for each WorkSpace, retired when it is terminated.")
                .unconfirmed(),
            Path::forwarded("the administrator", &["CreateGrant", "DescribeKey"])
                .via(&[T("workspaces.<region>.amazonaws.com")])
                .unconfirmed(),
        ],
        sequences: &[],
        notes: &[],
        page: docs!("workspaces/latest/adminguide/encrypt-workspaces.html"),
    },
];
