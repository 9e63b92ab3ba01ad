//! A policy text laid out anew: what it says stays byte for byte, only the white space between changes.

use crate::MAX_BYTES;
use crate::error::Errors;
use crate::json::{self, Shape, Value};

/// The text with one member or value a line, indented by two spaces; `None` if it is not well-formed JSON. Order,
/// spelling of strings and numbers, and names that stand twice are kept.
pub fn pretty(text: &str) -> Option<String> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let (tree, errors) = json::read(text, Errors::default());
    if !errors.finish().is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len() * 2);
    Layout { text, out: &mut out }.value(tree.root()?, 0);
    if text.ends_with('\n') {
        out.push('\n');
    }
    Some(out)
}

struct Layout<'a> {
    text: &'a str,
    out: &'a mut String,
}

impl Layout<'_> {
    fn value(&mut self, value: Value<'_>, depth: usize) {
        match value.shape() {
            Shape::Object(object) => {
                let members = object.members().map(|member| (Some(member.name_span()), member.value));
                self.entries(members, ['{', '}'], depth);
            }
            Shape::Array(list) => self.entries(list.items().map(|item| (None, item)), ['[', ']'], depth),
            _ => self.out.push_str(value.span().of(self.text).unwrap_or_default()),
        }
    }

    fn entries<'t>(
        &mut self,
        entries: impl Iterator<Item = (Option<crate::Span>, Value<'t>)>,
        [open, close]: [char; 2],
        depth: usize,
    ) {
        self.out.push(open);
        let mut is_empty = true;
        for (name, value) in entries {
            if !is_empty {
                self.out.push(',');
            }
            is_empty = false;
            self.new_line(depth + 1);
            if let Some(name) = name {
                self.out.push_str(name.of(self.text).unwrap_or_default());
                self.out.push_str(": ");
            }
            self.value(value, depth + 1);
        }
        if !is_empty {
            self.new_line(depth);
        }
        self.out.push(close);
    }

    fn new_line(&mut self, depth: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", depth));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_changes_and_what_is_written_does_not() {
        let text = "{\"b\":[1.50,\"\\u00e9\\/\",{ }],\r\n\t\"a\" :{\"x\":null,\"x\":true}, \"c\":[]}\n";
        let laid_out = concat!(
            "{\n",
            "  \"b\": [\n",
            "    1.50,\n",
            "    \"\\u00e9\\/\",\n",
            "    {}\n",
            "  ],\n",
            "  \"a\": {\n",
            "    \"x\": null,\n",
            "    \"x\": true\n",
            "  },\n",
            "  \"c\": []\n",
            "}\n",
        );
        assert_eq!(pretty(text).unwrap(), laid_out);
        assert_eq!(pretty(laid_out).unwrap(), laid_out);
        assert_eq!(pretty(laid_out.trim_end()).unwrap(), laid_out.trim_end());
    }

    #[test]
    fn what_is_not_json_is_left_alone() {
        for text in ["", "{", "{} {}", "{\"a\":1,}", "// x\n{}", "{'a':1}"] {
            assert_eq!(pretty(text), None, "{text}");
        }
    }
}
