//! Runs every case of `cases/**/*.md`. `KMS_BLESS=1` writes what came into the files; `KMS_CASES=text` runs only
//! the files and cases whose path or heading holds the text. `cases/syntax` is kms-policy's own.

use std::fs;
use std::path::Path;

use kms_tests::bless::bless;
use kms_tests::case_file::{CaseFile, case_files};
use kms_tests::run_case::{Outcome, run_case};
use kms_tests::trace::Shown;

#[test]
fn every_case_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let blessing = std::env::var_os("KMS_BLESS").is_some_and(|value| value == "1");
    let filter = std::env::var("KMS_CASES").unwrap_or_default();
    let mut failures = Vec::new();
    let mut cases = 0;
    for path in case_files(&root).unwrap() {
        let name = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        let markdown = fs::read_to_string(&path).unwrap();
        let file = match CaseFile::read(&markdown) {
            Ok(file) => file,
            Err(error) => {
                failures.push(format!("{name}: {error}"));
                continue;
            }
        };
        let mut outcomes = Vec::new();
        let mut shown = Shown::default();
        for case in &file.cases {
            // A case that is not asked for runs all the same: a later one may say `as above` of what it shows.
            let results = run_case(&file, case, &mut shown);
            if !name.contains(&filter) && !case.heading.contains(&filter) {
                continue;
            }
            cases += 1;
            for outcome in results {
                failures.extend(
                    failure(&outcome, blessing)
                        .map(|text| format!("{name}:{}: {}\n{text}", outcome.after, case.heading)),
                );
                outcomes.push(outcome);
            }
        }
        if blessing && outcomes.iter().any(|outcome| !outcome.matches()) {
            fs::write(&path, bless(&markdown, &outcomes)).unwrap();
        }
    }
    println!("{cases} cases, {} failures", failures.len());
    assert!(failures.is_empty(), "\n\n{}\n", failures.join("\n\n"));
}

fn failure(outcome: &Outcome, blessing: bool) -> Option<String> {
    let mut text = outcome.problems.iter().map(|problem| format!("  {problem}")).collect::<Vec<_>>();
    if !blessing && !outcome.matches() {
        let expected = outcome.expected.as_ref().map(|block| block.text.as_str());
        text.push(difference(expected.unwrap_or_default(), &outcome.actual));
    }
    (!text.is_empty()).then(|| text.join("\n"))
}

/// The lines between the common beginning and the common end.
fn difference(expected: &str, actual: &str) -> String {
    let (mut old, mut new): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let head = old.iter().zip(&new).take_while(|(left, right)| left == right).count();
    old.drain(..head);
    new.drain(..head);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(left, right)| left == right).count();
    old.truncate(old.len() - tail);
    new.truncate(new.len() - tail);
    let marked =
        |mark: &str, lines: &[&str]| lines.iter().map(|line| format!("  {mark} {line}")).collect::<Vec<_>>();
    [marked("expected |", &old), marked("actual   |", &new)].concat().join("\n")
}
