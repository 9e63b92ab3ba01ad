//! Byte offsets to lines, columns and UTF-16 offsets, and back. The only place that converts.
//!
//! Lines end with CRLF, LF or a lone CR. A look-up costs a binary search and at most one block of bytes, however
//! long the line is.

use std::cell::OnceCell;

use crate::Span;

/// How many bytes are counted at most for one look-up.
const BLOCK: usize = 128;

/// The lines of one text.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// Made when a place is first asked for.
    starts: OnceCell<Starts>,
}

#[derive(Clone, Debug)]
struct Starts {
    /// The byte at which each line starts; the first is 0.
    lines: Vec<u32>,
    /// How many UTF-16 units stand before each block of bytes; empty for ASCII, where they are the bytes.
    blocks: Vec<u32>,
}

impl Starts {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut lines = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                lines.push(to_u32(at + 1));
            }
        }
        Self { lines, blocks: blocks(text) }
    }
}

/// A place as editors and people count it: lines and columns from 1, the offset from 0, in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 units.
    pub column: u32,
    /// From 0, in UTF-16 units, line ends counted as they are written.
    pub offset: u32,
}

impl<'a> LineIndex<'a> {
    /// The lines of `text`.
    pub const fn new(text: &'a str) -> Self {
        Self { text, starts: OnceCell::new() }
    }

    fn starts(&self) -> &Starts {
        self.starts.get_or_init(|| Starts::of(self.text))
    }

    /// Where the byte `offset` is. An offset past the end is the end, one inside a character is its start.
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.text.floor_char_boundary(offset as usize);
        let line = self.starts().lines.partition_point(|&start| start as usize <= offset);
        let start =
            line.checked_sub(1).and_then(|at| self.starts().lines.get(at)).map_or(0, |&start| start as usize);
        let units = self.units_before(offset);
        Position { line: to_u32(line), column: units - self.units_before(start) + 1, offset: units }
    }

    /// Where `span` starts and ends.
    pub fn range(&self, span: Span) -> (Position, Position) {
        (self.position(span.start()), self.position(span.end()))
    }

    /// The byte at a UTF-16 offset; past the end the end, inside a pair of surrogates the character's start.
    pub fn byte_at(&self, units: u32) -> u32 {
        if self.starts().blocks.is_empty() {
            return units.min(to_u32(self.text.len()));
        }
        let block = self.starts().blocks.partition_point(|&before| before <= units).saturating_sub(1);
        // A block may start inside a character, which the block before it has counted.
        let start = self.text.ceil_char_boundary(block * BLOCK);
        let mut left = units.saturating_sub(self.units_before(start));
        let mut at = start;
        for character in self.text.get(start..).unwrap_or_default().chars() {
            let width = to_u32(character.len_utf16());
            if left < width {
                break;
            }
            left -= width;
            at += character.len_utf8();
        }
        to_u32(at)
    }

    /// The byte at a line and a column, both from 1; past the end of the line the line's end.
    pub fn byte_at_line(&self, line: u32, column: u32) -> u32 {
        let nth = (line.max(1) - 1) as usize;
        let Some(&start) = self.starts().lines.get(nth) else { return to_u32(self.text.len()) };
        let end = to_u32(start as usize + self.line(line).len());
        let units = self.units_before(start as usize).saturating_add(column.max(1) - 1);
        self.byte_at(units).min(end)
    }

    /// The text of a line, counted from 1, without its line break.
    pub fn line(&self, line: u32) -> &'a str {
        let nth = (line.max(1) - 1) as usize;
        let Some(&start) = self.starts().lines.get(nth) else { return "" };
        let end = self.starts().lines.get(nth + 1).map_or(self.text.len(), |&next| next as usize);
        self.text.get(start as usize..end).unwrap_or_default().trim_end_matches(['\r', '\n'])
    }

    /// How many UTF-16 units the bytes before `offset` make; a character counts where it starts.
    fn units_before(&self, offset: usize) -> u32 {
        let Some(&before) = self.starts().blocks.get(offset / BLOCK) else { return to_u32(offset) };
        let start = offset - offset % BLOCK;
        before + self.text.as_bytes().get(start..offset).map_or(0, units)
    }
}

/// Counts the UTF-16 units of each block of bytes, summed up; nothing for ASCII.
fn blocks(text: &str) -> Vec<u32> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut before = 0;
    let mut blocks = Vec::with_capacity(text.len() / BLOCK + 2);
    for block in text.as_bytes().chunks(BLOCK) {
        blocks.push(before);
        before += units(block);
    }
    blocks.push(before);
    blocks
}

/// One unit for each byte that starts a character, and a second one for the characters of four bytes.
fn units(bytes: &[u8]) -> u32 {
    let unit = |byte: &u8| u32::from(byte & 0xC0 != 0x80) + u32::from(*byte >= 0xF0);
    bytes.iter().map(unit).sum()
}

/// Texts are bounded far below 4 GiB.
fn to_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, column: u32, offset: u32) -> Position {
        Position { line, column, offset }
    }

    #[test]
    fn lines_end_with_crlf_lf_or_a_lone_cr() {
        let index = LineIndex::new("ab\r\nc\rd\n\ne");
        let starts =
            [(0, at(1, 1, 0)), (4, at(2, 1, 4)), (6, at(3, 1, 6)), (8, at(4, 1, 8)), (9, at(5, 1, 9))];
        for (byte, position) in starts {
            assert_eq!(index.position(byte), position, "{byte}");
        }
        assert_eq!(index.position(3), at(1, 4, 3), "between CR and LF is still the first line");
        assert_eq!(index.position(99), at(5, 2, 10));
        assert_eq!((1..=6).map(|line| index.line(line)).collect::<Vec<_>>(), ["ab", "c", "d", "", "e", ""]);
    }

    #[test]
    fn columns_and_offsets_are_utf16_units() {
        let text = "é😀x\n😀y";
        let index = LineIndex::new(text);
        // é: two bytes and one unit; 😀: four bytes and two units.
        for (byte, position) in
            [(2, at(1, 2, 1)), (4, at(1, 2, 1)), (6, at(1, 4, 3)), (8, at(2, 1, 5)), (12, at(2, 3, 7))]
        {
            assert_eq!(index.position(byte), position, "{byte}");
        }
        assert_eq!(index.byte_at_line(2, 3), 12);
        assert_eq!(index.byte_at_line(1, 99), 7);
        assert_eq!(index.byte_at(2), 2, "inside a pair of surrogates");
    }

    #[test]
    fn both_ways_agree_with_counting_one_by_one() {
        let mixed: String = "a\u{e9}\u{20ac}\u{1f600}\r\nz\rq\n".repeat(60);
        for text in [mixed.as_str(), &"\u{1f600}".repeat(200), &"x".repeat(500), ""] {
            let index = LineIndex::new(text);
            let mut units = 0;
            for (byte, character) in text.char_indices() {
                assert_eq!(index.position(to_u32(byte)).offset, units);
                assert_eq!(index.byte_at(units), to_u32(byte));
                let position = index.position(to_u32(byte));
                if !matches!(character, '\r' | '\n') {
                    assert_eq!(index.byte_at_line(position.line, position.column), to_u32(byte));
                }
                units += to_u32(character.len_utf16());
            }
            assert_eq!(index.byte_at(units), to_u32(text.len()));
        }
    }
}
