//! Redaction end to end: what goes, what stays, and that every answer is the same.

use super::shape::Shape;
use super::*;
use crate::{EXAMPLES, run};

const SCENARIO: &str = r#"{
  "version": 1,
  "title": "Acme payments",
  "key": { "arn": "arn:aws:kms:eu-west-1:210987654321:key/0f3dc8ac-27f1-4f8f-b5a2-c1d2e3f4a5b6", "aliases": ["alias/acme"], "tags": { "Project": "Falcon" } },
  "keyPolicy": {
    "Version": "2012-10-17",   "Statement": [
      { "Sid": "AcmePayers", "Effect": "Allow", "Principal": { "AWS": [ "arn:aws:iam::210987654321:role/team/Payer", "arn:aws:iam::098765432109:root" ] },
        "Action": "kms:Decrypt", "Resource": "*",
        "Condition": { "StringEquals": { "kms:EncryptionContext:tenant": "acme-gold", "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } },
      { "Effect": "Allow", "Principal": "*", "Action": "kms:Encrypt", "Resource": "*",
        "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::210987654321:role/team/Pay*" } } }
    ] },
  "identityPolicies": [],
  "requests": [
    { "name": "Jane pays", "principal": "arn:aws:sts::210987654321:assumed-role/Payer/jane", "sessionIssuer": "arn:aws:iam::210987654321:role/team/Payer",
      "action": "kms:Decrypt", "encryptionContext": { "tenant": "acme-gold" }, "context": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    { "principal": "arn:aws:iam::210987654321:role/team/Payer", "action": "kms:Encrypt" },
    { "principal": "arn:aws:iam::210987654321:role/team/payer", "action": "kms:Decrypt", "encryptionContext": { "tenant": "acme-gold" }, "context": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
  ]
}"#;

fn scenario() -> Scenario {
    Scenario::from_json(SCENARIO).unwrap()
}

fn found<'a>(redacted: &'a Redacted, value: &str) -> &'a RedactedValue {
    redacted
        .values
        .iter()
        .find(|found| found.value == value)
        .unwrap_or_else(|| panic!("no `{value}` in {redacted:#?}"))
}

#[test]
fn what_identifies_is_replaced_everywhere_and_every_answer_is_the_same() {
    let before = scenario();
    let redacted = before.redact(&RedactionChoice::default());
    let after = redacted.scenario.to_json();
    for value in [
        "210987654321",
        "098765432109",
        "0f3dc8ac",
        "Acme",
        "jane",
        "Jane",
        "o-a1b2c3d4e5",
        "acme-gold",
        "Falcon",
        "alias/acme",
        "/team/",
    ] {
        assert!(!after.contains(value), "`{value}` is still in\n{after}");
    }
    assert_eq!(Shape::of(&redacted.scenario), Shape::of(&before));
    assert_eq!(found(&redacted, "210987654321").replacement, "111122223333");
    assert_eq!(found(&redacted, "210987654321").kind, RedactionKind::Account);
    assert_eq!(found(&redacted, "210987654321").places, 7);
    assert_eq!(redacted.scenario.title, None);
    assert!(redacted.checked.contains("all 3 requests"));
}

#[test]
fn a_name_that_a_pattern_must_match_stays_and_is_listed() {
    let redacted = scenario().redact(&RedactionChoice::default());
    assert_eq!(found(&redacted, "Payer").outcome, RedactionOutcome::Stays);
    assert!(redacted.left.iter().any(|left| left.value == "Pay*"), "{:?}", redacted.left);
    assert!(redacted.scenario.requests[0].principal.contains("assumed-role/Payer/session1"));
}

#[test]
fn a_policy_keeps_its_layout() {
    let redacted = scenario().redact(&RedactionChoice::default());
    let text = redacted.scenario.key_policy.text();
    assert!(
        text.contains("\"Version\": \"2012-10-17\",   \"Statement\": [\n      { \"Sid\": \"Label"),
        "{text}"
    );
    assert_eq!(text.lines().count(), scenario().key_policy.text().lines().count());
    assert!(redacted.scenario.to_json().contains("\"keyPolicy\": {\n"), "what was an object is one");
}

#[test]
fn names_that_differ_in_case_alone_still_do() {
    let mut before = scenario();
    before.key_policy = before.key_policy.text().replace("Pay*", "x").into();
    let redacted = before.redact(&RedactionChoice::default());
    assert_eq!(found(&redacted, "Payer").replacement, "Role1");
    assert_eq!(found(&redacted, "payer").replacement, "role1");
    assert_eq!(run(&before).requests[2].decision, run(&redacted.scenario).requests[2].decision);
}

#[test]
fn a_person_may_leave_kinds_keep_values_and_choose_names() {
    let choice = RedactionChoice {
        leave: [RedactionKind::Label, RedactionKind::Organization].into(),
        keep: ["jane".to_owned()].into(),
        with: [("acme-gold".to_owned(), "cust\"omer".to_owned())].into(),
    };
    let redacted = scenario().redact(&choice);
    assert_eq!(redacted.scenario.title.as_deref(), Some("Acme payments"));
    let request = &redacted.scenario.requests[0];
    assert!(request.principal.ends_with("/jane"));
    assert_eq!(request.encryption_context.get("tenant").map(String::as_str), Some("customer"));
    assert_eq!(found(&redacted, "jane").outcome, RedactionOutcome::Left);
    assert_eq!(found(&redacted, "o-a1b2c3d4e5").outcome, RedactionOutcome::Left);
    let left: Vec<&str> = redacted.left.iter().map(|left| left.text.as_str()).collect();
    assert!(left.contains(&"`acme` also stands inside another text, in `title`."), "{left:#?}");
}

#[test]
fn every_example_is_decided_as_before_and_a_second_time_changes_nothing() {
    for example in EXAMPLES {
        let before = example.scenario().unwrap();
        let redacted = before.redact(&RedactionChoice::default());
        assert_eq!(Shape::of(&redacted.scenario), Shape::of(&before), "{}", example.name);
        let again = redacted.scenario.redact(&RedactionChoice::default());
        assert_eq!(again.scenario, redacted.scenario, "{}", example.name);
    }
}

#[test]
fn a_text_that_is_no_policy_loses_its_ids_too() {
    let mut before = scenario();
    before.key_policy = "{ \"Principal\": \"arn:aws:iam::210987654321:role/x\" oops 398765432109".into();
    let redacted = before.redact(&RedactionChoice::default());
    let text = redacted.scenario.key_policy.text();
    assert!(!text.contains("210987654321") && !text.contains("398765432109"), "{text}");
}
