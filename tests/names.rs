//! Names of AWS in code are names that the catalogue has: the engine takes them from it, and what the other crates
//! write out is compared with it.

#![expect(clippy::unwrap_used, reason = "all of it is a test: a panic is how a test fails")]

use std::fs;
use std::path::{Path, PathBuf};

use kms_catalog::{ConditionKey, Operation};
use kms_policy::BaseOperator;

/// Beginnings of names, and pairs of encryption contexts.
const OTHERS: &[&str] = &["aws:Source", "aws:s3:arn", "aws:logs:arn", "aws:sns:topicArn"];

/// The sources of a crate, tests left out.
fn sources(name: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(name).join("src"), &mut files);
    assert!(!files.is_empty(), "{name}");
    files
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if stem == "tests" || stem == "testing" || stem.ends_with("_tests") {
            continue;
        }
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Every text between quotation marks that code has, with its place.
fn literals(name: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for path in sources(name) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().enumerate().take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
        for (number, line) in lines.filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let place = || format!("{}:{}", path.display(), number + 1);
            all.extend(line.split('"').skip(1).step_by(2).map(|literal| (place(), literal.to_owned())));
        }
    }
    all
}

/// Whether the text has the form of a condition key or a permission, with nothing to be filled in.
fn is_name(text: &str) -> bool {
    let Some((prefix, rest)) = text.split_once(':') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || ":/-".contains(c);
    matches!(prefix, "kms" | "aws")
        && rest.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.chars().all(plain)
}

#[test]
fn the_engine_takes_names_from_the_catalogue() {
    let is_name = |text: &str| {
        ConditionKey::all().iter().any(|key| key.name == text)
            || Operation::all().iter().any(|it| it.name == text || it.permission() == text)
    };
    let written: Vec<_> = literals("kms-authz").into_iter().filter(|(_, literal)| is_name(literal)).collect();
    assert_eq!(written, [], "write them as `kms_catalog::names` has them");
}

#[test]
fn every_condition_key_and_permission_in_code_exists() {
    let mut compared = 0;
    for (place, literal) in
        ["kms-authz", "kms-lint", "kms-analysis", "kms-playground"].into_iter().flat_map(literals)
    {
        if is_name(&literal) && !OTHERS.contains(&literal.as_str()) {
            let of_key = literal.strip_suffix([':', '/']).map(|stem| {
                ConditionKey::all()
                    .iter()
                    .any(|key| key.name.to_lowercase().starts_with(&stem.to_lowercase()))
            });
            let exists = of_key.unwrap_or_else(|| {
                ConditionKey::find(&literal).is_some()
                    || Operation::find(&literal).is_some()
                    || literal == "kms:ReEncrypt"
            });
            assert!(exists, "{place}: the catalogue has no `{literal}`");
            compared += 1;
        }
    }
    assert!(compared > 200, "only {compared} names");
}

#[test]
fn every_condition_operator_in_code_exists() {
    let mut compared = 0;
    for (place, literal) in ["kms-lint", "kms-playground"].into_iter().flat_map(literals) {
        let base = literal.trim_start_matches("ForAllValues:").trim_start_matches("ForAnyValue:");
        let base = base.strip_suffix("IfExists").unwrap_or(base);
        let endings = ["Equals", "Like", "IgnoreCase", "Than"];
        let is_operator = base.chars().all(|c| c.is_ascii_alphabetic())
            && base.starts_with(|c: char| c.is_ascii_uppercase())
            && endings.iter().any(|ending| base.ends_with(ending) && base.len() > ending.len());
        // The constraint of a grant.
        if is_operator && base != "EncryptionContextEquals" {
            assert!(BaseOperator::ALL.iter().any(|it| it.name() == base), "{place}: there is no `{literal}`");
            compared += 1;
        }
    }
    assert!(compared > 20, "only {compared} operators");
}
