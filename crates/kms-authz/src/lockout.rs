//! KMS's lockout safety check: would the new key policy let the caller call PutKeyPolicy again?
//!
//! API Reference, *PutKeyPolicy*, *CreateKey*, *ReplicateKey*. Which context the check assumes no page says: it is
//! taken from the call itself, with `kms:PolicyName` of `default`. That delegation to the account counts only
//! together with the caller's identity-based policies is likely and not documented.

use kms_catalog::names::operations;
use kms_catalog::{
    CheckedResource, KeyAttributes, KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, MultiRegionKeyType,
    Operation,
};
use kms_policy::Arn;

use crate::applicable::{ApplicablePolicies, evaluate};
use crate::call::ParameterValue;
use crate::check::{Bypass, LockoutCheck};
use crate::context::{Detail, Subject, derive};
use crate::request::{AuthorizationRequest, RequestResource};
use crate::situation::{KeyInPlace, PolicyHolder, PolicyId, PolicyPlace, WrittenPolicy};

/// The safety check of a call that puts a key policy in place; none for any other.
pub(crate) fn check(
    applicable: ApplicablePolicies<'_, '_>,
    subject: &Subject<'_>,
    request: &AuthorizationRequest,
) -> Option<LockoutCheck> {
    let call = subject.call;
    let text = |name| call.parameter(name).and_then(ParameterValue::text);
    if text("PolicyName").is_some_and(|name| name != "default") {
        return None;
    }
    let new = call.new_key_policy.map(|policy| (new_policy_id(), policy));
    let (key, policy) = match subject.operation.name {
        operations::PUT_KEY_POLICY => (applicable.key?.clone(), new.or_else(|| own_policy(applicable))?),
        // The policy of a replica is its own, and its key does not exist yet: any key of the caller's will do.
        operations::CREATE_KEY => (new_key(applicable, subject)?, new?),
        _ => return None,
    };
    let put = Operation::find(operations::PUT_KEY_POLICY)?;
    let resource = RequestResource::Key(key.key.arn.clone());
    let imagined = Subject {
        operation: put,
        on: CheckedResource::Key,
        resource: &resource,
        key: Some(&key.key),
        key_id: None,
        ..*subject
    };
    let (context, _) = derive(&imagined, Detail::Whole);
    let request = AuthorizationRequest {
        permission: put.permission(),
        resource: resource.clone(),
        context,
        ..request.clone()
    };
    let applicable = ApplicablePolicies { key: Some(&key), key_policy: Some(policy), ..applicable };
    let evaluation = evaluate(applicable, &imagined, &request);
    let bypass = match text("BypassPolicyLockoutSafetyCheck") {
        Some("true") => Bypass::Asked,
        _ => Bypass::NotAsked,
    };
    Some(LockoutCheck { request, evaluation, bypass })
}

const fn new_policy_id() -> PolicyId {
    PolicyId { holder: PolicyHolder::Call, place: PolicyPlace::KeyPolicy }
}

fn own_policy<'a>(applicable: ApplicablePolicies<'a, '_>) -> Option<(PolicyId, WrittenPolicy<'a>)> {
    Some((PolicyId { holder: applicable.key_holder, place: PolicyPlace::KeyPolicy }, applicable.key?.policy))
}

fn new_key<'a>(applicable: ApplicablePolicies<'a, '_>, subject: &Subject<'_>) -> Option<KeyInPlace<'a>> {
    let account = subject.caller.account()?;
    let mut key = applicable.compiled.situation().key.clone();
    let arn =
        format!("arn:{}:kms:{}:{account}:key/{}", key.key.arn.partition(), subject.region, key.key.id());
    key.key.arn = Arn::new(&arn)?;
    key.key.attributes = new_attributes(subject);
    key.key.manager = KeyManager::Customer;
    key.key.state = KeyState::Enabled;
    key.key.aliases.clear();
    key.key.tags = subject.tags().into_iter().map(owned).collect();
    key.grants.clear();
    Some(key)
}

fn owned((key, value): (&str, Option<&str>)) -> (String, String) {
    (key.to_owned(), value.unwrap_or_default().to_owned())
}

/// What the new key will be: what the call asks for or leaves to the defaults; of a replica, what its primary key is.
fn new_attributes(subject: &Subject<'_>) -> KeyAttributes {
    if let Some(primary) = subject.replicated {
        return KeyAttributes { multi_region: Some(MultiRegionKeyType::Replica), ..primary.attributes };
    }
    let text = |name| subject.call.parameter(name).and_then(ParameterValue::text);
    let spec = text("KeySpec").and_then(KeySpec::find).unwrap_or(KeySpec::SymmetricDefault);
    KeyAttributes {
        spec,
        usage: text("KeyUsage").and_then(KeyUsage::find).unwrap_or_else(|| spec.default_usage()),
        origin: text("Origin").and_then(KeyOrigin::find).unwrap_or(KeyOrigin::AwsKms),
        multi_region: (text("MultiRegion") == Some("true")).then_some(MultiRegionKeyType::Primary),
    }
}
