//! An identity-based policy allows every KMS operation on every key.
//!
//! ## Why it matters
//!
//! `kms:*` on `*` includes `kms:PutKeyPolicy`, `kms:ScheduleKeyDeletion` and decryption with every key whose policy lets
//! IAM decide, also with keys that do not exist yet.
//!
//! ## Example
//!
//! (identity-based policy)
//!
//! ```json
//! { "Effect": "Allow", "Action": "kms:*", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! List the operations, and the ARNs of the keys.

use kms_policy::PolicyKind;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    // Boundaries, SCPs and session policies only leave room for what other policies allow; `*` on `*` is no matter of KMS.
    if context.kind != PolicyKind::IdentityBased || !statement.is_allow() || !statement.conditions.is_empty()
    {
        return;
    }
    let every_key = |text: &str| text == "*" || text.ends_with(":*:*:*") || text.ends_with(":*:*:key/*");
    let Some(resource) = statement.resources().iter().find(|resource| every_key(&resource.value)) else {
        return;
    };
    let is_everything = |text: &str| text.eq_ignore_ascii_case("kms:*");
    let Some(action) = statement.actions.iter().find(|action| is_everything(action.text())) else { return };
    let message = format!(
        "{} on {} allows every operation on every key, `kms:PutKeyPolicy` and `kms:ScheduleKeyDeletion` among them.",
        quote(action.text()),
        quote(&resource.value)
    );
    let help = "List the operations that are needed, and the ARNs of the keys.";
    if let Some(finding) = findings.push(Code::AllKeysAllOperations, action.action.span, message, help) {
        finding.also(resource.span);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::AllKeysAllOperations as CODE;
    use crate::testing::findings;
    use kms_policy::PolicyKind;

    #[test]
    fn everything_everywhere_is_found() {
        let text = |action: &str, resource: &str| {
            format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}]}}"#
            )
        };
        assert_eq!(findings(CODE, PolicyKind::IdentityBased, &text("kms:*", "*")).len(), 1);
        assert!(
            findings(
                CODE,
                PolicyKind::IdentityBased,
                &text("kms:*", "arn:aws:kms:us-east-1:111122223333:key/k")
            )
            .is_empty()
        );
        assert!(findings(CODE, PolicyKind::IdentityBased, &text("kms:Decrypt", "*")).is_empty());
        assert!(findings(CODE, PolicyKind::PermissionsBoundary, &text("kms:*", "*")).is_empty());
    }
}
