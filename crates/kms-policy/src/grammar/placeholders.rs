//! Text that somebody was meant to replace: `<account-id>`, `ACCOUNT_ID`, `${var.account}`, `{{resolve:…}}`, `%s`.
//!
//! Policies come from templates, tickets and guides. What the tool that fills a template would have replaced is
//! literal text to AWS, so it is pointed at before anybody wonders why nothing matches. A policy variable
//! (`${aws:username}`) is none: its name has a colon (IAM User Guide, *IAM policy elements: Variables and tags*).

use std::collections::BTreeMap;

use crate::error::{ErrorCode, Errors, PolicyError, quote};
use crate::json::Tree;
use crate::{AccountId, Arn, Span};

/// Points at every placeholder; the help says in how many places the same one is.
pub(super) fn check(tree: &Tree<'_>, errors: &mut Errors) {
    let mut found: Vec<(&str, usize)> = Vec::new();
    for string in tree.strings() {
        for (start, end) in all(string.raw) {
            if let Some(text) = string.raw.get(start..end) {
                found.push((text, string.start + start));
            }
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    found.iter().for_each(|(text, _)| *counts.entry(text).or_default() += 1);
    for (text, start) in found {
        let span = Span::new(start as u32, (start + text.len()) as u32);
        let error = PolicyError::new(
            ErrorCode::Placeholder,
            span,
            format!("{} looks like a placeholder", quote(text)),
        );
        errors.push(match counts.get(text) {
            Some(places) if *places > 1 => error.help_with(format!(
                "replace it with the real value in all {places} places; until then it is compared as it stands"
            )),
            _ => error,
        });
    }
}

/// The first text that somebody was meant to replace, such as `<account-id>` or `ACCOUNT_ID`, within a text.
#[must_use]
pub fn placeholder_in(text: &str) -> Option<&str> {
    let (start, end) = all(text).into_iter().next()?;
    text.get(start..end)
}

/// Every placeholder of a text in order: its start and end.
fn all(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((start, end)) = marked(text, from) {
        found.push((start, end));
        from = end;
    }
    for (start, end) in account_word(text).into_iter().chain(region_word(text)) {
        // What is marked within it is the placeholder.
        if found.iter().all(|(from, to)| *to <= start || *from >= end) {
            found.insert(found.partition_point(|(from, _)| *from < start), (start, end));
        }
    }
    found
}

/// As much of a text as the name of a placeholder may take, so that no text is searched over and over.
fn near(text: &str) -> &str {
    text.get(..text.floor_char_boundary(256)).unwrap_or_default()
}

/// Placeholders that marks or words give away, wherever they are.
fn marked(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    // Steps over bytes: all that begins a placeholder is ASCII, so it begins at a character.
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() || *byte == b'_' {
            let word = word(text, at);
            if is_placeholder_word(word) {
                return Some((at, at + word.len()));
            }
            at += word.len();
            continue;
        }
        if b"<{#*.$%".contains(byte) {
            let rest = text.get(at..).unwrap_or_default();
            let length = match byte {
                b'<' => enclosed(rest, "<", ">", "-_ :./"),
                b'{' => enclosed_in_braces(rest).or_else(|| enclosed(rest, "{", "}", NAME)),
                b'#' => enclosed(rest, "#{", "}", "-_ :./"),
                b'*' => Some(run(rest, b'*')).filter(|length| *length >= 3),
                b'.' => Some(run(rest, b'.')).filter(|length| *length >= 3),
                b'$' => dollar(rest),
                _ => percent(rest),
            };
            if let Some(length) = length {
                return Some((at, at + length));
            }
        }
        at += 1;
    }
    None
}

/// What a name between marks has beside letters and digits; a colon would make it a policy variable.
const NAME: &str = "-_ ./";

/// A name between marks, such as `<account-id>`; comparisons such as `<b` and empty pairs are none.
fn enclosed(rest: &str, open: &str, close: &str, marks: &str) -> Option<usize> {
    let inner = near(rest).strip_prefix(open)?;
    let length = inner.find(|c: char| !(c.is_alphanumeric() || marks.contains(c)))?;
    (length > 0 && inner.get(length..)?.starts_with(close)).then(|| open.len() + length + close.len())
}

/// `{{resolve:ssm:/name}}`, `{{ account }}`: CloudFormation's dynamic references and other templates.
fn enclosed_in_braces(rest: &str) -> Option<usize> {
    let inner = near(rest).strip_prefix("{{")?;
    let length = inner.find(['{', '}'])?;
    (length > 0 && inner.get(length..)?.starts_with("}}")).then_some(length + 4)
}

/// `${var.name}`, `${Role}`, `$ACCOUNT_ID`; not `${aws:username}`, `${*}`.
fn dollar(rest: &str) -> Option<usize> {
    let Some(inner) = near(rest).strip_prefix("${") else {
        if let Some(length) = enclosed(rest, "$(", ")", NAME) {
            return Some(length);
        }
        let name = word(rest, 1);
        let is_name = name.len() > 2 && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        return is_name.then_some(1 + name.len());
    };
    let length = inner.find('}')?;
    let name = inner.get(..length)?;
    // The name of a condition key has one colon behind its prefix; `AWS::AccountId` is a template's.
    let is_variable = name.split_once(':').is_some_and(|(prefix, key)| {
        let sound = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        !prefix.is_empty() && prefix.chars().all(sound) && !key.is_empty() && !key.starts_with(':')
    });
    let is_name = !is_variable
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || "!_#".contains(c))
        && !name.contains([',', '{', '$', ' ', '\'']);
    is_name.then_some(length + 3)
}

/// `%s`, `%d`, `%v`, `%(name)s`; not the escapes of addresses, such as `%2F`.
fn percent(rest: &str) -> Option<usize> {
    let inner = near(rest).strip_prefix('%')?;
    let length = match inner.strip_prefix('(') {
        Some(named) => named.find(")s")? + 4,
        None => inner.starts_with(['s', 'd', 'v']).then_some(2)?,
    };
    let next = rest.get(length..)?.chars().next();
    (!next.is_some_and(|c| c.is_ascii_alphanumeric())).then_some(length)
}

/// The longest run of letters, digits, `_` and `-` from this byte on.
fn word(text: &str, start: usize) -> &str {
    let bytes = text.as_bytes();
    let mut end = start;
    while bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
        end += 1;
    }
    text.get(start..end).unwrap_or_default()
}

/// How often `of`, which is ASCII, stands one after the other at the start.
fn run(text: &str, of: u8) -> usize {
    text.bytes().take_while(|byte| *byte == of).count()
}

/// `ACCOUNT_ID`, `YOUR_ACCOUNT`, `YOUR-ROLE-NAME`, `xxxxxxxxxxxx`.
fn is_placeholder_word(word: &str) -> bool {
    // Names in capitals alone, which digits and most names are not.
    let is_shouted = word.bytes().any(|byte| byte.is_ascii_uppercase())
        && !word.bytes().any(|byte| byte.is_ascii_lowercase());
    let crossed = word.len() >= 8 && word.bytes().all(|byte| byte == b'x' || byte == b'X');
    let shouted = is_shouted
        && (["YOUR_", "YOUR-", "MY_ACCOUNT"].iter().any(|start| word.starts_with(start))
            || WORDS.iter().any(|end| {
                word == *end || word.strip_suffix(end).is_some_and(|start| start.ends_with(['_', '-']))
            }));
    crossed || shouted || is_shouted && ["REGION", "AWS_REGION", "AWS-REGION"].contains(&word)
}

/// A word that stands where a service principal or an ARN has its Region.
fn region_word(text: &str) -> Option<(usize, usize)> {
    let start = match Arn::split(text) {
        Some([prefix, partition, service, ..]) => prefix.len() + partition.len() + service.len() + 3,
        None if text.ends_with(".amazonaws.com") => text.find('.')? + 1,
        None => return None,
    };
    let rest = text.get(start..)?;
    let end = rest.find([':', '.'])?;
    let is_word = ["region", "aws-region", "your-region"].iter().any(|it| rest.get(..end) == Some(*it));
    is_word.then_some((start, start + end))
}

/// What placeholders in capitals are called, alone or behind a prefix.
const WORDS: [&str; 14] = [
    "ACCOUNT_ID",
    "ACCOUNT-ID",
    "ACCOUNTID",
    "ACCOUNT_NUMBER",
    "ACCOUNT-NUMBER",
    "KEY_ID",
    "KEY-ID",
    "ROLE_NAME",
    "ROLE-NAME",
    "ROLE_ARN",
    "USER_ARN",
    "KEY_ARN",
    "BUCKET_NAME",
    "BUCKET-NAME",
];

/// A word where an ARN has its account: no account is called so, except those of AWS.
fn account_word(text: &str) -> Option<(usize, usize)> {
    if !text.starts_with("arn:") {
        return None;
    }
    let [prefix, partition, service, region, account, _] = Arn::split(text)?;
    let start = prefix.len() + partition.len() + service.len() + region.len() + 4;
    let is_word = account.len() > 2
        && account.bytes().any(|byte| byte.is_ascii_alphabetic())
        && account.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-[] ".contains(&byte))
        && !["aws", "aws-managed", "cloudfront"].contains(&account)
        && AccountId::new(account).is_none();
    is_word.then_some((start, start + account.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_kind_is_found() {
        for (text, placeholder) in [
            ("arn:aws:iam::<account-id>:root", "<account-id>"),
            ("arn:aws:iam::***:root", "***"),
            ("arn:aws:iam::*****:root", "*****"),
            ("arn:aws:iam::${AWS::AccountId}:root", "${AWS::AccountId}"),
            ("arn:aws:iam::{{resolve:ssm:/shared/partner}}:root", "{{resolve:ssm:/shared/partner}}"),
            ("{{ account }}", "{{ account }}"),
            (
                "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root",
                "${data.aws_caller_identity.current.account_id}",
            ),
            ("${var.account}", "${var.account}"),
            ("${local.roles[0]}", "${local.roles[0]}"),
            ("${module.key.arn}", "${module.key.arn}"),
            ("${aws_iam_role.app.arn}", "${aws_iam_role.app.arn}"),
            ("arn:aws:iam::111122223333:role/${Role}", "${Role}"),
            ("arn:aws:iam::ACCOUNT_ID:root", "ACCOUNT_ID"),
            ("arn:aws:iam::$ACCOUNT_ID:root", "$ACCOUNT_ID"),
            ("arn:aws:iam::$AccountId:root", "$AccountId"),
            ("arn:aws:iam::xxxxxxxxxxxx:role/App", "xxxxxxxxxxxx"),
            ("arn:aws:iam::YOUR_ACCOUNT:role/App", "YOUR_ACCOUNT"),
            ("arn:aws:iam::your-account-id:role/App", "your-account-id"),
            ("arn:aws:iam::1234567890xx:role/App", "1234567890xx"),
            ("arn:aws:iam::[account-id]:root", "[account-id]"),
            ("arn:aws:iam::%s:root", "%s"),
            ("%(account)s", "%(account)s"),
            ("AWS_ACCOUNT_ID", "AWS_ACCOUNT_ID"),
            ("arn:aws:iam::{account}:root", "{account}"),
            ("{IAM-USER/ROLE-ARN}", "{IAM-USER/ROLE-ARN}"),
            ("arn:aws:iam::#{account}:root", "#{account}"),
            ("arn:aws:iam::$(ACCOUNT):root", "$(ACCOUNT)"),
            ("arn:aws:iam::111122223333:role/...", "..."),
            ("s3.REGION.amazonaws.com", "REGION"),
            ("logs.region.amazonaws.com", "region"),
            ("arn:aws:kms:your-region:111122223333:key/*", "your-region"),
            ("ROLE_ARN", "ROLE_ARN"),
            ("arn:aws:iam::111122223333:role/YOUR-ROLE", "YOUR-ROLE"),
        ] {
            assert_eq!(placeholder_in(text), Some(placeholder), "{text}");
        }
    }

    #[test]
    fn what_policies_really_have_is_left_alone() {
        for text in [
            "*",
            "**",
            "kms:*",
            "111122223333",
            "${aws:username}",
            "${aws:PrincipalTag/team, 'none'}",
            "${*}${?}${$}",
            "${saml:sub}",
            "arn:aws:iam::aws:policy/ReadOnly",
            "arn:aws:iam::111122223333:role/ACCOUNT_ADMIN",
            "a<b",
            "<>",
            "100%",
            "%2Fpath",
            "%20d",
            "$",
            "$5",
            "arn:aws:s3:::bucket/*",
            "kms:EncryptionContextKeys",
            "{}",
            "#{}",
            "$()",
            "{aws:username}",
            "region.example.com",
            "arn:aws:s3:::region",
            "arn:aws:kms:us-east-1:111122223333:key/region",
            "and so on..",
            "DENY_OTHER_REGION",
            "{{}}",
            "arn:aws:iam::*:role/App",
            "arn:aws:iam::????????????:root",
            "Allow use of the key",
            "xxx",
            "é<é",
        ] {
            assert_eq!(placeholder_in(text), None, "{text}");
        }
    }

    #[test]
    fn the_same_placeholder_is_counted() {
        let text = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::ACCOUNT_ID:root","arn:aws:iam::ACCOUNT_ID:role/%s"]},"Action":"kms:*","Resource":"*"}]}"#;
        let parse = crate::parse(text, crate::PolicyKind::KeyPolicy);
        let helps: Vec<_> = parse
            .errors
            .iter()
            .filter(|error| error.code == ErrorCode::Placeholder)
            .map(|error| (error.text().to_owned(), error.help().to_owned()))
            .collect();
        assert_eq!(helps.len(), 3, "{helps:?}");
        assert!(
            helps[0].1.contains("in all 2 places") && helps[1].1.contains("in all 2 places"),
            "{helps:?}"
        );
        assert!(helps[2].0.contains("`%s`") && !helps[2].1.contains("places"), "{helps:?}");
    }
}
