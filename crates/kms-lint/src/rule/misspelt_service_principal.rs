//! A service principal looks like a misspelt one.
//!
//! ## Why it matters
//!
//! KMS accepts any name of the right form. One that no service has never calls, so the statement has no effect.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "Service": "cloudtrial.amazonaws.com" },
//!   "Action": "kms:GenerateDataKey*", "Resource": "*",
//!   "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } }
//! ```
//!
//! ## Fix
//!
//! The fix writes the known name. Names that are near to no known one are left alone.

use kms_catalog::{Service, nearest};
use kms_policy::Principal;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

/// Names of services outside the catalogue that are one letter away from one in it.
const OTHERS: &[&str] =
    &["ecs", "ses", "sns", "sqs", "sts", "ssm", "ds", "es", "rds", "dms", "mq", "fsx", "events", "health"];

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for entry in statement.principals() {
        let text = entry.text.value.as_str();
        if !matches!(entry.principal, Principal::Service(_)) || findings.is_full() {
            continue;
        }
        let Some(meant) = meant(text) else { continue };
        let (text, meant) = (quote(text), meant.as_str());
        let message =
            format!("No service is known as {text}; the name is one slip away from {}.", quote(meant));
        let help = format!("Use {}.", quote(meant));
        let span = entry.text.span;
        let Some(finding) = findings.push(Code::MisspeltServicePrincipal, span, message, help) else {
            return;
        };
        finding.fixed(format!("Replace with {}", quote(meant)), context.replace(span, meant));
    }
}

/// The service principal that a misspelt one most likely means.
pub(super) fn meant(text: &str) -> Option<String> {
    let (label, rest) = text.split_once('.')?;
    let is_plain = rest.eq_ignore_ascii_case("amazonaws.com") && !OTHERS.contains(&label) && label.len() >= 5;
    if !is_plain || Service::by_principal(text).is_some() {
        return None;
    }
    // The catalogue's callers, and the services that it knows as sources of events.
    let paths = Service::all().iter().flat_map(|service| service.paths).flat_map(|path| path.principals);
    let own = Service::all().iter().flat_map(|service| service.service_principals).map(|it| &it.name);
    let names = own.chain(paths).map(|name| name.text());
    let labels: Vec<&str> = names.filter_map(|name| name.strip_suffix(".amazonaws.com")).collect();
    if labels.iter().any(|known| known.eq_ignore_ascii_case(label)) {
        return None;
    }
    let meant = nearest(label, labels.into_iter().filter(|known| !known.contains(['.', '<'])))?;
    Some(format!("{meant}.amazonaws.com"))
}

#[cfg(test)]
mod tests {
    use crate::Code::MisspeltServicePrincipal as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_slip_is_found_and_unknown_services_are_not() {
        let statement = r#""Effect":"Allow","Principal":{"Service":["cloudtrial.amazonaws.com","s3.amazonaws.com","somethingelse.amazonaws.com"]},"Action":"kms:Decrypt","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""cloudtrial.amazonaws.com""#]);
        assert!(fixed(CODE, statement).unwrap().contains("cloudtrail.amazonaws.com"));
    }
}
