//! A service principal lacks the Region that belongs to its name.
//!
//! ## Why it matters
//!
//! CloudWatch Logs and a few other services call KMS as `logs.<region>.amazonaws.com`. Their pages do not show the name
//! without a Region, and a statement with it does not let the service use the key.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "Service": "logs.amazonaws.com" },
//!   "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"], "Resource": "*",
//!   "Condition": { "ArnLike": { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:*" } } }
//! ```
//!
//! ## Fix
//!
//! Write the Region into the name. The fix takes that of the key.

use kms_catalog::Service;
use kms_policy::Principal;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for entry in
        statement.principals().iter().filter(|entry| matches!(entry.principal, Principal::Service(_)))
    {
        let text = entry.text.value.as_str();
        let principals = || Service::all().iter().flat_map(|service| service.service_principals);
        let without = |regional: &str| regional.replace(".<region>", "").eq_ignore_ascii_case(text);
        let regional = principals().find(|it| it.name.is_regional() && without(it.name.text()));
        let is_known_without = principals().any(|it| it.name.text().eq_ignore_ascii_case(text));
        let Some(regional) = regional.filter(|_| !is_known_without) else { continue };
        let message = format!(
            "{} has no Region: the service calls KMS as {}.",
            quote(text),
            quote(regional.name.text())
        );
        let region = context.facts.region();
        let meant = regional.name.in_region(region.unwrap_or("us-east-1"));
        let help = format!("Use the name with the Region, such as {}.", quote(&meant));
        let code = Code::ServicePrincipalWithoutRegion;
        let Some(finding) = findings.push(code, entry.text.span, message, help) else { return };
        if region.is_some() {
            finding
                .fixed(format!("Replace with {}", quote(&meant)), context.replace(entry.text.span, &meant));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ServicePrincipalWithoutRegion as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn logs_without_region_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"Service":["logs.amazonaws.com","delivery.logs.amazonaws.com","s3.amazonaws.com"]},"Action":"kms:Decrypt","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""logs.amazonaws.com""#]);
        assert!(fixed(CODE, statement).unwrap().contains("logs.us-east-1.amazonaws.com"));
    }
}
