//! A key policy is almost as large as KMS allows.
//!
//! ## Why it matters
//!
//! A key policy may have 32,768 bytes, and the quota cannot be raised. The next statement may not fit.
//!
//! ## Example
//!
//! A key policy of more than 30,720 bytes.
//!
//! ## Fix
//!
//! Use grants for single principals, or name the account and decide in IAM policies.

use kms_policy::Span;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;

const QUOTA: usize = 32 * 1024;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let bytes = context.text.len();
    if !context.is_key_policy() || bytes <= 30 * 1024 || bytes > QUOTA {
        return;
    }
    let start = context.document.span.start();
    let message = format!("The policy has {bytes} bytes; a key policy may have {QUOTA}.");
    let help = "Use grants for single principals, or decide in IAM policies.";
    findings.push(Code::NearQuota, Span::new(start, start + 1), message, help);
}

#[cfg(test)]
mod tests {
    use crate::Code::NearQuota as CODE;
    use crate::testing::{findings, policy};
    use kms_policy::PolicyKind;

    #[test]
    fn a_large_policy_is_found() {
        let text = |length: usize| {
            policy(&format!(
                r#""Sid":"{}","Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*""#,
                "x".repeat(length)
            ))
        };
        assert_eq!(findings(CODE, PolicyKind::KeyPolicy, &text(31_000)).len(), 1);
        assert!(findings(CODE, PolicyKind::KeyPolicy, &text(1000)).is_empty());
        assert!(findings(CODE, PolicyKind::KeyPolicy, &text(40_000)).is_empty());
    }
}
