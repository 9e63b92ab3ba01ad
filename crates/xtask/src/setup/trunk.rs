//! Trunk, which builds the site.

use super::cargo_tool::CargoTool;
use crate::failure::Result;
use crate::project::Project;
use std::path::PathBuf;

/// 0.22 needs a newer Rust than the one that the workspace promises to build with.
const VERSION: &str = "0.21.14";

pub(crate) fn ensure(project: &Project) -> Result<PathBuf> {
    CargoTool {
        package: "trunk",
        program: "trunk",
        version: VERSION,
        says_version: true,
        // Without its default features it looks for no update and links no system TLS library.
        arguments: &["--locked", "--no-default-features", "--features", "rustls"],
        usually: "4 to 8 minutes, once per machine",
    }
    .ensure(project)
}
