//! A step that takes a while: says what it does and how long that usually takes, shows the time that has
//! gone by, keeps the step's output in a log and shows the end of it when the step fails.

use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use std::fs::{self, File};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// One step of the set-up.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    /// What is done, beginning with a verb: `install trunk 0.21.14`.
    pub(crate) name: &'a str,
    /// How long it usually takes, in words.
    pub(crate) usually: &'a str,
    /// What to do when it fails.
    pub(crate) cure: &'a str,
}

impl Step<'_> {
    /// Runs the command that does the step.
    pub(crate) fn run(&self, project: &Project, command: &mut Command) -> Result<()> {
        let log = project.state.join("logs").join(format!("{}.log", self.name.replace([' ', '/'], "-")));
        let file =
            open(&log).map_err(|error| self.failure(format!("cannot write `{}`: {error}", log.display())))?;
        let errors = file.try_clone().map_err(|error| self.failure(error.to_string()))?;
        command.stdin(Stdio::null()).stdout(file).stderr(errors);
        eprintln!("  {} (usually {})", self.name, self.usually);
        let start = Instant::now();
        let status = self.wait(command, start)?;
        if status.success() {
            eprintln!("    done in {}", seconds(start.elapsed()));
            return Ok(());
        }
        let end = last_lines(&log, 25);
        Err(self.failure(format!(
            "{}; all it said is in {}, at the end:\n\n{end}\n",
            process::ended(command, status),
            log.display()
        )))
    }

    /// Waits for the command, and shows that time goes by: each second on a terminal, each minute in a log.
    fn wait(&self, command: &mut Command, start: Instant) -> Result<ExitStatus> {
        let mut child =
            command.spawn().map_err(|error| process::not_started(command, self.name, &error, self.cure))?;
        let terminal = std::io::stderr().is_terminal();
        let every = Duration::from_secs(if terminal { 1 } else { 60 });
        let mut next = every;
        loop {
            if let Some(status) = child.try_wait().map_err(|error| self.failure(error.to_string()))? {
                if terminal {
                    eprint!("\r\x1b[K");
                }
                return Ok(status);
            }
            if start.elapsed() >= next {
                next += every;
                let (begin, end) = if terminal { ("\r\x1b[K", "") } else { ("", "\n") };
                eprint!("{begin}    {} so far{end}", seconds(start.elapsed()));
                drop(std::io::stderr().flush());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn failure(&self, cause: String) -> Failure {
        Failure::new(self.name, cause, self.cure)
    }
}

/// A duration as a person says it.
pub(crate) fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    match whole {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{whole} s"),
        _ => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

fn open(log: &Path) -> std::io::Result<File> {
    if let Some(directory) = log.parent() {
        fs::create_dir_all(directory)?;
    }
    File::create(log)
}

fn last_lines(log: &Path, count: usize) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    lines.iter().skip(lines.len().saturating_sub(count)).map(|line| format!("    {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_the_unit_that_fits() {
        assert_eq!(seconds(Duration::from_millis(1240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(59)), "59 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
