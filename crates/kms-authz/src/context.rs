//! The condition keys that one request carries, each with its origin, and the reason for each that it lacks.
//!
//! Missing differs from empty: a key that the request does not carry has an [`Absence`], never an empty list.
//! IAM User Guide, *AWS global condition context keys* (reference_policies_condition-keys.html); KMS
//! Developer Guide, *Condition keys for AWS KMS* (policy-conditions.html).

mod arrival;
mod called_via;
mod derive;
mod derived;
mod global;
mod name;
mod of_operation;
mod service;
mod subject;

use std::borrow::Cow;

use kms_catalog::{ConditionKey, NeverSent};
use kms_policy::eq_ignore_case;

use crate::call::error::CallError;

pub use arrival::Arrival;
pub(crate) use derive::{Detail, derive};
pub(crate) use name::KeyName;
use name::compare;
pub(crate) use service::{kinds_of_value, never_sent_perhaps};
pub(crate) use subject::Subject;

/// All condition keys of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestContext {
    /// Ordered by name without regard to case.
    entries: Vec<ContextEntry>,
    /// The fingerprint of each entry's name, in the same order.
    fingerprints: Vec<u64>,
    /// Reasons for keys that somebody might expect, an open tail written as AWS writes it; ordered alike.
    absences: Vec<(Cow<'static, str>, Absence)>,
}

/// A condition key that the request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextEntry {
    /// The key as AWS spells it, or as typed.
    pub key: String,
    /// Its value or values.
    pub values: ContextValues,
    /// Where they come from.
    pub origin: Origin,
    /// Whether AWS documents that such a request carries this value.
    pub certainty: Certainty,
}

/// The values of a condition key of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextValues {
    /// Of a single-valued key.
    One(String),
    /// Of a multivalued key; may be empty.
    Many(Vec<String>),
}

impl ContextValues {
    /// The values in order.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// Where a value of the request context comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The scenario sets it, against or beside what would be derived.
    Typed,
    /// The caller.
    Principal,
    /// The KMS key.
    Key,
    /// The way the call arrives: directly, or through a service with the caller's identity.
    Arrival,
    /// The source that the scenario gives for a service principal's call.
    Source,
    /// The encryption context of the call.
    EncryptionContext,
    /// The encryption context of the grant that the call makes.
    GrantConstraint,
    /// How the call names the key.
    KeyId,
    /// The request parameter of this name.
    Parameter(&'static str),
    /// The default of the request parameter of this name, which the call leaves out.
    Default(&'static str),
    /// Both halves of a ReEncrypt taken together.
    BothKeys,
    /// The same time in the other of its two forms.
    SameTime,
    /// The chain of services that the scenario gives.
    CalledVia,
}

/// Whether AWS documents something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// AWS's pages say so.
    Documented,
    /// No page says so; shown as an assumption wherever it matters.
    Unconfirmed,
    /// AWS's pages say different things; one of them is followed.
    PagesDiffer,
    /// It depends on something that the scenario leaves open.
    Assumed,
}

/// Why a request does not carry a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Absence {
    /// The scenario says that it is absent.
    Typed,
    /// Calls of this kind may carry it, and nobody said so: an assumption.
    NotGiven,
    /// AWS does not document whether calls of this kind carry it: an assumption.
    Undocumented,
    /// This service always sends the pair in its encryption context, and nobody gave it: an assumption.
    AlwaysSent(&'static str),
    /// This service leaves the key out of such calls.
    NeverSent(&'static NeverSent),
    /// No key of AWS's or KMS's that the catalogue knows.
    UnknownKey,
    /// A key of KMS that this permission does not carry.
    NotOfPermission,
    /// The permission is not checked on a KMS key.
    NotOnKey,
    /// The operation takes no encryption context.
    NoEncryptionContextTaken,
    /// The call has no encryption context.
    NoEncryptionContextGiven,
    /// The call's encryption context lacks this pair.
    PairNotGiven,
    /// The call leaves this request parameter out, and no default stands in.
    ParameterNotGiven(&'static str),
    /// The caller calls KMS directly, not through a service.
    DirectCall,
    /// The call comes with the caller's own identity; only a service principal's call has a source.
    CallersIdentity,
    /// The call came through a service, which does not keep it.
    NotKeptByService,
    /// An AWS service calls under its own name.
    ServicePrincipal,
    /// This kind of principal has no such attribute.
    NotOfKindOfPrincipal,
    /// Only calls with temporary credentials carry it.
    LongTermCredentials,
    /// The key is a single-Region key.
    SingleRegionKey,
    /// The key has no alias.
    NoAliases,
    /// The key has no such tag.
    NoSuchTag,
    /// The call does not name the key by an alias.
    KeyNotNamedByAlias,
    /// Only identity-based policies may use it: KMS refuses it in a key policy.
    NotPermittedInKeyPolicy,
}

impl Absence {
    /// Whether the absence is assumed rather than known.
    pub const fn is_assumed(self) -> bool {
        matches!(self, Self::NotGiven | Self::Undocumented | Self::AlwaysSent(_))
    }

    /// Whether no call of this kind, by this caller, can carry the key, whatever is given.
    pub const fn is_impossible(self) -> bool {
        matches!(
            self,
            Self::UnknownKey
                | Self::NotOfPermission
                | Self::NotOnKey
                | Self::NoEncryptionContextTaken
                | Self::DirectCall
                | Self::CallersIdentity
                | Self::NotKeptByService
                | Self::ServicePrincipal
                | Self::NotOfKindOfPrincipal
                | Self::NeverSent(_)
        )
    }
}

impl RequestContext {
    /// The most condition keys of a request, and the most values of one: far beyond what KMS takes, and few enough
    /// that comparing them with every value of a policy stays bounded.
    pub const MAX_VALUES: usize = 1000;
    /// The longest value, in bytes.
    pub const MAX_VALUE_BYTES: usize = 64 * 1024;

    /// Refuses more than a policy of any size can be compared with in bounded time.
    pub(crate) fn check_bounds(&self) -> Result<(), CallError> {
        let fits = |entry: &ContextEntry| {
            let values = entry.values.as_slice();
            values.len() <= Self::MAX_VALUES
                && values.iter().all(|value| value.len() <= Self::MAX_VALUE_BYTES)
        };
        // The derived keys come on top of those that a person gives.
        let few = self.entries.len() <= Self::MAX_VALUES + ConditionKey::all().len();
        if few && self.entries.iter().all(fits) { Ok(()) } else { Err(CallError::ContextTooLarge) }
    }

    /// The entry of a condition key, if the request carries it; names are compared without regard to case.
    pub fn get(&self, key: &str) -> Option<&ContextEntry> {
        let at = self.entries.binary_search_by(|entry| compare(&entry.key, key)).ok()?;
        self.entries.get(at)
    }

    /// [`RequestContext::get`] for a name that is asked for again and again.
    pub(crate) fn find(&self, name: KeyName<'_>) -> Option<&ContextEntry> {
        let at = self.fingerprints.iter().position(|fingerprint| *fingerprint == name.fingerprint)?;
        let entry = self.entries.get(at)?;
        // Two names may have one fingerprint.
        if eq_ignore_case(&entry.key, name.text) { Some(entry) } else { self.get(name.text) }
    }

    /// Why the request does not carry `key`. Meaningful only where [`RequestContext::get`] finds nothing.
    pub fn absence(&self, key: &str) -> Absence {
        let find = |name: &str| {
            let at = self.absences.binary_search_by(|(other, _)| compare(other, name)).ok()?;
            self.absences.get(at).map(|(_, reason)| *reason)
        };
        if self.absences.is_empty() {
            return Absence::UnknownKey; // a context of values alone
        }
        // A key with an open tail is absent for the reason of its kind.
        find(key).or_else(|| find(ConditionKey::find(key)?.name)).unwrap_or(Absence::UnknownKey)
    }

    /// Notes why a key of the catalogue is absent; to be sorted in the end.
    fn push_absence(&mut self, name: &'static str, reason: Absence) {
        self.absences.push((Cow::Borrowed(name), reason));
    }

    fn sort_absences(&mut self) {
        kms_policy::sort_by(&mut self.absences, |(left, _), (right, _)| compare(left, right));
    }

    /// All entries, ordered by name without regard to case.
    pub fn entries(&self) -> &[ContextEntry] {
        &self.entries
    }

    /// The keys that somebody might expect and the request does not carry, with the reason; ordered alike.
    pub fn absences(&self) -> &[(Cow<'static, str>, Absence)] {
        &self.absences
    }

    /// Puts an entry behind all others, whose names come before its own.
    fn append(&mut self, name: KeyName<'_>, entry: ContextEntry) {
        debug_assert!(self.entries.last().is_none_or(|last| compare(&last.key, &entry.key).is_lt()));
        self.fingerprints.push(name.fingerprint);
        self.entries.push(entry);
    }

    /// Puts an entry in, in place of one of the same name.
    pub fn set(&mut self, entry: ContextEntry) {
        if let Ok(at) = self.absences.binary_search_by(|(name, _)| compare(name, &entry.key)) {
            self.absences.remove(at);
        }
        // What comes in order goes to the end.
        let is_next = self.entries.last().is_none_or(|last| compare(&last.key, &entry.key).is_lt());
        let place = match is_next {
            true => Err(self.entries.len()),
            false => self.entries.binary_search_by(|other| compare(&other.key, &entry.key)),
        };
        match place {
            Ok(at) => {
                if let Some(place) = self.entries.get_mut(at) {
                    *place = entry;
                }
            }
            Err(at) => {
                self.fingerprints.insert(at, KeyName::new(&entry.key).fingerprint);
                self.entries.insert(at, entry);
            }
        }
    }

    /// Says how certain it is that the request carries the value of `key`.
    fn set_certainty(&mut self, key: &str, certainty: Certainty) {
        if let Ok(at) = self.entries.binary_search_by(|entry| compare(&entry.key, key))
            && let Some(entry) = self.entries.get_mut(at)
        {
            entry.certainty = certainty;
        }
    }

    /// Says why the request does not carry `key`, and takes an entry of that name out.
    pub fn set_absent(&mut self, key: &str, reason: Absence) {
        if let Ok(at) = self.entries.binary_search_by(|entry| compare(&entry.key, key)) {
            self.entries.remove(at);
            self.fingerprints.remove(at);
        }
        match self.absences.binary_search_by(|(name, _)| compare(name, key)) {
            Ok(at) => {
                if let Some(place) = self.absences.get_mut(at) {
                    place.1 = reason;
                }
            }
            Err(at) => {
                let name = ConditionKey::find(key).map(|known| known.name).filter(|name| *name == key);
                self.absences
                    .insert(at, (name.map_or_else(|| Cow::Owned(key.to_owned()), Cow::Borrowed), reason));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str, value: &str) -> ContextEntry {
        ContextEntry {
            key: key.to_owned(),
            values: ContextValues::One(value.to_owned()),
            origin: Origin::Typed,
            certainty: Certainty::Documented,
        }
    }

    #[test]
    fn names_are_compared_without_regard_to_case() {
        let mut context = RequestContext::default();
        context.set(entry("aws:SourceArn", "a"));
        context.set(entry("aws:PrincipalArn", "b"));
        context.set(entry("AWS:sourcearn", "c"));
        assert_eq!(
            context.get("aws:SourceARN").map(|entry| entry.values.as_slice()),
            Some(&["c".to_owned()][..])
        );
        assert_eq!(context.entries().len(), 2);
    }

    #[test]
    fn letters_beyond_ascii_have_case_too() {
        let mut context = RequestContext::default();
        context.set(entry("kms:EncryptionContext:Département", "a"));
        context.set(entry("kms:EncryptionContext:dept", "b"));
        for name in ["kms:encryptioncontext:DÉPARTEMENT", "kms:EncryptionContext:département"] {
            let found = context.find(KeyName::new(name));
            assert_eq!(found, context.get(name), "{name}");
            assert_eq!(found.map(|entry| entry.values.as_slice()), Some(&["a".to_owned()][..]), "{name}");
        }
        assert_eq!(context.find(KeyName::new("kms:EncryptionContext:Departement")), None);
    }

    #[test]
    fn an_absent_key_says_why() {
        let mut context = RequestContext::default();
        context.set(entry("kms:ViaService", "s3.us-west-2.amazonaws.com"));
        context.set_absent("KMS:viaservice", Absence::DirectCall);
        context
            .set_absent("kms:EncryptionContext:${EncryptionContextKey}", Absence::NoEncryptionContextTaken);
        assert_eq!(context.get("kms:ViaService"), None);
        assert_eq!(context.absence("kms:ViaService"), Absence::DirectCall);
        assert_eq!(context.absence("kms:encryptioncontext:App"), Absence::NoEncryptionContextTaken);
        assert_eq!(context.absence("s3:prefix"), Absence::UnknownKey);
    }
}
