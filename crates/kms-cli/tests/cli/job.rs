//! `kms-policy jobs`, `job` and `policy` as a person or a CI server runs them.

use std::path::Path;
use std::process::Output;

use super::{piped, stderr, stdout};

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ADMINISTRATOR: &str = "arn:aws:iam::111122223333:role/KeyAdmin";
const WRITER: &str = "arn:aws:iam::111122223333:role/Writer";

fn run(arguments: &[&str], input: &str) -> Output {
    piped(Path::new("."), arguments, input)
}

/// A policy for the writer, who puts objects into one bucket.
fn policy() -> String {
    let job = "Amazon S3: Put an object; bucket=plans";
    let output = run(&["policy", "--key", KEY, "--admin", ADMINISTRATOR, "--user", WRITER, "--job", job], "");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    stdout(&output)
}

#[test]
fn jobs_are_listed_by_what_people_type() {
    let found = stdout(&run(&["jobs", "snapshot", "copy"], ""));
    assert!(
        found.contains("Amazon RDS: Copy an encrypted snapshot  kms:DescribeKey kms:CreateGrant"),
        "{found}"
    );
    assert!(found.contains("Amazon EBS: Copy an encrypted snapshot"), "{found}");
    let one = stdout(&run(&["jobs", "terraform state"], ""));
    assert!(one.contains("--with bucket-key: the bucket has an S3 Bucket Key"), "{one}");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&run(&["jobs", "--format", "json"], ""))).unwrap();
    assert!(json.as_array().unwrap().len() > 130);
    let none = run(&["jobs", "qwertyuiop"], "");
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("no job has the words `qwertyuiop`"), "{}", stderr(&none));
}

#[test]
fn a_written_policy_lets_the_job_work_and_no_other() {
    let policy = policy();
    let decide = |arguments: &[&str]| {
        let scenario = ["--scenario", "-", "--key", KEY, "--who", WRITER];
        let output = run(&[&["job"], arguments, &scenario[..]].concat(), &policy);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    let put = decide(&["Amazon S3", "Put an object"]);
    assert!(put.contains("✓ Works if the bucket has no S3 Bucket Key"), "{put}");
    assert!(put.contains("✓ Works if the bucket has an S3 Bucket Key"), "{put}");
    assert!(put.contains("The name of the bucket is `plans`: a condition of a policy names it."), "{put}");
    let other = decide(&["Amazon S3", "Put an object", "--set", "bucket=diaries", "--with", "bucket-key"]);
    assert!(other.contains("✕ Does not work if the bucket has an S3 Bucket Key"), "{other}");
    assert!(other.contains("is `arn:aws:s3:::diaries`, which matches none of"), "{other}");
    let get = decide(&["Amazon S3", "Get an object", "--format", "json"]);
    let get: serde_json::Value = serde_json::from_str(&get).unwrap();
    assert_eq!(get["decision"], "implicitDeny");
}

#[test]
fn the_policy_says_what_its_conditions_keep_out() {
    let job = "Amazon S3: Put an object; bucket=plans";
    let output = run(&["policy", "--key", KEY, "--user", WRITER, "--job", job], "");
    let said = stderr(&output);
    assert!(
        said.contains("kms:ViaService: Without it, the same principal could use the key through any service"),
        "{said}"
    );
    assert!(said.contains("works: Amazon S3: Put an object."), "{said}");
    assert!(said.contains("The policy passes KMS's lockout safety check."), "{said}");
}

#[test]
fn another_accounts_user_gets_an_identity_based_policy() {
    let user = "arn:aws:iam::444455556666:role/Keeper";
    let arguments =
        ["policy", "--key", KEY, "--admin", ADMINISTRATOR, "--user", user, "--job", "rds: copy snapshot"];
    let output = run(&arguments, "");
    assert!(stderr(&output).contains(&format!("{user} needs this identity-based policy as well:")));
    let scenario = run(&[&arguments[..], &["--format", "scenario"]].concat(), "");
    let test = run(&["test", "-"], &stdout(&scenario));
    assert_eq!(test.status.code(), Some(0), "{}", stdout(&test));
}

#[test]
fn what_is_missing_is_said_in_one_line() {
    for (arguments, part) in [
        (&["policy", "--key", KEY, "--job", "Amazon S3: Put an object"][..], "Give its ARN"),
        (&["policy", "--key", KEY, "--job", "Amazon S3: object"], "fits several jobs"),
        (&["policy", "--key", "alias/x"], "is not the ARN of a KMS key"),
        (&["policy", "--key", KEY, "--set", "bucket=b"], "no job has a parameter `bucket`"),
        (
            &["policy", "--key", KEY, "--user", WRITER, "--job", "Amazon S3: Put an object; sideways"],
            "no setting `sideways`",
        ),
        (&["job", "Amazon S3", "Put an object", "--scenario", "-"], "needs the user or role that asks"),
    ] {
        let output = run(arguments, r#"{"Version":"2012-10-17","Statement":[]}"#);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = stderr(&output);
        assert!(said.contains(part) && said.lines().count() == 1, "{said}");
    }
}
