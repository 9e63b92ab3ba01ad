//! The command as a person or a CI server runs it: output, errors, exit status. A file a family of its commands.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod access;
mod challenge;
mod compare;
mod eval;
mod job;
mod lint;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Two callers, one of whom comes through S3, and one that the policy does not know.
const SCENARIO: &str = r#"{
"version": 1,
"title": "One key, two callers",
"key": { "arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
"keyPolicy": {
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "Through S3",
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:role/Reader" },
    "Action": "kms:Decrypt",
    "Resource": "*",
    "Condition": { "StringEquals": { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }
  }
},
"identityPolicies": [],
"requests": [
  { "name": "through S3", "principal": "arn:aws:iam::111122223333:role/Reader", "action": "kms:Decrypt",
    "viaService": "s3.us-east-1.amazonaws.com", "expect": "allowed" },
  { "name": "directly", "principal": "arn:aws:iam::111122223333:role/Reader", "action": "kms:Decrypt", "expect": "implicitDeny" },
  { "name": "nobody knows", "principal": "arn:aws:iam::111122223333:user/Ana", "action": "kms:Decrypt" }
]
}
"#;

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kms-policy"));
    command.current_dir(folder).args(arguments);
    command
}

/// Runs the command in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Runs the command in a folder, with a text as its input.
fn piped(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = command(folder, arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that needs no input may have ended already.
    _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
