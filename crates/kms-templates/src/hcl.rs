//! HCL, block by block: prose between the blocks of a configuration, and a block that is cut off, hide no other.
//!
//! References stay as `${var.name}`; `jsonencode`, `concat`, `merge`, `toset` and their like give what they are given.

mod expression;
mod extent;

use hcl_edit::structure::Body;
use kms_playground::import::{Node, Value};

use expression::{Source, of_body};
use extent::{begins, extent};

/// How deep brackets may stand in each other: the library reads them by recursion.
const MAX_DEPTH: i32 = 48;
/// How long one block may be.
const MAX_BLOCK: usize = 512 * 1024;
/// Reads the blocks of a text; none where it has none.
pub(crate) fn read(text: &str) -> Option<Node> {
    let mut members = Vec::new();
    let mut at = 0;
    let lines = || {
        text.split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
    };
    for (start, line) in lines() {
        if start < at || !begins(line) {
            continue;
        }
        let (end, missing) = extent(text.get(start..).unwrap_or_default());
        at = start + end.max(1);
        let Some(piece) = text.get(start..start + end) else { continue };
        if let Some(body) = parse(piece, &missing) {
            members.extend(of_body(&body, Source { text: piece, at: start }));
        }
    }
    (!members.is_empty()).then(|| Node::at(0, text.len(), Value::Map(members)))
}

/// Parses a block, with the brackets that it lacks.
fn parse(piece: &str, missing: &str) -> Option<Body> {
    if piece.len() > MAX_BLOCK || too_deep(piece) {
        return None;
    }
    let text = match missing.is_empty() {
        true => format!("{piece}\n"),
        false => format!("{}\n{missing}\n", piece.trim_end().trim_end_matches(',')),
    };
    hcl_edit::parser::parse_body(&text).ok()
}

/// Whether reading it would nest too deep: brackets, and on one line operators, each of which nests as well (`!!!x`,
/// `a ? b : c ? d : e`, `---1`).
fn too_deep(piece: &str) -> bool {
    let mut depth = 0;
    for line in piece.lines() {
        let bare = line.trim_start();
        if bare.starts_with('#') || bare.starts_with("//") {
            continue;
        }
        let mut operators = 0;
        for byte in bare.bytes() {
            match byte {
                b'{' | b'[' | b'(' => depth += 1,
                b'}' | b']' | b')' => depth -= 1,
                b'!' | b'?' => operators += 1,
                _ => {}
            }
            if depth + operators > MAX_DEPTH {
                return true;
            }
        }
        if longest_run(bare) > 16 {
            return true;
        }
    }
    false
}

/// The longest run of signs.
fn longest_run(line: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for byte in line.bytes() {
        run = match byte {
            b'-' => run + 1,
            b' ' => run,
            _ => 0,
        };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        read(text).unwrap().to_json().to_string()
    }

    #[test]
    fn blocks_are_read_with_their_references_kept() {
        let text = concat!(
            "Here is our configuration:\n\n",
            "resource \"aws_kms_key\" \"k\" {\n  policy = jsonencode({ A = \"x-${var.a}\", \"B\" : [local.b, 1] })\n}\n",
            "and the locals\nlocals {\n  b = \"${data.c.d}:root\"\n}\n",
        );
        assert_eq!(
            json(text),
            r#"{"resource":{"$labels":["aws_kms_key","k"],"policy":{"A":"x-${var.a}","B":["${local.b}",1]}},"locals":{"$labels":[],"b":"${data.c.d}:root"}}"#
        );
    }

    #[test]
    fn heredocs_and_functions_are_opened() {
        let text = "resource \"a\" \"b\" {\n  policy = <<-EOT\n    {\"x\": \"${y.z}\"}\n  EOT\n  l = concat([\"a\"], [\"b\"])\n  n = lower(var.x)\n}\n";
        let read = json(text);
        assert!(read.contains(r#"{\"x\": \"${y.z}\"}"#), "{read}");
        assert!(read.contains(r#""l":["a","b"],"n":"${lower(var.x)}""#), "{read}");
    }

    #[test]
    fn a_block_that_is_cut_off_is_closed() {
        let read = json(
            "data \"aws_iam_policy_document\" \"d\" {\n  statement {\n    actions = [\"kms:Decrypt\",\n",
        );
        assert!(read.contains(r#""actions":["kms:Decrypt"]"#), "{read}");
    }

    #[test]
    fn hostile_nesting_is_refused() {
        for open in ["[", "{", "(", "!", "-", "a ? ", "\"${"] {
            let text = format!("locals {{\n a = {}\n}}\n", open.repeat(20_000));
            drop(read(&text));
        }
    }
}
