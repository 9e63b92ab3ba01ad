//! The services that call KMS, and the calls behind their well-known actions as requests to decide.

use kms_catalog::{Call, PathKind, Sequence, Service, Template};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::scenario::{Key, Request};

/// A service that calls KMS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceEntry {
    /// AWS's name for it.
    pub name: &'static str,
    /// The names under which it calls KMS itself, in the key's Region.
    pub principals: Vec<String>,
    /// The values of `kms:ViaService` when it calls with its caller's identity, in the key's Region.
    pub via_services: Vec<String>,
    /// Its well-known actions.
    pub sequences: Vec<SequenceEntry>,
    /// The service's page about it.
    pub page: &'static str,
}

/// A well-known action of a service and the KMS calls behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SequenceEntry {
    /// What the service does.
    pub name: &'static str,
    /// The operations that it calls, in order.
    pub operations: Vec<&'static str>,
    /// Whether AWS documents the exact calls; else only the permissions.
    pub documented: bool,
}

/// Every service of the catalogue, as it is called where this key is.
pub fn services(key: &Key) -> Vec<ServiceEntry> {
    let (region, _) = home(key);
    let in_region = |template: Template| template.in_region(region);
    Service::all()
        .iter()
        .map(|service| ServiceEntry {
            name: service.name,
            principals: service.service_principals.iter().map(|name| in_region(name.name)).collect(),
            via_services: service.via_service.iter().map(|via| in_region(via.value)).collect(),
            sequences: service.sequences.iter().map(sequence_entry).collect(),
            page: service.page,
        })
        .collect()
}

/// The requests behind an action of a service, made by this caller with this key; none for names that are not
/// in [`services`].
pub fn service_calls(service: &str, sequence: &str, key: &Key, caller: &str) -> Vec<Request> {
    let Some(service) = Service::find(service) else { return Vec::new() };
    let Some(sequence) = service.sequences.iter().find(|known| known.name == sequence) else {
        return Vec::new();
    };
    sequence.calls.iter().map(|call| request(call, service, key, caller)).collect()
}

fn sequence_entry(sequence: &Sequence) -> SequenceEntry {
    SequenceEntry {
        name: sequence.name,
        operations: sequence.calls.iter().map(|call| call.operation).collect(),
        documented: sequence.status.is_documented(),
    }
}

/// Region and account of a key; those of AWS's own examples where its ARN has none.
pub(super) fn home(key: &Key) -> (&str, &str) {
    let part = |index: usize, otherwise: &'static str| {
        key.arn.split(':').nth(index).filter(|part| !part.is_empty()).unwrap_or(otherwise)
    };
    (part(3, "us-east-1"), part(4, "111122223333"))
}

fn request(call: &Call, service: &Service, key: &Key, caller: &str) -> Request {
    let (region, account) = home(key);
    let fill = |template: Template| template.fill(region, account);
    let own_name = || service.service_principals.first().map(|name| fill(name.name));
    let by_service = matches!(call.path, PathKind::ServicePrincipal | PathKind::Grant);
    let principal = call.principal.map(fill).or_else(|| by_service.then(own_name).flatten());
    let principal = principal.unwrap_or_else(|| caller.to_owned());
    let how = match call.path {
        PathKind::ForwardAccessSession => "through the service",
        PathKind::ServicePrincipal => "by the service",
        PathKind::Grant => "under a grant",
        _ => "by the caller",
    };
    let context: Vec<(String, String)> =
        call.encryption_context.iter().map(|(name, value)| ((*name).to_owned(), fill(*value))).collect();
    let destination = if call.operation == "ReEncrypt" { context.clone() } else { Vec::new() };
    Request {
        name: Some(format!("{} {how}", call.operation)),
        principal,
        action: format!("kms:{}", call.operation),
        via_service: call.via_service.map(fill),
        source_account: call.source_arn.map(|_| account.to_owned()),
        source_arn: call.source_arn.map(fill),
        encryption_context: context.into_iter().collect(),
        destination_encryption_context: destination.into_iter().collect(),
        parameters: call.grant.map(|grant| grant_parameters(grant, fill)).unwrap_or_default(),
        ..Request::default()
    }
}

fn grant_parameters(grant: kms_catalog::NewGrant, fill: impl Fn(Template) -> String) -> Map<String, Value> {
    let mut parameters = Map::new();
    parameters.insert("Operations".to_owned(), grant.operations.to_vec().into());
    if !grant.encryption_context_subset.is_empty() {
        let pairs = grant.encryption_context_subset.iter();
        let subset: Map<String, Value> =
            pairs.map(|(name, value)| ((*name).to_owned(), Value::String(fill(*value)))).collect();
        let constraints = Map::from_iter([("EncryptionContextSubset".to_owned(), Value::Object(subset))]);
        parameters.insert("Constraints".to_owned(), Value::Object(constraints));
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn creating_a_policy_store_is_a_sequence_of_requests_for_this_key() {
        let key = Key::new("arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab");
        let caller = "arn:aws:iam::444455556666:role/Brent";
        let service =
            services(&key).into_iter().find(|entry| entry.name.contains("Verified Permissions")).unwrap();
        let requests = service_calls(service.name, service.sequences[0].name, &key, caller);
        assert_eq!(requests.len(), service.sequences[0].operations.len());
        let first = &requests[0];
        assert_eq!(
            (first.principal.as_str(), first.via_service.as_deref()),
            (caller, Some("verifiedpermissions.eu-west-1.amazonaws.com"))
        );
        let by_service = requests.iter().find(|request| request.source_arn.is_some()).unwrap();
        assert_eq!(by_service.principal, "verifiedpermissions.amazonaws.com");
        assert_eq!(by_service.source_account.as_deref(), Some("444455556666"));
        assert_eq!(service_calls("Nobody", "Nothing", &key, caller), Vec::new());
    }

    #[test]
    fn every_sequence_of_every_service_gives_requests_that_name_a_caller() {
        let key = Key::default();
        for service in services(&key) {
            for sequence in &service.sequences {
                let requests =
                    service_calls(service.name, sequence.name, &key, "arn:aws:iam::111122223333:role/A");
                assert!(!requests.is_empty(), "{}: {}", service.name, sequence.name);
                assert!(requests.iter().all(|request| !request.principal.is_empty()), "{}", service.name);
            }
        }
    }
}
