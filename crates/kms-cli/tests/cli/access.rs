//! `kms-policy access` as a table of callers and operations.

use std::path::Path;
use std::process::Output;

use super::{folder, run, stderr, stdout};

fn access(folder: &Path, file: &str) -> Output {
    run(folder, &["access", file, "--format", "markdown"])
}

#[test]
fn a_table_says_who_can_call_what() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../kms-playground/gallery/vpc-endpoint-policy.json");
    let table = stdout(&access(&folder("access-table"), example));
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines,
        [
            "| Principal | Decrypt and 8 more | CancelKeyDeletion and 17 more | ScheduleKeyDeletion | PutKeyPolicy | CreateGrant | ListGrants and 2 more |",
            "|---|---|---|---|---|---|---|",
            "| role `Worker` | allowed if | denied | denied | denied | denied | denied |",
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
    let folder = folder("access-refused");
    std::fs::write(folder.join("policy.json"), r#"{"Statement":[{"Effect":"Allow"}]}"#).unwrap();
    let output = access(&folder, "policy.json");
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(told.contains("AWS would reject the policy: line 1: "), "{told}");
}
