//! What people learn from: `docs/challenges.md`, `docs/myths.md` and `docs/glossary.md`, which are written from the
//! engine's tables, and the example in `docs/learning.md`. `KMS_BLESS=1` writes the pages.

#![expect(clippy::unwrap_used, reason = "all of it is a test: a panic is how a test fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use kms_playground::challenge::{BUILT_IN, ChallengeFile};
use kms_playground::glossary::TERMS;
use kms_playground::{MYTHS, PolicyText, request_name};

/// Compares a page with what it is written from; `KMS_BLESS=1` writes it.
fn assert_written(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    if std::env::var_os("KMS_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/{name} is not what the tables say: KMS_BLESS=1 writes it");
}

#[test]
fn the_page_of_the_challenges_is_written_from_them() {
    let mut page = String::from(
        "# Challenges\n\nEach challenge adds one concept to those before it. [Learning](learning.md) says how to use them, and how to write your \
         own. The test `tests/learning.rs` writes this page.\n\n```\nkms-policy challenge NAME\nkms-policy challenge NAME --policy answer.json\n```\n\nOn the page, *Learn* lists them, \
         and a link opens one: `#challenge=NAME`.\n",
    );
    for (at, challenge) in BUILT_IN.iter().enumerate() {
        let lesson = challenge.lesson(0).unwrap();
        let title = lesson.scenario.title.unwrap();
        let sources = lesson.scenario.about.unwrap().sources;
        let sources = sources.iter().map(|page| format!("<{page}>")).collect::<Vec<_>>().join(" ");
        _ = write!(
            page,
            "\n## {}. {title}\n\n`{}` · *{}*\n\n{}\n\n{sources}\n",
            at + 1,
            challenge.name,
            lesson.concept,
            lesson.challenge.story,
        );
    }
    assert_written("challenges.md", &page);
}

#[test]
fn the_example_for_authors_is_a_challenge_that_works() {
    let page = include_str!("../docs/learning.md");
    let json = page.split_once("```json\n").and_then(|(_, rest)| rest.split_once("```")).unwrap().0;
    let file = ChallengeFile::read(json).unwrap();
    assert_eq!(file.variants(), 2);
    for variant in 0..2 {
        let lesson = file.lesson(variant).unwrap();
        assert_eq!(lesson.problems(), [""; 0]);
        let grade = |policy: &PolicyText| lesson.challenge.grade(&lesson.scenario, policy).unwrap();
        assert!(grade(&lesson.challenge.at_least).passed);
        assert!(!grade(&lesson.scenario.key_policy).missing.is_empty());
    }
}

#[test]
fn every_myth_is_refuted_by_decisions_without_an_assumption() {
    let mut page = String::from(
        "# Myths\n\nSentences that are often repeated and are false. Each comes with a scenario that refutes it, decided by the engine without \
         an assumption, and with AWS's page. The files are in `crates/kms-playground/myths`; `kms-policy eval FILE` shows the whole trace of one, \
         and *Learn* on the page opens it. The test `tests/learning.rs` writes this page.\n",
    );
    assert!(MYTHS.len() >= 15);
    for myth in MYTHS {
        let scenario = myth.scenario().unwrap();
        let report = kms_playground::run(&scenario);
        let (title, about) = (scenario.title.unwrap(), scenario.about.unwrap());
        let lesson = about.lesson.unwrap();
        assert!(lesson.len() <= 320, "{}: {}", myth.name, lesson.len());
        assert!(
            about.sources.iter().all(|page| page.starts_with("https://docs.aws.amazon.com/")),
            "{}",
            myth.name
        );
        _ = write!(page, "\n## \"{title}\"\n\nFalse. {lesson}\n\n| Request | Decision |\n| --- | --- |\n");
        assert!(!report.requests.is_empty(), "{}", myth.name);
        for (at, (request, decided)) in scenario.requests.iter().zip(&report.requests).enumerate() {
            assert_eq!(decided.met, Some(true), "{}: {}", myth.name, decided.summary);
            assert!(
                decided.assumptions.is_empty() && decided.depends_on.is_empty(),
                "{}: {decided:#?}",
                myth.name
            );
            _ = writeln!(
                page,
                "| {} | {}: {} |",
                request_name(request, at),
                decided.decision.label(),
                decided.summary
            );
        }
        let sources: Vec<_> = about.sources.iter().map(|page| format!("<{page}>")).collect();
        _ = writeln!(
            page,
            "\n{} · [scenario](../crates/kms-playground/myths/{}.json)",
            sources.join(" "),
            myth.name
        );
    }
    assert_written("myths.md", &page);
    let files =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/kms-playground/myths")).unwrap();
    assert_eq!(files.count(), MYTHS.len(), "every file is in the list");
}

#[test]
fn the_event_of_the_myth_about_secrets_shows_the_encryption_context() {
    let myth = MYTHS.iter().find(|myth| myth.name == "encryption-context-is-secret").unwrap();
    let report = kms_playground::run(&myth.scenario().unwrap());
    let event = report.requests.first().and_then(|request| request.cloud_trail.as_ref()).unwrap();
    let event = serde_json::to_string(event).unwrap();
    assert!(event.contains("Jane Doe"), "{event}");
}

#[test]
fn the_page_of_the_glossary_is_written_from_its_table() {
    let mut page = String::from(
        "# Glossary\n\nThe words that the report and the page use. `kms-policy explain WORD` says the same in a terminal. The test `tests/learning.rs` writes this \
         page.\n",
    );
    for term in TERMS {
        _ = write!(page, "\n## {}\n\n", term.name);
        if !term.also.is_empty() {
            let also: Vec<String> = term.also.iter().map(|name| format!("`{name}`")).collect();
            _ = write!(page, "Also: {}\n\n", also.join(", "));
        }
        _ = writeln!(page, "{} ([AWS]({}))", term.text, term.page);
    }
    assert_written("glossary.md", &page);
}
