//! An Allow uses `ForAllValues` and also matches requests without the key.
//!
//! ## Why it matters
//!
//! `ForAllValues` is true where the key is absent. An Allow meant for certain encryption-context keys then allows
//! requests without any encryption context.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["Department", "Purpose"] } } }
//! ```
//!
//! ## Fix
//!
//! Add `Null` `false` for the same key. The fix does it.

use kms_catalog::Presence;
use kms_policy::SetOperator;
use kms_policy::edit::Json;

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_allow() {
        return;
    }
    for condition in &statement.conditions {
        let for_all = condition.operator.set == Some(SetOperator::ForAllValues);
        if !for_all || !condition.is_multivalued() || is_there(statement, condition) {
            continue;
        }
        let name = condition.name();
        let message = format!(
            "The statement also allows requests without {}: `ForAllValues` is true for them.",
            quote(name)
        );
        let help = format!("Add `\"Null\": {{ \"{name}\": \"false\" }}`.");
        let span = condition.entry.key.span;
        let Some(finding) = findings.push(Code::ForAllValuesWithoutNull, span, message, help) else { return };
        finding.also(condition.block.operator_text.span);
        let edit = context.editor();
        let edit = edit
            .and_then(|editor| editor.add_condition(statement.statement, "Null", name, Json::from("false")));
        finding.fixed(format!("Require {} to be present", quote(name)), edit);
    }
}

/// Whether every request that the other conditions let through has the key.
fn is_there(statement: &StatementView<'_>, condition: &ConditionView<'_>) -> bool {
    // A pair of the encryption context makes the set of its keys, and a tag the set of tag keys.
    let implied = match condition.key.map(|key| key.name) {
        Some("kms:EncryptionContextKeys") => "kms:EncryptionContext:",
        Some("aws:TagKeys") => "aws:RequestTag/",
        _ => "",
    };
    let tests = |other: &ConditionView<'_>| {
        let same = other.is(condition.name());
        other.needs_key()
            && (same || !implied.is_empty() && other.key.is_some_and(|key| key.stem() == implied))
    };
    let always = |name: &str| {
        !statement.operations.is_empty()
            && statement.operations.iter().all(|operation| {
                // An operation that never carries the key is another rule's finding.
                operation.condition_key(name).is_some_and(|used| used.presence == Presence::Always)
            })
    };
    statement.conditions.iter().any(tests) || always(condition.name())
}

#[cfg(test)]
mod tests {
    use crate::Code::ForAllValuesWithoutNull as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn an_allow_for_requests_without_the_key_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"ForAllValues:StringEquals":{"kms:EncryptionContextKeys":"a"}}"#;
        assert_eq!(found(CODE, statement), [r#""kms:EncryptionContextKeys""#]);
        assert!(fixed(CODE, statement).unwrap().contains(r#""Null":{"kms:EncryptionContextKeys":"false"}"#));
    }

    #[test]
    fn a_key_that_is_there_for_another_reason_is_left_alone() {
        let pair = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"ForAllValues:StringEquals":{"kms:EncryptionContextKeys":"a"},"StringEquals":{"kms:EncryptionContext:a":"x"}}"#;
        let always = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:CreateGrant","Resource":"*","Condition":{"ForAllValues:StringEquals":{"kms:GrantOperations":"Decrypt"}}"#;
        assert!(found(CODE, pair).is_empty());
        assert!(found(CODE, always).is_empty());
    }
}
