//! A condition key does not exist.
//!
//! ## Why it matters
//!
//! No request carries the key. A condition that needs it is never true; a negated one, and one with `IfExists`, always
//! is, so the statement does not limit anything.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": "kms:Decrypt", "Resource": "*",
//!   "Condition": { "StringEquals": { "kms:ViaServices": "s3.us-east-1.amazonaws.com" } } }
//! ```
//!
//! ## Fix
//!
//! Use the name of the key. The fix writes the known name if one is at most a few letters away.

use kms_catalog::ConditionKey;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for condition in statement.conditions.iter().filter(|condition| condition.key.is_none()) {
        if findings.is_full() {
            return;
        }
        let name = condition.name();
        let meant = meant(name);
        let is_of_kms = name.split_once(':').is_some_and(|(service, _)| service.eq_ignore_ascii_case("kms"));
        // What KMS has is known whole; other names are reported only if they look like a known one. `kms:ResourceTag`
        // is refused as an error of the text.
        if meant.is_none() && !is_of_kms || !ConditionKey::is_permitted_in_key_policy(name) {
            continue;
        }
        let message = format!("{} is not a condition key, so no request carries it.", quote(name));
        let help = match &meant {
            Some(meant) => format!("Use {}.", quote(meant)),
            None => "Use a condition key of KMS, such as `kms:ViaService`.".to_owned(),
        };
        let span = condition.entry.key.span;
        let Some(finding) = findings.push(Code::UnknownConditionKey, span, message, help) else { return };
        if let Some(meant) = meant {
            finding.fixed(format!("Replace with {}", quote(&meant)), context.replace(span, &meant));
        }
    }
}

/// The key that was meant, its tail kept.
fn meant(name: &str) -> Option<String> {
    let with_prefix = |prefix: &str| {
        let name = format!("{prefix}{name}");
        ConditionKey::canonical_name(&name).map(std::borrow::Cow::into_owned)
    };
    if !name.contains(':') {
        return with_prefix("kms:").or_else(|| with_prefix("aws:"));
    }
    let (service, rest) = name.split_once(':')?;
    let is_global_or_kms = ["aws", "kms"].iter().any(|known| service.eq_ignore_ascii_case(known));
    if !is_global_or_kms {
        // A key of another service is no slip, unless its name is one of KMS's own.
        return None;
    }
    let other = if service.eq_ignore_ascii_case("aws") { "kms:" } else { "aws:" };
    if let Some(key) = ConditionKey::find(&format!("{other}{rest}")) {
        return key
            .tail_of(&format!("{other}{rest}"))
            .map_or_else(|| Some(key.name.to_owned()), |tail| Some(format!("{}{tail}", key.stem())));
    }
    let key = ConditionKey::nearest(name)?;
    let tail = match key.tail {
        kms_catalog::KeyTail::None => "",
        kms_catalog::KeyTail::TagKey => name.split_once('/')?.1,
        kms_catalog::KeyTail::EncryptionContextKey => name.splitn(3, ':').nth(2)?,
    };
    if key.tail != kms_catalog::KeyTail::None && tail.is_empty() {
        return None;
    }
    Some(format!("{}{tail}", key.stem()))
}

#[cfg(test)]
mod tests {
    use super::meant;
    use crate::Code::UnknownConditionKey as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn the_key_that_was_meant_keeps_its_tail() {
        for (name, expected) in [
            ("kms:ViaServices", Some("kms:ViaService")),
            ("ViaService", Some("kms:ViaService")),
            ("SourceArn", Some("aws:SourceArn")),
            ("kms:SourceArn", Some("aws:SourceArn")),
            ("aws:ViaService", Some("kms:ViaService")),
            ("aws:SourceAcount", Some("aws:SourceAccount")),
            ("aws:PrincipalTags/team", Some("aws:PrincipalTag/team")),
            ("kms:EncryptionContex:aws:s3:arn", Some("kms:EncryptionContext:aws:s3:arn")),
            ("kms:EncryptionContextKey", Some("kms:EncryptionContextKeys")),
            ("kms:Whatever", None),
            ("s3:prefix", None),
        ] {
            assert_eq!(meant(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn keys_that_do_not_exist_are_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaServices":"x","kms:Whatever":"x","aws:SomethingNew":"x","kms:viaservice":"x","saml:sub":"x"}}"#;
        assert_eq!(found(CODE, statement), [r#""kms:ViaServices""#, r#""kms:Whatever""#]);
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaServices":"x"}}"#;
        assert!(fixed(CODE, statement).unwrap().contains(r#""kms:ViaService":"x""#));
    }
}
