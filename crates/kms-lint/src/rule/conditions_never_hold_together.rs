//! Two conditions of a statement can never be true in the same request.
//!
//! ## Why it matters
//!
//! All conditions of a statement must be true at once. `kms:ViaService` needs a call through a service, which keeps no
//! `aws:SourceVpce`; a key cannot be absent and have a value; a single value cannot equal two others. Such a statement
//! has no effect.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:ViaService": "s3.us-east-1.amazonaws.com", "aws:SourceVpce": "vpce-1a2b3c4d" } } }
//! ```
//!
//! ## Fix
//!
//! Write two statements, one for each condition, or remove one of the two.

use kms_policy::Pattern;

use crate::call::Ways;
use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    const MOST: usize = 40;
    let conditions = statement.conditions.get(..MOST).unwrap_or(&statement.conditions);
    for (at, one) in conditions.iter().enumerate() {
        for other in conditions.iter().skip(at + 1) {
            let Some(why) = conflict(statement.ways, one, other) else { continue };
            let message = format!(
                "The conditions on {} and {} are never true together: {why}. The statement has no effect.",
                quote(one.name()),
                quote(other.name())
            );
            let help = "Use two statements, one for each condition, or remove one of them.";
            let code = Code::ConditionsNeverHoldTogether;
            let Some(finding) = findings.push(code, other.entry.key.span, message, help) else { return };
            finding.also(one.entry.key.span);
        }
    }
}

fn conflict(ways: Ways, one: &ConditionView<'_>, other: &ConditionView<'_>) -> Option<&'static str> {
    if one.name().eq_ignore_ascii_case(other.name()) {
        let is_absent =
            |condition: &ConditionView<'_>| condition.is_null() && condition.all_values_are("true");
        if is_absent(one) && other.needs_key() || is_absent(other) && one.needs_key() {
            return Some("one requires the key to be absent, the other requires it to be present");
        }
        let no_common_value = !one.is_multivalued() && excludes(one, other);
        return no_common_value.then_some("no value satisfies both");
    }
    let (first, second) = (one.ways().and(ways), other.ways().and(ways));
    // What no principal of the statement can satisfy is another rule's finding.
    let is_conflict = !first.is_none() && !second.is_none() && first.and(second).is_none();
    is_conflict.then_some("no call to KMS satisfies both")
}

/// Whether two conditions on the same single-valued key have no value in common.
fn excludes(one: &ConditionView<'_>, other: &ConditionView<'_>) -> bool {
    let is_plain = |condition: &ConditionView<'_>| {
        condition.operator.set.is_none()
            && !condition.operator.base.is_negated()
            && condition.entry.values.iter().all(|value| !value.value.text.contains("${"))
    };
    // Both must be strict, or a request without the key satisfies them.
    if !is_plain(one) || !is_plain(other) || !one.needs_key() || !other.needs_key() {
        return false;
    }
    let (exact, second) = if one.is_exact() { (one, other) } else { (other, one) };
    let comparable = second.is_exact() || second.operator.base.comparison() == kms_policy::Comparison::Like;
    if !exact.is_exact() || !comparable {
        return false;
    }
    let patterns: Vec<Pattern> = second.values().map(|value| Pattern::new(&value.value.text)).collect();
    let accepts = |text: &str| {
        if second.is_exact() {
            second.values().any(|value| value.value.text.eq_ignore_ascii_case(text))
        } else {
            patterns.iter().any(|pattern| pattern.matches_ignoring_case(text))
        }
    };
    !exact.values().any(|value| accepts(&value.value.text))
}

#[cfg(test)]
mod tests {
    use crate::Code::ConditionsNeverHoldTogether as CODE;
    use crate::testing::found;

    fn with(principal: &str, condition: &str) -> Vec<String> {
        found(
            CODE,
            &format!(
                r#""Effect":"Allow","Principal":{principal},"Action":"kms:Decrypt","Resource":"*","Condition":{{{condition}}}"#
            ),
        )
    }

    #[test]
    fn conditions_that_exclude_each_other_are_found() {
        let role = r#"{"AWS":"arn:aws:iam::111122223333:role/A"}"#;
        for condition in [
            r#""StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com","aws:SourceVpce":"vpce-1"}"#,
            r#""Bool":{"aws:ViaAWSService":"false"},"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}"#,
            r#""Null":{"kms:ViaService":"true"},"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}"#,
            r#""StringLike":{"kms:ViaService":"ec2.*"},"StringEquals":{"kms:ViaService":["s3.us-east-1.amazonaws.com"]}"#,
        ] {
            assert_eq!(with(role, condition).len(), 1, "{condition}");
        }
        assert_eq!(
            with(
                r#""*""#,
                r#""StringEquals":{"aws:PrincipalOrgID":"o-a","aws:SourceAccount":"111122223333"}"#
            )
            .len(),
            1
        );
    }

    #[test]
    fn conditions_that_can_hold_together_are_left_alone() {
        let role = r#"{"AWS":"arn:aws:iam::111122223333:role/A"}"#;
        for condition in [
            r#""StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com","kms:CallerAccount":"111122223333"}"#,
            r#""StringLike":{"kms:ViaService":"s3.*"},"StringEquals":{"kms:ViaService":["s3.us-east-1.amazonaws.com","ec2.us-east-1.amazonaws.com"]}"#,
            r#""StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"},"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}"#,
        ] {
            assert!(with(role, condition).is_empty(), "{condition}");
        }
        assert!(with(r#""*""#, r#""StringEquals":{"aws:SourceOrgID":"o-a"},"Bool":{"aws:PrincipalIsAWSService":"true"},"StringLike":{"kms:ViaService":"sso.*"}"#).is_empty());
    }
}
