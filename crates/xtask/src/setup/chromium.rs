//! A Chromium for the browser tests: the one that is installed, else Debian's. The tests' own runner would download one
//! from elsewhere, which not every network allows.

use super::apt::Missing;
use crate::failure::Result;
use crate::process;
use crate::project::Project;
use std::path::PathBuf;

/// Under what names systems install it.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const MISSING: Missing<'_> = Missing {
    name: "Chromium",
    packages: &["chromium", "fonts-dejavu-core"],
    usually: "1 to 2 minutes",
    cure: "install Chromium (Debian and Ubuntu: `sudo apt-get update && sudo apt-get install chromium`), \
           or set CHROMIUM to the path of a Chromium or Chrome, and try again",
};

/// The browser's executable.
pub(crate) fn ensure(project: &Project) -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Ok(PathBuf::from(chosen));
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    MISSING.install(project)?;
    find().ok_or_else(|| MISSING.still())
}

fn find() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| process::on_path(name))
}
