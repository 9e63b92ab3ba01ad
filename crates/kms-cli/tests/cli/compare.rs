//! `kms-policy diff`, `access` and `tests`, and what an undetermined decision lacks.

use std::path::PathBuf;

use super::{SCENARIO, folder, piped, run, stderr, stdout};

const OLD: &str = r#"{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}
]}"#;

const NEW: &str = r#"{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
  {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/Ops"},"Action":"kms:ScheduleKeyDeletion","Resource":"*"}
]}"#;

/// A folder with a policy and a wider one.
fn edited(name: &str) -> PathBuf {
    let folder = folder(name);
    std::fs::write(folder.join("old.json"), OLD).unwrap();
    std::fs::write(folder.join("new.json"), NEW).unwrap();
    folder
}

#[test]
fn a_wider_policy_fails_the_check_that_asks_for_it() {
    let folder = edited("diff");
    let told = run(&folder, &["diff", "old.json", "new.json"]);
    assert_eq!(told.status.code(), Some(0));
    assert_eq!(
        stdout(&told),
        "The new policy allows more than the old one, and nothing less.\n\
         + Role `Ops` can now call `kms:ScheduleKeyDeletion` without an identity-based policy.\n"
    );
    for (old, new, code) in
        [("old.json", "new.json", 1), ("new.json", "old.json", 0), ("new.json", "new.json", 0)]
    {
        let output = run(&folder, &["diff", old, new, "--fail-on", "wider"]);
        assert_eq!(output.status.code(), Some(code), "{old} {new}");
    }
    let piped = piped(&folder, &["diff", "-", "new.json", "--fail-on", "wider"], OLD);
    assert_eq!(piped.status.code(), Some(1));
}

#[test]
fn each_difference_has_a_scenario_that_shows_it() {
    let folder = edited("diff-scenarios");
    let output = run(&folder, &["diff", "old.json", "new.json", "--scenarios", "found", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["relation"], "wider");
    let tested = run(&folder, &["test", "found"]);
    assert_eq!(tested.status.code(), Some(0), "{}", stdout(&tested));
    let sarif = run(&folder, &["diff", "old.json", "new.json", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_slice(&sarif.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "wider");
    let place =
        &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(place, "new.json");
    let markdown = stdout(&run(&folder, &["diff", "old.json", "new.json", "--format", "markdown"]));
    assert!(markdown.contains("**Wider**") && markdown.contains("```json"), "{markdown}");
}

#[test]
fn access_lists_who_can_use_the_key_and_tests_pin_it_down() {
    let folder = edited("access");
    let listed = stdout(&run(&folder, &["access", "new.json"]));
    assert!(listed.contains("Role `Ops` can call `kms:ScheduleKeyDeletion`."), "{listed}");
    assert!(
        listed.contains("All principals in account 111122223333 can call every operation on the key if"),
        "{listed}"
    );
    assert_eq!(run(&folder, &["tests", "new.json", "--out", "pinned"]).status.code(), Some(0));
    let tested = run(&folder, &["test", "pinned"]);
    assert_eq!(tested.status.code(), Some(0), "{}", stdout(&tested));
}

#[test]
fn what_aws_would_reject_is_not_compared() {
    let folder = edited("diff-refused");
    std::fs::write(folder.join("broken.json"), r#"{"Statement":[{"Effect":"Allow"}]}"#).unwrap();
    let output = run(&folder, &["diff", "old.json", "broken.json"]);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(told.contains("AWS would reject the new policy: line 1: "), "{told}");
}

#[test]
fn what_a_decision_depends_on_is_told_with_what_settles_it() {
    let folder = folder("missing");
    let open = SCENARIO
        .replace(r#""identityPolicies": [],"#, "")
        .replace(r#""arn:aws:iam::111122223333:role/Reader" },"#, r#""arn:aws:iam::111122223333:root" },"#);
    std::fs::write(folder.join("open.json"), open).unwrap();
    let told = stdout(&run(&folder, &["eval", "open.json"]));
    let line = "    If the identity-based policies of role `Reader` allow the call, the call is allowed.\n";
    assert!(told.contains(line), "{told}");
    let markdown = stdout(&run(&folder, &["eval", "open.json", "--format", "markdown"]));
    assert!(markdown.contains("### What settles it: through S3\n"), "{markdown}");
    let json = run(&folder, &["eval", "open.json", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let cases = json["missingFacts"][0]["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 3, "{json:#}");
    std::fs::create_dir(folder.join("cases")).unwrap();
    for (at, case) in cases.iter().enumerate() {
        std::fs::write(folder.join(format!("cases/{at}.json")), case["scenario"].to_string()).unwrap();
    }
    let tested = run(&folder, &["test", "cases"]);
    assert_eq!(tested.status.code(), Some(0), "{}", stdout(&tested));
    // Where nothing is missing the report is as it was.
    std::fs::write(folder.join("closed.json"), SCENARIO).unwrap();
    let json = run(&folder, &["eval", "closed.json", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((json.get("missingFacts"), json.get("advice")), (None, None));
}
