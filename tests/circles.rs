//! No more than two files of a crate import each other in a circle: who reads a crate can begin with the files that
//! need no other.
//!
//! A module that puts its own children together is no circle, even if these use the types that it declares.

#![expect(clippy::unwrap_used, reason = "all of it is a test: a panic is how a test fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The parts of a path: `["explain", "words", "list"]`.
type Names = Vec<String>;

/// The code of each module of a crate, by its path; the root is empty.
struct Modules(BTreeMap<Names, String>);

impl Modules {
    fn of(source: &Path) -> Self {
        let mut modules = Self(BTreeMap::new());
        modules.collect(source, &[]);
        modules
    }

    fn collect(&mut self, directory: &Path, inside: &[String]) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let names: Names = inside.iter().cloned().chain([stem.clone()]).collect();
            if matches!(stem.as_str(), "tests" | "testing") {
                continue;
            }
            if path.is_dir() {
                self.collect(&path, &names);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let shipped = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
                let code = shipped.filter(|line| !line.trim_start().starts_with("//"));
                let is_root = inside.is_empty() && matches!(stem.as_str(), "lib" | "main");
                let names = if is_root { Vec::new() } else { names };
                self.0.insert(names, code.collect::<Vec<_>>().join("\n"));
            }
        }
    }

    /// Every path that a module names, from the root of the crate; and whether it passes the name on.
    fn paths(&self, module: &[String]) -> Vec<(Names, bool)> {
        let Some(code) = self.0.get(module) else { return Vec::new() };
        let mut paths = Vec::new();
        let mut rest = String::new();
        for statement in code.split(';') {
            // Attributes and what ends with a brace stand before a `use` in the same piece.
            let line_of_use = statement.rfind("use ").filter(|at| {
                let before = statement.get(..*at).unwrap_or_default();
                before.is_empty() || before.ends_with(['\n', ' ', ')'])
            });
            match line_of_use.and_then(|at| statement.split_at_checked(at)) {
                Some((before, tree)) => {
                    let passes_on = before.lines().last().unwrap_or_default().contains("pub");
                    let tree = tree.strip_prefix("use ").unwrap_or_default();
                    paths.extend(expand(tree).into_iter().map(|path| (path, passes_on)));
                    rest.push_str(before);
                }
                None => rest.push_str(statement),
            }
        }
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let written = rest.split(|c: char| !is_part(c)).filter(|word| word.contains("::"));
        paths.extend(written.map(|word| (word.split("::").map(str::to_owned).collect(), false)));
        paths
            .into_iter()
            .filter_map(|(path, passes_on)| Some((self.absolute(module, &path)?, passes_on)))
            .collect()
    }

    /// A path from the root of the crate; none if it is another crate's.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Names> {
        let (first, rest) = path.split_first()?;
        let inside = |module: &[String], rest: &[String]| [module, rest].concat();
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some(inside(module, rest)),
            "super" => {
                let (_, parent) = module.split_last()?;
                match rest.first().map(String::as_str) {
                    Some("super") => self.absolute(parent, rest),
                    _ => Some(inside(parent, rest)),
                }
            }
            _ => {
                let child = inside(module, std::slice::from_ref(first));
                self.0.contains_key(&child).then(|| inside(module, path))
            }
        }
    }

    /// The module that declares what a path names, or that the path itself is.
    fn declares(&self, path: &[String], patience: usize) -> Option<Names> {
        let length =
            (0..=path.len()).rev().find(|length| self.0.contains_key(path.get(..*length).unwrap_or(&[])))?;
        let (module, rest) = path.split_at(length);
        let passed_on = rest.first().filter(|_| patience > 0).and_then(|name| {
            let passes = self.paths(module).into_iter().filter(|(_, passes_on)| *passes_on);
            let of_name =
                |(target, _): &(Names, bool)| target.last() == Some(name) && target.as_slice() != path;
            let (target, _) = passes.into_iter().find(of_name)?;
            self.declares(&target, patience - 1)
        });
        Some(passed_on.unwrap_or_else(|| module.to_vec()))
    }

    /// The modules that each needs, those that it puts together left out.
    fn needs(&self) -> BTreeMap<&Names, BTreeSet<Names>> {
        let needs = self.0.keys().filter(|module| !module.is_empty()).map(|module| {
            let paths = self.paths(module).into_iter().filter(|(_, passes_on)| !passes_on);
            let needed = paths.filter_map(|(path, _)| self.declares(&path, 4));
            let others = needed.filter(|needed| !needed.is_empty() && !needed.starts_with(module));
            (module, others.collect())
        });
        needs.collect()
    }
}

/// The paths of a tree: `a::{b, c::{self, d}}` is `a::b`, `a::c` and `a::c::d`.
fn expand(tree: &str) -> Vec<Names> {
    let tree = tree.trim();
    let Some((before, list)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        let names = path.split("::").map(|name| name.trim().to_owned());
        return vec![names.filter(|name| !name.is_empty() && name != "*").collect()];
    };
    let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
    let (mut depth, mut begin, mut parts) = (0, 0, Vec::new());
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(list.get(begin..at));
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(list.get(begin..));
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| expand(&format!("{before}{}", part.trim().trim_start_matches("self")))).collect()
}

/// Every module that can be reached from this one.
fn reached(needs: &BTreeMap<&Names, BTreeSet<Names>>, from: &Names) -> BTreeSet<Names> {
    let mut all = BTreeSet::new();
    let mut open = vec![from.clone()];
    while let Some(module) = open.pop() {
        for next in needs.get(&module).into_iter().flatten() {
            if all.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    all
}

#[test]
fn no_more_than_two_files_import_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut compared = 0;
    let mut circles = Vec::new();
    for entry in fs::read_dir(&root).unwrap() {
        let source = entry.unwrap().path().join("src");
        if !source.is_dir() {
            continue;
        }
        let modules = Modules::of(&source);
        let needs = modules.needs();
        compared += needs.values().map(BTreeSet::len).sum::<usize>();
        let reached: BTreeMap<_, _> = needs.keys().map(|module| (*module, reached(&needs, module))).collect();
        for (module, forward) in &reached {
            let is_back = |other: &&Names| reached.get(other).is_some_and(|back| back.contains(*module));
            let circle: BTreeSet<_> = forward.iter().filter(is_back).map(|names| names.join("::")).collect();
            // Each circle once, at its first module.
            if circle.len() > 2 && circle.first() == Some(&module.join("::")) {
                circles.push(format!("{}: {circle:?}", source.display()));
            }
        }
    }
    assert!(circles.is_empty(), "{}", circles.join("\n"));
    assert!(compared > 600, "only {compared} imports were found");
}

#[test]
fn a_tree_of_imports_is_expanded() {
    let paths: Vec<_> = expand("a::{b, c::{self, d as e}}").iter().map(|path| path.join("::")).collect();
    assert_eq!(paths, ["a::b", "a::c", "a::c::d"]);
}
