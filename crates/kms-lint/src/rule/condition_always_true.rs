//! A negated condition is on a key that one of the statement's actions never carries.
//!
//! ## Why it matters
//!
//! A negated operator, `…IfExists` and `ForAllValues` are true where the key is absent. For an operation that never
//! carries the key, the condition limits nothing: a Deny always denies that operation, and an Allow always allows it.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*",
//!   "Condition": { "StringNotEquals": { "kms:EncryptionContext:Department": "Finance" } } }
//! ```
//!
//! ## Fix
//!
//! Move the action into a statement of its own, or add `Null` `false` for the key.

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::{Findings, Severity};
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let conditions = statement.conditions.iter();
    for condition in conditions.filter(|condition| condition.holds_without_key() && !condition.is_null()) {
        // A test that the key is there makes the condition false where it is not.
        if statement.conditions_on(condition.name()).any(ConditionView::needs_key) {
            continue;
        }
        for action in &statement.actions {
            let carries = action.operations.iter().any(|operation| condition.can_come_with(operation));
            if action.operations.is_empty() || carries {
                continue;
            }
            let effect = if statement.is_deny() { "denies" } else { "allows" };
            let message = format!(
                "The condition on {} is always true for {}, which never carries the key, so the statement {effect} it \
                 whatever the value.",
                quote(condition.name()),
                quote(action.text())
            );
            let help = format!("Move {} into a statement without this condition.", quote(action.text()));
            let Some(finding) = findings.push(Code::ConditionAlwaysTrue, action.action.span, message, help)
            else {
                return;
            };
            finding.also(condition.entry.key.span);
            if statement.is_allow() {
                finding.graded(Severity::SecurityWarning);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ConditionAlwaysTrue as CODE;
    use crate::testing::found;

    #[test]
    fn a_negated_condition_that_limits_nothing_is_found() {
        let statement = r#""Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":["kms:Decrypt","kms:DescribeKey"],"Resource":"*","Condition":{"StringNotEquals":{"kms:EncryptionContext:a":"x"}}"#;
        assert_eq!(found(CODE, statement), [r#""kms:DescribeKey""#]);
        let guarded = statement
            .replace(r#""Condition":{"#, r#""Condition":{"Null":{"kms:EncryptionContext:a":"false"},"#);
        assert!(found(CODE, &guarded).is_empty());
    }

    #[test]
    fn a_key_that_every_operation_can_carry_is_left_alone() {
        let statement = r#""Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":["kms:Decrypt","kms:DescribeKey"],"Resource":"*","Condition":{"StringNotEquals":{"kms:ViaService":"x"}}"#;
        assert!(found(CODE, statement).is_empty());
    }
}
