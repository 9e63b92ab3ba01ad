//! A statement lets a principal make any grant.
//!
//! ## Why it matters
//!
//! Whoever may call `kms:CreateGrant` can hand the key on to others. AWS advises to limit it by a condition: to grants
//! that a service makes, to certain operations or to certain grantees.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": ["kms:CreateGrant", "kms:DescribeKey"], "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Move `kms:CreateGrant` into a statement of its own with `Bool` `kms:GrantIsForAWSResource` `true`, or with
//! `kms:GrantOperations`, `kms:GranteePrincipal` or `kms:ViaService`.

use kms_policy::Principal;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

const LIMITS: &[&str] = &[
    "kms:GrantIsForAWSResource",
    "kms:ViaService",
    "kms:GranteePrincipal",
    "kms:GranteeServicePrincipal",
    "kms:GrantOperations",
    "kms:GrantConstraintType",
    "kms:GrantConstraintSourceArn",
    "kms:EncryptionContextKeys",
];

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let own_account = |principal: &Principal| matches!(principal, Principal::Account { account, .. } if context.facts.account() == Some(*account));
    // The account principal delegates to IAM policies, which are the place for the limit.
    let delegates = statement.principals().iter().all(|entry| own_account(&entry.principal));
    let is_limited = statement.conditions.iter().any(|condition| {
        LIMITS.iter().any(|key| condition.is(key))
            || condition.key.is_some_and(|key| key.stem() == "kms:EncryptionContext:")
    });
    if !context.is_key_policy() || !statement.is_allow() || is_limited || delegates {
        return;
    }
    for action in
        statement.actions.iter().filter(|action| action.text().eq_ignore_ascii_case("kms:CreateGrant"))
    {
        let message = "The statement allows any grant: its principals can give others the use of the key.";
        let help = "Allow `kms:CreateGrant` in a statement of its own with a condition, such as `Bool` \
            `kms:GrantIsForAWSResource` `true`.";
        findings.push(Code::UnconstrainedCreateGrant, action.action.span, message.to_owned(), help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::UnconstrainedCreateGrant as CODE;
    use crate::testing::found;

    #[test]
    fn grants_without_a_limit_are_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/A"},"Action":"kms:CreateGrant","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""kms:CreateGrant""#]);
        let limited = format!(r#"{statement},"Condition":{{"Bool":{{"kms:GrantIsForAWSResource":"true"}}}}"#);
        assert!(found(CODE, &limited).is_empty());
    }
}
