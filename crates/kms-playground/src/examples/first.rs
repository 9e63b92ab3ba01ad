//! The first example once more, in code: who shows only this one needs no reader of scenarios. A test compares it with
//! its text.

use crate::report::Decision;
use crate::scenario::{About, Key, NamedPolicy, PolicyText, Request, Scenario};

const ACCOUNT: &str = "111122223333";
const SERVICE: &str = "verifiedpermissions.amazonaws.com";
const STORE: &str = "arn:aws:verifiedpermissions::111122223333:policy-store/PSt123456789012";
const DECRYPT: &str = "kms:Decrypt";
const DESCRIBE_KEY: &str = "kms:DescribeKey";

/// Encryption contexts.
const BOTH_PAIRS: &[(&str, &str)] =
    &[("aws:verifiedpermissions:policy-store-arn", STORE), ("policy_owner", "Tim")];
const STORE_ALONE: &[(&str, &str)] = &[("aws:verifiedpermissions:policy-store-arn", STORE)];
const NO_PAIRS: &[(&str, &str)] = &[];

const KEY_POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Account administers this key",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:root"
      },
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Sid": "Verified Permissions reads the key metadata",
      "Effect": "Allow",
      "Principal": {
        "Service": "verifiedpermissions.amazonaws.com"
      },
      "Action": "kms:DescribeKey",
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "aws:SourceAccount": "111122223333"
        },
        "ArnLike": {
          "aws:SourceArn": "arn:aws:verifiedpermissions::111122223333:policy-store/*"
        }
      }
    },
    {
      "Sid": "Verified Permissions encrypts and decrypts policy stores",
      "Effect": "Allow",
      "Principal": {
        "Service": "verifiedpermissions.amazonaws.com"
      },
      "Action": [
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
        "kms:GenerateDataKeyWithoutPlaintext"
      ],
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "aws:SourceAccount": "111122223333"
        },
        "ArnLike": {
          "aws:SourceArn": "arn:aws:verifiedpermissions::111122223333:policy-store/*"
        },
        "StringLike": {
          "kms:EncryptionContext:aws:verifiedpermissions:policy-store-arn": "arn:aws:verifiedpermissions::111122223333:policy-store/*",
          "kms:EncryptionContext:policy_owner": "Tim"
        }
      }
    },
    {
      "Sid": "BrentRole encrypts and decrypts through Verified Permissions",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:role/BrentRole"
      },
      "Action": [
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
        "kms:GenerateDataKeyWithoutPlaintext"
      ],
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "kms:ViaService": "verifiedpermissions.us-east-1.amazonaws.com"
        },
        "StringLike": {
          "kms:EncryptionContext:aws:verifiedpermissions:policy-store-arn": "arn:aws:verifiedpermissions::111122223333:policy-store/*",
          "kms:EncryptionContext:policy_owner": "Tim"
        }
      }
    },
    {
      "Sid": "BrentRole reads the key metadata through Verified Permissions",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:role/BrentRole"
      },
      "Action": "kms:DescribeKey",
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "kms:ViaService": "verifiedpermissions.us-east-1.amazonaws.com"
        }
      }
    }
  ]
}"#;

const IDENTITY_POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "CallVerifiedPermissions",
      "Effect": "Allow",
      "Action": "verifiedpermissions:*",
      "Resource": "*"
    }
  ]
}"#;

/// The scenario of [`crate::FIRST_EXAMPLE`].
pub fn first_scenario() -> Scenario {
    Scenario {
        title: text("Verified Permissions: the complete key policy"),
        notes: text("The pair policy_owner = Tim was chosen when the policy store was created. The IAM policy of the roles lets them call Verified Permissions and says nothing of KMS. Unlike on AWS's page, kms:DescribeKey has statements of its own (it carries no encryption context, so the page's statement for BrentRole never allows it), and aws:SourceArn is compared with ArnLike."),
        about: Some(About {
            challenge: None,
            system: text("Amazon Verified Permissions"),
            lesson: text("One key serves two kinds of call: those that Verified Permissions makes under its own name, held to their source, and those that it makes with the identity of your role, held to kms:ViaService. Each kind needs statements of its own, because a statement for the one never matches the other."),
            sources: [
                "https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/security-data-protection-cmk.html",
                "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service",
                "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
            ]
            .map(str::to_owned)
            .into(),
        }),
        key: Key {
            aliases: vec!["alias/policy-stores".to_owned()],
            ..Key::new("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")
        },
        key_policy: PolicyText::object(KEY_POLICY),
        identity_policies: Some(vec![NamedPolicy {
            name: "verified-permissions-access".to_owned(),
            text: PolicyText::object(IDENTITY_POLICY),
        }]),
        requests: vec![
            by_service("Verified Permissions decrypts for a policy store of this account", DECRYPT, STORE, ACCOUNT, BOTH_PAIRS, Decision::Allowed),
            by_service("Verified Permissions decrypts for a policy store of another account", DECRYPT, "arn:aws:verifiedpermissions::444455556666:policy-store/PSt987654321098", "444455556666", BOTH_PAIRS, Decision::ImplicitDeny),
            by_role("BrentRole decrypts through Verified Permissions", "BrentRole", DECRYPT, true, BOTH_PAIRS, Decision::Allowed),
            by_role("BrentRole decrypts with a call of its own", "BrentRole", DECRYPT, false, BOTH_PAIRS, Decision::ImplicitDeny),
            by_service("Verified Permissions reads the key metadata", DESCRIBE_KEY, STORE, ACCOUNT, NO_PAIRS, Decision::Allowed),
            by_role("BrentRole reads the key metadata through Verified Permissions", "BrentRole", DESCRIBE_KEY, true, NO_PAIRS, Decision::Allowed),
            by_service("Verified Permissions decrypts without the pair policy_owner", DECRYPT, STORE, ACCOUNT, STORE_ALONE, Decision::ImplicitDeny),
            by_role("AnaRole decrypts through Verified Permissions", "AnaRole", DECRYPT, true, BOTH_PAIRS, Decision::ImplicitDeny),
        ],
        ..Scenario::default()
    }
}

/// A call of Verified Permissions under its own name.
fn by_service(
    name: &str,
    action: &str,
    source: &str,
    account: &str,
    pairs: &[(&str, &str)],
    expect: Decision,
) -> Request {
    Request {
        principal: SERVICE.to_owned(),
        source_arn: text(source),
        source_account: text(account),
        ..request(name, action, pairs, expect)
    }
}

/// A call of a role's session, through Verified Permissions or of its own.
fn by_role(
    name: &str,
    role: &str,
    action: &str,
    via_service: bool,
    pairs: &[(&str, &str)],
    expect: Decision,
) -> Request {
    Request {
        principal: format!("arn:aws:sts::{ACCOUNT}:assumed-role/{role}/work"),
        session_issuer: Some(format!("arn:aws:iam::{ACCOUNT}:role/{role}")),
        via_service: via_service.then(|| "verifiedpermissions.us-east-1.amazonaws.com".to_owned()),
        ..request(name, action, pairs, expect)
    }
}

fn request(name: &str, action: &str, pairs: &[(&str, &str)], expect: Decision) -> Request {
    Request {
        name: text(name),
        action: action.to_owned(),
        encryption_context: pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        expect: Some(expect),
        ..Request::default()
    }
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FIRST_EXAMPLE;

    #[test]
    fn the_code_says_what_the_text_says() {
        let read = FIRST_EXAMPLE.scenario().unwrap();
        assert_eq!(first_scenario(), read);
        assert_eq!(first_scenario().to_json(), read.to_json());
    }
}
