//! The boundaries between the crates, read from their manifests and sources: who may depend on whom, what
//! each may not know, and the words that names are made of. `README.md` says why; this makes it hold.

#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "all of it is a test: a panic is how a test fails"
)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// Each crate, and the crates of the workspace that it may know. The list is in order: arrows point up only.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("kms-policy", &[]),
    ("kms-catalog", &[]),
    ("kms-authz", &["kms-policy", "kms-catalog"]),
    ("kms-lint", &["kms-policy", "kms-catalog"]),
    ("kms-analysis", &["kms-policy", "kms-catalog", "kms-authz"]),
    ("kms-playground", &["kms-policy", "kms-catalog", "kms-authz", "kms-lint", "kms-analysis"]),
    ("kms-templates", &["kms-playground"]),
    ("kms-wasm", &["kms-playground", "kms-templates"]),
    ("kms-cli", &["kms-playground", "kms-templates"]),
    ("web", &["kms-playground", "kms-templates"]),
    ("xtask", &[]),
    (
        "kms-tests",
        &[
            "kms-playground",
            "kms-templates",
            "kms-policy",
            "kms-catalog",
            "kms-authz",
            "kms-lint",
            "kms-analysis",
        ],
    ),
];

/// The crates that say what AWS says; everything in them is a function of its arguments.
const ENGINE: &[&str] =
    &["kms-policy", "kms-catalog", "kms-authz", "kms-lint", "kms-analysis", "kms-playground"];

const SERDE: &[&str] = &["serde", "serde_json", "serde-wasm-bindgen", "jsonc-parser"];
const BROWSER: &[&str] = &[
    "gloo",
    "js-sys",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "wasm_split_helpers",
    "web-sys",
    "yew",
    "yew-hooks",
];
const TERMINAL: &[&str] = &["annotate-snippets", "ariadne", "clap"];
/// Too large for the page, or a way to a clock, to chance, or to errors without a type.
const NOBODY: &[&str] = &["anyhow", "brotli", "chrono", "eyre", "getrandom", "rand", "regex", "tsify"];

/// What the code of each crate may not depend on, beside what nobody may. Tests may: an oracle is no knowledge.
const MAY_NOT_USE: &[(&str, &[&[&str]])] = &[
    ("kms-policy", &[SERDE, BROWSER, TERMINAL]),
    ("kms-catalog", &[SERDE, BROWSER, TERMINAL]),
    ("kms-authz", &[SERDE, BROWSER, TERMINAL]),
    ("kms-lint", &[SERDE, BROWSER, TERMINAL]),
    ("kms-analysis", &[SERDE, BROWSER, TERMINAL]),
    ("kms-playground", &[BROWSER, TERMINAL]),
    ("kms-templates", &[SERDE, BROWSER, TERMINAL]),
    ("kms-cli", &[BROWSER]),
    ("kms-wasm", &[TERMINAL, &["gloo", "web-sys", "yew", "yew-hooks"]]),
    ("web", &[TERMINAL]),
    ("xtask", &[SERDE, BROWSER]),
];

#[test]
fn a_crate_depends_only_on_crates_below_it() {
    let members = members();
    for (name, member) in members {
        let allowed = MAY_KNOW.iter().find(|(crate_name, _)| crate_name == name);
        let (_, allowed) =
            allowed.unwrap_or_else(|| panic!("say in MAY_KNOW what the crate `{name}` may know"));
        let known: Vec<&str> =
            member.dependencies.iter().map(|dependency| dependency.name.as_str()).collect();
        for other in known.iter().filter(|known| members.contains_key(**known)) {
            assert!(allowed.contains(other), "`{name}` may not know `{other}`");
        }
    }
}

#[test]
fn no_crate_uses_a_library_that_its_boundary_forbids() {
    for (name, member) in members() {
        let of_its_own = MAY_NOT_USE
            .iter()
            .find(|(crate_name, _)| *crate_name == name)
            .map_or(&[][..], |(_, lists)| lists);
        let forbidden: BTreeSet<&str> =
            of_its_own.iter().copied().chain([NOBODY]).flatten().copied().collect();
        for used in member.dependencies.iter().filter(|dependency| !dependency.only_for_tests) {
            assert!(
                !forbidden.contains(used.name.as_str()),
                "the code of `{name}` may not use `{}`",
                used.name
            );
        }
    }
}

#[test]
fn only_the_playground_derives_serde() {
    for file in files_of_all_but(&["kms-playground", "kms-tests"]) {
        for (line, text) in file.code() {
            let derives =
                text.contains("derive(") && (text.contains("Serialize") || text.contains("Deserialize"));
            assert!(!derives, "{file}:{line}: {text}");
        }
    }
}

#[test]
fn only_the_wasm_crate_exports_to_javascript() {
    for file in files_of_all_but(&["kms-wasm", "kms-tests"]) {
        let mut within_imports = false;
        let mut pending = None;
        for (line, text) in file.code() {
            let text = text.trim_start();
            if text.contains("extern \"C\" {") {
                (within_imports, pending) = (true, None);
            } else if text == "}" {
                within_imports = false;
            } else if text.starts_with("#[wasm_bindgen") && !within_imports {
                pending = Some(line);
            } else if !text.starts_with("#[") && !text.is_empty() {
                assert_eq!(pending, None, "{file}: exports to JavaScript");
            }
        }
    }
}

#[test]
fn the_engine_asks_no_clock_no_system_and_no_hash_order() {
    let forbidden = [
        "HashMap",
        "HashSet",
        "RandomState",
        "SystemTime",
        "Instant::now",
        "OffsetDateTime::now",
        "std::env",
        "std::fs",
        "std::io",
        "TcpStream",
        "ToSocketAddrs",
        "UdpSocket",
        "std::process",
        "std::thread",
        "std::time",
        "thread_local!",
        "static mut",
    ];
    // serde_json gives its formatters a writer of this trait; here it is a `Vec`.
    let writes_to_memory = |file: &File, word| word == "std::io" && file.path.ends_with("src/written.rs");
    for file in ENGINE.iter().flat_map(|name| files_of(name)) {
        for (line, text) in file.code() {
            for word in forbidden {
                assert!(
                    !has_word(text, word) || writes_to_memory(&file, word),
                    "{file}:{line}: `{word}`: the engine is a function of what it is given"
                );
            }
        }
    }
}

#[test]
fn the_evaluation_holds_facts_and_no_sentences() {
    for file in files_of("kms-authz") {
        for (line, text) in file.code().filter(|(_, text)| !text.contains("reason = ")) {
            let literals = text.split('"').skip(1).step_by(2);
            let sentence = literals.clone().find(|literal| literal.matches(' ').count() >= 3);
            assert_eq!(sentence, None, "{file}:{line}: sentences are said by kms-playground");
        }
    }
}

#[test]
fn names_are_made_of_the_words_that_aws_uses() {
    // Instead of them: statement or element; condition operator or condition key; allowed; explicit deny; finding.
    let others = [
        "clause",
        "predicate",
        "permit",
        "permits",
        "forbid",
        "forbids",
        "forbidden",
        "violation",
        "violations",
    ];
    for file in ENGINE.iter().chain(&["kms-cli", "kms-wasm", "web"]).flat_map(|name| files_of(name)) {
        for (line, text) in file.code() {
            let Some(name) = declared_name(text) else { continue };
            let word = words_of(name).into_iter().find(|word| others.contains(&word.as_str()));
            assert_eq!(word, None, "{file}:{line}: `{name}` has a word that AWS does not use for this");
        }
    }
}

struct Member {
    directory: PathBuf,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    only_for_tests: bool,
}

/// The members of the workspace.
fn members() -> &'static BTreeMap<String, Member> {
    static MEMBERS: LazyLock<BTreeMap<String, Member>> = LazyLock::new(read_members);
    &MEMBERS
}

/// The manifests, as Cargo reads them.
fn read_members() -> BTreeMap<String, Member> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(root());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().iter().map(member).collect()
}

fn member(package: &Value) -> (String, Member) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let dependencies = package["dependencies"].as_array().unwrap().iter();
    let dependencies = dependencies.map(|dependency| Dependency {
        name: text(&dependency["name"]),
        only_for_tests: dependency["kind"] == "dev",
    });
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    let directory = manifest.parent().unwrap().to_path_buf();
    (text(&package["name"]), Member { directory, dependencies: dependencies.collect() })
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A source file.
struct File {
    path: PathBuf,
    text: String,
}

impl File {
    /// The numbered lines that are neither comments nor tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> + Clone {
        let numbered = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        let shipped = numbered.take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
        shipped.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

impl std::fmt::Display for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.path.strip_prefix(root()).unwrap_or(&self.path).display().fmt(f)
    }
}

/// The sources of a crate; none while there is no such crate.
fn files_of(name: &str) -> Vec<File> {
    let Some(member) = members().get(name) else { return Vec::new() };
    let mut files = Vec::new();
    collect(&member.directory.join("src"), &mut files);
    assert!(!files.is_empty(), "`{name}` has no sources");
    files
}

fn files_of_all_but(names: &[&str]) -> Vec<File> {
    members().keys().filter(|name| !names.contains(&name.as_str())).flat_map(|name| files_of(name)).collect()
}

fn collect(directory: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
        if path.is_dir() && !is_test {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            files.push(File { text: fs::read_to_string(&path).unwrap(), path });
        }
    }
}

/// Whether the text has the word, not as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.ends_with(part_of_name) && !after.starts_with(part_of_name)
    })
}

/// The name that a line declares, if it declares one.
fn declared_name(line: &str) -> Option<&str> {
    const KEYWORDS: [&str; 8] = ["fn", "struct", "enum", "trait", "type", "const", "static", "mod"];
    let mut words = line
        .split_whitespace()
        .skip_while(|word| word.starts_with("pub") || *word == "const" && line.contains(" fn "));
    let keyword = words.next()?;
    let name = words.next().filter(|_| KEYWORDS.contains(&keyword))?;
    name.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

/// `ExplicitDeny` and `explicit_deny` are `explicit` and `deny`.
fn words_of(name: &str) -> Vec<String> {
    let mut spaced = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            spaced.push(' ');
        }
        spaced.extend(c.to_lowercase());
    }
    spaced.split(['_', ' ']).map(str::to_owned).collect()
}

#[test]
fn the_readers_of_sources_see_what_they_should() {
    assert_eq!(declared_name("    pub(crate) const fn forbidden_by(x: u8) {"), Some("forbidden_by"));
    assert_eq!(declared_name("pub enum ExplicitDeny<'a> {"), Some("ExplicitDeny"));
    assert_eq!(declared_name("let fn_name = 1;"), None);
    assert_eq!(words_of("ExplicitDeny"), ["", "explicit", "deny"]);
    assert!(has_word("use std::collections::HashMap;", "HashMap"));
    assert!(!has_word("IndexHashMap", "HashMap"));
}
