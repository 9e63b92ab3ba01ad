//! A statement names a key by the ARN of an alias.
//!
//! ## Why it matters
//!
//! KMS authorizes an operation on the key, not on the alias that the request names. An alias ARN in `Resource` matches
//! only the operations that manage aliases (`kms:CreateAlias`, `kms:UpdateAlias`, `kms:DeleteAlias`).
//!
//! ## Example
//!
//! (identity-based policy)
//!
//! ```json
//! { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:us-east-1:111122223333:alias/orders" }
//! ```
//!
//! ## Fix
//!
//! Use the ARN of the key, or `arn:aws:kms:…:key/*` with a condition on `kms:ResourceAliases`.

use kms_catalog::ResourceScope;
use kms_policy::Arn;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::{list, quote};

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_about_kms_alone(context.kind) {
        return;
    }
    let dead: Vec<_> = statement
        .actions
        .iter()
        .filter(|action| {
            let works =
                action.operations.iter().any(|operation| operation.resource == ResourceScope::AliasAndKey);
            !action.operations.is_empty() && !works
        })
        .collect();
    // With a key's ARN beside it the alias may be for the alias operations of the same statement.
    let has_key = statement.resources().iter().any(|resource| !is_alias(&resource.value));
    let serves_aliases = dead.len() < statement.actions.len();
    if dead.is_empty() || has_key && serves_aliases {
        return;
    }
    for resource in statement.resources().iter().filter(|resource| is_alias(&resource.value)) {
        let message = format!(
            "{} is the ARN of an alias, and KMS checks {} on the key, so the statement does not apply to it.",
            quote(&resource.value),
            list(dead.iter().map(|action| action.text()))
        );
        let help = match context.is_key_policy() {
            true => "Use `*`, which means the key that the policy belongs to.",
            false => {
                "Use the ARN of the key, or the keys' ARN pattern with a condition on `kms:ResourceAliases`."
            }
        };
        findings.push(Code::AliasArnAsResource, resource.span, message, help);
    }
}

fn is_alias(text: &str) -> bool {
    Arn::new(text).is_some_and(|arn| arn.service() == "kms" && arn.resource().starts_with("alias/"))
}

#[cfg(test)]
mod tests {
    use crate::Code::AliasArnAsResource as CODE;
    use crate::testing::findings;
    use kms_policy::PolicyKind;

    fn count(action: &str, resource: &str) -> usize {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":{action},"Resource":{resource}}}]}}"#
        );
        findings(CODE, PolicyKind::IdentityBased, &text).len()
    }

    #[test]
    fn an_alias_is_found_except_for_alias_operations() {
        let alias = r#""arn:aws:kms:us-east-1:111122223333:alias/a""#;
        let key = r#""arn:aws:kms:us-east-1:111122223333:key/k""#;
        assert_eq!(count(r#""kms:Decrypt""#, alias), 1);
        assert_eq!(count(r#"["kms:Decrypt","kms:CreateAlias"]"#, alias), 1);
        assert_eq!(count(r#""kms:CreateAlias""#, alias), 0);
        assert_eq!(count(r#"["kms:CreateAlias","kms:Decrypt"]"#, &format!("[{alias},{key}]")), 0);
        assert_eq!(count(r#""kms:*""#, alias), 0);
        assert_eq!(count(r#""kms:Decrypt""#, key), 0);
    }
}
