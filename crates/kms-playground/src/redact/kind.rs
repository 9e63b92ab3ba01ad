//! The kinds of values that identify, and the stand-ins of each: those that AWS's own documentation uses where it has
//! some, numbered ones behind them.

use serde::Serialize;

/// What a value identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RedactionKind {
    /// An AWS account.
    Account,
    /// A KMS key, by its id.
    KeyId,
    /// An organization, or a part of it.
    Organization,
    /// A user, role or access key, by its unique id.
    UniqueId,
    /// A role.
    Role,
    /// A user, or a federated user.
    User,
    /// A part of the path of a role or user, a group, or another thing of IAM's.
    Path,
    /// A session of a role.
    Session,
    /// An e-mail address.
    Email,
    /// An alias of a key.
    Alias,
    /// A part of the ARN of something else, such as a trail or a bucket.
    Resource,
    /// A value of the encryption context, of a tag, or of another condition key.
    ContextValue,
    /// An address, a VPC or an endpoint.
    Network,
    /// The id or the token of a grant.
    Grant,
    /// The Sid of a statement.
    Sid,
    /// The name of a policy, or its `Id`.
    PolicyName,
    /// The name of a request.
    RequestName,
    /// What was written for people: title, notes, lesson, sources.
    Prose,
}

impl RedactionKind {
    /// All of them, in the order in which a list should show them.
    pub const ALL: [Self; 18] = [
        Self::Account,
        Self::KeyId,
        Self::Organization,
        Self::UniqueId,
        Self::Role,
        Self::User,
        Self::Path,
        Self::Session,
        Self::Email,
        Self::Alias,
        Self::Resource,
        Self::ContextValue,
        Self::Network,
        Self::Grant,
        Self::Sid,
        Self::PolicyName,
        Self::RequestName,
        Self::Prose,
    ];

    /// What a list of them is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Account => "Accounts",
            Self::KeyId => "Key ids",
            Self::Organization => "Organization ids",
            Self::UniqueId => "Unique ids",
            Self::Role => "Roles",
            Self::User => "Users",
            Self::Path => "Paths and groups",
            Self::Session => "Session names",
            Self::Email => "E-mail addresses",
            Self::Alias => "Aliases",
            Self::Resource => "Other resources",
            Self::ContextValue => "Context values and tags",
            Self::Network => "Addresses and networks",
            Self::Grant => "Grant ids and tokens",
            Self::Sid => "Sids of statements",
            Self::PolicyName => "Names of policies",
            Self::RequestName => "Names of requests",
            Self::Prose => "Title and notes",
        }
    }

    /// Whether it is taken away rather than replaced: nothing else refers to it, and it may say anything.
    pub const fn is_taken_away(self) -> bool {
        matches!(self, Self::RequestName | Self::Prose)
    }

    /// Whether it is a part of an ARN or an id, in which `/` and `:` mean something.
    const fn is_part_of_arn(self) -> bool {
        matches!(
            self,
            Self::Account
                | Self::KeyId
                | Self::Organization
                | Self::UniqueId
                | Self::Role
                | Self::User
                | Self::Path
                | Self::Session
                | Self::Resource
        )
    }

    /// Why a person's own text cannot stand in for a value of this kind.
    pub(super) fn objection(self, text: &str) -> Option<&'static str> {
        if self.is_taken_away() {
            None
        } else if text.contains(['*', '?']) || text.contains("${") {
            Some("a wildcard or a policy variable stands for more than one value")
        } else if text.contains(|character: char| character.is_control() || matches!(character, '"' | '\\')) {
            Some("a policy cannot hold a control character, a quotation mark or a backslash as it is")
        } else if self.is_part_of_arn() && text.contains(['/', ':']) {
            Some("`/` and `:` part the ARN that it would stand in")
        } else {
            None
        }
    }

    /// Whether AWS compares such values with others; the rest are names for people.
    pub(super) const fn is_compared(self) -> bool {
        !matches!(self, Self::Sid | Self::PolicyName | Self::RequestName | Self::Prose)
    }

    /// The stand-in of this number, counted from 1, for a value that looks like `model`.
    pub(super) fn stand_in(self, model: &str, number: usize) -> String {
        match self {
            Self::Account => documented(&ACCOUNTS, number, |rest| format!("1{rest:011}")),
            Self::KeyId if model.starts_with("mrk-") => {
                documented(&["mrk-1234abcd12ab34cd56ef1234567890ab"], number, |rest| {
                    format!("mrk-{rest:032x}")
                })
            }
            Self::KeyId => {
                documented(&KEY_IDS, number, |rest| format!("{rest:08x}-0000-4000-8000-000000000000"))
            }
            Self::Organization if model.starts_with("ou-") => {
                documented(&["ou-examplerootid111-exampleouid111"], number, |rest| {
                    format!("ou-examplerootid111-exampleouid{:03}", 111 + rest)
                })
            }
            Self::Organization if model.starts_with("r-") => {
                documented(&["r-examplerootid111"], number, |rest| {
                    format!("r-examplerootid{:03}", 111 + rest)
                })
            }
            Self::Organization => {
                documented(&["o-exampleorgid"], number, |rest| format!("o-exampleorgid{rest:02}"))
            }
            Self::UniqueId => unique_id(model, number),
            Self::Network => network(model, number),
            Self::Grant => format!("grant{number}"),
            Self::Role => format!("Role{number}"),
            Self::User => format!("User{number}"),
            Self::Path => format!("path{number}"),
            Self::Session => format!("session{number}"),
            Self::Alias => format!("alias{number}"),
            Self::Resource => format!("resource{number}"),
            Self::ContextValue => format!("value{number}"),
            Self::Email => format!("user{number}@example.com"),
            Self::Sid => format!("Statement{number}"),
            Self::PolicyName => format!("policy{number}"),
            Self::RequestName | Self::Prose => String::new(),
        }
    }
}

/// Whether the value is itself a stand-in, and so identifies nobody.
pub(super) fn is_stand_in(value: &str) -> bool {
    let value = value.strip_suffix("@example.com").filter(|name| name.starts_with("user")).unwrap_or(value);
    let digits = value.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let number = digits.parse().unwrap_or(0);
    let numbered = |kind: RedactionKind| kind.stand_in(value, number).eq_ignore_ascii_case(value);
    (number > 0 && digits.len() < 9 && NUMBERED.into_iter().any(numbered))
        || ACCOUNTS.contains(&value)
        || KEY_IDS.contains(&value)
        || BLOCKS.iter().any(|block| value.starts_with(block))
        || ENDS.iter().any(|end| value.ends_with(end))
}

/// Kinds whose stand-ins are a word and a number.
const NUMBERED: [RedactionKind; 10] = [
    RedactionKind::Role,
    RedactionKind::User,
    RedactionKind::Path,
    RedactionKind::Session,
    RedactionKind::Alias,
    RedactionKind::Resource,
    RedactionKind::ContextValue,
    RedactionKind::Grant,
    RedactionKind::Sid,
    RedactionKind::PolicyName,
];
/// How all other stand-ins begin, and the addresses that RFC 5737 and RFC 3849 keep for documentation.
const BLOCKS: [&str; 13] = [
    "1000000000",
    "mrk-1234abcd12ab34cd56ef1234567890ab",
    "mrk-00000000000000000000",
    "ou-example",
    "o-example",
    "r-example",
    "vpc-0000",
    "vpce-0000",
    "203.0.113.",
    "198.51.100.",
    "192.0.2.",
    "2001:db8:",
    "2001:DB8:",
];
const ENDS: [&str; 2] = ["-0000-4000-8000-000000000000", "EXAMPLE"];

/// The accounts of AWS's documentation, those first that it uses most.
const ACCOUNTS: [&str; 6] =
    ["111122223333", "444455556666", "777788889999", "123456789012", "999999999999", "555555555555"];
/// The key ids of the KMS guide.
const KEY_IDS: [&str; 2] = ["1234abcd-12ab-34cd-56ef-1234567890ab", "0987dcba-09fe-87dc-65ba-ab0987654321"];

/// The documented stand-in of this number, or one that is made of how far the number goes beyond them.
fn documented(list: &[&str], number: usize, beyond: impl FnOnce(usize) -> String) -> String {
    match list.get(number.saturating_sub(1)) {
        Some(known) => (*known).to_owned(),
        None => beyond(number - list.len()),
    }
}

/// An id with the same prefix and length.
fn unique_id(model: &str, number: usize) -> String {
    let prefix: String = model.chars().take(4).collect();
    let width = model.len().saturating_sub(prefix.len() + "EXAMPLE".len()).max(4);
    format!("{prefix}{number:0width$}EXAMPLE")
}

/// An address of the blocks for documentation, or an id of the same kind.
fn network(model: &str, number: usize) -> String {
    match model.rsplit_once('-') {
        Some((prefix, _)) if prefix.starts_with("vpc") => format!("{prefix}-{number:08}"),
        _ if model.contains(':') => format!("2001:db8::{number:x}"),
        _ if number < 255 => format!("203.0.113.{number}"),
        _ => format!("198.51.100.{}", number % 255),
    }
}
