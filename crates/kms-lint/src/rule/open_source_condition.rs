//! A condition that should say for whom a call is made leaves the account open.
//!
//! ## Why it matters
//!
//! `aws:SourceArn` with a wildcard in place of the account, or `aws:SourceAccount` and `aws:PrincipalOrgID` with one in their
//! value, also match other customers. AWS advises against wildcards in these keys.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "kms:GenerateDataKey*", "Resource": "*",
//!   "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/*" } } }
//! ```
//!
//! ## Fix
//!
//! Write the account into the value, or add `aws:SourceAccount`. The fix adds it for the account of the key.

use kms_policy::edit::Json;
use kms_policy::{AccountId, Arn};

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

/// Keys whose values AWS advises to write without wildcards.
const SENSITIVE: &[&str] = &[
    "kms:CallerAccount",
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
];

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_allow() || !context.is_key_policy() {
        return;
    }
    let positive = |condition: &&ConditionView<'_>| condition.needs_key() && condition.takes_wildcards();
    for condition in statement.conditions.iter().filter(positive) {
        let is_sensitive = SENSITIVE.iter().any(|key| condition.is(key));
        let is_arn = condition.is("aws:SourceArn");
        // Another key says the account.
        let is_tied = is_arn && says_account(statement);
        if !is_sensitive && !is_arn || is_tied {
            continue;
        }
        for value in condition.values() {
            let text = value.value.text.as_str();
            let is_open = if is_arn { leaves_account_open(text) } else { text.contains(['*', '?']) };
            if !is_open {
                continue;
            }
            let message = format!(
                "{} in {} also matches other customers of AWS.",
                quote(text),
                quote(condition.name())
            );
            let help = if is_arn {
                "Write the account into the ARN, or add a condition on `aws:SourceAccount`."
            } else {
                "Write the value out."
            };
            let Some(finding) = findings.push(Code::OpenSourceCondition, value.span, message, help) else {
                return;
            };
            if let Some(account) = context.facts.account().filter(|_| is_arn) {
                let key = "aws:SourceAccount";
                let editor = context.editor();
                let edit = editor.and_then(|editor| {
                    editor.add_condition(
                        statement.statement,
                        "StringEquals",
                        key,
                        Json::from(account.as_str()),
                    )
                });
                finding.fixed(format!("Require {} {}", quote(key), quote(account.as_str())), edit);
            }
        }
    }
}

fn says_account(statement: &StatementView<'_>) -> bool {
    let keys = [
        "aws:SourceAccount",
        "aws:SourceOrgID",
        "aws:SourceOrgPaths",
        "aws:PrincipalOrgID",
        "aws:ResourceAccount",
    ];
    statement.conditions.iter().any(|condition| {
        let is_closed = condition.values().all(|value| !value.value.text.trim_matches('*').is_empty());
        condition.needs_key() && is_closed && keys.iter().any(|key| condition.is(key))
    })
}

/// Whether the account of an ARN pattern is open: a wildcard in its place, or a wildcard that swallows it.
fn leaves_account_open(text: &str) -> bool {
    if text.contains(['$', '<']) {
        return false;
    }
    match Arn::new(text) {
        // S3 and a few other services have no account in their ARNs.
        Some(arn) if arn.account().is_empty() => arn.resource().trim_matches('*').is_empty(),
        Some(arn) => AccountId::new(arn.account()).is_none() && arn.account().contains(['*', '?']),
        None => text.contains('*'),
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::OpenSourceCondition as CODE;
    use crate::testing::{fixed, found};

    fn with(key: &str, value: &str) -> String {
        format!(
            r#""Effect":"Allow","Principal":{{"Service":"s3.amazonaws.com"}},"Action":"kms:Decrypt","Resource":"*","Condition":{{"StringLike":{{"{key}":"{value}"}}}}"#
        )
    }

    #[test]
    fn values_that_leave_the_account_open_are_found() {
        for (key, value) in [
            ("aws:SourceArn", "arn:aws:s3:*:*:*"),
            ("aws:SourceArn", "*"),
            ("aws:SourceAccount", "1111*"),
            ("aws:SourceOrgID", "o-*"),
        ] {
            assert_eq!(found(CODE, &with(key, value)).len(), 1, "{value}");
        }
        assert!(
            fixed(CODE, &with("aws:SourceArn", "arn:aws:logs:*:*:*"))
                .unwrap()
                .contains(r#""aws:SourceAccount":"111122223333""#)
        );
    }

    #[test]
    fn values_with_the_account_are_left_alone() {
        for (key, value) in [
            ("aws:SourceArn", "arn:aws:logs:*:111122223333:*"),
            ("aws:SourceArn", "arn:aws:s3:::bucket*"),
            ("aws:SourceAccount", "111122223333"),
        ] {
            assert!(found(CODE, &with(key, value)).is_empty(), "{value}");
        }
    }
}
