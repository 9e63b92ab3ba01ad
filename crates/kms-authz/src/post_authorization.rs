//! What makes a call fail once it is authorized: key state, kind of key, AWS's own keys and aliases.
//!
//! No policy change fixes any of it, and none of it turns a refusal into Allow. Whether KMS looks at this before or
//! after authorization no page says. What needs the ciphertext (whether it was made under this key, with this
//! encryption context) is out of reach. KMS Developer Guide, *Key states* (key-state.html); API reference, the
//! operations' errors.

use kms_catalog::names::operations;
use kms_catalog::{
    CheckedResource, KeyIdentifier, KeyManager, KeyState, KeyStateNote, KeyStateOutcome, MultiRegionKeyType,
    Operation, Parameter, ParameterType, Status, is_region,
};

use crate::call::ParameterValue;
use crate::call::target::same_place;
use crate::check::{AfterAuthorization, AliasKeysDiffer, LockoutAnswer, LockoutCheck};
use crate::context::Subject;
use crate::situation::Key;

/// Everything of this kind that there is to say of the check.
pub(crate) fn after(subject: &Subject<'_>, lockout: Option<&LockoutCheck>) -> Vec<AfterAuthorization> {
    let mut after = Vec::new();
    if let Some(key) = subject.key {
        after.extend(managed_by_aws(subject, key));
        let mismatch = subject.operation.key_mismatch(key.attributes);
        after.extend(mismatch.map(AfterAuthorization::KeyMismatch));
        after.extend(key_state(subject, key));
        after.extend(unsuitable_grant(subject, key));
        after.extend(multi_region(subject, key));
        if mismatch.is_none() {
            after.extend(algorithm(subject, key));
        }
        if !subject.encryption_context().is_empty()
            && subject.operation.encryption_context.parameter().is_some()
            && !key.attributes.spec.is_symmetric_encryption()
        {
            after.push(AfterAuthorization::EncryptionContextNeedsSymmetricKey);
        }
        after.extend(moved_alias(subject, key));
        if subject.source_region.is_some_and(|region| region != key.arn.region()) {
            after.push(AfterAuthorization::DestinationInOtherRegion);
        }
    }
    after.extend(parameters(subject));
    let text = |name| subject.call.parameter(name).and_then(ParameterValue::text);
    if subject.on == CheckedResource::Alias {
        if alias_is_reserved(subject) {
            after.push(AfterAuthorization::ReservedAlias);
        }
        let malformed = text("AliasName").filter(|name| !name.starts_with("alias/") || *name == "alias/");
        after.extend(malformed.map(|name| AfterAuthorization::AliasNameMalformed(name.to_owned())));
    }
    after.extend(unaccepted_alias(subject).map(AfterAuthorization::AliasNotAccepted));
    if subject.operation.name == operations::PUT_KEY_POLICY && text("PolicyName") == Some("AWS_RAM") {
        after.push(AfterAuthorization::PolicyNameNotWritable);
    }
    if subject.operation.name == operations::GET_KEY_POLICY && text("PolicyName") == Some("AWS_RAM") {
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
    let grants = matches!(
        subject.operation.name,
        operations::CREATE_GRANT | operations::REVOKE_GRANT | operations::RETIRE_GRANT
    );
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
        KeyStateOutcome::Disputed(note) => {
            return Some(AfterAuthorization::KeyStateDisputed { state, note });
        }
        KeyStateOutcome::Succeeds | KeyStateOutcome::CannotOccur => Vec::new(),
        KeyStateOutcome::SucceedsNoting(note) if note.exception().is_none() => {
            return Some(AfterAuthorization::KeyStateNote { state, note });
        }
        KeyStateOutcome::SucceedsNoting(note) => applying(&[note]),
        KeyStateOutcome::Depends(notes) => applying(notes),
        // The table refuses it; where no footnote speaks of such a key, none of them is the reason.
        KeyStateOutcome::Fails(notes) => match applying(notes) {
            none if none.is_empty() => return Some(AfterAuthorization::KeyStateFailsUnexplained(state)),
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

/// What only the primary key of a multi-Region set can do, and Regions in which the key already is (API *ReplicateKey*,
/// *UpdatePrimaryRegion*; KMS *Multi-Region keys*).
fn multi_region(subject: &Subject<'_>, key: &Key) -> Vec<AfterAuthorization> {
    let is_replica = key.attributes.multi_region == Some(MultiRegionKeyType::Replica);
    let needs_primary = subject.operation.primary_key_only && is_replica && !subject.is_further_key;
    let same_region = ["ReplicaRegion", "PrimaryRegion"].into_iter().filter(|name| {
        let region = subject.operation.parameter(name).and_then(|_| subject.call.parameter(name));
        !subject.is_further_key && region.and_then(ParameterValue::text) == Some(key.arn.region())
    });
    let needs_primary = needs_primary.then_some(AfterAuthorization::NeedsPrimaryKey);
    let same_region = same_region
        .map(|parameter| AfterAuthorization::SameRegion { parameter, region: key.arn.region().to_owned() });
    needs_primary.into_iter().chain(same_region).collect()
}

/// An algorithm, given or by default, that a key of this spec does not have (API *InvalidKeyUsageException*).
fn algorithm(subject: &Subject<'_>, key: &Key) -> Option<AfterAuthorization> {
    let spec = key.attributes.spec;
    subject.operation.parameters.iter().find_map(|parameter| {
        let usage = parameter.algorithm_of().filter(|usage| *usage == key.attributes.usage)?;
        let given = subject.call.parameter(parameter.name).and_then(ParameterValue::text);
        let algorithm = given.or(parameter.default())?;
        let supported = spec.algorithms(usage);
        let fits = supported.contains(&algorithm) || !is_known(parameter, algorithm);
        (!fits).then(|| AfterAuthorization::AlgorithmDoesNotFitKey {
            parameter: parameter.name,
            algorithm: algorithm.to_owned(),
            spec,
            supported,
        })
    })
}

fn is_known(parameter: &Parameter, value: &str) -> bool {
    if matches!(parameter.name, "ReplicaRegion" | "PrimaryRegion") {
        // AWS adds Regions, so a name that looks like one is not called wrong.
        return is_region(value);
    }
    parameter.values.is_empty() || parameter.values.contains(&value)
}

/// Parameters that KMS refuses whatever the key: out of range, unknown, or two that exclude each other.
fn parameters(subject: &Subject<'_>) -> Vec<AfterAuthorization> {
    let (call, operation) = (subject.call, subject.operation);
    let mut refused = Vec::new();
    for (name, value) in &call.parameters {
        let Some((least, most)) = operation.number_range(name) else { continue };
        let value = value.text().unwrap_or_default();
        if !value.parse::<u32>().is_ok_and(|number| (least..=most).contains(&number)) {
            refused.push(AfterAuthorization::ParameterOutOfRange {
                parameter: name.clone(),
                value: value.to_owned(),
                range: (least, most),
            });
        }
    }
    let texts =
        operation.parameters.iter().filter(|parameter| parameter.parameter_type == ParameterType::Text);
    refused.extend(texts.filter_map(|parameter| {
        let value = call.parameter(parameter.name)?.text().filter(|value| !is_known(parameter, value))?;
        let value = value.to_owned();
        Some(AfterAuthorization::ParameterValueUnknown { parameter: parameter.name, value })
    }));
    let both =
        |(one, other): &&(&str, &str)| call.parameter(one).is_some() && call.parameter(other).is_some();
    let excluded = operation.exclusive_parameters.iter().filter(both);
    refused.extend(excluded.map(|(one, other)| AfterAuthorization::ParametersExcludeEachOther(one, other)));
    if operation.name == operations::CREATE_GRANT {
        refused.extend(new_grant(subject));
    }
    refused
}

/// What a new grant must and must not have (KMS *Creating grants*).
fn new_grant(subject: &Subject<'_>) -> Vec<AfterAuthorization> {
    let constraints = subject.call.parameter("Constraints");
    let has = |name| constraints.is_some_and(|constraints| constraints.member(name).is_some());
    let given = |name| subject.call.parameter(name).is_some();
    let (equals, subset) = ("EncryptionContextEquals", "EncryptionContextSubset");
    // A service that makes the grant for its user knows what it needs; AWS's pages show such grants without a source ARN.
    let to_service = given("GranteeServicePrincipal") && subject.call.via_service.is_none();
    let retires = given("RetiringPrincipal") || given("RetiringServicePrincipal");
    let found = [
        (has(equals) && has(subset), AfterAuthorization::ParametersExcludeEachOther(equals, subset)),
        (to_service && !has("SourceArn"), AfterAuthorization::GrantToServiceNeeds("SourceArn")),
        (to_service && !retires, AfterAuthorization::GrantToServiceNeeds("RetiringPrincipal")),
    ];
    let refused = ["GranteePrincipal", "RetiringPrincipal"].into_iter().filter_map(|parameter| {
        let value = subject.call.parameter(parameter)?.text().filter(|value| !may_be_grantee(value))?;
        Some(AfterAuthorization::GranteeNotAccepted { parameter, value: value.to_owned() })
    });
    found.into_iter().filter(|(is, _)| *is).map(|(_, after)| after).chain(refused).collect()
}

/// Accounts, users, roles, federated users and sessions hold grants; the pattern of the field has no wildcard (API
/// *CreateGrant*).
fn may_be_grantee(value: &str) -> bool {
    !value.contains(['*', '?']) && !value.contains(":group/")
}

/// The parameter in which the call names a key by an alias although the operation takes ids and ARNs only (API, the
/// `KeyId` of each operation; *CreateAlias*, `TargetKeyId`).
fn unaccepted_alias(subject: &Subject<'_>) -> Option<&'static str> {
    let identifier = subject.operation.key_identifier;
    let named = subject.alias_in_call().is_some() && subject.key.is_some();
    match identifier {
        // The alias of the call itself may be what leads to the key.
        KeyIdentifier::AliasNameAndKey => {
            let target = subject.call.parameter("TargetKeyId").and_then(ParameterValue::text);
            (named && target == subject.key_id).then_some("TargetKeyId")
        }
        _ => (named && !identifier.accepts_alias()).then_some("KeyId"),
    }
}

/// An alias is moved between keys of one account and Region, one type and one usage (API *UpdateAlias*).
fn moved_alias(subject: &Subject<'_>, new: &Key) -> Option<AfterAuthorization> {
    let old = subject.current_key?;
    let kind = |key: &Key| (key.attributes.spec.is_symmetric_encryption(), key.attributes.spec.is_hmac());
    let differs = match () {
        () if !same_place(&old.arn, &new.arn) => AliasKeysDiffer::Place,
        () if kind(old) != kind(new) => AliasKeysDiffer::Kind,
        () if old.attributes.usage != new.attributes.usage => AliasKeysDiffer::Usage,
        () => return None,
    };
    Some(AfterAuthorization::AliasKeysDiffer(differs))
}

fn alias_is_reserved(subject: &Subject<'_>) -> bool {
    subject.resource.arn().is_some_and(|arn| arn.resource().starts_with("alias/aws/"))
}

/// The operations of a new grant must suit the key (API *CreateGrant*).
fn unsuitable_grant(subject: &Subject<'_>, key: &Key) -> Option<AfterAuthorization> {
    if subject.operation.name != operations::CREATE_GRANT {
        return None;
    }
    let listed = subject.call.parameter("Operations")?.texts();
    let unsuitable = |name: &str| {
        let operation =
            Operation::find(name).filter(|operation| operation.name == name && operation.grantable);
        operation.is_none_or(|operation| operation.key_mismatch(key.attributes).is_some())
    };
    let unsuitable: Vec<_> =
        listed.iter().filter(|name| unsuitable(name)).map(|name| (*name).to_owned()).collect();
    (!unsuitable.is_empty()).then_some(AfterAuthorization::GrantOperationsDoNotSuitKey(unsuitable))
}
