//! What the site and the package may weigh. Each file belongs to a budget; what no budget expects is an error, so
//! that nothing gets into the download by accident.

mod owners;

use crate::failure::{Failure, Result};
use crate::project::Project;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A kind of file, and how many bytes all of that kind may have when compressed as a host would send them.
#[derive(Debug)]
pub(crate) struct Budget {
    name: &'static str,
    matches: fn(&str) -> bool,
    /// In kilobytes of 1000 bytes, after gzip.
    limit: u32,
}

/// The site. The first that matches a file counts it. The main module is what every visitor waits for; each further part
/// is fetched after the first paint and has a budget of its own, so that none grows at the cost of another.
pub(crate) const SITE: &[Budget] = &[
    Budget { name: "application, main module", matches: |file| is_wasm(file, "web-"), limit: 270 },
    Budget { name: "application, engine", matches: |file| is_wasm(file, "part-engine-"), limit: 226 },
    Budget { name: "application, records", matches: |file| is_wasm(file, "part-records-"), limit: 8 },
    Budget { name: "application, later", matches: |file| is_wasm(file, "part-later-"), limit: 235 },
    Budget { name: "application, readers", matches: |file| is_wasm(file, "part-readers-"), limit: 120 },
    Budget { name: "application, more", matches: |file| is_wasm(file, "part-more-"), limit: 147 },
    Budget { name: "application, survey", matches: |file| is_wasm(file, "part-survey-"), limit: 70 },
    Budget { name: "application, learn", matches: |file| is_wasm(file, "part-learn-"), limit: 44 },
    Budget { name: "application, files", matches: |file| is_wasm(file, "part-files-"), limit: 16 },
    Budget { name: "application, templates", matches: |file| is_wasm(file, "part-templates-"), limit: 111 },
    Budget { name: "application, shared by parts", matches: |file| is_wasm(file, "part-chunk-"), limit: 106 },
    Budget { name: "application, examples", matches: |file| is_wasm(file, "part-examples-"), limit: 33 },
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
    Budget { name: "page about embedding", matches: |file| file == "embedding.txt", limit: 4 },
    Budget { name: "page", matches: |file| file.ends_with(".html"), limit: 4 },
];

fn is_wasm(file: &str, beginning: &str) -> bool {
    file.starts_with(beginning) && file.ends_with(".wasm")
}

/// The package for JavaScript and TypeScript. The files of the whole engine are downloaded by those alone who ask for it.
pub(crate) const PACKAGE: &[Budget] = &[
    Budget { name: "whole engine", matches: |file| file == "whole-engine.wasm", limit: 849 },
    Budget { name: "whole engine, scripts", matches: |file| is_whole(file, ".js"), limit: 5 },
    Budget { name: "whole engine, types", matches: |file| is_whole(file, ".d.ts"), limit: 5 },
    Budget { name: "engine", matches: |file| file == "engine.wasm", limit: 386 },
    Budget { name: "scripts", matches: |file| file.ends_with(".js"), limit: 5 },
    // Only compilers read it, and it names every code that there is.
    Budget { name: "codes", matches: |file| file == "codes.d.ts", limit: 5 },
    Budget { name: "types", matches: |file| file.ends_with(".d.ts"), limit: 8 },
    Budget {
        name: "manifest, texts",
        matches: |file| file == "package.json" || file.ends_with(".md") || file.starts_with("LICENSE-"),
        limit: 10,
    },
];

fn is_whole(file: &str, end: &str) -> bool {
    let beginnings = ["whole", "advice", "analysis", "import"];
    file.ends_with(end) && beginnings.iter().any(|beginning| file.starts_with(beginning))
}

/// `cargo xtask size`: what the site of the last build weighs, and whose its WebAssembly is.
pub(crate) fn report(project: &Project) -> Result<ExitCode> {
    check(&project.dist, SITE)?;
    owners::print(project)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints what a directory weighs, and fails when a budget is exceeded or a file has none.
pub(crate) fn check(dist: &Path, budgets: &[Budget]) -> Result<()> {
    let step = "keep the download within its size";
    let files = weigh(dist)
        .map_err(|error| Failure::new(step, error, "build it: `cargo xtask build`, `cargo xtask package`"))?;
    let mut problems = Vec::new();
    println!("\n{:<28}{:>10}{:>10}{:>10}{:>10}   kB", "", "plain", "brotli", "gzip", "budget");
    for (index, budget) in budgets.iter().enumerate() {
        let of_kind = files.iter().filter(|file| kind(budgets, &file.name) == Some(index));
        let (plain, gzip, brotli) = of_kind.fold((0, 0, 0), |(plain, gzip, brotli), file| {
            (plain + file.plain, gzip + file.gzip, brotli + file.brotli.unwrap_or(file.plain))
        });
        // Only the site has its files in brotli too.
        let brotli =
            if files.iter().any(|file| file.brotli.is_some()) { kilobytes(brotli) } else { String::new() };
        let (plain, compressed) = (kilobytes(plain), kilobytes(gzip));
        println!("{:<28}{plain:>10}{brotli:>10}{compressed:>10}{:>10}", budget.name, budget.limit);
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
    /// The size of the file that the build has put beside it for browsers that take brotli.
    brotli: Option<u64>,
}

fn kind(budgets: &[Budget], file: &str) -> Option<usize> {
    budgets.iter().position(|budget| (budget.matches)(file))
}

fn weigh(dist: &Path) -> io::Result<Vec<Weight>> {
    let mut files = BTreeSet::new();
    crate::fingerprint::collect(dist, &mut files)?;
    let weight = |file: &PathBuf| {
        let bytes = fs::read(file)?;
        let name = file.strip_prefix(dist).unwrap_or(file).display().to_string();
        let brotli = beside(file, ".br").metadata().ok().map(|data| data.len());
        Ok(Weight { name, plain: bytes.len() as u64, gzip: gzip_size(&bytes), brotli })
    };
    // The compressed twin of a file is not downloaded besides it.
    let is_twin = |file: &&PathBuf| {
        ["br", "gz"].iter().any(|ending| {
            file.extension().is_some_and(|extension| extension == *ending)
                && files.contains(&file.with_extension(""))
        })
    };
    files.iter().filter(|file| !is_twin(file)).map(weight).collect()
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
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

    /// The budget that counts a file, by its name.
    fn named(budgets: &[Budget], file: &str) -> Option<&'static str> {
        kind(budgets, file).and_then(|at| budgets.get(at)).map(|budget| budget.name)
    }

    #[test]
    fn every_kind_of_file_has_one_budget_and_strangers_have_none() {
        for (file, name) in [
            ("web-0a1b2c3d4e5f6071_bg.wasm", "application, main module"),
            ("part-engine-chunk-12-0a1b2c3d4e5f6071.wasm", "application, engine"),
            ("part-records-0a1b2c3d4e5f6071.wasm", "application, records"),
            ("part-later-0a1b2c3d4e5f6071.wasm", "application, later"),
            ("part-readers-0a1b2c3d4e5f6071.wasm", "application, readers"),
            ("part-more-0a1b2c3d4e5f6071.wasm", "application, more"),
            ("part-survey-0a1b2c3d4e5f6071.wasm", "application, survey"),
            ("part-more-chunk-66-0a1b2c3d4e5f6071.wasm", "application, more"),
            ("part-learn-0a1b2c3d4e5f6071.wasm", "application, learn"),
            ("part-files-0a1b2c3d4e5f6071.wasm", "application, files"),
            ("part-templates-0a1b2c3d4e5f6071.wasm", "application, templates"),
            ("part-chunk-0a1b2c3d4e5f6071.wasm", "application, shared by parts"),
            ("part-examples-0a1b2c3d4e5f6071.wasm", "application, examples"),
            ("editor-1a2b3c4d.js", "editor"),
            ("kms-policy-playground.js", "element for other pages"),
            ("boot-1a2b3c4d.js", "application, scripts"),
        ] {
            assert_eq!(named(SITE, file), Some(name), "{file}");
        }
        for (file, name) in [
            ("whole-engine.wasm", "whole engine"),
            ("whole.js", "whole engine, scripts"),
            ("import.d.ts", "whole engine, types"),
            ("codes.d.ts", "codes"),
            ("engine_bg.wasm.d.ts", "types"),
            ("LICENSE-MIT", "manifest, texts"),
        ] {
            assert_eq!(named(PACKAGE, file), Some(name), "{file}");
        }
        assert_eq!(named(SITE, "part-other-0a1b2c3d4e5f6071.wasm"), None);
        assert_eq!(named(SITE, "core.map"), None);
        assert_eq!(named(PACKAGE, "engine_bg.wasm"), None);
    }

    #[test]
    fn repeated_text_weighs_little() {
        assert!(gzip_size(&[b'a'; 100_000]) < 400);
        assert_eq!(kilobytes(1250), "1.2");
    }
}
