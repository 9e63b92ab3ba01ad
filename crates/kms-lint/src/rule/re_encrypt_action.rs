//! A policy lists `kms:ReEncrypt`, which is no permission.
//!
//! ## Why it matters
//!
//! The API operation `ReEncrypt` needs `kms:ReEncryptFrom` on the key that the ciphertext is under and
//! `kms:ReEncryptTo` on the new key. `kms:ReEncrypt` matches neither.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": ["kms:Decrypt", "kms:ReEncrypt"], "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! The fix writes `kms:ReEncrypt*`, which matches both permissions.

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for action in
        statement.actions.iter().filter(|action| action.text().eq_ignore_ascii_case("kms:ReEncrypt"))
    {
        let message = "`kms:ReEncrypt` is not a permission: the operation needs `kms:ReEncryptFrom` and \
            `kms:ReEncryptTo`, and this entry matches neither.";
        let help = "Use `kms:ReEncrypt*`, or list the one of the two that is needed.";
        if let Some(finding) =
            findings.push(Code::ReEncryptAction, action.action.span, message.to_owned(), help)
        {
            finding.fixed(
                "Replace with `kms:ReEncrypt*`",
                context.replace(action.action.span, "kms:ReEncrypt*"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ReEncryptAction as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn the_operation_is_found_and_its_permissions_are_not() {
        let statement =
            r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:reencrypt","Resource":"*""#;
        assert!(fixed(CODE, statement).unwrap().contains(r#""Action":"kms:ReEncrypt*""#));
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:ReEncryptFrom","kms:ReEncrypt*"],"Resource":"*""#;
        assert!(found(CODE, statement).is_empty());
    }
}
