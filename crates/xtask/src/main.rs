//! The project's own commands: set-up, the site, every test.
//!
//! Few dependencies, so that the first command of a fresh clone compiles in seconds. It knows nothing of the crates
//! that it builds and tests.

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

use arguments::{Arguments, Command};
use clap::Parser;
use failure::Result;
use project::Project;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let project = Project::find()?;
    match arguments.command {
        Command::Serve(arguments) => site::serve(&project, &arguments),
        Command::Build => site::build_and_weigh(&project),
        Command::Size => size::report(&project),
        Command::Package => package::build_and_weigh(&project),
        Command::Dev(arguments) => dev::run(&project, &arguments),
        Command::Test(arguments) => test::run(&project, &arguments),
        Command::Screenshots(arguments) => screenshots::run(&project, arguments),
        Command::Bench(arguments) => bench::run(&project, &arguments),
        Command::Setup => setup::only(&project),
    }
}
