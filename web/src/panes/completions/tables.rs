//! What key policies are written with, in the order of use: elements, actions, keys, operators, Regions, and whole
//! statements.

pub(super) const ELEMENTS: [(&str, &str); 12] = [
    ("Sid", "A name for the statement; in key policies it may hold spaces."),
    ("Effect", "Allow or Deny."),
    ("Principal", "Who the statement applies to."),
    ("Action", "The operations."),
    ("Resource", "The resources; in a key policy \"*\" is this key."),
    ("Condition", "What else must be true: operators, keys, values."),
    ("NotPrincipal", "Everyone but these."),
    ("NotAction", "All operations but these."),
    ("NotResource", "All resources but these."),
    ("Version", "The version of the policy language."),
    ("Id", "A name for the document."),
    ("Statement", "The statements."),
];

pub(super) const ELEMENTS_PAGE: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html";

/// Actions in the order in which key policies use them; the catalogue's others follow.
pub(super) const ACTIONS: [&str; 13] = [
    "kms:Decrypt",
    "kms:GenerateDataKey*",
    "kms:Encrypt",
    "kms:DescribeKey",
    "kms:ReEncrypt*",
    "kms:CreateGrant",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:*",
    "kms:ListGrants",
    "kms:RevokeGrant",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
];

/// Patterns that AWS's own key policies write.
pub(super) const PATTERNS: [(&str, &str); 3] = [
    ("kms:*", "Every operation."),
    ("kms:GenerateDataKey*", "GenerateDataKey, GenerateDataKeyPair and both without plaintext."),
    ("kms:ReEncrypt*", "Both permissions of ReEncrypt: ReEncryptFrom and ReEncryptTo."),
];

pub(super) const KEYS: [&str; 10] = [
    "kms:ViaService",
    "kms:EncryptionContext:",
    "kms:CallerAccount",
    "kms:GrantIsForAWSResource",
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:PrincipalOrgID",
    "aws:PrincipalArn",
    "kms:EncryptionContextKeys",
    "kms:GrantOperations",
];

pub(super) const OPERATORS: [&str; 7] =
    ["StringEquals", "StringLike", "ArnLike", "ArnEquals", "Bool", "Null", "StringNotEquals"];

/// Condition keys whose values are accounts, principals of IAM, Regions; in lower case.
pub(super) const ACCOUNT_KEYS: [&str; 5] = [
    "kms:calleraccount",
    "aws:principalaccount",
    "aws:sourceaccount",
    "aws:resourceaccount",
    "aws:sourceowner",
];
pub(super) const REGION_KEYS: [&str; 3] = ["aws:requestedregion", "kms:replicaregion", "kms:primaryregion"];

pub(super) const REGIONS: [&str; 17] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-north-1",
    "eu-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "sa-east-1",
];

/// Statements for an empty place; `#{…}` is a field to fill in, `ACCOUNT` and `REGION` are the key's.
pub(super) const SNIPPETS: [(&str, &str, &str); 6] = [
    (
        "Allow a role to use the key",
        "Encrypt, decrypt, data keys",
        r##"{
  "Sid": "#{Allow use of the key}",
  "Effect": "Allow",
  "Principal": { "AWS": "arn:aws:iam::ACCOUNT:role/#{RoleName}" },
  "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
  "Resource": "*"
}"##,
    ),
    (
        "Allow a role through a service",
        "kms:ViaService",
        r##"{
  "Sid": "#{Allow use through a service}",
  "Effect": "Allow",
  "Principal": { "AWS": "arn:aws:iam::ACCOUNT:role/#{RoleName}" },
  "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
  "Resource": "*",
  "Condition": { "StringEquals": { "kms:ViaService": "#{s3}.REGION.amazonaws.com" } }
}"##,
    ),
    (
        "Allow an AWS service",
        "Service principal, aws:SourceArn",
        r##"{
  "Sid": "#{Allow the service}",
  "Effect": "Allow",
  "Principal": { "Service": "#{service}.amazonaws.com" },
  "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
  "Resource": "*",
  "Condition": {
    "StringEquals": { "aws:SourceAccount": "ACCOUNT" },
    "ArnLike": { "aws:SourceArn": "#{arn}" }
  }
}"##,
    ),
    (
        "Allow grants for AWS resources",
        "kms:CreateGrant",
        r##"{
  "Sid": "#{Allow attachment of persistent resources}",
  "Effect": "Allow",
  "Principal": { "AWS": "arn:aws:iam::ACCOUNT:role/#{RoleName}" },
  "Action": ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
  "Resource": "*",
  "Condition": { "Bool": { "kms:GrantIsForAWSResource": "true" } }
}"##,
    ),
    (
        "Delegate to IAM policies",
        "The account, kms:*",
        r##"{
  "Sid": "Enable IAM policies",
  "Effect": "Allow",
  "Principal": { "AWS": "arn:aws:iam::ACCOUNT:root" },
  "Action": "kms:*",
  "Resource": "*"
}"##,
    ),
    (
        "Deny callers of other organizations",
        "aws:PrincipalOrgID",
        r##"{
  "Sid": "#{Deny callers outside the organization}",
  "Effect": "Deny",
  "Principal": { "AWS": "*" },
  "Action": "kms:*",
  "Resource": "*",
  "Condition": {
    "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "#{o-exampleorgid}" },
    "BoolIfExists": { "aws:PrincipalIsAWSService": "false" }
  }
}"##,
    ),
];
