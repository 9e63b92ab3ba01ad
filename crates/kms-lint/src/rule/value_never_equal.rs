//! A condition compares a key with a value that it never has.
//!
//! ## Why it matters
//!
//! Some keys have few values: `kms:KeySpec`, `kms:KeyOrigin`, `kms:GrantOperations` (without the `kms:` prefix),
//! `kms:MultiRegion`. Account keys have twelve digits. With another value a positive condition is never true, and a
//! negated one always is.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:CreateGrant", "Resource": "*",
//!   "Condition": { "ForAllValues:StringEquals": { "kms:GrantOperations": ["kms:Decrypt", "Encrypt"] } } }
//! ```
//!
//! ## Fix
//!
//! The fix writes the value that was most likely meant.

use kms_catalog::nearest;
use kms_policy::{BaseOperator, ConditionValue, OperatorFamily, ValueForm};

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::{list, quote};

const ACCOUNTS: &[&str] = &[
    "kms:CallerAccount",
    "aws:PrincipalAccount",
    "aws:SourceAccount",
    "aws:ResourceAccount",
    "aws:VpceAccount",
];

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for condition in &statement.conditions {
        for value in condition.values() {
            let Some((expected, meant)) = fault(condition, &value.value) else { continue };
            let text = &value.value.text;
            let message =
                format!("{} is never {}: its values are {expected}.", quote(condition.name()), quote(text));
            let help = meant.as_ref().map_or_else(
                || "Use a value that the key can have.".to_owned(),
                |meant| format!("Use {}.", quote(meant)),
            );
            let Some(finding) = findings.push(Code::ValueNeverEqual, value.span, message, help) else {
                return;
            };
            if let Some(meant) = meant {
                finding.fixed(format!("Replace with {}", quote(&meant)), context.replace(value.span, &meant));
            }
        }
    }
}

/// What the values of the key are, and the one that was meant.
fn fault(condition: &ConditionView<'_>, value: &ConditionValue) -> Option<(String, Option<String>)> {
    let text = value.text.as_str();
    if text.contains('$') || condition.is_null() {
        return None;
    }
    let family = condition.operator.base.family();
    if family == OperatorFamily::Bool {
        let is_boolean = ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word));
        let meant = match text.to_ascii_lowercase().as_str() {
            "yes" | "1" => Some("true"),
            "no" | "0" => Some("false"),
            _ => None,
        };
        return (!is_boolean).then(|| ("`true` and `false`".to_owned(), meant.map(str::to_owned)));
    }
    // Under a numeric or date operator the value is compared as a number: leave it to the operator.
    if family != OperatorFamily::String || text.is_empty() {
        return None;
    }
    let has_wildcards = text.contains(['*', '?']);
    if ACCOUNTS.iter().any(|key| condition.is(key)) {
        let is_account = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        // JSON drops the zeros in front of a number, so a number of eleven digits lacked one.
        let meant = (value.form == ValueForm::Number
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.len() < 12)
            .then(|| format!("{text:0>12}"))
            .or_else(|| account_of_arn(text))
            .or_else(|| Some(text.replace('-', "")).filter(|digits| digits != text && digits.len() == 12));
        let is_placeholder = text.starts_with('<');
        return (!is_account && !has_wildcards && !is_placeholder)
            .then(|| ("accounts of twelve digits".to_owned(), meant));
    }
    let key = condition.key.filter(|key| !key.values.is_empty())?;
    let ignores_case = matches!(
        condition.operator.base,
        BaseOperator::StringEqualsIgnoreCase | BaseOperator::StringNotEqualsIgnoreCase
    );
    let is_value = |known: &&str| **known == *text || ignores_case && known.eq_ignore_ascii_case(text);
    if has_wildcards || key.values.iter().any(is_value) {
        return None;
    }
    let bare =
        text.get(4..).filter(|_| text.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("kms:")));
    let wanted = bare.unwrap_or(text);
    let same = key.values.iter().copied().find(|known| known.eq_ignore_ascii_case(wanted));
    let meant = same.or_else(|| nearest(wanted, key.values.iter().copied()));
    // What is near to no known value may be one that is newer than the catalogue.
    meant.map(|meant| (list(key.values.iter().copied()), Some(meant.to_owned())))
}

fn account_of_arn(text: &str) -> Option<String> {
    let arn = kms_policy::Arn::new(text)?;
    kms_policy::AccountId::new(arn.account()).map(|account| account.to_string())
}

#[cfg(test)]
mod tests {
    use crate::Code::ValueNeverEqual as CODE;
    use crate::testing::{fixed, found};

    fn with(operator: &str, key: &str, value: &str) -> String {
        format!(
            r#""Effect":"Allow","Principal":{{"AWS":"111122223333"}},"Action":"kms:*","Resource":"*","Condition":{{"{operator}":{{"{key}":{value}}}}}"#
        )
    }

    #[test]
    fn values_that_a_key_never_has_are_found() {
        for (operator, key, value, meant) in [
            ("ForAnyValue:StringEquals", "kms:GrantOperations", r#""kms:Decrypt""#, r#""Decrypt""#),
            ("StringEquals", "kms:KeySpec", r#""SYMETRIC_DEFAULT""#, r#""SYMMETRIC_DEFAULT""#),
            ("Bool", "kms:MultiRegion", r#""yes""#, r#""true""#),
            ("StringEquals", "aws:SourceAccount", r#""arn:aws:iam::111122223333:root""#, r#""111122223333""#),
            ("StringEquals", "kms:CallerAccount", "11122223333", r#""011122223333""#),
        ] {
            let statement = with(operator, key, value);
            assert_eq!(found(CODE, &statement).len(), 1, "{key}");
            assert!(fixed(CODE, &statement).unwrap().contains(&format!(r#""{key}":{meant}"#)), "{key}");
        }
    }

    #[test]
    fn values_that_a_key_can_have_are_left_alone() {
        for (operator, key, value) in [
            ("ForAnyValue:StringEquals", "kms:GrantOperations", r#""Decrypt""#),
            ("StringLike", "kms:KeySpec", r#""RSA_*""#),
            ("StringEquals", "kms:KeySpec", r#""SOMETHING_NEW_9000""#),
            ("Bool", "kms:MultiRegion", "true"),
            ("StringEquals", "aws:SourceAccount", r#""111122223333""#),
            ("StringEquals", "kms:CallerAccount", r#""${aws:PrincipalAccount}""#),
        ] {
            assert!(found(CODE, &with(operator, key, value)).is_empty(), "{key} {value}");
        }
    }
}
