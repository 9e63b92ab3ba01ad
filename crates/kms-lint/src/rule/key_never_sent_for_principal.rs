//! A condition needs a key that requests of the statement's principals never carry.
//!
//! ## Why it matters
//!
//! `aws:SourceArn` and `aws:SourceAccount` come only with calls of a service principal, not with calls of users and
//! roles, also not through a service. `aws:PrincipalOrgID` and `aws:MultiFactorAuthPresent` come only with users and
//! roles. With the wrong principals the statement never applies. AWS's own page for AgentCore has such a sample.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
//!   "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } }
//! ```
//!
//! ## Fix
//!
//! Remove the condition, or name the service principal in `Principal`.

use crate::call::Ways;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if statement.ways.is_none() {
        return;
    }
    for condition in statement.conditions.iter().filter(|condition| condition.needs_key()) {
        let Some(key) = condition.key else { continue };
        if !Ways::carrying(key.carried).and(statement.ways).is_none() {
            continue;
        }
        let (who, cure) = if Ways::IAM.contains(statement.ways) {
            ("users and roles", "Remove the condition, or name the service that calls under `Service`.")
        } else {
            (
                "service principals",
                "Remove the condition; for services use `aws:SourceArn` or `aws:SourceAccount`.",
            )
        };
        let effect = if statement.is_deny() { "denies" } else { "allows" };
        let message = format!(
            "The statement {effect} nothing: it requires {}, which requests of {who} never carry.",
            quote(condition.name())
        );
        findings.push(Code::KeyNeverSentForPrincipal, condition.entry.key.span, message, cure);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::KeyNeverSentForPrincipal as CODE;
    use crate::testing::found;

    #[test]
    fn keys_of_the_other_kind_of_caller_are_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::b"}}"#;
        assert_eq!(found(CODE, statement), [r#""aws:SourceArn""#]);
        let statement = r#""Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5","aws:SourceAccount":"111122223333"}}"#;
        assert_eq!(found(CODE, statement), [r#""aws:PrincipalOrgID""#]);
    }

    #[test]
    fn everyone_includes_services_and_ifexists_needs_nothing() {
        for (principal, operator) in
            [(r#""*""#, "StringEquals"), (r#"{"AWS":"111122223333"}"#, "StringEqualsIfExists")]
        {
            let statement = format!(
                r#""Effect":"Allow","Principal":{principal},"Action":"kms:Decrypt","Resource":"*","Condition":{{"{operator}":{{"aws:SourceAccount":"111122223333"}}}}"#
            );
            assert!(found(CODE, &statement).is_empty(), "{statement}");
        }
    }
}
