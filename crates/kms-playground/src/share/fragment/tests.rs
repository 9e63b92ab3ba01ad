//! What a fragment says, and what is made of it.

use super::*;

#[test]
fn a_fragment_is_read_and_written() {
    let text = "s=1.abc&request=2&view=trace&theme=dark&readonly&ask&embed";
    let fragment = Fragment::parse(&format!("https://example.org/play/#{text}"));
    assert_eq!(fragment.shared.as_deref(), Some("1.abc"));
    assert_eq!((fragment.request, fragment.view), (Some(2), Some(View::Trace)));
    assert!(fragment.ask);
    assert_eq!(fragment.to_string(), text);
}

#[test]
fn a_link_may_bring_a_text_to_be_read_but_not_a_long_one() {
    let fragment = Fragment::parse("#import=User%3A%20a%20is%20not%20authorized&theme=dark");
    assert_eq!(fragment.import.as_deref(), Some("User: a is not authorized"));
    assert_eq!(Fragment::parse(&fragment.to_string()), fragment);
    assert_eq!(fragment.scenario(), Ok(None), "nothing is opened by itself");
    let long = Fragment::parse(&format!("import={}", "x".repeat(MAX_IMPORT_IN_LINK + 1)));
    assert_eq!((long.import, long.unknown.len()), (None, 1));
}

#[test]
fn a_link_may_name_a_challenge() {
    let fragment = Fragment::parse("#challenge=deny-wins:2");
    assert_eq!(fragment.challenge.as_deref(), Some("deny-wins:2"));
    assert_eq!(Fragment::parse(&fragment.to_string()), fragment);
    assert_eq!(fragment.scenario(), Ok(None), "whoever opens it finds it");
}

#[test]
fn a_damaged_link_stays_the_same_fragment() {
    let fragment = Fragment::parse("#s=1.ab#s=1.cd&theme=dark");
    assert_eq!(Fragment::parse(&fragment.to_string()), fragment);
}

#[test]
fn what_means_nothing_is_listed_and_changes_nothing() {
    let fragment = Fragment::parse("#view=everything&request=0&colour=red&readonly=maybe&theme=dark");
    assert_eq!(fragment.unknown, ["view=everything", "request=0", "colour=red", "readonly=maybe"]);
    assert_eq!(
        fragment,
        Fragment { theme: Some(Theme::Dark), unknown: fragment.unknown.clone(), ..Fragment::default() }
    );
    assert_eq!(fragment.scenario(), Ok(None));
}

#[test]
fn a_scenario_can_be_written_by_hand() {
    let fragment = Fragment::parse(
        "#action=kms:Decrypt&principal=arn:aws:iam::111122223333:role/Brent&policy=%7B%22Statement%22:%5B%5D%7D\
         &encryptionContext.policy_owner=Tim&context.aws:SourceIp=203.0.113.5",
    );
    let scenario = fragment.scenario().unwrap().unwrap().scenario;
    assert_eq!(scenario.key_policy.text(), r#"{"Statement":[]}"#);
    let request = &scenario.requests[0];
    assert_eq!(
        (request.action.as_str(), request.principal.as_str()),
        ("kms:Decrypt", "arn:aws:iam::111122223333:role/Brent")
    );
    assert_eq!(request.encryption_context.get("policy_owner").map(String::as_str), Some("Tim"));
    assert_eq!(
        request.context.get("aws:SourceIp").and_then(Option::as_ref).unwrap().values(),
        ["203.0.113.5"]
    );
    assert_eq!(Fragment::parse(&fragment.to_string()), fragment);
}

#[test]
fn a_policy_without_a_key_gets_the_key_that_it_speaks_of() {
    let policy = percent::encode(
        r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"kms:*","Resource":"*"}]}"#,
    );
    let shared = Fragment::parse(&format!("policy={policy}")).scenario().unwrap().unwrap();
    assert!(shared.scenario.key.arn.contains(":444455556666:"), "{}", shared.scenario.key.arn);
    assert_eq!(shared.assumptions.len(), 1);
    let shared = Fragment::parse(&format!("key=k&policy={policy}")).scenario().unwrap().unwrap();
    assert_eq!((shared.scenario.key.arn.as_str(), shared.assumptions.len()), ("k", 0));
}

#[test]
fn a_policy_written_by_hand_has_the_bound_of_any_other() {
    let fragment = Fragment::parse(&format!("policy={}", "x".repeat(MAX_POLICY_BYTES + 1)));
    assert_eq!(fragment.scenario().unwrap_err().text, "the link's policy is larger than 1 MiB");
}

#[test]
fn an_example_that_was_not_fetched_is_not_called_unknown() {
    let asked = Fragment::parse("example=agentcore-key-spec");
    assert_eq!(asked.example(), Some("agentcore-key-spec"));
    assert_eq!(
        asked.scenario_with(|_| None).unwrap_err().to_string(),
        "the example `agentcore-key-spec` could not be fetched (reload the page when the network is back)"
    );
    let unknown = Fragment::parse("example=agentcore-key-speck").scenario_with(|_| None).unwrap_err();
    assert!(unknown.to_string().contains("there is no example"));
    assert_eq!(Fragment::parse("s=1.x&example=agentcore-key-spec").example(), None);
    assert_eq!(Fragment::parse("action=kms:Sign").example(), None);
}

#[test]
fn an_example_is_named_and_may_get_a_further_request() {
    let plain = Fragment::parse("example=verified-permissions").scenario().unwrap().unwrap().scenario;
    let more = Fragment::parse("example=verified-permissions&action=kms:Sign&principal=s3.amazonaws.com");
    let more = more.scenario().unwrap().unwrap().scenario;
    assert_eq!(more.requests.len(), plain.requests.len() + 1);
    let error = Fragment::parse("example=verified-permission").scenario().unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no example `verified-permission` (did you mean `verified-permissions`?)"
    );
}
