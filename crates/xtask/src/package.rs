//! The engine as an ES package for JavaScript and TypeScript, in `dist-package/`: two modules of WebAssembly, the
//! scripts that wasm-bindgen makes for them, and what stands in `crates/kms-wasm/package`.

use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use crate::setup::{npm, rust_target, wasm_bindgen};
use crate::size;
use crate::stamp::Stamp;
use crate::step::Step;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Written by hand: the loader, the types, the README, the manifest.
const FOLDER: &str = "crates/kms-wasm/package";
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];
/// The profile of what is downloaded.
const PROFILE: &str = "wasm-release";
/// What goes into the package beside the crates.
const INPUTS: [&str; 5] =
    ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "LICENSE-APACHE", "LICENSE-MIT"];
/// The modules of the package: what each is called, and the features of `kms-wasm` that it has. Whoever only decides
/// downloads the first alone.
const ENGINES: [(&str, &[&str]); 2] = [("engine", &[]), ("whole-engine", &["whole"])];
/// Crates that are never in it.
const OTHERS: [&str; 2] = ["xtask", "kms-cli"];

/// `cargo xtask package`.
pub(crate) fn build_and_weigh(project: &Project) -> Result<ExitCode> {
    let package = build(project)?;
    size::check(&package, size::PACKAGE)?;
    println!("the package is in {}; `npm pack` or `npm install` take it from there", package.display());
    Ok(ExitCode::SUCCESS)
}

/// Leaves the current package in `dist-package/`, and says where that is.
pub(crate) fn build(project: &Project) -> Result<PathBuf> {
    let output = project.root.join("dist-package");
    let stamp = Stamp::of(project, "package", &INPUTS, &OTHERS, &output)?;
    if stamp.is_current() {
        eprintln!("the package is up to date");
        return Ok(output);
    }
    let made = project.state.join("engine");
    for (name, features) in ENGINES {
        let module = compile(project, features)?;
        let bound = bind(project, &module, &made, name)?;
        optimize(project, &bound, &made.join(format!("{name}.wasm")))?;
    }
    assemble(project, &made, &output).map_err(|error| {
        let cure = format!("make `{}` writable, or remove it", output.display());
        Failure::new("put the package together", error, cure)
    })?;
    stamp.write()?;
    Ok(output)
}

/// Compiles the crate with these features and returns the module.
fn compile(project: &Project, features: &[&str]) -> Result<PathBuf> {
    rust_target::ensure(project)?;
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--locked", "--profile", PROFILE, "--package", "kms-wasm"]);
    cargo.args(["--features", &features.join(",")]);
    cargo.args(["--target", rust_target::TARGET]).current_dir(&project.root);
    // The crates below are shared with the site.
    cargo.env("CARGO_TARGET_DIR", &project.target);
    let cure = "read the compiler's messages; `cargo xtask test clippy` shows errors in the code";
    Step { name: "compile the engine", usually: "1 to 3 minutes the first time", cure }
        .run(project, &mut cargo)?;
    Ok(project.target.join(rust_target::TARGET).join(PROFILE).join("kms_wasm.wasm"))
}

/// Makes the script that calls the module, and the module that the script can call, which is returned.
fn bind(project: &Project, module: &Path, made: &Path, name: &str) -> Result<PathBuf> {
    let tools = [wasm_bindgen::ensure(project)?];
    let mut command = Command::new("wasm-bindgen");
    command.args(["--target", "web", "--out-name", name, "--no-typescript"]);
    // The loader says where the module is.
    command.args(["--omit-default-module-path", "--remove-name-section", "--remove-producers-section"]);
    command.arg("--out-dir").arg(made).arg(module).current_dir(&project.root);
    process::prepend_path(&mut command, &tools);
    process::run(&mut command, "bind the engine to JavaScript", "read wasm-bindgen's message above")?;
    Ok(made.join(format!("{name}_bg.wasm")))
}

fn optimize(project: &Project, from: &Path, to: &Path) -> Result<()> {
    let tools = [npm::install(project, "web")?];
    let mut command = Command::new("wasm-opt");
    // Flattened and put together again, it is half a percent smaller than after `-Oz` alone.
    command.args(["--low-memory-unused", "--flatten", "--rereloop", "-Oz", "-Oz"]);
    // Packing leaves out runs of zeros and cuts the data into a thousand segments for it: compressed, that is more.
    command.args(["--skip-pass=memory-packing", "--strip-producers", "--strip-target-features"]);
    command.arg(from).arg("-o").arg(to);
    command.current_dir(&project.root);
    process::prepend_path(&mut command, &tools);
    let cure = "read wasm-opt's message above";
    Step { name: "make the engine smaller", usually: "10 to 40 seconds", cure }.run(project, &mut command)
}

fn assemble(project: &Project, made: &Path, output: &Path) -> io::Result<()> {
    // What an earlier version of the package had and this one has not must not stay.
    if output.exists() {
        fs::remove_dir_all(output)?;
    }
    fs::create_dir_all(output)?;
    for (name, _) in ENGINES {
        for file in [format!("{name}.js"), format!("{name}.wasm")] {
            fs::copy(made.join(&file), output.join(&file))?;
        }
    }
    for licence in LICENCES {
        fs::copy(project.root.join(licence), output.join(licence))?;
    }
    for entry in fs::read_dir(project.root.join(FOLDER))? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if name == OsStr::new("package.json") {
            fs::write(output.join(name), with_version(&fs::read_to_string(path)?))?;
        } else {
            fs::copy(path, output.join(name))?;
        }
    }
    Ok(())
}

/// The manifest with this workspace's version: the crates and the package have one and the same.
fn with_version(manifest: &str) -> String {
    manifest.replacen(r#""version": "0.0.0""#, concat!("\"version\": \"", env!("CARGO_PKG_VERSION"), "\""), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = include_str!("../../kms-wasm/package/package.json");
    const CHANGELOG: &str = include_str!("../../kms-wasm/package/CHANGELOG.md");

    #[test]
    fn the_package_has_the_version_of_the_workspace_and_a_word_about_it() {
        let version = env!("CARGO_PKG_VERSION");
        assert!(with_version(MANIFEST).contains(&format!("\"version\": \"{version}\"")));
        assert!(
            CHANGELOG.contains(&format!("\n## {version}\n")),
            "say in the changelog what is in {version}"
        );
    }
}
