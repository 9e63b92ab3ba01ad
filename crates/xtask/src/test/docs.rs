//! The documentation of the workspace builds, and every link in it leads somewhere.

use crate::failure::Result;
use crate::process;
use crate::project::Project;
use crate::report::Tally;
use std::process::Command;

pub(super) fn run(project: &Project, words: &[String]) -> Result<Tally> {
    let mut cargo = Command::new("cargo");
    cargo.args(["doc", "--locked", "--workspace", "--no-deps"]).args(words);
    cargo.current_dir(&project.root).env("RUSTDOCFLAGS", "--deny warnings");
    process::run(&mut cargo, "build the documentation", "mend the links and marks that rustdoc shows above")?;
    Ok(Tally::one(true))
}
