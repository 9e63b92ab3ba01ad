//! The command line.

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// The project's commands. Each installs what it needs and is missing, and says so.
///
/// Tools that the project needs in a certain version are kept in kms-policy-playground/ in your cache directory
/// ($XDG_CACHE_HOME, else ~/.cache); nothing that you have installed is changed.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site for release and serve it on this machine
    Serve(ServeArguments),
    /// Build the site for release into dist/, ready for any static host
    Build,
    /// Say what the site of the last build weighs, and which crates its WebAssembly comes from
    Size,
    /// Build the engine as an ES package for JavaScript and TypeScript into dist-package/
    Package,
    /// Build for development, serve, and build again on every change
    Dev(ServerArguments),
    /// Run all tests, or the parts that are named
    Test(TestArguments),
    /// Take pictures of the page, 1440, 1024 and 360 pixels wide, light and dark
    Screenshots(ScreenshotsArguments),
    /// Run the benchmarks
    Bench(BenchArguments),
    /// Only install what `serve` needs
    Setup,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    pub(crate) server: ServerArguments,
    /// Serve dist/ as it is
    #[arg(long)]
    pub(crate) no_build: bool,
    /// Serve a documentation site that embeds it too, on another port
    #[arg(long)]
    pub(crate) docs: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ServerArguments {
    /// Listen on this port [default: 8417, or any free one]
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
    /// Serve below a path, as a host may, for instance /docs/kms/
    #[arg(long, value_name = "PATH", default_value = "/", hide_default_value = true)]
    pub(crate) prefix: String,
}

#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    /// The parts to run; without any, all
    #[arg(value_name = "PART", value_parser = PossibleValuesParser::new(crate::test::names()))]
    pub(crate) parts: Vec<String>,
    /// Name the parts
    #[arg(long)]
    pub(crate) list: bool,
    /// Words for the part's own runner
    #[arg(last = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ScreenshotsArguments {
    /// Put them there [default: tests/browser/output/pictures]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Replace the README's picture too
    #[arg(long)]
    pub(crate) readme: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    /// Only the benchmarks whose names have these words
    pub(crate) filters: Vec<String>,
    /// Measure the page and the package in Chromium
    #[arg(long, group = "measured", conflicts_with_all = ["filters", "words"])]
    pub(crate) page: bool,
    /// Measure the package on Node, beside another evaluator of policies, which is fetched from npm for it
    #[arg(long, group = "measured", conflicts_with_all = ["filters", "words"])]
    pub(crate) peer: bool,
    /// Keep what was measured in docs/performance.md
    #[arg(long, requires = "measured")]
    pub(crate) write: bool,
    /// Words for the benchmarks' own runner
    #[arg(last = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn words_after_dashes_go_to_the_runner() {
        let words = ["xtask", "test", "fmt", "docs", "--", "--grep", "axe"];
        let command = Arguments::parse_from(words).command;
        assert!(
            matches!(&command, Command::Test(test) if test.parts == ["fmt", "docs"] && test.words == ["--grep", "axe"]),
            "{command:?}"
        );
    }

    #[test]
    fn a_part_that_there_is_not_is_refused_with_those_that_there_are() {
        let error = Arguments::try_parse_from(["xtask", "test", "brwoser"]).unwrap_err().to_string();
        assert!(error.contains("browser") && error.contains("native"), "{error}");
    }
}
