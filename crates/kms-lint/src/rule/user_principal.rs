//! A statement allows an IAM user.
//!
//! ## Why it matters
//!
//! IAM users have long-term credentials. AWS advises to use roles, whose credentials are temporary.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/Ana" }, "Action": "kms:Decrypt", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Name a role that the person or the program assumes.

use kms_policy::Principal;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_allow() {
        return;
    }
    for entry in statement.principals().iter().filter(|entry| matches!(entry.principal, Principal::User(_))) {
        let message =
            format!("{} is an IAM user, whose credentials are long-term.", quote(&entry.text.value));
        findings.push(Code::UserPrincipal, entry.text.span, message, "Name a role instead.");
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::UserPrincipal as CODE;
    use crate::testing::found;

    #[test]
    fn a_user_is_found_and_a_role_is_not() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:user/A","arn:aws:iam::111122223333:role/A"]},"Action":"kms:Decrypt","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""arn:aws:iam::111122223333:user/A""#]);
        assert!(found(CODE, &statement.replace("Allow", "Deny")).is_empty());
    }
}
