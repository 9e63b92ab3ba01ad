//! `kms-policy access` as a table of callers and operations.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::process::{Command, Output};

fn access(file: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kms-policy"));
    command.args(["access", file, "--format", "markdown"]).output().unwrap()
}

#[test]
fn a_table_says_who_can_call_what() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../kms-playground/gallery/vpc-endpoint-policy.json");
    let output = access(example);
    let table = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines,
        [
            "| Principal | Decrypt and 8 more | CancelKeyDeletion and 17 more | ScheduleKeyDeletion | PutKeyPolicy | CreateGrant | ListGrants and 2 more |",
            "|---|---|---|---|---|---|---|",
            "| role `Worker` | allowed | denied | denied | denied | denied | denied |",
            "| the root user of account 111122223333 | allowed | allowed | allowed | allowed | allowed | allowed |",
            "| other users and roles in account 111122223333 | depends | depends | depends | depends | depends | depends |",
            "| the root user of any other account, outside the account | denied | denied | denied | denied | denied | denied |",
            "| users and roles in any other account, outside the account | denied | denied | denied | denied | denied | denied |",
            "| any other AWS service | denied | denied | denied | denied | denied | denied |",
        ]
    );
}

#[test]
fn a_policy_that_aws_would_reject_has_no_table() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("access-refused.json");
    std::fs::write(&file, r#"{"Statement":[{"Effect":"Allow"}]}"#).unwrap();
    let output = access(&file.to_string_lossy());
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("AWS would reject the policy: line 1: "), "{told}");
}
