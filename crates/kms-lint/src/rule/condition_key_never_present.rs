//! A condition needs a key that none of the statement's operations carries.
//!
//! ## Why it matters
//!
//! KMS evaluates a condition key only where the operation has it: `kms:EncryptionContext:…` with cryptographic
//! operations, `kms:GrantOperations` with `CreateGrant`. With other operations the condition is never true, so the
//! statement has no effect. Which operation carries which key comes from the catalogue of AWS's tables.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:DescribeKey", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:EncryptionContext:Department": "Finance" } } }
//! ```
//!
//! ## Fix
//!
//! Remove the condition, or use a key that the operations carry.

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::{list, quote};

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    // Of a statement that also speaks of other services only a part would be dead.
    if statement.operations.is_empty() || !statement.is_about_kms_alone(context.kind) {
        return;
    }
    for condition in statement.conditions.iter().filter(|condition| condition.needs_key()) {
        if statement.operations.iter().any(|operation| condition.can_come_with(operation)) {
            continue;
        }
        let operations = list(statement.operations.iter().map(|operation| operation.permission()));
        let effect = if statement.is_deny() { "denies" } else { "allows" };
        let message = format!(
            "The condition is never true: {operations} never {} {}, so the statement {effect} nothing.",
            if statement.operations.len() == 1 { "carries" } else { "carry" },
            quote(condition.name())
        );
        let help = "Remove the condition, or use a condition key that the operation carries.";
        findings.push(Code::ConditionKeyNeverPresent, condition.entry.key.span, message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ConditionKeyNeverPresent as CODE;
    use crate::testing::found;

    #[test]
    fn a_key_that_no_operation_carries_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:DescribeKey","Resource":"*","Condition":{"StringLike":{"kms:EncryptionContext:a":"x","kms:ViaService":"*","kms:GrantOperations":"x"}}"#;
        assert_eq!(found(CODE, statement), [r#""kms:EncryptionContext:a""#, r#""kms:GrantOperations""#]);
    }

    #[test]
    fn a_key_that_some_operation_carries_is_left_alone() {
        for condition in
            [r#""StringLike":{"kms:EncryptionContext:a":"x"}"#, r#""Null":{"kms:GrantOperations":"true"}"#]
        {
            let statement = format!(
                r#""Effect":"Allow","Principal":{{"AWS":"111122223333"}},"Action":["kms:DescribeKey","kms:Decrypt"],"Resource":"*","Condition":{{{condition}}}"#
            );
            assert!(found(CODE, &statement).is_empty(), "{condition}");
        }
    }
}
