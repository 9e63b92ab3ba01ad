use super::*;
use crate::scenario::{Grant, GrantConstraints, Request};
use crate::{Decision, run};

mod grid;

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

/// Some calls need more than one permission: the request that shows a difference has the others.
#[test]
fn a_difference_in_any_operation_has_a_request_that_shows_it() {
    let mut seen = 0;
    for operation in kms_catalog::Operation::all() {
        let one = APP.replace(
            r#"["kms:Decrypt","kms:ScheduleKeyDeletion"]"#,
            &format!(r#""{}""#, operation.permission()),
        );
        for (old, new) in
            [(ROOT.to_owned(), format!("{ROOT},{one}")), (format!("{ROOT},{one}"), ROOT.to_owned())]
        {
            let report = compare(&input(&old), &input(&new)).unwrap();
            seen += report.findings.len();
            for finding in &report.findings {
                let (less, more) = match finding.direction {
                    ChangeDirection::Wider => (finding.before, finding.after),
                    ChangeDirection::Narrower => (finding.after, finding.before),
                };
                assert_eq!(more, Decision::Allowed, "{}", finding.text);
                assert_ne!(less, Decision::Allowed, "{}", finding.text);
            }
        }
    }
    assert!(seen > 80, "{seen}");
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

/// The policy knows no name of a role that was deleted, so none is made up.
#[test]
fn a_deleted_principal_is_called_by_its_unique_id() {
    let statement = |ids: &str| {
        format!(
            r#"{{ "Effect": "Allow", "Principal": {{ "AWS": {ids} }}, "Action": "kms:Decrypt", "Resource": "*" }}"#
        )
    };
    let report = access(&input(&statement(r#"["AROADBQP57FF2AEXAMPLE", "AIDACKCEVSQ6C2EXAMPLE"]"#))).unwrap();
    let [way] = &report.ways[..] else { panic!("{:#?}", report.ways) };
    assert_eq!(
        way.text,
        "Role with the unique id `AROADBQP57FF2AEXAMPLE` and user with the unique id `AIDACKCEVSQ6C2EXAMPLE` can call `kms:Decrypt`. AWS shows a unique id after the role or user was deleted."
    );
    let all = statement(r#""AROADBQP57FF2AEXAMPLE""#).replace("kms:Decrypt", "kms:*");
    let lockout = |statements: &str| access(&input(statements)).unwrap().lockout;
    assert_eq!(lockout(&all), LockoutState::LockedOut, "nobody who exists is allowed PutKeyPolicy");
    let both = all.replace(
        r#""AROADBQP57FF2AEXAMPLE""#,
        r#"["AROADBQP57FF2AEXAMPLE", "arn:aws:iam::111122223333:role/App"]"#,
    );
    assert_eq!(lockout(&both), LockoutState::Named);
    assert_eq!(lockout(&format!("{ROOT},{all}")), LockoutState::Delegated);
}

#[test]
fn a_policy_that_aws_would_reject_is_not_analyzed() {
    let error = access(&input(r#"{"Effect":"Allow"}"#)).unwrap_err();
    assert!(error.to_string().starts_with("AWS would reject the policy: line 1: "), "{error}");
}

#[test]
fn a_suite_pins_what_is_allowed_and_what_is_next_to_it() {
    let Suite { scenarios, is_complete } = suite(&input(&format!("{ROOT},{APP},{PARTNER}"))).unwrap();
    assert!(is_complete);
    let (mut allowed, mut refused, mut names) = (0, 0, Vec::new());
    for scenario in &scenarios {
        let report = run(scenario);
        for (request, decided) in scenario.requests.iter().zip(&report.requests) {
            assert_eq!(request.expect, Some(decided.decision), "{:?}", request.name);
            names.extend(request.name.clone());
            match decided.decision {
                Decision::Allowed => allowed += 1,
                _ => refused += 1,
            }
        }
    }
    assert!(allowed >= 3 && refused >= 3, "{allowed} {refused}");
    assert!(names.len() < 20, "{names:#?}");
    assert!(
        names.contains(&"The condition `StringEquals` on `kms:ViaService` in statement 3 (`Partner`) decides this request.".to_owned()),
        "{names:#?}"
    );
    // Without the condition on the service one of them is decided otherwise.
    let open = PARTNER
        .replace(r#","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}"#, "");
    assert!(tells(&scenarios, &input(&format!("{ROOT},{APP},{open}"))));
}

/// Whether one of the requests is decided otherwise under another key policy.
fn tells(scenarios: &[Scenario], other: &AnalysisInput) -> bool {
    scenarios.iter().any(|scenario| {
        let changed = Scenario { key_policy: other.scenario.key_policy.clone(), ..scenario.clone() };
        scenario
            .requests
            .iter()
            .zip(crate::decide(&changed))
            .any(|(request, now)| request.expect != Some(now))
    })
}

#[test]
fn a_statement_without_effect_is_removed_with_its_comma_and_nothing_else() {
    let narrow = APP.replace("\"App\"", "\"Été again\"").replace(
        r#""Resource":"*""#,
        r#""Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}"#,
    );
    for (statements, left) in [
        (format!("{ROOT},{APP},\n  {narrow}"), format!("{ROOT},{APP}")),
        (format!("{narrow}\t,\n {ROOT},{APP}"), format!("{ROOT},{APP}")),
        (format!("{ROOT},\n{narrow} ,\n {APP}"), format!("{ROOT},\n{APP}")),
    ] {
        let before = input(&statements);
        let [idle] = &idle_statements(&before).unwrap()[..] else { panic!("{statements}") };
        assert_eq!(idle.why, IdleWhy::Covered);
        let text = before.scenario.key_policy.text();
        let after = fixed(text, idle.fix.as_ref().unwrap());
        assert_eq!(after, format!(r#"{{"Version":"2012-10-17","Statement":[{left}]}}"#));
        let after = AnalysisInput::read(&after).unwrap();
        assert_eq!(compare(&before, &after).unwrap().relation, PolicyRelation::Same);
    }
}

#[test]
fn the_only_statement_is_not_removed() {
    let never = APP.replace(
        r#""Resource":"*""#,
        r#""Resource":"*","Condition":{"Bool":{"aws:PrincipalIsAWSService":"true"}}"#,
    );
    let [idle] = &idle_statements(&input(&never)).unwrap()[..] else { panic!("{never}") };
    assert_eq!((idle.why, idle.fix.as_ref()), (IdleWhy::NeverMatches, None));
}

#[test]
fn what_the_reviewer_says_is_not_said_twice() {
    let twice = format!("{ROOT},{APP},{APP}");
    let narrow = APP.replace(r#"["kms:Decrypt","kms:ScheduleKeyDeletion"]"#, r#""kms:Decrypt""#).replace(
        r#""Resource":"*""#,
        r#""Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}"#,
    );
    // (statements, codes of the reviewer's that say it, findings of the analysis)
    for (statements, reviewed, found) in
        [(twice, vec!["duplicateStatement"], 0), (format!("{ROOT},{APP},{narrow}"), vec![], 1)]
    {
        let input = input(&statements);
        let idle = idle_statements(&input).unwrap();
        let report = run(&input.scenario);
        for code in reviewed {
            assert!(report.findings.iter().any(|finding| finding.code == code), "{code}: {statements}");
        }
        let findings = idle_findings(&idle, &report.findings);
        assert_eq!(findings.len(), found, "{findings:#?}");
        for finding in &findings {
            assert!(is_idle_finding(finding));
            let span = finding.spans[0];
            let text: Vec<u16> = input.scenario.key_policy.text().encode_utf16().collect();
            let marked = &text[span.start.offset as usize..span.end.offset as usize];
            assert_eq!(String::from_utf16(marked).unwrap(), "\"App\"");
        }
    }
}

#[test]
fn callers_of_other_accounts_and_services_for_any_resource_are_marked() {
    use ReachMark::{AnySource, OutsideAccount, OutsideOrganization};
    let allow = |principal: &str, condition: &str| {
        format!(
            r#"{{"Effect":"Allow","Principal":{principal},"Action":"kms:Decrypt","Resource":"*","Condition":{{{condition}}}}}"#
        )
    };
    let (partner, logs) = (r#"{"AWS":"444455556666"}"#, r#"{"Service":"logs.us-east-1.amazonaws.com"}"#);
    let organization = |operator: &str, value: &str| {
        allow(partner, &format!(r#""{operator}":{{"aws:PrincipalOrgID":"{value}"}}"#))
    };
    for (statement, marks) in [
        (APP.to_owned(), vec![]),
        (allow(partner, ""), vec![OutsideOrganization]),
        (organization("StringEquals", "o-example"), vec![OutsideAccount]),
        (organization("StringLike", "o-exam*"), vec![OutsideAccount]),
        (organization("StringNotEquals", "o-example"), vec![OutsideOrganization]),
        (organization("StringEqualsIfExists", "o-example"), vec![OutsideOrganization]),
        (organization("StringLike", "*"), vec![OutsideOrganization]),
        (organization("Null", "false"), vec![OutsideOrganization]),
        (allow(logs, ""), vec![AnySource]),
        (allow(logs, r#""StringEquals":{"aws:SourceAccount":"111122223333"}"#), vec![]),
        (allow(logs, r#""ArnLike":{"aws:SourceArn":"arn:aws:logs:us-east-1:111122223333:*"}"#), vec![]),
        (allow(logs, r#""StringNotEquals":{"aws:SourceAccount":"111122223333"}"#), vec![AnySource]),
    ] {
        let report = access(&input(&format!("{ROOT},{statement}"))).unwrap();
        let found: Vec<ReachMark> = report.ways.iter().flat_map(|way| way.marks.clone()).collect();
        assert_eq!(found, marks, "{statement}\n{report:#?}");
        assert!(report.ways.iter().all(|way| !way.statements.is_empty()), "{report:#?}");
    }
}

#[test]
fn decisions_that_are_made_together_are_those_made_alone() {
    let report = compare(&input(&format!("{APP},{PARTNER}")), &input(&format!("{ROOT},{PARTNER}"))).unwrap();
    assert!(report.findings.len() > 1);
    for finding in &report.findings {
        assert_eq!(run(&finding.scenario).requests[0].decision, finding.after, "{}", finding.text);
        assert_eq!((finding.before_here, finding.after_here), (None, None));
    }
}

#[test]
fn a_change_is_also_decided_among_the_policies_of_the_scenario() {
    let mut old = input(ROOT);
    old.is_scenario = true;
    old.scenario.service_control_policies = Some(vec![vec![crate::NamedPolicy {
        name: "nothing of KMS".to_owned(),
        text: crate::PolicyText::new(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"kms:*","Resource":"*"}}"#,
        ),
    }]]);
    let mut new = old.clone();
    new.scenario.key_policy = input(&format!("{ROOT},{APP}")).scenario.key_policy;
    let report = compare(&old, &new).unwrap();
    let [finding] = &report.findings[..] else { panic!("{report:#?}") };
    assert_eq!(finding.after, Decision::Allowed);
    assert_eq!(
        (finding.before_here, finding.after_here),
        (Some(Decision::ExplicitDeny), Some(Decision::ExplicitDeny))
    );
}

/// What the requests of a scenario test.
fn covered(scenario: &Scenario) -> CoverageReport {
    let source =
        CoverageSource::read(&AnalysisInput { scenario: scenario.clone(), is_scenario: true }).unwrap();
    let mut open = source.open();
    let all = open.left();
    let steps = std::iter::from_fn(|| open.step().then_some(())).count();
    assert_eq!((steps, open.left()), (all, 0));
    open.finish(&run(scenario))
}

#[test]
fn the_requests_that_coverage_asks_for_test_what_was_untested() {
    let mut scenario = input(&format!("{APP},{PARTNER}")).scenario;
    scenario.requests = vec![Request {
        principal: "arn:aws:iam::111122223333:role/App".to_owned(),
        action: "kms:Decrypt".to_owned(),
        ..Request::default()
    }];
    let first = covered(&scenario);
    assert!(first.is_complete, "{first:#?}");
    let [app, partner] = &first.statements[..] else { panic!("{first:#?}") };
    assert_eq!((app.name.as_str(), app.applies), ("statement 1 (`App`)", 1));
    assert!(app.untested.contains(&"the action `kms:ScheduleKeyDeletion`".to_owned()), "{first:#?}");
    assert!(!app.untested.contains(&"the statement as a whole".to_owned()), "{first:#?}");
    assert_eq!(partner.applies, 0);
    assert!(partner.untested.contains(&"the statement as a whole".to_owned()), "{first:#?}");
    scenario.requests.extend(first.requests.iter().cloned());
    let report = run(&scenario);
    assert!(report.requests.iter().all(|request| request.met != Some(false)));
    let second = covered(&scenario);
    assert_eq!(second.requests, [], "{second:#?}");
    assert!(second.statements.iter().all(|statement| statement.untested.is_empty()), "{second:#?}");
}
