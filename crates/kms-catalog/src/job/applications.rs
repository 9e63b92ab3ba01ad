//! Jobs of services for people, devices and whole enterprises.

use super::{Job, JobCall as Call, JobGrant as Grant};
use crate::service::Template as T;

const LOCATION: &str = "Amazon Location Service";
const VIA_LOCATION: &str = "geo.<region>.amazonaws.com";
const LOCATION_PAGE: &str = docs!("location/latest/developerguide/encryption-at-rest.html");
const TRACKER: &[(&str, T)] =
    &[("aws:geo:arn", T("arn:<partition>:geo:<region>:<account>:tracker/<tracker>"))];
const FENCES: &[(&str, T)] =
    &[("aws:geo:arn", T("arn:<partition>:geo:<region>:<account>:geofence-collection/<collection>"))];
const LOCATION_OPERATIONS: &[&str] = &["GenerateDataKeyWithoutPlaintext", "Decrypt", "DescribeKey"];

const VIA_WORKMAIL: &str = "workmail.<region>.amazonaws.com";
const WORKMAIL: &[(&str, T)] =
    &[("aws:workmail:arn", T("arn:<partition>:workmail:<region>:<account>:organization/<organization-id>"))];

const SUPPLY_CHAIN: &str = "scn.<region>.amazonaws.com";
const SEES: &str = "Sees that the key can be used.";

/// Like beside like.
pub(super) const TABLE: &[Job] = &[
    Job::new(
        LOCATION,
        "Create an encrypted tracker",
        "CreateTracker device position geo maps",
        LOCATION_PAGE,
        &[
            Call::through(VIA_LOCATION, "DescribeKey", SEES),
            Call::through(VIA_LOCATION, "CreateGrant", "Lets Location use the key for the tracker.")
                .making(Grant::to("geo.amazonaws.com", LOCATION_OPERATIONS).limited_to(TRACKER)),
            Call::granted("GenerateDataKeyWithoutPlaintext", "Makes the data key of the tracker.")
                .carrying(TRACKER),
            Call::granted("Decrypt", "Opens the data key when positions are read.").carrying(TRACKER),
        ],
    )
    .noting(&["In `kms:ViaService` it is called `geo`."]),
    Job::new(
        LOCATION,
        "Create an encrypted geofence collection",
        "CreateGeofenceCollection geofence geo maps",
        LOCATION_PAGE,
        &[
            Call::through(VIA_LOCATION, "DescribeKey", SEES),
            Call::through(VIA_LOCATION, "CreateGrant", "Lets Location use the key for the collection.")
                .making(Grant::to("geo.amazonaws.com", LOCATION_OPERATIONS).limited_to(FENCES)),
            Call::granted("GenerateDataKeyWithoutPlaintext", "Makes the data key of the collection.")
                .carrying(FENCES),
            Call::granted("Decrypt", "Opens the data key when geofences are read.").carrying(FENCES),
        ],
    ),
    Job::new(
        "Amazon WorkMail",
        "Create an encrypted organization",
        "CreateOrganization mailbox mail",
        docs!("kms/latest/developerguide/services-wm.html"),
        &[
            Call::through(VIA_WORKMAIL, "DescribeKey", SEES).inferred(),
            Call::through(VIA_WORKMAIL, "CreateGrant", "Lets WorkMail use the key for mailboxes.")
                .making(
                    Grant::to("workmail.<region>.amazonaws.com", &["Encrypt", "Decrypt"])
                        .limited_to(WORKMAIL)
                        .assumed(),
                )
                .inferred(),
            Call::granted("Encrypt", "Encrypts the key of a mailbox.").carrying(WORKMAIL).inferred(),
            Call::granted("Decrypt", "Decrypts the key of a mailbox.").carrying(WORKMAIL).inferred(),
        ],
    ),
    Job::new(
        "AWS Supply Chain",
        "Use the key for an instance",
        "supply chain instance scn CreateInstance",
        docs!("aws-supply-chain/latest/adminguide/create-instance-advanced.html"),
        &[
            Call::by(SUPPLY_CHAIN, "DescribeKey", SEES),
            Call::by(SUPPLY_CHAIN, "Encrypt", "Encrypts data of the instance."),
            Call::by(SUPPLY_CHAIN, "Decrypt", "Decrypts data of the instance."),
            Call::by(SUPPLY_CHAIN, "GenerateDataKey", "Makes a data key of the instance."),
            Call::by(SUPPLY_CHAIN, "ReEncrypt", "Re-encrypts data of the instance.").inferred(),
            Call::by(SUPPLY_CHAIN, "CreateGrant", "Lets other services of the instance use the key.")
                .making(
                    Grant::to("scn.<region>.amazonaws.com", &["Encrypt", "Decrypt", "GenerateDataKey"])
                        .not_for_aws_resource()
                        .assumed(),
                )
                .inferred(),
        ],
    )
    .noting(&["The page's statement tests neither `aws:SourceArn` nor `aws:SourceAccount`."]),
    Job::new(
        "AWS Billing",
        "Store tax settings",
        "tax settings billing invoice",
        docs!("awsaccountbilling/latest/aboutv2/manage-account-payment.html"),
        &[
            Call::by("tax.amazonaws.com", "GenerateDataKey", "Makes the data key of the settings.")
                .source_account(),
            Call::by("tax.amazonaws.com", "Decrypt", "Opens the data key of the settings.").source_account(),
        ],
    ),
    Job::new(
        "AWS Audit Manager",
        "Turn encryption on",
        "audit manager evidence settings UpdateSettings RegisterAccount",
        docs!("audit-manager/latest/userguide/settings-KMS.html"),
        &[
            Call::through("auditmanager.<region>.amazonaws.com", "DescribeKey", SEES).inferred(),
            Call::through(
                "auditmanager.<region>.amazonaws.com",
                "CreateGrant",
                "Lets Audit Manager use the key.",
            )
            .making(Grant::to("auditmanager.amazonaws.com", &["Decrypt", "GenerateDataKey"]).assumed())
            .inferred(),
        ],
    ),
    Job::new(
        "Amazon Cognito",
        "Send codes through a custom sender",
        "user pool lambda trigger custom sender SMS email code",
        docs!("cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html"),
        &[
            Call::through(
                "cognito-idp.<region>.amazonaws.com",
                "CreateGrant",
                "Lets Cognito encrypt the codes.",
            )
            .via_assumed()
            .making(Grant::to("cognito-idp.amazonaws.com", &["Encrypt"]).assumed())
            .inferred(),
            Call::as_role("role", "Decrypt", "Decrypts the code, for the function that sends it.").inferred(),
        ],
    ),
    Job::new(
        "Amazon WorkSpaces Secure Browser",
        "Create encrypted settings",
        "workspaces web portal browser settings CreatePortal",
        docs!("workspaces-web/latest/adminguide/data-encryption.html"),
        &[
            Call::through("workspaces-web.<region>.amazonaws.com", "DescribeKey", SEES).inferred(),
            Call::through(
                "workspaces-web.<region>.amazonaws.com",
                "CreateGrant",
                "Lets the service use the key.",
            )
            .making(Grant::to("workspaces-web.amazonaws.com", &["Decrypt", "GenerateDataKey"]).assumed())
            .inferred(),
            Call::through("workspaces-web.<region>.amazonaws.com", "GenerateDataKey", "Makes a data key.")
                .inferred(),
            Call::through("workspaces-web.<region>.amazonaws.com", "Decrypt", "Opens a data key.").inferred(),
        ],
    ),
];
