//! What the site needs before it can be built: each tool is looked for, and installed only where it is missing.

pub(crate) mod cargo_fuzz;
mod cargo_tool;
pub(crate) mod chromium;
pub(crate) mod npm;
pub(crate) mod rust_target;
mod trunk;
pub(crate) mod wasm_bindgen;

use crate::arguments::Arguments;
use crate::failure::Result;
use crate::project::Project;
use std::path::PathBuf;
use std::process::ExitCode;

/// The directories of the tools, in the order in which they go before the PATH.
#[derive(Debug)]
pub(crate) struct Tools {
    pub(crate) directories: Vec<PathBuf>,
}

/// Installs what building the site needs.
pub(crate) fn for_site(project: &Project) -> Result<Tools> {
    rust_target::ensure(project)?;
    let binaryen = npm::install(project, "web")?;
    let directories = vec![trunk::ensure(project)?, wasm_bindgen::ensure(project)?, binaryen];
    Ok(Tools { directories })
}

/// `cargo xtask setup`.
pub(crate) fn only(project: &Project, arguments: Arguments) -> Result<ExitCode> {
    arguments.finish()?;
    for_site(project)?;
    println!("everything that the site needs is installed");
    Ok(ExitCode::SUCCESS)
}
