//! Redaction end to end: what goes, what stays, and that every answer is the same.

use super::fingerprint::Fingerprint;
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

fn choice() -> RedactionChoice {
    RedactionChoice::default()
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
    assert_eq!(Fingerprint::of(&redacted.scenario), Fingerprint::of(&before));
    assert_eq!(found(&redacted, "210987654321").replacement, "111122223333");
    assert_eq!(found(&redacted, "210987654321").kind, RedactionKind::Account);
    assert_eq!(found(&redacted, "210987654321").places, 7);
    assert_eq!(redacted.scenario.title, None);
    assert!(redacted.checked.contains("all 3 requests"));
}

#[test]
fn a_name_that_a_pattern_matches_gets_a_stand_in_that_it_matches_too() {
    let redacted = scenario().redact(&RedactionChoice::default());
    assert_eq!(found(&redacted, "Payer").replacement, "PayExample1");
    assert!(redacted.left.iter().any(|left| left.value == "Pay*"), "{:?}", redacted.left);
    assert!(redacted.scenario.requests[0].principal.contains("assumed-role/PayExample1/session1"));
}

#[test]
fn a_value_that_the_answer_depends_on_stays_and_says_why() {
    let mut before = scenario();
    before.key_policy = before.key_policy.text().replace("Pay*", "Pa??r").into();
    let redacted = before.redact(&RedactionChoice::default());
    let stays = found(&redacted, "Payer");
    assert_eq!(stays.outcome, RedactionOutcome::Stays);
    assert_eq!(
        stays.note.as_deref(),
        Some(
            "It stays: with `Role1` in its place request 2 would come out as implicit deny. The pattern `Pa??r` tells the two apart."
        )
    );
    // So does `payer`, which differs from it in case alone, and the trace says so.
    assert!(
        redacted.checked.contains("2 could not be replaced without another answer"),
        "{}",
        redacted.checked
    );
    let choice = RedactionChoice { with: [("Payer".to_owned(), "Pastr".to_owned())].into(), ..choice() };
    let redacted = before.redact(&choice);
    assert_eq!(found(&redacted, "Payer").outcome, RedactionOutcome::Replaced);
    assert!(redacted.scenario.requests[0].principal.contains("assumed-role/Pastr/"));
}

#[test]
fn a_stand_in_of_ones_own_that_changes_an_answer_gives_nothing_away() {
    for (own, says) in [
        ("Walker", "`Walker` is not used: with it request 2 would come out as implicit deny."),
        (
            "Pay*",
            "Your own stand-in is not used: a wildcard or a policy variable stands for more than one value.",
        ),
        ("team/Pay", "Your own stand-in is not used: `/` and `:` part the ARN that it would stand in."),
        ("Payer", "Your own stand-in is not used: it is the value itself."),
        (
            "Pay\"",
            "Your own stand-in is not used: a policy cannot hold a control character, a quotation mark or a backslash as it is.",
        ),
    ] {
        let choice = RedactionChoice { with: [("Payer".to_owned(), own.to_owned())].into(), ..choice() };
        let redacted = scenario().redact(&choice);
        let payer = found(&redacted, "Payer");
        assert_eq!(
            (payer.outcome, payer.replacement.as_str()),
            (RedactionOutcome::Replaced, "PayExample1"),
            "{own}"
        );
        assert_eq!(payer.note.as_deref(), Some(says));
        assert!(!redacted.scenario.to_json().contains("Payer"), "{own}");
    }
}

/// `Payer` would become `acme` after the person's `ACME`, and the pattern would match it.
#[test]
fn a_stand_in_of_ones_own_keeps_no_other_name_in_its_place() {
    let scenario = Scenario::from_json(
        r#"{ "version": 1, "key": { "arn": "arn:aws:kms:eu-west-1:210987654321:key/0f3dc8ac-27f1-4f8f-b5a2-c1d2e3f4a5b6" },
          "keyPolicy": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
            "Principal": { "AWS": "arn:aws:iam::210987654321:role/payer" },
            "Condition": { "StringLike": { "kms:EncryptionContext:tenant": "ac*" } } }] },
          "requests": [{ "principal": "arn:aws:iam::210987654321:user/jane", "action": "kms:Decrypt", "encryptionContext": { "tenant": "Payer" } }] }"#,
    )
    .unwrap();
    let with = BTreeMap::from([("payer".to_owned(), "ACME".to_owned())]);
    let redacted = scenario.redact(&RedactionChoice { with, ..choice() });
    assert_eq!(found(&redacted, "Payer").outcome, RedactionOutcome::Replaced);
    let payer = found(&redacted, "payer");
    assert_eq!(payer.outcome, RedactionOutcome::Replaced);
    assert!(payer.note.as_ref().unwrap().contains("`ACME` is not used"), "{payer:?}");
}

#[test]
fn what_was_written_for_people_is_taken_away_or_written_anew() {
    let mut before = scenario();
    before.notes = Some("Jane from Acme, jane@acme.example.net, called from 10.20.30.40".to_owned());
    before.schema = Some("https://git.acme.example.net/scenario.schema.json".to_owned());
    let redacted = before.redact(&RedactionChoice::default());
    assert_eq!((&redacted.scenario.notes, &redacted.scenario.schema), (&None, &None));
    assert_eq!(redacted.scenario.requests[0].name, None);
    let title = ("Acme payments".to_owned(), "Payments \"fail\"".to_owned());
    let redacted = before.redact(&RedactionChoice { with: [title].into(), ..choice() });
    assert_eq!(redacted.scenario.title.as_deref(), Some("Payments \"fail\""));
    let kept = RedactionChoice { leave: [RedactionKind::Prose].into(), ..choice() };
    let left = before.redact(&kept).left;
    assert!(
        left.iter().any(|left| left.text == "`10.20.30.40` in `notes` looks like an IP address."),
        "{left:#?}"
    );
}

#[test]
fn a_title_that_is_also_a_name_is_replaced_like_the_name() {
    let mut before = scenario();
    before.title = Some("jane".to_owned());
    let redacted = before.redact(&RedactionChoice::default());
    assert_eq!(redacted.scenario.title.as_deref(), Some("session1"));
    assert!(redacted.scenario.requests[0].principal.ends_with("/session1"));
}

#[test]
fn addresses_of_people_and_machines_go_wherever_they_stand() {
    let mut before = scenario();
    let policy = before
        .key_policy
        .text()
        .replace(r#""Sid": "AcmePayers","#, r#""Sid": "AcmePayers", "Owner": "jane.doe@acme.example.net","#);
    before.key_policy = policy.into();
    let request = before.requests.first_mut().unwrap();
    let one = |text: &str| Some(crate::ContextValue::One(text.to_owned()));
    request.context.set("aws:SourceIp", one("10.20.30.40"));
    request.context.set("aws:UserAgent", one("acme-cli/1.0"));
    request.context.set("aws:SourceVpce", one("vpce-0a1b2c3d4e5f"));
    let redacted = before.redact(&RedactionChoice::default());
    let after = redacted.scenario.to_json();
    for value in ["acme", "10.20.30.40", "vpce-0a1b2c3d4e5f"] {
        assert!(!after.contains(value), "`{value}` is still in\n{after}");
    }
    assert_eq!(found(&redacted, "jane.doe@acme.example.net").replacement, "user1@example.com");
    assert!(redacted.left.iter().any(|left| left.text.contains("is no policy that AWS would accept")));
    let names = redacted.left.iter().find(|left| left.text.starts_with("Names of")).unwrap();
    assert_eq!(names.value, "Project, tenant");
}

#[test]
fn a_policy_keeps_its_layout() {
    let redacted = scenario().redact(&RedactionChoice::default());
    let text = redacted.scenario.key_policy.text();
    assert!(
        text.contains("\"Version\": \"2012-10-17\",   \"Statement\": [\n      { \"Sid\": \"Statement1"),
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
fn the_same_letters_in_another_case_fit_no_more_patterns_than_before() {
    let mut before = scenario();
    before.key_policy = POLICY_OF_TENANTS.into();
    before.requests.truncate(1);
    before.requests[0].encryption_context.set("tenant", "ACORN".to_owned());
    let redacted = before.redact(&choice());
    assert_eq!(found(&redacted, "acorn").replacement, "acExample2");
    assert_eq!(found(&redacted, "ACORN").replacement, "ACEXAMPLE2");
    assert_eq!(redacted.scenario.redact(&choice()).scenario, redacted.scenario);
}

/// Tenants by a pattern and by name.
const POLICY_OF_TENANTS: &str = r#"{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*",
    "Condition": { "StringLike": { "kms:EncryptionContext:tenant": [ "ac*", "acorn" ] } } } ] }"#;

#[test]
fn a_person_may_leave_kinds_keep_values_and_choose_names() {
    let choice = RedactionChoice {
        leave: [RedactionKind::Prose, RedactionKind::Organization].into(),
        keep: ["jane".to_owned()].into(),
        with: [("acme-gold".to_owned(), "customer".to_owned())].into(),
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
        assert_eq!(Fingerprint::of(&redacted.scenario), Fingerprint::of(&before), "{}", example.name);
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

/// A Sid of the same letters is compared with nothing, so that it does not keep the values from being replaced.
#[test]
fn a_sid_takes_no_stand_in_from_values_of_the_same_letters() {
    let statement = |sid: &str, operator: &str, value: &str| {
        format!(
            r#"{{"Sid":"{sid}","Effect":"Allow","Principal":{{"AWS":"210987654321"}},"Action":"kms:Decrypt","Resource":"*",
            "Condition":{{"{operator}":{{"kms:EncryptionContext:tenant":"{value}"}}}}}}"#
        )
    };
    let statements =
        [statement("Acme", "StringLike", "ac*"), statement("B", "StringEqualsIgnoreCase", "acme")];
    let mut scenario = Scenario::from_json(SCENARIO).unwrap();
    scenario.key_policy = format!(r#"{{"Statement":[{}]}}"#, statements.join(",")).into();
    scenario.key.aliases.clear();
    scenario.requests.truncate(1);
    scenario.requests[0].encryption_context = [("tenant", "ACME".to_owned())].into_iter().collect();
    let redacted = scenario.redact(&RedactionChoice::default());
    for value in ["Acme", "acme", "ACME"] {
        assert_eq!(found(&redacted, value).outcome, RedactionOutcome::Replaced, "{value}");
    }
    assert_eq!(found(&redacted, "Acme").replacement, "Statement1");
    assert_eq!(redacted.scenario.redact(&RedactionChoice::default()).scenario, redacted.scenario);
}
