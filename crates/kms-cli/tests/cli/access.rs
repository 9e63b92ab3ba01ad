//! `kms-policy access` as a table of callers and operations, or of callers and jobs.

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

#[test]
fn a_table_says_who_can_have_which_service_do_what() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../kms-playground/gallery/ebs-volume-context.json");
    let folder = folder("access-jobs");
    let table = |words: &[&str]| {
        let arguments: Vec<&str> = ["access", example, "--jobs"].iter().chain(words).copied().collect();
        run(&folder, &arguments)
    };
    let found = stdout(&table(&["put object s3"]));
    assert_eq!(
        found.lines().take(5).collect::<Vec<&str>>(),
        [
            "| Principal | Amazon S3: Put an object |",
            "|---|---|",
            "| role `VolumeOperator` | denied |",
            "| role `aws:ec2-infrastructure` | denied |",
            "| `arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/i-0a1b2c3d4e5f67890`, has a grant | denied |",
        ]
    );
    // Without words, the services that the key policy names.
    let named = stdout(&table(&[]));
    let lines: Vec<&str> = named.lines().collect();
    assert!(
        lines[0].starts_with("| Principal | Amazon EBS: Create an encrypted volume | Amazon EBS: Attach"),
        "{named}"
    );
    assert!(
        lines[0].ends_with("| Amazon EC2 Auto Scaling: Launch instances with another account's key |"),
        "{named}"
    );
    assert!(lines[2].starts_with("| role `VolumeOperator` | allowed | allowed | denied |"), "{named}");
    let none = table(&["no such job"]);
    assert!(stderr(&none).contains("no job that somebody asks for fits these words"), "{}", stderr(&none));
    assert_eq!(stdout(&none), "");
}
