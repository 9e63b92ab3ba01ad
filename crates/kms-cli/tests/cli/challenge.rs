//! `kms-policy challenges` and `kms-policy challenge` as a learner, a teacher or a script runs them.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use super::{piped, stderr, stdout};

fn run(arguments: &[&str], input: &str) -> Output {
    piped(Path::new("."), arguments, input)
}

/// The first challenge as JSON, and a policy with these operations for its role.
fn with_operations(operations: &str) -> String {
    let shown: Value =
        serde_json::from_str(&stdout(&run(&["challenge", "1", "--format", "json"], ""))).unwrap();
    let mut policy = shown["keyPolicy"].clone();
    policy["Statement"][1]["Action"] = serde_json::from_str(operations).unwrap();
    policy.to_string()
}

#[test]
fn challenges_are_listed_in_order_with_what_each_adds() {
    let list = stdout(&run(&["challenges"], ""));
    assert!(list.starts_with(" 1. reading-a-verdict "), "{list}");
    assert!(
        list.contains(" 3. deny-wins                        An explicit deny wins over every Allow\n"),
        "{list}"
    );
    let json: Value = serde_json::from_str(&stdout(&run(&["challenges", "--format", "json"], ""))).unwrap();
    assert_eq!(json.as_array().unwrap().len(), list.lines().count());
    assert_eq!(json[0]["variants"], 3);
}

#[test]
fn a_challenge_is_shown_with_as_many_hints_as_are_wanted() {
    let shown = stdout(&run(&["challenge", "deny-wins", "--hints", "1"], ""));
    assert!(shown.starts_with("Shut one role out (variant 1 of 3)\n"), "{shown}");
    assert!(shown.contains("Hint 1: ") && !shown.contains("Hint 2: "), "{shown}");
    assert!(shown.contains("There are 2 hints: --hints 2"), "{shown}");
    assert!(shown.contains("kms-policy challenge deny-wins --policy FILE"), "{shown}");
    assert!(!shown.contains("atLeast"), "{shown}");
    assert_eq!(stdout(&run(&["challenge", "3", "--hints", "1"], "")).lines().next(), shown.lines().next());
    let other = stdout(&run(&["challenge", "deny-wins", "--variant", "2"], ""));
    assert!(other.contains("variant 2 of 3") && other.contains("444455556666"), "{other}");
}

#[test]
fn a_right_answer_ends_with_0_and_a_wrong_one_with_1_and_a_request() {
    let right =
        run(&["challenge", "1", "--policy", "-"], &with_operations(r#"["kms:Decrypt", "kms:Encrypt"]"#));
    assert_eq!(right.status.code(), Some(0), "{}{}", stdout(&right), stderr(&right));
    assert!(stdout(&right).starts_with("Right: "), "{}", stdout(&right));
    assert!(stdout(&right).contains("https://docs.aws.amazon.com/"), "{}", stdout(&right));
    assert!(
        stdout(&right).contains("Next: kms-policy challenge account-principal-delegates"),
        "{}",
        stdout(&right)
    );
    let wrong = run(&["challenge", "1", "--policy", "-"], &with_operations(r#""kms:*""#));
    assert_eq!(wrong.status.code(), Some(1), "{}", stderr(&wrong));
    assert!(stdout(&wrong).contains("  Let in: Role `Reports` can call "), "{}", stdout(&wrong));
    assert!(stdout(&wrong).contains("    For example: Reports: "), "{}", stdout(&wrong));
    let json =
        run(&["challenge", "1", "--policy", "-", "--format", "json"], &with_operations(r#""kms:Decrypt""#));
    assert_eq!(json.status.code(), Some(1));
    let grade: Value = serde_json::from_str(&stdout(&json)).unwrap();
    assert_eq!(
        (&grade["passed"], grade["missing"][0]["operations"][0].as_str()),
        (&Value::Bool(false), Some("kms:Encrypt"))
    );
}

#[test]
fn what_cannot_be_used_ends_with_2_and_says_what_to_do() {
    let failed = |arguments: &[&str], input: &str| {
        let output = run(arguments, input);
        assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
        stderr(&output)
    };
    let said = failed(&["challenge", "deny-win"], "");
    assert!(
        said.contains("deny-win: there is no challenge of this name or number, and no such file"),
        "{said}"
    );
    let said = failed(&["challenge", "1", "--variant", "4"], "");
    assert!(said.contains("1: there is no variant 4 (use --variant with a number from 1 to 3)"), "{said}");
    let said = failed(
        &["challenge", "1", "--policy", "-"],
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "allow"}}"#,
    );
    assert!(said.contains("standard input: AWS would reject your policy: line 1: "), "{said}");
    let said = failed(
        &["challenge", "-"],
        r#"{"concept": "x", "scenario": {"version": 1, "key": {}, "keyPolicy": {}, "requests": []}}"#,
    );
    assert!(said.contains("standard input:1:") && said.contains("scenario.key"), "{said}");
    let said = failed(&["challenge", "-", "--policy", "-"], "");
    assert!(said.contains("only one of the challenge and the policy"), "{said}");
}

#[test]
fn words_of_the_report_and_codes_of_findings_are_explained() {
    let said = stdout(&run(&["explain", "key", "policies"], ""));
    assert!(said.starts_with("key policy (key policies)\nThe policy of one KMS key."), "{said}");
    assert!(
        said.contains("https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"),
        "{said}"
    );
    assert!(stdout(&run(&["explain", "SCP"], "")).starts_with("service control policy (SCP)\n"));
    assert!(
        stdout(&run(&["explain", "aliasArnAsResource"], "")).contains("docs/rules/alias-arn-as-resource.md")
    );
    let key = stdout(&run(&["explain", "kms:viaservice"], ""));
    assert!(key.contains("\nkms:ViaService\n") && key.contains("\n- Requests carry it "), "{key}");
    assert!(
        stdout(&run(&["explain", "kms:CreateKey"], "")).contains("The caller also needs `kms:TagResource`")
    );
    let all = stdout(&run(&["explain"], ""));
    assert!(all.lines().count() >= 50 && all.contains("forward access session\n"), "{all}");
    let json: Value =
        serde_json::from_str(&stdout(&run(&["explain", "grant", "--format", "json"], ""))).unwrap();
    assert_eq!(json["term"], "grant");
    let account = stdout(&run(&["explain", "arn:aws:iam::111122223333:root"], ""));
    assert!(account.contains("As a principal of a policy, the account as a whole.\nhttps://"), "{account}");
    let none = run(&["explain", "boundary policy"], "");
    assert_eq!(none.status.code(), Some(2));
    let near = stderr(&run(&["explain", "permissions"], ""));
    assert!(near.contains("did you mean permissions boundary?"), "{near}");
}
