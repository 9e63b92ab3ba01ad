//! A value under `StringEquals` has a wildcard.
//!
//! ## Why it matters
//!
//! `StringEquals` compares character by character: `*` and `?` stand for themselves, and no account, ARN or service name
//! has one. AWS's own pages for Step Functions and CloudWatch investigations have such a value.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:ViaService": "s3.*.amazonaws.com" } } }
//! ```
//!
//! ## Fix
//!
//! Use `StringLike`. Look at the fix first: the condition becomes true with it.

use kms_policy::BaseOperator;

use crate::context::Context;
use crate::finding::{Findings, Severity};
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for condition in &statement.conditions {
        let like = match condition.operator.base {
            BaseOperator::StringEquals => BaseOperator::StringLike,
            BaseOperator::StringNotEquals => BaseOperator::StringNotLike,
            _ => continue,
        };
        let has_wildcard = |text: &str| text.replace("${*}", "").replace("${?}", "").contains(['*', '?']);
        let Some(value) = condition.values().find(|value| has_wildcard(&value.value.text)) else { continue };
        let written = &condition.block.operator_text.value;
        let message = format!(
            "{} compares character by character, so the wildcard in {} stands for itself.",
            quote(written),
            quote(&value.value.text)
        );
        let operator = condition.operator_with(like);
        let help = format!("Use {}, or write the value out.", quote(&operator));
        let Some(finding) = findings.push(Code::WildcardInEquals, value.span, message, help) else { return };
        // A tag, or a pair of the encryption context, may really have such a character.
        if condition.key.is_none_or(|key| key.tail != kms_catalog::KeyTail::None)
            && !value.value.text.starts_with("arn:")
        {
            finding.graded(Severity::Suggestion);
        }
        if condition.block.entries.len() == 1 {
            let edit = context.replace(condition.block.operator_text.span, &operator);
            finding.fixed_after_review(format!("Use {}", quote(&operator)), edit);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::WildcardInEquals as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_wildcard_that_is_none_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.*.amazonaws.com"}}"#;
        assert_eq!(found(CODE, statement), [r#""s3.*.amazonaws.com""#]);
        assert!(fixed(CODE, statement).unwrap().contains("StringLike"));
        assert!(found(CODE, &statement.replace("StringEquals", "StringLike")).is_empty());
        assert!(found(CODE, &statement.replace("s3.*", "${*}")).is_empty());
    }
}
