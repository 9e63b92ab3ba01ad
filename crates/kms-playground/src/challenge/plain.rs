//! Reading JSON that is known to be JSON, field by field, without serde: the page has a challenge in a part of the
//! download that would otherwise need the reader of scenarios too. Whatever is not as expected is no field.

/// The fields of an object: names, and values as they are written.
pub(super) fn fields(text: &str) -> impl Iterator<Item = (&str, &str)> {
    parts(text, b'{', b'}').into_iter().filter_map(|part| {
        let (name, value) = part.split_at_checked(end_of_string(part)?)?;
        Some((name.get(1..name.len().checked_sub(1)?)?, value.trim_start().strip_prefix(':')?.trim()))
    })
}

/// The value of a field, as it is written.
pub(super) fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    fields(text).find(|(its, _)| *its == name).map(|(_, value)| value)
}

/// The items of a list, as they are written.
pub(super) fn items(text: &str) -> Vec<&str> {
    parts(text, b'[', b']')
}

/// What stands between the quotation marks of a string.
pub(super) fn inner(value: &str) -> Option<&str> {
    value.strip_prefix('"')?.strip_suffix('"')
}

/// The text of a string.
pub(super) fn string(value: &str) -> Option<String> {
    let mut units: Vec<u16> = Vec::new();
    let mut left = inner(value)?.chars();
    while let Some(character) = left.next() {
        let unit = match character {
            '\\' => match left.next()? {
                'n' => 0x0a,
                't' => 0x09,
                'r' => 0x0d,
                'b' => 0x08,
                'f' => 0x0c,
                'u' => {
                    let (digits, rest) = left.as_str().split_at_checked(4)?;
                    left = rest.chars();
                    u16::from_str_radix(digits, 16).ok()?
                }
                other => u16::try_from(u32::from(other)).ok()?,
            },
            other => {
                units.extend_from_slice(other.encode_utf16(&mut [0; 2]));
                continue;
            }
        };
        units.push(unit);
    }
    Some(String::from_utf16_lossy(&units))
}

/// What commas divide within a pair of brackets.
fn parts(text: &str, open: u8, close: u8) -> Vec<&str> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    if bytes.first() != Some(&open) || bytes.last() != Some(&close) || bytes.len() < 2 {
        return found;
    }
    let (mut depth, mut start, mut in_string, mut escaped) = (0_usize, 1, false, false);
    for (at, byte) in bytes.iter().enumerate() {
        let ends = match *byte {
            _ if escaped => {
                escaped = false;
                false
            }
            b'\\' => {
                escaped = in_string;
                false
            }
            b'"' => {
                in_string = !in_string;
                false
            }
            _ if in_string => false,
            b'{' | b'[' => {
                depth += 1;
                false
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                depth == 0
            }
            b',' => depth == 1,
            _ => false,
        };
        if ends {
            found.extend(text.get(start..at).map(str::trim).filter(|part| !part.is_empty()));
            start = at + 1;
        }
    }
    found
}

/// Where the string ends that a text begins with.
fn end_of_string(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().enumerate().skip(1).find_map(|(at, byte)| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends.then_some(at + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_items_are_found_at_their_level_alone() {
        let text = r#" { "a": "x, \"y\" }", "b" : { "c": [1, 2] }, "d": [ "e", { "f": 1 } ] } "#;
        let found: Vec<_> = fields(text).collect();
        assert_eq!(
            found,
            [("a", r#""x, \"y\" }""#), ("b", r#"{ "c": [1, 2] }"#), ("d", r#"[ "e", { "f": 1 } ]"#)]
        );
        assert_eq!(items(found[2].1), [r#""e""#, r#"{ "f": 1 }"#]);
        assert_eq!(string(found[0].1).as_deref(), Some(r#"x, "y" }"#));
        assert_eq!(field(text, "b").and_then(|b| field(b, "c")), Some("[1, 2]"));
    }

    #[test]
    fn strings_are_read_with_their_escapes() {
        assert_eq!(string(r#""\u00e9\ud83d\ude00 é😀\n\\""#).as_deref(), Some("é😀 é😀\n\\"));
        assert_eq!(string(r#""\u12""#), None);
        assert_eq!(string("x"), None);
    }

    #[test]
    fn what_is_no_json_has_no_fields_and_no_panic() {
        for text in ["", "{", "}", "{}", "[]", "{,}", "{\"", "{\"a}", "{\"a\"}", "{\"é\":", "\"", "{\\}"] {
            assert_eq!(fields(text).count(), 0, "{text}");
        }
    }
}
