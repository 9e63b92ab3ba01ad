//! A Deny tests `aws:MultiFactorAuthPresent` with `Bool` `false`.
//!
//! ## Why it matters
//!
//! Requests with long-term access keys do not carry the key, so `Bool` `false` is not true for them and the Deny does not
//! apply: exactly the callers without multi-factor authentication get through.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111122223333:user/Ana" }, "Action": "kms:ScheduleKeyDeletion", "Resource": "*",
//!   "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } } }
//! ```
//!
//! ## Fix
//!
//! Use `BoolIfExists`. Look at the fix first: it also denies calls of AWS services.

use kms_policy::BaseOperator;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_deny() {
        return;
    }
    for condition in statement.conditions_on("aws:MultiFactorAuthPresent") {
        let operator = condition.operator;
        if operator.base != BaseOperator::Bool || operator.if_exists || !condition.all_values_are("false") {
            continue;
        }
        let message = "The statement does not deny callers with long-term access keys: their requests do not carry \
            `aws:MultiFactorAuthPresent`.";
        let span = condition.block.operator_text.span;
        let code = Code::BoolFalseOnAbsentKey;
        let Some(finding) = findings.push(code, span, message.to_owned(), "Use `BoolIfExists`.") else {
            return;
        };
        finding.also(condition.entry.key.span);
        if condition.block.entries.len() == 1 {
            finding.fixed_after_review("Use `BoolIfExists`", context.replace(span, "BoolIfExists"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::BoolFalseOnAbsentKey as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_deny_that_misses_long_term_keys_is_found() {
        let statement = r#""Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}"#;
        assert_eq!(found(CODE, statement), [r#""Bool""#]);
        assert!(fixed(CODE, statement).unwrap().contains("BoolIfExists"));
        assert!(found(CODE, &statement.replace("Deny", "Allow")).is_empty());
    }
}
