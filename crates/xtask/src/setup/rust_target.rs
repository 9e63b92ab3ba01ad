//! Rust's standard library for WebAssembly.

use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use crate::step::Step;
use std::path::Path;
use std::process::Command;

/// The target of everything that runs in a browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

pub(crate) fn ensure(project: &Project) -> Result<()> {
    if is_installed(&project.root) {
        return Ok(());
    }
    let step = Step {
        name: "install the Rust target wasm32-unknown-unknown",
        usually: "20 seconds",
        cure: "run `rustup target add wasm32-unknown-unknown` in this directory; where Rust did not come by rustup, \
               install the package of your distribution that holds Rust's standard library for wasm32",
    };
    if process::on_path("rustup").is_none() {
        return Err(Failure::new(step.name, "there is no rustup to install it with", step.cure));
    }
    step.run(project, Command::new("rustup").args(["target", "add", TARGET]).current_dir(&project.root))
}

fn is_installed(directory: &Path) -> bool {
    let library = process::output("rustc", &["--print", "target-libdir", "--target", TARGET], directory);
    library.is_some_and(|library| Path::new(&library).is_dir())
}
