//! A Deny uses `ForAllValues`.
//!
//! ## Why it matters
//!
//! The Deny applies only if every value of the request matches, so one further value avoids it; and it applies to every
//! request without the key. Both are rarely meant. A statement that also tests with `Null` that the key is there is left alone.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:CreateGrant", "Resource": "*",
//!   "Condition": { "ForAllValues:StringEquals": { "kms:GrantOperations": ["CreateGrant"] } } }
//! ```
//!
//! ## Fix
//!
//! Use `ForAnyValue:` to deny every request that has one of the values.

use kms_policy::{BaseOperator, ConditionOperator, SetOperator};

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_deny() {
        return;
    }
    for condition in &statement.conditions {
        let for_all = condition.operator.set == Some(SetOperator::ForAllValues);
        // Whoever asks for the key to be there has thought of requests without it.
        let tests_presence = |other: &ConditionView<'_>| {
            other.operator.base == BaseOperator::Null && other.needs_key() && other.is(condition.name())
        };
        if !for_all || !condition.is_multivalued() || statement.conditions.iter().any(tests_presence) {
            continue;
        }
        let any = ConditionOperator { set: Some(SetOperator::ForAnyValue), ..condition.operator }.to_string();
        let message = format!(
            "The statement denies requests only if all values of {} match, and every request without the key.",
            quote(condition.name())
        );
        let help = format!("Use {} to deny requests of which one value matches.", quote(&any));
        let span = condition.block.operator_text.span;
        let Some(finding) = findings.push(Code::ForAllValuesInDeny, span, message, help) else { return };
        finding.also(condition.entry.key.span);
        if condition.block.entries.len() == 1 {
            finding.fixed_after_review(format!("Use {}", quote(&any)), context.replace(span, &any));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ForAllValuesInDeny as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_deny_is_found_and_an_allow_is_not() {
        let statement = r#""Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"kms:CreateGrant","Resource":"*","Condition":{"ForAllValues:StringEquals":{"kms:GrantOperations":"Decrypt"}}"#;
        assert_eq!(found(CODE, statement), [r#""ForAllValues:StringEquals""#]);
        assert!(fixed(CODE, statement).unwrap().contains("ForAnyValue:StringEquals"));
        assert!(found(CODE, &statement.replace("Deny", "Allow")).is_empty());
    }

    #[test]
    fn a_deny_that_asks_for_the_key_is_left_alone() {
        let with = |null: &str| {
            format!(
                r#""Effect":"Deny","Principal":{{"AWS":"111122223333"}},"Action":"kms:DeleteAlias","Resource":"*","Condition":{{"ForAllValues:StringLike":{{"kms:ResourceAliases":"alias/a*"}},"Null":{{{null}}}}}"#
            )
        };
        assert!(found(CODE, &with(r#""kms:ResourceAliases":"false""#)).is_empty());
        assert_eq!(found(CODE, &with(r#""kms:ResourceAliases":"true""#)).len(), 1);
        assert_eq!(found(CODE, &with(r#""kms:RequestAlias":"false""#)).len(), 1);
    }
}
