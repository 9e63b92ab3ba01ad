//! Services that run code and jobs.

use super::{ContextPair, Path, Service, ServicePrincipal, Template as T, ViaService};

/// Like beside like.
pub(super) const TABLE: &[Service] = &[
    Service {
        name: "AWS Lambda",
        service_principals: &[ServicePrincipal::own("lambda.amazonaws.com")],
        via_service: &[ViaService::own("lambda.<region>.amazonaws.com")],
        encryption_context: &[
            ContextPair::when(
                "aws:lambda:FunctionArn",
                "arn:<partition>:lambda:<region>:<account>:function:<function>",
                "the call is for a function",
            ),
            ContextPair::when(
                "aws:lambda:EventSourceArn",
                "<event-source-arn>",
                "the call is for filter criteria",
            ),
            ContextPair::when("aws-crypto-public-key", "<public-key>", "the call is for filter criteria"),
        ],
        operations: &["Encrypt", "Decrypt", "CreateGrant", "DescribeKey", "GenerateDataKey"],
        paths: &[
            Path::forwarded(
                "whoever calls Lambda",
                &["CreateGrant", "Encrypt", "Decrypt", "DescribeKey", "GenerateDataKey"],
            )
            .via(&[T("lambda.<region>.amazonaws.com")]),
            Path::service(
                "Lambda, for deployment packages",
                &[T("lambda.amazonaws.com")],
                &["GenerateDataKey", "Decrypt"],
            )
            .noting("The page on .zip packages tests aws:lambda:FunctionArn; there is no grant."),
            Path::grant("Lambda", &["Decrypt"]).unconfirmed(),
            Path::role("the execution role of the function", &["Decrypt"])
                .noting("For variables that the function's own code decrypts."),
        ],
        sequences: &[],
        notes: &["CloudTrail shows Decrypt, DescribeKey and GenerateDataKey with the caller, invoked by \
            lambda.amazonaws.com."],
        page: docs!("lambda/latest/dg/configuration-envvars-encryption.html"),
    },
    Service {
        name: "Amazon EKS",
        service_principals: &[ServicePrincipal::unconfirmed("eks.amazonaws.com")],
        via_service: &[ViaService::own("eks.<region>.amazonaws.com").with_status(crate::Status::Disputed)],
        encryption_context: &[],
        operations: &["CreateGrant", "DescribeKey", "Encrypt", "Decrypt"],
        paths: &[
            Path::forwarded("whoever creates the cluster", &["CreateGrant", "DescribeKey"])
                .noting("CreateCluster does not support kms:GrantIsForAWSResource."),
            Path::grant("EKS", &["Encrypt", "Decrypt"])
                .noting("For the secrets of clusters up to version 1.27; later ones encrypt by default.")
                .unconfirmed(),
        ],
        sequences: &[],
        notes: &[
            "Its value of kms:ViaService was in an older edition of the KMS guide and is no longer.",
            "No encryption context is documented.",
        ],
        page: docs!("eks/latest/userguide/enable-kms.html"),
    },
    Service {
        name: "AWS Proton",
        service_principals: &[ServicePrincipal::unconfirmed("proton.amazonaws.com")],
        via_service: &[ViaService::own("proton.<region>.amazonaws.com")],
        encryption_context: &[
            ContextPair::always(
                "aws:proton:template",
                "arn:<partition>:proton:<region>:<account>:service-template/<template>",
            ),
            ContextPair::always("aws:proton:resource", "<resource-arn>"),
        ],
        operations: &["CreateGrant", "GenerateDataKey", "Decrypt"],
        paths: &[
            Path::forwarded("whoever creates the template", &["CreateGrant"])
                .via(&[T("proton.<region>.amazonaws.com")])
                .unconfirmed(),
            Path::grant("Proton", &["GenerateDataKey", "Decrypt"]).unconfirmed(),
        ],
        sequences: &[],
        notes: &[
            "AWS ended its support on 7 October 2026; it is kept here for policies that still name it.",
            "It takes no encryption context of the customer's.",
        ],
        page: docs!("proton/latest/userguide/data-protection.html"),
    },
    Service {
        name: "Amazon Elastic Transcoder",
        service_principals: &[ServicePrincipal::unconfirmed("elastictranscoder.amazonaws.com")],
        via_service: &[],
        encryption_context: &[ContextPair::always("service", "elastictranscoder.amazonaws.com")],
        operations: &["GenerateDataKey", "Encrypt", "Decrypt"],
        paths: &[
            Path::role("the role of the pipeline", &["GenerateDataKey", "Encrypt", "Decrypt"]).unconfirmed()
        ],
        sequences: &[],
        notes: &["The name of the service is the value in its encryption context, not the key."],
        page: docs!("elastictranscoder/latest/developerguide/encryption.html"),
    },
];
