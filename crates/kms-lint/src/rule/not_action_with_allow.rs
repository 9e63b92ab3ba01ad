//! An Allow uses `NotAction`.
//!
//! ## Why it matters
//!
//! It allows everything that is not listed: `kms:PutKeyPolicy` and `kms:ScheduleKeyDeletion`, and every operation that
//! KMS will have one day.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "NotAction": "kms:ScheduleKeyDeletion", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! List what is allowed in `Action`, or deny the exceptions in a second statement.

use kms_policy::ActionElement;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let Some(ActionElement::NotAction(elements)) = &statement.statement.action else { return };
    // In an SCP, and in the boundary of a user or role, an Allow only leaves room for what other policies allow.
    let allows = context.is_key_policy() || context.kind == kms_policy::PolicyKind::IdentityBased;
    if !statement.is_allow() || !allows || !statement.covers("PutKeyPolicy") {
        return;
    }
    let message = "The statement allows every action that it does not list, `kms:PutKeyPolicy` among them.";
    let help = "List the allowed actions in `Action`.";
    findings.push(Code::NotActionWithAllow, elements.name, message.to_owned(), help);
}

#[cfg(test)]
mod tests {
    use crate::Code::NotActionWithAllow as CODE;
    use crate::testing::found;

    #[test]
    fn an_allow_is_found_and_a_deny_is_not() {
        let statement =
            r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"NotAction":"kms:Decrypt","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""NotAction""#]);
        let statement =
            r#""Effect":"Deny","Principal":{"AWS":"111122223333"},"NotAction":"kms:Decrypt","Resource":"*""#;
        assert!(found(CODE, statement).is_empty());
    }
}
