//! Laws of sharing: a link gives back what went in, and redaction changes no answer.

use std::collections::BTreeMap;

use kms_playground::{
    ContextValue, Decision, EXAMPLES, Fragment, Grant, Key, NamedPolicy, Redacted, RedactionChoice,
    RedactionOutcome, Report, Request, Scenario, Shared, run,
};
use kms_policy::PolicyKind;
use kms_tests::generate::{Vocabulary, document, one_of};
use proptest::prelude::*;
use proptest::sample::select;

/// Names and ids as they are, as they differ in case or path, and as patterns have them.
const PRINCIPALS: &[&str] = &[
    "arn:aws:iam::210987654321:root",
    "arn:aws:iam::210987654321:role/team/Payer",
    "arn:aws:iam::210987654321:role/Payer",
    "arn:aws:iam::210987654321:role/payer",
    "arn:aws:sts::210987654321:assumed-role/Payer/jane",
    "arn:aws:iam::210987654321:user/jane",
    "arn:aws:iam::398765432109:role/Payer",
    "arn:aws:iam::398765432109:root",
    "cloudtrail.amazonaws.com",
];
const CONDITIONS: &[&str] = &[
    "{}",
    r#"{"StringEquals":{"kms:EncryptionContext:tenant":"acme"}}"#,
    r#"{"StringLike":{"kms:EncryptionContext:tenant":["ac*","${aws:username}"]}}"#,
    r#"{"StringEqualsIgnoreCase":{"kms:EncryptionContext:tenant":"ACME"}}"#,
    r#"{"StringEquals":{"kms:EncryptionContext:tenant":"${aws:username}","aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#,
    r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*/Pay??"}}"#,
    r#"{"ArnEquals":{"aws:SourceArn":"arn:aws:cloudtrail:*:2109*:trail/*"}}"#,
    r#"{"StringEquals":{"aws:SourceAccount":"210987654321","kms:CallerAccount":["210987654321","398765432109"]}}"#,
    r#"{"IpAddress":{"aws:SourceIp":"198.18.0.0/15"}}"#,
    r#"{"StringNotLike":{"aws:userid":"*:jane"}}"#,
];
const ACTIONS: &[&str] = &["kms:Decrypt", "kms:*", "kms:CreateGrant", "kms:Encrypt"];

/// The value of `Principal`.
fn principal(name: &str) -> String {
    let kind = if name.ends_with(".com") { "Service" } else { "AWS" };
    format!(r#"{{"{kind}":"{name}"}}"#)
}

fn vocabulary(sids: &'static [&'static str]) -> Vocabulary {
    Vocabulary {
        sids,
        effects: &["Allow", "Deny"],
        principals: select(PRINCIPALS).prop_map(principal).boxed(),
        actions: ACTIONS,
        resources: &["*"],
        conditions: one_of(CONDITIONS),
        is_negating: false,
    }
}

fn request() -> impl Strategy<Value = Request> {
    let tenant = proptest::option::of(select(&["acme", "ACME", "jane", "Payer", "210987654321"][..]));
    let ip = proptest::option::of(select(&["198.18.3.4", "192.0.2.1"][..]));
    let action = select(&["kms:Decrypt", "kms:Encrypt", "kms:DescribeKey"][..]);
    (select(PRINCIPALS), action, tenant, ip).prop_map(|(principal, action, tenant, ip)| {
        let service = principal.ends_with(".com");
        let organization = (!service).then(|| ("aws:PrincipalOrgID", "o-a1b2c3d4e5".to_owned()));
        let context = ip.map(|ip| ("aws:SourceIp", ip.to_owned())).into_iter().chain(organization);
        Request {
            principal: principal.to_owned(),
            action: action.to_owned(),
            session_issuer: principal
                .contains(":sts:")
                .then(|| "arn:aws:iam::210987654321:role/team/Payer".to_owned()),
            source_arn: service.then(|| "arn:aws:cloudtrail:us-east-1:210987654321:trail/acme".to_owned()),
            source_account: service.then(|| "210987654321".to_owned()),
            encryption_context: tenant.map(|tenant| ("tenant", tenant.to_owned())).into_iter().collect(),
            context: context.map(|(name, value)| (name, Some(ContextValue::One(value)))).collect(),
            ..Request::default()
        }
    })
}

fn grants() -> impl Strategy<Value = Vec<Grant>> {
    let grant = select(PRINCIPALS).prop_map(|principal| Grant {
        grantee_principal: Some(principal.to_owned()),
        operations: vec!["Decrypt".to_owned()],
        ..Grant::default()
    });
    proptest::collection::vec(grant, 0..3)
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let statements = vocabulary(&["Acme", "Acme kms:*", "jane"]).statements(PolicyKind::KeyPolicy);
    let attached = vocabulary(&["Acme", "Payer"]).statement(PolicyKind::IdentityBased);
    let identity = proptest::option::of(proptest::collection::vec(attached, 0..2));
    let requests = proptest::collection::vec(request(), 1..4);
    (statements, identity, grants(), requests).prop_map(|(statements, identity, grants, requests)| Scenario {
        key: Key::new("arn:aws:kms:eu-west-1:210987654321:key/0f3dc8ac-27f1-4f8f-b5a2-c1d2e3f4a5b6"),
        key_policy: document("2012-10-17", &statements).into(),
        identity_policies: identity.map(|statements| {
            let policy = |statement: String| {
                let text = document("2012-10-17", &[statement]);
                NamedPolicy { name: "acme".to_owned(), text: text.into() }
            };
            statements.into_iter().map(policy).collect()
        }),
        grants,
        requests,
        ..Scenario::default()
    })
}

/// Everything about a report but its words and places.
fn shape(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    for policy in &report.policies {
        let codes: Vec<&str> = policy.errors.iter().map(|error| error.code.as_ref()).collect();
        lines.push(format!("{} {} {codes:?}", policy.id, policy.accepted));
    }
    for request in &report.requests {
        let notes = request.assumptions.iter().chain(&request.depends_on).chain(&request.not_evaluated);
        let notes: Vec<&str> = notes.map(|note| note.code.as_ref()).collect();
        lines.push(format!("{:?} {notes:?}", request.decision));
        for check in &request.checks {
            lines.push(format!("{} {:?}", check.permission, check.decision));
            lines.extend(
                check
                    .steps
                    .iter()
                    .map(|step| format!("{} {:?} {} {:?}", step.code, step.answer, step.decided, step.by)),
            );
            lines.extend(check.context.iter().map(|key| format!("{} {}", key.key, key.values.len())));
            lines.extend(check.absent.iter().map(|key| format!("{} {}", key.key, key.reason.code)));
            let grants = check.grants.iter().flat_map(|grant| &grant.elements);
            let elements = check.statements.iter().flat_map(|statement| &statement.elements).chain(grants);
            for element in elements {
                let values: Vec<_> =
                    element.values.iter().map(|value| (value.outcome, value.reason.code.as_ref())).collect();
                lines.push(format!(
                    "{:?} {:?} {} {values:?}",
                    element.element, element.outcome, element.reason.code
                ));
            }
        }
    }
    lines
}

fn any_decisions() -> impl Strategy<Value = Option<Vec<Decision>>> {
    proptest::option::of(proptest::collection::vec(select(&Decision::ALL[..]), 0..5))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_link_gives_back_what_went_in(scenario in scenario(), title in ".{0,40}", policy in any::<String>(), seen in any_decisions()) {
        let mut scenario = scenario;
        scenario.title = Some(title);
        scenario.identity_policies.get_or_insert_default().push(NamedPolicy { name: policy.clone(), text: policy.into() });
        let shared = Shared { seen, engine: Some("9.9.9".to_owned()), ..Shared::from(scenario) };
        let link = shared.encode();
        let again = Shared::decode(&link).unwrap();
        prop_assert_eq!(&again, &shared);
        prop_assert_eq!(again.encode(), link);
    }

    #[test]
    fn a_link_damaged_anywhere_is_refused_or_the_same(at in any::<prop::sample::Index>(), letter in "[A-Za-z0-9_-]") {
        let scenario = EXAMPLES.first().unwrap().scenario().unwrap();
        let shared = Shared::from(scenario);
        let link = shared.encode();
        let at = 2 + at.index(link.len() - 2);
        let damaged: String = link.char_indices().map(|(place, known)| if place == at { letter.clone() } else { known.into() }).collect();
        match Shared::decode(&damaged) {
            // The last byte that was compressed can have bits that mean nothing.
            Ok(read) => prop_assert_eq!(read, shared),
            Err(error) => prop_assert!(!error.text.is_empty()),
        }
    }

    #[test]
    fn a_fragment_survives_being_written(text in "[#&=%a-z0-9.:/é\u{1f511} ]{0,60}") {
        let fragment = Fragment::parse(&text);
        let known = Fragment { unknown: Vec::new(), ..fragment };
        prop_assert_eq!(Fragment::parse(&known.to_string()), known);
    }

    #[test]
    fn redaction_changes_no_answer(scenario in scenario()) {
        let redacted = scenario.redact(&RedactionChoice::default());
        prop_assert_eq!(shape(&run(&redacted.scenario)), shape(&run(&scenario)));
        prop_assert_eq!(scenario.key_policy.text().lines().count(), redacted.scenario.key_policy.text().lines().count());
        let json = redacted.scenario.to_json();
        for value in redacted.values.iter().filter(|value| value.outcome == RedactionOutcome::Replaced) {
            let mentioned = redacted.left.iter().any(|left| left.text.starts_with(&format!("`{}`", value.value)));
            prop_assert!(value.value.len() < 4 || mentioned || !json.contains(&value.value), "`{}` in {json}", value.value);
        }
        let again = redacted.scenario.redact(&RedactionChoice::default());
        prop_assert_eq!(again.scenario, redacted.scenario);
    }
}

proptest! {
    // Each case redacts several times.
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stand_ins_a_person_chooses_no_answer_changes_and_nothing_is_given_away(scenario in scenario(), own in own_stand_ins()) {
        let redacted = scenario.redact(&RedactionChoice { with: own, ..RedactionChoice::default() });
        prop_assert_eq!(shape(&run(&redacted.scenario)), shape(&run(&scenario)));
        prop_assert_eq!(&redacted.report, &run(&redacted.scenario));
        for value in &redacted.values {
            prop_assert_eq!(value.outcome == RedactionOutcome::Stays, value.note.as_ref().is_some_and(|note| note.contains("It stays")));
        }
        let as_made = scenario.redact(&RedactionChoice::default());
        let stays = |redacted: &Redacted| redacted.values.iter().filter(|value| value.outcome == RedactionOutcome::Stays).count();
        prop_assert!(stays(&redacted) <= stays(&as_made), "{redacted:?}");
    }
}

/// Stand-ins as a person may come to type them: good ones, others' names, and some that break everything.
fn own_stand_ins() -> impl Strategy<Value = BTreeMap<String, String>> {
    let value =
        select(&["210987654321", "398765432109", "Payer", "payer", "jane", "team", "acme", "198.18.3.4"][..]);
    let text = select(
        &["", "x", "Payer", "111122223333", "*", "Pay1", "a/b", "\"}", "Role1", "ACME", "192.0.2.7"][..],
    );
    proptest::collection::btree_map(value.prop_map(str::to_owned), text.prop_map(str::to_owned), 0..4)
}

#[test]
fn every_example_travels_in_a_link_and_keeps_its_decisions_when_redacted() {
    for example in EXAMPLES {
        let scenario = example.scenario().unwrap();
        let report = run(&scenario);
        let shared = Shared::new(scenario.clone(), &report);
        let again = Shared::decode(&shared.encode()).unwrap();
        assert_eq!(again, shared, "{}", example.name);
        assert_eq!(again.difference(&run(&again.scenario)), None);
        let redacted = scenario.redact(&RedactionChoice::default()).scenario;
        assert_eq!(shape(&run(&redacted)), shape(&report), "{}", example.name);
    }
}

/// The links of `docs/links.md`, each of which stands in a block of its own.
#[test]
fn every_link_of_the_documentation_opens() {
    let page = include_str!("../docs/links.md");
    let links: Vec<&str> = page.lines().filter(|line| line.starts_with('#') && line.contains('=')).collect();
    assert!(links.len() >= 4, "{links:?}");
    for link in links {
        let fragment = Fragment::parse(link);
        assert_eq!(fragment.unknown, [""; 0], "{link}");
        let scenario = fragment.scenario().unwrap().unwrap().scenario;
        let shown = fragment.request.unwrap_or(scenario.requests.len());
        let report = run(&scenario);
        let request = report.requests.get(shown - 1).unwrap_or_else(|| panic!("no request {shown}: {link}"));
        assert_ne!(request.decision, Decision::NotEvaluated, "{link}: {}", request.summary);
    }
}
