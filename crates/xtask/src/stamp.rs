//! What a build was made from, and what came out of it: nothing is built again while neither has changed.

use crate::failure::{Failure, Result};
use crate::fingerprint;
use crate::process;
use crate::project::Project;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the build of one directory depends on, and where the last build's stamp is kept.
#[derive(Debug)]
pub(crate) struct Stamp {
    file: PathBuf,
    inputs: String,
    output: PathBuf,
}

impl Stamp {
    /// The stamp of `name`, which is made from these files and directories and from all crates but `other_crates`.
    pub(crate) fn of(
        project: &Project,
        name: &str,
        inputs: &[&str],
        other_crates: &[&str],
        output: &Path,
    ) -> Result<Self> {
        let sources = sources(project, inputs, other_crates).map_err(|error| {
            let cure = "check that the clone is complete: `git status`";
            Failure::new(format!("read the sources of the {name}"), error, cure)
        })?;
        let compiler = process::output("rustc", &["--version"], &project.root).unwrap_or_default();
        let inputs = format!("{sources} {compiler}");
        Ok(Self { file: project.state.join(name), inputs, output: output.to_path_buf() })
    }

    /// Whether the output is that of these inputs, and nobody touched it since.
    pub(crate) fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|last| last == self.text())
    }

    /// Remembers that the output was made from these inputs.
    pub(crate) fn write(&self) -> Result<()> {
        let directory = self.file.parent().unwrap_or(&self.file);
        let written = fs::create_dir_all(directory).and_then(|()| fs::write(&self.file, self.text()));
        written.map_err(|error| {
            let cure = format!("make `{}` writable", directory.display());
            Failure::new("remember what was built, and from what", error, cure)
        })
    }

    fn text(&self) -> String {
        let outputs = self.outputs().unwrap_or_default();
        format!("{}\n{outputs}", self.inputs)
    }

    /// Names and lengths of the files that came out.
    fn outputs(&self) -> io::Result<String> {
        let mut files = BTreeSet::new();
        fingerprint::collect(&self.output, &mut files)?;
        let line = |file: &PathBuf| Ok(format!("{} {}\n", file.display(), file.metadata()?.len()));
        files.iter().map(line).collect()
    }
}

fn sources(project: &Project, inputs: &[&str], other_crates: &[&str]) -> io::Result<String> {
    let mut inputs: Vec<String> = inputs.iter().copied().map(str::to_owned).collect();
    for entry in fs::read_dir(project.root.join("crates"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !other_crates.contains(&name.as_str()) {
            inputs.push(format!("crates/{name}"));
        }
    }
    fingerprint::of(&project.root, inputs.iter().map(String::as_str))
}
