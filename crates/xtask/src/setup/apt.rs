//! Packages of Debian and its relatives, installed by `apt-get` where this may be done.

use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use crate::step::Step;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is missing, and the packages that bring it.
#[derive(Debug)]
pub(crate) struct Missing<'a> {
    /// `Firefox`.
    pub(crate) name: &'a str,
    pub(crate) packages: &'a [&'a str],
    /// How long the installation usually takes, in words.
    pub(crate) usually: &'a str,
    /// What to do where it cannot be installed.
    pub(crate) cure: &'a str,
}

/// Whether this run has brought the list of packages up to date.
static LIST_IS_NEW: AtomicBool = AtomicBool::new(false);

impl Missing<'_> {
    pub(crate) fn install(&self, project: &Project) -> Result<()> {
        let privileges = self.privileges(project)?;
        // What is known of packages may be old or, in a fresh container, missing.
        if !LIST_IS_NEW.swap(true, Ordering::Relaxed) {
            self.apt_get(project, privileges, &["update"], "update the list of packages", "20 seconds")?;
        }
        let words = [&["install", "--yes", "--no-install-recommends"], self.packages].concat();
        self.apt_get(project, privileges, &words, &self.step(), self.usually)
    }

    /// What to say when all went well and it still cannot be found.
    pub(crate) fn still(&self) -> Failure {
        Failure::new(self.step(), "apt installed it, but it is not on the PATH", self.cure)
    }

    fn step(&self) -> String {
        format!("install {}", self.name)
    }

    /// The words before `apt-get`: none for root, else `sudo` where it asks for no password.
    fn privileges(&self, project: &Project) -> Result<&'static [&'static str]> {
        let fail = |cause| Err(Failure::new(self.step(), cause, self.cure));
        if process::on_path("apt-get").is_none() {
            return fail("it is not on the PATH, and there is no apt-get to install it with");
        }
        if process::output("id", &["-u"], &project.root).as_deref() == Some("0") {
            return Ok(&[]);
        }
        if process::output("sudo", &["-n", "true"], &project.root).is_some() {
            return Ok(&["sudo", "-n"]);
        }
        fail(
            "it is not on the PATH, and installing it needs root's rights, which `sudo` does not give without a password",
        )
    }

    fn apt_get(
        &self,
        project: &Project,
        privileges: &[&str],
        words: &[&str],
        name: &str,
        usually: &str,
    ) -> Result<()> {
        let mut line = privileges.iter().chain(&["apt-get"]).chain(words);
        let mut command = Command::new(line.next().unwrap_or(&"apt-get"));
        command.args(line).env("DEBIAN_FRONTEND", "noninteractive");
        Step { name, usually, cure: self.cure }.run(project, &mut command)
    }
}
