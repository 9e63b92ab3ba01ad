//! A statement allows an AWS service to administer the key.
//!
//! ## Why it matters
//!
//! Services encrypt and decrypt, describe keys and make grants. A statement that also matches `kms:PutKeyPolicy` or
//! `kms:ScheduleKeyDeletion`, often as `kms:*`, gives more than any service needs.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "Service": "logs.us-east-1.amazonaws.com" },
//!   "Action": "kms:*", "Resource": "*",
//!   "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } }
//! ```
//!
//! ## Fix
//!
//! List the operations that the service's page names.

use kms_policy::Principal;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let administers = ["PutKeyPolicy", "ScheduleKeyDeletion"].into_iter().find(|name| statement.covers(name));
    let service =
        statement.principals().iter().find(|entry| matches!(entry.principal, Principal::Service(_)));
    let (true, Some(operation), Some(service)) = (statement.is_allow(), administers, service) else { return };
    let matches = |action: &&crate::statement::ActionView<'_>| {
        action.operations.iter().any(|matched| matched.name == operation)
    };
    let action = statement.actions.iter().find(matches);
    let place = action.map_or(service.text.span, |action| action.action.span);
    let message = format!(
        "The statement allows {} to call `kms:{operation}`, which no service needs.",
        quote(&service.text.value)
    );
    let help = "List the operations that the service's page names, such as `kms:Decrypt` and `kms:GenerateDataKey*`.";
    if let Some(finding) = findings.push(Code::AdministrationByService, place, message, help) {
        finding.also(service.text.span);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::AdministrationByService as CODE;
    use crate::testing::found;

    #[test]
    fn a_service_that_may_do_everything_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":["kms:Decrypt","kms:*"],"Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""kms:*""#]);
        let statement = r#""Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":["kms:Decrypt","kms:GenerateDataKey*"],"Resource":"*""#;
        assert!(found(CODE, statement).is_empty());
    }
}
