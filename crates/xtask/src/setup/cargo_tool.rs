//! A program from crates.io in one exact version: the one on the PATH if it is that version, else one of
//! our own in the tools directory, installed there when it is missing.

use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use crate::step::Step;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is to be installed, and how.
#[derive(Debug)]
pub(crate) struct CargoTool<'a> {
    /// The package on crates.io.
    pub(crate) package: &'a str,
    /// The program in it whose version is asked.
    pub(crate) program: &'a str,
    pub(crate) version: &'a str,
    /// Whether it says its version: one that does not is only taken from our own directory, which has the version in its name.
    pub(crate) says_version: bool,
    /// Further arguments of `cargo install`.
    pub(crate) arguments: &'a [&'a str],
    /// How long the installation usually takes.
    pub(crate) usually: &'a str,
}

impl CargoTool<'_> {
    /// The directory that holds the program.
    pub(crate) fn ensure(&self, project: &Project) -> Result<PathBuf> {
        if let Some(directory) = self.on_path(&project.root) {
            return Ok(directory);
        }
        let root = project.tools.join(format!("{}-{}", self.package, self.version));
        let directory = root.join("bin");
        if self.is_right(&directory.join(self.program), &project.root) {
            return Ok(directory);
        }
        self.install(project, &root)?;
        if self.is_right(&directory.join(self.program), &project.root) {
            return Ok(directory);
        }
        let cause = format!("it was installed but does not say that it is version {}", self.version);
        Err(Failure::new(self.step_name(), cause, format!("remove `{}` and try again", root.display())))
    }

    fn on_path(&self, directory: &Path) -> Option<PathBuf> {
        let program = process::on_path(self.program).filter(|_| self.says_version)?;
        if !self.is_right(&program, directory) {
            return None;
        }
        program.parent().map(Path::to_path_buf)
    }

    fn is_right(&self, program: &Path, directory: &Path) -> bool {
        if !self.says_version {
            return process::output(program, &["--help"], directory).is_some();
        }
        process::version_of(program, directory).as_deref() == Some(self.version)
    }

    fn install(&self, project: &Project, root: &Path) -> Result<()> {
        let mut command = Command::new("cargo");
        command.args(["install", self.package, "--version", self.version, "--force", "--root"]).arg(root);
        command.args(self.arguments).current_dir(&project.root);
        // These programs run for seconds: what counts is that they are there soon.
        command.env("CARGO_PROFILE_RELEASE_LTO", "off");
        command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        command.env("CARGO_PROFILE_RELEASE_DEBUG", "false");
        // A directory of its own, removed afterwards: their dependencies are not ours.
        command.env_remove("CARGO_TARGET_DIR");
        let cure = format!(
            "check that crates.io can be reached and try again, or install version {} of {} yourself so that it is on the PATH",
            self.version, self.package
        );
        Step { name: &self.step_name(), usually: self.usually, cure: &cure }.run(project, &mut command)
    }

    fn step_name(&self) -> String {
        format!("install {} {}", self.package, self.version)
    }
}
