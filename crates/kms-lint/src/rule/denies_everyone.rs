//! A Deny without condition keeps everyone from changing the key policy.
//!
//! ## Why it matters
//!
//! A Deny wins over every Allow, also for the account's root user. If it covers `kms:PutKeyPolicy` for everyone, nobody can
//! remove it again.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! List the actions to deny, without `kms:PutKeyPolicy`, or add a condition that spares the administrators.

use kms_policy::Principal;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let own = context.facts.account();
    let everyone = statement.principals().iter().find(|entry| match &entry.principal {
        Principal::Everyone => true,
        Principal::Account { account, .. } => own == Some(*account),
        _ => false,
    });
    let Some(everyone) =
        everyone.filter(|_| statement.is_deny() && context.is_key_policy() && statement.is_whole())
    else {
        return;
    };
    if statement.has_condition() || !statement.covers("PutKeyPolicy") {
        return;
    }
    let message = "The statement denies `kms:PutKeyPolicy` to everyone of the account, so nobody could remove it again.";
    let help = "List the actions to deny without `kms:PutKeyPolicy`, or add a condition that spares the administrators.";
    findings.push(Code::DeniesEveryone, everyone.text.span, message.to_owned(), help);
}

#[cfg(test)]
mod tests {
    use crate::Code::DeniesEveryone as CODE;
    use crate::testing::found;

    #[test]
    fn a_deny_of_everything_for_everyone_is_found() {
        let statement = r#""Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""*""#]);
        assert!(found(CODE, &statement.replace("kms:*", "kms:Decrypt")).is_empty());
        assert!(
            found(CODE, &format!(r#"{statement},"Condition":{{"Bool":{{"aws:SecureTransport":"false"}}}}"#))
                .is_empty()
        );
    }
}
