//! The playground's engine in a terminal and in CI: `kms-policy`.
//!
//! Knows files, streams, colours and exit statuses. Knows nothing of policies that the report does not say.
//!
//! Exit status: 0 done (`test`: all as expected; `lint`: nothing severe; `policy`: the jobs work; `challenge`: right); 1 a
//! decision differs, a policy has errors, an answer is wrong, or `diff` found what it should fail on; 2 input that cannot be used, or a test run that
//! checked nothing, with one line on standard error.

mod access;
mod advice;
mod arguments;
mod challenge;
mod colour;
mod diff;
mod draw;
mod eval;
mod explain;
mod failure;
mod import;
mod input;
mod job;
mod junit;
mod link;
mod lint;
mod test;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use failure::Failure;

/// What a command prints, and whether all is as expected.
struct Done {
    output: String,
    /// What is to be known about it, for the person at the terminal.
    remark: Option<String>,
    as_expected: bool,
}

impl Done {
    const fn printing(output: String) -> Self {
        Self { output, remark: None, as_expected: true }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Command::Eval(eval) => eval::run(eval),
        Command::Test(test) => test::run(test),
        Command::Link(link) => link::run(link),
        Command::Import(import) => import::run(import),
        Command::Lint(lint) => lint::run(lint),
        Command::Diff(diff) => diff::run(diff),
        Command::Access(arguments) => access::run(arguments),
        Command::Tests(arguments) => access::tests(arguments),
        Command::Jobs(arguments) => job::list(arguments),
        Command::Job(arguments) => job::decide(arguments),
        Command::Policy(arguments) => job::policy(arguments),
        Command::Challenges(arguments) => challenge::list(arguments),
        Command::Challenge(arguments) => challenge::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
    };
    let done = done.and_then(|done| print(&done.output).map(|()| done));
    if let Ok(Done { remark: Some(remark), .. }) = &done {
        _ = writeln!(io::stderr(), "kms-policy: {remark}");
    }
    match done {
        Ok(Done { as_expected: true, .. }) => ExitCode::SUCCESS,
        Ok(Done { as_expected: false, .. }) => ExitCode::from(1),
        Err(failure) => {
            _ = writeln!(io::stderr(), "kms-policy: {failure}");
            ExitCode::from(2)
        }
    }
}

/// Prints, and takes a reader that has had enough for a success.
fn print(output: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(output.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::of("standard output", &error))
        }
        _ => Ok(()),
    }
}
