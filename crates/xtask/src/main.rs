//! The project's own commands: set-up, the site, every test.
//!
//! Built on the standard library, so that the first command of a fresh clone compiles in seconds. It
//! knows nothing of the crates that it builds and tests.

mod arguments;
mod bench;
mod dev;
mod failure;
mod fingerprint;
mod package;
mod process;
mod project;
mod report;
mod screenshots;
mod serve;
mod setup;
mod site;
mod size;
mod stamp;
mod step;
mod test;

use arguments::Arguments;
use failure::{Failure, Result};
use project::Project;
use std::process::ExitCode;

const HELP: &str = "\
The project's commands. Each installs what it needs and is missing, and says so.

Usage: cargo xtask <command> [options]

  serve        Build the site for release and serve it on this machine.
                 --port N       listen on this port (default: 8417, or any free one)
                 --prefix PATH  serve below a path, as a host may, for instance /docs/kms/
                 --no-build     serve dist/ as it is
                 --docs         serve a documentation site that embeds it too, on another port
  build        Build the site for release into dist/, ready for any static host.
  size         Say what the site of the last build weighs, and which crates its WebAssembly comes from.
  package      Build the engine as an ES package for JavaScript and TypeScript into dist-package/.
  dev          Build for development, serve, and build again on every change.
                 --port N, --prefix PATH
  test         Run all tests, or the parts that are named; words after -- go to the part's own runner.
                 --list         name the parts
  screenshots  Take pictures of the page, 1440, 1024 and 360 pixels wide, light and dark.
                 --out DIR      put them there (default: tests/browser/output/pictures)
                 --readme       replace the README's picture too
  bench        Run the benchmarks; words filter them.
                 --page         measure the page and the engine in Chromium
                 --page --write the same, and keep the tables in docs/performance.md
  setup        Only install what `serve` needs.
  help         Print this text.

Tools that the project needs in a certain version are kept in kms-policy-playground/ in your cache
directory ($XDG_CACHE_HOME, else ~/.cache); nothing that you have installed is changed.";

fn main() -> ExitCode {
    match run(Arguments::from_command_line()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> Result<ExitCode> {
    let command = arguments.next_word();
    if arguments.flag("--help") || arguments.flag("-h") || matches!(command.as_deref(), None | Some("help")) {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let project = Project::find()?;
    match command.as_deref() {
        Some("serve") => site::serve(&project, arguments),
        Some("build") => site::build_and_weigh(&project, arguments),
        Some("size") => size::report(&project, arguments),
        Some("package") => package::build_and_weigh(&project, arguments),
        Some("dev") => dev::run(&project, arguments),
        Some("test") => test::run(&project, arguments),
        Some("screenshots") => screenshots::run(&project, arguments),
        Some("bench") => bench::run(&project, arguments),
        Some("setup") => setup::only(&project, arguments),
        other => Err(Failure::usage(format!("no command is called `{}`", other.unwrap_or_default()))),
    }
}
