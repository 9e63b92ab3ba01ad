//! A Deny names the whole account of the key.
//!
//! ## Why it matters
//!
//! In a Deny the account principal means every principal of the account, its administrators and its root user included; in an
//! Allow it only lets IAM policies decide.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:ScheduleKeyDeletion", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Nothing if everyone is meant. Otherwise name the principals, or add a condition.

use kms_policy::Principal;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    // A Deny that also covers the key policy is the graver finding.
    let is_graver = statement.covers("PutKeyPolicy");
    if !statement.is_deny() || !context.is_key_policy() || statement.has_condition() || is_graver {
        return;
    }
    let own = context.facts.account();
    for entry in statement.principals() {
        if !matches!(&entry.principal, Principal::Account { account, .. } if own.is_none_or(|own| own == *account))
        {
            continue;
        }
        let message = format!(
            "{} in a Deny is every principal of the account, its root user included.",
            quote(&entry.text.value)
        );
        let help = "If not everyone is meant, name the principals, or add a condition.";
        findings.push(Code::AccountInDeny, entry.text.span, message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::AccountInDeny as CODE;
    use crate::testing::found;

    #[test]
    fn an_account_in_a_deny_is_found() {
        let statement = r#""Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"kms:ScheduleKeyDeletion","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""111122223333""#]);
        assert!(found(CODE, &statement.replace("Deny", "Allow")).is_empty());
    }
}
