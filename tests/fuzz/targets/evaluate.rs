//! Any policy text against any request: no panic, the decision with and without the trees alike, a leaf for each
//! value, and places inside their statement.
//!
//! The input is a request and a policy, parted by an empty line:
//!
//! ```text
//! arn:aws:sts::111122223333:assumed-role/Worker/work      the caller
//! arn:aws:iam::111122223333:role/app/Worker               the identity behind its session
//! kms:Decrypt                                             the action
//! s3.us-east-1.amazonaws.com                              the service that the call comes through
//! aws:SourceIp=203.0.113.7                                a condition key, single-valued
//! kms:EncryptionContextKeys[]=a|b                         a condition key, multivalued
//!
//! {"Version":"2012-10-17", …                              the policy, of every kind at once
//! ```

#![no_main]

use kms_authz::{
    Call, CallerPolicies, Check, CompiledSituation, ContextValues, Decision, Key, KeyInPlace, Situation,
    StatementEvaluation, WrittenPolicy,
};
use kms_catalog::{KeyAttributes, KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage};
use kms_policy::{Arn, Identity, Parse, PolicyDocument, PolicyKind, Principal, Span, parse};
use libfuzzer_sys::fuzz_target;

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/// The kinds of policy that take part, in the order of [`situation`].
const KINDS: [PolicyKind; 6] = [
    PolicyKind::KeyPolicy,
    PolicyKind::IdentityBased,
    PolicyKind::PermissionsBoundary,
    PolicyKind::ServiceControlPolicy,
    PolicyKind::ResourceControlPolicy,
    PolicyKind::VpcEndpointPolicy,
];

fuzz_target!(|data: &[u8]| {
    let input = String::from_utf8_lossy(data);
    let Some((request, policy)) = input.split_once("\n\n") else { return };
    let documents = KINDS.map(|kind| parse(policy, kind));
    let situation = situation(&documents);
    let compiled = CompiledSituation::new(&situation);
    let call = call(request);
    let (trees, decision) = (compiled.check(&call), compiled.decide(&call));
    let Ok(checks) = trees else {
        assert!(decision.is_err());
        return;
    };
    assert_eq!(Decision::over(checks.iter().map(Check::decision)), decision.ok());
    for check in &checks {
        assert_eq!(check.evaluation.steps().iter().filter(|step| step.decided).count(), 1);
        for policy in &check.evaluation.policies {
            let of_kind = KINDS.iter().position(|kind| *kind == policy.id.place.kind()).and_then(|at| documents.get(at));
            if let Some(parse) = of_kind {
                policy.statements.iter().for_each(|statement| complete(&parse.document, statement));
            }
        }
    }
});

/// The same text in every place that a policy can have.
fn situation(documents: &[Parse; 6]) -> Situation<'_> {
    let [key, identity, boundary, service_control, resource_control, endpoint] = documents.each_ref().map(|parse| {
        WrittenPolicy { document: &parse.document, accepted: parse.accepted().is_some() }
    });
    let attributes = KeyAttributes {
        spec: KeySpec::SymmetricDefault,
        usage: KeyUsage::EncryptDecrypt,
        origin: KeyOrigin::AwsKms,
        multi_region: None,
    };
    Situation {
        key: KeyInPlace {
            key: Key {
                arn: Arn::new(KEY).unwrap(),
                aliases: vec!["alias/a".to_owned()],
                attributes,
                state: KeyState::Enabled,
                manager: KeyManager::Customer,
                tags: vec![("team".to_owned(), "a".to_owned())],
            },
            policy: key,
            grants: Vec::new(),
            resource_control_policies: vec![vec![resource_control]],
        },
        other_keys: Vec::new(),
        policies: CallerPolicies {
            identity_based: Some(vec![identity]),
            permissions_boundary: Some(boundary),
            session: Vec::new(),
            service_control_policies: vec![vec![service_control]],
        },
        callers: Vec::new(),
        vpc_endpoint_policy: Some(endpoint),
    }
}

fn call(request: &str) -> Call<'_> {
    let mut lines = request.lines();
    let mut line = || lines.next().unwrap_or_default();
    let (principal, issuer, action, via_service) = (line(), line(), line(), line());
    let session_issuer: Option<Identity> = match Principal::aws(issuer) {
        Principal::Role(identity) | Principal::User(identity) => Some(identity),
        _ => None,
    };
    let pair = |line: &str| {
        let (key, value) = line.split_once('=')?;
        let many = || ContextValues::Many(value.split('|').map(str::to_owned).collect());
        Some(match key.strip_suffix("[]") {
            Some(key) => (key.to_owned(), Some(many())),
            None => (key.to_owned(), Some(ContextValues::One(value.to_owned()))),
        })
    };
    Call {
        action,
        principal: Principal::caller(principal),
        session_issuer,
        via_service: (!via_service.is_empty()).then_some(via_service),
        source_arn: None,
        source_account: None,
        encryption_context: Some(vec![("a".to_owned(), "1".to_owned())]),
        destination_encryption_context: None,
        destination_key_id: None,
        key_id: None,
        grant_tokens: Vec::new(),
        parameters: Vec::new(),
        new_key_policy: None,
        context: lines.filter_map(pair).collect(),
    }
}

/// Every value that is written has its leaf, and every leaf its place inside the statement.
fn complete(document: &PolicyDocument, found: &StatementEvaluation) {
    let written = &document.statements[found.index];
    let inside = |span: Span| assert_eq!(written.span.cover(span), written.span);
    if let Some(principal) = &found.principal {
        principal.values.iter().for_each(|value| inside(value.span));
    }
    found.action.iter().flat_map(|action| &action.values).for_each(|value| inside(value.span));
    found.resource.iter().flat_map(|resource| &resource.values).for_each(|value| inside(value.span));
    let blocks = written.condition.iter().flat_map(|condition| &condition.blocks);
    let entries: Vec<_> = blocks.flat_map(|block| &block.entries).collect();
    assert_eq!(entries.len(), found.conditions.len());
    for (entry, condition) in entries.into_iter().zip(&found.conditions) {
        assert_eq!(entry.values.len(), condition.values.len());
        condition.values.iter().for_each(|value| inside(value.span));
    }
}
