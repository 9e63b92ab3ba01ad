//! What AWS's pages say that one service's calls always or never carry, laid over what is derived for every call.
//!
//! The facts stand in the catalogue: [`NeverSent`] and the encryption contexts of
//! [`Service`](kms_catalog::Service).

use kms_catalog::names::keys;
use kms_catalog::{Bearing, ContextPair, DescribedCall, EncryptionContextParameter, NeverSent, Service};
use kms_policy::Principal;

use super::subject::Subject;
use super::{Absence, Certainty, RequestContext};
use crate::call::input_note::InputNote;
use crate::request::AuthorizationRequest;

const PREFIX: &str = "kms:EncryptionContext:";
/// People give the object's ARN without knowing of the bucket's Bucket Key; of other pairs the value itself shows its
/// kind.
const OBJECT_OR_BUCKET: &str = "aws:s3:arn";
const KEYS: &str = keys::ENCRYPTION_CONTEXT_KEYS;

/// Takes out what the service never sends. Where the call does not show what it is for, the value stays and is
/// assumed.
pub(super) fn leave_out_never_sent(
    context: &mut RequestContext,
    subject: &Subject<'_>,
    input_notes: &mut Vec<InputNote>,
) {
    if subject.call.via_service.is_none() && !subject.arrival.is_service_principal() {
        return;
    }
    let pairs = subject.encryption_context();
    let keys: Vec<&str> = pairs.iter().map(|(key, _)| *key).collect();
    let call = DescribedCall {
        operation: subject.operation.name,
        principal: service_principal(&subject.caller.principal),
        via_service: subject.call.via_service,
        context_keys: &keys,
        source_arn: subject.call.source_arn,
    };
    for (fact, bearing) in NeverSent::of_call(call) {
        let carried = |key: &&&str| context.get(key).is_some();
        let given: Vec<&'static str> = fact.keys.iter().filter(carried).copied().collect();
        match bearing {
            Bearing::Applies => {
                if !given.is_empty() && fact.principal.is_some() {
                    input_notes.push(InputNote::NeverSent(fact));
                }
                for key in fact.keys {
                    context.set_absent(key, Absence::NeverSent(fact));
                }
            }
            Bearing::TargetUnknown => {
                given.into_iter().for_each(|key| context.set_certainty(key, Certainty::Assumed));
            }
            Bearing::OtherCall => {}
        }
    }
}

/// Says of each pair that the service always sends, and that nobody gave, that its absence is assumed.
/// A pair whose kind of value depends on what the scenario does not say is assumed to have the value given.
pub(super) fn point_at_always_sent(context: &mut RequestContext, subject: &Subject<'_>) {
    let takes = !matches!(
        subject.operation.encryption_context,
        EncryptionContextParameter::None | EncryptionContextParameter::ViaGrantConstraint
    );
    if !takes {
        return;
    }
    let principal = service_principal(&subject.caller.principal);
    let none = context.get(KEYS).is_none();
    for service in Service::behind_call(principal, subject.call.via_service, subject.operation.name) {
        for pair in service.always_sent() {
            let key = format!("{PREFIX}{}", pair.key);
            if context.get(&key).is_none() {
                context.set_absent(&key, Absence::AlwaysSent(service.name));
                if none {
                    context.set_absent(KEYS, Absence::AlwaysSent(service.name));
                }
            } else if pair.value_when.is_some() && pair.key == OBJECT_OR_BUCKET {
                context.set_certainty(&key, Certainty::Assumed);
            }
        }
    }
}

/// The kinds of value that the service behind a call sends for a key of its encryption context, where there are
/// several.
pub(crate) fn kinds_of_value(
    request: &AuthorizationRequest,
    operation: &'static str,
    condition_key: &str,
) -> Option<(&'static Service, Vec<&'static ContextPair>)> {
    let head = condition_key.get(..PREFIX.len())?;
    let key = condition_key.get(PREFIX.len()..).filter(|_| head.eq_ignore_ascii_case(PREFIX))?;
    let via = request.context.get(keys::VIA_SERVICE).and_then(|entry| entry.values.as_slice().first());
    let services = Service::behind_call(
        service_principal(&request.caller.principal),
        via.map(String::as_str),
        operation,
    );
    services
        .map(|service| (service, service.values_sent(key).collect::<Vec<_>>()))
        .find(|(_, kinds)| !kinds.is_empty())
}

/// The fact that would take a source key out of a call if the call were for the fact's target.
pub(crate) fn never_sent_perhaps(
    request: &AuthorizationRequest,
    operation: &'static str,
    condition_key: &str,
) -> Option<&'static NeverSent> {
    let first = |key: &str| {
        let entry = request.context.get(key)?;
        entry.values.as_slice().first().map(String::as_str)
    };
    let entries = request.context.entries().iter();
    let context_keys: Vec<&str> = entries
        .filter_map(|entry| entry.key.get(PREFIX.len()..).filter(|_| entry.key.starts_with(PREFIX)))
        .collect();
    let call = DescribedCall {
        operation,
        principal: service_principal(&request.caller.principal),
        via_service: first(keys::VIA_SERVICE),
        context_keys: &context_keys,
        source_arn: first(keys::SOURCE_ARN),
    };
    let of_key = |fact: &NeverSent| fact.keys.iter().any(|key| key.eq_ignore_ascii_case(condition_key));
    NeverSent::of_call(call)
        .find(|(fact, bearing)| *bearing == Bearing::TargetUnknown && of_key(fact))
        .map(|(fact, _)| fact)
}

fn service_principal(principal: &Principal) -> Option<&str> {
    match principal {
        Principal::Service(service) => Some(service.as_str()),
        _ => None,
    }
}
