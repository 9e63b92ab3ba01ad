//! The `Resource` of a key policy does not match its own key.
//!
//! ## Why it matters
//!
//! A key policy applies to its own key only. A statement whose `Resource` is the ARN of another key, or a pattern that
//! does not match this key, never applies. It is often left over from a copied policy.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt",
//!   "Resource": "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321" }
//! ```
//!
//! ## Fix
//!
//! Use `*`, which means this key. Look at the fix first: the statement takes effect with it.

use kms_policy::{Arn, ArnPattern};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let Some(key) = context.facts.key.as_ref().filter(|_| context.is_key_policy()) else { return };
    // An ARN in the scenario that is no key's says nothing about the policy.
    if key.service() != "kms" || !key.resource().starts_with("key/") {
        return;
    }
    for resource in statement.resources() {
        let is_key_arn = Arn::new(&resource.value)
            .is_some_and(|arn| arn.service() == "kms" && !arn.resource().starts_with("alias/"));
        let matches =
            |text: &str| ArnPattern::new(text).is_some_and(|pattern| pattern.matches(&key.components()));
        // The variables of a pattern are known to the request only.
        if !is_key_arn || resource.value.contains(['$', '<']) || matches(&resource.value) {
            continue;
        }
        let message = format!(
            "{} does not match the key of this policy, {}, so it has no effect here.",
            quote(&resource.value),
            quote(key.as_str())
        );
        let help = "Use `*`, which means the key that the policy belongs to.";
        let Some(finding) = findings.push(Code::ResourceNotThisKey, resource.span, message, help) else {
            return;
        };
        if statement.resources().len() == 1 {
            finding.fixed_after_review("Replace with `*`", context.replace(resource.span, "*"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::ResourceNotThisKey as CODE;
    use crate::testing::{KEY, fixed, found};

    #[test]
    fn another_key_is_found_and_this_one_is_not() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"arn:aws:kms:us-east-1:111122223333:key/other""#;
        assert_eq!(found(CODE, statement), [r#""arn:aws:kms:us-east-1:111122223333:key/other""#]);
        assert!(fixed(CODE, statement).unwrap().contains(r#""Resource":"*""#));
        for resource in ["*", KEY, "arn:aws:kms:*:111122223333:key/*"] {
            let statement = format!(
                r#""Effect":"Allow","Principal":{{"AWS":"111122223333"}},"Action":"kms:Decrypt","Resource":"{resource}""#
            );
            assert!(found(CODE, &statement).is_empty(), "{resource}");
        }
    }
}
