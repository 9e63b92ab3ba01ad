//! Each fuzz target for a short while: enough to find that one is broken or that a recent change panics.
//! Long runs are started by hand, as `tests/fuzz` says.

use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use crate::report::Tally;
use crate::setup::cargo_fuzz;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const FOLDER: &str = "tests/fuzz";
/// How long each target runs, unless words for it say otherwise.
const SECONDS: &str = "-max_total_time=15";

pub(super) fn run(project: &Project, words: &[String]) -> Result<Tally> {
    if !project.has(FOLDER) {
        println!("there is no {FOLDER} yet");
        return Ok(Tally::default());
    }
    let tools = [cargo_fuzz::ensure(project)?];
    let listed = fuzz(project, &tools, &["list"]).output();
    let listed = listed
        .ok()
        .filter(|run| run.status.success())
        .map(|run| String::from_utf8_lossy(&run.stdout).into_owned());
    let Some(targets) = listed.filter(|targets| !targets.trim().is_empty()) else {
        let cause = "`cargo fuzz list` names none";
        return Err(Failure::new("list the fuzz targets", cause, format!("check {FOLDER}/Cargo.toml")));
    };
    let mut tally = Tally::default();
    for target in targets.split_whitespace() {
        let cure = format!(
            "run the input that libFuzzer names again: `cargo fuzz run --fuzz-dir {FOLDER} {target} INPUT`"
        );
        let result =
            process::run(run_target(project, &tools, target).args(words), &format!("fuzz {target}"), &cure);
        match &result {
            Ok(()) => println!("{target}: nothing found"),
            Err(failure) => eprintln!("\n{failure}"),
        }
        tally += Tally::one(result.is_ok());
        tally.names.extend(result.err().map(|_| target.to_owned()));
    }
    Ok(tally)
}

/// A short run that starts from the inputs in `seeds/TARGET`, where there are some, and keeps what it finds.
fn run_target(project: &Project, tools: &[PathBuf], target: &str) -> Command {
    let (corpus, seeds) = (format!("{FOLDER}/corpus/{target}"), format!("{FOLDER}/seeds/{target}"));
    // libFuzzer wants the first folder to be there.
    drop(fs::create_dir_all(project.root.join(&corpus)));
    let mut command = fuzz(project, tools, &["run", target, &corpus]);
    command.args(project.has(&seeds).then_some(seeds));
    command.args(["--", SECONDS, "-rss_limit_mb=1024", "-timeout=10", "-verbosity=0"]);
    command
}

/// `cargo fuzz`, with the compiler's unstable flags that it needs: of nightly where that is installed, else
/// of the stable compiler told to allow them.
fn fuzz(project: &Project, tools: &[PathBuf], words: &[&str]) -> Command {
    let nightly =
        process::output("rustup", &["run", "nightly", "rustc", "--version"], &project.root).is_some();
    let mut command = Command::new(if nightly { "rustup" } else { "cargo" });
    if nightly {
        // Cargo, when it runs this program, has pinned the toolchain for all programs below it.
        command.args(["run", "nightly", "cargo"]).env_remove("RUSTUP_TOOLCHAIN");
    } else {
        command.env("RUSTC_BOOTSTRAP", "1");
    }
    command.arg("fuzz").args(words.iter().take(1)).args(["--fuzz-dir", FOLDER]).args(words.iter().skip(1));
    // Their instrumented build shares nothing with any other.
    command.current_dir(&project.root).env("CARGO_TARGET_DIR", project.state.join("fuzz"));
    process::prepend_path(&mut command, tools);
    command
}
