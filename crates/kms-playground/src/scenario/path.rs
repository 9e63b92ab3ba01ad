//! The field that a byte of a JSON text belongs to, for errors that know only their byte.
//!
//! Reading keeps no path as it goes, since that would make every type be compiled twice over; the path is found
//! when an error wants it.

/// The field that was being read when `read` bytes had been, such as `requests[2].viaService`; empty for the text as a
/// whole. Of text that is no JSON, the field as far as it can be told.
pub(super) fn path_of(json: &str, read: usize) -> String {
    let mut open: Vec<Level> = Vec::new();
    let mut string: Option<usize> = None;
    let mut escaped = false;
    for (offset, byte) in json.bytes().enumerate().take(read) {
        if let Some(start) = string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    string = None;
                    if let Some(level) = open.last_mut() {
                        level.string(start, offset + 1);
                    }
                }
                _ => {}
            }
            continue;
        }
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => continue,
            b']' | b'}' => {
                open.pop();
                continue;
            }
            _ => {}
        }
        if let Some(level) = open.last_mut() {
            level.byte(byte);
        }
        match byte {
            b'"' => string = Some(offset),
            b'{' => open.push(Level::Object { name: None, wants_name: true }),
            b'[' => open.push(Level::List { index: None }),
            _ => {}
        }
    }
    let mut path = String::new();
    for level in open {
        level.write(json, &mut path);
    }
    path
}

/// An object or a list that is open, and where in it reading is.
enum Level {
    Object { name: Option<(usize, usize)>, wants_name: bool },
    List { index: Option<usize> },
}

impl Level {
    /// A byte outside strings.
    fn byte(&mut self, byte: u8) {
        match self {
            Self::Object { wants_name, .. } => *wants_name = *wants_name && byte != b':' || byte == b',',
            Self::List { index } if byte == b',' => *index = Some(index.map_or(0, |index| index + 1)),
            Self::List { index } => {
                index.get_or_insert(0);
            }
        }
    }

    /// A string has ended.
    fn string(&mut self, start: usize, end: usize) {
        if let Self::Object { name, wants_name: true } = self {
            *name = Some((start, end));
        }
    }

    fn write(&self, json: &str, path: &mut String) {
        match self {
            Self::Object { name: Some((start, end)), .. } => {
                let written = json.get(*start..*end).unwrap_or_default();
                let name = serde_json::from_str::<String>(written);
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name.as_deref().unwrap_or(written));
            }
            Self::List { index: Some(index) } => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
            Self::Object { name: None, .. } | Self::List { index: None } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path where the text is cut off.
    fn path(json: &str) -> String {
        path_of(json, json.len())
    }

    #[test]
    fn a_path_names_fields_and_counts_items() {
        assert_eq!(path(r#"{"requests": [{"action": 1}, {"via\u0053ervice""#), "requests[1].viaService");
        assert_eq!(path(r#"{"a": {"b": [[1, 2], [3"#), "a.b[1][0]");
        assert_eq!(path(r#"{"a": "{[,:", "b": "x"#), "b");
        assert_eq!(path(r#"{"a\"b": "#), "a\"b");
    }

    #[test]
    fn what_has_ended_belongs_to_what_is_around_it() {
        assert_eq!(path(r#"{"a": [{"b": 1}"#), "a[0]");
        assert_eq!(path(r#"{"a": {"b": 1}"#), "a");
        assert_eq!(path(r#"{"a": {}}"#), "");
    }

    #[test]
    fn what_has_just_begun_is_not_inside_yet() {
        assert_eq!(path(r#"{"a": ["#), "a");
        assert_eq!(path(r#"{"a": {"#), "a");
        assert_eq!(path(""), "");
    }

    #[test]
    fn text_that_is_no_json_has_a_path_all_the_same() {
        assert_eq!(path("]}{\"a\": ]"), "");
        assert_eq!(path(r#"{"a" "b": ["#), "b");
    }

    #[test]
    fn only_what_was_read_counts() {
        let json = r#"{"é": [1, 2]}"#;
        assert_eq!(path_of(json, 9), "é[0]");
        assert_eq!(path_of(json, 5), "é");
        assert_eq!(path_of(json, usize::MAX), "");
    }
}
