//! A statement under `kms:ViaService` allows an operation that the service is not known to call for its users.
//!
//! ## Why it matters
//!
//! Under `kms:ViaService` an Allow applies only to calls that the service makes for its caller. The services' pages name the operations that they
//! call: what none of them names is never called so, and the entry allows nothing.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": ["kms:Decrypt", "kms:ScheduleKeyDeletion"], "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }
//! ```
//!
//! ## Fix
//!
//! Remove the operation, or allow it in a statement without `kms:ViaService` if a person calls it directly.

use kms_catalog::{Operation, Path, PathKind, Service};

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

/// What AWS's own policies list for every service, whether it calls it or not: nothing is said of these.
const USUAL: &[&str] = &[
    "Encrypt",
    "Decrypt",
    "ReEncryptFrom",
    "ReEncryptTo",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "DescribeKey",
    "CreateGrant",
    "ListGrants",
    "RevokeGrant",
    "RetireGrant",
    "ListAliases",
    "ListKeys",
    "GetKeyPolicy",
    "GetKeyRotationStatus",
    "ListResourceTags",
];

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_allow() {
        return;
    }
    let Some(services) = services(statement) else { return };
    let [first, ..] = services.as_slice() else { return };
    for action in statement.actions.iter().filter(|action| !action.has_wildcards()) {
        let [operation] = action.operations.as_slice() else { continue };
        if USUAL.contains(&operation.name) || services.iter().any(|service| calls(service, operation)) {
            continue;
        }
        let who = match services.as_slice() {
            [only] => format!("{} is not known to call", only.name),
            _ => format!("{} and the other services of the condition are not known to call", first.name),
        };
        let message = format!(
            "{who} {} for its users, so the statement does not allow it under `kms:ViaService`.",
            quote(action.text())
        );
        let help = "Remove it, or allow it in a statement without `kms:ViaService`.";
        if findings.push(Code::ServiceDoesNotCall, action.action.span, message, help).is_none() {
            return;
        }
    }
}

/// The services to which the statement is limited; nothing if one of them is not known.
fn services(statement: &StatementView<'_>) -> Option<Vec<&'static Service>> {
    let limits = |condition: &&ConditionView<'_>| condition.needs_key() && !condition.is_null();
    let condition = statement.conditions_on("kms:ViaService").find(limits)?;
    condition
        .values()
        .map(|value| {
            let text = &value.value.text;
            let exact = !text.contains(['*', '?', '$']);
            let service = Service::by_via_service(text).filter(|_| exact)?;
            let is_described = service.paths.iter().any(|path| path.kind == PathKind::ForwardAccessSession);
            is_described.then_some(service)
        })
        .collect()
}

/// Whether its pages name the operation, for whichever way of calling.
fn calls(service: &Service, operation: &Operation) -> bool {
    let of_paths = service.paths.iter().flat_map(Path::all_operations);
    service.all_operations().chain(of_paths).any(|called| called.name == operation.name)
}

#[cfg(test)]
mod tests {
    use crate::Code::ServiceDoesNotCall as CODE;
    use crate::testing::found;

    const STATEMENT: &str = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Decrypt","kms:Encrypt","kms:Sign","kms:PutKeyPolicy","kms:Describe*"],"Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}"#;

    #[test]
    fn operations_that_no_page_of_the_service_names_are_found() {
        assert_eq!(found(CODE, STATEMENT), [r#""kms:Sign""#, r#""kms:PutKeyPolicy""#]);
    }

    #[test]
    fn nothing_is_said_of_a_deny_of_other_services_and_of_open_conditions() {
        for (from, to) in [
            ("Allow", "Deny"),
            ("s3.us-east-1", "unheard-of.us-east-1"),
            ("s3.us-east-1", "*"),
            ("StringEquals", "StringNotEquals"),
            ("StringEquals", "StringEqualsIfExists"),
        ] {
            assert!(found(CODE, &STATEMENT.replace(from, to)).is_empty(), "{to}");
        }
    }
}
