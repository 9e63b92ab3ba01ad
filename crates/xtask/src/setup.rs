//! What the site needs before it can be built: each tool is looked for, and installed only where it is missing.

mod apt;
pub(crate) mod cargo_fuzz;
mod cargo_tool;
pub(crate) mod chromium;
pub(crate) mod firefox;
pub(crate) mod npm;
pub(crate) mod rust_target;
mod trunk;
pub(crate) mod wasm_bindgen;
mod wasm_split;
pub(crate) mod webkit;

use crate::failure::Result;
use crate::process;
use crate::project::Project;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// The directories of the tools, in the order in which they go before the PATH.
#[derive(Debug)]
pub(crate) struct Tools {
    pub(crate) directories: Vec<PathBuf>,
    /// The real wasm-bindgen, for the one that stands before it.
    wasm_bindgen: PathBuf,
}

impl Tools {
    /// Lets the command find the tools, and those the folder in which the parts of the application are made.
    pub(crate) fn give(&self, project: &Project, command: &mut Command) {
        process::prepend_path(command, &self.directories);
        command.env("PLAYGROUND_WASM_BINDGEN", self.wasm_bindgen.join("wasm-bindgen"));
        command.env("PLAYGROUND_PARTS", project.state.join("parts"));
    }
}

/// Installs what building the site needs.
pub(crate) fn for_site(project: &Project) -> Result<Tools> {
    rust_target::ensure(project)?;
    let binaryen = npm::install(project, "web")?;
    let wasm_bindgen = wasm_bindgen::ensure(project)?;
    let divider = project.root.join("web/tools");
    let directories = vec![divider, trunk::ensure(project)?, wasm_split::ensure(project)?, binaryen];
    Ok(Tools { directories, wasm_bindgen })
}

/// `cargo xtask setup`.
pub(crate) fn only(project: &Project) -> Result<ExitCode> {
    for_site(project)?;
    println!("everything that the site needs is installed");
    Ok(ExitCode::SUCCESS)
}
