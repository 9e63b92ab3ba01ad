//! A key policy lists an action that a key policy can neither allow nor deny.
//!
//! ## Why it matters
//!
//! Some operations use no KMS key (`kms:CreateKey`, `kms:ListKeys`), so only identity-based policies decide them.
//! `kms:RetireGrant` is decided by the grant itself and by identity-based policies. The entry has no effect.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": ["kms:Decrypt", "kms:ListKeys"], "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Remove the entry, and allow the operation in an identity-based policy. The fix removes it if others are left.

use kms_catalog::Operation;

use crate::context::Context;
use crate::finding::{Findings, Severity};
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !context.is_key_policy() {
        return;
    }
    let has_effect =
        |operation: &Operation| operation.is_effective_in_key_policy() && operation.name != "RetireGrant";
    let is_dead = |operations: &[&Operation]| {
        !operations.is_empty() && !operations.iter().any(|operation| has_effect(operation))
    };
    for action in statement.actions.iter().filter(|action| is_dead(&action.operations)) {
        let is_retire_grant = action.operations.iter().all(|operation| operation.name == "RetireGrant");
        let why = if is_retire_grant {
            "the grant itself says who may retire it"
        } else {
            "the operation uses no KMS key, so only identity-based policies decide it"
        };
        let message = format!("{} has no effect in a key policy: {why}.", quote(action.text()));
        let help = "Remove it, and allow the operation in an identity-based policy.";
        let code = Code::ActionWithoutEffectInKeyPolicy;
        let Some(finding) = findings.push(code, action.action.span, message, help) else { return };
        // AWS's own samples list RetireGrant; it does no harm.
        if is_retire_grant {
            finding.graded(Severity::Suggestion);
        }
        if statement.actions.iter().any(|action| !is_dead(&action.operations)) {
            let edit = context.editor().and_then(|editor| editor.remove(&[action.action.span]));
            finding.fixed(format!("Remove {}", quote(action.text())), edit);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ActionWithoutEffectInKeyPolicy as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn operations_without_a_key_are_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:CreateKey","kms:Decrypt","kms:RetireGrant"],"Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""kms:CreateKey""#, r#""kms:RetireGrant""#]);
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:CreateKey","kms:Decrypt"],"Resource":"*""#;
        assert!(fixed(CODE, statement).unwrap().contains(r#""Action":["kms:Decrypt"]"#));
    }

    #[test]
    fn patterns_that_also_match_operations_on_keys_are_left_alone() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Create*","kms:List*","kms:*","kms:CreateAlias"],"Resource":"*""#;
        assert!(found(CODE, statement).is_empty());
    }
}
