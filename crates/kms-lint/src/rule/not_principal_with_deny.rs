//! A Deny uses `NotPrincipal`.
//!
//! ## Why it matters
//!
//! It denies every principal that has a permissions boundary, whatever it lists, and it needs the account, the role and
//! each session to spare one role. AWS advises against it.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Deny", "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:role/KeyAdmin" },
//!   "Action": "kms:PutKeyPolicy", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Use `"Principal": "*"` with `ArnNotLike` on `aws:PrincipalArn`.

use kms_policy::PrincipalElement;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let Some(PrincipalElement::NotPrincipal(elements)) = &statement.statement.principal else { return };
    if !statement.is_deny() {
        return;
    }
    let message = "A Deny with `NotPrincipal` also denies every listed principal that has a permissions boundary, and \
        the sessions of listed roles.";
    let help = "Use `\"Principal\": \"*\"` with `ArnNotLike` on `aws:PrincipalArn`, and `Bool` \
        `aws:PrincipalIsAWSService` `false` to spare services.";
    findings.push(Code::NotPrincipalWithDeny, elements.name, message.to_owned(), help);
}

#[cfg(test)]
mod tests {
    use crate::Code::NotPrincipalWithDeny as CODE;
    use crate::testing::found;

    #[test]
    fn a_deny_is_found_and_an_allow_is_not() {
        let statement =
            r#""Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""NotPrincipal""#]);
        assert!(found(CODE, &statement.replace("Deny", "Allow")).is_empty());
    }
}
