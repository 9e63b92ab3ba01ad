//! The site: built for release into `dist/`, and not built again while nothing that goes into it has changed.

use crate::arguments::ServeArguments;
use crate::failure::Result;
use crate::process;
use crate::project::Project;
use crate::serve::{Options, Server};
use crate::setup;
use crate::size;
use crate::stamp::Stamp;
use crate::step::seconds;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// What goes into the site, beside the crates that it may use.
const INPUTS: [&str; 8] = [
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "web",
    "docs/embedding.md",
];
/// The sample of a site that embeds it.
const DOCS: &str = "tests/docs-site";
/// Crates that are never in it.
const OTHERS: [&str; 3] = ["xtask", "kms-cli", "kms-wasm"];

/// `cargo xtask serve`.
pub(crate) fn serve(project: &Project, arguments: &ServeArguments) -> Result<ExitCode> {
    let options = Options::new(&arguments.server);
    if !arguments.no_build {
        build(project)?;
    }
    let server = Server::bind(&project.dist, &options)?;
    println!("The KMS Policy Playground is at {} (stop it with Ctrl-C)", server.address());
    if arguments.docs {
        let docs = Server::bind_docs(&project.root.join(DOCS), &server)?;
        println!("A documentation site that embeds it is at {}", docs.address());
        std::thread::spawn(move || docs.run());
    }
    server.run();
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask build`: the site, and what it weighs.
pub(crate) fn build_and_weigh(project: &Project) -> Result<ExitCode> {
    build(project)?;
    size::check(&project.dist, size::SITE)?;
    println!("the site is in {}; any static host can serve it below any path", project.dist.display());
    Ok(ExitCode::SUCCESS)
}

/// Leaves the current site in `dist/`.
pub(crate) fn build(project: &Project) -> Result<()> {
    let stamp = Stamp::of(project, "site", &INPUTS, &OTHERS, &project.dist)?;
    if stamp.is_current() {
        eprintln!("the site is up to date");
        return Ok(());
    }
    let tools = setup::for_site(project)?;
    fetch_crates(project)?;
    eprintln!("  build the site (usually 1 to 4 minutes the first time)");
    let start = Instant::now();
    let mut trunk = Command::new("trunk");
    // Offline: Trunk would otherwise download tools by itself, from hosts and in versions of its own choice.
    trunk.args(["build", "--release", "--offline", "--locked"]).arg("--dist").arg(&project.dist);
    trunk.current_dir(&project.root).env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
    tools.give(project, &mut trunk);
    process::run(
        &mut trunk,
        "build the site",
        "read Trunk's message above; `cargo xtask test clippy` shows errors in the code",
    )?;
    eprintln!("    done in {}", seconds(start.elapsed()));
    stamp.write()
}

/// Cargo's own download of the crates in the lock file, which a build that is offline cannot do.
fn fetch_crates(project: &Project) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["fetch", "--locked", "--quiet"]).current_dir(&project.root);
    let cure = "check that crates.io can be reached; if it says that the lock file needs an update, run `cargo check` and commit Cargo.lock";
    process::run(&mut cargo, "fetch the crates that Cargo.lock names", cure)
}
