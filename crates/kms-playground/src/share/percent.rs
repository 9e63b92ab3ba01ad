//! Percent-encoding as fragments need it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What could end or break a value of the fragment in an address, a mail or a Markdown text: all but these.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b',')
    .remove(b'@');

/// Decodes `%41`; a `%` that begins no escape is kept, and bytes that are not UTF-8 become `\u{fffd}`.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// Encodes a name or a value of a fragment.
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_survives_and_broken_escapes_are_kept() {
        for text in ["", "a b&c=d#%", "arn:aws:kms::key/*", "é\u{1f511}\n"] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(encode("a b~é"), "a%20b~%C3%A9");
        assert_eq!(decode("100%, %4, %zz, %41"), "100%, %4, %zz, A");
        assert_eq!(decode("%ff"), "\u{fffd}");
    }
}
