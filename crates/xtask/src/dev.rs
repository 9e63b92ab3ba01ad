//! `cargo xtask dev`: a development build that is served by the same server, with the same headers, and
//! made again on every change. The page is reloaded by hand: Trunk's reload script is inline, which the
//! page's Content-Security-Policy forbids.

use crate::arguments::ServerArguments;
use crate::failure::Result;
use crate::process;
use crate::project::Project;
use crate::serve::{Options, Server};
use crate::setup;
use std::fs;
use std::process::{Command, ExitCode};

/// What changes without the site changing. Trunk refuses to ignore what is not there.
const IGNORED: [&str; 11] = [
    ".ci",
    ".git",
    "crates/xtask",
    "dist",
    "dist-package",
    "docs",
    "README.md",
    "target",
    "tests",
    "web/generated",
    "web/node_modules",
];

pub(crate) fn run(project: &Project, arguments: &ServerArguments) -> Result<ExitCode> {
    let options = Options::new(arguments).without_caching();
    let tools = setup::for_site(project)?;
    let dist = project.state.join("dev");
    // The directory must be there before the first build is, which the server outlives.
    drop(fs::create_dir_all(&dist));
    let server = Server::bind(&dist, &options)?;
    println!(
        "The development build will be at {}; reload the page after a build (stop with Ctrl-C)",
        server.address()
    );
    std::thread::spawn(move || server.run());
    let mut trunk = Command::new("trunk");
    trunk
        .args(["watch", "--locked", "--dist"])
        .arg(&dist)
        .current_dir(&project.root)
        .env_remove("NO_COLOR")
        .env("RUST_BACKTRACE", "0");
    for path in IGNORED.into_iter().filter(|path| project.has(path)) {
        trunk.args(["--ignore", path]);
    }
    tools.give(project, &mut trunk);
    process::run(&mut trunk, "watch the sources", "read Trunk's message above")?;
    Ok(ExitCode::SUCCESS)
}
