//! The inside of a JSON string: its escapes.

use crate::Span;
use crate::error::{ErrorCode, Errors, quote};
use std::ops::Range;

/// Decodes the escapes of a string's content. What [`check`] reports stands for itself or for U+FFFD; a line break,
/// which JSON does not take there, is left out with the indentation behind it.
pub(crate) fn decode(raw: &str) -> String {
    let mut lines = raw.split(['\n', '\r']);
    let mut decoded = String::with_capacity(raw.len());
    decode_line(lines.next().unwrap_or_default(), &mut decoded);
    for line in lines {
        decode_line(line.trim_start_matches([' ', '\t']), &mut decoded);
    }
    decoded
}

fn decode_line(raw: &str, decoded: &mut String) {
    let mut rest = raw;
    while let Some((before, behind)) = rest.split_once('\\') {
        decoded.push_str(before);
        let (escape, length) = escape(behind);
        match escape {
            Escape::Character(character) => decoded.push(character),
            Escape::LoneSurrogate => decoded.push(char::REPLACEMENT_CHARACTER),
            Escape::Bad => decoded.push_str(behind.get(..length).unwrap_or_default()),
        }
        rest = behind.get(length..).unwrap_or_default();
    }
    decoded.push_str(rest);
}

/// The characters that escapes stand for, each with the place of its escape in `raw`; not what [`check`] reports.
pub(crate) fn escaped_characters(raw: &str) -> impl Iterator<Item = (char, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + raw.get(at..)?.find('\\')?;
            let (escape, length) = escape(raw.get(start + 1..)?);
            at = start + 1 + length;
            if let Escape::Character(character) = escape {
                return Some((character, start..at));
            }
        }
    })
}

/// Reports what is wrong with the escape whose backslash is at `at`; gives the offset behind the escape.
pub(super) fn check(text: &str, at: usize, errors: &mut Errors) -> usize {
    let behind = text.get(at + 1..).unwrap_or_default();
    let (escape, length) = escape(behind);
    let end = at + 1 + length;
    let written = text.get(at..end).unwrap_or_default();
    let span = Span::new(at as u32, end as u32);
    match escape {
        Escape::Character(_) => {}
        Escape::LoneSurrogate => {
            let text = format_args!("{} is half of a character", quote(written));
            errors.report(ErrorCode::LoneSurrogate, span, text);
        }
        Escape::Bad => {
            let text = format_args!("{} is not an escape of JSON's", quote(written));
            errors.report(ErrorCode::BadEscape, span, text);
        }
    }
    end
}

enum Escape {
    Character(char),
    LoneSurrogate,
    Bad,
}

/// Reads what stands behind a backslash, and how many bytes of it belong to the escape.
fn escape(behind: &str) -> (Escape, usize) {
    let Some(letter) = behind.chars().next() else { return (Escape::Bad, 0) };
    let character = match letter {
        '"' | '\\' | '/' => letter,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode_escape(behind),
        // A line break ends the string; it is not for the escape to swallow.
        '\n' | '\r' => return (Escape::Bad, 0),
        _ => return (Escape::Bad, letter.len_utf8()),
    };
    (Escape::Character(character), 1)
}

/// Reads `uXXXX`, and the second half of a pair of surrogates behind it.
fn unicode_escape(behind: &str) -> (Escape, usize) {
    let Some(first) = hex(behind.get(1..5)) else { return (Escape::Bad, 1) };
    if let Some(character) = char::from_u32(first) {
        return (Escape::Character(character), 5);
    }
    let second = behind.get(5..7).filter(|lead| *lead == "\\u").and_then(|_| hex(behind.get(7..11)));
    match (first, second) {
        (0xD800..0xDC00, Some(second @ 0xDC00..0xE000)) => {
            let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            (Escape::Character(character), 11)
        }
        _ => (Escape::LoneSurrogate, 5),
    }
}

fn hex(digits: Option<&str>) -> Option<u32> {
    // `from_str_radix` would take a sign as well.
    digits
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded() {
        let cases = [
            (r#"a\"\\\/\b\f\n\r\tz"#, "a\"\\/\u{8}\u{c}\n\r\tz"),
            (r"\u00e9\u20AC", "é€"),
            (r"\ud83d\ude00!", "😀!"),
            (r"\ud83d!", "\u{FFFD}!"),
            (r"\ude00\ud83d", "\u{FFFD}\u{FFFD}"),
            (r"\ud83d\ud83d\ude00", "\u{FFFD}😀"),
            (r"\q\u12", "qu12"),
            (r"\u+123", "u+123"),
            ("a\n  b\\u00e9\r\n\tc", "abéc"),
        ];
        for (raw, decoded) in cases {
            assert_eq!(decode(raw), decoded, "{raw}");
        }
    }

    #[test]
    fn wrong_escapes_are_reported_with_their_place() {
        let text = r"\q \ud83d \u12g4 \t";
        let mut errors = Errors::default();
        for (at, _) in text.match_indices('\\') {
            check(text, at, &mut errors);
        }
        let found: Vec<_> = errors
            .finish()
            .iter()
            .map(|error| (error.code, error.span.of(text).unwrap().to_owned()))
            .collect();
        assert_eq!(
            found,
            [
                (ErrorCode::BadEscape, r"\q".to_owned()),
                (ErrorCode::LoneSurrogate, r"\ud83d".to_owned()),
                (ErrorCode::BadEscape, r"\u".to_owned()),
            ]
        );
    }
}
