//! Indents JSON anew without reading it: only white space between tokens changes, so broken text loses nothing.

/// The text with one element a line, indented by two spaces. Empty lists and objects stay on one line.
pub(crate) fn format_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut tokens = Tokens { rest: text }.peekable();
    while let Some(token) = tokens.next() {
        match token {
            "{" | "[" => {
                out.push_str(token);
                if let Some(close @ ("}" | "]")) = tokens.peek().copied() {
                    out.push_str(close);
                    tokens.next();
                } else {
                    depth += 1;
                    new_line(&mut out, depth);
                }
            }
            "}" | "]" => {
                depth = depth.saturating_sub(1);
                new_line(&mut out, depth);
                out.push_str(token);
            }
            "," => {
                out.push(',');
                new_line(&mut out, depth);
            }
            ":" => out.push_str(": "),
            other => {
                if out.ends_with(|last: char| !last.is_whitespace() && !matches!(last, '{' | '[')) {
                    new_line(&mut out, depth);
                }
                out.push_str(other);
                if other.starts_with('"') && closing_quote(other).is_none() {
                    out.push('\n');
                }
            }
        }
    }
    if text.ends_with('\n') && !out.is_empty() {
        out.push('\n');
    }
    out
}

fn new_line(out: &mut String, depth: usize) {
    while out.ends_with(' ') {
        out.pop();
    }
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Punctuation, strings with their quotes, and everything else up to white space or punctuation.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.rest = self.rest.trim_start();
        let first = self.rest.chars().next()?;
        let length = match first {
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            '"' => string_length(self.rest),
            _ => self
                .rest
                .find(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '[' | ']' | ',' | ':' | '"'))
                .unwrap_or(self.rest.len()),
        };
        let (token, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(token)
    }
}

/// The length of the string at the start of `text`; one that is not closed ends with its line.
fn string_length(text: &str) -> usize {
    let line = text.find('\n').unwrap_or(text.len());
    closing_quote(text).map_or(line, |quote| quote + 1)
}

/// Where the string at the start of `text` is closed, if it is on its line.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (offset, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return None,
            '"' if !escaped => return Some(offset),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    None
}

/// The text without the white space between its tokens; texts between quotation marks stay as they are.
pub(crate) fn minify_json(text: &str) -> String {
    let (mut is_text, mut is_escaped) = (false, false);
    let keep = |c: &char| {
        let kept = is_text || !matches!(c, ' ' | '\t' | '\n' | '\r');
        match c {
            '"' if !is_escaped => is_text = !is_text,
            _ => {}
        }
        is_escaped = is_text && *c == '\\' && !is_escaped;
        kept
    };
    text.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_indented_by_two_spaces() {
        assert_eq!(
            format_json(r#"{"a":[1,{"b":"x: [y]"}],"c":{},"d":[]}"#),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x: [y]\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}"
        );
    }

    #[test]
    fn formatting_twice_changes_nothing_more() {
        for text in [r#"{"a":[1,2,{"b":null}]}"#, "{\"a\" \"b\"", "[1,,2}", "\"open\n{", "…{\"é\":1}\n", ""]
        {
            let once = format_json(text);
            assert_eq!(format_json(&once), once, "{text:?}");
        }
    }

    #[test]
    fn broken_text_keeps_every_character_that_is_not_white_space() {
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        for text in
            ["{\"a\": tru, ]]", "\"never closed", "{{{[[[", "Version: 1 // no JSON", "{\"a\\\\\":\"\\\"\"}"]
        {
            assert_eq!(visible(&format_json(text)), visible(text), "{text:?}");
        }
    }

    #[test]
    fn minified_text_keeps_what_stands_between_quotation_marks() {
        let text = "{\n  \"Sid\": \"a \\\"b\\\\\",\t\"c d\": [ 1, true ]\r\n}";
        assert_eq!(minify_json(text), r#"{"Sid":"a \"b\\","c d":[1,true]}"#);
    }
}
