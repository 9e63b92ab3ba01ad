//! Findings over the gallery: no false alarm, and laws of fixes.

#![expect(clippy::unwrap_used, reason = "all of it is a test: a panic is how a test fails")]

use std::collections::BTreeSet;

use kms_lint::{Applicability, Code, Facts, Finding, Policy, Severity, lint};
use kms_playground::{EXAMPLES, Scenario, findings_of, run};
use kms_policy::{PolicyKind, parse};
use proptest::prelude::*;

/// Errors and warnings in the gallery that are right: the example, the rule and why it is no false alarm.
const REVIEWED: &[(&str, &str, &str)] = &[
    ("agentcore-account-principal", "allKeysAllOperations", ADMINISTRATOR),
    ("agentcore-one-grant-revoked", "allKeysAllOperations", ADMINISTRATOR),
    ("agentcore-sample-without-administrators", "allKeysAllOperations", ADMINISTRATOR),
    (
        "agentcore-sample-without-administrators",
        "noOneCanChangePolicy",
        "AWS's sample has no administrators' statement",
    ),
    ("agentcore-source-context-never-matches", "keyNeverSentForPrincipal", "AWS's sample never matches"),
    ("cloudtrail-confused-deputy", "allKeysAllOperations", ADMINISTRATOR),
    ("cloudtrail-confused-deputy", "servicePrincipalWithoutSource", "the example is the confused deputy"),
    ("cloudtrail-confused-deputy-stopped", "allKeysAllOperations", ADMINISTRATOR),
    ("encryption-context-denies-describe-key", "conditionKeyMissingForAction", "DescribeKey is not allowed"),
    ("iam-one-region-account-may-only-administer", "allKeysAllOperations", ADMINISTRATOR),
    ("k9-default-key-policy", "allKeysAllOperations", ADMINISTRATOR),
    ("k9-deny-shuts-out-services", "negatedDenyHitsServices", "the Deny hits services"),
    ("k9-least-privilege-key-policy", "negatedDenyHitsServices", "the published pattern denies services too"),
    ("k9-narrower-key-policy", "negatedDenyHitsServices", "the published pattern denies services too"),
    ("verified-permissions-access-removed", "allKeysAllOperations", ADMINISTRATOR),
    ("verified-permissions-calls-of-deleting", "allKeysAllOperations", ADMINISTRATOR),
    (
        "verified-permissions-minimal-statement",
        "servicePrincipalWithoutSource",
        "AWS adds the source keys later",
    ),
    (
        "verified-permissions-trouble-describe-key",
        "conditionKeyMissingForAction",
        "AWS's page has DescribeKey there",
    ),
    ("verified-permissions-trouble-service", "reEncryptAction", "the example is the mistake"),
];

const ADMINISTRATOR: &str =
    "the identity-based policy is that of an administrator, and the key policy decides";

fn scenarios() -> impl Iterator<Item = (&'static str, Scenario)> {
    EXAMPLES.iter().map(|example| (example.name, example.scenario().unwrap()))
}

#[test]
fn nothing_in_the_gallery_is_a_false_alarm() {
    let mut alarms = BTreeSet::new();
    for (name, scenario) in scenarios() {
        for finding in findings_of(&scenario) {
            if finding.severity != kms_playground::Severity::Suggestion {
                let is_reviewed =
                    REVIEWED.iter().any(|(example, code, _)| *example == name && *code == finding.code);
                assert!(is_reviewed, "{name}: {}: {}", finding.code, finding.text);
                alarms.insert((name, finding.code.into_owned()));
            }
        }
    }
    // The list holds nothing that is no longer found; a rule that is silent where it should speak shows here too.
    for (name, code, reason) in REVIEWED {
        assert!(Code::find(code).is_some() && !reason.is_empty(), "{code}");
        assert!(alarms.contains(&(*name, (*code).to_owned())), "{name}: {code} is no longer found");
    }
}

#[test]
fn the_report_has_the_same_findings_and_a_scenario_can_allow_them() {
    for (name, mut scenario) in scenarios() {
        let findings = findings_of(&scenario);
        assert_eq!(run(&scenario).findings, findings, "{name}");
        let codes: Vec<String> = findings.iter().map(|finding| finding.code.clone().into_owned()).collect();
        scenario.lint = Some(kms_playground::Lint { allow: codes });
        assert!(findings_of(&scenario).is_empty(), "{name}");
    }
}

/// Every policy that the laws are tried on: those of the gallery and of the lint cases.
fn policies() -> Vec<(PolicyKind, String)> {
    let mut all = Vec::new();
    for (_, scenario) in scenarios() {
        for policy in scenario.policies() {
            all.push((policy.kind.into(), policy.text.text().to_owned()));
        }
    }
    all.extend(kms_tests::lint_cases::cases().into_iter().map(|case| (case.kind, case.policy)));
    all
}

fn findings(kind: PolicyKind, text: &str) -> Vec<Finding> {
    let facts = Facts::of_key(kms_tests::lint_cases::KEY);
    lint(&Policy { text, kind, document: &parse(text, kind).document, facts: &facts })
}

/// A finding by what it says: a fix may move it.
fn kinds(findings: &[Finding]) -> Vec<(Code, Severity)> {
    let mut kinds: Vec<_> = findings.iter().map(|finding| (finding.code, finding.severity)).collect();
    kinds.sort_unstable();
    kinds
}

#[test]
fn an_applied_fix_removes_its_finding_and_adds_none() {
    let mut fixes = BTreeSet::new();
    for (kind, text) in policies() {
        let before = findings(kind, &text);
        for finding in &before {
            let Some(fix) = &finding.fix else { continue };
            let fixed = fix.edit.apply(&text).unwrap();
            let after = findings(kind, &fixed);
            let code = finding.code;
            let count = |list: &[Finding]| list.iter().filter(|finding| finding.code == code).count();
            assert!(count(&after) < count(&before), "{}: {} leaves it:\n{fixed}", code.name(), fix.title);
            let mut left = kinds(&before);
            for kind in kinds(&after) {
                let Some(at) = left.iter().position(|known| *known == kind) else {
                    panic!("{}: {} adds {}:\n{fixed}", code.name(), fix.title, kind.0.name());
                };
                left.remove(at);
            }
            let errors = |text: &str| parse(text, kind).errors.len();
            assert!(
                errors(&fixed) <= errors(&text),
                "{}: {} makes an error:\n{fixed}",
                code.name(),
                fix.title
            );
            fixes.insert(code);
        }
    }
    assert!(fixes.len() > 10, "{fixes:?}");
}

#[test]
fn all_safe_fixes_together_leave_no_safe_fix() {
    for (kind, text) in policies() {
        let facts = Facts::of_key(kms_tests::lint_cases::KEY);
        let fixed = kms_lint::fix(&text, kind, &facts, |_| true);
        let left = findings(kind, &fixed.text);
        let is_safe = |finding: &&Finding| {
            finding.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Always)
        };
        assert_eq!(left.iter().find(is_safe), None, "{}", fixed.text);
        assert_eq!(kms_lint::fix(&fixed.text, kind, &facts, |_| true).applied, [], "{}", fixed.text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A policy of the cases with a piece taken out and another put in, as while it is typed.
    #[test]
    fn a_policy_that_is_being_edited_is_safe_to_look_at(
        which in any::<prop::sample::Index>(), from in any::<prop::sample::Index>(), length in 0usize..30,
        new in prop::sample::select(vec!["", "\"", "*", "{", "]", ",", "kms:", ":\"x\"", "Deny", "ForAllValues:", "é", "aws:SourceArn", "[]"]),
    ) {
        static POLICIES: std::sync::LazyLock<Vec<(PolicyKind, String)>> = std::sync::LazyLock::new(policies);
        let (kind, text) = which.get(&POLICIES);
        let start = text.floor_char_boundary(from.index(text.len()));
        let end = text.floor_char_boundary((start + length).min(text.len()));
        let mut edited = text.clone();
        edited.replace_range(start..end, new);
        let before = findings(*kind, &edited);
        for finding in &before {
            prop_assert!(!finding.spans.is_empty() && finding.spans.iter().all(|span| span.of(&edited).is_some()));
            let Some(fix) = &finding.fix else { continue };
            let fixed = fix.edit.apply(&edited).unwrap();
            let count = |list: &[Finding]| list.iter().filter(|other| other.code == finding.code).count();
            prop_assert!(count(&findings(*kind, &fixed)) < count(&before), "{}:\n{fixed}", finding.code.name());
        }
        let facts = Facts::of_key(kms_tests::lint_cases::KEY);
        let fixed = kms_lint::fix(&edited, *kind, &facts, |_| true);
        prop_assert_eq!(fixed.applied.is_empty(), fixed.text == edited);
    }
}
