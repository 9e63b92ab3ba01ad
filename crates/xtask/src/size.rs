//! What the site and the package may weigh. Each file belongs to a budget; what no budget expects is an error, so
//! that nothing gets into the download by accident.

use crate::failure::{Failure, Result};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// A kind of file, and how many bytes all of that kind may have when compressed as a host would send them.
#[derive(Debug)]
pub(crate) struct Budget {
    name: &'static str,
    matches: fn(&str) -> bool,
    /// In kilobytes of 1000 bytes, after gzip.
    limit: u32,
}

/// The site. The first that matches a file counts it.
pub(crate) const SITE: &[Budget] = &[
    Budget { name: "application, WebAssembly", matches: |file| file.ends_with(".wasm"), limit: 710 },
    Budget {
        name: "editor",
        matches: |file| file.starts_with("editor") && file.ends_with(".js"),
        limit: 140,
    },
    Budget { name: "element for other pages", matches: |file| file == "kms-policy-playground.js", limit: 6 },
    Budget { name: "application, scripts", matches: |file| file.ends_with(".js"), limit: 20 },
    Budget { name: "style sheets", matches: |file| file.ends_with(".css"), limit: 20 },
    Budget { name: "pictures", matches: |file| file.ends_with(".svg"), limit: 4 },
    Budget { name: "licences", matches: |file| file.ends_with("licences.txt"), limit: 6 },
    Budget { name: "page", matches: |file| file.ends_with(".html"), limit: 4 },
];

/// The package for JavaScript and TypeScript.
pub(crate) const PACKAGE: &[Budget] = &[
    Budget { name: "engine", matches: |file| file == "engine.wasm", limit: 545 },
    Budget { name: "scripts", matches: |file| file.ends_with(".js"), limit: 5 },
    Budget { name: "types", matches: |file| file.ends_with(".d.ts"), limit: 9 },
    Budget {
        name: "manifest, texts",
        matches: |file| file == "package.json" || file.ends_with(".md") || file.starts_with("LICENSE-"),
        limit: 10,
    },
];

/// Prints what a directory weighs, and fails when a budget is exceeded or a file has none.
pub(crate) fn check(dist: &Path, budgets: &[Budget]) -> Result<()> {
    let step = "keep the download within its size";
    let files = weigh(dist)
        .map_err(|error| Failure::new(step, error, "build it: `cargo xtask build`, `cargo xtask package`"))?;
    let mut problems = Vec::new();
    println!("\n{:<28}{:>10}{:>10}{:>10}   kB", "", "plain", "gzip", "budget");
    for (index, budget) in budgets.iter().enumerate() {
        let of_kind = files.iter().filter(|file| kind(budgets, &file.name) == Some(index));
        let (plain, gzip) =
            of_kind.fold((0, 0), |(plain, gzip), file| (plain + file.plain, gzip + file.gzip));
        println!("{:<28}{:>10}{:>10}{:>10}", budget.name, kilobytes(plain), kilobytes(gzip), budget.limit);
        if gzip > u64::from(budget.limit) * 1000 {
            problems.push(format!("{}: {} kB, of {} kB", budget.name, kilobytes(gzip), budget.limit));
        }
    }
    println!();
    problems.extend(
        files
            .iter()
            .filter(|file| kind(budgets, &file.name).is_none())
            .map(|file| format!("no budget expects `{}`", file.name)),
    );
    if problems.is_empty() {
        return Ok(());
    }
    let cure = "make it smaller (`cargo xtask build` and `cargo xtask package` print the table); a budget in crates/xtask/src/size.rs is raised only for a reason that its commit tells";
    Err(Failure::new(step, problems.join("; "), cure))
}

struct Weight {
    name: String,
    plain: u64,
    gzip: u64,
}

fn kind(budgets: &[Budget], file: &str) -> Option<usize> {
    budgets.iter().position(|budget| (budget.matches)(file))
}

fn weigh(dist: &Path) -> io::Result<Vec<Weight>> {
    let mut files = BTreeSet::new();
    crate::fingerprint::collect(dist, &mut files)?;
    let weight = |file: &std::path::PathBuf| {
        let bytes = fs::read(file)?;
        let name = file.strip_prefix(dist).unwrap_or(file).display().to_string();
        Ok(Weight { name, plain: bytes.len() as u64, gzip: gzip_size(&bytes) })
    };
    files.iter().map(weight).collect()
}

/// The size after gzip: the deflated bytes and the 18 that its head and tail take.
fn gzip_size(bytes: &[u8]) -> u64 {
    miniz_oxide::deflate::compress_to_vec(bytes, 9).len() as u64 + 18
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_file_has_one_budget_and_strangers_have_none() {
        assert_eq!(kind(SITE, "web-0a1b2c3d4e5f6071_bg.wasm"), Some(0));
        assert_eq!(kind(SITE, "editor-1a2b3c4d.js"), Some(1));
        assert_eq!(kind(SITE, "kms-policy-playground.js"), Some(2));
        assert_eq!(kind(SITE, "boot-1a2b3c4d.js"), Some(3));
        assert_eq!(kind(SITE, "core.map"), None);
        assert_eq!(kind(PACKAGE, "engine_bg.wasm.d.ts"), Some(2));
        assert_eq!(kind(PACKAGE, "LICENSE-MIT"), Some(3));
        assert_eq!(kind(PACKAGE, "engine_bg.wasm"), None);
    }

    #[test]
    fn repeated_text_weighs_little() {
        assert!(gzip_size(&[b'a'; 100_000]) < 400);
        assert_eq!(kilobytes(1250), "1.2");
    }
}
