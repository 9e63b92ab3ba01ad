//! A Firefox for the tests in all engines: the one that is installed, else Debian's with extended support.

use super::apt::Missing;
use crate::failure::Result;
use crate::process;
use crate::project::Project;
use std::path::PathBuf;

/// Under what names systems install it.
const NAMES: [&str; 2] = ["firefox-esr", "firefox"];

const MISSING: Missing<'_> = Missing {
    name: "Firefox",
    packages: &["firefox-esr"],
    usually: "half a minute",
    cure: "install Firefox (Debian: `sudo apt-get update && sudo apt-get install firefox-esr`), \
           or set FIREFOX to the path of a Firefox, and try again",
};

/// The browser's executable.
pub(crate) fn ensure(project: &Project) -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("FIREFOX") {
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
