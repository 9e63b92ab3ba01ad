//! What becomes of an operation when its key is in a given state, and the rows that operations share.
//!
//! A key state never turns a refusal into an allowed call: it makes an allowed one fail.
//! Implements <https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html>.

/// What becomes of an operation on a key in some state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyStateOutcome {
    /// It succeeds.
    Succeeds,
    /// It succeeds, and there is something to say of it.
    SucceedsNoting(KeyStateNote),
    /// It fails for one of these reasons; AWS does not say which of several.
    Fails(&'static [KeyStateNote]),
    /// It depends on what this note asks of the key.
    Depends(&'static [KeyStateNote]),
    /// It succeeds by AWS's current table, and fails for this reason by an earlier edition.
    Disputed(KeyStateNote),
    /// A key that the operation works with cannot be in this state.
    CannotOccur,
}

/// The footnotes of AWS's table of key states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyStateNote {
    /// 1: the key is disabled.
    KeyIsDisabled,
    /// 2: the key waits for deletion, reported as if it were disabled.
    PendingDeletionAsDisabled,
    /// 3: the key waits for deletion.
    PendingDeletion,
    /// 4: the key does not wait for deletion.
    NotPendingDeletion,
    /// 5: the key waits for its key material.
    PendingImport,
    /// 6: the key's origin is `EXTERNAL`.
    OriginIsExternal,
    /// 7: fails for a key in a custom key store.
    InCustomKeyStore,
    /// 8: fails for a key with imported key material.
    HasImportedKeyMaterial,
    /// 9: fails for a key that cannot have imported key material.
    CannotHaveImportedKeyMaterial,
    /// 10: succeeds if the alias leaves this key, fails if it comes to it.
    DestinationPendingDeletion,
    /// 11: the key's key store cannot be reached.
    KeyIsUnavailable,
    /// 12: the state changes once the key is available again.
    ChangesOnceAvailable,
    /// 13: the state stays `PendingDeletion` even if the key store is disconnected.
    StaysPendingDeletion,
    /// 14: the replica is still being made.
    KeyIsCreating,
    /// 15: the primary is being changed.
    KeyIsUpdating,
}

impl KeyStateNote {
    /// AWS's number for the note.
    #[must_use]
    pub const fn number(self) -> usize {
        self as usize + 1
    }

    /// The exception that KMS returns where the note makes the call fail; none where it does not.
    #[must_use]
    pub const fn exception(self) -> Option<&'static str> {
        match self {
            Self::KeyIsDisabled | Self::PendingDeletionAsDisabled => Some("DisabledException"),
            Self::OriginIsExternal | Self::InCustomKeyStore | Self::CannotHaveImportedKeyMaterial => {
                Some("UnsupportedOperationException")
            }
            Self::PendingDeletion
            | Self::NotPendingDeletion
            | Self::PendingImport
            | Self::HasImportedKeyMaterial
            | Self::DestinationPendingDeletion
            | Self::KeyIsUnavailable
            | Self::KeyIsCreating
            | Self::KeyIsUpdating => Some("KMSInvalidStateException"),
            Self::ChangesOnceAvailable | Self::StaysPendingDeletion => None,
        }
    }

    /// The note in words: a clause without a full stop.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::KeyIsDisabled => "the key is disabled",
            Self::PendingDeletionAsDisabled | Self::PendingDeletion => "the key is pending deletion",
            Self::NotPendingDeletion => "the key is not pending deletion",
            Self::PendingImport => "the key is pending import of its key material",
            Self::OriginIsExternal => "the key's origin is EXTERNAL",
            Self::InCustomKeyStore => "the key is in a custom key store",
            Self::HasImportedKeyMaterial => "the key has imported key material",
            Self::CannotHaveImportedKeyMaterial => {
                "it is refused to keys that cannot have imported key material"
            }
            Self::DestinationPendingDeletion => "the alias would come to a key that is pending deletion",
            Self::KeyIsUnavailable => "the key is unavailable because its key store cannot be reached",
            Self::ChangesOnceAvailable => "works, but the state changes only once the key is available again",
            Self::StaysPendingDeletion => {
                "the state stays PendingDeletion even if the custom key store is disconnected"
            }
            Self::KeyIsCreating => "the replica key is still being created",
            Self::KeyIsUpdating => "the primary Region of the key is being changed",
        }
    }
}

/// A row of the table: Enabled, Disabled, PendingDeletion, PendingImport, Unavailable, Creating, Updating.
pub(super) type Row = [KeyStateOutcome; 7];

use KeyStateNote as Note;
use KeyStateOutcome::{CannotOccur, Depends, Disputed, Fails, Succeeds, SucceedsNoting};

const DISABLED: KeyStateOutcome = Fails(&[Note::KeyIsDisabled]);
const DELETION: KeyStateOutcome = Fails(&[Note::PendingDeletion]);
/// AWS does not say which of the two exceptions it is.
const DELETION_EITHER: KeyStateOutcome = Fails(&[Note::PendingDeletionAsDisabled, Note::PendingDeletion]);
const NO_DELETION: KeyStateOutcome = Fails(&[Note::NotPendingDeletion]);
const IMPORT: KeyStateOutcome = Fails(&[Note::PendingImport]);
const EXTERNAL: KeyStateOutcome = Fails(&[Note::OriginIsExternal]);
const UNAVAILABLE: KeyStateOutcome = Fails(&[Note::KeyIsUnavailable]);
const CREATING: KeyStateOutcome = Fails(&[Note::KeyIsCreating]);
const UPDATING: KeyStateOutcome = Fails(&[Note::KeyIsUpdating]);
const KEY_STORE: KeyStateOutcome = Fails(&[Note::InCustomKeyStore]);
const IF_KEY_STORE: KeyStateOutcome = Depends(&[Note::InCustomKeyStore]);
const NO_IMPORT: KeyStateOutcome = Fails(&[Note::CannotHaveImportedKeyMaterial]);
const IF_NO_IMPORT: KeyStateOutcome = Depends(&[Note::CannotHaveImportedKeyMaterial]);

/// Operations that every state lets through.
pub(super) const EVERY: &Row = &[Succeeds; 7];

/// Operations that use symmetric key material.
pub(super) const USE: &Row = &[Succeeds, DISABLED, DELETION_EITHER, IMPORT, UNAVAILABLE, CREATING, Succeeds];

/// Operations whose keys are never in a custom key store.
pub(super) const USE_OUTSIDE_KEY_STORE: &Row =
    &[Succeeds, DISABLED, DELETION_EITHER, IMPORT, CannotOccur, CREATING, Succeeds];

/// Data key pairs, which custom key stores do not support.
pub(super) const USE_DATA_KEY_PAIR: &Row =
    &[Succeeds, DISABLED, DELETION_EITHER, IMPORT, KEY_STORE, CREATING, Succeeds];

/// Operations that only a key pending deletion refuses.
pub(super) const UNLESS_DELETION: &Row =
    &[Succeeds, Succeeds, DELETION, Succeeds, Succeeds, Succeeds, Succeeds];

pub(super) const CANCEL_KEY_DELETION: &Row = &[
    NO_DELETION,
    NO_DELETION,
    Succeeds,
    NO_DELETION,
    Fails(&[Note::NotPendingDeletion, Note::StaysPendingDeletion]),
    NO_DELETION,
    NO_DELETION,
];

pub(super) const CREATE_GRANT: &Row =
    &[Succeeds, DISABLED, DELETION_EITHER, IMPORT, Succeeds, CREATING, Succeeds];

/// `EnableKey` and `DisableKey`.
pub(super) const SWITCH: &Row =
    &[Succeeds, Succeeds, DELETION, IMPORT, SucceedsNoting(Note::ChangesOnceAvailable), CREATING, UPDATING];

pub(super) const SCHEDULE_KEY_DELETION: &Row =
    &[Succeeds, Succeeds, DELETION, Succeeds, Succeeds, Succeeds, UPDATING];

/// `EnableKeyRotation` and `DisableKeyRotation`.
pub(super) const SWITCH_ROTATION: &Row = &[
    IF_KEY_STORE,
    Fails(&[Note::KeyIsDisabled, Note::InCustomKeyStore]),
    Fails(&[Note::PendingDeletion, Note::InCustomKeyStore]),
    EXTERNAL,
    KEY_STORE,
    CREATING,
    IF_KEY_STORE,
];

pub(super) const ROTATE_ON_DEMAND: &Row = &[
    IF_KEY_STORE,
    Fails(&[Note::KeyIsDisabled, Note::InCustomKeyStore]),
    Fails(&[Note::PendingDeletion, Note::InCustomKeyStore]),
    IMPORT,
    KEY_STORE,
    CREATING,
    IF_KEY_STORE,
];

pub(super) const GET_ROTATION_STATUS: &Row =
    &[IF_KEY_STORE, IF_KEY_STORE, IF_KEY_STORE, EXTERNAL, KEY_STORE, IF_KEY_STORE, IF_KEY_STORE];

pub(super) const LIST_ROTATIONS: &Row =
    &[IF_KEY_STORE, IF_KEY_STORE, IF_KEY_STORE, Succeeds, KEY_STORE, IF_KEY_STORE, IF_KEY_STORE];

pub(super) const DELETE_IMPORTED: &Row = &[
    SucceedsNoting(Note::CannotHaveImportedKeyMaterial),
    SucceedsNoting(Note::CannotHaveImportedKeyMaterial),
    SucceedsNoting(Note::CannotHaveImportedKeyMaterial),
    Succeeds,
    CannotOccur,
    CREATING,
    UPDATING,
];

pub(super) const PARAMETERS_FOR_IMPORT: &Row = &[
    IF_NO_IMPORT,
    IF_NO_IMPORT,
    Fails(&[Note::HasImportedKeyMaterial, Note::CannotHaveImportedKeyMaterial]),
    Succeeds,
    NO_IMPORT,
    CREATING,
    UPDATING,
];

pub(super) const IMPORT_MATERIAL: &Row =
    &[IF_NO_IMPORT, IF_NO_IMPORT, NO_IMPORT, Succeeds, NO_IMPORT, CREATING, Succeeds];

pub(super) const GET_PUBLIC_KEY: &Row =
    &[Succeeds, Disputed(Note::KeyIsDisabled), DELETION_EITHER, Succeeds, CannotOccur, CREATING, Succeeds];

pub(super) const REPLICATE: &Row =
    &[Succeeds, DISABLED, DELETION_EITHER, IMPORT, CannotOccur, CREATING, UPDATING];

pub(super) const UPDATE_ALIAS: &Row = &[
    Succeeds,
    Succeeds,
    Depends(&[Note::DestinationPendingDeletion]),
    Succeeds,
    Succeeds,
    Succeeds,
    Succeeds,
];
