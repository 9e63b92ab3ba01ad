use super::*;
use crate::Decision;
use crate::{EXAMPLES, decide};

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ROOT: &str = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}"#;
const APP: &str = r#"{"principal":"arn:aws:iam::111122223333:role/App","action":"kms:Decrypt"}"#;

fn scenario(statements: &str, request: &str, more: &str) -> Scenario {
    let json = format!(
        r#"{{"version":1,"key":{{"arn":"{KEY}"}},"keyPolicy":{{"Version":"2012-10-17","Statement":[{statements}]}},
            "requests":[{request}]{more}}}"#
    );
    Scenario::from_json(&json).unwrap()
}

/// What holds of every answer.
fn of(scenario: &Scenario, at: usize) -> MissingFacts {
    let found = missing_facts(scenario, at).unwrap();
    for case in &found.cases {
        let shown = Scenario::from_json(&case.scenario.to_json()).unwrap();
        assert_eq!(decide(&shown), [case.decision], "{}", case.text);
        assert_eq!(shown.requests[0].expect, Some(case.decision), "{}", case.text);
        // With fewer of the values it is open.
        for left in 0..case.values.len() {
            let fewer = case.values.iter().enumerate().filter(|(at, _)| *at != left).map(|(_, value)| value);
            let fewer: Vec<&FactChoice> = fewer.collect();
            let is_case = |other: &SettledCase| other.values.iter().all(|value| fewer.contains(&value));
            assert!(!found.cases.iter().any(is_case), "{}", case.text);
        }
    }
    for set in &found.sets {
        assert!(found.cases.iter().any(|case| case.values.iter().all(|value| set.contains(&value.fact))));
    }
    found
}

fn texts(found: &MissingFacts) -> Vec<&str> {
    found.cases.iter().map(|case| case.text.as_str()).collect()
}

#[test]
fn unknown_identity_policies_settle_it_alone() {
    let found = of(&scenario(ROOT, APP, ""), 0);
    assert_eq!(found.decision, Decision::Undetermined);
    assert_eq!(
        found.summary,
        "The result depends on the identity-based policies of role `App`, which this scenario does not include."
    );
    assert_eq!(
        texts(&found),
        [
            "If the identity-based policies of role `App` allow the call, the call is allowed.",
            "If the identity-based policies of role `App` do not allow the call, nothing allows the call.",
            "If the identity-based policies of role `App` deny the call, a statement denies the call.",
        ]
    );
    assert_eq!((found.sets, found.is_complete), (vec![vec![0]], true));
    assert_eq!(found.facts[0].code, "identityPolicies");
}

#[test]
fn a_condition_key_has_the_values_that_the_policy_tells_apart() {
    let deny = r#"{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}}"#;
    let found = of(&scenario(&format!("{ROOT},{deny}"), APP, ""), 0);
    assert_eq!(
        texts(&found),
        [
            "If the identity-based policies of role `App` deny the call, a statement denies the call.",
            "If `aws:SourceVpce` is absent or is like `vpce-0other`, a statement denies the call.",
            "If the identity-based policies of role `App` allow the call and `aws:SourceVpce` is `vpce-1`, the call is allowed.",
            "If the identity-based policies of role `App` do not allow the call and `aws:SourceVpce` is `vpce-1`, nothing allows the call.",
        ]
    );
    // Either of the two can be enough: a Deny in IAM policies, another endpoint.
    assert_eq!(found.sets, [vec![0], vec![1]]);
    let key = &found.facts[1];
    assert_eq!(
        (key.key.as_deref(), key.path.as_str()),
        (Some("aws:SourceVpce"), "requests[0].context.aws:SourceVpce")
    );
    let decisions: Vec<Option<Decision>> = key.values.iter().map(|value| value.decision).collect();
    assert_eq!(decisions, [Some(Decision::ExplicitDeny), None]);
}

#[test]
fn what_makes_no_difference_is_not_missing() {
    let named = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/App"},"Action":"kms:Decrypt","Resource":"*"}"#;
    let found = of(&scenario(named, APP, r#","identityPolicies":[]"#), 0);
    assert_eq!((found.facts.len(), found.cases.len(), found.summary.as_str()), (0, 0, ""));
    assert_eq!(missing_facts(&scenario(named, APP, ""), 1), None);
    // A key that both statements take alike.
    let both = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/App"},"Action":"kms:Decrypt","Resource":"*","Condition":{"Null":{"aws:SourceVpce":"true"}}},
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/App"},"Action":"kms:Decrypt","Resource":"*","Condition":{"Null":{"aws:SourceVpce":"false"}}}"#;
    let found = of(&scenario(both, APP, r#","identityPolicies":[]"#), 0);
    assert_eq!((found.decision, found.facts.len()), (Decision::Allowed, 0));
}

#[test]
fn too_many_facts_are_said_to_be_too_many() {
    let statements: Vec<String> = (0..12)
        .map(|at| {
            format!(
                r#"{{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*","Condition":{{"StringEquals":{{"aws:PrincipalTag/t{at}":["a","b"]}}}}}}"#
            )
        })
        .collect();
    let found = of(&scenario(&format!("{ROOT},{}", statements.join(",")), APP, ""), 0);
    assert!(!found.is_complete && found.evaluations <= 1024, "{found:#?}");
    assert!(found.cases.len() <= LISTED);
}

/// What a report says the decision depends on is among the facts, and a decision that is not settled has some.
#[test]
fn every_open_decision_of_the_gallery_has_its_facts() {
    let (mut open, mut of_keys) = (0, 0);
    for example in EXAMPLES {
        let mut scenario = example.scenario().unwrap();
        let request = |scenario: &Scenario| crate::run_with(scenario, crate::Detail::None).requests;
        for at in 0..request(&scenario).len() {
            of_keys += usize::from(holds(&scenario, at, &request(&scenario)[at]));
        }
        // Without anybody's identity-based policies many are open.
        scenario.identity_policies = None;
        scenario.callers.iter_mut().for_each(|caller| caller.identity_policies = None);
        for (at, report) in request(&scenario).iter().enumerate().take(2) {
            open += usize::from(report.decision == Decision::Undetermined);
            holds(&scenario, at, report);
        }
    }
    assert!(open > 20 && of_keys > 5, "{open} {of_keys}");
}

/// Whether the decision depends on a condition key.
fn holds(scenario: &Scenario, at: usize, report: &crate::RequestReport) -> bool {
    let Some(found) = missing_facts(scenario, at) else { return false };
    assert_eq!(found.decision, report.decision);
    of(scenario, at);
    let has = |code: &str| found.facts.iter().any(|fact| fact.code == code);
    assert!(report.decision != Decision::Undetermined || has("identityPolicies"), "{report:#?}");
    for note in &report.depends_on {
        assert!(has(&note.code) || note.code == "lockoutUndetermined", "{report:#?}\n{found:#?}");
    }
    has("key")
}
