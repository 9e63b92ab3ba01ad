//! A service principal is not allowed all operations that the service's page asks for.
//!
//! ## Why it matters
//!
//! A service calls several operations for one purpose, such as `kms:GenerateDataKey` to write and `kms:Decrypt` to read. If one of them is
//! missing, a part of the service's work fails, often only later.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" },
//!   "Action": "kms:DescribeKey", "Resource": "*",
//!   "Condition": { "StringEquals": { "aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/audit" } } }
//! ```
//!
//! ## Fix
//!
//! Add the operation in a statement for the service, if the key is for the purpose that needs it.

use kms_catalog::{Path, PathKind, Service};
use kms_policy::Principal;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::{Code, misspelt_service_principal};
use crate::statement::{StatementView, matched};
use crate::words::{list, quote};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_key_policy() || !context.statements.iter().all(StatementView::is_whole) {
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for statement in context.statements.iter().filter(|statement| statement.is_allow()) {
        for entry in statement.principals() {
            let name = entry.text.value.as_str();
            let Principal::Service(_) = &entry.principal else { continue };
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let Some((service, called, missing)) = missing(context, name) else { continue };
            let missing: Vec<String> = missing.iter().map(|asked| format!("kms:{asked}")).collect();
            let message = format!(
                "The page of {} asks for {} for {}, and no statement allows it.",
                service.name,
                list(missing.iter().map(String::as_str)),
                quote(&called)
            );
            let help = "Allow it as well, if the key is for the purpose that needs it.";
            if findings.push(Code::ServiceLacksOperation, entry.text.span, message, help).is_none() {
                return;
            }
        }
    }
}

/// What the purpose of the service that lacks the least still lacks; nothing if one purpose has all that it needs, or
/// none has anything.
fn missing(context: &Context<'_>, name: &str) -> Option<(&'static Service, String, Vec<&'static str>)> {
    // A slip in the name is a finding of its own; what the service lacks, it lacks under the right name too.
    let meant = misspelt_service_principal::meant(name);
    let called = meant.as_deref().unwrap_or(name);
    let service = Service::by_principal(called)?;
    let names_it = |statement: &&StatementView<'_>| {
        statement.is_allow()
            && statement.principals().iter().any(|entry| match &entry.principal {
                Principal::Service(_) => entry.text.value == name,
                Principal::Everyone => true,
                _ => false,
            })
    };
    let covered = |operation: &str| context.statements.iter().filter(names_it).any(|it| it.covers(operation));
    let is_own = |path: &&Path| {
        path.kind == PathKind::ServicePrincipal
            && path.status.is_documented()
            && path.principals.iter().any(|principal| principal.matches(called))
    };
    // A page that asks for `GenerateDataKey*` does not say that the service calls every operation of that name: one is enough.
    let is_covered = |asked: &str| matched(&format!("kms:{asked}")).iter().any(|it| covered(it.name));
    let lacks = |path: &Path| -> Option<Vec<&'static str>> {
        let missing: Vec<_> = path.operations.iter().copied().filter(|asked| !is_covered(asked)).collect();
        (missing.len() < path.operations.len()).then_some(missing)
    };
    let least = service.paths.iter().filter(is_own).filter_map(lacks).min_by_key(Vec::len)?;
    (!least.is_empty()).then(|| (service, called.to_owned(), least))
}

#[cfg(test)]
mod tests {
    use crate::Code::ServiceLacksOperation as CODE;
    use crate::testing::found;

    const STATEMENT: &str = r#""Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:DescribeKey","Resource":"*""#;

    #[test]
    fn a_service_that_lacks_a_part_is_found_and_one_that_has_all_is_not() {
        assert_eq!(found(CODE, STATEMENT), [r#""cloudtrail.amazonaws.com""#]);
        assert!(found(CODE, &STATEMENT.replace("kms:DescribeKey", "kms:*")).is_empty());
        assert!(found(CODE, &STATEMENT.replace("cloudtrail", "unheard-of")).is_empty());
        assert!(found(CODE, &STATEMENT.replace("kms:DescribeKey", "kms:Sign")).is_empty());
    }
}
