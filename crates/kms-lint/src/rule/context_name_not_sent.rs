//! A condition asks for an encryption-context name that AWS services do not send.
//!
//! ## Why it matters
//!
//! Services use fixed names, such as `aws:dynamodb:tableName` and `aws:s3:arn`. Names that begin with `aws:` are theirs: with
//! another name, such as `aws:dynamodb:table/arn`, the condition is never true.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:ViaService": "dynamodb.us-east-1.amazonaws.com",
//!                                    "kms:EncryptionContext:aws:dynamodb:table/arn": "orders" } } }
//! ```
//!
//! ## Fix
//!
//! Use a name that the service sends. The fix writes it if one is at most a few letters away.

use kms_catalog::{ConditionKey, Service, Status, nearest};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::{list, quote};

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for condition in &statement.conditions {
        let Some(name) = ConditionKey::context_key_of(condition.name()) else { continue };
        // `aws:dynamodb:…`: the names of one service begin alike.
        let mut parts = name.splitn(3, ':');
        let (Some(prefix), Some(service), Some(_)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        if !prefix.eq_ignore_ascii_case("aws") || name.contains(['*', '?', '$', '<']) {
            continue;
        }
        let begins_alike = |known: &&str| {
            let mut parts = known.splitn(3, ':');
            parts.next() == Some("aws")
                && parts.next().is_some_and(|known| known.eq_ignore_ascii_case(service))
        };
        let pairs = || Service::all().iter().flat_map(|service| service.encryption_context);
        let known: Vec<&str> = pairs()
            .filter(|pair| pair.status == Status::Documented)
            .map(|pair| pair.key)
            .filter(begins_alike)
            .collect();
        // What the catalogue does not have of a service says nothing; the names of the others are known as a whole.
        if known.is_empty() || pairs().any(|pair| pair.key.eq_ignore_ascii_case(name)) || findings.is_full() {
            continue;
        }
        let mut names = known;
        kms_policy::sort(&mut names);
        names.dedup();
        let message = format!(
            "No page of AWS shows the encryption-context name {}; the service sends {}.",
            quote(name),
            list(names.iter().copied())
        );
        let meant = nearest(name, names.iter().copied());
        let help = match meant {
            Some(meant) => format!("Use {}.", quote(&format!("kms:EncryptionContext:{meant}"))),
            None => "Use a name that the service sends.".to_owned(),
        };
        let span = condition.entry.key.span;
        let Some(finding) = findings.push(Code::ContextNameNotSent, span, message, help) else { return };
        if let Some(meant) = meant {
            let key = format!("kms:EncryptionContext:{meant}");
            finding.fixed(format!("Replace with {}", quote(&key)), context.replace(span, &key));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ContextNameNotSent as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_name_that_no_service_sends_is_found() {
        let with = |name: &str| {
            format!(
                r#""Effect":"Allow","Principal":{{"AWS":"111122223333"}},"Action":"kms:Decrypt","Resource":"*","Condition":{{"StringEquals":{{"kms:EncryptionContext:{name}":"x"}}}}"#
            )
        };
        for name in ["aws:dynamodb:table/arn", "aws:s3:arns"] {
            assert_eq!(found(CODE, &with(name)).len(), 1, "{name}");
        }
        assert!(fixed(CODE, &with("aws:s3:arns")).unwrap().contains("EncryptionContext:aws:s3:arn\""));
        for name in ["aws:s3:arn", "AWS:S3:ARN", "Department", "aws:somethingnew:arn", "my:name:x"] {
            assert!(found(CODE, &with(name)).is_empty(), "{name}");
        }
    }
}
