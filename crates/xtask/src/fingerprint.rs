//! A number that stands for the contents of files, to know whether something has to be made again.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// Directories that hold what tools made or fetched, never what a person wrote.
const MADE: [&str; 5] = ["node_modules", "generated", "target", "dist", ".git"];

/// The fingerprint of files and of everything below directories: names and contents, not dates.
pub(crate) fn of<'a>(root: &Path, inputs: impl IntoIterator<Item = &'a str>) -> io::Result<String> {
    let mut files = BTreeSet::new();
    for input in inputs {
        collect(&root.join(input), &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    for file in &files {
        file.strip_prefix(root).unwrap_or(file).hash(&mut hasher);
        fs::read(file)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// All files at or below a path.
pub(crate) fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    if path.is_file() {
        files.insert(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if !MADE.iter().any(|made| entry.file_name() == *made) {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_follows_contents_and_names_and_skips_what_tools_made() {
        let root = std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        fs::create_dir_all(root.join("in/node_modules")).unwrap();
        fs::write(root.join("in/a"), "1").unwrap();
        let first = of(&root, ["in"]).unwrap();
        fs::write(root.join("in/node_modules/x"), "made").unwrap();
        assert_eq!(of(&root, ["in"]).unwrap(), first);
        fs::write(root.join("in/a"), "2").unwrap();
        assert_ne!(of(&root, ["in"]).unwrap(), first);
        fs::rename(root.join("in/a"), root.join("in/b")).unwrap();
        fs::write(root.join("in/b"), "1").unwrap();
        assert_ne!(of(&root, ["in"]).unwrap(), first);
        fs::remove_dir_all(root).unwrap();
    }
}
