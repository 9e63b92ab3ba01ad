//! An Allow uses `NotPrincipal`.
//!
//! ## Why it matters
//!
//! It allows everyone who is not listed, in every AWS account. AWS does not support the combination.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:role/Guest" },
//!   "Action": "kms:Decrypt", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! List in `Principal` who is allowed.

use kms_policy::PrincipalElement;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let Some(PrincipalElement::NotPrincipal(elements)) = &statement.statement.principal else { return };
    if !statement.is_allow() {
        return;
    }
    let message = "The statement allows everyone whom it does not list, in every AWS account.";
    let help = "List the allowed principals in `Principal`.";
    findings.push(Code::NotPrincipalWithAllow, elements.name, message.to_owned(), help);
}

#[cfg(test)]
mod tests {
    use crate::Code::NotPrincipalWithAllow as CODE;
    use crate::testing::found;

    #[test]
    fn an_allow_is_found_and_a_deny_is_not() {
        let statement =
            r#""Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""NotPrincipal""#]);
        assert!(found(CODE, &statement.replace("Allow", "Deny")).is_empty());
    }
}
