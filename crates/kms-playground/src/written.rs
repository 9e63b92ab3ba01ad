//! Values written as JSON, indented or not.
//!
//! One writer for both forms: each type is compiled once for each writer, and that is most of what a writer weighs in
//! the download.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// The value as JSON without spaces.
pub fn to_json(value: &impl Serialize) -> String {
    written(value, Layout { indented: false, depth: 0, is_empty: true })
}

/// The value as JSON, indented by two spaces.
pub(crate) fn to_json_indented(value: &impl Serialize) -> String {
    written(value, Layout { indented: true, depth: 0, is_empty: true })
}

fn written(value: &impl Serialize, layout: Layout) -> String {
    let mut json = Vec::new();
    match value.serialize(&mut Serializer::with_formatter(&mut json, layout)) {
        Ok(()) => String::from_utf8(json).unwrap_or_default(),
        // Every field of this project's types is a JSON value.
        Err(_) => String::new(),
    }
}

/// Where writing is.
struct Layout {
    indented: bool,
    /// How many objects and lists are open.
    depth: usize,
    /// Whether the object or list that was opened last has nothing in it yet.
    is_empty: bool,
}

impl Layout {
    fn begin(&mut self, out: &mut (impl ?Sized + Write), bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.is_empty = true;
        out.write_all(bracket)
    }

    fn end(&mut self, out: &mut (impl ?Sized + Write), bracket: &[u8]) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if !self.is_empty {
            self.break_line(out)?;
        }
        self.is_empty = false;
        out.write_all(bracket)
    }

    fn item(&mut self, out: &mut (impl ?Sized + Write), first: bool) -> io::Result<()> {
        self.is_empty = false;
        if !first {
            out.write_all(b",")?;
        }
        self.break_line(out)
    }

    fn break_line(&self, out: &mut (impl ?Sized + Write)) -> io::Result<()> {
        if !self.indented {
            return Ok(());
        }
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b"  "))
    }
}

impl Formatter for Layout {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(if self.indented { b": " } else { b":" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EXAMPLES, run};
    use serde_json::json;

    #[test]
    fn both_forms_are_those_of_serde_json() {
        let edges = json!({"a": [], "b": {}, "c": [[], {}, [1, "\u{1}\"é🔑"], {"d": null}], "e": [{"f": [1.5]}], "": true});
        for value in [edges, json!([]), json!({}), json!(0), json!([[[]]])] {
            assert_eq!(to_json(&value), value.to_string());
            assert_eq!(to_json_indented(&value), format!("{value:#}"));
        }
        for example in EXAMPLES {
            let scenario = example.scenario().unwrap();
            assert_eq!(to_json(&scenario), serde_json::to_string(&scenario).unwrap());
            assert_eq!(to_json_indented(&scenario), serde_json::to_string_pretty(&scenario).unwrap());
            let report = run(&scenario);
            assert_eq!(to_json(&report), serde_json::to_string(&report).unwrap());
        }
    }
}
