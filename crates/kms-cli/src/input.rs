//! Where scenarios come from: files, folders, patterns, standard input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

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
        } else if path.extension().is_some_and(|extension| extension == "json") {
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

/// The files that a pattern covers: shells expand patterns, but not all of them, and not `**`.
fn matching(pattern: &str) -> Result<Vec<String>, Failure> {
    let fixed: PathBuf = Path::new(pattern)
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?']))
        .collect();
    let folder = if fixed.as_os_str().is_empty() { Path::new(".") } else { &fixed };
    let all = in_folder(folder)?;
    let prefix = if pattern.starts_with("./") { "" } else { "./" };
    let stripped = all.into_iter().map(|path| path.strip_prefix(prefix).unwrap_or(&path).to_owned());
    let found: Vec<String> = stripped.filter(|path| covers(pattern.as_bytes(), path.as_bytes())).collect();
    if found.is_empty() {
        return Err(Failure::of(pattern, &"no file matches"));
    }
    Ok(found)
}

/// Whether a pattern covers a path: `?` is a character, `*` any but `/`, `**/` any folders.
fn covers(pattern: &[u8], path: &[u8]) -> bool {
    match pattern {
        [] => path.is_empty(),
        [b'*', b'*', b'/', rest @ ..] => {
            let below = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at + 1);
            std::iter::once(0).chain(below).any(|at| path.get(at..).is_some_and(|path| covers(rest, path)))
        }
        [b'*', rest @ ..] => {
            let segment = path.iter().take_while(|byte| **byte != b'/').count();
            (0..=segment).any(|at| path.get(at..).is_some_and(|path| covers(rest, path)))
        }
        [b'?', rest @ ..] => matches!(path, [first, path @ ..] if *first != b'/' && covers(rest, path)),
        [first, rest @ ..] => matches!(path, [byte, path @ ..] if byte == first && covers(rest, path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_paths_as_shells_have_them() {
        for (pattern, path, expected) in [
            ("*.json", "a.json", true),
            ("*.json", "b/a.json", false),
            ("b/**/*.json", "b/a.json", true),
            ("b/**/*.json", "b/c/d/a.json", true),
            ("**/a.json", "b/c/a.json", true),
            ("?.json", "a.json", true),
            ("?.json", "ab.json", false),
        ] {
            assert_eq!(covers(pattern.as_bytes(), path.as_bytes()), expected, "{pattern} {path}");
        }
    }
}
