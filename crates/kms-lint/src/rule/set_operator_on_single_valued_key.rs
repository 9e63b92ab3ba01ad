//! A condition compares a single-valued key with a set operator.
//!
//! ## Why it matters
//!
//! `ForAllValues` is true for every request without the key, so an Allow allows those as well. `ForAnyValue` says
//! nothing that the plain operator does not.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "ForAllValues:StringEquals": { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }
//! ```
//!
//! ## Fix
//!
//! Remove the set operator. The fix does it if no other key shares the operator.

use kms_catalog::Cardinality;
use kms_policy::{ConditionOperator, SetOperator};

use crate::context::Context;
use crate::finding::{Findings, Severity};
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for condition in &statement.conditions {
        let (Some(key), Some(set)) = (condition.key, condition.operator.set) else { continue };
        let is_refused_already = set == SetOperator::ForAllValues
            && ["kms:EncryptionContext:", "aws:RequestTag/"].contains(&key.stem());
        if key.cardinality != Cardinality::Single || is_refused_already && context.is_key_policy() {
            continue;
        }
        let for_all = set == SetOperator::ForAllValues;
        let effect = match (for_all, statement.is_deny()) {
            (true, true) => "; with `ForAllValues` the statement also denies requests without the key",
            (true, false) => "; with `ForAllValues` the statement also allows requests without the key",
            (false, _) => ", for which a set operator has no meaning",
        };
        let message = format!("{} has one value in a request{effect}.", quote(condition.name()));
        let plain = ConditionOperator { set: None, ..condition.operator }.to_string();
        let help = format!("Use {}.", quote(&plain));
        let span = condition.block.operator_text.span;
        let Some(finding) = findings.push(Code::SetOperatorOnSingleValuedKey, span, message, help) else {
            return;
        };
        finding.also(condition.entry.key.span);
        if for_all {
            finding.graded(if statement.is_allow() { Severity::SecurityWarning } else { Severity::Warning });
        }
        if condition.block.entries.len() == 1 {
            let edit = context.replace(span, &plain);
            let title = format!("Use {}", quote(&plain));
            // In a Deny the plain operator denies less.
            if for_all && statement.is_deny() {
                finding.fixed_after_review(title, edit);
            } else {
                finding.fixed(title, edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::SetOperatorOnSingleValuedKey as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_set_operator_on_one_value_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"ForAnyValue:StringLike":{"kms:ViaService":"s3.*"}}"#;
        assert_eq!(found(CODE, statement), [r#""ForAnyValue:StringLike""#]);
        assert!(fixed(CODE, statement).unwrap().contains(r#"{"StringLike":"#));
        assert!(found(CODE, &statement.replace("kms:ViaService", "kms:EncryptionContextKeys")).is_empty());
    }
}
