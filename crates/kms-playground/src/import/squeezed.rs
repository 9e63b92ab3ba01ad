//! A text without its white space, in which a sentence is found however it was wrapped.
//!
//! Also gone are line breaks and tabs that are written as escapes, backslashes before slashes and quotation marks, and
//! the bars that YAML and tables put before a line.

use super::text::Text;

/// A text without white space; each byte knows its place in the text it came from.
pub(super) struct Squeezed {
    text: String,
    /// Where each byte was, and whether something stood before it that is gone: nothing, a space, a line break.
    places: Vec<(u32, Gap)>,
}

/// What stood before a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    Space,
    Line,
}

impl Squeezed {
    pub(super) fn new(text: &Text) -> Self {
        let text = text.as_str();
        let mut made =
            Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        let mut at = 0;
        let mut gap = Gap::Line;
        let mut line_begins = true;
        while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = text.get(at..).unwrap_or_default();
            let width = character.len_utf8();
            let (skip, new_gap) = match character {
                '\n' => (1, Some(Gap::Line)),
                character if character.is_whitespace() => (width, Some(Gap::Space)),
                '|' | '-' if line_begins && bar(rest).is_some() => (bar(rest).unwrap_or(1), Some(Gap::Line)),
                '│' | '║' | '┃' => (width, Some(Gap::Space)),
                // Code and bold text of Markdown; three stars are a mask.
                '`' => (1, None),
                '*' if rest.starts_with("**") && !masks(text, at) => (2, None),
                '|' if ends_line(rest) => (1, Some(Gap::Space)),
                '\\' => match rest.as_bytes().get(1) {
                    Some(b'n' | b'r') if !is_word_escape(rest) => (2, Some(Gap::Line)),
                    Some(b't') if !is_word_escape(rest) => (2, Some(Gap::Space)),
                    Some(b'\\' | b'/' | b'"' | b'\'') | None => (1, None),
                    _ => (0, None),
                },
                _ => (0, None),
            };
            if character == '\n' {
                line_begins = true;
            } else if !character.is_whitespace() {
                line_begins = false;
            }
            if skip > 0 {
                gap = gap.max(new_gap.unwrap_or(Gap::None));
                at += skip;
                continue;
            }
            for byte in 0..width {
                let place = u32::try_from(at + byte).unwrap_or(u32::MAX);
                made.places.push((place, if byte == 0 { gap } else { Gap::None }));
            }
            made.text.push(character);
            gap = Gap::None;
            at += width;
        }
        made
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// What stood before this byte.
    pub(super) fn gap(&self, at: usize) -> Gap {
        self.places.get(at).map_or(Gap::Line, |(_, gap)| *gap)
    }

    /// The range of the text that these bytes come from.
    pub(super) fn range(&self, from: usize, to: usize) -> (usize, usize) {
        let start = self.places.get(from).map_or(0, |(at, _)| *at as usize);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.places.get(last))
            .map_or(start, |(at, _)| *at as usize + 1);
        (start, end.max(start))
    }
}

/// Whether two stars belong to a run of more.
fn masks(text: &str, at: usize) -> bool {
    let star = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)) == Some(&b'*');
    star(at.checked_sub(1)) || star(Some(at + 2))
}

/// `\new` in a path is no line break: behind an escape comes a capital, a symbol, or another escape.
fn is_word_escape(rest: &str) -> bool {
    let behind = rest.as_bytes().get(2);
    // `\nis not authorized` and `\nbecause` continue the sentence.
    let sentence = ["is not", "because", "with an", "on resource", "arn:", "kms:", "at ", "status"];
    let continues = rest.get(2..).is_some_and(|rest| sentence.iter().any(|it| rest.starts_with(it)));
    behind.is_some_and(u8::is_ascii_lowercase) && !continues
}

/// Whether a bar is the last of its line, as tables have it.
fn ends_line(rest: &str) -> bool {
    let behind = rest.get(1..).unwrap_or_default().bytes().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    matches!(behind, None | Some(b'\n'))
}

/// The width of a bar before a line: `| `, `- | `.
fn bar(rest: &str) -> Option<usize> {
    ["- | ", "| ", "|- "].iter().find(|it| rest.starts_with(**it)).map(|it| it.len() - 1)
}

/// A phrase as it stands in a squeezed text.
pub(super) fn squeeze(phrase: &str) -> String {
    phrase.split_ascii_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_markdown_go_and_masks_stay() {
        for (text, bare) in
            [("**User:** `a`", "User:a"), ("a/*** b/****", "a/***b/****"), ("kms:* x", "kms:*x")]
        {
            assert_eq!(Squeezed::new(&Text::pasted(text)).as_str(), bare, "{text}");
        }
    }

    #[test]
    fn white_space_and_its_escapes_go_and_places_stay() {
        let text = Text::pasted("a b\n  - | c\\n\\tD \\/ \\\"e");
        let squeezed = Squeezed::new(&text);
        assert_eq!(squeezed.as_str(), "abcD/\"e");
        assert_eq!((squeezed.gap(1), squeezed.gap(2), squeezed.gap(4)), (Gap::Space, Gap::Line, Gap::Space));
        let (start, end) = squeezed.range(2, 4);
        assert_eq!(text.as_str().get(start..end), Some("c\\n\\tD"));
    }
}
