//! A message that blames a layer, and the policy of that layer in a later paste.

use super::super::*;
use crate::scenario::Scenario;

const OWNER: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::666677778888:root"},"Action":"kms:*","Resource":"*"}]}"#;
const DENY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"kms:Sign","Resource":"*"}]}"#;
const ALLOW: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:Verify","Resource":"*"}]}"#;
const DENY_ALL: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:Sign","Resource":"*"}]}"#;
const ENDPOINT: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:Verify","Resource":"*"}]}"#;

fn message(reason: &str) -> String {
    format!(
        "User: arn:aws:sts::666677778888:assumed-role/Tide/s is not authorized to perform: kms:Sign on resource: \
         arn:aws:kms:eu-south-1:666677778888:key/0f0e0d0c-1111-4222-8333-a1b2c3d4e5f6 {reason}"
    )
}

fn pasted(texts: &[&str]) -> Scenario {
    let mut scenario: Option<Scenario> = None;
    for text in texts {
        scenario = Some(read(text, scenario.as_ref()).scenario);
    }
    scenario.unwrap()
}

/// The fields that have policies, of those that the message can blame.
fn layers(scenario: &Scenario) -> Vec<&'static str> {
    [
        ("identity", scenario.identity_policies.is_some()),
        ("boundary", scenario.permissions_boundary.is_some()),
        ("session", scenario.session_policies.is_some()),
        ("scp", scenario.service_control_policies.is_some()),
        ("rcp", scenario.resource_control_policies.is_some()),
        ("endpoint", scenario.vpc_endpoint_policy.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, has)| has.then_some(name))
    .collect()
}

#[test]
fn the_policy_that_a_message_asks_for_goes_where_the_message_says() {
    for (reason, document, layer) in [
        ("with an explicit deny in a service control policy", DENY, "scp"),
        ("with an explicit deny in a permissions boundary", DENY, "boundary"),
        ("because no permissions boundary allows the kms:Sign action", ALLOW, "boundary"),
        ("because no session policy allows the kms:Sign action", ALLOW, "session"),
        ("with an explicit deny in a resource control policy", DENY_ALL, "rcp"),
        ("because no VPC endpoint policy allows the kms:Sign action", ENDPOINT, "endpoint"),
        // Not what the message blames: an IAM policy without a Deny.
        ("with an explicit deny in a service control policy", ALLOW, "identity"),
        ("with an explicit deny in a resource-based policy", DENY, "identity"),
    ] {
        let message = message(reason);
        let scenario = pasted(&[&message, OWNER, document]);
        assert_eq!(layers(&scenario), [layer], "{reason}");
        assert_eq!(scenario.key_policy.text(), OWNER, "{reason}");
        // In one paste, it is the same.
        let together = pasted(&[&format!("{message}\n\n{OWNER}\n\n{document}")]);
        assert_eq!(layers(&together), [layer], "{reason}");
        assert_eq!(together.key_policy.text(), OWNER, "{reason}");
    }
}

#[test]
fn the_question_stays_in_the_scenario_until_the_policy_is_there() {
    let reason = message("with an explicit deny in a service control policy");
    let open = pasted(&[&reason, OWNER]);
    let about = |scenario: &Scenario| -> Vec<String> {
        let of_layer = scenario.assumed.iter().filter(|it| it.field == "serviceControlPolicies");
        of_layer.map(|it| it.text.clone()).collect()
    };
    assert!(about(&open).iter().all(|it| it.ends_with("does not include that policy.")), "{open:?}");
    assert_eq!(about(&open).len(), 1);
    let closed = read(DENY, Some(&open)).scenario;
    let [text] = about(&closed).try_into().unwrap();
    assert!(text.contains("does not say what kind") && text.contains("`FullAWSAccess`"), "{text}");
    // A second document is the caller's: the layer has its policy.
    assert_eq!(layers(&read(ALLOW, Some(&closed)).scenario), ["identity", "scp"]);
}
