//! A value of `kms:ViaService` names no service by the name that it calls KMS with.
//!
//! ## Why it matters
//!
//! The name is often not the one on the box: EBS is `ec2`, Location is `geo`, EFS is `elasticfilesystem`, Step Functions
//! is `states`, Parameter Store is `ssm`. A value with another name never matches.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:CreateGrant", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:ViaService": "ebs.us-east-1.amazonaws.com" } } }
//! ```
//!
//! ## Fix
//!
//! Use the name that KMS sees. The fix writes it where it is known. Services that the catalogue does not have are left
//! alone.

use kms_catalog::{Service, nearest};

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

/// Names by which people know a service, and the label that KMS sees.
const KNOWN_AS: &[(&str, &str)] = &[
    ("ebs", "ec2"),
    ("efs", "elasticfilesystem"),
    ("location", "geo"),
    ("stepfunctions", "states"),
    ("step-functions", "states"),
    ("sfn", "states"),
    ("parameterstore", "ssm"),
    ("parameter-store", "ssm"),
    ("secrets-manager", "secretsmanager"),
    ("secretmanager", "secretsmanager"),
    ("eventbridge", "events"),
    ("cloudwatchlogs", "logs"),
    ("aurora", "rds"),
    ("documentdb", "rds"),
    ("neptune", "rds"),
];

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for value in statement.conditions_on("kms:ViaService").flat_map(ConditionView::values) {
        let text = &value.value.text;
        let Some((label, rest)) = text.split_once('.') else { continue };
        if label.is_empty() || label.contains(['*', '?', '$']) || findings.is_full() {
            continue;
        }
        let Some(meant) = label_meant(label) else { continue };
        let replacement = format!("{meant}.{rest}");
        let message = format!("No service calls KMS as {}, so the value never matches.", quote(label));
        let help = format!("Use {}.", quote(&replacement));
        let Some(finding) = findings.push(Code::UnknownViaService, value.span, message, help) else { return };
        finding.fixed(
            format!("Replace with {}", quote(&replacement)),
            context.replace(value.span, &replacement),
        );
    }
}

fn label_meant(label: &str) -> Option<&'static str> {
    let known_as = KNOWN_AS.iter().find(|(known_as, _)| known_as.eq_ignore_ascii_case(label));
    if let Some((_, meant)) = known_as {
        return Some(meant);
    }
    let labels = || {
        let values = Service::all().iter().flat_map(|service| service.via_service);
        values.filter_map(|via| via.value.text().split_once('.').map(|(label, _)| label))
    };
    if labels().any(|known| known.eq_ignore_ascii_case(label)) || OTHERS.contains(&label) {
        return None;
    }
    nearest(label, labels())
}

/// Names of services outside the catalogue that look like a slip of one in it.
const OTHERS: &[&str] =
    &["events", "kafka", "state", "connect", "cassandra", "batch", "health", "glacier", "lex", "polly"];

#[cfg(test)]
mod tests {
    use crate::Code::UnknownViaService as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn names_that_kms_does_not_see_are_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":["ebs.us-east-1.amazonaws.com","secretsmanger.us-east-1.amazonaws.com","s3.us-east-1.amazonaws.com","fsx.us-east-1.amazonaws.com"]}}"#;
        assert_eq!(
            found(CODE, statement),
            [r#""ebs.us-east-1.amazonaws.com""#, r#""secretsmanger.us-east-1.amazonaws.com""#]
        );
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"ebs.us-east-1.amazonaws.com"}}"#;
        assert!(fixed(CODE, statement).unwrap().contains(r#""ec2.us-east-1.amazonaws.com""#));
    }
}
