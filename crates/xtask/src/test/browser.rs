//! The page as a person meets it: Playwright drives a real Chromium against the release build, served by
//! this program. `tests/browser` says how; Playwright starts the server itself. Other engines have a part of their own.

use crate::failure::{Failure, Result};
use crate::package;
use crate::process;
use crate::project::Project;
use crate::report::{self, Tally};
use crate::setup::{chromium, npm};
use crate::site;
use std::path::Path;
use std::process::Command;

/// The folder of the tests, their configuration and their lock file.
pub(crate) const FOLDER: &str = "tests/browser";

pub(super) fn run(project: &Project, words: &[String]) -> Result<Tally> {
    let programs = npm::install(project, FOLDER)?;
    let mut tally = check_types(project, &programs)?;
    package::build(project)?;
    let mut playwright = playwright(project, &programs)?;
    playwright.args(words);
    let cure = "see the failed tests above; traces and pictures are in tests/browser/output";
    let (status, output) = process::run_and_keep(&mut playwright, "test the page in Chromium", cure)?;
    tally += report::of_playwright(&output).at_least_one_failure_unless(status.success());
    Ok(tally)
}

/// `playwright test`, with the browser, the built site and the server that it needs.
pub(crate) fn playwright(project: &Project, programs: &Path) -> Result<Command> {
    let chromium = chromium::ensure(project)?;
    site::build(project)?;
    let server = std::env::current_exe().map_err(|error| {
        Failure::new("find the server for the browser tests", error, "start the command as `cargo xtask`")
    })?;
    let mut command = Command::new(programs.join("playwright"));
    command.arg("test").current_dir(project.root.join(FOLDER));
    command.env("CHROMIUM", chromium).env("XTASK", server);
    Ok(command)
}

fn check_types(project: &Project, programs: &Path) -> Result<Tally> {
    let mut tsc = Command::new(programs.join("tsc"));
    tsc.arg("--noEmit").current_dir(project.root.join(FOLDER));
    let (status, _) = process::run_and_keep(
        &mut tsc,
        "check the types of the browser tests",
        "reinstall: remove tests/browser/node_modules",
    )?;
    Ok(Tally::one(status.success()))
}
