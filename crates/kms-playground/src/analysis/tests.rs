use super::*;
use crate::{Decision, run};

fn input(statements: &str) -> AnalysisInput {
    AnalysisInput::read(&format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)).unwrap()
}

const ROOT: &str = r#"{"Sid":"Admin","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}"#;
const APP: &str = r#"{"Sid":"App","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/App"},"Action":["kms:Decrypt","kms:ScheduleKeyDeletion"],"Resource":"*"}"#;
const PARTNER: &str = r#"{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}}"#;

#[test]
fn a_wider_policy_is_told_with_a_scenario_that_shows_it() {
    let report = compare(&input(ROOT), &input(&format!("{ROOT},{APP},{PARTNER}"))).unwrap();
    assert_eq!(report.relation, PolicyRelation::Wider);
    let texts: Vec<&str> = report.findings.iter().map(|finding| finding.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "All principals in account 444455556666 can now call `kms:Decrypt` when `kms:ViaService` is \
             `s3.us-east-1.amazonaws.com` if identity-based policies allow it.",
            "Role `App` can now call `kms:Decrypt` and `kms:ScheduleKeyDeletion` without an identity-based policy.",
        ]
    );
    for finding in &report.findings {
        assert_eq!(finding.after, Decision::Allowed, "{}", finding.text);
        assert_ne!(finding.before, Decision::Allowed, "{}", finding.text);
        // What is written down can be read and decided again.
        let again = crate::Scenario::from_json(&finding.scenario.to_json()).unwrap();
        assert_eq!(run(&again).requests[0].decision, Decision::Allowed);
    }
}

#[test]
fn a_narrower_policy_is_told_too() {
    let report = compare(&input(&format!("{ROOT},{APP}")), &input(ROOT)).unwrap();
    assert_eq!(report.relation, PolicyRelation::Narrower);
    let [finding] = &report.findings[..] else { panic!("{report:#?}") };
    assert_eq!(
        finding.text,
        "Role `App` can now call `kms:Decrypt` and `kms:ScheduleKeyDeletion` only with an identity-based policy that \
         allows it."
    );
    assert_eq!((finding.before, finding.after), (Decision::Allowed, Decision::ImplicitDeny));
}

#[test]
fn access_is_told_in_sentences() {
    let report = access(&input(&format!("{ROOT},{APP},{PARTNER}"))).unwrap();
    let texts: Vec<&str> = report.ways.iter().map(|way| way.text.as_str()).collect();
    assert!(
        texts.contains(&"Role `App` can call `kms:Decrypt` and `kms:ScheduleKeyDeletion`."),
        "{texts:#?}"
    );
    assert!(
        texts.iter().any(
            |text| text.starts_with("All principals in account 444455556666 can call `kms:Decrypt` when")
        ),
        "{texts:#?}"
    );
    assert_eq!(report.lockout, LockoutState::Delegated);
    assert_eq!(texts.len(), 3, "{texts:#?}");
    assert!(report.idle_statements.is_empty(), "{:#?}", report.idle_statements);
    for way in &report.ways {
        assert_eq!(way.scenario.requests[0].expect, Some(Decision::Allowed), "{}", way.text);
    }
}

#[test]
fn a_policy_that_aws_would_reject_is_not_analyzed() {
    let error = access(&input(r#"{"Effect":"Allow"}"#)).unwrap_err();
    assert!(error.to_string().starts_with("AWS would reject the policy: line 1: "), "{error}");
}

#[test]
fn a_suite_pins_what_is_allowed_and_what_is_next_to_it() {
    let scenarios = suite(&input(&format!("{ROOT},{APP},{PARTNER}"))).unwrap();
    assert!((1..=3).contains(&scenarios.len()), "{}", scenarios.len());
    let (mut allowed, mut refused) = (0, 0);
    for scenario in &scenarios {
        let report = run(scenario);
        for (request, decided) in scenario.requests.iter().zip(&report.requests) {
            assert_eq!(request.expect, Some(decided.decision), "{:?}", request.name);
            match decided.decision {
                Decision::Allowed => allowed += 1,
                _ => refused += 1,
            }
        }
    }
    assert!(allowed >= 3 && refused >= 3, "{allowed} {refused}");
    // Without the condition on the service one of them is decided otherwise.
    let open = PARTNER
        .replace(r#","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}"#, "");
    let opened = input(&format!("{ROOT},{APP},{open}")).scenario.key_policy;
    let differs = scenarios.iter().any(|scenario| {
        let changed = crate::Scenario { key_policy: opened.clone(), ..scenario.clone() };
        let report = run(&changed);
        scenario
            .requests
            .iter()
            .zip(&report.requests)
            .any(|(request, now)| request.expect != Some(now.decision))
    });
    assert!(differs);
}
