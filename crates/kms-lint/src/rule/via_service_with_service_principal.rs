//! A statement for a service principal requires `kms:ViaService`.
//!
//! ## Why it matters
//!
//! A service that calls KMS itself carries no `kms:ViaService`. The statement applies only where the service reaches KMS through
//! another service, as CloudWatch alarms do.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "kms:GenerateDataKey*", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:ViaService": "s3.us-east-1.amazonaws.com", "aws:SourceAccount": "111122223333" } } }
//! ```
//!
//! ## Fix
//!
//! Remove the condition if the service calls KMS itself.

use crate::call::Ways;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_allow() || statement.ways != Ways::SERVICES {
        return;
    }
    for condition in statement.conditions_needing("kms:ViaService") {
        let message = "A service that calls KMS itself carries no `kms:ViaService`: the statement applies only where the \
            service comes through another one.";
        let help = "Remove the condition if the service calls KMS itself.";
        findings.push(
            Code::ViaServiceWithServicePrincipal,
            condition.entry.key.span,
            message.to_owned(),
            help,
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ViaServiceWithServicePrincipal as CODE;
    use crate::testing::found;

    #[test]
    fn a_service_that_must_come_through_another_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"x.us-east-1.amazonaws.com"}}"#;
        assert_eq!(found(CODE, statement), [r#""kms:ViaService""#]);
        assert!(found(CODE, &statement.replace(r#"{"Service":"s3.amazonaws.com"}"#, r#""*""#)).is_empty());
    }
}
