//! A statement about KMS has a condition on a key of another service.
//!
//! ## Why it matters
//!
//! A KMS request carries KMS's own condition keys and the global ones. A condition that needs `s3:prefix` or
//! `ec2:Region` is never true, and a negated one always is.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "s3:x-amz-server-side-encryption": "aws:kms" } } }
//! ```
//!
//! ## Fix
//!
//! Remove the condition, or use the key of KMS that says the same, such as `kms:ViaService`.

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

/// Services whose keys belong to the caller's credentials and travel with every request.
const OF_CREDENTIALS: &[&str] = &[
    "aws",
    "kms",
    "lambda",
    "glue",
    "ec2",
    "ssm",
    "sts",
    "saml",
    "iam",
    "identitystore",
    "cognito-identity",
    "accounts",
];

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_about_kms_alone(context.kind) {
        return;
    }
    for condition in statement.conditions.iter().filter(|condition| condition.key.is_none()) {
        let Some((service, _)) = condition.name().split_once(':') else { continue };
        let is_service = service.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !is_service || OF_CREDENTIALS.iter().any(|known| service.eq_ignore_ascii_case(known)) {
            continue;
        }
        let effect = if condition.holds_without_key() { "always true" } else { "never true" };
        let message = format!(
            "{} is a condition key of another service, so no KMS request carries it and the condition is {effect}.",
            quote(condition.name())
        );
        let help = "Remove the condition, or use a condition key of KMS or a global one.";
        findings.push(Code::ForeignConditionKey, condition.entry.key.span, message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ForeignConditionKey as CODE;
    use crate::testing::found;

    #[test]
    fn a_key_of_another_service_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"s3:prefix":"x","kms:KeySpec":"SYMMETRIC_DEFAULT","ec2:SourceInstanceArn":"x","token.example.com:sub":"x"}}"#;
        assert_eq!(found(CODE, statement), [r#""s3:prefix""#]);
    }
}
