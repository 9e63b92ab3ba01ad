//! Names that stand in a text in place of values: `${AWS::AccountId}`, `<account>`, `***`, `{{resolve:…}}`, `$ACCOUNT`.
//!
//! They are kept as written and pointed at; policy variables (`${aws:PrincipalTag/team}`) are none of them.

use kms_policy::Span;

/// A placeholder within a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// What it is called.
    pub(super) name: &'a str,
    /// Its first byte.
    pub(super) at: usize,
}

/// Finds the placeholders of a text, in order.
pub(super) fn find(text: &str) -> Vec<Found<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| b"$<*{%x[".contains(byte) || byte.is_ascii_uppercase()))
    {
        at += step;
        let rest = text.get(at..).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied();
        match placeholder(rest, before) {
            Some((length, name)) => {
                let name = rest.get(name.0..name.1).unwrap_or_default();
                found.push(Found { text: rest.get(..length).unwrap_or_default(), name, at });
                at += length;
            }
            None => at = text.ceil_char_boundary(at + 1),
        }
    }
    found
}

type Range = (usize, usize);

/// The placeholder that a text begins with: its length, and where its name is.
fn placeholder(text: &str, before: Option<u8>) -> Option<(usize, Range)> {
    if let Some(body) = text.strip_prefix("${") {
        let end = body.bytes().take(200).position(|byte| byte == b'}')?;
        let name = body.get(..end)?;
        return (!is_policy_variable(name) && !name.is_empty()).then_some((end + 3, (2, end + 2)));
    }
    if let Some(body) = text.strip_prefix("{{") {
        let end = body.get(..body.len().min(300)).or(Some(body))?.find("}}")?;
        return Some((end + 4, (0, end + 4)));
    }
    if text.starts_with("***") {
        let stars = text.bytes().take_while(|byte| *byte == b'*').count();
        return Some((stars, (0, stars)));
    }
    if let Some(body) = text.strip_prefix('<') {
        let end = body.bytes().take(60).position(|byte| byte == b'>')?;
        let name = body.get(..end)?;
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_ .:".contains(&byte));
        return is_name.then_some((end + 2, (0, end + 2)));
    }
    // What follows stands between the colons, dots and slashes of a name; elsewhere such a word means itself.
    let begins = matches!(before, Some(b':' | b'.' | b'/' | b'"' | b'\''));
    if !begins {
        return None;
    }
    if let Some(body) = text.strip_prefix('$') {
        let length = body.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        return (length > 0).then_some((length + 1, (0, length + 1)));
    }
    if let Some(body) = text.strip_prefix('%') {
        let length = body.bytes().take_while(u8::is_ascii_alphabetic).count();
        return (length == 1 && matches!(body.as_bytes().first(), Some(b's' | b'd' | b'v')))
            .then_some((2, (0, 2)));
    }
    // A format string of a program: `f"arn:aws:iam::{account}:root"`.
    if let Some(body) = text.strip_prefix('{') {
        let end = body.bytes().take(60).position(|byte| byte == b'}')?;
        let name = body.get(..end)?;
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
        return is_name.then_some((end + 2, (0, end + 2)));
    }
    if let Some(body) = text.strip_prefix('[') {
        let end = body.bytes().take(40).position(|byte| byte == b']')?;
        let name = body.get(..end)?;
        let is_name =
            name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || b"-_ ".contains(&byte));
        return is_name.then_some((end + 2, (0, end + 2)));
    }
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte)).count();
    let word = text.get(..length)?;
    let behind = text.as_bytes().get(length).copied();
    let ends = matches!(behind, None | Some(b':' | b'.' | b'/' | b'"' | b'\''));
    (ends && is_stand_in_word(word)).then_some((length, (0, length)))
}

/// A word that stands for an account or a Region: `ACCOUNT_ID`, `xxxxxxxxxxxx`, `YOUR_ACCOUNT`, `REGION`.
fn is_stand_in_word(word: &str) -> bool {
    let upper = word.len() >= 6
        && word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"_-".contains(&byte));
    let speaks = ["ACCOUNT", "REGION", "YOUR", "PARTITION", "REDACTED", "MASKED"]
        .iter()
        .any(|part| word.contains(part));
    let crossed = word.len() >= 8 && word.bytes().all(|byte| matches!(byte, b'x' | b'X'));
    upper && speaks || crossed
}

/// Whether what stands between the braces of `${…}` is a variable that AWS replaces when it evaluates.
fn is_policy_variable(name: &str) -> bool {
    let key = name.split(',').next().unwrap_or_default().trim();
    if matches!(key, "*" | "?" | "$") {
        return true;
    }
    let Some((prefix, rest)) = key.split_once(':') else { return false };
    // `${AWS::AccountId}` is CloudFormation's.
    !rest.starts_with(':') && !prefix.is_empty() && !prefix.contains(['.', '[', '(']) && prefix != "resolve"
}

/// Where a placeholder stands in the pasted text: within the part that it was found in, if it stands there as written.
pub(super) fn place(pasted: &str, part: Span, written: &str, nth: usize) -> Span {
    let inside = part.of(pasted).unwrap_or_default();
    // What was read already has its own place.
    if inside == written {
        return part;
    }
    let found = inside.match_indices(written).nth(nth).or_else(|| inside.match_indices(written).next());
    found.map_or(part, |(at, _)| {
        let start = part.start() + super::text::to_u32(at);
        Span::new(start, start + super::text::to_u32(written.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_for_values_are_found_and_variables_are_not() {
        for (text, names) in [
            ("arn:aws:iam::${AWS::AccountId}:role/${Reader}", vec!["AWS::AccountId", "Reader"]),
            ("arn:${data.aws_partition.x.partition}:iam", vec!["data.aws_partition.x.partition"]),
            ("${aws:PrincipalTag/team} ${*} ${aws:userid, 'x'} ${saml:sub}", vec![]),
            ("arn:aws:iam::<account-id>:root", vec!["<account-id>"]),
            ("arn:aws:iam::***:role/a", vec!["***"]),
            ("arn:aws:iam::{{resolve:ssm:/a/b}}:root", vec!["{{resolve:ssm:/a/b}}"]),
            ("arn:aws:iam::ACCOUNT_ID:root logs.REGION.amazonaws.com", vec!["ACCOUNT_ID", "REGION"]),
            ("arn:aws:iam::xxxxxxxxxxxx:role/X", vec!["xxxxxxxxxxxx"]),
            ("arn:aws:iam::$ACCOUNT:root arn:aws:iam::%s:root", vec!["$ACCOUNT", "%s"]),
            ("kms:* arn:aws:s3:::bucket/* YOUR_NAME", vec![]),
        ] {
            let found: Vec<&str> = find(text).iter().map(|found| found.name).collect();
            assert_eq!(found, names, "{text}");
        }
    }
}
