//! Ids that can be told wherever they stand: accounts, key ids, organization ids, unique ids, VPC ids, e-mail addresses.

use super::kind::RedactionKind;
use super::token::Token;

/// Parts the text at the ids in it.
pub(super) fn ids(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut plain_to = 0;
    let mut before = None;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let found = starts_word(before).then(|| id_at(rest)).flatten();
        let length = found.map_or(first.len_utf8(), |(_, length)| length);
        let (head, tail) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if let Some((kind, _)) = found {
            tokens.push(Token::Plain(text.get(plain_to..at).unwrap_or_default()));
            tokens.push(Token::Value(kind, head));
            plain_to = at + length;
        }
        before = head.chars().next_back();
        rest = tail;
    }
    tokens.push(Token::Plain(text.get(plain_to..).unwrap_or_default()));
    tokens.retain(|token| !token.text().is_empty());
    tokens
}

/// Whether a word can begin behind this character.
fn starts_word(before: Option<char>) -> bool {
    before.is_none_or(|before| !before.is_ascii_alphanumeric() && before != '_')
}

/// The id at the beginning of the text, with its length.
fn id_at(text: &str) -> Option<(RedactionKind, usize)> {
    let kind = |kind, length| Some((kind, length));
    if let Some(length) = email(text) {
        return kind(RedactionKind::Email, length);
    }
    let word = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let word = text.get(..word)?;
    if let Some(length) = uuid(word) {
        return kind(RedactionKind::KeyId, length);
    }
    if word.strip_prefix("mrk-").is_some_and(|tail| tail.len() == 32 && is(tail, is_hex)) {
        return kind(RedactionKind::KeyId, word.len());
    }
    if is_organization(word) {
        return kind(RedactionKind::Organization, word.len());
    }
    if ["vpc-", "vpce-"]
        .iter()
        .any(|prefix| word.strip_prefix(prefix).is_some_and(|tail| tail.len() >= 8 && is(tail, is_hex)))
    {
        return kind(RedactionKind::Network, word.len());
    }
    let first = word.split('-').next()?;
    if first.len() == 12 && is(first, |byte| byte.is_ascii_digit()) {
        return kind(RedactionKind::Account, 12);
    }
    (first.len() == word.len() && is_unique_id(word)).then_some((RedactionKind::UniqueId, word.len()))
}

/// `jane.doe@example.com`: as much of RFC 5321 as is in use. The name has at most 64 characters.
fn email(text: &str) -> Option<usize> {
    let of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+%".contains(byte);
    let name = text.bytes().take(65).take_while(of_name).count();
    let domain = text.get(name..)?.strip_prefix('@').filter(|_| name > 0)?;
    let length =
        domain.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte)).count();
    let domain = domain.get(..length)?.trim_end_matches(['.', '-']);
    let (_, last) = domain.rsplit_once('.')?;
    (last.len() >= 2 && is(last, |byte| byte.is_ascii_alphabetic())).then_some(name + 1 + domain.len())
}

/// `1234abcd-12ab-34cd-56ef-1234567890ab`, and no letter or digit behind it.
fn uuid(word: &str) -> Option<usize> {
    let mut groups = word.split('-');
    let lengths = [8, 4, 4, 4, 12];
    let all = lengths
        .iter()
        .all(|length| groups.next().is_some_and(|group| group.len() == *length && is(group, is_hex)));
    all.then_some(36)
}

/// `o-…`, `ou-…-…`, `r-…`, as the AWS Organizations API reference spells them.
fn is_organization(word: &str) -> bool {
    let part = |part: &str, least: usize| {
        (least..=32).contains(&part.len())
            && is(part, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let mut parts = word.split('-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some("o"), Some(id), None, None) => part(id, 10),
        (Some("ou"), Some(root), Some(id), None) => part(root, 4) && part(id, 8),
        // A short one is likely to be a word.
        (Some("r"), Some(id), None, None) => part(id, 4) && id.bytes().any(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// `AROA…`, `AIDA…`, `ASIA…`: four letters that say what, and at least twelve more (IAM *Unique identifiers*).
fn is_unique_id(word: &str) -> bool {
    let known = ["AIDA", "AROA", "AGPA", "AIPA", "ANPA", "AKIA", "ASIA", "APKA", "ABIA", "ACCA"];
    word.len() >= 16
        && known.iter().any(|prefix| word.starts_with(prefix))
        && is(word, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is(text: &str, class: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(class)
}

const fn is_hex(byte: u8) -> bool {
    byte.is_ascii_hexdigit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let tokens = ids(text);
        assert_eq!(tokens.iter().map(Token::text).collect::<String>(), text, "nothing is lost");
        tokens
            .into_iter()
            .filter(|token| matches!(token, Token::Value(..)))
            .map(|token| token.text())
            .collect()
    }

    #[test]
    fn ids_are_found_wherever_they_stand() {
        assert_eq!(found("arn:aws:iam::210987654321:role/x"), ["210987654321"]);
        assert_eq!(
            found("key/0f3dc8ac-27f1-4f8f-b5a2-210987654321!"),
            ["0f3dc8ac-27f1-4f8f-b5a2-210987654321"]
        );
        assert_eq!(found("mrk-0123456789abcdef0123456789abcdef"), ["mrk-0123456789abcdef0123456789abcdef"]);
        assert_eq!(
            found("o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"),
            ["o-a1b2c3d4e5", "r-ab12", "ou-ab12-11111111"]
        );
        assert_eq!(found("AROADBQP57FF2AEXAMP7:session"), ["AROADBQP57FF2AEXAMP7"]);
        assert_eq!(found("logs-210987654321-eu"), ["210987654321"]);
        assert_eq!(found("by jane.doe+x@acme.co.uk, o@x"), ["jane.doe+x@acme.co.uk"]);
        assert_eq!(found("*@acme.com mail@acme.com."), ["mail@acme.com"]);
        assert_eq!(found("é210987654321,vpce-0a1b2c3d"), ["210987654321", "vpce-0a1b2c3d"]);
    }

    #[test]
    fn what_only_looks_like_an_id_is_none() {
        for text in [
            "2109876543210",
            "x210987654321",
            "21098765432",
            "r-data",
            "o-short",
            "AROA",
            "ou-x-y",
            "vpc-web",
            "",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
