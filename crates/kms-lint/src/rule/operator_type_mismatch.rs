//! A condition operator does not fit the type of its key.
//!
//! ## Why it matters
//!
//! A numeric, date, Boolean or IP operator cannot compare a text, and an ARN operator cannot compare a number. The
//! condition does not do what it says.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "NumericEquals": { "kms:ViaService": "1" } } }
//! ```
//!
//! ## Fix
//!
//! Use an operator for the key's type.

use kms_catalog::{KeyTail, KeyType};
use kms_policy::OperatorFamily;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for condition in &statement.conditions {
        // Tags and the encryption context are texts of the author's, which may well be numbers.
        let Some(key) = condition.key.filter(|key| key.tail == KeyTail::None) else { continue };
        let family = condition.operator.base.family();
        let fits = match family {
            // Every value has a text, and AWS's pages compare ARNs under keys that are typed as strings.
            OperatorFamily::Null | OperatorFamily::String => true,
            OperatorFamily::Arn => key.accepts(KeyType::Arn) || key.accepts(KeyType::String),
            OperatorFamily::Numeric => key.accepts(KeyType::Numeric) || key.accepts(KeyType::Date),
            OperatorFamily::Date => key.accepts(KeyType::Date) || key.accepts(KeyType::Numeric),
            OperatorFamily::Bool => key.accepts(KeyType::Bool),
            OperatorFamily::Binary => key.accepts(KeyType::Binary),
            OperatorFamily::IpAddress => key.accepts(KeyType::IpAddress),
        };
        if fits {
            continue;
        }
        let (kind, cure) = match key.kind {
            KeyType::String => ("a string", "StringEquals"),
            KeyType::Arn => ("an ARN", "ArnLike"),
            KeyType::Numeric => ("a number", "NumericEquals"),
            KeyType::Date => ("a date", "DateLessThan"),
            KeyType::Bool => ("a Boolean", "Bool"),
            KeyType::IpAddress => ("an IP address", "IpAddress"),
            KeyType::Binary => ("binary", "BinaryEquals"),
        };
        let span = condition.block.operator_text.span;
        let message = format!(
            "{} cannot compare {}, which is {kind}.",
            quote(&condition.block.operator_text.value),
            quote(condition.name())
        );
        let help = format!("Use an operator for the type, such as {}.", quote(cure));
        let Some(finding) = findings.push(Code::OperatorTypeMismatch, span, message, help) else { return };
        finding.also(condition.entry.key.span);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::OperatorTypeMismatch as CODE;
    use crate::testing::found;

    #[test]
    fn operators_of_another_type_are_found() {
        let with = |operator: &str, key: &str| {
            found(CODE, &format!(r#""Effect":"Allow","Principal":{{"AWS":"111122223333"}},"Action":"kms:*","Resource":"*","Condition":{{"{operator}":{{"{key}":"1"}}}}"#)).len()
        };
        assert_eq!(with("NumericEquals", "kms:ViaService"), 1);
        assert_eq!(with("Bool", "kms:KeySpec"), 1);
        assert_eq!(with("ArnLike", "kms:MultiRegion"), 1);
        for (operator, key) in [
            ("Bool", "kms:MultiRegion"),
            ("StringEquals", "kms:MultiRegion"),
            ("ArnLike", "kms:GranteePrincipal"),
            ("NumericLessThan", "kms:ValidTo"),
            ("NumericEquals", "kms:EncryptionContext:n"),
        ] {
            assert_eq!(with(operator, key), 0, "{operator} {key}");
        }
    }
}
