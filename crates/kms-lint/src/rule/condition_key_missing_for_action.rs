//! A condition needs a key that one of the statement's actions never carries.
//!
//! ## Why it matters
//!
//! The classic is `kms:DescribeKey` next to `kms:Decrypt` under an encryption-context condition: `DescribeKey` has no
//! encryption context, so this statement never allows it. The service that describes the key first fails.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:EncryptionContext:Department": "Finance" } } }
//! ```
//!
//! ## Fix
//!
//! Move the action into a second statement without the condition, as AWS's pages for Aurora DSQL and Verified
//! Permissions do.

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::{Findings, Severity};
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::{list, quote};

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    // That nothing carries the key is another rule's finding.
    let needed: Vec<_> = statement
        .conditions
        .iter()
        .filter(|condition| condition.needs_key() && condition.depends_on_operation())
        .filter(|condition| statement.operations.iter().any(|operation| condition.can_come_with(operation)))
        .collect();
    for action in
        statement.actions.iter().filter(|action| !action.operations.is_empty() && !needed.is_empty())
    {
        let lacks = |condition: &&&ConditionView<'_>| {
            !action.operations.iter().any(|operation| condition.can_come_with(operation))
        };
        let missing: Vec<_> = needed.iter().filter(lacks).collect();
        if missing.is_empty() {
            continue;
        }
        let effect = if statement.is_deny() { "denies" } else { "allows" };
        let message = format!(
            "The statement never {effect} {}: it requires {}, which that operation never carries.",
            quote(action.text()),
            list(missing.iter().map(|condition| condition.name()))
        );
        let help = format!("Move {} into a statement without this condition.", quote(action.text()));
        let code = Code::ConditionKeyMissingForAction;
        let Some(finding) = findings.push(code, action.action.span, message, help) else { return };
        // A pattern may be there for the operations that do carry the key; AWS's own page for CloudWatch Logs has one.
        if action.has_wildcards() {
            finding.graded(Severity::Suggestion);
        }
        for condition in missing.iter().take(4) {
            finding.also(condition.entry.key.span);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ConditionKeyMissingForAction as CODE;
    use crate::testing::found;

    #[test]
    fn the_action_that_lacks_the_key_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Decrypt","kms:DescribeKey"],"Resource":"*","Condition":{"StringLike":{"kms:EncryptionContext:a":"x"}}"#;
        assert_eq!(found(CODE, statement), [r#""kms:DescribeKey""#]);
    }

    #[test]
    fn patterns_of_which_a_part_carries_the_key_are_left_alone() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:*","kms:ReEncrypt*"],"Resource":"*","Condition":{"StringLike":{"kms:EncryptionContext:a":"x"}}"#;
        assert!(found(CODE, statement).is_empty());
    }
}
