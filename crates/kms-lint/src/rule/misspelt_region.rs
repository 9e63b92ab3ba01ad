//! A Region is misspelt.
//!
//! ## Why it matters
//!
//! A value with `us-esat-1` never matches, and nothing says so.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:ViaService": "s3.us-esat-1.amazonaws.com" } } }
//! ```
//!
//! ## Fix
//!
//! The fix writes the Region that the name most likely means. A Region that is not known yet is left alone.

use kms_catalog::nearest_region;
use kms_policy::{Arn, Principal, Span};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for resource in statement.resources() {
        in_arn(context, &resource.value, resource.span, findings);
    }
    for entry in
        statement.principals().iter().filter(|entry| matches!(entry.principal, Principal::Service(_)))
    {
        in_service_name(context, &entry.text.value, entry.text.span, findings);
    }
    for condition in &statement.conditions {
        let is_region = ["aws:RequestedRegion", "kms:PrimaryRegion", "kms:ReplicaRegion"];
        for value in condition.values() {
            let (text, span) = (&value.value.text, value.span);
            if is_region.iter().any(|key| condition.is(key)) {
                report(context, text, text, span, findings);
            } else if condition.is("kms:ViaService") {
                in_service_name(context, text, span, findings);
            } else {
                in_arn(context, text, span, findings);
            }
        }
    }
}

fn in_arn(context: &Context<'_>, text: &str, span: Span, findings: &mut Findings) {
    if let Some(arn) = Arn::new(text) {
        report(context, text, arn.region(), span, findings);
    }
}

/// `s3.us-east-1.amazonaws.com`: the second label.
fn in_service_name(context: &Context<'_>, text: &str, span: Span, findings: &mut Findings) {
    let mut labels = text.split('.');
    if let (Some(_), Some(region), Some("amazonaws")) = (labels.next(), labels.next(), labels.next()) {
        report(context, text, region, span, findings);
    }
}

fn report(context: &Context<'_>, text: &str, region: &str, span: Span, findings: &mut Findings) {
    if region.contains(['*', '?', '$', '<']) || !region.contains('-') || findings.is_full() {
        return;
    }
    let Some(meant) = nearest_region(region) else { return };
    let replacement = text.replacen(region, meant, 1);
    let message = format!("{} is not the name of a Region, so the value never matches.", quote(region));
    let help = format!("Use {}.", quote(meant));
    if let Some(finding) = findings.push(Code::MisspeltRegion, span, message, help) {
        finding.fixed(format!("Replace with {}", quote(&replacement)), context.replace(span, &replacement));
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::MisspeltRegion as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn misspelt_regions_are_found_wherever_a_region_is_written() {
        let statement = r#""Effect":"Allow","Principal":{"Service":"logs.eu-wst-1.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":["s3.us-esat-1.amazonaws.com","s3.us-east-9.amazonaws.com"],"aws:RequestedRegion":"us-west-2"},"ArnLike":{"aws:SourceArn":"arn:aws:s3:us-eest-1:111122223333:x"}}"#;
        assert_eq!(found(CODE, statement).len(), 3);
        let statement = r#""Effect":"Allow","Principal":{"Service":"logs.eu-wst-1.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*""#;
        assert!(fixed(CODE, statement).unwrap().contains("logs.eu-west-1.amazonaws.com"));
    }
}
