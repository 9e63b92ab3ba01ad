//! Whose the bytes of the application are: the code of each module by the crate that a function's name begins with, read
//! from the modules as they are before wasm-opt, which drops the names and makes all of it smaller alike.

use crate::failure::{Failure, Result};
use crate::project::Project;
use std::collections::BTreeMap;
use std::fs;

/// Owners below this share of a module are not listed one by one.
const SMALL: u64 = 100;

/// Prints a table for each module of the last build.
pub(crate) fn print(project: &Project) -> Result<()> {
    let step = "tell whose the bytes are";
    let cure = "build the site first: `cargo xtask build`";
    let directory = project.state.join("parts").join("divided");
    let files = fs::read_dir(&directory).map_err(|error| Failure::new(step, error, cure))?;
    let mut modules: Vec<_> = files
        .flatten()
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "wasm"))
        .collect();
    modules.sort();
    for path in modules {
        let bytes = fs::read(&path).map_err(|error| Failure::new(step, error, cure))?;
        let module = Module::read(&bytes).ok_or_else(|| {
            Failure::new(step, format!("`{}` is no WebAssembly that this understands", path.display()), cure)
        })?;
        module.print(&path.file_name().unwrap_or_default().to_string_lossy());
    }
    Ok(())
}

/// What is measured of a module.
#[derive(Debug, Default, PartialEq, Eq)]
struct Module {
    /// Bytes of code by crate.
    code: BTreeMap<String, u64>,
    /// Bytes of texts and tables.
    data: u64,
}

impl Module {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes.strip_prefix(b"\0asm\x01\0\0\0")?);
        let (mut imported, mut bodies, mut names) = (0, Vec::new(), BTreeMap::new());
        let mut module = Self::default();
        while !reader.0.is_empty() {
            let id = reader.byte()?;
            let length = reader.number()?;
            let mut section = Reader(reader.take(length)?);
            match id {
                2 => imported = section.imported_functions()?,
                10 => bodies = section.bodies()?,
                11 => module.data = length,
                0 if section.name()? == "name" => names = section.function_names().unwrap_or_default(),
                _ => {}
            }
        }
        for (index, size) in (imported..).zip(bodies) {
            let owner = names.get(&index).map_or("(no name)", |name| owner(name)).to_owned();
            *module.code.entry(owner).or_default() += size;
        }
        Some(module)
    }

    fn print(&self, name: &str) {
        let code: u64 = self.code.values().sum();
        println!("\n{name}: {} kB of code, {} kB of texts and tables", code / 1000, self.data / 1000);
        let mut owners: Vec<_> = self.code.iter().collect();
        owners.sort_by_key(|(_, size)| std::cmp::Reverse(**size));
        let (large, small): (Vec<_>, Vec<_>) =
            owners.into_iter().partition(|(_, size)| **size * SMALL >= code);
        for (owner, size) in large {
            println!("  {owner:<28}{:>8} kB{:>5} %", size / 1000, size * 100 / code.max(1));
        }
        let rest: u64 = small.into_iter().map(|(_, size)| *size).sum();
        println!("  {:<28}{:>8} kB{:>5} %", "others", rest / 1000, rest * 100 / code.max(1));
    }
}

/// The first crate that a mangled name tells, in either of Rust's manglings.
fn owner(name: &str) -> &str {
    let ident = |text| -> Option<_> {
        let digits = str::len(text) - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (length, rest) = text.split_at_checked(digits)?;
        rest.split_at_checked(length.parse().ok()?).map(|(ident, _)| ident)
    };
    let found = if let Some(legacy) = name.strip_prefix("_ZN") {
        // `<kms_policy::Span as core::fmt::Debug>` is one identifier, written `_$LT$kms_policy..Span$u20$as…`.
        ident(legacy).map(|first| first.trim_start_matches('_').trim_start_matches("$LT$"))
    } else if name.starts_with("_R") {
        let root = name.match_indices("Cs").find_map(|(at, _)| name.get(at..)?.split_once('_'));
        root.and_then(|(_, rest)| ident(rest))
    } else {
        None
    };
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let word = found.map(|text| text.split(|c| !is_word(c)).next().unwrap_or_default());
    word.filter(|word| !word.is_empty()).unwrap_or("(no crate)")
}

/// Bytes of a module that are still to be read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(taken)
    }

    /// An unsigned LEB128 number.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn name(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn imported_functions(&mut self) -> Option<u64> {
        let mut functions = 0;
        for _ in 0..self.number()? {
            self.name()?;
            self.name()?;
            match self.byte()? {
                0 => {
                    self.number()?;
                    functions += 1;
                }
                kind @ 1..=2 => {
                    if kind == 1 {
                        self.byte()?;
                    }
                    let has_maximum = self.byte()? & 1 == 1;
                    self.number()?;
                    if has_maximum {
                        self.number()?;
                    }
                }
                3 => {
                    self.take(2)?;
                }
                // A tag.
                4 => {
                    self.byte()?;
                    self.number()?;
                }
                _ => return None,
            }
        }
        Some(functions)
    }

    fn bodies(&mut self) -> Option<Vec<u64>> {
        let count = self.number()?;
        let body = |_| {
            let length = self.number()?;
            self.take(length).map(|_| length)
        };
        (0..count).map(body).collect()
    }

    fn function_names(&mut self) -> Option<BTreeMap<u64, &'a str>> {
        while !self.0.is_empty() {
            let id = self.byte()?;
            let length = self.number()?;
            let mut part = Reader(self.take(length)?);
            if id == 1 {
                let count = part.number()?;
                return (0..count).map(|_| Some((part.number()?, part.name()?))).collect();
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_belongs_to_the_first_crate_that_it_tells() {
        assert_eq!(owner("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE"), "core");
        assert_eq!(
            owner("_ZN53_$LT$kms_policy..Span$u20$as$u20$core..fmt..Debug$GT$3fmt17h0E"),
            "kms_policy"
        );
        assert_eq!(owner("_RNvMs_NtCs9ltgdHTiPiY_14kms_playground3runNtB4_3Run2go"), "kms_playground");
        assert_eq!(owner("__wbindgen_malloc"), "(no crate)");
        assert_eq!(owner("_ZN9"), "(no crate)");
    }

    #[test]
    fn code_is_counted_by_owner_and_what_is_cut_off_is_refused() {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        // One imported function, so that the names of the others begin at 1.
        bytes.extend([2, 7, 1, 1, b'm', 1, b'f', 0, 0]);
        bytes.extend([10, 8, 2, 2, 0, 0x0b, 3, 0, 1, 0x0b]);
        bytes.extend([11, 1, 0]);
        let names = [(1, "_ZN4core1aE"), (2, "_ZN3web1bE")];
        let mut map = vec![2];
        for (index, name) in names {
            map.extend([index, u8::try_from(name.len()).unwrap()]);
            map.extend(name.bytes());
        }
        let mut section = vec![4];
        section.extend(b"name");
        section.extend([1, u8::try_from(map.len()).unwrap()]);
        section.extend(map);
        bytes.extend([0, u8::try_from(section.len()).unwrap()]);
        bytes.extend(section);
        let code = BTreeMap::from([("core".to_owned(), 2), ("web".to_owned(), 3)]);
        assert_eq!(Module::read(&bytes), Some(Module { code, data: 1 }));
        assert_eq!(Module::read(&bytes[..bytes.len() - 1]), None);
    }
}
