//! The splitter, which divides the page's WebAssembly into a main module and parts that are fetched later.

use super::cargo_tool::CargoTool;
use crate::failure::Result;
use crate::project::Project;
use std::path::PathBuf;

/// Newer ones need not understand what `wasm_split_helpers` of `Cargo.lock` marks.
const VERSION: &str = "0.2.4";

pub(crate) fn ensure(project: &Project) -> Result<PathBuf> {
    CargoTool {
        package: "wasm_split_cli_support",
        program: "wasm-split-cli",
        version: VERSION,
        says_version: false,
        arguments: &["--locked", "--features", "build-binary"],
        usually: "1 to 2 minutes, once per machine",
    }
    .ensure(project)
}
