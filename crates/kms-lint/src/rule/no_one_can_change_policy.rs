//! A key policy lets nobody change it.
//!
//! ## Why it matters
//!
//! Without an Allow of `kms:PutKeyPolicy` nobody can change the key policy, and if the account is not allowed it, no IAM policy
//! helps. KMS refuses such a policy unless its safety check is bypassed; then only AWS Support can make the key manageable.
//!
//! ## Example
//!
//! ```json
//! { "Version": "2012-10-17", "Statement": [
//!   { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt", "Resource": "*" } ] }
//! ```
//!
//! ## Fix
//!
//! Add AWS's default statement, which lets the account administer the key. Look at the fix first: IAM policies of the account
//! decide who uses the key with it.

use kms_policy::edit::Json;
use kms_policy::{Principal, PrincipalElement};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let is_readable = context.statements.iter().all(StatementView::is_whole);
    if context.facts.is_aws_managed
        || !context.is_key_policy()
        || context.statements.is_empty()
        || !is_readable
    {
        return;
    }
    if context.statements.iter().any(|statement| statement.is_allow() && lets_change_policy(statement)) {
        return;
    }
    let Some(first) = context.document.statements.first() else { return };
    // The whole document would be the place; its first brace is enough to look at.
    let start = context.document.span.start();
    let place = if context.document.span.end() > start {
        kms_policy::Span::new(start, start + 1)
    } else {
        first.span
    };
    let message = "No statement allows anyone `kms:PutKeyPolicy`: nobody could change this key policy.";
    let help = "Allow an administrator `kms:PutKeyPolicy`, or add AWS's default statement for the account.";
    let Some(finding) = findings.push(Code::NoOneCanChangePolicy, place, message.to_owned(), help) else {
        return;
    };
    if let Some(key) = &context.facts.key
        && let Some(account) = context.facts.account()
    {
        let root = format!("arn:{}:iam::{account}:root", key.partition());
        let statement = Json::Object(vec![
            ("Sid".to_owned(), "Enable IAM User Permissions".into()),
            ("Effect".to_owned(), "Allow".into()),
            ("Principal".to_owned(), Json::member("AWS", root.into())),
            ("Action".to_owned(), "kms:*".into()),
            ("Resource".to_owned(), "*".into()),
        ]);
        let edit = context.editor().and_then(|editor| editor.add_statement(statement));
        finding.fixed_after_review("Add AWS's default statement", edit);
    }
}

/// Whether a principal that can call, and not only services, may change the key policy.
pub(super) fn lets_change_policy(statement: &StatementView<'_>) -> bool {
    let principals = match &statement.statement.principal {
        Some(PrincipalElement::Principal(_)) => {
            // A unique id stands for a user or role that was deleted (IAM *Principal*; KMS *Key policies*).
            let is_nobody =
                |principal: &Principal| matches!(principal, Principal::Service(_) | Principal::UniqueId(_));
            statement.principals().iter().any(|entry| !is_nobody(&entry.principal))
        }
        Some(PrincipalElement::NotPrincipal(_)) => true,
        None => false,
    };
    statement.covers("PutKeyPolicy") && principals
}

#[cfg(test)]
mod tests {
    use crate::Code::NoOneCanChangePolicy as CODE;
    use crate::testing::{findings, policy};
    use kms_policy::PolicyKind;

    #[test]
    fn a_policy_without_administrators_is_found() {
        let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/A"},"Action":"kms:Decrypt","Resource":"*"}}"#;
        let found = findings(CODE, PolicyKind::KeyPolicy, text);
        let fixed = found[0].fix.as_ref().unwrap().edit.apply(text).unwrap();
        assert!(findings(CODE, PolicyKind::KeyPolicy, &fixed).is_empty(), "{fixed}");
        assert!(
            findings(
                CODE,
                PolicyKind::KeyPolicy,
                &policy(r#""Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*""#)
            )
            .is_empty()
        );
        assert!(findings(CODE, PolicyKind::IdentityBased, text).is_empty());
    }
}
