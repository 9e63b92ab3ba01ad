//! A Deny depends on the alias that a request uses.
//!
//! ## Why it matters
//!
//! `kms:RequestAlias` tells by which alias the request names the key. Whoever names the key by its ID or ARN avoids the
//! Deny.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:RequestAlias": "alias/orders" } } }
//! ```
//!
//! ## Fix
//!
//! Deny by what the caller cannot choose, such as the principal; in IAM policies use `kms:ResourceAliases`.

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_deny() {
        return;
    }
    for condition in statement.conditions_needing("kms:RequestAlias") {
        let message = "A request that names the key by its ID or ARN carries no `kms:RequestAlias`, so it avoids this Deny.";
        let help = "Deny by the principal, or in IAM policies by `kms:ResourceAliases`.";
        findings.push(Code::RequestAliasInDeny, condition.entry.key.span, message.to_owned(), help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::RequestAliasInDeny as CODE;
    use crate::testing::found;

    #[test]
    fn a_deny_is_found_and_an_allow_is_not() {
        let statement = r#""Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:RequestAlias":"alias/a"}}"#;
        assert_eq!(found(CODE, statement), [r#""kms:RequestAlias""#]);
        assert!(found(CODE, &statement.replace("Deny", "Allow")).is_empty());
        assert!(found(CODE, &statement.replace("StringEquals", "StringNotEquals")).is_empty());
    }
}
