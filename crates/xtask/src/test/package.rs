//! The package for JavaScript and TypeScript: built, weighed, packed and installed as npm does it, and used.
//! `tests/package` says how; a plain page uses it in the part `browser`.

use crate::failure::Result;
use crate::process;
use crate::project::Project;
use crate::report::{self, Tally};
use crate::setup::npm;
use crate::{package, size};
use std::process::Command;

const FOLDER: &str = "tests/package";

pub(super) fn run(project: &Project, words: &[String]) -> Result<Tally> {
    let built = package::build(project)?;
    size::check(&built, size::PACKAGE)?;
    npm::install(project, FOLDER)?;
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=tap"]).args(words).arg("package.test.mjs");
    node.current_dir(project.root.join(FOLDER));
    let cure = "see the failed tests above; `node --test` in tests/package runs them again";
    let (status, output) = process::run_and_keep(&mut node, "use the package", cure)?;
    Ok(report::of_node(&output).at_least_one_failure_unless(status.success()))
}
