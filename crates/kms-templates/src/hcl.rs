//! HCL, block by block: prose between the blocks of a configuration, and a block that is cut off, hide no other.
//!
//! References stay as `${var.name}`; `jsonencode`, `concat`, `merge`, `toset` and their like give what they are given.

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Body, Structure};
use hcl_edit::template::{Element, Template};
use kms_playground::import::{LABELS, Member, Node, Value};

/// How deep brackets may stand in each other: the library reads them by recursion.
const MAX_DEPTH: i32 = 48;
/// How long one block may be.
const MAX_BLOCK: usize = 512 * 1024;
/// What a configuration is made of on its highest level.
const BLOCKS: [&str; 8] =
    ["resource", "data", "locals", "variable", "module", "output", "provider", "terraform"];

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

/// Whether a line begins a block, or an attribute that holds a policy.
fn begins(line: &str) -> bool {
    let line = line.trim_start();
    let word: &str =
        line.split(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).next().unwrap_or_default();
    let rest = line.get(word.len()..).unwrap_or_default().trim_start();
    let is_block = BLOCKS.contains(&word) && rest.starts_with(['"', '{']);
    let is_policy = (word == "policy" || word == "key_policy") && rest.starts_with('=');
    let is_statement = word == "statement" && rest.starts_with('{');
    is_block || is_policy || is_statement
}

/// Where what begins here ends, and the brackets that are missing there.
fn extent(text: &str) -> (usize, String) {
    let bytes = text.as_bytes();
    let mut open: Vec<char> = Vec::new();
    let mut at = 0;
    let mut begun = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'#' => at += line_end(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'/') => at += line_end(bytes, at),
            b'<' if bytes.get(at + 1) == Some(&b'<') => {
                at += heredoc_end(text, at);
                continue;
            }
            b'{' | b'[' | b'(' => {
                begun = true;
                open.push(match byte {
                    b'{' => '}',
                    b'[' => ']',
                    _ => ')',
                });
            }
            b'}' | b']' | b')' => {
                open.pop();
            }
            b'\n' if open.is_empty() => return (at, String::new()),
            _ => {}
        }
        at += 1;
        let blank = bytes.get(at).is_none_or(|byte| matches!(byte, b'\n' | b'\r'));
        if begun && open.is_empty() && blank {
            return (at, String::new());
        }
    }
    // A block ends on a line of its own.
    let missing = open.iter().rev().flat_map(|bracket| [*bracket, '\n']).collect();
    (bytes.len(), missing)
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()).saturating_sub(1)
}

/// The byte behind a quoted string. Its interpolations may have strings of their own.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    let mut inside = 0_u32;
    loop {
        match bytes.get(at) {
            None => return bytes.len(),
            Some(b'\n') => return at,
            Some(b'\\') => at += 1,
            Some(b'$' | b'%') if bytes.get(at + 1) == Some(&b'{') => {
                inside += 1;
                at += 1;
            }
            Some(b'}') => inside = inside.saturating_sub(1),
            Some(b'"') if inside == 0 => return at + 1,
            Some(_) => {}
        }
        at += 1;
    }
}

/// How long a heredoc is that begins here.
fn heredoc_end(text: &str, at: usize) -> usize {
    let rest = text.get(at + 2..).unwrap_or_default();
    let name = rest.trim_start_matches('-').trim_start_matches(['"', '\'']);
    let name = name
        .split(|it: char| !(it.is_ascii_alphanumeric() || it == '_' || it == '-'))
        .next()
        .unwrap_or_default();
    if name.is_empty() {
        return 2;
    }
    let mut length = 0;
    for (nth, line) in text.get(at..).unwrap_or_default().split_inclusive('\n').enumerate() {
        length += line.len();
        if nth > 0 && line.trim() == name {
            return length - (line.len() - line.trim_end().len());
        }
    }
    length
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

/// The text of a block, and where it begins in the whole.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a str,
    at: usize,
}

impl Source<'_> {
    fn node(self, span: Option<std::ops::Range<usize>>, value: Value) -> Node {
        let span = span.unwrap_or(0..self.text.len());
        let end = span.end.min(self.text.len());
        Node::at(self.at + span.start.min(end), self.at + end, value)
    }

    /// What is written there, on one line, as a placeholder.
    fn reference(self, span: Option<std::ops::Range<usize>>) -> String {
        let written = span.and_then(|span| self.text.get(span)).unwrap_or("expression");
        let written: Vec<&str> = written.split_ascii_whitespace().collect();
        let short: String = written.join(" ").chars().filter(|it| !"{}$".contains(*it)).take(120).collect();
        format!("${{{short}}}")
    }
}

fn of_body(body: &Body, source: Source<'_>) -> Vec<Member> {
    let mut members = Vec::new();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let value = of_expression(&attribute.value, source);
                members.push(Member { name: attribute.key.value().to_string(), value });
            }
            Structure::Block(block) => {
                let labels = block
                    .labels
                    .iter()
                    .map(|label| source.node(None, Value::Text(label.as_str().to_owned())));
                let labels = source.node(None, Value::List(labels.collect()));
                let mut inner = vec![Member { name: LABELS.to_owned(), value: labels }];
                inner.extend(of_body(&block.body, source));
                let value = source.node(block.span(), Value::Map(inner));
                members.push(Member { name: block.ident.value().to_string(), value });
            }
        }
    }
    members
}

fn of_expression(expression: &Expression, source: Source<'_>) -> Node {
    let span = expression.span();
    let value = match expression {
        Expression::Null(_) => Value::Null,
        Expression::Bool(value) => Value::Bool(*value.value()),
        Expression::Number(number) => Value::Number(number.value().to_string()),
        Expression::String(text) => Value::Text(text.value().clone()),
        Expression::StringTemplate(template) => Value::Text(of_template_elements(template.iter(), source)),
        Expression::HeredocTemplate(heredoc) => Value::Text(of_template(&heredoc.template, source)),
        Expression::Array(items) => {
            Value::List(items.iter().map(|item| of_expression(item, source)).collect())
        }
        Expression::Object(object) => Value::Map(
            object
                .iter()
                .map(|(key, value)| Member {
                    name: of_key(key, source),
                    value: of_expression(value.expr(), source),
                })
                .collect(),
        ),
        Expression::Parenthesis(inner) => return of_expression(inner.inner(), source),
        Expression::Conditional(conditional) => {
            let holds = of_expression(&conditional.true_expr, source);
            match holds.value {
                Value::List(_) | Value::Map(_) => return holds,
                _ => Value::Text(source.reference(span.clone())),
            }
        }
        Expression::FuncCall(call) => match of_call(call, source) {
            Some(node) => return node,
            None => Value::Text(source.reference(span.clone())),
        },
        _ => Value::Text(source.reference(span.clone())),
    };
    source.node(span, value)
}

/// What functions give that only pass on what they are given.
fn of_call(call: &hcl_edit::expr::FuncCall, source: Source<'_>) -> Option<Node> {
    let arguments: Vec<Node> = call.args.iter().map(|argument| of_expression(argument, source)).collect();
    let first = arguments.first()?;
    match call.name.name.as_str() {
        "jsonencode" | "jsondecode" | "tolist" | "toset" | "distinct" | "compact" | "sort" | "tostring"
        | "trimspace" | "sensitive" | "nonsensitive" | "try" => Some(first.clone()),
        "concat" | "flatten" | "setunion" => {
            let mut items = Vec::new();
            for argument in &arguments {
                match &argument.value {
                    Value::List(inner) => items.extend(inner.clone()),
                    _ => items.push(argument.clone()),
                }
            }
            Some(source.node(call.span(), Value::List(items)))
        }
        "merge" => {
            let mut members: Vec<Member> = Vec::new();
            for member in arguments.iter().flat_map(Node::members) {
                members.retain(|known| known.name != member.name);
                members.push(member.clone());
            }
            Some(source.node(call.span(), Value::Map(members)))
        }
        "join" => {
            let items: Vec<&str> = arguments.get(1)?.items().iter().filter_map(Node::as_text).collect();
            (!items.is_empty()).then(|| {
                source.node(call.span(), Value::Text(items.join(first.as_text().unwrap_or_default())))
            })
        }
        "format" => {
            let mut text = first.as_text()?.to_owned();
            for argument in arguments.get(1..)? {
                text = text.replacen("%s", argument.as_text()?, 1);
            }
            Some(source.node(call.span(), Value::Text(text)))
        }
        _ => None,
    }
}

fn of_key(key: &ObjectKey, source: Source<'_>) -> String {
    match key {
        ObjectKey::Ident(name) => name.value().to_string(),
        ObjectKey::Expression(expression) => match of_expression(expression, source).value {
            Value::Text(text) | Value::Number(text) => text,
            _ => String::new(),
        },
    }
}

fn of_template(template: &Template, source: Source<'_>) -> String {
    of_template_elements(template.iter(), source)
}

fn of_template_elements<'e>(elements: impl Iterator<Item = &'e Element>, source: Source<'_>) -> String {
    let mut text = String::new();
    for element in elements {
        match element {
            Element::Literal(literal) => text.push_str(literal.value()),
            Element::Interpolation(interpolation) => match of_expression(&interpolation.expr, source).value {
                Value::Text(inner) | Value::Number(inner) => text.push_str(&inner),
                Value::Bool(value) => text.push_str(&value.to_string()),
                _ => text.push_str(&source.reference(interpolation.expr.span())),
            },
            Element::Directive(_) => text.push_str("${directive}"),
        }
    }
    text
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
