//! A statement allows users of every AWS account who come through a service.
//!
//! ## Why it matters
//!
//! `kms:ViaService` says through which service a call comes, not whose call it is. With `{ "AWS": "*" }` the users of any
//! account can use the key through that service. AWS's own samples add `kms:CallerAccount`.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }
//! ```
//!
//! ## Fix
//!
//! Add `kms:CallerAccount`. The fix does it where the account of the key is known.

use kms_policy::edit::Json;

use super::public_access::{allowed_everyone, is_limited};
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let Some(everyone) = allowed_everyone(context, statement) else { return };
    if is_limited(statement) || !statement.needs_any(&["kms:ViaService"]) {
        return;
    }
    let message = "The principals of every AWS account may use the key through the service: `kms:ViaService` does not \
        say whose call it is.";
    let help = "Add a condition on `kms:CallerAccount` or `aws:PrincipalOrgID`.";
    let code = Code::AnyAccountThroughService;
    let Some(finding) = findings.push(code, everyone.text.span, message.to_owned(), help) else { return };
    if let Some(account) = context.facts.account() {
        let value = Json::from(account.as_str());
        let edit = context.editor();
        let edit = edit.and_then(|editor| {
            editor.add_condition(statement.statement, "StringEquals", "kms:CallerAccount", value)
        });
        finding.fixed(format!("Allow callers of account {account} only"), edit);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::AnyAccountThroughService as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_service_alone_does_not_say_whose_call_it_is() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}"#;
        assert_eq!(found(CODE, statement), [r#""*""#]);
        assert!(fixed(CODE, statement).unwrap().contains(r#""kms:CallerAccount":"111122223333""#));
    }
}
