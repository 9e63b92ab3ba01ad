//! How the requests of an operation carry a condition key, and the sets that operations share.
//!
//! A `kms:` condition key that is in none of an operation's sets is absent from its requests: a positive
//! condition on it never matches, a negated one always does.

use crate::condition_key::ATTESTATION_NAMES;
use crate::status::Status;

/// A condition key that requests of an operation can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConditionKeyUse {
    /// The name of the entry: `kms:KeySpec`, `kms:EncryptionContext:${EncryptionContextKey}`.
    pub key: &'static str,
    /// When requests carry it.
    pub presence: Presence,
    /// How certain that is.
    pub status: Status,
}

/// When the requests of an operation carry a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always, a default standing in for a parameter that was left out.
    Always,
    /// Only when this holds (a clause that completes "present when …").
    When(&'static str),
}

impl ConditionKeyUse {
    pub(super) const fn always(key: &'static str) -> Self {
        Self { key, presence: Presence::Always, status: Status::Documented }
    }

    pub(super) const fn when(key: &'static str, clause: &'static str) -> Self {
        Self { key, presence: Presence::When(clause), status: Status::Documented }
    }

    pub(super) const fn with_status(self, status: Status) -> Self {
        Self { status, ..self }
    }
}

use ConditionKeyUse as Use;

pub(super) const CONTEXT_PAIR: &str = "kms:EncryptionContext:${EncryptionContextKey}";
const VIA_SERVICE: &str =
    "an AWS service calls KMS in a forward access session, of a user, a role or a service principal";
const HAS_ALIASES: &str = "the key has at least one alias";
const HAS_TAG: &str = "the key has that tag";
const BY_ALIAS: &str = "the request names the key by alias name or alias ARN";
const ATTESTED: &str = "the request's Recipient holds an attestation document with that measurement";

/// What the request's caller, way of arrival and KMS key give to every operation on a key.
pub(super) const KEY: &[Use] = &[
    Use::always("kms:CallerAccount"),
    Use::always("kms:KeyOrigin"),
    Use::always("kms:KeySpec"),
    Use::always("kms:KeyUsage"),
    Use::always("kms:MultiRegion"),
    Use::when("kms:MultiRegionKeyType", "the key is a multi-Region key"),
    Use::when("kms:ResourceAliases", HAS_ALIASES),
    Use::when("kms:ViaService", VIA_SERVICE),
    Use::when("aws:ResourceTag/${TagKey}", HAS_TAG),
];

/// [`KEY`] for operations that no page lists condition keys for.
pub(super) const KEY_UNCONFIRMED: &[Use] = &unconfirmed::<9>(KEY);

/// What `RetireGrant` has of [`KEY`]: nothing about the kind of key.
pub(super) const RETIRED_GRANT: &[Use] = &[
    Use::always("kms:CallerAccount"),
    Use::when("kms:ResourceAliases", HAS_ALIASES),
    Use::when("kms:ViaService", VIA_SERVICE),
    Use::when("aws:ResourceTag/${TagKey}", HAS_TAG),
    Use::when(CONTEXT_PAIR, "the grant to retire has a constraint with that pair")
        .with_status(Status::Disputed),
    Use::when("kms:EncryptionContextKeys", "the grant to retire has an encryption-context constraint")
        .with_status(Status::Disputed),
    Use::when("kms:GrantConstraintType", "the grant has an encryption-context constraint"),
];

/// The check of an alias operation on its alias: AWS's pages disagree on whether it carries anything.
pub(super) const ALIAS_HALF: &[Use] = &[
    Use::always("kms:CallerAccount").with_status(Status::Disputed),
    Use::when("kms:ViaService", VIA_SERVICE).with_status(Status::Disputed),
];

/// Operations without a key that see the caller's account.
pub(super) const CALLER_ACCOUNT: &[Use] = &[Use::always("kms:CallerAccount")];

/// Operations that accept an alias in place of a key ID.
pub(super) const REQUEST_ALIAS: &[Use] = &[Use::when("kms:RequestAlias", BY_ALIAS)];
/// [`REQUEST_ALIAS`] where AWS's pages disagree.
pub(super) const REQUEST_ALIAS_DISPUTED: &[Use] =
    &[Use::when("kms:RequestAlias", BY_ALIAS).with_status(Status::Disputed)];
/// [`REQUEST_ALIAS`] where no page says it.
pub(super) const REQUEST_ALIAS_UNCONFIRMED: &[Use] =
    &[Use::when("kms:RequestAlias", BY_ALIAS).with_status(Status::Unconfirmed)];

/// Operations with an encryption context of their own.
pub(super) const ENCRYPTION_CONTEXT: &[Use] = &[
    Use::when(CONTEXT_PAIR, "the request's EncryptionContext has that pair"),
    Use::when("kms:EncryptionContextKeys", "the request's EncryptionContext has at least one pair"),
];
/// The source half of `ReEncrypt`.
pub(super) const SOURCE_ENCRYPTION_CONTEXT: &[Use] = &[
    Use::when(CONTEXT_PAIR, "the request's SourceEncryptionContext has that pair"),
    Use::when("kms:EncryptionContextKeys", "the request's SourceEncryptionContext has at least one pair"),
];
/// The destination half of `ReEncrypt`.
pub(super) const DESTINATION_ENCRYPTION_CONTEXT: &[Use] = &[
    Use::when(CONTEXT_PAIR, "the request's DestinationEncryptionContext has that pair"),
    Use::when(
        "kms:EncryptionContextKeys",
        "the request's DestinationEncryptionContext has at least one pair",
    ),
];
/// Operations that encrypt or decrypt.
pub(super) const ENCRYPTION_ALGORITHM: &[Use] = &[Use::always("kms:EncryptionAlgorithm")];

/// Operations that can answer to an attested enclave or instance only.
pub(super) const ATTESTATION: &[Use] = &attestation(Status::Documented);
/// [`ATTESTATION`] where AWS's pages disagree.
pub(super) const ATTESTATION_DISPUTED: &[Use] = &attestation(Status::Disputed);

#[expect(clippy::indexing_slicing, reason = "runs in the compiler: an index out of bounds is a build error")]
const fn attestation(status: Status) -> [Use; ATTESTATION_NAMES.len()] {
    let mut uses = [Use::when("", ATTESTED).with_status(status); ATTESTATION_NAMES.len()];
    let mut at = 0;
    while at < uses.len() {
        uses[at].key = ATTESTATION_NAMES[at];
        at += 1;
    }
    uses
}

#[expect(clippy::indexing_slicing, reason = "runs in the compiler: an index out of bounds is a build error")]
const fn unconfirmed<const N: usize>(set: &[Use]) -> [Use; N] {
    assert!(set.len() == N, "N is not the length of the set");
    let mut uses = [set[0]; N];
    let mut at = 0;
    while at < N {
        uses[at] = set[at].with_status(Status::Unconfirmed);
        at += 1;
    }
    uses
}
