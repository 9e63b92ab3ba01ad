//! cargo-fuzz, which runs the fuzz targets.

use super::cargo_tool::CargoTool;
use crate::failure::Result;
use crate::project::Project;
use std::path::PathBuf;

const VERSION: &str = "0.13.2";

pub(crate) fn ensure(project: &Project) -> Result<PathBuf> {
    CargoTool {
        package: "cargo-fuzz",
        program: "cargo-fuzz",
        version: VERSION,
        says_version: true,
        arguments: &["--locked"],
        usually: "1 to 2 minutes, once per machine",
    }
    .ensure(project)
}
