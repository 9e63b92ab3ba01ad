//! JSON as people paste it: with comments, without commas, in quotes of any kind, cut off, with parts snipped out.
//!
//! Never fails and never stops early; a flag says whether anything had to be passed over. AWS's own samples of
//! CloudTrail events lack commas (KMS guide, ct-decrypt).

mod strings;

use super::node::{Member, Node, Value};
use super::text::Text;

pub(super) use strings::{undouble, unescape};

/// How deep values may stand in each other.
const MAX_DEPTH: usize = 64;

/// A value that was found in a text.
pub(super) struct Found {
    pub(super) node: Node,
    /// The bytes of the text that was read.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether something in it could not be read.
    pub(super) damaged: bool,
}

/// Reads the object or list that begins at `start`, if one does.
pub(super) fn read(text: &Text, start: usize) -> Option<Found> {
    let mut reader = Reader { text, bytes: text.as_str().as_bytes(), at: start, damaged: false };
    if !reader.begins() {
        return None;
    }
    let node = reader.value(0)?;
    Some(Found { node, start, end: reader.at, damaged: reader.damaged })
}

/// Reads a struct as Athena prints it: `{type=AssumedRole, principalid=AROA…:s, arn=arn:…}`.
pub(super) fn read_struct(text: &Text) -> Option<Node> {
    let mut reader = Reader { text, bytes: text.as_str().as_bytes(), at: 0, damaged: false };
    reader.value(0)
}

struct Reader<'a> {
    text: &'a Text,
    bytes: &'a [u8],
    at: usize,
    damaged: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn part(&self, from: usize, to: usize) -> &str {
        self.text.as_str().get(from..to).unwrap_or_default()
    }

    /// Whether `{` and a name with its colon, or `[` and a value, stand here: prose has braces too.
    fn begins(&mut self) -> bool {
        let start = self.at;
        let opening = self.peek();
        self.at += 1;
        self.skip();
        let fits = match (opening, self.peek()) {
            (Some(b'{'), Some(quote @ (b'"' | b'\'' | b'`'))) => {
                let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
                let end = rest.iter().take(300).position(|byte| *byte == quote);
                end.is_some_and(|end| {
                    let behind = rest.get(end + 1..).unwrap_or_default();
                    let colon = behind.iter().take(40).find(|byte| !byte.is_ascii_whitespace());
                    matches!(colon, Some(b':' | b'='))
                })
            }
            (Some(b'{'), Some(byte)) if is_name(byte) => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                let end = rest.iter().take(100).position(|byte| !is_name(*byte) && *byte != b'-');
                end.and_then(|end| rest.get(end)).is_some_and(|byte| *byte == b':')
            }
            (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b'{' | b'[' | b'"')) => true,
            _ => false,
        };
        self.at = start;
        fits
    }

    /// Skips what stands between values: white space, comments, snips.
    fn skip(&mut self) {
        loop {
            match (self.peek(), self.bytes.get(self.at + 1)) {
                (Some(byte), _) if byte.is_ascii_whitespace() => self.at += 1,
                (Some(b'/'), Some(b'/')) | (Some(b'#'), _) => self.line(),
                (Some(b'-'), Some(b'-')) => {
                    self.damaged = true;
                    self.line();
                }
                (Some(b'/'), Some(b'*')) => {
                    let rest = self.part(self.at + 2, self.bytes.len());
                    self.at = rest.find("*/").map_or(self.bytes.len(), |end| self.at + 2 + end + 2);
                }
                (Some(b'.'), Some(b'.')) => {
                    self.damaged = true;
                    self.at += 2;
                }
                (Some(0xe2), Some(0x80)) if self.bytes.get(self.at + 2) == Some(&0xa6) => {
                    self.damaged = true;
                    self.at += 3;
                }
                _ => return,
            }
        }
    }

    fn line(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }

    fn node(&self, start: usize, value: Value) -> Node {
        Node::new(self.text.span(start, self.at), value)
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        self.skip();
        let start = self.at;
        match self.peek()? {
            b'{' if depth < MAX_DEPTH => {
                self.at += 1;
                let members = self.members(depth + 1);
                Some(self.node(start, Value::Map(members)))
            }
            b'[' if depth < MAX_DEPTH => {
                self.at += 1;
                let items = self.items(depth + 1);
                Some(self.node(start, Value::List(items)))
            }
            b'{' | b'[' => {
                // Deeper than anything of AWS's: the rest of the text is left.
                self.damaged = true;
                self.at = self.bytes.len();
                None
            }
            b'"' | b'\'' | b'`' => {
                let text = self.string();
                Some(self.node(start, Value::Text(text)))
            }
            // A string of Python or C# with its prefix: f"arn:…", $"arn:…".
            b'f' | b'F' | b'r' | b'u' | b'b' | b'$'
                if matches!(self.bytes.get(self.at + 1), Some(b'"' | b'\'')) =>
            {
                self.at += 1;
                let text = self.string();
                Some(self.node(start, Value::Text(text)))
            }
            b'}' | b']' | b',' | b':' => None,
            _ => Some(self.word(start, depth)),
        }
    }

    fn members(&mut self, depth: usize) -> Vec<Member> {
        let mut members = Vec::new();
        let mut parted = true;
        loop {
            self.skip();
            match self.peek() {
                None => {
                    self.damaged = true;
                    return members;
                }
                Some(b'}') => {
                    self.at += 1;
                    return members;
                }
                Some(b',') => {
                    self.at += 1;
                    parted = true;
                }
                Some(b'"' | b'\'' | b'`') => {
                    self.damaged |= !parted;
                    parted = false;
                    let name = self.string();
                    self.member(name, &mut members, depth);
                }
                Some(byte) if is_name(byte) => {
                    let start = self.at;
                    while self.peek().is_some_and(|byte| is_name(byte) || byte == b'-') {
                        self.at += 1;
                    }
                    let name = self.part(start, self.at).to_owned();
                    self.member(name, &mut members, depth);
                }
                Some(_) => self.pass_over(),
            }
        }
    }

    /// What stands behind a name.
    fn member(&mut self, name: String, members: &mut Vec<Member>, depth: usize) {
        self.skip();
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(b'=') => {
                self.at += 1;
                if self.peek() == Some(b'>') {
                    self.at += 1;
                }
            }
            _ => {
                self.damaged = true;
                return;
            }
        }
        match self.value(depth) {
            Some(value) => members.push(Member { name, value }),
            None => self.damaged = true,
        }
    }

    fn items(&mut self, depth: usize) -> Vec<Node> {
        let mut items = Vec::new();
        let mut parted = true;
        loop {
            self.skip();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return items;
                }
                Some(b',') => {
                    self.at += 1;
                    parted = true;
                }
                // A bracket is missing: the list ends with the object around it.
                None | Some(b'}') => {
                    self.damaged = true;
                    return items;
                }
                Some(_) => {
                    let before = self.at;
                    self.damaged |= !parted;
                    parted = false;
                    match self.value(depth) {
                        Some(item) => items.push(item),
                        None if self.at == before => self.pass_over(),
                        None => {}
                    }
                }
            }
        }
    }

    fn pass_over(&mut self) {
        self.damaged = true;
        self.at = self.text.as_str().ceil_char_boundary(self.at + 1);
    }

    /// What a call of a program is given: `JSON.stringify({…})`, `json.dumps({…}, indent=2)`.
    fn call(&mut self, depth: usize) -> Option<Node> {
        let inner = self.value(depth)?;
        // Up to its own bracket; what else it is given says nothing of the value.
        let mut open = 1_usize;
        while open > 0 {
            match self.peek()? {
                b'"' | b'\'' | b'`' => drop(self.string()),
                b'(' | b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                }
                b')' | b'}' | b']' => {
                    open -= 1;
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
        Some(inner)
    }

    /// A number, `true`, `null`, or a bare word.
    fn word(&mut self, start: usize, depth: usize) -> Node {
        while self.peek().is_some_and(|byte| !byte.is_ascii_whitespace() && !b",]}[{\"'`".contains(&byte)) {
            self.at += 1;
        }
        if self.part(start, self.at).ends_with('(') && depth < MAX_DEPTH {
            let before = self.at;
            match self.call(depth + 1) {
                Some(inner) if matches!(inner.value, Value::Map(_) | Value::List(_)) => return inner,
                _ => self.at = before,
            }
        }
        if self.at == start {
            self.pass_over();
        }
        let word = self.part(start, self.at);
        let value = match word {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            "null" | "None" | "nil" | "undefined" => Value::Null,
            word if word.starts_with(|first: char| first.is_ascii_digit() || first == '-') => {
                Value::Number(word.to_owned())
            }
            word => Value::Text(word.to_owned()),
        };
        if matches!(value, Value::Text(_)) {
            self.damaged = true;
        }
        self.node(start, value)
    }
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> (String, bool) {
        let found = read(&Text::pasted(text), 0).unwrap();
        (found.node.to_json().to_string(), found.damaged)
    }

    #[test]
    fn json_is_read_as_people_paste_it() {
        for (text, read, damaged) in [
            (r#"{"a": [1, true, null, "x\u00e9\n"]}"#, "{\"a\":[1,true,null,\"xé\\n\"]}", false),
            ("{\"a\":1, // one\n /* two */ \"b\":2,}", r#"{"a":1,"b":2}"#, false),
            ("{'a': 'b', c: None}", r#"{"a":"b","c":null}"#, false),
            ("{\"a\": {\"b\": 1,\n-- snip --\n ... \"c\": \"d\"}", r#"{"a":{"b":1,"c":"d"}}"#, true),
            (
                "{\"a\": \"arn:aws:\n     kms\", \"b\": \"two\n  words here\"}",
                r#"{"a":"arn:aws:kms","b":"twowords here"}"#,
                false,
            ),
            ("{\"a\": \"open,\n \"b\": 1}", r#"{"a":"open,","b":1}"#, true),
            ("{\"a\": [1, 2 }", r#"{"a":[1,2]}"#, true),
        ] {
            assert_eq!(json(text), (read.to_owned(), damaged), "{text}");
        }
    }

    #[test]
    fn braces_of_prose_begin_nothing() {
        for text in ["{", "{ some words }", "[ERROR] x", "{%", "[1/2]"] {
            assert!(read(&Text::pasted(text), 0).is_none(), "{text}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = "[".repeat(100_000);
        assert!(read(&Text::pasted(&deep), 0).is_some_and(|found| found.damaged));
        let deep = "{\"a\":".repeat(100_000);
        assert!(read(&Text::pasted(&deep), 0).is_some_and(|found| found.damaged));
    }
}
