//! Whole calls in one situation: with the tree, without it, and how both grow with the number of policies.
//!
//! `cargo bench -p kms-authz --bench decisions` prints the times.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up must fail")]

use divan::{Bencher, black_box};
use kms_authz::{Call, CallerPolicies, CompiledSituation, Key, KeyInPlace, Situation, WrittenPolicy};
use kms_catalog::{KeyAttributes, KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage};
use kms_policy::{Arn, Parse, PolicyKind, Principal, parse};

fn main() {
    divan::main();
}

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

fn key_policy() -> Parse {
    let text = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/app/Front"},
         "Action":["kms:Decrypt","kms:GenerateDataKey*"],"Resource":"*",
         "Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"},
                      "ArnLike":{"kms:EncryptionContext:aws:s3:arn":"arn:aws:s3:::orders/*"}}},
        {"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*",
         "Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"},
                      "Bool":{"aws:PrincipalIsAWSService":"false"}}}]}"#;
    parse(text, PolicyKind::KeyPolicy)
}

fn full_access() -> Parse {
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    parse(text, PolicyKind::ServiceControlPolicy)
}

fn written(parse: &Parse) -> WrittenPolicy<'_> {
    WrittenPolicy { document: &parse.document, accepted: parse.accepted().is_some() }
}

fn situation<'a>(key_policy: &'a Parse, service_control: &'a Parse, levels: usize) -> Situation<'a> {
    let key = Key {
        arn: Arn::new(KEY).unwrap(),
        aliases: vec!["alias/orders".to_owned()],
        attributes: KeyAttributes {
            spec: KeySpec::SymmetricDefault,
            usage: KeyUsage::EncryptDecrypt,
            origin: KeyOrigin::AwsKms,
            multi_region: None,
        },
        state: KeyState::Enabled,
        manager: KeyManager::Customer,
        tags: Vec::new(),
    };
    Situation {
        key: KeyInPlace {
            key,
            policy: written(key_policy),
            grants: Vec::new(),
            resource_control_policies: Vec::new(),
        },
        other_keys: Vec::new(),
        policies: CallerPolicies {
            identity_based: Some(Vec::new()),
            service_control_policies: vec![vec![written(service_control)]; levels],
            ..CallerPolicies::default()
        },
        callers: Vec::new(),
        vpc_endpoint_policy: None,
    }
}

fn call() -> Call<'static> {
    Call {
        action: "kms:Decrypt",
        principal: Principal::aws("arn:aws:sts::111122223333:assumed-role/Front/s1"),
        session_issuer: match Principal::aws("arn:aws:iam::111122223333:role/app/Front") {
            Principal::Role(role) => Some(role),
            _ => None,
        },
        via_service: Some("s3.us-east-1.amazonaws.com"),
        source_arn: None,
        source_account: None,
        encryption_context: Some(vec![("aws:s3:arn".to_owned(), "arn:aws:s3:::orders/2026.csv".to_owned())]),
        destination_encryption_context: None,
        destination_key_id: None,
        key_id: None,
        grant_tokens: Vec::new(),
        parameters: Vec::new(),
        new_key_policy: None,
        context: Vec::new(),
    }
}

#[divan::bench(args = [0, 4, 64])]
fn a_decision_alone(bencher: Bencher<'_, '_>, levels: usize) {
    let (key_policy, service_control) = (key_policy(), full_access());
    let situation = situation(&key_policy, &service_control, levels);
    let compiled = CompiledSituation::new(&situation);
    let call = call();
    bencher.bench(|| compiled.decide(black_box(&call)));
}

#[divan::bench(args = [0, 4, 64])]
fn a_check_with_its_tree(bencher: Bencher<'_, '_>, levels: usize) {
    let (key_policy, service_control) = (key_policy(), full_access());
    let situation = situation(&key_policy, &service_control, levels);
    let compiled = CompiledSituation::new(&situation);
    let call = call();
    bencher.bench(|| compiled.check(black_box(&call)));
}

#[divan::bench]
fn a_first_decision(bencher: Bencher<'_, '_>) {
    let (key_policy, service_control) = (key_policy(), full_access());
    let situation = situation(&key_policy, &service_control, 4);
    let call = call();
    bencher.bench(|| CompiledSituation::new(black_box(&situation)).decide(black_box(&call)));
}
