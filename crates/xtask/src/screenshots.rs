//! `cargo xtask screenshots`: the page in several widths and in both colour schemes, to be looked at.

use crate::arguments::ScreenshotsArguments;
use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use crate::setup::npm;
use crate::test::browser;
use std::fs;
use std::process::ExitCode;

/// The picture that the README shows.
const README_PICTURE: &str = "docs/screenshot.png";

pub(crate) fn run(project: &Project, arguments: ScreenshotsArguments) -> Result<ExitCode> {
    let step = "take the screenshots";
    let usual = || project.root.join(browser::FOLDER).join("output/pictures");
    let folder = arguments.out.unwrap_or_else(usual);
    let cure = format!("choose a folder that can be written, with `--out`; it was `{}`", folder.display());
    fs::create_dir_all(&folder).map_err(|error| Failure::new(step, error, &cure))?;
    let folder = folder.canonicalize().map_err(|error| Failure::new(step, error, &cure))?;
    let programs = npm::install(project, browser::FOLDER)?;
    let mut playwright = browser::playwright(project, &programs)?;
    playwright.args(["--config", "pictures.config.ts"]).env("PICTURES", &folder);
    process::run(
        &mut playwright,
        step,
        "see Playwright's message above; `cargo xtask test browser` tests the page",
    )?;
    if arguments.readme {
        let picture = project.root.join(README_PICTURE);
        let cure = format!("make `{}` writable", picture.display());
        let copied = fs::create_dir_all(project.root.join("docs"))
            .and_then(|()| fs::copy(folder.join("readme.png"), &picture));
        copied.map_err(|error| Failure::new("replace the README's picture", error, cure))?;
    }
    println!("the pictures are in {}", folder.display());
    Ok(ExitCode::SUCCESS)
}
