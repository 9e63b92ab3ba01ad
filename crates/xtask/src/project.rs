//! Where things are: the repository, its build directory, the cache of the person who builds.

use crate::failure::{Failure, Result};
use std::path::{Path, PathBuf};

/// The places that the commands read and write.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    /// The root of the repository.
    pub(crate) root: PathBuf,
    /// The deployable site.
    pub(crate) dist: PathBuf,
    /// Cargo's build directory.
    pub(crate) target: PathBuf,
    /// What these commands remember between runs, inside Cargo's target directory.
    pub(crate) state: PathBuf,
    /// Tools of an exact version, shared by all clones of one person.
    pub(crate) tools: PathBuf,
}

impl Project {
    pub(crate) fn find() -> Result<Self> {
        let root = root()?;
        let executable = std::env::current_exe().map_err(|error| {
            Failure::new("find the build directory", error, "start the command as `cargo xtask`")
        })?;
        // Cargo puts this program into TARGET/debug.
        let target = executable.ancestors().nth(2).map_or_else(|| root.join("target"), Path::to_path_buf);
        let dist = root.join("dist");
        let tools = cache()?.join("kms-policy-playground");
        Ok(Self { dist, state: target.join("xtask"), target, tools, root })
    }

    /// Whether the repository holds this path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }
}

/// The parent of `crates/xtask`, as Cargo tells it when it runs this program, else as it was when it was compiled.
fn root() -> Result<PathBuf> {
    let manifest =
        std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let root = Path::new(&manifest).ancestors().nth(2).filter(|root| root.join("Cargo.lock").is_file());
    root.map(Path::to_path_buf).ok_or_else(|| {
        let cause = format!("`{manifest}` is not inside a clone of it");
        Failure::new("find the repository", cause, "start the command as `cargo xtask` inside the repository")
    })
}

/// The cache directory of the person, as the XDG base directory specification says.
fn cache() -> Result<PathBuf> {
    let set = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache"))).ok_or_else(|| {
        let cause = "neither XDG_CACHE_HOME nor HOME is set to an absolute path";
        Failure::new(
            "find your cache directory",
            cause,
            "set XDG_CACHE_HOME to a directory that you can write",
        )
    })
}
