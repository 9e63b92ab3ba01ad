//! The global condition keys that tell of the caller: the principal and its credentials.

use super::global::page;
use super::row::{
    EVERY_CALL, IAM_PRINCIPAL, SERVICE_NAME, SOME_CREDENTIALS, SOME_IAM_PRINCIPALS, TEMPORARY_CREDENTIALS,
    text, texts, typed,
};
use super::{ConditionKey, ConditionKeyGroup as Group, KeyTail, KeyType};

const SENSITIVE: &str = "AWS advises against wildcards in its value.";
const ALWAYS: &str = "in every request";

/// In alphabetical order.
pub(super) const TABLE: &[ConditionKey] = &[
    ConditionKey {
        summary: "Whether the credentials come from AssumeRoot.",
        present: "with credentials from AssumeRoot",
        carried: SOME_CREDENTIALS,
        page: page!("assumedroot"),
        ..typed(KeyType::Bool, Group::Session, "aws:AssumedRoot")
    },
    ConditionKey {
        summary: "The identity provider behind a role session: a name for the built-in ones, an ARN for \
            others.",
        present: "when the role session came from AssumeRoleWithWebIdentity",
        carried: SOME_IAM_PRINCIPALS,
        page: page!("federatedprovider"),
        ..text(Group::Principal, "aws:FederatedProvider")
    },
    ConditionKey {
        summary: "The seconds since the caller signed in with multi-factor authentication.",
        present: "with temporary credentials obtained with multi-factor authentication",
        carried: SOME_IAM_PRINCIPALS,
        page: page!("multifactorauthage"),
        ..typed(KeyType::Numeric, Group::Session, "aws:MultiFactorAuthAge")
    },
    ConditionKey {
        summary: "Whether the temporary credentials were obtained with multi-factor authentication.",
        present: "with temporary credentials, those of a forward access session included",
        absent: "with long-term access keys and federated identities",
        carried: TEMPORARY_CREDENTIALS,
        traps: &["A Deny with Bool false does not touch long-term access keys; BoolIfExists false does."],
        page: page!("multifactorauthpresent"),
        ..typed(KeyType::Bool, Group::Session, "aws:MultiFactorAuthPresent")
    },
    ConditionKey {
        summary: "The account of the caller.",
        present: "in every signed request",
        carried: IAM_PRINCIPAL,
        traps: &[SENSITIVE, "Its value for a service principal is not documented."],
        page: page!("principalaccount"),
        ..text(Group::Principal, "aws:PrincipalAccount")
    },
    ConditionKey {
        summary: "The ARN of the caller: of a role session the role's, with its path.",
        present: "in every signed request of a user, a role, a federated user or the root user",
        absent: "presumably with service principals: no page says",
        carried: IAM_PRINCIPAL,
        traps: &["It is never the ARN of the assumed-role session.", "Compare it with ARN operators."],
        page: page!("principalarn"),
        ..typed(KeyType::Arn, Group::Principal, "aws:PrincipalArn")
    },
    ConditionKey {
        summary: "Whether the caller is an AWS service principal.",
        present: "in every signed request; false in a forward access session of a user or role, and for \
            service roles",
        carried: EVERY_CALL,
        page: page!("principalisawsservice"),
        ..typed(KeyType::Bool, Group::Principal, "aws:PrincipalIsAWSService")
    },
    ConditionKey {
        summary: "The organization of the caller's account.",
        present: "when the caller's account belongs to an organization",
        absent: "with service principals, which belong to none",
        carried: SOME_IAM_PRINCIPALS,
        traps: &[
            "A Deny with a negated operator also hits services: add aws:PrincipalIsAWSService false.",
            SENSITIVE,
        ],
        page: page!("principalorgid"),
        ..text(Group::Principal, "aws:PrincipalOrgID")
    },
    ConditionKey {
        summary: "Where in its organization the caller's account is.",
        present: "when the caller's account belongs to an organization",
        absent: "with service principals, which belong to none",
        carried: SOME_IAM_PRINCIPALS,
        traps: &["A path ends with a slash."],
        page: page!("principalorgpaths"),
        ..texts(Group::Principal, "aws:PrincipalOrgPaths")
    },
    ConditionKey {
        summary: "The name of the service principal that calls.",
        present: "when a service calls KMS itself",
        absent: "in every other call, forward access sessions and service roles included",
        carried: SERVICE_NAME,
        page: page!("principalservicename"),
        ..text(Group::Principal, "aws:PrincipalServiceName")
    },
    ConditionKey {
        summary: "All names of the service principal that calls, the regional ones too.",
        present: "when a service calls KMS itself",
        absent: "in every other call, forward access sessions and service roles included",
        carried: SERVICE_NAME,
        page: page!("principalservicenameslist"),
        ..texts(Group::Principal, "aws:PrincipalServiceNamesList")
    },
    ConditionKey {
        tail: KeyTail::TagKey,
        summary: "The value of that tag of the user, the role or its session.",
        present: "when the caller has that tag",
        carried: SOME_IAM_PRINCIPALS,
        traps: &["The tag key is compared without regard to case, the value as the operator says."],
        page: page!("principaltag"),
        ..text(Group::Principal, "aws:PrincipalTag/${TagKey}")
    },
    ConditionKey {
        summary: "What kind of principal calls.",
        present: ALWAYS,
        carried: IAM_PRINCIPAL,
        values: &["Account", "User", "FederatedUser", "AssumedRole", "Anonymous"],
        traps: &["Its value for a service principal is not documented."],
        page: page!("principaltype"),
        ..text(Group::Principal, "aws:PrincipalType")
    },
    ConditionKey {
        summary: "The source identity that was set when the first role of a chain was assumed.",
        present: "in role sessions with a source identity",
        carried: SOME_IAM_PRINCIPALS,
        page: page!("sourceidentity"),
        ..text(Group::Principal, "aws:SourceIdentity")
    },
    ConditionKey {
        summary: "When the temporary credentials were issued.",
        present: "with temporary credentials, those of a forward access session included",
        absent: "with long-term access keys",
        carried: TEMPORARY_CREDENTIALS,
        page: page!("tokenissuetime"),
        ..typed(KeyType::Date, Group::Session, "aws:TokenIssueTime")
    },
    ConditionKey {
        summary: "The unique id of the caller; of a role session, with the session's name.",
        present: ALWAYS,
        carried: IAM_PRINCIPAL,
        traps: &["Its value for a service principal is not documented."],
        page: page!("userid"),
        ..text(Group::Principal, "aws:userid")
    },
    ConditionKey {
        summary: "The name of the IAM user who calls.",
        present: "with IAM users",
        absent: "with the root user, role sessions, federated users and service principals",
        carried: SOME_IAM_PRINCIPALS,
        traps: &[
            "The KMS guide uses it with a role as principal; by IAM's rules such a statement never matches.",
        ],
        page: page!("username"),
        ..text(Group::Principal, "aws:username")
    },
    ConditionKey {
        summary: "The Lambda function whose code makes the request.",
        present: "when the code of a Lambda function makes the request",
        carried: SOME_CREDENTIALS,
        page: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html",
        ..typed(KeyType::Arn, Group::Session, "lambda:SourceFunctionArn")
    },
];
