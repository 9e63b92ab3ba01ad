//! Laws of the contract: what is written is read back, a link gives back what went in, and no text whatever makes the
//! engine panic or point outside of it.
use kms_playground::{
    ContextValue, Decision, Detail, ElementReport, Fragment, Key, NamedPolicy, Pairs, PolicyText, Report,
    ReportSpan, Request, Scenario, Shared, StatementReport, decide, run, run_with,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Text with what policies, JSON and links are sensitive to.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z0-9:/*?. -]{0,24}",
        1 => "\\PC{0,12}",
        1 => "[{}\\[\\]\",:\\\\\u{0}\r\n\t\u{1f511}&=#%]{0,12}",
    ]
}

fn policy() -> impl Strategy<Value = String> {
    let statement = (prop_oneof![Just("Allow"), Just("Deny"), Just("allow")], text(), text(), text());
    let document = vec(statement, 0..3).prop_map(|statements| {
        let statements: Vec<String> = statements
            .into_iter()
            .map(|(effect, principal, action, value)| {
                let [principal, action, value] = [principal, action, value].map(|text| serde_json::Value::from(text).to_string());
                format!(
                    "{{\n  \"Effect\": \"{effect}\", \"Principal\": {{\"AWS\": {principal}}}, \"Action\": {action},\n  \
                     \"Resource\": \"*\", \"Condition\": {{\"StringLike\": {{\"kms:ViaService\": {value}}}}}}}"
                )
            })
            .collect();
        format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{}]}}", statements.join(", "))
    });
    prop_oneof![3 => document, 1 => text()]
}

fn pairs() -> impl Strategy<Value = Pairs<String>> {
    vec((text(), text()), 0..3).prop_map(Pairs)
}

fn request() -> impl Strategy<Value = Request> {
    let principal = prop_oneof![
        Just("arn:aws:iam::111122223333:role/Reader".to_owned()),
        Just("arn:aws:iam::444455556666:root".to_owned()),
        Just("cloudtrail.amazonaws.com".to_owned()),
        text(),
    ];
    let action = prop_oneof![
        Just("kms:Decrypt".to_owned()),
        Just("kms:ReEncrypt".to_owned()),
        Just("kms:ListKeys".to_owned()),
        text()
    ];
    let values =
        prop_oneof![text().prop_map(ContextValue::One), vec(text(), 0..3).prop_map(ContextValue::Many)];
    let context = vec((text(), option::of(values)), 0..3).prop_map(Pairs);
    let expect = option::of(prop::sample::select(&Decision::ALL[..]));
    (option::of(text()), principal, action, option::of(text()), pairs(), context, expect).prop_map(
        |(name, principal, action, via_service, encryption_context, context, expect)| Request {
            name,
            principal,
            action,
            via_service,
            encryption_context,
            context,
            expect,
            ..Request::default()
        },
    )
}

prop_compose! {
    fn scenario()(
        title in option::of(text()),
        key_policy in policy(),
        identity in option::of(vec((text(), policy()), 0..2)),
        levels in option::of(vec(vec(policy(), 0..2), 0..3)),
        aliases in vec(text(), 0..2),
        requests in vec(request(), 0..3),
    ) -> Scenario {
        let named = |(name, text): (String, String)| NamedPolicy { name, text: PolicyText::new(text) };
        let level = |level: Vec<String>| level.into_iter().map(|text| named((String::new(), text))).collect();
        Scenario {
            title,
            key: Key { aliases, ..Key::default() },
            key_policy: PolicyText::new(key_policy),
            identity_policies: identity.map(|policies| policies.into_iter().map(named).collect()),
            service_control_policies: levels.map(|levels| levels.into_iter().map(level).collect()),
            requests,
            ..Scenario::default()
        }
    }
}

fn spans(report: &Report) -> Vec<(String, ReportSpan)> {
    let mut spans = Vec::new();
    for policy in &report.policies {
        spans.extend(policy.errors.iter().map(|error| (policy.id.clone(), error.span)));
        spans.extend(policy.statements.iter().map(|statement| (policy.id.clone(), statement.span)));
    }
    let checks = report.requests.iter().flat_map(|request| &request.checks);
    for statement in checks.flat_map(|check| &check.statements) {
        for element in &statement.elements {
            spans.extend(element.span.map(|span| (statement.policy.clone(), span)));
            spans.extend(
                element.values.iter().filter_map(|value| Some((statement.policy.clone(), value.span?))),
            );
        }
    }
    spans
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(scenario in scenario()) {
        prop_assert_eq!(&Scenario::from_json(&scenario.to_json()).unwrap(), &scenario);
    }

    #[test]
    fn a_link_gives_back_what_went_in(scenario in scenario()) {
        let shared = Shared::new(scenario.clone(), &run(&scenario));
        let link = shared.encode();
        let again = Shared::decode(&link).unwrap();
        prop_assert_eq!(&again, &shared);
        prop_assert_eq!(again.encode(), link);
    }

    #[test]
    fn a_fragment_says_the_same_when_written_again(text in "[a-zA-Z0-9=&%#.: -]{0,80}") {
        let fragment = Fragment::parse(&text);
        let again = Fragment::parse(&fragment.to_string());
        prop_assert_eq!(Fragment { unknown: Vec::new(), ..fragment }, again);
    }

    #[test]
    fn no_link_makes_the_reader_panic(text in "\\PC{0,40}", letters in "[a-zA-Z0-9_-]{0,200}") {
        drop(Shared::decode(&text));
        drop(Shared::decode(&format!("1.{letters}")));
        drop(Fragment::parse(&text).scenario());
    }

    #[test]
    fn no_pasted_text_makes_the_reader_panic(text in "\\PC{0,80}", policy in policy()) {
        drop(Scenario::from_json(&text));
        for text in [text, policy] {
            if let Ok(pasted) = Scenario::from_pasted(&text) {
                drop(run(&pasted.scenario));
            }
        }
    }

    #[test]
    fn the_report_is_the_same_every_time_and_points_into_the_texts(scenario in scenario()) {
        let report = run(&scenario);
        prop_assert_eq!(&run(&scenario), &report);
        let json = serde_json::to_string(&report).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Report>(&json).unwrap(), &report);
        for (policy, span) in spans(&report) {
            let units = u32::try_from(scenario.policy_text(&policy).unwrap().encode_utf16().count()).unwrap();
            prop_assert!(span.start.offset <= span.end.offset && span.end.offset <= units, "{policy} {span:?}");
            prop_assert!(span.start.line >= 1 && span.start.column >= 1);
        }
    }

    #[test]
    fn a_decision_alone_is_that_of_the_report(scenario in scenario()) {
        let decisions: Vec<Decision> = run(&scenario).requests.iter().map(|request| request.decision).collect();
        prop_assert_eq!(decide(&scenario), decisions);
    }

    #[test]
    fn less_detail_is_the_same_report_without_elements(scenario in scenario()) {
        let all = run(&scenario);
        let deciding = run_with(&scenario, Detail::Deciding);
        let none = run_with(&scenario, Detail::None);
        prop_assert_eq!(&none, &without_elements(all.clone(), |_| true));
        prop_assert_eq!(&none, &without_elements(deciding.clone(), |_| true));
        // What is held is held in full.
        let in_full: Vec<Vec<ElementReport>> = elements(&all);
        let held: Vec<Vec<ElementReport>> = elements(&deciding);
        prop_assert_eq!(held.len(), in_full.len());
        for (held, full) in held.iter().zip(&in_full) {
            prop_assert!(held.is_empty() || held == full);
        }
        prop_assert_eq!(&without_elements(all, |statement| !statement.decided), &without_elements(deciding, |statement| !statement.decided));
    }

    #[test]
    fn requests_do_not_depend_on_each_other(scenario in scenario()) {
        let together = run(&scenario);
        for (at, request) in scenario.requests.iter().enumerate() {
            let alone = run(&Scenario { requests: vec![request.clone()], ..scenario.clone() });
            prop_assert_eq!(alone.requests[0].decision, together.requests[at].decision);
            prop_assert_eq!(&alone.requests[0].checks, &together.requests[at].checks);
        }
    }
}

/// The report without the elements of all grants and of these statements.
fn without_elements(mut report: Report, of: impl Fn(&StatementReport) -> bool) -> Report {
    for check in report.requests.iter_mut().flat_map(|request| &mut request.checks) {
        check.grants.iter_mut().for_each(|grant| grant.elements.clear());
        let statements = check.statements.iter_mut().filter(|statement| of(statement));
        statements.for_each(|statement| statement.elements.clear());
    }
    report
}

/// The elements of each statement and grant, in order.
fn elements(report: &Report) -> Vec<Vec<ElementReport>> {
    let checks = report.requests.iter().flat_map(|request| &request.checks);
    let each = checks.flat_map(|check| {
        let statements = check.statements.iter().map(|statement| statement.elements.clone());
        statements.chain(check.grants.iter().map(|grant| grant.elements.clone()))
    });
    each.collect()
}

#[test]
fn a_request_with_too_much_to_compare_is_not_evaluated() {
    let mut scenario = kms_playground::example("verified-permissions").unwrap().scenario().unwrap();
    scenario.requests.truncate(1);
    let request = &mut scenario.requests[0];
    let refused = |scenario: &Scenario| {
        let report = run(scenario);
        report.requests[0].not_evaluated.iter().any(|note| note.code == "contextTooLarge")
    };
    request.encryption_context = Pairs((0..200_000).map(|n| (n.to_string(), String::new())).collect());
    assert!(refused(&scenario), "pairs");
    let request = &mut scenario.requests[0];
    request.encryption_context = Pairs(vec![("k".to_owned(), "v".repeat(70_000))]);
    assert!(refused(&scenario), "a long value");
    let request = &mut scenario.requests[0];
    request.encryption_context = Pairs(vec![("k".to_owned(), "v".repeat(60_000))]);
    assert!(!refused(&scenario), "within bounds");
}
