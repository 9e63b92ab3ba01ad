//! Laws of advice, over every example of the gallery and every conformance case: what blocks a call is all that blocks
//! it, each change leads to the decision that it promises, needs all its parts, and can be taken back byte for byte.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

#[path = "advice/lift.rs"]
mod lift;

use std::fs;
use std::path::{Path, PathBuf};

use kms_playground::advice::{
    AdviceAction, AdviceChange, AdviceReport, ChangeKind, ChangedCalls, CheckObstacles, PolicyEffects,
    advice, advice_with, obstacles,
};
use kms_playground::{Decision, EXAMPLES, PolicyText, Scenario, decide, run};
use kms_tests::case_file::CaseFile;
use kms_tests::run_case::scenarios;
use serde_json::Value;

use lift::lift_all;

/// Every scenario with a name for messages: the gallery, then the cases.
fn gallery() -> impl Iterator<Item = (String, Scenario)> {
    EXAMPLES.iter().map(|example| (example.name.to_owned(), example.scenario().unwrap()))
}

fn cases() -> Vec<(String, Scenario)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let filter = std::env::var("KMS_CASES").unwrap_or_default();
    let mut all = Vec::new();
    for path in files(&root) {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        let file = CaseFile::read(&fs::read_to_string(&path).unwrap());
        let Ok(file) = file else { continue };
        for case in &file.cases {
            if name.contains(&filter) || case.heading.contains(&filter) {
                let of_case = scenarios(&file, case).into_iter();
                all.extend(of_case.map(|scenario| (format!("{name}: {}", case.heading), scenario)));
            }
        }
    }
    all
}

/// The files of cases that have requests.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("syntax") && !path.ends_with("lint") {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "md") && !path.ends_with("README.md") {
            all.push(path);
        }
    }
    all.sort();
    all
}

#[test]
fn every_refused_request_of_the_gallery_can_be_allowed() {
    let mut without = Vec::new();
    let (mut asked, mut allowed) = (0, 0);
    for (name, scenario) in gallery() {
        let before = decide(&scenario);
        for (at, request) in scenario.requests.iter().enumerate() {
            allowed += usize::from(before[at] == Decision::Allowed);
            // Of those that are allowed some are enough, and the cases have more.
            if before[at] == Decision::Allowed && allowed % 8 != 0 {
                continue;
            }
            let report = some_with_analysis(&scenario, at, asked + allowed);
            hold(&name, &scenario, at, &report);
            if !matches!(report.decision, Decision::ExplicitDeny | Decision::ImplicitDeny) {
                continue;
            }
            asked += 1;
            let changes = report.request_changes.iter().chain(&report.policy_changes);
            if !changes.into_iter().any(|change| change.decision == Decision::Allowed) {
                without.push(format!("{name}: {}", request.name.as_deref().unwrap_or_default()));
            }
            assert!(!report.policy_changes.is_empty(), "{name}: {report:#?}");
        }
    }
    assert!(asked > 100, "only {asked} requests are refused");
    assert!(without.is_empty(), "\n{}", without.join("\n"));
}

#[test]
fn every_change_of_every_case_leads_to_what_it_promises() {
    let (mut refused, mut helped) = (0, 0);
    for (number, (name, scenario)) in cases().into_iter().enumerate() {
        let report = some_with_analysis(&scenario, 0, number);
        hold(&name, &scenario, 0, &report);
        if matches!(report.decision, Decision::ExplicitDeny | Decision::ImplicitDeny) {
            refused += 1;
            helped += usize::from(!report.policy_changes.is_empty() || !report.request_changes.is_empty());
        }
    }
    println!("{helped} of {refused} refused requests have a change");
    assert!(helped * 10 >= refused * 9, "{helped} of {refused}");
}

/// The advice, of every fourth request with the analysis, which takes most of the time.
fn some_with_analysis(scenario: &Scenario, at: usize, number: usize) -> AdviceReport {
    let report =
        if number.is_multiple_of(4) { advice(scenario, at) } else { advice_with(scenario, at, None) };
    report.unwrap()
}

/// What holds of every piece of advice.
fn hold(name: &str, scenario: &Scenario, at: usize, report: &AdviceReport) {
    let before = decide(scenario);
    assert_eq!(report.decision, before[at], "{name}");
    assert!(!report.limit_reached, "{name}: {} evaluations", report.evaluations);
    let written = json_of(scenario);
    let rejected = rejected(scenario);
    for change in report.request_changes.iter().chain(&report.policy_changes) {
        let title = &change.title;
        let changed =
            change.apply(scenario, at).unwrap_or_else(|| panic!("{name}: {title} cannot be applied"));
        let after = decide(&changed);
        assert_eq!(after[at], change.decision, "{name}: {title}");
        assert_ne!(before[at] == Decision::Allowed, after[at] == Decision::Allowed, "{name}: {title}");
        let other = |index: &usize| {
            *index != at && (before[*index] == Decision::Allowed) != (after[*index] == Decision::Allowed)
        };
        let others: Vec<usize> = (0..before.len()).filter(other).collect();
        if change.kind != ChangeKind::Request {
            assert_eq!(change.effects.requests, others, "{name}: {title}");
        }
        if let Some(policy) = &change.effects.policy {
            on_all_requests(name, scenario, at, change, policy, &changed);
        }
        let restored =
            change.undo(&changed, at).unwrap_or_else(|| panic!("{name}: {title} cannot be undone"));
        assert_eq!(json_of(&restored), written, "{name}: {title}");
        for part in 0..change.parts.len() {
            needed(name, scenario, at, change, part);
        }
        let newly = self::rejected(&changed);
        assert!(newly.iter().all(|policy| rejected.contains(policy)), "{name}: {title} breaks {newly:?}");
    }
}

/// What a change of a key policy does on all requests: each effect has a request that shows it, and calls of those whom
/// the scenario names that the change opens are among what it opens.
fn on_all_requests(
    name: &str,
    scenario: &Scenario,
    at: usize,
    change: &AdviceChange,
    policy: &PolicyEffects,
    changed: &Scenario,
) {
    let title = &change.title;
    let keys = |scenario: &Scenario| -> Vec<String> {
        let policies = scenario.policies().into_iter();
        let of_keys = policies.filter(|policy| policy.kind == kms_playground::PolicyKind::KeyPolicy);
        of_keys.map(|policy| policy.text.text().to_owned()).collect()
    };
    assert_ne!(keys(scenario), keys(changed), "{name}: {title}");
    assert!(change.effects.text.starts_with(&policy.text), "{name}: {title}");
    for (effects, before, after) in [(&policy.opens, false, true), (&policy.closes, true, false)] {
        for effect in effects {
            assert!(!effect.text.is_empty() && !effect.operations.is_empty(), "{name}: {title}");
            let shown = Scenario::from_json(&effect.scenario.to_json()).unwrap();
            assert_eq!(decide(&shown)[0] == Decision::Allowed, after, "{name}: {title}: {}", effect.text);
            assert_eq!(shown.requests[0].expect, Some(decide(&shown)[0]), "{name}: {title}");
            let old = keys(scenario).into_iter().zip(keys(changed));
            let old = old.filter(|(_, new)| same_json(new, shown.key_policy.text())).map(|(old, _)| old);
            let differs = old.into_iter().any(|old| {
                let earlier = Scenario { key_policy: PolicyText::new(old), ..shown.clone() };
                (decide(&earlier)[0] == Decision::Allowed) == before
            });
            assert!(differs, "{name}: {title}: {}", effect.text);
        }
    }
    // Other policies and grants than key policies have effects of their own.
    let is_alone = change.parts.iter().all(
        |part| matches!(&part.action, AdviceAction::EditPolicy { policy, .. } if policy.ends_with("keyPolicy")),
    );
    let asked = &scenario.requests[at];
    // What arrives as the request does may be what such a principal never sends.
    let is_other = |call: &&ChangedCalls| !call.as_request && !asked.principal.contains(&call.principal);
    for call in change.effects.calls.iter().filter(is_other).filter(|_| is_alone) {
        let opened = call.decision == Decision::Allowed;
        let effects = if opened { &policy.opens } else { &policy.closes };
        for operation in &call.operations {
            let known = effects.iter().any(|effect| effect.operations.contains(operation));
            assert!(known || !policy.cannot_tell.is_empty(), "{name}: {title}: {call:?}\n{policy:#?}");
        }
    }
}

fn same_json(one: &str, other: &str) -> bool {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    read(one).is_some() && read(one) == read(other)
}

/// A change of several parts leads nowhere without any one of them, as far as the others can be made without it.
fn needed(name: &str, scenario: &Scenario, at: usize, change: &AdviceChange, part: usize) {
    let mut without = change.clone();
    let removed = without.parts.remove(part);
    // The evaluator does not know who may change the policy of an AWS managed key.
    if without.parts.is_empty() || matches!(removed.action, AdviceAction::ChangeKey { .. }) {
        return;
    }
    let Some(changed) = without.apply(scenario, at) else { return };
    assert_ne!(decide(&changed)[at], change.decision, "{name}: {} without {}", change.title, removed.title);
}

/// The policies that AWS would reject.
fn rejected(scenario: &Scenario) -> Vec<String> {
    let policies = scenario.policies();
    let is_rejected = |policy: &&kms_playground::PolicyRef<'_>| {
        kms_policy::parse(policy.text.text(), policy.kind.into()).accepted().is_none()
    };
    policies.iter().filter(is_rejected).map(|policy| policy.id.clone()).collect()
}

fn json_of(scenario: &Scenario) -> String {
    serde_json::to_string(scenario).unwrap()
}

#[test]
fn removing_all_obstacles_allows_and_leaving_any_one_refuses() {
    let mut tried = 0;
    let of_gallery = gallery().flat_map(|(name, scenario)| {
        let count = scenario.requests.len();
        (0..count).map(move |at| (name.clone(), scenario.clone(), at))
    });
    let of_cases = cases().into_iter().map(|(name, scenario)| (name, scenario, 0));
    for (name, scenario, at) in of_gallery.chain(of_cases) {
        // A request that cannot be evaluated at all is blocked by what is wrong with it.
        let Some(obstacles) = obstacles(&scenario, at) else { continue };
        let decision = decide(&scenario)[at];
        let all: Vec<(&CheckObstacles, usize)> = obstacles
            .iter()
            .flat_map(|check| (0..check.obstacles.len()).map(move |index| (check, index)))
            .collect();
        let keys_are_known = decision != Decision::NotEvaluated || !all.is_empty();
        assert_eq!(all.is_empty() && keys_are_known, decision == Decision::Allowed, "{name}: {obstacles:#?}");
        let Some(lifted) = lift_all(&scenario, at, &all, None) else { continue };
        tried += 1;
        // A half whose key is not known has obstacles that nobody can list.
        let all_known = run(&lifted).requests[at].not_evaluated.iter().all(|note| note.code != "keyUnknown");
        let hoped = if all_known { Decision::Allowed } else { Decision::NotEvaluated };
        assert_eq!(decide(&lifted)[at], hoped, "{name}: {obstacles:#?}");
        for left in 0..all.len() {
            let partly = lift_all(&scenario, at, &all, Some(left)).unwrap();
            assert_ne!(decide(&partly)[at], Decision::Allowed, "{name} without {left}: {obstacles:#?}");
        }
    }
    println!("{tried} requests");
    let all = std::env::var_os("KMS_CASES").is_none();
    assert!(tried > if all { 500 } else { 100 }, "only {tried} requests were tried");
}
