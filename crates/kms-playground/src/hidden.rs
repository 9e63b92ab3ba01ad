//! Characters that do not show themselves: they could steer a terminal, turn the direction of a line, or hide a part of a
//! name.

/// Whether nobody sees the character: control characters but line breaks and tabs, and Unicode's format characters.
pub(crate) const fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{8}'
            | '\u{b}'
            | '\u{c}'
            | '\u{e}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// The text in one line, with what would not show itself written out.
pub(crate) fn shown(characters: impl Iterator<Item = char>) -> String {
    let mut shown = String::new();
    for character in characters {
        match character {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => shown.extend(character.escape_unicode()),
            _ if is_hidden(character) => shown.extend(character.escape_unicode()),
            _ => shown.push(character),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_steer_is_written_out_and_the_rest_stays() {
        assert_eq!(shown("a\u{202e}b\u{1b}[1m\né 字 \"".chars()), "a\\u{202e}b\\u{1b}[1m\\u{a}é 字 \"");
    }
}
