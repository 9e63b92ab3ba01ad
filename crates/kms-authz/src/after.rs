//! What makes a call fail once it is authorized: key state, kind of key, AWS's own keys and aliases.
//!
//! No policy change fixes any of it, and none of it turns a refusal into Allow. Whether KMS looks at this before or
//! after authorization no page says. What needs the ciphertext (whether it was made under this key, with this
//! encryption context) is out of reach. KMS Developer Guide, *Key states* (key-state.html); API reference, the
//! operations' errors.

use kms_catalog::{CheckedResource, KeyManager, KeyState, KeyStateNote, KeyStateOutcome, Operation, Status};

use crate::context::Subject;
use crate::{AfterAuthorization, Key, LockoutAnswer, LockoutCheck, ParameterValue};

/// Everything of this kind that there is to say of the check.
pub(crate) fn after(subject: &Subject<'_>, lockout: Option<&LockoutCheck>) -> Vec<AfterAuthorization> {
    let mut after = Vec::new();
    if let Some(key) = subject.key {
        after.extend(managed_by_aws(subject, key));
        let mismatch = subject.operation.key_mismatch(key.attributes);
        after.extend(mismatch.map(AfterAuthorization::KeyMismatch));
        after.extend(key_state(subject, key));
        after.extend(unsuitable_grant(subject, key));
    }
    if subject.on == CheckedResource::Alias && alias_is_reserved(subject) {
        after.push(AfterAuthorization::ReservedAlias);
    }
    let text = |name| subject.call.parameter(name).and_then(ParameterValue::text);
    if subject.operation.name == "PutKeyPolicy" && text("PolicyName") == Some("AWS_RAM") {
        after.push(AfterAuthorization::PolicyNameNotWritable);
    }
    if subject.operation.name == "GetKeyPolicy" && text("PolicyName") == Some("AWS_RAM") {
        after.push(AfterAuthorization::PolicyMayBeMissing);
    }
    if lockout.is_some() && subject.call.new_key_policy.is_some_and(|policy| !policy.accepted) {
        after.push(AfterAuthorization::NewKeyPolicyRefused);
    }
    if lockout.is_some_and(|check| check.answer() == LockoutAnswer::LockedOut) {
        after.push(AfterAuthorization::PolicyLockout);
    }
    if subject.operation.accepts_dry_run && text("DryRun") == Some("true") {
        after.push(AfterAuthorization::DryRun);
    }
    after
}

/// AWS managed keys are used, not changed, by their customers.
fn managed_by_aws(subject: &Subject<'_>, key: &Key) -> Option<AfterAuthorization> {
    use kms_catalog::AccessLevel::{PermissionsManagement, Tagging, Write};
    let changes = matches!(subject.operation.access_level, Write | Tagging | PermissionsManagement);
    let grants = matches!(subject.operation.name, "CreateGrant" | "RevokeGrant" | "RetireGrant");
    let changes = changes && !subject.operation.cryptographic && !grants;
    (key.manager == KeyManager::Aws && changes).then_some(AfterAuthorization::AwsManagedKey)
}

fn key_state(subject: &Subject<'_>, key: &Key) -> Option<AfterAuthorization> {
    let state = key.state;
    let operation = subject.operation;
    let outcome = match operation.in_key_state(state) {
        Some(outcome) => outcome,
        None if state == KeyState::Enabled => return None,
        None => return Some(AfterAuthorization::KeyStateNotDocumented(state)),
    };
    let fails = |notes: Vec<KeyStateNote>| {
        let status = match operation.key_states_status {
            Status::Documented if notes.len() > 1 => Status::Unconfirmed,
            status => status,
        };
        AfterAuthorization::KeyStateFails { state, notes, status }
    };
    let applying = |notes: &[KeyStateNote]| -> Vec<KeyStateNote> {
        notes.iter().copied().filter(|note| fails_for(*note, subject, key)).collect()
    };
    let failing = match outcome {
        KeyStateOutcome::Succeeds | KeyStateOutcome::CannotOccur => Vec::new(),
        KeyStateOutcome::SucceedsNoting(note) if note.exception().is_none() => {
            return Some(AfterAuthorization::KeyStateNote { state, note });
        }
        KeyStateOutcome::SucceedsNoting(note) => applying(&[note]),
        KeyStateOutcome::Depends(notes) => applying(notes),
        // The table refuses it even where no footnote speaks of such a key.
        KeyStateOutcome::Fails(notes) => match applying(notes) {
            none if none.is_empty() => {
                notes.iter().copied().filter(|note| note.exception().is_some()).collect()
            }
            some => some,
        },
    };
    // That the operation is not for such keys has been said.
    let mismatch = operation.key_mismatch(key.attributes).is_some();
    let failing: Vec<_> = failing.into_iter().filter(|note| !(mismatch && is_of_kind(*note))).collect();
    (!failing.is_empty()).then(|| fails(failing))
}

/// Whether a footnote speaks of the kind of key, whatever its state.
const fn is_of_kind(note: KeyStateNote) -> bool {
    matches!(
        note,
        KeyStateNote::OriginIsExternal
            | KeyStateNote::InCustomKeyStore
            | KeyStateNote::HasImportedKeyMaterial
            | KeyStateNote::CannotHaveImportedKeyMaterial
    )
}

/// Whether what a footnote asks of the key makes the call fail.
fn fails_for(note: KeyStateNote, subject: &Subject<'_>, key: &Key) -> bool {
    use kms_catalog::KeyOrigin::External;
    let attributes = key.attributes;
    match note {
        KeyStateNote::InCustomKeyStore => attributes.origin.is_custom_key_store(),
        KeyStateNote::HasImportedKeyMaterial | KeyStateNote::OriginIsExternal => {
            attributes.origin == External
        }
        KeyStateNote::CannotHaveImportedKeyMaterial => attributes.origin != External,
        KeyStateNote::DestinationPendingDeletion => subject.on == CheckedResource::NewKey,
        _ => note.exception().is_some(),
    }
}

fn alias_is_reserved(subject: &Subject<'_>) -> bool {
    subject.resource.arn().is_some_and(|arn| arn.resource().starts_with("alias/aws/"))
}

/// The operations of a new grant must suit the key (API *CreateGrant*).
fn unsuitable_grant(subject: &Subject<'_>, key: &Key) -> Option<AfterAuthorization> {
    if subject.operation.name != "CreateGrant" {
        return None;
    }
    let listed = subject.call.parameter("Operations")?.texts();
    let unsuitable = |name: &str| {
        let operation =
            Operation::find(name).filter(|operation| operation.name == name && operation.grantable);
        operation.is_none_or(|operation| operation.key_mismatch(key.attributes).is_some())
    };
    let unsuitable: Vec<_> =
        listed.iter().enumerate().filter(|(_, name)| unsuitable(name)).map(|(index, _)| index).collect();
    (!unsuitable.is_empty()).then_some(AfterAuthorization::GrantOperationsDoNotSuitKey(unsuitable))
}
