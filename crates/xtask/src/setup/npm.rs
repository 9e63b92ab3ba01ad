//! Packages from npm, exactly as a folder's lock file names them.

use crate::failure::{Failure, Result};
use crate::fingerprint;
use crate::process;
use crate::project::Project;
use crate::step::Step;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The oldest Node that the packages support.
const OLDEST_NODE: u32 = 20;

/// Installs the packages of a folder if its lock file has changed since, and returns the directory of their programs.
pub(crate) fn install(project: &Project, folder: &str) -> Result<PathBuf> {
    let directory = project.root.join(folder);
    let step_name = format!("install the npm packages of {folder}/");
    let cure = "check that the npm registry can be reached, and try again";
    let wanted = fingerprint::of(&directory, ["package.json", "package-lock.json"]).map_err(|error| {
        Failure::new(&step_name, error, "restore the folder's package.json and package-lock.json")
    })?;
    let modules = directory.join("node_modules");
    let stamp = modules.join(".installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(modules.join(".bin"));
    }
    check_node(project)?;
    let mut command = Command::new("npm");
    // No package here needs to run a script when it is installed, so none may.
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&directory);
    Step { name: &step_name, usually: "5 to 30 seconds", cure }.run(project, &mut command)?;
    fs::write(&stamp, wanted).map_err(|error| Failure::new(&step_name, error, cure))?;
    Ok(modules.join(".bin"))
}

fn check_node(project: &Project) -> Result<()> {
    let cure = format!(
        "install Node {OLDEST_NODE} or newer with npm, from your distribution (`apt-get install nodejs npm`) or from nodejs.org, and try again"
    );
    let fail = |cause: String| Err(Failure::new("find Node and npm", cause, &cure));
    let Some(version) = process::version_of("node", &project.root) else {
        return fail("`node --version` does not run".to_owned());
    };
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        return fail(format!("`node` is version {version}"));
    }
    if process::on_path("npm").is_none() {
        return fail("`npm` is not on the PATH".to_owned());
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("20.20.2"), Some(20));
        assert_eq!(major("next"), None);
    }
}
