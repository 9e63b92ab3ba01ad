//! A statement limits an operation that uses no key to certain keys.
//!
//! ## Why it matters
//!
//! `kms:CreateKey`, `kms:ListKeys` and a few others use no KMS key. AWS evaluates them with the resource `*`, which the
//! ARN of a key does not match, so the statement never allows them.
//!
//! ## Example
//!
//! (identity-based policy)
//!
//! ```json
//! { "Effect": "Allow", "Action": ["kms:DescribeKey", "kms:ListKeys"],
//!   "Resource": "arn:aws:kms:us-east-1:111122223333:key/*" }
//! ```
//!
//! ## Fix
//!
//! Move the action into a statement with `"Resource": "*"`.

use kms_catalog::ResourceScope;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let resources = statement.resources();
    let names_keys = !resources.is_empty()
        && resources
            .iter()
            .all(|resource| resource.value.starts_with("arn:") && resource.value.contains(":kms:"));
    if context.is_key_policy() || !names_keys {
        return;
    }
    for action in &statement.actions {
        let uses_no_key = action.operations.iter().all(|operation| operation.resource == ResourceScope::None);
        if action.operations.is_empty() || !uses_no_key {
            continue;
        }
        let effect = if statement.is_deny() { "denies" } else { "allows" };
        let message = format!(
            "The statement never {effect} {}: the operation uses no key, and {} does not match it.",
            quote(action.text()),
            quote(resources.first().map_or("", |resource| &resource.value))
        );
        let help = format!("Move {} into a statement with `\"Resource\": \"*\"`.", quote(action.text()));
        findings.push(Code::ResourceForOperationWithoutKey, action.action.span, message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ResourceForOperationWithoutKey as CODE;
    use crate::testing::findings;
    use kms_policy::PolicyKind;

    #[test]
    fn an_operation_without_a_key_needs_the_star() {
        let text = |resource: &str| {
            format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["kms:ListKeys","kms:Decrypt","kms:List*"],"Resource":"{resource}"}}]}}"#
            )
        };
        assert_eq!(
            findings(CODE, PolicyKind::IdentityBased, &text("arn:aws:kms:*:111122223333:key/*")).len(),
            1
        );
        assert!(findings(CODE, PolicyKind::IdentityBased, &text("*")).is_empty());
    }
}
