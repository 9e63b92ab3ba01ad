//! A policy variable never has a value for the statement's principals.
//!
//! ## Why it matters
//!
//! `${aws:username}` has a value for IAM users only. With a role as principal, as in a sample of the KMS guide, the condition
//! is never true.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/TestTeam" }, "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:EncryptionContext:user": "${aws:username}" } } }
//! ```
//!
//! ## Fix
//!
//! Use a key that roles have, such as `${aws:userid}` or `${aws:PrincipalTag/team}`, or give the variable a default.

use kms_catalog::ConditionKey;
use kms_policy::{PolicyVersion, Principal, Template};

use crate::call::Ways;
use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if context.document.effective_version() != PolicyVersion::V2012 || statement.principals().is_empty() {
        return;
    }
    let are_roles = statement.principals().iter().all(|entry| {
        matches!(
            entry.principal,
            Principal::Role(_) | Principal::AssumedRole { .. } | Principal::FederatedUser { .. }
        )
    });
    for value in statement.conditions.iter().flat_map(ConditionView::values) {
        if !value.value.text.contains("${") {
            continue;
        }
        let template = Template::new(&value.value.text, PolicyVersion::V2012);
        let never = template.variables().find(|variable| {
            let never_sent = ConditionKey::find(&variable.key)
                .is_some_and(|key| Ways::carrying(key.carried).and(statement.ways).is_none());
            let is_user_name = variable.key.eq_ignore_ascii_case("aws:username");
            variable.default.is_none() && (is_user_name && are_roles || never_sent)
        });
        let Some(variable) = never else { continue };
        let message = format!(
            "{} never has a value for these principals, so the condition is never true.",
            quote(&format!("${{{}}}", variable.key))
        );
        let help = "Use a key that they have, such as `${aws:userid}`, or give the variable a default.";
        findings.push(Code::VariableNeverPresent, value.span, message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::VariableNeverPresent as CODE;
    use crate::testing::found;

    #[test]
    fn a_user_name_of_a_role_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/A"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:EncryptionContext:u":"${aws:username}"}}"#;
        assert_eq!(found(CODE, statement), [r#""${aws:username}""#]);
        assert!(found(CODE, &statement.replace("role/A", "user/A")).is_empty());
        assert!(found(CODE, &statement.replace("role/A", "root")).is_empty());
        assert!(found(CODE, &statement.replace("username}", "username, 'x'}")).is_empty());
    }
}
