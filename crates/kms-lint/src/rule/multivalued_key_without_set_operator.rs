//! A condition compares a multivalued key without `ForAnyValue` or `ForAllValues`.
//!
//! ## Why it matters
//!
//! A request has a set of values for such a key, for example several `kms:GrantOperations`. A plain operator does not
//! say whether one of them or all of them must match, and AWS does not document what it does.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:CreateGrant", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:GrantOperations": ["Decrypt", "Encrypt"] } } }
//! ```
//!
//! ## Fix
//!
//! Use `ForAllValues:` if every value of the request must be listed, together with `Null` `false` unless the key is
//! always present; use `ForAnyValue:` if one is enough.

use kms_policy::SetOperator;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for condition in &statement.conditions {
        if condition.is_null() || condition.operator.set.is_some() || !condition.is_multivalued() {
            continue;
        }
        let message = format!(
            "{} has several values in a request, and {} does not say whether one or all of them must match.",
            quote(condition.name()),
            quote(&condition.block.operator_text.value)
        );
        let [all, any] = [SetOperator::ForAllValues, SetOperator::ForAnyValue]
            .map(|set| kms_policy::ConditionOperator { set: Some(set), ..condition.operator }.to_string());
        let help = format!("Use {} or {}.", quote(&any), quote(&all));
        let span = condition.entry.key.span;
        let code = Code::MultivaluedKeyWithoutSetOperator;
        let Some(finding) = findings.push(code, span, message, help) else { return };
        // Only an operator that no other key shares can be renamed.
        if condition.block.entries.len() == 1 {
            let edit = context.replace(condition.block.operator_text.span, &any);
            finding.fixed_after_review(format!("Use {}", quote(&any)), edit);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::MultivaluedKeyWithoutSetOperator as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_plain_operator_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:CreateGrant","Resource":"*","Condition":{"StringEquals":{"kms:GrantOperations":"Decrypt"}}"#;
        assert_eq!(found(CODE, statement), [r#""kms:GrantOperations""#]);
        assert!(fixed(CODE, statement).unwrap().contains(r#""ForAnyValue:StringEquals":"#));
        assert!(found(CODE, &statement.replace("StringEquals", "ForAllValues:StringEquals")).is_empty());
        assert!(found(CODE, &statement.replace("StringEquals", "Null")).is_empty());
    }
}
