//! A Deny without condition takes back what a statement allows.
//!
//! ## Why it matters
//!
//! A Deny wins over every Allow. If it has no condition and covers the same principals and the same action, the Allow of that
//! action has no effect.
//!
//! ## Example
//!
//! ```json
//! { "Version": "2012-10-17", "Statement": [
//!   { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" },
//!   { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": ["kms:Decrypt", "kms:Encrypt"], "Resource": "*" },
//!   { "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt", "Resource": "*" } ] }
//! ```
//!
//! ## Fix
//!
//! Remove the action from the Allow, or limit the Deny by a condition.

use kms_policy::{Pattern, Principal};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

/// More denies than this, and longer lists, are not compared with every Allow.
const MOST: usize = 30;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let covers_resource =
        |statement: &StatementView<'_>| statement.resources().iter().any(|resource| resource.value == "*");
    let denies: Vec<_> = context
        .statements
        .iter()
        .filter(|statement| statement.is_deny() && statement.is_whole() && !statement.has_condition())
        .filter(|statement| covers_resource(statement) && !statement.principals().is_empty())
        .take(MOST)
        .collect();
    for allow in context
        .statements
        .iter()
        .filter(|statement| statement.is_allow() && !statement.principals().is_empty())
    {
        for action in allow.actions.iter().filter(|action| !action.has_wildcards()).take(MOST) {
            let taken_back = |deny: &&&StatementView<'_>| {
                let is_denied = deny
                    .actions
                    .iter()
                    .take(MOST)
                    .any(|denied| Pattern::new(denied.text()).matches_ignoring_case(action.text()));
                is_denied && covers_principals(deny, allow)
            };
            let Some(deny) = denies.iter().find(taken_back) else { continue };
            let message = format!(
                "The statement allows {}, and a Deny without condition takes it back.",
                quote(action.text())
            );
            let help = "Remove the action from the Allow, or limit the Deny by a condition.";
            let Some(finding) = findings.push(Code::AllowUnderDeny, action.action.span, message, help) else {
                return;
            };
            if let Some(effect) = &deny.statement.effect {
                finding.also(effect.span);
            }
        }
    }
}

/// Whether every principal of the Allow is one of the Deny's. That a Deny of an account covers its users is not used: it does
/// not in all forms.
fn covers_principals(deny: &StatementView<'_>, allow: &StatementView<'_>) -> bool {
    let denied = deny.principals().get(..MOST).unwrap_or(deny.principals());
    allow.principals().iter().all(|entry| {
        denied
            .iter()
            .any(|denied| denied.principal == Principal::Everyone || denied.text.value == entry.text.value)
    })
}

#[cfg(test)]
mod tests {
    use crate::Code::AllowUnderDeny as CODE;
    use crate::testing::findings;
    use kms_policy::PolicyKind;

    #[test]
    fn what_a_deny_takes_back_is_found() {
        let text = |deny: &str| {
            format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::111122223333:role/A"}},"Action":["kms:Decrypt","kms:Encrypt"],"Resource":"*"}},{{"Effect":"Deny",{deny},"Resource":"*"}}]}}"#
            )
        };
        let count = |deny: &str| findings(CODE, PolicyKind::KeyPolicy, &text(deny)).len();
        assert_eq!(count(r#""Principal":"*","Action":"kms:Decrypt""#), 1);
        assert_eq!(count(r#""Principal":{"AWS":"arn:aws:iam::111122223333:role/A"},"Action":"kms:*""#), 2);
        assert_eq!(
            count(r#""Principal":{"AWS":"arn:aws:iam::111122223333:role/B"},"Action":"kms:Decrypt""#),
            0
        );
        assert_eq!(
            count(
                r#""Principal":"*","Action":"kms:Decrypt","Condition":{"Bool":{"aws:SecureTransport":"false"}}"#
            ),
            0
        );
    }
}
