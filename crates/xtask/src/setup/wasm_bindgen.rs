//! wasm-bindgen's command line, which must be of exactly the version of the library in `Cargo.lock`.

use super::cargo_tool::CargoTool;
use crate::failure::{Failure, Result};
use crate::project::Project;
use std::fs;
use std::path::PathBuf;

pub(crate) fn ensure(project: &Project) -> Result<PathBuf> {
    let version = locked_version(project)?;
    CargoTool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: &version,
        says_version: true,
        arguments: &[],
        usually: "1 to 3 minutes, once per machine and version",
    }
    .ensure(project)
}

fn locked_version(project: &Project) -> Result<String> {
    let step = "read the version of wasm-bindgen from Cargo.lock";
    let cure = "restore Cargo.lock: `git checkout Cargo.lock`";
    let lock = fs::read_to_string(project.root.join("Cargo.lock"))
        .map_err(|error| Failure::new(step, error, cure))?;
    version_in_lock(&lock, "wasm-bindgen")
        .ok_or_else(|| Failure::new(step, "it does not list wasm-bindgen", cure))
}

/// The version of a package in a lock file, where `version` follows `name`.
fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let version = lock.lines().skip_while(|line| *line != name).nth(1)?;
    Some(version.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_package_of_exactly_this_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.7\"\nsource = \"x\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.7"));
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }
}
