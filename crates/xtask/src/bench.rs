//! `cargo xtask bench`: the benchmarks of all packages that have some; with `--page` those of the page, in Chromium; with
//! `--peer` the package beside another evaluator, on Node.

use crate::arguments::BenchArguments;
use crate::failure::{Failure, Result};
use crate::package;
use crate::process;
use crate::project::Project;
use crate::setup::npm;
use crate::test::browser;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// What the package is measured beside. Its licence (AGPL) keeps it out of everything else: it is fetched for a measurement
/// and kept with the build's own files, in no manifest and in no lock file.
const PEER: &str = "@cloud-copilot/iam-simulate@0.1.173";

pub(crate) fn run(project: &Project, arguments: &BenchArguments) -> Result<ExitCode> {
    if arguments.page {
        return run_page(project, arguments.write);
    }
    if arguments.peer {
        return run_peer(project, arguments.write);
    }
    let packages = packages_with_benchmarks(project).map_err(|error| {
        Failure::new("find the benchmarks", error, "check that the clone is complete: `git status`")
    })?;
    if packages.is_empty() {
        println!("no package has a folder `benches`");
        return Ok(ExitCode::SUCCESS);
    }
    for package in &packages {
        let mut cargo = Command::new("cargo");
        cargo.args(["bench", "--locked", "--benches", "--manifest-path"]).arg(package.join("Cargo.toml"));
        cargo.args(&arguments.filters).arg("--").args(&arguments.words).current_dir(&project.root);
        process::run(&mut cargo, "run the benchmarks", "see the message above")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The page's own: a keystroke, a first visit, and the engine in the browser. The tables go into `docs/performance.md`
/// where they are to be kept.
fn run_page(project: &Project, write: bool) -> Result<ExitCode> {
    let programs = npm::install(project, browser::FOLDER)?;
    package::build(project)?;
    measure(browser::playwright(project, &programs)?, write, "measure the page")
}

/// The package and its peer, in one process of Node.
fn run_peer(project: &Project, write: bool) -> Result<ExitCode> {
    let programs = npm::install(project, browser::FOLDER)?;
    package::build(project)?;
    let folder = project.state.join("peer");
    let task = "fetch the other evaluator";
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("package.json"), r#"{ "private": true }"#))
        .map_err(|error| Failure::new(task, error, "make target/ writable"))?;
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-save",
        "--no-package-lock",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        PEER,
    ]);
    process::run(
        npm.current_dir(&folder),
        task,
        "check that the npm registry can be reached, and try again",
    )?;
    let mut playwright = Command::new(programs.join("playwright"));
    playwright.arg("test").env("PEER", folder).current_dir(project.root.join(browser::FOLDER));
    measure(playwright, write, "measure the package beside its peer")
}

/// Runs the measurements of `tests/browser/benches`.
fn measure(mut playwright: Command, write: bool, task: &str) -> Result<ExitCode> {
    playwright.args(["--config", "benches.config.ts"]);
    if write {
        playwright.env("WRITE_RESULTS", "1");
    }
    process::run(&mut playwright, task, "see Playwright's message above")?;
    Ok(ExitCode::SUCCESS)
}

fn packages_with_benchmarks(project: &Project) -> io::Result<Vec<PathBuf>> {
    let mut folders = vec![project.root.join("tests"), project.root.join("web")];
    for entry in fs::read_dir(project.root.join("crates"))? {
        folders.push(entry?.path());
    }
    folders.sort();
    folders.retain(|folder| folder.join("benches").is_dir());
    Ok(folders)
}
