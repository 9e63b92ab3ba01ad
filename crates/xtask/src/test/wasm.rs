//! The embedding API, as WebAssembly, on Node.

use crate::failure::Result;
use crate::process;
use crate::project::Project;
use crate::report::{self, Tally};
use crate::setup::{rust_target, wasm_bindgen};
use std::process::Command;

/// Where the package is, once there is one.
pub(super) const FOLDER: &str = "crates/kms-wasm";
pub(super) const PACKAGE: &str = "kms-wasm";

pub(super) fn run(project: &Project, words: &[String]) -> Result<Tally> {
    if !project.has(FOLDER) {
        println!("there is no {FOLDER} yet");
        return Ok(Tally::default());
    }
    rust_target::ensure(project)?;
    let tools = [wasm_bindgen::ensure(project)?];
    let mut cargo = Command::new("cargo");
    cargo
        .args(["test", "--locked", "--no-fail-fast", "--package", PACKAGE, "--target", rust_target::TARGET])
        .args(words);
    cargo
        .current_dir(&project.root)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    process::prepend_path(&mut cargo, &tools);
    let (status, output) =
        process::run_and_keep(&mut cargo, "test the embedding API on Node", "see the failed tests above")?;
    Ok(report::of_cargo_test(&output).at_least_one_failure_unless(status.success()))
}
