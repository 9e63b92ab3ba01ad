//! A Deny with a negated condition also denies AWS services.
//!
//! ## Why it matters
//!
//! A negated operator is true where the key is absent, and `IfExists` does not change that. Calls of service principals
//! carry no `aws:PrincipalOrgID` and no network keys; calls that a service makes for a user carry no `aws:SourceVpce`. Such a
//! Deny stops log delivery, backups, replication and the grants of services.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*",
//!   "Condition": { "StringNotEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }
//! ```
//!
//! ## Fix
//!
//! Add `Bool` `aws:PrincipalIsAWSService` `false`, and for network keys also `aws:ViaAWSService` `false`. The fix does
//! it; look at it first, because the Deny then denies less.

use kms_policy::edit::Json;

use crate::call::Ways;
use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

/// Whether the guards of the statement already exempt the calls that come in these ways.
fn open_ways(statement: &StatementView<'_>) -> Ways {
    let guards = statement.conditions.iter().map(|condition| match condition.name() {
        name if name.eq_ignore_ascii_case("aws:PrincipalIsAWSService")
            && condition.all_values_are("false") =>
        {
            Ways::SERVICES.not()
        }
        name if name.eq_ignore_ascii_case("aws:ViaAWSService") && condition.all_values_are("false") => {
            Ways::FORWARDED.not()
        }
        _ if condition.needs_key() => condition.ways(),
        _ => Ways::ALL,
    });
    guards.fold(statement.ways, Ways::and)
}

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !statement.is_deny() || !statement.is_whole() {
        return;
    }
    let open = open_ways(statement);
    for condition in statement.conditions.iter().filter(|condition| is_negated(condition)) {
        let Some(key) = condition.key else { continue };
        // The keys that tell services from others are the guard themselves.
        if key.name == "kms:ViaService"
            || key.name.starts_with("aws:Source") && Ways::carrying(key.carried) == Ways::SERVICES
        {
            continue;
        }
        let carried = Ways::carrying(key.carried);
        // No page says what `aws:PrincipalArn` of a service principal is; it is never one of the listed ARNs.
        let carried = if key.name == "aws:PrincipalArn" { carried.and(Ways::IAM) } else { carried };
        let hit = open.and(carried.not());
        let services = hit.and(Ways::SERVICES);
        let forwarded = hit.and(Ways::IAM).and(Ways::FORWARDED);
        if services.is_none() && forwarded.is_none() {
            continue;
        }
        let who = match (services.is_none(), forwarded.is_none()) {
            (false, true) => "calls of AWS services",
            (false, false) => "calls of AWS services and calls through them",
            (true, _) => "calls that come through AWS services",
        };
        let message = format!(
            "The statement also denies {who}: they do not carry {}, and a negated condition is true without it.",
            quote(condition.name())
        );
        let guard = if services.is_none() { "aws:ViaAWSService" } else { "aws:PrincipalIsAWSService" };
        let both = if services.is_none() || forwarded.is_none() {
            format!("Add {} `false` under `Bool`.", quote(guard))
        } else {
            "Add `aws:PrincipalIsAWSService` `false` and `aws:ViaAWSService` `false` under `Bool`.".to_owned()
        };
        let span = condition.block.operator_text.span;
        let Some(finding) = findings.push(Code::NegatedDenyHitsServices, span, message, both) else { return };
        finding.also(condition.entry.key.span);
        if services.is_none() || forwarded.is_none() {
            let editor = context.editor();
            let edit = editor.and_then(|editor| {
                editor.add_condition(statement.statement, "Bool", guard, Json::from("false"))
            });
            finding.fixed_after_review(format!("Exempt services by {}", quote(guard)), edit);
        }
    }
}

/// A negated comparison of a value. `Null` asks for the key itself: then its absence is what is meant.
fn is_negated(condition: &ConditionView<'_>) -> bool {
    condition.operator.base.is_negated() && condition.holds_without_key()
}

#[cfg(test)]
mod tests {
    use crate::Code::NegatedDenyHitsServices as CODE;
    use crate::testing::{fixed, found};

    fn deny(condition: &str) -> String {
        format!(
            r#""Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*","Condition":{{{condition}}}"#
        )
    }

    #[test]
    fn a_deny_without_guard_is_found() {
        for (condition, operator) in [
            (r#""StringNotEquals":{"aws:PrincipalOrgID":"o-a"}"#, "StringNotEquals"),
            (r#""StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-a"}"#, "StringNotEqualsIfExists"),
            (r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/A"}"#, "ArnNotLike"),
            (
                r#""StringNotEquals":{"aws:SourceVpce":"vpce-1"},"Bool":{"aws:PrincipalIsAWSService":"false"}"#,
                "StringNotEquals",
            ),
        ] {
            assert_eq!(found(CODE, &deny(condition)), [format!("\"{operator}\"")], "{condition}");
        }
        assert!(
            fixed(CODE, &deny(r#""StringNotEquals":{"aws:PrincipalOrgID":"o-a"}"#))
                .unwrap()
                .contains(r#""aws:PrincipalIsAWSService":"false""#)
        );
    }

    #[test]
    fn a_guard_or_a_named_principal_is_left_alone() {
        for condition in [
            r#""StringNotEquals":{"aws:PrincipalOrgID":"o-a"},"Bool":{"aws:PrincipalIsAWSService":"false"}"#,
            r#""StringNotEquals":{"aws:PrincipalOrgID":"o-a"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}"#,
            r#""StringNotEquals":{"aws:SourceVpce":"vpce-1"},"Bool":{"aws:PrincipalIsAWSService":"false","aws:ViaAWSService":"false"}"#,
            r#""StringNotEquals":{"aws:PrincipalOrgID":"o-a"},"Null":{"aws:PrincipalOrgID":"false"}"#,
            r#""StringNotEquals":{"kms:CallerAccount":"111122223333"}"#,
        ] {
            assert!(found(CODE, &deny(condition)).is_empty(), "{condition}");
        }
        let named = deny(r#""StringNotEquals":{"aws:PrincipalOrgID":"o-a"}"#)
            .replace(r#""Principal":"*""#, r#""Principal":{"AWS":"111122223333"}"#);
        assert!(found(CODE, &named).is_empty());
    }
}
