//! A condition on `kms:GrantConstraintType` does not say which encryption context.
//!
//! ## Why it matters
//!
//! The condition makes grants have an encryption-context constraint, but the caller chooses its pairs: any context will do.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:CreateGrant", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:GrantConstraintType": "EncryptionContextSubset" } } }
//! ```
//!
//! ## Fix
//!
//! Add a condition on `kms:EncryptionContext:<key>`.

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let names_pair = statement.conditions.iter().any(|condition| {
        condition.is("kms:EncryptionContextKeys")
            || condition.key.is_some_and(|key| key.stem() == "kms:EncryptionContext:")
    });
    if !statement.is_allow() || names_pair {
        return;
    }
    for condition in statement.conditions_needing("kms:GrantConstraintType") {
        let message = "The grants must have an encryption-context constraint, but any pairs will do.";
        let help = "Add a condition on `kms:EncryptionContext:` and the name of a pair.";
        findings.push(Code::GrantConstraintWithoutPair, condition.entry.key.span, message.to_owned(), help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::GrantConstraintWithoutPair as CODE;
    use crate::testing::found;

    #[test]
    fn a_constraint_of_any_pairs_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:CreateGrant","Resource":"*","Condition":{"StringEquals":{"kms:GrantConstraintType":"EncryptionContextSubset"}}"#;
        assert_eq!(found(CODE, statement), [r#""kms:GrantConstraintType""#]);
        let with_pair = statement
            .replace(r#""Condition":{"#, r#""Condition":{"StringLike":{"kms:EncryptionContext:a":"x"},"#);
        assert!(found(CODE, &with_pair).is_empty());
    }
}
