//! The examples of the gallery: every decision as it was worked out by hand, nothing left out that an example owes
//! its reader, and every one of them whole again at the other end of its link.
//!
//! `KMS_BLESS=1` writes the table in the gallery's README. No variable writes an expectation.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use kms_playground::{
    Decision, EXAMPLES, ElementOutcome, Example, Fragment, PolicyRef, Scenario, Shared, example, run,
};
use serde_json::Value;

/// The one whose key policy AWS refuses has nothing to decide.
const UNDECIDABLE: &str = "source-arn-outside-the-character-set";

#[test]
fn every_request_is_decided_as_its_example_expects() {
    let mut differing = String::new();
    for (example, scenario) in scenarios() {
        let report = run(&scenario);
        assert_eq!(report.requests.len(), scenario.requests.len(), "{}", example.name);
        for (request, result) in scenario.requests.iter().zip(&report.requests) {
            if request.expect != Some(result.decision) {
                let name = request.name.as_deref().unwrap_or_default();
                let expected = request.expect.map_or("nothing", Decision::name);
                let decided = result.decision.name();
                let summary = &result.summary;
                _ = writeln!(
                    differing,
                    "{}: {name}\n  expected {expected}, decided {decided}: {summary}",
                    example.name
                );
            }
        }
    }
    assert!(differing.is_empty(), "\n{differing}");
}

#[test]
fn every_example_says_what_it_teaches_and_where_that_is_documented() {
    for (example, scenario) in scenarios() {
        let name = example.name;
        assert!(scenario.title.is_some_and(|title| !title.is_empty()), "{name} has no title");
        let about = scenario.about.unwrap_or_else(|| panic!("{name} says nothing about itself"));
        assert!(about.system.is_some_and(|system| !system.is_empty()), "{name} names no system");
        let lesson = about.lesson.unwrap_or_else(|| panic!("{name} has no lesson"));
        assert_eq!(sentences(&lesson), 2, "the lesson of {name}: {lesson}");
        assert!(!about.sources.is_empty(), "{name} names no source");
        for source in &about.sources {
            assert!(source.starts_with("https://docs.aws.amazon.com/"), "{name}: {source}");
        }
    }
}

#[test]
fn every_request_has_a_name_of_its_own_and_an_expectation() {
    for (example, scenario) in scenarios() {
        let mut names = BTreeSet::new();
        for request in &scenario.requests {
            let name = request.name.as_deref().unwrap_or_default();
            assert!(!name.is_empty(), "{}: {} has no name", example.name, request.action);
            assert!(names.insert(name), "{}: two requests are called `{name}`", example.name);
            assert!(request.expect.is_some(), "{}: `{name}` expects nothing", example.name);
        }
    }
}

#[test]
fn aws_would_accept_every_policy_but_one() {
    for (example, scenario) in scenarios() {
        for policy in run(&scenario).policies {
            let refused = example.name == UNDECIDABLE && policy.id == "keyPolicy";
            assert_eq!(policy.accepted, !refused, "{}: {} {:#?}", example.name, policy.id, policy.errors);
        }
    }
}

#[test]
fn every_example_shows_both_sides_of_its_rule() {
    for (example, scenario) in scenarios().filter(|(example, _)| example.name != UNDECIDABLE) {
        let allowed = |request: &&kms_playground::Request| request.expect == Some(Decision::Allowed);
        let count = scenario.requests.iter().filter(allowed).count();
        assert!(count > 0, "{} allows nothing", example.name);
        assert!(count < scenario.requests.len(), "{} refuses nothing", example.name);
    }
}

/// A call that is authorized and then fails says so in its name, and no other call fails.
#[test]
fn what_kms_still_refuses_stands_in_the_name_of_the_request() {
    for (example, scenario) in scenarios() {
        for result in run(&scenario).requests.iter().filter(|result| result.decision == Decision::Allowed) {
            let name = result.name.as_deref().unwrap_or_default();
            let refused = result.checks.iter().any(|check| !check.after_authorization.is_empty());
            assert_eq!(refused, name.ends_with(" stops it"), "{}: {name}", example.name);
        }
    }
}

#[test]
fn the_statement_that_never_matches_waits_for_a_source_that_the_callers_identity_does_not_bring() {
    let scenario = example("agentcore-source-context-never-matches").unwrap().scenario().unwrap();
    let report = run(&scenario);
    let check = &report.requests[0].checks[0];
    let failing =
        check.statements[1].elements.iter().filter(|element| element.outcome == ElementOutcome::DoesNotMatch);
    let why: Vec<_> = failing
        .map(|element| {
            let key = element.key.as_deref().unwrap_or_default();
            let absent = check.absent.iter().find(|absent| absent.key == key);
            (key, absent.map_or("present", |absent| absent.reason.code.as_ref()))
        })
        .collect();
    assert_eq!(why, [("aws:SourceAccount", "callersIdentity"), ("aws:SourceArn", "callersIdentity")]);
}

#[test]
fn every_statement_has_a_sid_of_its_own() {
    for (example, scenario) in scenarios() {
        for PolicyRef { id, text, .. } in scenario.policies() {
            let document: Value = serde_json::from_str(text.text()).unwrap();
            let statements = document["Statement"].as_array().unwrap();
            let sids: BTreeSet<_> =
                statements.iter().filter_map(|statement| statement["Sid"].as_str()).collect();
            assert_eq!(sids.len(), statements.len(), "{}: {id}", example.name);
            assert!(!sids.contains(""), "{}: {id}", example.name);
        }
    }
}

#[test]
fn every_policy_is_laid_out_as_a_text_of_its_own() {
    for (example, scenario) in scenarios() {
        for PolicyRef { id, text, .. } in scenario.policies() {
            let text = text.text();
            let own_margin = text.starts_with("{\n  \"Version\"") && text.ends_with("\n}");
            assert!(own_margin, "{}: {id} is indented with the scenario around it", example.name);
        }
    }
}

#[test]
fn every_example_comes_whole_out_of_its_link() {
    for (example, scenario) in scenarios() {
        let report = run(&scenario);
        let sent = Shared::new(scenario, &report);
        let link = format!("s={}", sent.encode());
        let received =
            Fragment::parse(&link).scenario().unwrap_or_else(|error| panic!("{}: {error}", example.name));
        assert_eq!(received, Some(sent), "{}", example.name);
    }
}

#[test]
fn every_example_opens_by_its_name() {
    for (example, scenario) in scenarios() {
        let link = format!("example={}", example.name);
        let opened = Fragment::parse(&link).scenario().unwrap().unwrap();
        assert_eq!(opened.scenario, scenario, "{}", example.name);
    }
}

#[test]
fn the_table_of_the_gallery_is_that_of_its_examples() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/kms-playground/gallery/README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = readme.split_once("<!-- table -->\n").expect("where the table begins");
    let (_, tail) = rest.split_once("<!-- end of table -->").expect("where the table ends");
    let current = format!("{head}<!-- table -->\n{}<!-- end of table -->{tail}", table());
    if std::env::var_os("KMS_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, current).unwrap();
        return;
    }
    assert!(readme == current, "the table is out of date: run this test with KMS_BLESS=1");
}

fn table() -> String {
    let mut text = "| System | What is shown | Requests |\n| --- | --- | ---: |\n".to_owned();
    let (mut before, mut total) = (String::new(), 0);
    for (example, scenario) in scenarios() {
        let system = scenario.about.and_then(|about| about.system).unwrap_or_default();
        let title = scenario.title.unwrap_or_default();
        let count = scenario.requests.len();
        let shown = if system == before { "" } else { &system };
        _ = writeln!(text, "| {shown} | [{title}]({}.json) | {count} |", example.name);
        total += count;
        before = system;
    }
    _ = writeln!(text, "| **{} examples** | | **{total}** |", EXAMPLES.len());
    text
}

#[expect(clippy::panic, reason = "an example that cannot be read fails the test that asks for it")]
fn scenarios() -> impl Iterator<Item = (&'static Example, Scenario)> {
    EXAMPLES.iter().map(|example| {
        let scenario = example.scenario().unwrap_or_else(|error| panic!("{}: {error}", example.name));
        (example, scenario)
    })
}

/// How many full stops end a sentence; those inside a name are followed by more of it.
fn sentences(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.ends_with('.')).count()
}
