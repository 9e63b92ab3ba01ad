//! A statement for a service requires the account, and not the resource that it works for.
//!
//! ## Why it matters
//!
//! `aws:SourceAccount` lets the service use the key for every resource of the account. AWS prefers `aws:SourceArn`, which
//! names the resource.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "kms:GenerateDataKey*", "Resource": "*",
//!   "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } }
//! ```
//!
//! ## Fix
//!
//! Add `aws:SourceArn` with the ARN of the resource, unless its name has characters that a key policy may not have.

use kms_catalog::SourceContext;
use kms_policy::Principal;

use super::service_principal_without_source::sent_by;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !context.is_key_policy() || !statement.is_allow() || !statement.needs_any(&["aws:SourceAccount"]) {
        return;
    }
    // An encryption context names the resource as well.
    let names_resource = statement.conditions.iter().any(|condition| {
        condition.is("aws:SourceArn")
            || condition.key.is_some_and(|key| key.stem() == "kms:EncryptionContext:")
    });
    let [entry] = statement.principals() else { return };
    if names_resource || !matches!(entry.principal, Principal::Service(_)) {
        return;
    }
    // Only where AWS documents one resource for which the service calls: its ARN has a form that can be written down.
    let sent = sent_by(&entry.text.value, &statement.operations);
    let [SourceContext::Sent { source_arn: Some(arn), .. }] = sent.as_slice() else { return };
    if !arn.text().starts_with("arn:") || !arn.text().contains("<account>") {
        return;
    }
    for condition in statement.conditions_needing("aws:SourceAccount") {
        let message =
            format!("{} may use the key for every resource of the account.", quote(&entry.text.value));
        let help = "Add a condition on `aws:SourceArn` to name the resource.";
        findings.push(Code::SourceAccountOnly, condition.entry.key.span, message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::SourceAccountOnly as CODE;
    use crate::testing::found;

    #[test]
    fn an_account_without_a_resource_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:GenerateDataKey*","Resource":"*","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}"#;
        assert_eq!(found(CODE, statement), [r#""aws:SourceAccount""#]);
        let with_arn = statement.replace(
            r#""Condition":{"#,
            r#""Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:cloudtrail:*:111122223333:trail/*"},"#,
        );
        assert!(found(CODE, &with_arn).is_empty());
    }
}
