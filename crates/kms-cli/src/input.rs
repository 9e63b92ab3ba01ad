//! Where scenarios come from: files, folders, patterns, standard input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use glob::{MatchOptions, glob_with};
use kms_playground::analysis::AnalysisInput;
use kms_playground::import::{Detected, detect};
use kms_playground::{MAX_SCENARIO_BYTES, Pasted, PastedKind, Scenario};

use crate::failure::Failure;

/// A scenario with the name that errors and reports call it by.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) scenario: Scenario,
    /// Whether the scenario was made of a policy alone.
    pub(crate) is_policy: bool,
}

/// Reads one scenario.
pub(crate) fn scenario(path: &str) -> Result<Source, Failure> {
    let (name, text) = text(path)?;
    let scenario = Scenario::from_json(&text).map_err(|error| match detect(&text) {
        Detected::KeyPolicy { .. } | Detected::IamPolicy => {
            Failure::of(&name, &"this is a policy, not a scenario (a scenario holds it as `keyPolicy`); `kms-policy eval` reads it")
        }
        _ => Failure::scenario(&name, &error),
    })?;
    Ok(Source { name, scenario, is_policy: false })
}

/// Reads one scenario, a bare key policy, or what `aws kms get-key-policy` prints.
pub(crate) fn scenario_or_policy(path: &str) -> Result<Source, Failure> {
    let (name, text) = text(path)?;
    match Scenario::from_json(&text) {
        Ok(scenario) => Ok(Source { name, scenario, is_policy: false }),
        Err(error) => match Scenario::from_pasted(&text) {
            Ok(pasted) if is_of_policy(&pasted) => {
                Ok(Source { name, scenario: pasted.scenario, is_policy: true })
            }
            _ => Err(Failure::scenario(&name, &error)),
        },
    }
}

/// Whether a text is a policy, as far as one can tell of a broken one.
fn is_of_policy(pasted: &Pasted) -> bool {
    pasted.kind != PastedKind::Scenario && pasted.scenario.key_policy.text().contains("\"Statement\"")
}

/// Reads a key policy, or a scenario with one.
pub(crate) fn policy(path: &str) -> Result<(String, AnalysisInput), Failure> {
    let (name, text) = text(path)?;
    let input = AnalysisInput::read(&text).map_err(|error| Failure::scenario(&name, &error))?;
    Ok((name, input))
}

/// Writes scenarios into a folder, named by their numbers.
pub(crate) fn write_scenarios<'s>(
    folder: &str,
    scenarios: impl Iterator<Item = &'s Scenario>,
) -> Result<usize, Failure> {
    let failed = |error: &io::Error| Failure::of(folder, &plain(error));
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let mut count = 0;
    for scenario in scenarios {
        count += 1;
        let path = Path::new(folder).join(format!("{count}.json"));
        fs::write(path, scenario.to_json() + "\n").map_err(|error| failed(&error))?;
    }
    Ok(count)
}

/// Reads a text, and gives it a name.
pub(crate) fn text(path: &str) -> Result<(String, String), Failure> {
    let name = if path == "-" { "standard input" } else { path };
    let bytes = if path == "-" { read(io::stdin().lock()) } else { fs::File::open(path).and_then(read) };
    let bytes = bytes.map_err(|error| Failure::of(name, &plain(&error)))?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::of(name, &"this is not UTF-8 text"))?;
    Ok((name.to_owned(), text))
}

/// Reads no more than a little beyond the bound, at which reading the scenario fails with its own words.
fn read(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MAX_SCENARIO_BYTES as u64 + 4).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// An error of the system in its own words, without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => "is not a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// The files that the arguments name, each once, in order.
pub(crate) fn files(paths: &[String]) -> Result<Vec<String>, Failure> {
    let mut files: Vec<String> = Vec::new();
    for path in paths {
        let found = match Path::new(path) {
            _ if path == "-" => vec![path.clone()],
            folder if folder.is_dir() => in_folder(folder)?,
            file if file.exists() || !path.contains(['*', '?']) => vec![path.clone()],
            _ => matching(path)?,
        };
        for file in found {
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

/// Every `.json` file of a folder and those below it, in order.
fn in_folder(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            found.extend(in_folder(&path)?);
        } else if is_json(&path) {
            found.push(path.display().to_string());
        }
    }
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error: &io::Error| Failure::of(&folder.display().to_string(), &plain(error));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| failed(&error))? {
        paths.push(entry.map_err(|error| failed(&error))?.path());
    }
    paths.sort();
    Ok(paths)
}

/// The `.json` files that a pattern covers, in order: `?` is a character, `*` any but `/`, `**/` any folders.
fn matching(pattern: &str) -> Result<Vec<String>, Failure> {
    let as_in_shells = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
    let paths = glob_with(pattern, as_in_shells).map_err(|error| Failure::of(pattern, &error.msg))?;
    let mut found = Vec::new();
    for path in paths {
        let path =
            path.map_err(|error| Failure::of(&error.path().display().to_string(), &plain(error.error())))?;
        if is_json(&path) && path.is_file() {
            found.push(path.display().to_string());
        }
    }
    if found.is_empty() {
        return Err(Failure::of(pattern, &"no file matches"));
    }
    Ok(found)
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_paths_as_shells_have_them() {
        let folder = std::env::temp_dir().join(format!("kms-policy-patterns-{}", std::process::id()));
        let files = ["a.json", "ab.json", "b/a.json", "b/c/d/a.json", "b/c/notes.md"];
        for file in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "{}").unwrap();
        }
        let root = folder.display().to_string();
        let found = |pattern: &str| {
            let found = matching(&format!("{root}/{pattern}"));
            let found = found.unwrap_or_default().into_iter();
            found
                .map(|path| path.strip_prefix(&root).unwrap().trim_start_matches('/').to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("*.json"), ["a.json", "ab.json"]);
        assert_eq!(found("?.json"), ["a.json"]);
        assert_eq!(found("b/**/*.json"), ["b/a.json", "b/c/d/a.json"]);
        assert_eq!(found("**/a.json"), ["a.json", "b/a.json", "b/c/d/a.json"]);
        assert!(found("b/c/*").is_empty(), "only JSON is a scenario");
        fs::remove_dir_all(folder).unwrap();
    }
}
