//! The global condition keys that matter to KMS requests, those that tell of the caller aside.

use super::row::{
    ADDRESS, CALLED_VIA, EVERY_CALL, REDACTED, SOME_CREDENTIALS, SOURCE, VPC_ENDPOINT, text, texts, typed,
};
use super::{ConditionKey, ConditionKeyGroup as Group, KeyTail, KeyType};

/// The section of the IAM guide's page on global condition keys.
macro_rules! page {
    ($section:literal) => {
        concat!(
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
            "#condition-keys-",
            $section
        )
    };
}
pub(super) use page;

const SENSITIVE: &str = "AWS advises against wildcards in its value.";
const CLIENT: &str = "The client writes it as it likes: do not rely on it.";
const VPC_DENY: &str = "A Deny with a negated operator also hits calls by services: exempt them with \
    aws:PrincipalIsAWSService and aws:ViaAWSService; IfExists does not.";
const ALWAYS: &str = "in every request";
const THROUGH_ENDPOINT: &str = "when the request comes through a VPC endpoint";
const NOT_KEPT: &str =
    "with requests to the public endpoint, in a forward access session and in calls by services";

/// In alphabetical order.
pub(super) const TABLE: &[ConditionKey] = &[
    ConditionKey {
        summary: "The services of the chain that made the call on the principal's behalf, first to last.",
        present: "in a forward access session",
        carried: CALLED_VIA,
        traps: &["One page says that every forward access session carries it, another only those of some \
            services; kms:ViaService is the dependable key."],
        page: page!("calledvia"),
        ..texts(Group::Service, "aws:CalledVia")
    },
    ConditionKey {
        summary: "The first service of the chain.",
        present: "in a forward access session",
        carried: CALLED_VIA,
        page: page!("calledviafirst"),
        ..text(Group::Service, "aws:CalledViaFirst")
    },
    ConditionKey {
        summary: "The last service of the chain.",
        present: "in a forward access session",
        carried: CALLED_VIA,
        page: page!("calledvialast"),
        ..text(Group::Service, "aws:CalledViaLast")
    },
    ConditionKey {
        summary: "The time of the request, in ISO 8601.",
        present: ALWAYS,
        carried: EVERY_CALL,
        page: page!("currenttime"),
        ..typed(KeyType::Date, Group::Call, "aws:CurrentTime")
    },
    ConditionKey {
        summary: "The private IPv4 address of the EC2 instance that the role's credentials were given to.",
        present: "with the credentials of an EC2 instance's role",
        carried: SOME_CREDENTIALS,
        page: page!("ec2instancesourceprivateipv4"),
        ..typed(KeyType::IpAddress, Group::Network, "aws:Ec2InstanceSourcePrivateIPv4")
    },
    ConditionKey {
        summary: "The VPC of the EC2 instance that the role's credentials were given to.",
        present: "with the credentials of an EC2 instance's role",
        carried: SOME_CREDENTIALS,
        page: page!("ec2instancesourcevpc"),
        ..text(Group::Network, "aws:Ec2InstanceSourceVpc")
    },
    ConditionKey {
        also: Some(KeyType::Numeric),
        summary: "The time of the request, in seconds since 1970.",
        present: ALWAYS,
        carried: EVERY_CALL,
        page: page!("epochtime"),
        ..typed(KeyType::Date, Group::Call, "aws:EpochTime")
    },
    ConditionKey {
        summary: "The web page that the request came from.",
        present: "when a browser sends it",
        absent: "in practice with every KMS request",
        traps: &[CLIENT],
        page: page!("referer"),
        ..text(Group::Call, "aws:Referer")
    },
    ConditionKey {
        tail: KeyTail::TagKey,
        summary: "The value that the request gives to that tag.",
        present: "with TagResource, CreateKey and ReplicateKey, if their Tags have that key",
        traps: &["KMS refuses a key policy that puts ForAllValues before it."],
        page: page!("requesttag"),
        ..text(Group::Request, "aws:RequestTag/${TagKey}")
    },
    ConditionKey {
        summary: "The Region that the request was sent to.",
        present: ALWAYS,
        carried: EVERY_CALL,
        page: page!("requestedregion"),
        ..text(Group::Call, "aws:RequestedRegion")
    },
    ConditionKey {
        summary: "The account that owns the key.",
        present: "with operations on a key",
        absent: "with operations without a resource",
        traps: &[SENSITIVE],
        page: page!("resourceaccount"),
        ..text(Group::Resource, "aws:ResourceAccount")
    },
    ConditionKey {
        summary: "The organization of the account that owns the key.",
        present: "when the account that owns the key belongs to an organization",
        traps: &[SENSITIVE],
        page: page!("resourceorgid"),
        ..text(Group::Resource, "aws:ResourceOrgID")
    },
    ConditionKey {
        summary: "Where in its organization the account that owns the key is.",
        present: "when the account that owns the key belongs to an organization",
        traps: &[
            "The IAM guide's table on ForAllValues with StringNotLike contradicts the general rule for \
            this key.",
        ],
        page: page!("resourceorgpaths"),
        ..texts(Group::Resource, "aws:ResourceOrgPaths")
    },
    ConditionKey {
        tail: KeyTail::TagKey,
        summary: "The value of that tag of the KMS key.",
        present: "when the key has that tag",
        absent: "with aliases and with operations without a key",
        permitted_in_key_policy: false,
        traps: &[
            "KMS refuses it in a key policy: it is for identity-based policies.",
            "A change of tags takes up to five minutes to count.",
            "The tag key is compared without regard to case.",
        ],
        page: page!("resourcetag"),
        ..text(Group::Resource, "aws:ResourceTag/${TagKey}")
    },
    ConditionKey {
        summary: "Whether the request was sent over TLS.",
        present: "in every direct request",
        absent: "in some calls between services, which redact it",
        carried: REDACTED,
        traps: &[
            "A Deny on false should exempt services with aws:PrincipalIsAWSService and aws:ViaAWSService.",
        ],
        page: page!("securetransport"),
        ..typed(KeyType::Bool, Group::Call, "aws:SecureTransport")
    },
    ConditionKey {
        summary: "The account of the resource for which a service calls.",
        present: "when a service calls under its service principal for a resource",
        absent: "in direct calls and forward access sessions of users and roles",
        carried: SOURCE,
        traps: &[SENSITIVE],
        page: page!("sourceaccount"),
        ..text(Group::Service, "aws:SourceAccount")
    },
    ConditionKey {
        summary: "The ARN of the resource for which a service calls.",
        present: "when a service calls under its service principal for a resource that has an ARN",
        absent: "in direct calls and forward access sessions of users and roles, and in a few calls by \
            services",
        carried: SOURCE,
        traps: &[
            "Compare it with ARN operators.",
            "CloudTrail Lake event data stores and EventBridge rules that write to encrypted SNS topics \
            do not send it.",
            "A key policy holds characters up to U+00FF only; use aws:SourceAccount if the ARN has others.",
            "Beside a user, a role or an account as principal it never matches.",
        ],
        page: page!("sourcearn"),
        ..typed(KeyType::Arn, Group::Service, "aws:SourceArn")
    },
    ConditionKey {
        summary: "The public address that the caller's request came from.",
        present: "when the first request came to a public endpoint, a forward access session included",
        absent: "when the first request came through a VPC endpoint, and in calls by service principals",
        carried: ADDRESS,
        traps: &[
            "CloudTrail shows a service's name in its place and says nothing of this key.",
            "A service's own infrastructure that uses a grant calls from its own address.",
            "Addresses may be IPv4 or IPv6.",
        ],
        page: page!("sourceip"),
        ..typed(KeyType::IpAddress, Group::Network, "aws:SourceIp")
    },
    ConditionKey {
        summary: "The organization of the resource for which a service calls.",
        present: "when a service calls under its service principal for a resource of an organization",
        absent: "in direct calls and forward access sessions of users and roles",
        carried: SOURCE,
        traps: &[SENSITIVE],
        page: page!("sourceorgid"),
        ..text(Group::Service, "aws:SourceOrgID")
    },
    ConditionKey {
        summary: "Where in its organization the account is, for whose resource a service calls.",
        present: "when a service calls under its service principal for a resource of an organization",
        absent: "in direct calls and forward access sessions of users and roles",
        carried: SOURCE,
        traps: &["A path ends with a slash."],
        page: page!("sourceorgpaths"),
        ..texts(Group::Service, "aws:SourceOrgPaths")
    },
    ConditionKey {
        summary: "The VPC that the request came from.",
        present: THROUGH_ENDPOINT,
        absent: NOT_KEPT,
        carried: VPC_ENDPOINT,
        traps: &[VPC_DENY, SENSITIVE],
        page: page!("sourcevpc"),
        ..text(Group::Network, "aws:SourceVpc")
    },
    ConditionKey {
        summary: "The ARN of the VPC that the request came from.",
        present: THROUGH_ENDPOINT,
        absent: NOT_KEPT,
        carried: VPC_ENDPOINT,
        traps: &["Compare it with ARN operators.", VPC_DENY],
        page: page!("sourcevpcarn"),
        ..typed(KeyType::Arn, Group::Network, "aws:SourceVpcArn")
    },
    ConditionKey {
        summary: "The VPC endpoint that the request came through.",
        present: THROUGH_ENDPOINT,
        absent: NOT_KEPT,
        carried: VPC_ENDPOINT,
        traps: &[VPC_DENY, SENSITIVE],
        page: page!("sourcevpce"),
        ..text(Group::Network, "aws:SourceVpce")
    },
    ConditionKey {
        summary: "The tag keys that the request names.",
        present: "with TagResource and UntagResource, and with CreateKey and ReplicateKey if they have Tags",
        page: page!("tagkeys"),
        ..texts(Group::Request, "aws:TagKeys")
    },
    ConditionKey {
        summary: "The client software, as it describes itself.",
        present: "usually",
        traps: &[CLIENT],
        page: page!("useragent"),
        ..text(Group::Call, "aws:UserAgent")
    },
    ConditionKey {
        summary: "Whether a service makes the call with the identity of its caller.",
        present: "in every request; true in a forward access session, false in direct calls, those of \
            services included",
        carried: EVERY_CALL,
        traps: &[
            "Its value for a service principal that calls KMS through another service is not documented.",
        ],
        page: page!("viaawsservice"),
        ..typed(KeyType::Bool, Group::Service, "aws:ViaAWSService")
    },
    ConditionKey {
        summary: "The private address that the request came from.",
        present: THROUGH_ENDPOINT,
        absent: NOT_KEPT,
        carried: VPC_ENDPOINT,
        traps: &["Private address ranges make sense here and not in aws:SourceIp."],
        page: page!("vpcsourceip"),
        ..typed(KeyType::IpAddress, Group::Network, "aws:VpcSourceIp")
    },
    ConditionKey {
        summary: "The account that owns the VPC endpoint.",
        present: THROUGH_ENDPOINT,
        absent: NOT_KEPT,
        carried: VPC_ENDPOINT,
        traps: &[SENSITIVE],
        page: page!("vpceaccount"),
        ..text(Group::Network, "aws:VpceAccount")
    },
    ConditionKey {
        summary: "The organization of the account that owns the VPC endpoint.",
        present: "when the request comes through a VPC endpoint whose owner belongs to an organization",
        absent: NOT_KEPT,
        carried: VPC_ENDPOINT,
        traps: &[SENSITIVE],
        page: page!("vpceorgid"),
        ..text(Group::Network, "aws:VpceOrgID")
    },
    ConditionKey {
        summary: "Where in its organization the account that owns the VPC endpoint is.",
        present: "when the request comes through a VPC endpoint whose owner belongs to an organization",
        absent: NOT_KEPT,
        carried: VPC_ENDPOINT,
        page: page!("vpceorgpaths"),
        ..texts(Group::Network, "aws:VpceOrgPaths")
    },
];
