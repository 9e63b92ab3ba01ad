//! Strings of pasted JSON: broken by a terminal, without their closing mark, or holding another text.

use super::Reader;
use crate::import::text::Text;

impl Reader<'_> {
    /// The string whose quotation mark stands here.
    pub(super) fn string(&mut self) -> String {
        let quote = self.peek().unwrap_or(b'"');
        self.at += 1;
        let start = self.at;
        let mut out = String::new();
        let mut kept = start;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(step) = rest.iter().position(|byte| *byte == quote || matches!(byte, b'\\' | b'\n'))
            else {
                self.damaged = true;
                out.push_str(self.part(kept, self.bytes.len()));
                self.at = self.bytes.len();
                return out;
            };
            self.at += step;
            out.push_str(self.part(kept, self.at));
            match self.peek() {
                Some(b'\\') => {
                    let (character, width) = unescaped(self.bytes.get(self.at + 1..).unwrap_or_default());
                    out.extend(character);
                    self.at = self.text.as_str().ceil_char_boundary(self.at + 1 + width);
                }
                Some(b'\n') => {
                    let line = self.bytes.get(self.at + 1..).unwrap_or_default();
                    let next = line.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
                    if matches!(next, None | Some(b'"' | b'}' | b']' | b'\n')) && quote == b'"' {
                        // The closing quotation mark is missing.
                        if next != Some(&quote) || line_begins_member(line) {
                            self.damaged = true;
                            return out;
                        }
                    }
                    self.wrapped(&mut out);
                }
                _ => {
                    self.at += 1;
                    return out;
                }
            }
            kept = self.at;
        }
    }

    /// A line break within a string: a terminal or a mail made it. Names have no spaces, sentences have.
    fn wrapped(&mut self, out: &mut String) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
        if out.contains(' ') && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

/// Whether a line begins with a string and a colon.
fn line_begins_member(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    let Some(end) = line.get(1..).and_then(|rest| rest.iter().take(100).position(|byte| *byte == b'"'))
    else {
        return false;
    };
    line.get(end + 2..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"))
}

/// The character behind a backslash, and how many bytes it takes.
fn unescaped(rest: &[u8]) -> (Option<char>, usize) {
    let hex = |from: usize| {
        let digits = std::str::from_utf8(rest.get(from..from + 4)?).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    match rest.first() {
        Some(b'n') => (Some('\n'), 1),
        Some(b't') => (Some('\t'), 1),
        Some(b'r') => (Some('\r'), 1),
        Some(b'b') => (Some('\u{8}'), 1),
        Some(b'f') => (Some('\u{c}'), 1),
        Some(b'u') => match hex(1) {
            Some(high @ 0xd800..=0xdbff) => match (rest.get(5..7), hex(7)) {
                (Some(b"\\u"), Some(low @ 0xdc00..=0xdfff)) => {
                    (char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)), 11)
                }
                _ => (Some('\u{fffd}'), 5),
            },
            Some(code) => (Some(char::from_u32(code).unwrap_or('\u{fffd}')), 5),
            None => (Some('u'), 1),
        },
        Some(byte) if byte.is_ascii() => (Some(char::from(*byte)), 1),
        _ => (None, 0),
    }
}

/// A text that stands in a JSON string, a level of escapes taken off; ends at the string's quotation mark.
///
/// `start` is behind the quotation mark.
pub(in crate::import) fn unescape(text: &Text, start: usize) -> (Text, usize) {
    let bytes = text.as_str().as_bytes();
    let mut made = text.rewrite();
    let (mut at, mut kept) = (start, start);
    loop {
        match bytes.get(at) {
            None | Some(b'"') => break,
            Some(b'\\') => {
                made.keep(kept, at);
                let (character, width) = unescaped(bytes.get(at + 1..).unwrap_or_default());
                if let Some(character) = character {
                    made.put(at, character.encode_utf8(&mut [0; 4]));
                }
                at = text.as_str().ceil_char_boundary(at + 1 + width);
                kept = at;
            }
            Some(_) => at += 1,
        }
    }
    made.keep(kept, at);
    (made.done(), at)
}

/// A text that stands in a cell of a CSV table, doubled quotation marks made one; ends at the cell's quotation mark.
pub(in crate::import) fn undouble(text: &Text, start: usize) -> (Text, usize) {
    let bytes = text.as_str().as_bytes();
    let mut made = text.rewrite();
    let (mut at, mut kept) = (start, start);
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'"'), Some(b'"')) => {
                made.keep(kept, at + 1);
                at += 2;
                kept = at;
            }
            (None | Some(b'"'), _) => break,
            _ => at += 1,
        }
    }
    made.keep(kept, at);
    (made.done(), at)
}
