//! A short way through the page in Firefox, WebKit and Chromium, as the system has them, against the release build.
//! Most tests of the page run in Chromium alone; here is what engines do differently. `tests/browser/engines` says how.

use super::browser;
use crate::failure::Result;
use crate::process;
use crate::project::Project;
use crate::report::{self, Tally};
use crate::setup::{firefox, npm, webkit};

pub(super) fn run(project: &Project, words: &[String]) -> Result<Tally> {
    let programs = npm::install(project, browser::FOLDER)?;
    let firefox = firefox::ensure(project)?;
    let webkit = webkit::ensure(project)?;
    let mut playwright = browser::playwright(project, &programs)?;
    playwright.args(["--config", "engines.config.ts"]).args(words);
    playwright.env("FIREFOX", firefox).env("WEBKIT_DRIVER", webkit);
    let cure = "see the failed tests above; pictures are in tests/browser/output/engines";
    let (status, output) = process::run_and_keep(&mut playwright, "test the page in all engines", cure)?;
    Ok(report::of_playwright(&output).at_least_one_failure_unless(status.success()))
}
