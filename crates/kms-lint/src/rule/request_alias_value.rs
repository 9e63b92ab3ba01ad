//! A value of `kms:RequestAlias` is not the name of an alias.
//!
//! ## Why it matters
//!
//! The value in a request is always the alias name, `alias/orders`, also where the request gives the alias ARN. An ARN, or a
//! name without `alias/`, never matches.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:RequestAlias": "arn:aws:kms:us-east-1:111122223333:alias/orders" } } }
//! ```
//!
//! ## Fix
//!
//! The fix writes the alias name.

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let keys = ["kms:RequestAlias", "kms:ResourceAliases"];
    let conditions = statement.conditions.iter().filter(|condition| keys.iter().any(|key| condition.is(key)));
    for condition in conditions.filter(|condition| !condition.is_null()) {
        for value in condition.values() {
            let text = value.value.text.as_str();
            if text.starts_with("alias/") || text.starts_with(['*', '?', '$']) || text.is_empty() {
                continue;
            }
            let name = text.rsplit_once(":alias/").map_or(text, |(_, name)| name);
            let meant = format!("alias/{}", name.trim_start_matches('/'));
            let message =
                format!("{} is never {}: its value is the alias name.", quote(condition.name()), quote(text));
            let help = format!("Use {}.", quote(&meant));
            let Some(finding) = findings.push(Code::RequestAliasValue, value.span, message, help) else {
                return;
            };
            if !text.starts_with("arn:") || text.contains(":alias/") {
                finding.fixed(format!("Replace with {}", quote(&meant)), context.replace(value.span, &meant));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::RequestAliasValue as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn an_arn_and_a_bare_name_are_found() {
        let with = |value: &str| {
            format!(
                r#""Effect":"Allow","Principal":{{"AWS":"111122223333"}},"Action":"kms:Decrypt","Resource":"*","Condition":{{"StringLike":{{"kms:RequestAlias":"{value}"}}}}"#
            )
        };
        for value in ["arn:aws:kms:us-east-1:111122223333:alias/orders", "orders"] {
            assert_eq!(found(CODE, &with(value)).len(), 1, "{value}");
            assert!(fixed(CODE, &with(value)).unwrap().contains(r#":"alias/orders""#), "{value}");
        }
        for value in ["alias/orders", "*", "alias/*"] {
            assert!(found(CODE, &with(value)).is_empty(), "{value}");
        }
    }
}
