//! `cargo xtask test`: every test of the project in parts, each of which can be run alone. A part that
//! fails does not stop the others; the last line sums them up.

use crate::arguments::TestArguments;
use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::report::Tally;
use crate::step::seconds;
use std::process::ExitCode;
use std::time::{Duration, Instant};

pub(crate) mod browser;
mod clippy;
mod docs;
mod engines;
mod fmt;
mod fuzz;
mod native;
mod package;
mod site;
mod wasm;

/// A part: its name, what it tests, and how it is run with the words that were given for its own runner.
struct Part {
    name: &'static str,
    about: &'static str,
    run: fn(&Project, &[String]) -> Result<Tally>,
}

/// Cheap parts that find most mistakes come first.
const PARTS: [Part; 10] = [
    Part { name: "fmt", about: "the code is formatted", run: fmt::run },
    Part { name: "clippy", about: "no lint, on the host and for WebAssembly", run: clippy::run },
    Part { name: "docs", about: "the documentation builds without a warning", run: docs::run },
    Part { name: "native", about: "unit tests, conformance cases, laws, doctests", run: native::run },
    Part { name: "wasm", about: "the embedding API, on Node", run: wasm::run },
    Part {
        name: "package",
        about: "the package: TypeScript, a bundler, Node, and what it weighs",
        run: package::run,
    },
    Part { name: "site", about: "the release build, and what it weighs", run: site::run },
    Part { name: "browser", about: "the page, in Chromium", run: browser::run },
    Part {
        name: "engines",
        about: "a short way through the page, in Firefox, WebKit and Chromium",
        run: engines::run,
    },
    Part { name: "fuzz", about: "a short run of every fuzz target", run: fuzz::run },
];

/// What came of a part.
struct Outcome {
    name: &'static str,
    tally: Tally,
    time: Duration,
    failure: Option<Failure>,
}

pub(crate) fn run(project: &Project, arguments: &TestArguments) -> Result<ExitCode> {
    if arguments.list {
        for part in &PARTS {
            println!("{:<10}{}", part.name, part.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let words = &arguments.words;
    let chosen =
        |part: &&Part| arguments.parts.is_empty() || arguments.parts.iter().any(|name| name == part.name);
    let parts: Vec<&'static Part> = PARTS.iter().filter(chosen).collect();
    if !words.is_empty() && parts.len() != 1 {
        return Err(Failure::usage("words after `--` go to the runner of one part: name that part"));
    }
    let outcomes: Vec<Outcome> = parts.into_iter().map(|part| run_part(project, part, words)).collect();
    Ok(summarize(outcomes))
}

/// The names of the parts.
pub(crate) fn names() -> Vec<&'static str> {
    PARTS.iter().map(|part| part.name).collect()
}

fn run_part(project: &Project, part: &Part, words: &[String]) -> Outcome {
    println!("\n── {}: {}", part.name, part.about);
    let start = Instant::now();
    let result = (part.run)(project, words);
    let time = start.elapsed();
    let (tally, failure) = match result {
        Ok(tally) => (tally, None),
        Err(failure) => (Tally::one(false), Some(failure)),
    };
    if let Some(failure) = &failure {
        eprintln!("\n{failure}");
    }
    Outcome { name: part.name, tally, time, failure }
}

/// Prints a line for each part, what stopped parts early, the tests that failed, and the sum, which is the last line.
fn summarize(outcomes: Vec<Outcome>) -> ExitCode {
    println!("\n{:<10}{:>8}{:>8}{:>16}", "part", "passed", "failed", "time");
    let mut sum = Tally::default();
    for outcome in &outcomes {
        let Tally { passed, failed, .. } = outcome.tally;
        println!("{:<10}{passed:>8}{failed:>8}{:>16}", outcome.name, seconds(outcome.time));
    }
    // Once more, after many pages of other parts.
    for failure in
        outcomes.iter().filter_map(|outcome| outcome.failure.as_ref()).filter(|_| outcomes.len() > 1)
    {
        println!("\n{failure}");
    }
    for outcome in outcomes {
        for name in &outcome.tally.names {
            println!("\n{}: {name}", outcome.name);
        }
        sum += outcome.tally;
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed == 0 && sum.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
