//! The tests of the workspace on this machine: unit tests, conformance cases, laws, and the examples in the
//! documentation. Words for the runner go to the first, not to the doctests.

use crate::failure::Result;
use crate::process;
use crate::project::Project;
use crate::report::{self, Tally};
use std::process::Command;

const CURE: &str = "see the failed tests above; one test alone: `cargo test -p PACKAGE NAME`";

pub(super) fn run(project: &Project, words: &[String]) -> Result<Tally> {
    let mut tally = unit_tests(project, words)?;
    if words.is_empty() {
        tally += doctests(project)?;
    }
    Ok(tally)
}

/// With cargo-nextest where it is installed: it runs the tests of all crates at the same time.
fn unit_tests(project: &Project, words: &[String]) -> Result<Tally> {
    let nextest = process::on_path("cargo-nextest").is_some();
    let mut cargo = Command::new("cargo");
    let command: &[&str] = if nextest {
        &["nextest", "run", "--no-fail-fast", "--status-level", "slow"]
    } else {
        &["test", "--no-fail-fast", "--tests"]
    };
    cargo.args(command).args(["--locked", "--workspace"]).args(words).current_dir(&project.root);
    let (status, output) = process::run_and_keep(&mut cargo, "run the native tests", CURE)?;
    let tally = if nextest { report::of_nextest(&output) } else { report::of_cargo_test(&output) };
    Ok(tally.at_least_one_failure_unless(status.success()))
}

fn doctests(project: &Project) -> Result<Tally> {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--locked", "--workspace", "--doc", "--no-fail-fast"]).current_dir(&project.root);
    let (status, output) = process::run_and_keep(&mut cargo, "run the examples of the documentation", CURE)?;
    Ok(report::of_cargo_test(&output).at_least_one_failure_unless(status.success()))
}
