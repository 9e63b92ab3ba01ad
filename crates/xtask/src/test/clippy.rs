//! Clippy with warnings denied: everything on the host, and what runs in a browser for WebAssembly too,
//! where other code is compiled.

use super::wasm;
use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use crate::report::Tally;
use crate::setup::rust_target;
use std::process::Command;

pub(super) fn run(project: &Project, words: &[String]) -> Result<Tally> {
    let cure = "mend what it shows; an exception carries a reason: `#[expect(…, reason = \"…\")]`";
    if process::version_of("clippy-driver", &project.root).is_none() {
        let cure = "run `rustup component add clippy` in this directory";
        return Err(Failure::new("lint the code", "clippy does not run", cure));
    }
    process::run(
        &mut clippy(project, &["--workspace", "--all-targets"], words),
        "lint the code for the host",
        cure,
    )?;
    rust_target::ensure(project)?;
    let mut scope = vec!["--target", rust_target::TARGET, "--package", "web"];
    if project.has(wasm::FOLDER) {
        scope.extend(["--package", wasm::PACKAGE]);
    }
    process::run(&mut clippy(project, &scope, words), "lint the code for WebAssembly", cure)?;
    Ok(Tally::many(2, 0))
}

fn clippy(project: &Project, scope: &[&str], words: &[String]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["clippy", "--locked"]).args(scope).args(words).args(["--", "--deny", "warnings"]);
    cargo.current_dir(&project.root);
    cargo
}
