//! The text form of places, and what is put there, changed and removed.

use super::*;

#[test]
fn an_id_names_one_place_and_back() {
    for id in [
        "keyPolicy",
        "identityPolicies/2",
        "permissionsBoundary",
        "sessionPolicies/0",
        "serviceControlPolicies/1/0",
        "resourceControlPolicies/0/3",
        "vpcEndpointPolicy",
        "callers/1/identityPolicies/0",
        "otherKeys/0/keyPolicy",
        "otherKeys/2/resourceControlPolicies/0/0",
    ] {
        assert_eq!(id.parse::<PolicyId>().map(|id| id.to_string()).as_deref(), Ok(id));
    }
    for other in [
        "",
        "identityPolicies",
        "identityPolicies/x",
        "identityPolicies/1/2",
        "serviceControlPolicies/1",
        "keyPolicy/0",
        "callers/keyPolicy",
        "callers/0",
        "parameters/Policy",
    ] {
        assert_eq!(other.parse::<PolicyId>(), Err(NotAPolicyId), "{other}");
    }
}

#[test]
fn json_has_the_text_form() {
    let id = PolicyId { owner: PolicyOwner::Caller(1), role: PolicyRole::Boundary };
    let json = serde_json::to_string(&id).unwrap();
    assert_eq!(json, r#""callers/1/permissionsBoundary""#);
    assert_eq!(serde_json::from_str::<PolicyId>(&json).unwrap(), id);
    assert!(serde_json::from_str::<PolicyId>(r#""callers/1""#).is_err());
}

#[test]
fn the_engine_names_the_same_places() {
    use kms_authz::{PolicyHolder, PolicyPlace};
    let places = [
        PolicyPlace::KeyPolicy,
        PolicyPlace::IdentityBased(2),
        PolicyPlace::PermissionsBoundary,
        PolicyPlace::Session(1),
        PolicyPlace::ServiceControl(0, 3),
        PolicyPlace::ResourceControl(1, 0),
        PolicyPlace::VpcEndpoint,
    ];
    for holder in [PolicyHolder::Situation, PolicyHolder::Caller(4), PolicyHolder::OtherKey(0)] {
        for place in places {
            let id = kms_authz::PolicyId { holder, place };
            assert_eq!(PolicyId::written(id), PolicyId::of(id).unwrap().to_string());
        }
    }
}

#[test]
fn a_policy_that_is_put_somewhere_is_found_changed_and_removed_there() {
    let roles = [
        PolicyRole::Identity(0),
        PolicyRole::Boundary,
        PolicyRole::Session(0),
        PolicyRole::ServiceControl(1, 0),
        PolicyRole::ResourceControl(0, 0),
        PolicyRole::Endpoint,
    ];
    for role in roles {
        let id = PolicyId::of_scenario(role);
        let mut scenario = Scenario::default();
        id.insert(&mut scenario, NamedPolicy { name: "n".to_owned(), text: "{}".into() });
        assert_eq!(id.text(&scenario), Some("{}"), "{id}");
        id.set_text(&mut scenario, "[]".into());
        assert_eq!(id.text(&scenario), Some("[]"), "{id}");
        id.remove(&mut scenario);
        assert_eq!(id.text(&scenario), None, "{id}");
        if role != PolicyRole::Identity(0) {
            assert_eq!(scenario, Scenario::default(), "{id} leaves nothing behind");
        }
    }
}

#[test]
fn the_last_identity_policy_leaves_none_attached_behind_not_unknown() {
    let id = PolicyId::of_scenario(PolicyRole::Identity(0));
    let mut scenario = Scenario::default();
    id.insert(&mut scenario, NamedPolicy::default());
    id.remove(&mut scenario);
    assert_eq!(scenario.identity_policies, Some(Vec::new()));
}

#[test]
fn an_owner_has_no_policies_of_the_other_owners() {
    let scenario = Scenario {
        identity_policies: Some(vec![NamedPolicy::default()]),
        vpc_endpoint_policy: Some(NamedPolicy::default()),
        callers: vec![super::super::Caller::default()],
        other_keys: vec![super::super::OtherKey::default()],
        ..Scenario::default()
    };
    for id in [
        "otherKeys/0/identityPolicies/0",
        "callers/0/keyPolicy",
        "callers/0/vpcEndpointPolicy",
        "callers/0/identityPolicies/0",
        "otherKeys/1/keyPolicy",
    ] {
        assert_eq!(id.parse::<PolicyId>().unwrap().text(&scenario), None, "{id}");
    }
}
