//! The front door: one call of the KMS API in a situation, check by check.

use kms_catalog::names::operations;
use kms_catalog::{CheckedResource, Operation};
use kms_policy::Principal;

use crate::applicable::{ApplicablePolicies, evaluate};
use crate::call::error::CallError;
use crate::call::input_note::{InputNote, input_notes};
use crate::call::target::{FoundKey, find_key, is, key_id, key_of_listed_alias, resource};
use crate::call::{Call, ParameterValue};
use crate::check::Check;
use crate::context::{Arrival, Detail, RequestContext, Subject, derive};
use crate::lockout;
use crate::post_authorization;
use crate::request::{AuthorizationRequest, Caller, CallerKind, RequestResource};
use crate::situation::compiled::CompiledSituation;
use crate::situation::{CallerPolicies, Key, KeyPlace, PolicyHolder, Situation};

/// Every check that the call needs; all of them must allow. [`Decision::over`](crate::Decision::over) makes one
/// decision of them.
///
/// To ask one situation more than once, compile it.
pub fn check(situation: &Situation<'_>, call: &Call<'_>) -> Result<Vec<Check>, CallError> {
    CompiledSituation::new(situation).check(call)
}

impl CompiledSituation<'_, '_> {
    /// Every check that the call needs; see [`check`].
    pub fn check(&self, call: &Call<'_>) -> Result<Vec<Check>, CallError> {
        let mut checks: Vec<Check> = Vec::new();
        let missing = self.each(call, Detail::Whole, &mut |prepared| {
            let Prepared { found, applicable, subject, request, mut input_notes } = prepared;
            let (context, impossible) = derive(&subject, Detail::Whole);
            context.check_bounds()?;
            input_notes.extend(impossible);
            let request = AuthorizationRequest { context, ..request };
            let lockout = lockout::check(applicable, &subject, &request);
            checks.push(Check {
                operation: subject.operation,
                on: subject.on,
                key: found.map(|found| found.place),
                missing: None,
                evaluation: evaluate(applicable, &subject, &request),
                input_notes,
                after: post_authorization::after(&subject, lockout.as_ref()),
                lockout,
                request,
            });
            Ok(())
        })?;
        if let Some(last) = checks.last_mut() {
            last.missing = missing;
        }
        Ok(checks)
    }

    /// Prepares every check that the call needs, with remarks if the whole is wanted, and does with each what is asked. A
    /// destination key that the situation does not have leaves the checks before it their answer; it is what comes back.
    pub(super) fn each(
        &self,
        call: &Call<'_>,
        detail: Detail,
        ask: &mut Ask<'_>,
    ) -> Result<Option<CallError>, CallError> {
        let situation = self.situation();
        check_bounds(situation, call)?;
        let mut wanted: Vec<Wanted> = Operation::checks(call.action).into_iter().map(Wanted::from).collect();
        if wanted.is_empty() {
            return Err(CallError::UnknownAction);
        }
        match in_other_region(situation, call, &wanted)? {
            Some(further) => wanted.push(further),
            None if is(call, operations::UPDATE_PRIMARY_REGION) => {
                wanted.iter_mut().for_each(|check| check.input_note = Some(InputNote::ReplicaNotGiven));
            }
            None => {}
        }
        wanted.extend(tagging(call, &wanted));
        let same_key = on_same_key(situation, call)?;
        for (index, wanted) in wanted.iter().enumerate() {
            match prepare(self, (call, detail), wanted, same_key, ask) {
                Ok(()) => {}
                Err(error @ CallError::NoSuchDestinationKey(_)) if index > 0 => return Ok(Some(error)),
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}

/// Refuses what would make more condition keys than can be laid out; see [`RequestContext::check_bounds`].
fn check_bounds(situation: &Situation<'_>, call: &Call<'_>) -> Result<(), CallError> {
    let pairs = |context: &Option<Vec<(String, String)>>| context.as_ref().map_or(0, Vec::len);
    let keys = std::iter::once(&situation.key).chain(&situation.other_keys);
    let most = [
        pairs(&call.encryption_context),
        pairs(&call.destination_encryption_context),
        call.context.len(),
        call.parameters.iter().map(|(_, value)| value.len()).max().unwrap_or_default(),
        keys.map(|key| key.key.tags.len()).max().unwrap_or_default(),
    ];
    let fits = most.iter().all(|many| *many <= RequestContext::MAX_VALUES);
    if fits { Ok(()) } else { Err(CallError::ContextTooLarge) }
}

/// One check, ready to be asked; its context is still to be derived.
pub(super) struct Prepared<'a, 'p> {
    found: Option<FoundKey<'a>>,
    pub(super) applicable: ApplicablePolicies<'a, 'p>,
    pub(super) subject: Subject<'a>,
    pub(super) request: AuthorizationRequest,
    input_notes: Vec<InputNote>,
}

/// What is done with each check; not a type of its own for each caller, because `prepare` is large.
pub(super) type Ask<'f> = dyn FnMut(Prepared<'_, '_>) -> Result<(), CallError> + 'f;

/// A check that a call needs.
#[derive(Clone)]
struct Wanted {
    operation: &'static Operation,
    on: CheckedResource,
    /// A key that the call does not name itself: the replica that becomes the primary.
    key: Option<KeyPlace>,
    /// A note on how the check came about.
    input_note: Option<InputNote>,
}

impl From<kms_catalog::Check> for Wanted {
    fn from(check: kms_catalog::Check) -> Self {
        Self { operation: check.operation, on: check.on, key: None, input_note: None }
    }
}

/// ReplicateKey also needs CreateKey in the replica's Region, UpdatePrimaryRegion is checked on both keys (API).
fn in_other_region(
    situation: &Situation<'_>,
    call: &Call<'_>,
    wanted: &[Wanted],
) -> Result<Option<Wanted>, CallError> {
    let Some(first) = wanted.first() else { return Ok(None) };
    match first.operation.name {
        operations::REPLICATE_KEY => {
            let create = Operation::find(operations::CREATE_KEY);
            let on = CheckedResource::Any;
            Ok(create.map(|operation| Wanted { operation, on, key: None, input_note: None }))
        }
        operations::UPDATE_PRIMARY_REGION => {
            let Some(primary) = find_key(situation, call, first.on)? else { return Ok(None) };
            let region = call.parameter("PrimaryRegion").and_then(ParameterValue::text);
            let is_replica = |place: &KeyPlace| {
                let other = situation.key_at(*place).map(|found| &found.key);
                other.is_some_and(|other| {
                    *place != primary.place
                        && other.id() == primary.key.key.id()
                        && region.is_none_or(|region| region == other.arn.region())
                })
            };
            let places =
                std::iter::once(KeyPlace::Key).chain((0..situation.other_keys.len()).map(KeyPlace::Other));
            Ok(places.into_iter().find(is_replica).map(|place| Wanted { key: Some(place), ..first.clone() }))
        }
        _ => Ok(None),
    }
}

/// A key that is made with tags also needs TagResource from an identity-based policy (API *CreateKey*,
/// *ReplicateKey*); which resource that policy must name no page says.
fn tagging(call: &Call<'_>, wanted: &[Wanted]) -> Option<Wanted> {
    wanted
        .first()
        .filter(|first| matches!(first.operation.name, operations::CREATE_KEY | operations::REPLICATE_KEY))?;
    match call.parameter("Tags")? {
        ParameterValue::List(tags) if !tags.is_empty() => {}
        _ => return None,
    }
    let operation = Operation::find(operations::TAG_RESOURCE)?;
    let input_note = Some(InputNote::TagsOfNewKey);
    Some(Wanted { operation, on: CheckedResource::Any, key: None, input_note })
}

/// Whether the caller may be a service-linked role, which SCPs and RCPs do not reach: its name is like theirs, and
/// its ARN, whose path would tell, is not given.
fn may_be_service_linked(call: &Call<'_>) -> bool {
    let is_like = |role: &str| role.starts_with("AWSServiceRoleFor");
    matches!(&call.principal, Principal::AssumedRole { role, .. } if is_like(role) && call.session_issuer.is_none())
}

/// The caller's policies: those of this principal, else of the role or user behind it, else the situation's.
fn caller_policies<'a>(
    situation: &'a Situation<'a>,
    call: &Call<'_>,
) -> (PolicyHolder, &'a CallerPolicies<'a>) {
    let exact = situation.callers.iter().position(|(principal, _)| *principal == call.principal);
    let found =
        exact.or_else(|| situation.callers.iter().position(|(principal, _)| is_behind(principal, call)));
    found
        .and_then(|index| Some((PolicyHolder::Caller(index), &situation.callers.get(index)?.1)))
        .unwrap_or((PolicyHolder::Situation, &situation.policies))
}

/// Whether the principal is the role or user behind the caller's session.
fn is_behind(principal: &Principal, call: &Call<'_>) -> bool {
    match (principal, &call.session_issuer, &call.principal) {
        (Principal::Role(role), Some(issuer), Principal::AssumedRole { .. }) => role == issuer,
        (Principal::User(user), Some(issuer), Principal::FederatedUser { .. }) => user == issuer,
        // A role's name is unique in its account.
        (Principal::Role(role), None, Principal::AssumedRole { home, role: name, .. }) => {
            role.home == *home && role.name == *name
        }
        _ => false,
    }
}

fn on_same_key(situation: &Situation<'_>, call: &Call<'_>) -> Result<bool, CallError> {
    let source = find_key(situation, call, CheckedResource::SourceKey)?;
    let destination = match find_key(situation, call, CheckedResource::DestinationKey) {
        Err(CallError::NoSuchDestinationKey(_)) => None,
        found => found?,
    };
    Ok(source.zip(destination).is_some_and(|(source, destination)| source.place == destination.place))
}

fn prepare(
    compiled: &CompiledSituation<'_, '_>,
    (call, detail): (&Call<'_>, Detail),
    wanted: &Wanted,
    same_key: bool,
    ask: &mut Ask<'_>,
) -> Result<(), CallError> {
    let situation = compiled.situation();
    let (caller_holder, caller_policies) = caller_policies(situation, call);
    let Wanted { operation, on, .. } = *wanted;
    let found = match wanted.key {
        Some(place) => situation.key_at(place).map(|key| FoundKey { place, key, named: None }),
        None => find_key(situation, call, on)?,
    };
    let caller = caller(call, caller_policies);
    // Remarks are for whoever reads a tree.
    let mut input_notes = match detail {
        Detail::Whole => input_notes(call, operation, found),
        Detail::Typed | Detail::Values => Vec::new(),
    };
    input_notes.extend(wanted.input_note.clone());
    let limited = !caller_policies.service_control_policies.is_empty()
        || found.is_some_and(|found| !found.key.resource_control_policies.is_empty());
    if limited && may_be_service_linked(call) {
        input_notes.push(InputNote::MayBeServiceLinkedRole);
    }
    let resource = resource(situation, call, on, found, &mut input_notes);
    let grants = retired(call, operation, found, &mut input_notes);
    let subject = Subject {
        call,
        caller: &caller,
        arrival: Arrival::of(caller.kind(), call.via_service),
        operation,
        on,
        resource: &resource,
        key: found.map(|found| &found.key.key),
        is_further_key: wanted.key.is_some(),
        source_region: match on {
            CheckedResource::DestinationKey => {
                find_key(situation, call, CheckedResource::SourceKey)?.map(|found| found.key.key.arn.region())
            }
            _ => None,
        },
        current_key: match on {
            CheckedResource::NewKey => key_of_listed_alias(situation, call),
            _ => None,
        },
        replicated: replicated(situation, call, operation)?,
        region: region(situation, call, operation, &resource),
        key_id: found.and_then(|found| found.named),
        same_key,
        grant: match grants.as_slice() {
            [only] => found.and_then(|found| found.key.grants.get(*only)),
            _ => None,
        },
    };
    let request = AuthorizationRequest {
        caller: caller.clone(),
        permission: operation.permission(),
        resource: resource.clone(),
        context: RequestContext::default(),
    };
    let applicable = ApplicablePolicies {
        compiled,
        caller_policies,
        caller_holder,
        key: found.map(|found| found.key),
        key_holder: found.map_or(PolicyHolder::Situation, |found| holder(found.place)),
        key_policy: None,
        retired: &grants,
    };
    ask(Prepared { found, applicable, subject, request, input_notes })
}

const fn holder(place: KeyPlace) -> PolicyHolder {
    match place {
        KeyPlace::Key => PolicyHolder::Situation,
        KeyPlace::Other(index) => PolicyHolder::OtherKey(index),
    }
}

fn caller(call: &Call<'_>, policies: &CallerPolicies<'_>) -> Caller {
    let caller = Caller::new(call.principal.clone(), call.session_issuer.clone());
    let can_have_boundary = !matches!(caller.kind(), CallerKind::RootUser | CallerKind::Service);
    Caller {
        has_permissions_boundary: can_have_boundary && policies.permissions_boundary.is_some(),
        ..caller
    }
}

/// The primary key of a ReplicateKey, for its check of CreateKey.
fn replicated<'a>(
    situation: &'a Situation<'a>,
    call: &'a Call<'a>,
    operation: &Operation,
) -> Result<Option<&'a Key>, CallError> {
    if !is(call, operations::REPLICATE_KEY) || operation.name != operations::CREATE_KEY {
        return Ok(None);
    }
    Ok(find_key(situation, call, CheckedResource::Key)?.map(|found| &found.key.key))
}

/// The Region that is called: that of the key or alias; of the key to be made by ReplicateKey, the replica's. A call on
/// neither is taken to go to the Region of the situation's key, which `aws:RequestedRegion` shows as assumed.
fn region<'a>(
    situation: &'a Situation<'a>,
    call: &'a Call<'a>,
    operation: &Operation,
    resource: &'a RequestResource,
) -> &'a str {
    let replica = || call.parameter("ReplicaRegion").and_then(ParameterValue::text);
    match resource {
        RequestResource::Key(arn) | RequestResource::Alias(arn) => arn.region(),
        _ if operation.name == operations::CREATE_KEY => {
            replica().unwrap_or_else(|| situation.key.key.arn.region())
        }
        _ => {
            let named = key_id(call).and_then(|name| situation.key_listed(name));
            named.and_then(|place| situation.key_at(place)).unwrap_or(&situation.key).key.arn.region()
        }
    }
}

/// The grants that a RetireGrant is about: the one that it names, else any on the key.
fn retired(
    call: &Call<'_>,
    operation: &Operation,
    found: Option<FoundKey<'_>>,
    input_notes: &mut Vec<InputNote>,
) -> Vec<usize> {
    let Some(found) = found.filter(|_| operation.name == operations::RETIRE_GRANT) else { return Vec::new() };
    let text = |name| call.parameter(name).and_then(ParameterValue::text);
    let (id, token) = (text("GrantId"), text("GrantToken"));
    let named = |grant: &crate::situation::Grant| match (id, token) {
        (Some(id), _) => grant.id.as_deref() == Some(id),
        (None, Some(token)) => grant.token.as_deref() == Some(token),
        (None, None) => true,
    };
    let grants = found.key.grants.iter().enumerate();
    let indices: Vec<_> = grants.filter(|(_, grant)| named(grant)).map(|(index, _)| index).collect();
    if indices.is_empty() && (id.is_some() || token.is_some()) {
        input_notes.push(InputNote::GrantNotListed);
    }
    indices
}
