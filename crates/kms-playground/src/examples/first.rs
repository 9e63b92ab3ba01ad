//! The first example once more, in code: who shows only this one needs no reader of scenarios. A test compares it with
//! its text.

use crate::report::Decision;
use crate::scenario::{About, Key, PolicyText, Request, Scenario};

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
      "Sid": "Orders uses the key for tenant acme",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:role/Orders"
      },
      "Action": [
        "kms:Decrypt",
        "kms:GenerateDataKey"
      ],
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "kms:EncryptionContext:tenant": "acme"
        }
      }
    }
  ]
}"#;

/// The scenario of [`crate::FIRST_EXAMPLE`].
pub fn first_scenario() -> Scenario {
    Scenario {
        title: text("One role, and one value of the encryption context"),
        about: Some(About {
            challenge: None,
            system: text("AWS KMS"),
            lesson: text("The first statement leaves the key to IAM policies of the account, and the second lets one role use it for one tenant. The two requests differ in one value: that of the encryption context."),
            sources: [
                "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
                "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context",
            ]
            .map(str::to_owned)
            .into(),
        }),
        key: Key::new("arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
        key_policy: PolicyText::object(KEY_POLICY),
        identity_policies: Some(Vec::new()),
        requests: vec![
            decrypt("Orders decrypts for tenant acme", "acme", Decision::Allowed),
            decrypt("Orders decrypts for tenant globex", "globex", Decision::ImplicitDeny),
        ],
        ..Scenario::default()
    }
}

fn decrypt(name: &str, tenant: &str, expect: Decision) -> Request {
    Request {
        name: text(name),
        principal: "arn:aws:sts::111122223333:assumed-role/Orders/work".to_owned(),
        session_issuer: text("arn:aws:iam::111122223333:role/Orders"),
        action: "kms:Decrypt".to_owned(),
        encryption_context: std::iter::once(("tenant".to_owned(), tenant.to_owned())).collect(),
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
