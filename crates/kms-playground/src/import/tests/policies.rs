//! Policies in all the forms in which people paste them.

use super::super::*;
use crate::scenario::Scenario;

const OWNER: &str = "arn:aws:iam::666677778888:root";

fn statement(principal: &str, action: &str) -> String {
    format!(r#"{{"Sid":"s","Effect":"Allow","Principal":{principal},"Action":"{action}","Resource":"*"}}"#)
}

fn policy() -> String {
    let owner = statement(&format!("{{\"AWS\":\"{OWNER}\"}}"), "kms:*");
    let logs = statement(r#"{"Service":"logs.eu-south-1.amazonaws.com"}"#, "kms:Decrypt*");
    format!("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n{owner},\n{logs}\n]\n}}")
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

/// Each text has the same policy in it.
fn forms() -> Vec<(&'static str, String)> {
    let policy = policy();
    let minified = json(&policy).to_string();
    let as_string = serde_json::to_string(&policy).unwrap();
    vec![
        ("bare", policy.clone()),
        ("minified", minified.clone()),
        ("with a byte order mark", format!("\u{feff}\n{policy}\n")),
        ("get-key-policy", serde_json::json!({ "Policy": policy, "PolicyName": "default" }).to_string()),
        ("get-key-policy as text", format!("{policy}\tdefault\n")),
        ("--query Policy", as_string.clone()),
        ("twice encoded", serde_json::to_string(&as_string).unwrap()),
        ("an object", serde_json::json!({ "Policy": json(&policy), "PolicyName": "default" }).to_string()),
        ("fenced", format!("Our policy:\n\n```json\n{policy}\n```\n\nWhat is wrong?")),
        ("quoted", policy.lines().map(|line| format!("> {line}\n")).collect()),
        (
            "with line numbers",
            policy.lines().enumerate().map(|(at, line)| format!("{:4}  {line}\n", at + 7)).collect(),
        ),
        (
            "as HTML",
            format!("<pre>{}</pre>", policy.replace("\"Sid\"", "<span class=\"k\">&quot;Sid&quot;</span>")),
        ),
        ("in a log of docker compose", policy.lines().map(|line| format!("tally-1  | {line}\n")).collect()),
        ("commented", policy.replace("\"Statement\"", "// ours\n \"Statement\"")),
        ("trailing comma", policy.replace("\n]", ",\n]")),
        ("typographic quotes", policy.replace('"', "\u{201d}")),
        ("HTML", policy.replace('"', "&quot;")),
        ("spaces that do not break", policy.replace("  ", "\u{a0} ")),
        ("Python", minified.replace('"', "'")),
        ("escaped in a log", format!("put policy={} done", serde_json::to_string(&minified).unwrap())),
        ("a table's cell", format!("id,policy\n1,\"{}\"\n", minified.replace('"', "\"\""))),
        (
            "an event's parameters",
            serde_json::json!({ "requestParameters": { "policy": minified } }).to_string(),
        ),
    ]
}

#[test]
fn a_key_policy_is_found_in_whatever_it_stands_in() {
    for (form, text) in forms() {
        let import = read(&text, None);
        assert_eq!(import.kind, ImportKind::Policy, "{form}: {text}");
        assert_eq!(json(import.scenario.key_policy.text()), json(&policy()), "{form}");
        let arn = &import.scenario.key.arn;
        assert!(arn.starts_with("arn:aws:kms:eu-south-1:666677778888:key/"), "{form}: {arn}");
        let [request] = import.scenario.requests.as_slice() else { panic!("{form}") };
        assert_eq!(request.principal, "logs.eu-south-1.amazonaws.com", "{form}");
        assert_eq!(request.action, "kms:Decrypt", "{form}");
        assert_eq!(import.asks, [], "{form}");
        let first = &import.recognised[0];
        assert!(first.span.end.offset > first.span.start.offset, "{form}");
    }
}

#[test]
fn what_is_json_is_kept_byte_for_byte_and_one_long_line_is_laid_out() {
    let import = read(&format!("see\n{}\n", policy()), None);
    assert_eq!(import.scenario.key_policy.text(), policy());
    let minified = json(&policy()).to_string();
    let laid_out = read(&minified, None).scenario.key_policy.text().to_owned();
    assert!(laid_out.lines().count() > 10, "{laid_out}");
}

#[test]
fn statements_alone_are_wrapped_and_said_to_be() {
    let one = statement(r#"{"AWS":"arn:aws:iam::666677778888:role/Tide"}"#, "kms:Sign");
    for (text, count) in [
        (one.clone(), 1),
        (format!("{one},"), 1),
        (format!("{one},\n{one},\n"), 2),
        (format!("[{one},{one},{one}]"), 3),
        (format!("\"Statement\": [ {one} ]"), 1),
    ] {
        let import = read(&text, None);
        let document = json(import.scenario.key_policy.text());
        assert_eq!(document["Statement"].as_array().unwrap().len(), count, "{text}");
        assert_eq!(document["Version"], "2012-10-17");
        assert!(import.notes.iter().any(|note| note.code == "statementWrapped"), "{text}");
    }
}

#[test]
fn an_iam_policy_never_becomes_the_key_policy() {
    let document = serde_json::json!({ "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*" }] });
    for (text, name) in [
        (document.to_string(), "pasted"),
        (
            serde_json::json!({ "PolicyVersion": { "Document": document, "VersionId": "v7" } }).to_string(),
            "v7",
        ),
        (
            serde_json::json!({ "RoleName": "Tide", "PolicyName": "inline", "PolicyDocument": document })
                .to_string(),
            "inline",
        ),
        (
            serde_json::json!({ "UserName": "kim", "PolicyName": "u",
                "PolicyDocument": document.to_string().replace('{', "%7B").replace('"', "%22") })
            .to_string(),
            "u",
        ),
    ] {
        let import = read(&text, None);
        assert_eq!(import.scenario.key_policy.text(), "", "{text}");
        let policies = import.scenario.identity_policies.unwrap();
        assert_eq!((policies.len(), policies[0].name.as_str()), (1, name), "{text}");
        assert_eq!(json(policies[0].text.text()), document);
        assert!(import.asks.iter().any(|ask| ask.field == "keyPolicy"), "{text}");
    }
}

#[test]
fn policies_of_other_things_are_left_out() {
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    let bucket = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}"#;
    for text in [trust, bucket] {
        let import = read(text, None);
        assert_eq!(import.scenario.key_policy.text(), "", "{text}");
    }
    let both = format!("{trust}\n{}", policy());
    assert_eq!(json(read(&both, None).scenario.key_policy.text()), json(&policy()));
}

#[test]
fn a_policy_over_an_example_starts_fresh_and_over_ones_own_scenario_replaces_the_policy() {
    let example = crate::examples::example("verified-permissions").unwrap().scenario().unwrap();
    let import = read(&policy(), Some(&example));
    assert!(import.fresh);
    let fresh = read(&policy(), None).scenario;
    assert_eq!(import.scenario, fresh);
    assert_eq!((fresh.title.as_ref(), fresh.notes.as_ref(), fresh.about.as_ref()), (None, None, None));
    assert_eq!(fresh.identity_policies, None);

    let own = Scenario { about: None, ..example };
    let import = read(&policy(), Some(&own));
    assert!(!import.fresh);
    assert_eq!(json(import.scenario.key_policy.text()), json(&policy()));
    assert_eq!((&import.scenario.requests, &import.scenario.key), (&own.requests, &own.key));
    let fields: Vec<&str> = import.changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["keyPolicy"]);
    assert_eq!(import.changes[0].from, own.key_policy.text());
}

#[test]
fn what_a_policy_does_not_say_is_asked() {
    let owner_only = format!("{{\"Statement\":[{}]}}", statement(r#"{"AWS":"666677778888"}"#, "kms:*"));
    let import = read(&owner_only, None);
    let ask = import.asks.iter().find(|ask| ask.field == "key.arn").unwrap();
    assert!(ask.text.contains("Region"), "{}", ask.text);
    let change = import.changes.iter().find(|change| change.field == "key.arn").unwrap();
    assert!(change.assumed.as_ref().unwrap().contains("names no Region"), "{change:?}");
}

#[test]
fn a_policy_with_faults_is_shown_as_typed() {
    for text in [
        "{ \"Statement\": [ oops",
        "{\"Version\": \"2012-10-17\" \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"kms:*\"}]}",
    ] {
        let import = read(text, None);
        assert_eq!(import.kind, ImportKind::Policy, "{text}");
        assert_eq!(import.scenario.key_policy.text(), text);
    }
}

#[test]
fn placeholders_are_kept_and_pointed_at() {
    let text = policy().replace("666677778888", "<account-id>");
    let import = read(&text, None);
    let placeholder = &import.placeholders[0];
    assert_eq!((placeholder.field.as_str(), placeholder.name.as_str()), ("keyPolicy", "<account-id>"));
    let start = placeholder.span.start.offset as usize;
    assert_eq!(text.get(start..start + 12), Some("<account-id>"));
    assert!(import.scenario.key_policy.text().contains("<account-id>"));
    assert!(import.asks.iter().any(|ask| ask.field == "key.arn" && ask.text.contains("account")));
}

#[test]
fn what_is_nothing_changes_nothing() {
    for text in ["", "hello", "{}", "[1, 2]", "{\"a\": {\"b\": 1}}", "kms:Decrypt"] {
        let import = read(text, None);
        assert_eq!(
            (import.kind, import.changes.len(), import.asks.len()),
            (ImportKind::Unknown, 0, 0),
            "{text}"
        );
        let own = Scenario { title: Some("mine".to_owned()), ..Scenario::default() };
        assert_eq!(read(text, Some(&own)).scenario, own, "{text}");
    }
}

#[test]
fn what_a_second_text_says_is_no_longer_assumed() {
    let first = read(&policy(), None).scenario;
    let fields = |scenario: &Scenario| {
        scenario.assumed.iter().map(|assumed| assumed.field.clone()).collect::<Vec<_>>()
    };
    assert_eq!(fields(&first), ["key.arn", "requests[0].principal", "requests[0].action"]);
    let message = "User: arn:aws:sts::444455556666:assumed-role/Invoices/job is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321 because no identity-based policy allows the kms:Decrypt action";
    let second = read(message, Some(&first)).scenario;
    assert_eq!(fields(&second), ["identityPolicies"]);
    // What a text does not speak of stays assumed.
    let grants = r#"{ "Grants": [] }"#;
    assert_eq!(fields(&read(grants, Some(&first)).scenario), fields(&first));
}
