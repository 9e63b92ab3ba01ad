//! A text in pieces: what is public, what identifies, and what would if it had no wildcard.
//!
//! IAM User Guide, *Identify AWS resources with Amazon Resource Names* (reference-arns.html) and *IAM identifiers*
//! (reference_identifiers.html).

use std::net::IpAddr;

use kms_policy::Arn;

use super::kind::RedactionKind as Kind;
use super::scan;

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// What tells nothing of anyone.
    Plain(&'a str),
    /// A value that identifies.
    Value(Kind, &'a str),
    /// A value with a wildcard or a policy variable, whose place no stand-in can take.
    Wildcard(Kind, &'a str),
}

impl<'a> Token<'a> {
    pub(super) const fn text(&self) -> &'a str {
        match self {
            Self::Plain(text) | Self::Value(_, text) | Self::Wildcard(_, text) => text,
        }
    }

    /// A whole name or value of this kind; an id tells its kind itself.
    fn named(kind: Kind, text: &'a str) -> Self {
        match scan::ids(text).as_slice() {
            [id @ Self::Value(..)] => *id,
            _ if is_open(text) => Self::Wildcard(kind, text),
            _ => Self::Value(kind, text),
        }
    }
}

/// What a text is about, which decides how it is parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// An ARN, an alias, or anything that may have ids in it.
    Reference,
    /// A value that people choose: of an encryption context, of a tag.
    ContextValue,
    /// A user's name.
    UserName,
    /// The unique id of a user or role, a session's name behind a colon.
    UserId,
    /// An IP address or a range of them.
    Address,
    /// The id or token of a grant.
    Grant,
    /// What people call something.
    Called(Kind),
}

impl Subject {
    /// What the values of a condition key are about.
    pub(super) fn of_condition_key(name: &str) -> Self {
        const CHOSEN: [&str; 5] = [
            "aws:federatedprovider",
            "aws:referer",
            "aws:sourceidentity",
            "aws:useragent",
            "kms:recipientattestation:",
        ];
        let lower = name.to_ascii_lowercase();
        let starts = |stems: &[&str]| stems.iter().any(|stem| lower.starts_with(stem));
        match lower.as_str() {
            "aws:username" => Self::UserName,
            "aws:userid" => Self::UserId,
            "aws:sourceip" | "aws:vpcsourceip" | "aws:ec2instancesourceprivateipv4" => Self::Address,
            _ if starts(&NAMED) || starts(&CHOSEN) => Self::ContextValue,
            // A key that AWS does not define was made up by whoever wrote it, and so were its values.
            _ if kms_catalog::ConditionKey::find(name).is_none() => Self::ContextValue,
            _ => Self::Reference,
        }
    }
}

/// Condition keys that end in a name that people choose.
const NAMED: [&str; 4] =
    ["kms:encryptioncontext:", "aws:principaltag/", "aws:resourcetag/", "aws:requesttag/"];

/// The part of a condition key's name that people chose; all of it where AWS does not define the key.
pub(super) fn chosen_name(key: &str) -> Option<&str> {
    let lower = key.to_ascii_lowercase();
    let chosen = match NAMED.iter().find(|stem| lower.starts_with(**stem)) {
        Some(stem) => key.get(stem.len()..)?,
        None if kms_catalog::ConditionKey::find(key).is_none() => key,
        None => return None,
    };
    (!chosen.is_empty() && !chosen.to_ascii_lowercase().starts_with("aws:")).then_some(chosen)
}

/// Parts a text; the pieces in a row are the text again.
pub(super) fn tokens(text: &str, subject: Subject) -> Vec<Token<'_>> {
    let tokens = match subject {
        Subject::Reference => reference(text),
        Subject::ContextValue if Arn::split(text).is_some() => reference(text),
        Subject::ContextValue if is_service(text) => vec![Token::Plain(text)],
        Subject::ContextValue => vec![Token::named(Kind::ContextValue, text)],
        Subject::UserName => vec![Token::named(Kind::User, text)],
        Subject::UserId => user_id(text),
        Subject::Address => vec![address(text)],
        Subject::Grant => vec![Token::named(Kind::Grant, text)],
        Subject::Called(kind) => vec![Token::Value(kind, text)],
    };
    let tokens = tokens.into_iter().flat_map(with_ids_apart);
    tokens.filter(|token| !token.text().is_empty()).collect()
}

/// Finds the ids in what is public, and in what has a wildcard elsewhere.
fn with_ids_apart(token: Token<'_>) -> Vec<Token<'_>> {
    match token {
        Token::Value(..) => vec![token],
        Token::Plain(text) => scan::ids(text),
        Token::Wildcard(kind, text) => {
            let tokens = scan::ids(text).into_iter();
            tokens
                .map(|token| match token {
                    Token::Plain(text) if text.contains(char::is_alphanumeric) => Token::Wildcard(kind, text),
                    token => token,
                })
                .collect()
        }
    }
}

fn reference(text: &str) -> Vec<Token<'_>> {
    if text.starts_with("alias/") {
        return alias(text);
    }
    let Some([_, _, service, _, account, resource]) = Arn::split(text) else {
        return vec![Token::Plain(text)];
    };
    let at_resource = text.len() - resource.len();
    let at_account = at_resource - ":".len() - account.len();
    let of = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    let account = match of(at_account..at_resource - 1) {
        part if is_open(part) => Token::Wildcard(Kind::Account, part),
        part => Token::Plain(part),
    };
    let mut tokens = vec![Token::Plain(of(0..at_account)), account, Token::Plain(":")];
    tokens.extend(match service {
        "iam" => identity(resource),
        "sts" => session(resource),
        "kms" => key_or_alias(resource),
        _ => other_resource(service, resource),
    });
    tokens
}

/// `role/path/Name`, `user/Name`, `root`, `group/…`; what AWS names itself is public.
fn identity(resource: &str) -> Vec<Token<'_>> {
    if resource.starts_with("role/aws-service-role/") {
        return vec![Token::Plain(resource)];
    }
    let kind = match resource.split('/').next() {
        Some("role") => Kind::Role,
        Some("user") => Kind::User,
        _ => Kind::Path,
    };
    segments(resource, &['/'], |place, last, part| match (place, last) {
        (0, _) => Token::Plain(part),
        (_, true) => Token::named(kind, part),
        (_, false) => Token::named(Kind::Path, part),
    })
}

/// `assumed-role/Name/session`, `federated-user/name`.
fn session(resource: &str) -> Vec<Token<'_>> {
    let federated = resource.starts_with("federated-user/");
    segments(resource, &['/'], |place, _, part| match place {
        0 => Token::Plain(part),
        1 if federated => Token::named(Kind::User, part),
        1 => Token::named(Kind::Role, part),
        _ => Token::named(Kind::Session, part),
    })
}

fn key_or_alias(resource: &str) -> Vec<Token<'_>> {
    match resource.strip_prefix("key/") {
        Some(id) => vec![Token::Plain("key/"), Token::named(Kind::KeyId, id)],
        None if resource.starts_with("alias/") => alias(resource),
        None => vec![Token::Plain(resource)],
    }
}

/// Aliases below `alias/aws/` are AWS's.
fn alias(text: &str) -> Vec<Token<'_>> {
    match text.strip_prefix("alias/") {
        Some(name) if !name.starts_with("aws/") => {
            vec![Token::Plain("alias/"), Token::named(Kind::Alias, name)]
        }
        _ => vec![Token::Plain(text)],
    }
}

/// `trail/finance`, `bucket/object`, `function:name`: the type in front is public, except that S3 has none.
fn other_resource<'a>(service: &str, resource: &'a str) -> Vec<Token<'a>> {
    segments(resource, &['/', ':'], |place, last, part| match place {
        0 if !last && service != "s3" => Token::Plain(part),
        _ => Token::named(Kind::Resource, part),
    })
}

/// Parts the text at the separators; each segment is told its place and whether it is the last.
fn segments<'a>(
    text: &'a str,
    separators: &[char],
    token: impl Fn(usize, bool, &'a str) -> Token<'a>,
) -> Vec<Token<'a>> {
    let mut tokens = Vec::new();
    for (place, part) in text.split_inclusive(separators).enumerate() {
        let segment = part.strip_suffix(separators).unwrap_or(part);
        let separator = part.get(segment.len()..).unwrap_or_default();
        tokens.push(if is_public(segment) {
            Token::Plain(segment)
        } else {
            token(place, separator.is_empty(), segment)
        });
        tokens.push(Token::Plain(separator));
    }
    tokens
}

fn user_id(text: &str) -> Vec<Token<'_>> {
    match text.split_once(':') {
        Some((id, session)) => {
            vec![Token::Plain(id), Token::Plain(":"), Token::named(Kind::Session, session)]
        }
        None => vec![Token::Plain(text)],
    }
}

fn address(text: &str) -> Token<'_> {
    match text.split_once('/') {
        Some((address, _)) if address.parse::<IpAddr>().is_ok() => Token::Wildcard(Kind::Network, text),
        _ if text.parse::<IpAddr>().is_ok() => Token::Value(Kind::Network, text),
        _ => Token::Plain(text),
    }
}

/// Whether AWS itself gives this name to parts of ARNs.
fn is_public(segment: &str) -> bool {
    matches!(segment, "" | "aws" | "AWSLogs" | "default" | "service-role" | "aws-reserved")
        || segment.starts_with("AWSServiceRoleFor")
        || segment.trim_matches(['*', '?']).is_empty()
        || is_service(segment)
}

fn is_service(text: &str) -> bool {
    text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn")
}

/// Whether the text has a wildcard or a policy variable.
fn is_open(text: &str) -> bool {
    text.contains(['*', '?']) || text.contains("${")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str, subject: Subject) -> String {
        let tokens = tokens(text, subject);
        assert_eq!(tokens.iter().map(Token::text).collect::<String>(), text, "nothing is lost");
        let marked = tokens.into_iter().map(|token| match token {
            Token::Plain(text) => text.to_owned(),
            Token::Value(kind, text) => format!("[{kind:?} {text}]"),
            Token::Wildcard(kind, text) => format!("({kind:?} {text})"),
        });
        marked.collect()
    }

    #[test]
    fn arns_are_parted_into_what_identifies_and_what_does_not() {
        for (text, expected) in [
            ("arn:aws:iam::210987654321:root", "arn:aws:iam::[Account 210987654321]:root"),
            (
                "arn:aws:iam::210987654321:role/team/Payer",
                "arn:aws:iam::[Account 210987654321]:role/[Path team]/[Role Payer]",
            ),
            (
                "arn:aws:sts::210987654321:assumed-role/Payer/jane@example.com",
                "arn:aws:sts::[Account 210987654321]:assumed-role/[Role Payer]/[Email jane@example.com]",
            ),
            ("arn:aws:iam::*:role/Pay*", "arn:aws:iam::*:role/(Role Pay*)"),
            (
                "arn:aws:iam::2109*:user/${aws:username}",
                "arn:aws:iam::(Account 2109*):user/(User ${aws:username})",
            ),
            (
                "arn:aws:iam::210987654321:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
                "arn:aws:iam::[Account 210987654321]:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
            ),
            (
                "arn:aws:kms:eu-west-1:210987654321:key/0f3dc8ac-27f1-4f8f-b5a2-210987654321",
                "arn:aws:kms:eu-west-1:[Account 210987654321]:key/[KeyId 0f3dc8ac-27f1-4f8f-b5a2-210987654321]",
            ),
            ("arn:aws:kms:*:*:key/*", "arn:aws:kms:*:*:key/*"),
            ("alias/payments/main", "alias/[Alias payments/main]"),
            ("alias/aws/s3", "alias/aws/s3"),
            ("arn:aws:s3:::acme-logs/AWSLogs/x", "arn:aws:s3:::[Resource acme-logs]/AWSLogs/[Resource x]"),
            (
                "arn:aws:cloudtrail:us-west-2:210987654321:trail/*",
                "arn:aws:cloudtrail:us-west-2:[Account 210987654321]:trail/*",
            ),
            ("s3.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"),
            ("*", "*"),
        ] {
            assert_eq!(parted(text, Subject::Reference), expected);
        }
    }

    #[test]
    fn values_that_people_choose_are_taken_whole() {
        let context = |text| parted(text, Subject::ContextValue);
        assert_eq!(context("Tim Smith"), "[ContextValue Tim Smith]");
        assert_eq!(context("210987654321"), "[Account 210987654321]");
        assert_eq!(context("prod-210987654321-*"), "(ContextValue prod-)[Account 210987654321]-*");
        assert_eq!(
            parted("AROADBQP57FF2AEXAMP7:jane", Subject::UserId),
            "[UniqueId AROADBQP57FF2AEXAMP7]:[Session jane]"
        );
        assert_eq!(parted("198.18.0.0/15", Subject::Address), "(Network 198.18.0.0/15)");
    }

    #[test]
    fn a_condition_key_says_what_its_values_are_about() {
        assert_eq!(Subject::of_condition_key("kms:EncryptionContext:owner"), Subject::ContextValue);
        assert_eq!(Subject::of_condition_key("AWS:UserName"), Subject::UserName);
        assert_eq!(Subject::of_condition_key("kms:ViaService"), Subject::Reference);
        assert_eq!(Subject::of_condition_key("acme:tenant"), Subject::ContextValue);
        assert_eq!(Subject::of_condition_key("aws:UserAgent"), Subject::ContextValue);
    }

    #[test]
    fn names_that_people_choose_are_told_from_those_of_aws() {
        for (key, chosen) in [
            ("kms:EncryptionContext:tenant", Some("tenant")),
            ("kms:EncryptionContext:aws:s3:arn", None),
            ("aws:ResourceTag/Project", Some("Project")),
            ("aws:SourceIp", None),
            ("acme:tenant", Some("acme:tenant")),
            ("kms:EncryptionContext:", None),
        ] {
            assert_eq!(chosen_name(key), chosen, "{key}");
        }
    }
}
