//! Other programs: finding them, asking their version, and running them with their output shown and kept.

use crate::failure::{Failure, Result};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// The first executable of this name on the PATH.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|directory| directory.join(name)).find(|file| is_executable(file))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}

/// What the program prints on its standard output, trimmed, if it runs and succeeds.
pub(crate) fn output(program: impl AsRef<OsStr>, arguments: &[&str], directory: &Path) -> Option<String> {
    let run =
        Command::new(program).args(arguments).current_dir(directory).stdin(Stdio::null()).output().ok()?;
    run.status.success().then(|| String::from_utf8_lossy(&run.stdout).trim().to_owned())
}

/// The version that `program --version` names: its first word that begins with a digit, without a leading `v`.
pub(crate) fn version_of(program: impl AsRef<OsStr>, directory: &Path) -> Option<String> {
    let text = output(program, &["--version"], directory)?;
    let words = text.split_whitespace().map(|word| word.trim_start_matches('v'));
    words.into_iter().find(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned)
}

/// Puts directories before the PATH that the command inherits.
pub(crate) fn prepend_path(command: &mut Command, directories: &[PathBuf]) {
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let all = directories.iter().cloned().chain(std::env::split_paths(&inherited));
    if let Ok(path) = std::env::join_paths(all) {
        command.env("PATH", path);
    }
}

/// Runs the command, its output on the terminal.
pub(crate) fn run(command: &mut Command, step: &str, cure: &str) -> Result<()> {
    let status =
        command.stdin(Stdio::null()).status().map_err(|error| not_started(command, step, &error, cure))?;
    if status.success() { Ok(()) } else { Err(Failure::new(step, ended(command, status), cure)) }
}

/// Runs the command, its output on the terminal and returned, whatever its exit code.
pub(crate) fn run_and_keep(command: &mut Command, step: &str, cure: &str) -> Result<(ExitStatus, String)> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| not_started(command, step, &error, cure))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let text = std::thread::scope(|scope| {
        let errors = scope.spawn(|| stderr.map(|pipe| pass_on(pipe, std::io::stderr())).unwrap_or_default());
        let mut text = stdout.map(|pipe| pass_on(pipe, std::io::stdout())).unwrap_or_default();
        text.push_str(&errors.join().unwrap_or_default());
        text
    });
    let status = child.wait().map_err(|error| Failure::new(step, error, cure))?;
    Ok((status, text))
}

/// Copies lines as they come, and returns them all.
fn pass_on(from: impl Read, mut to: impl Write) -> String {
    let mut reader = BufReader::new(from);
    let (mut all, mut line) = (Vec::new(), Vec::new());
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        // A closed terminal must not stop the program that is running.
        drop(to.write_all(&line).and_then(|()| to.flush()));
        all.append(&mut line);
    }
    String::from_utf8_lossy(&all).into_owned()
}

pub(crate) fn not_started(command: &Command, step: &str, error: &std::io::Error, cure: &str) -> Failure {
    Failure::new(step, format!("`{}` did not start: {error}", command.get_program().to_string_lossy()), cure)
}

/// How a program ended, for the cause of a failure.
pub(crate) fn ended(command: &Command, status: ExitStatus) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    format!("`{}` ended with {status}", line.join(" "))
}
