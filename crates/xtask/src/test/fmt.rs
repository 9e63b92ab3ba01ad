//! The code is formatted as rustfmt does it.

use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use crate::report::Tally;
use std::process::Command;

pub(super) fn run(project: &Project, words: &[String]) -> Result<Tally> {
    let mut cargo = Command::new("cargo");
    cargo.args(["fmt", "--all", "--check"]).args(words).current_dir(&project.root);
    if process::version_of("rustfmt", &project.root).is_none() {
        let cure = "run `rustup component add rustfmt` in this directory";
        return Err(Failure::new("check the formatting", "rustfmt does not run", cure));
    }
    process::run(&mut cargo, "check the formatting", "run `cargo fmt`")?;
    Ok(Tally::one(true))
}
