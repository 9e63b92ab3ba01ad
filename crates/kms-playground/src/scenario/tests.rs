//! What reading takes, refuses, and says about it.

use super::*;
use crate::PolicyText;

const SMALLEST: &str = r#"{"version": 1, "key": {"arn": "arn:aws:kms:us-east-1:111122223333:key/k"}, "keyPolicy": {}, "requests": []}"#;

fn with(field: &str) -> String {
    SMALLEST.replacen('{', &format!("{{{field}, "), 1)
}

fn with_request(field: &str) -> String {
    let request =
        format!(r#"[{{"principal": "arn:aws:iam::111122223333:user/U", "action": "kms:Decrypt", {field}}}]"#);
    SMALLEST.replace("[]", &request)
}

fn refusal(json: &str) -> String {
    Scenario::from_json(json).unwrap_err().to_string()
}

#[test]
fn the_smallest_scenario_is_read_and_written_back() {
    let scenario = Scenario::from_json(SMALLEST).unwrap();
    assert_eq!(scenario.key_policy.text(), "{}");
    assert_eq!(scenario.identity_policies, None);
    assert_eq!(Scenario::from_json(&scenario.to_json()).unwrap(), scenario);
}

#[test]
fn a_policy_keeps_its_bytes_in_either_form() {
    let policy = "{ \"Version\" :\t\"2012-10-17\",\n\n \"a\":1e3, \"a\": \"\\u00e9\" }";
    let scenario = Scenario::from_json(&SMALLEST.replace("{},", &format!("{policy},"))).unwrap();
    assert_eq!(scenario.key_policy.text(), policy);
    assert!(scenario.to_json().contains(policy));

    let typed = Scenario { key_policy: PolicyText::new("{ not JSON \u{1f511}\r\n"), ..Scenario::default() };
    let again = Scenario::from_json(&typed.to_json()).unwrap();
    assert_eq!(again.key_policy.text(), "{ not JSON \u{1f511}\r\n");
    assert_eq!(again, typed);
}

#[test]
fn order_is_kept_where_a_person_typed_it() {
    let json = with_request(
        r#""encryptionContext": {"z": "1", "a": "2", "m": "3"}, "context": {"aws:SourceIp": null, "aws:TagKeys": ["b", "a"], "aws:SecureTransport": true}"#,
    );
    let scenario = Scenario::from_json(&json).unwrap();
    let request = &scenario.requests[0];
    let names: Vec<_> = request.encryption_context.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["z", "a", "m"]);
    assert_eq!(request.context.get("aws:SourceIp"), Some(&None));
    let tag_keys = request.context.get("aws:TagKeys").unwrap().as_ref().unwrap();
    assert_eq!(tag_keys.values(), ["b", "a"]);
    let transport = request.context.get("aws:SecureTransport").unwrap().as_ref().unwrap();
    assert_eq!(transport.values(), ["true"]);
    assert_eq!(Scenario::from_json(&scenario.to_json()).unwrap(), scenario);
}

#[test]
fn a_refusal_names_field_place_and_cure() {
    insta::assert_snapshot!(
        [
            with(r#""titel": "x""#),
            with_request(r#""viaServices": "x""#),
            with_request(r#""expect": "deny""#),
            with_request(r#""expect": "alowed""#),
            with_request(r#""encryptionContext": {"é": 1}"#),
            with_request(r#""context": {"aws:SourceIp": {}}"#),
            with(r#""grants": [{"operation": []}]"#),
            with(r#""vpcEndpointPolicy": {"name": "e", "text": 3}"#),
            with(r#""permissionsBoundary": "x""#),
            SMALLEST.replace("\"version\": 1", "\"version\": 2"),
            SMALLEST.replace("\"version\": 1, ", ""),
            SMALLEST.replace("\"arn\"", "\"keyState\": \"enabled\", \"arn\""),
            SMALLEST.replace("[]}", "[]} x"),
            SMALLEST.replace("[]}", "[]"),
            SMALLEST.replace("{},", "{},\n  \"é\": tru"),
            "[]".to_owned(),
            String::new(),
        ]
        .map(|json| refusal(&json))
        .join("\n")
    );
}

#[test]
fn bounds_are_refused_by_name() {
    let deep = with(&format!(r#""notes": {}{}"#, "[".repeat(70), "]".repeat(70)));
    assert!(refusal(&deep).contains("nested deeper than 64 levels"));
    let policy =
        format!(r#""permissionsBoundary": {{"name": "b", "text": "{}"}}"#, "x".repeat(MAX_POLICY_BYTES + 1));
    assert!(refusal(&with(&policy)).contains("permissionsBoundary.text: the policy is larger than 1 MiB"));
    assert!(refusal(&" ".repeat(MAX_SCENARIO_BYTES + 1)).contains("larger than 4 MiB"));
    let request = r#"{"principal": "", "action": ""}"#;
    let many = SMALLEST.replace("[]", &format!("[{}{request}]", format!("{request},").repeat(MAX_REQUESTS)));
    assert!(refusal(&many).contains("more than 1000 requests"));
    let brackets = with(&format!(r#""notes": "{}""#, "[".repeat(70)));
    assert!(Scenario::from_json(&brackets).is_ok(), "brackets inside a string do not nest");
}

#[test]
fn columns_count_utf_16_units() {
    assert_eq!(position("a\n\u{1f511}é x", 8), (2, 4));
    assert_eq!(position("", 5), (1, 1));
}
