//! A pattern of an ARN is compared as a string.
//!
//! ## Why it matters
//!
//! Under `StringLike` a `*` also matches colons, so a pattern for one account can match an ARN of another.
//! `ArnLike` compares each part by itself. AWS recommends it for ARNs.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "kms:GenerateDataKey*", "Resource": "*",
//!   "Condition": { "StringLike": { "aws:SourceArn": "arn:aws:cloudtrail:*:111122223333:trail/*" } } }
//! ```
//!
//! ## Fix
//!
//! Use `ArnLike`. The fix does it if no other key shares the operator and each value has the six parts of an ARN.

use kms_catalog::KeyType;
use kms_policy::{Arn, BaseOperator};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for condition in &statement.conditions {
        let arn = match condition.operator.base {
            BaseOperator::StringLike => BaseOperator::ArnLike,
            BaseOperator::StringNotLike => BaseOperator::ArnNotLike,
            _ => continue,
        };
        let is_arn = condition.key.is_some_and(|key| key.kind == KeyType::Arn);
        let has_wildcard = condition.values().any(|value| value.value.text.contains('*'));
        if !is_arn || !has_wildcard {
            continue;
        }
        let operator = condition.operator_with(arn);
        let message = format!(
            "{} compares {} as text, so a `*` also matches across the colons of the ARN.",
            quote(&condition.block.operator_text.value),
            quote(condition.name())
        );
        let help = format!("Use {}.", quote(&operator));
        let span = condition.block.operator_text.span;
        let Some(finding) = findings.push(Code::StringOperatorOnArn, span, message, help) else { return };
        finding.also(condition.entry.key.span);
        // Fewer parts than six match no ARN under the ARN operators.
        let are_whole = condition.values().all(|value| Arn::new(&value.value.text).is_some());
        let is_taken = statement.conditions.iter().any(|other| {
            other.block.span != condition.block.span
                && other.block.operator_text.value.eq_ignore_ascii_case(&operator)
        });
        if condition.block.entries.len() == 1 && are_whole && !is_taken {
            let title = format!("Use {}", quote(&operator));
            let edit = context.replace(span, &operator);
            if statement.is_allow() {
                finding.fixed(title, edit);
            } else {
                finding.fixed_after_review(title, edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::StringOperatorOnArn as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_pattern_of_an_arn_under_a_string_operator_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringLike":{"aws:SourceArn":"arn:aws:s3:::b*"}}"#;
        assert_eq!(found(CODE, statement), [r#""StringLike""#]);
        assert!(fixed(CODE, statement).unwrap().contains(r#""ArnLike":"#));
        assert!(found(CODE, &statement.replace("StringLike", "ArnLike")).is_empty());
        assert!(found(CODE, &statement.replace("b*", "b")).is_empty());
    }
}
