//! The condition keys that a KMS request can carry: those of KMS and the global ones.
//!
//! Knows type, cardinality, meaning and traps of each, and how calls of each kind carry it. Which operation
//! carries which `kms:` key is said once, in the tables of [`Operation`](crate::Operation). Deliberately
//! knows no condition operator and no value of a request.
//!
//! Names are compared without regard to case, the tail behind `kms:EncryptionContext:` or
//! `aws:PrincipalTag/` included.
//! Implements <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html> and
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>.

mod attestation;
mod caller;
mod global;
mod kms;
mod row;

use std::borrow::Cow;

use crate::names::keys;
use crate::status::Status;
use crate::{name, table};

pub(crate) use attestation::NAMES as ATTESTATION_NAMES;

/// Keys that KMS refuses in a key policy: only identity-based policies may use them. `kms:ResourceTag` is
/// refused by name although it is no condition key of KMS.
pub const NOT_PERMITTED_IN_KEY_POLICY: &[&str] =
    &["aws:ResourceTag/${TagKey}", "kms:ResourceAliases", "kms:ResourceTag"];

/// A condition key.
#[derive(Clone, Copy)]
pub struct ConditionKey {
    /// AWS's spelling, an open tail written as AWS writes it: `aws:PrincipalTag/${TagKey}`.
    pub name: &'static str,
    /// The type of its values.
    pub kind: KeyType,
    /// A further type whose operators AWS's pages use with it.
    pub also: Option<KeyType>,
    /// Whether a request has one value or a set of them.
    pub cardinality: Cardinality,
    /// What follows the fixed part of the name.
    pub tail: KeyTail,
    /// What in a request it tells of.
    pub group: ConditionKeyGroup,
    /// What it holds, in one sentence.
    pub summary: &'static str,
    /// When requests carry it (a clause that completes "present …").
    pub present: &'static str,
    /// When they do not (a clause that completes "absent …"); empty where the opposite of [`Self::present`]
    /// says it.
    pub absent: &'static str,
    /// How calls of each kind carry it, provided that the operation does.
    pub carried: CarriedBy,
    /// Whether KMS accepts it in a key policy.
    pub permitted_in_key_policy: bool,
    /// The values it can have, where they are few; else empty.
    pub values: &'static [&'static str],
    /// What people get wrong about it, and what AWS leaves open.
    pub traps: &'static [&'static str],
    /// The name of the key that replaced it, and that it still stands for.
    pub replaced_by: Option<&'static str>,
    /// AWS's page about it.
    pub page: &'static str,
    /// How well it is documented.
    pub status: Status,
}

/// The types of condition keys, which decide the operators that make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// Text.
    String,
    /// An Amazon Resource Name.
    Arn,
    /// A number.
    Numeric,
    /// A date and time.
    Date,
    /// True or false.
    Bool,
    /// An IP address.
    IpAddress,
    /// Bytes in Base64.
    Binary,
}

/// Whether a request has one value of a condition key or a set of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cardinality {
    /// At most one: a set operator is a mistake.
    Single,
    /// Any number: a set operator is needed.
    Multi,
}

/// What follows the fixed part of a condition key's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyTail {
    /// Nothing.
    None,
    /// A key of the encryption context; further colons belong to it.
    EncryptionContextKey,
    /// The key of a tag.
    TagKey,
}

/// What in a request a condition key tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConditionKeyGroup {
    /// A parameter of the request.
    Request,
    /// The encryption context.
    EncryptionContext,
    /// The grant to be made or retired.
    Grant,
    /// The measurements of an attested enclave or instance.
    Attestation,
    /// The KMS key, or whatever the request is for.
    Resource,
    /// Who calls.
    Principal,
    /// The credentials that the caller uses.
    Session,
    /// The services that the call came through, or the resource that a service acts for.
    Service,
    /// The network that it came over.
    Network,
    /// The request as such: time, Region, transport.
    Call,
}

/// How calls of one kind carry a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Carried {
    /// All of them do.
    Always,
    /// Some do: [`ConditionKey::present`] says which.
    Sometimes,
    /// None does.
    Never,
    /// No page says.
    Unconfirmed,
}

/// How calls of each kind carry a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CarriedBy {
    /// A user, a role session or the root user calls KMS itself.
    pub direct: Carried,
    /// A service calls KMS with the identity of its caller (a forward access session).
    pub forward_access_session: Carried,
    /// A service calls KMS itself, under its service principal.
    pub service_principal: Carried,
    /// A service principal calls another service, which calls KMS for it.
    pub service_through_service: Carried,
}

const COUNT: usize = kms::TABLE.len() + attestation::TABLE.len() + caller::TABLE.len() + global::TABLE.len();

static ALL: [ConditionKey; COUNT] =
    table::concat(&[kms::TABLE, &attestation::TABLE, caller::TABLE, global::TABLE]);

impl ConditionKey {
    /// Every condition key of KMS, then the global ones that matter to KMS: of the caller, then the others.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The entry of a condition key, in any case and with any tail: `kms:viaservice`,
    /// `kms:EncryptionContext:aws:s3:arn`, `aws:PrincipalTag/team`.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|key| match key.tail {
            KeyTail::None => key.name.eq_ignore_ascii_case(name),
            KeyTail::EncryptionContextKey | KeyTail::TagKey => name::strip_prefix(name, key.stem()).is_some(),
        })
    }

    /// The condition key whose name is a typing slip away from this one, tails left aside.
    #[must_use]
    pub fn nearest(name: &str) -> Option<&'static Self> {
        let stem = match name.rfind('/') {
            Some(slash) => name.get(..=slash)?,
            None => name,
        };
        let open = |key: &&Self| !matches!(key.tail, KeyTail::None);
        let tailed = || {
            let context = nth_colon(name, 2).and_then(|colon| name.get(..=colon))?;
            name::nearest(context, ALL.iter().filter(open).map(Self::stem))
        };
        let nearest = name::nearest(stem, ALL.iter().map(Self::stem)).or_else(tailed)?;
        ALL.iter().find(|key| key.stem() == nearest)
    }

    /// The part of the name before its open tail; the whole name of a key without one.
    #[must_use]
    pub fn stem(&self) -> &'static str {
        match self.tail {
            KeyTail::None => self.name,
            KeyTail::EncryptionContextKey | KeyTail::TagKey => {
                self.name.find('$').and_then(|end| self.name.get(..end)).unwrap_or(self.name)
            }
        }
    }

    /// What a name has behind the fixed part of this condition key's: the tag key, the encryption-context
    /// key. None for a key without a tail, and for a name of another key.
    #[must_use]
    pub fn tail_of<'n>(&self, name: &'n str) -> Option<&'n str> {
        match self.tail {
            KeyTail::None => None,
            KeyTail::EncryptionContextKey | KeyTail::TagKey => name::strip_prefix(name, self.stem()),
        }
    }

    /// The encryption-context key that a name such as `kms:EncryptionContext:aws:s3:arn` asks for: all that
    /// follows the second colon.
    #[must_use]
    pub fn context_key_of(name: &str) -> Option<&str> {
        let key = Self::find(name)?;
        (key.tail == KeyTail::EncryptionContextKey).then(|| key.tail_of(name)).flatten()
    }

    /// The name in AWS's spelling, its tail kept as it is; none for an unknown key.
    #[must_use]
    pub fn canonical_name(name: &str) -> Option<Cow<'static, str>> {
        let key = Self::find(name)?;
        Some(match key.tail_of(name) {
            Some(tail) => Cow::Owned(format!("{}{tail}", key.stem())),
            None => Cow::Borrowed(key.name),
        })
    }

    /// Whether KMS accepts a condition key of this name in a key policy; a name that it does not know is
    /// not refused for this reason.
    #[must_use]
    pub fn is_permitted_in_key_policy(name: &str) -> bool {
        // Refused by name, with or without a tail, although KMS has no such condition key.
        let resource_tag = "kms:ResourceTag";
        let refused = name.eq_ignore_ascii_case(resource_tag)
            || name::strip_prefix(name, resource_tag).is_some_and(|tail| tail.starts_with('/'));
        !refused && Self::find(name).is_none_or(|key| key.permitted_in_key_policy)
    }

    /// Whether it is one of KMS's own keys.
    #[must_use]
    pub fn is_kms(&self) -> bool {
        self.name.starts_with("kms:")
    }

    /// Whether only the operations that list it carry it: the keys of KMS, and the global keys of tags.
    #[must_use]
    pub fn is_of_operations(&self) -> bool {
        self.is_kms() || [keys::REQUEST_TAG, keys::RESOURCE_TAG, keys::TAG_KEYS].contains(&self.name)
    }

    /// Whether operators for values of this type make sense with it.
    #[must_use]
    pub fn accepts(&self, kind: KeyType) -> bool {
        self.kind == kind || self.also == Some(kind)
    }
}

impl PartialEq for ConditionKey {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for ConditionKey {}

impl std::hash::Hash for ConditionKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl std::fmt::Debug for ConditionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Where the `n`th colon stands.
fn nth_colon(name: &str, n: usize) -> Option<usize> {
    name.match_indices(':').nth(n.checked_sub(1)?).map(|(at, _)| at)
}

#[cfg(test)]
mod tests;
