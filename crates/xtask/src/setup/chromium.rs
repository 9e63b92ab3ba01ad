//! A Chromium for the browser tests: the one that is installed, else Debian's, installed by apt where this
//! may be done. The tests' own runner would download one from elsewhere, which not every network allows.

use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use crate::step::Step;
use std::path::PathBuf;
use std::process::Command;

/// Under what names systems install it.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const CURE: &str = "install Chromium (Debian and Ubuntu: `sudo apt-get update && sudo apt-get install chromium`), \
                    or set CHROMIUM to the path of a Chromium or Chrome, and try again";

/// The browser's executable.
pub(crate) fn ensure(project: &Project) -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Ok(PathBuf::from(chosen));
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    let privileges = privileges(project)?;
    // What is known of packages may be old or, in a fresh container, missing.
    apt_get(project, privileges, &["update"], "update the list of packages", "20 seconds")?;
    apt_get(
        project,
        privileges,
        &["install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
        "install Chromium",
        "1 to 2 minutes",
    )?;
    find().ok_or_else(|| Failure::new("install Chromium", "apt installed it, but none is on the PATH", CURE))
}

fn find() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| process::on_path(name))
}

/// The words before `apt-get`: none for root, else `sudo` where it asks for no password.
fn privileges(project: &Project) -> Result<&'static [&'static str]> {
    let fail = |cause| Err(Failure::new("install Chromium", cause, CURE));
    if process::on_path("apt-get").is_none() {
        return fail("none is on the PATH, and there is no apt-get to install it with");
    }
    if process::output("id", &["-u"], &project.root).as_deref() == Some("0") {
        return Ok(&[]);
    }
    if process::output("sudo", &["-n", "true"], &project.root).is_some() {
        return Ok(&["sudo", "-n"]);
    }
    fail(
        "none is on the PATH, and installing it needs root's rights, which `sudo` does not give without a password",
    )
}

fn apt_get(project: &Project, privileges: &[&str], words: &[&str], name: &str, usually: &str) -> Result<()> {
    let mut line = privileges.iter().chain(&["apt-get"]).chain(words);
    let mut command = Command::new(line.next().unwrap_or(&"apt-get"));
    command.args(line).env("DEBIAN_FRONTEND", "noninteractive");
    Step { name, usually, cure: CURE }.run(project, &mut command)
}
