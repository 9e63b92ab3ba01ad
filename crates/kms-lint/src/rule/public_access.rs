//! A statement allows everyone, in every AWS account.
//!
//! ## Why it matters
//!
//! `"Principal": "*"` and `{ "AWS": "*" }` match every principal of every account, and every AWS service. In your own
//! account no IAM policy is needed. Without a condition on the caller, its organization or its network, the key is
//! public.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Name the principals, or add a condition. The fix limits the statement to callers of the key's account.

use kms_policy::edit::Json;
use kms_policy::{Principal, PrincipalEntry};

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

/// Keys that say who calls, for which account or over which network. `kms:ViaService` is none: everyone in every account
/// can call through a service.
const LIMITS: &[&str] = &[
    "kms:CallerAccount",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:userid",
    "aws:username",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:SourceIp",
    "aws:VpcSourceIp",
    "lambda:SourceFunctionArn",
];

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let Some(everyone) = allowed_everyone(context, statement) else { return };
    // Limited to the users of a service it is another, milder finding.
    if is_limited(statement) || statement.needs_any(&["kms:ViaService"]) {
        return;
    }
    let message = format!(
        "{} matches every principal in every AWS account, and no condition limits who calls.",
        if everyone.principal_type.is_some() { "`{ \"AWS\": \"*\" }`" } else { "`\"*\"`" }
    );
    let help = match context.facts.account() {
        Some(account) => format!(
            "Name the principals, or add a condition such as `kms:CallerAccount` {}.",
            quote(account.as_str())
        ),
        None => "Name the principals, or add a condition such as `kms:CallerAccount`.".to_owned(),
    };
    let Some(finding) = findings.push(Code::PublicAccess, everyone.text.span, message, help) else { return };
    if let Some(account) = context.facts.account() {
        let value = Json::from(account.as_str());
        let edit = context.editor();
        let edit = edit.and_then(|editor| {
            editor.add_condition(statement.statement, "StringEquals", "kms:CallerAccount", value)
        });
        finding.fixed(format!("Allow callers of account {account} only"), edit);
    }
}

/// The `*` of an Allow of a key policy.
pub(super) fn allowed_everyone<'a>(
    context: &Context<'_>,
    statement: &StatementView<'a>,
) -> Option<&'a PrincipalEntry> {
    let applies = context.is_key_policy() && statement.is_allow() && !statement.operations.is_empty();
    let everyone = statement.principals().iter().find(|entry| entry.principal == Principal::Everyone);
    everyone.filter(|_| applies && statement.is_whole())
}

/// Whether a condition says who calls, for which account or over which network.
pub(super) fn is_limited(statement: &StatementView<'_>) -> bool {
    let is_open = |condition: &ConditionView<'_>| {
        condition.is_null() || condition.values().any(|value| value.value.text.trim_matches('*').is_empty())
    };
    statement.conditions.iter().any(|condition| {
        let says_who = LIMITS.iter().any(|key| condition.is(key))
            || condition.key.is_some_and(|key| key.stem() == "aws:PrincipalTag/");
        condition.needs_key() && says_who && !is_open(condition)
    })
}

#[cfg(test)]
mod tests {
    use crate::Code::PublicAccess as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn everyone_without_a_limit_is_found() {
        for principal in [r#""*""#, r#"{"AWS":"*"}"#, r#"{"AWS":["111122223333","*"]}"#] {
            let statement =
                format!(r#""Effect":"Allow","Principal":{principal},"Action":"kms:*","Resource":"*""#);
            assert_eq!(found(CODE, &statement), [r#""*""#], "{principal}");
            assert!(fixed(CODE, &statement).unwrap().contains(r#""kms:CallerAccount":"111122223333""#));
        }
        let open = r#""Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"*"}}"#;
        assert_eq!(found(CODE, open).len(), 1);
    }

    #[test]
    fn a_limit_or_a_deny_is_left_alone() {
        for rest in [
            r#""Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#,
            r#""Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}"#,
            r#""Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*""#,
        ] {
            assert!(found(CODE, rest).is_empty(), "{rest}");
        }
    }
}
