//! A value of `kms:ViaService` has no Region.
//!
//! ## Why it matters
//!
//! The value in a request is always `<service>.<region>.amazonaws.com`, as in `s3.us-east-1.amazonaws.com`. A value
//! without the Region never matches.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:ViaService": "s3.amazonaws.com" } } }
//! ```
//!
//! ## Fix
//!
//! Add the Region. The fix writes that of the key, from which the services of its Region call.

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for value in statement.conditions_on("kms:ViaService").flat_map(ConditionView::values) {
        let text = &value.value.text;
        let Some(service) = text.strip_suffix(".amazonaws.com") else { continue };
        // A wildcard may stand for service and Region together.
        if service.is_empty() || service.contains(['.', '*', '?', '$']) {
            continue;
        }
        let region = context.facts.region();
        let meant = format!("{service}.{}.amazonaws.com", region.unwrap_or("us-east-1"));
        let message = format!(
            "{} has no Region: the value in a request is `{service}.<region>.amazonaws.com`.",
            quote(text)
        );
        let help = format!("Add the Region, as in {}.", quote(&meant));
        let Some(finding) = findings.push(Code::ViaServiceWithoutRegion, value.span, message, help) else {
            return;
        };
        if region.is_some() {
            finding.fixed(format!("Replace with {}", quote(&meant)), context.replace(value.span, &meant));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ViaServiceWithoutRegion as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_value_without_region_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringLike":{"kms:ViaService":["s3.amazonaws.com","s3.*.amazonaws.com","*.amazonaws.com","ec2.us-east-1.amazonaws.com"]}}"#;
        assert_eq!(found(CODE, statement), [r#""s3.amazonaws.com""#]);
        assert!(fixed(CODE, statement).unwrap().contains(r#""s3.us-east-1.amazonaws.com""#));
    }
}
