//! Only named principals can change a key policy.
//!
//! ## Why it matters
//!
//! Users and roles can be deleted; the account cannot. If those who may call `kms:PutKeyPolicy` are gone, only AWS Support can
//! make the key manageable again. AWS's default key policy therefore allows the account.
//!
//! ## Example
//!
//! ```json
//! { "Version": "2012-10-17", "Statement": [
//!   { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/KeyAdmin" }, "Action": "kms:*", "Resource": "*" } ] }
//! ```
//!
//! ## Fix
//!
//! Allow the account at least `kms:PutKeyPolicy`, if the key is not meant to depend on these principals.

use kms_policy::{Principal, PrincipalElement};

use super::no_one_can_change_policy::lets_change_policy;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.facts.is_aws_managed
        || !context.is_key_policy()
        || !context.statements.iter().all(StatementView::is_whole)
    {
        return;
    }
    let allow = || {
        context.statements.iter().filter(|statement| statement.is_allow() && lets_change_policy(statement))
    };
    let own = context.facts.account();
    let is_account = |principal: &Principal| match principal {
        Principal::Account { account, .. } => own.is_none_or(|own| own == *account),
        Principal::Everyone => true,
        _ => false,
    };
    let by_account = allow().any(|statement| match &statement.statement.principal {
        Some(PrincipalElement::Principal(elements)) => {
            elements.items.iter().any(|entry| is_account(&entry.principal))
        }
        _ => true,
    });
    let Some(statement) = allow().next().filter(|_| !by_account) else { return };
    let Some(entry) = statement.principals().first() else { return };
    let message = "Only named users and roles can change this key policy; when they are deleted, nobody can.";
    let help = "Allow the account `kms:PutKeyPolicy` as well, unless this is meant.";
    findings.push(Code::AccountCannotChangePolicy, entry.text.span, message.to_owned(), help);
}

#[cfg(test)]
mod tests {
    use crate::Code::AccountCannotChangePolicy as CODE;
    use crate::testing::{findings, policy};
    use kms_policy::PolicyKind;

    #[test]
    fn a_policy_that_depends_on_roles_is_found() {
        let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/A"},"Action":"kms:*","Resource":"*"}}"#;
        assert_eq!(findings(CODE, PolicyKind::KeyPolicy, text).len(), 1);
        assert!(
            findings(
                CODE,
                PolicyKind::KeyPolicy,
                &policy(r#""Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*""#)
            )
            .is_empty()
        );
    }
}
