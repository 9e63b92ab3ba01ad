//! A condition expects the ARN of an S3 object in the encryption context.
//!
//! ## Why it matters
//!
//! With an S3 Bucket Key, S3 sends the ARN of the bucket, not that of the object. A condition on object ARNs then refuses
//! every call. S3 turns Bucket Keys on with one setting of the bucket, so a working policy can stop working.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringLike": { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::orders/2026/*" } } }
//! ```
//!
//! ## Fix
//!
//! If the bucket uses a Bucket Key, use the ARN of the bucket.

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for condition in statement.conditions_on("kms:EncryptionContext:aws:s3:arn") {
        let buckets = |value: &str| value.split_once(":s3:::").is_some_and(|(_, name)| !name.contains('/'));
        // With the bucket's ARN beside it both cases are covered.
        if condition.is_null() || condition.values().any(|value| buckets(&value.value.text)) {
            continue;
        }
        for value in condition.values() {
            let text = value.value.text.as_str();
            let Some((bucket, object)) = text.split_once(":s3:::").and_then(|(_, name)| name.split_once('/'))
            else {
                continue;
            };
            if bucket.contains('*') && object == "*" {
                continue;
            }
            let message = format!(
                "{} is the ARN of an object; with an S3 Bucket Key, S3 sends the ARN of the bucket.",
                quote(text)
            );
            let help =
                format!("If the bucket uses a Bucket Key, use {}.", quote(&format!("arn:aws:s3:::{bucket}")));
            if findings.push(Code::ObjectArnWithBucketKey, value.span, message, help).is_none() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ObjectArnWithBucketKey as CODE;
    use crate::testing::found;

    #[test]
    fn objects_without_their_bucket_are_found() {
        let with = |value: &str| {
            found(CODE, &format!(r#""Effect":"Allow","Principal":{{"AWS":"111122223333"}},"Action":"kms:Decrypt","Resource":"*","Condition":{{"StringLike":{{"kms:EncryptionContext:aws:s3:arn":{value}}}}}"#)).len()
        };
        assert_eq!(with(r#""arn:aws:s3:::b/x/*""#), 1);
        assert_eq!(with(r#"["arn:aws:s3:::b","arn:aws:s3:::b/*"]"#), 0);
        assert_eq!(with(r#""arn:aws:s3:::b*""#), 0);
    }
}
