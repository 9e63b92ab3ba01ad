//! Where a block begins and ends in a text that need not be configuration as a whole.

/// What a configuration is made of on its highest level.
const BLOCKS: [&str; 8] =
    ["resource", "data", "locals", "variable", "module", "output", "provider", "terraform"];

/// Whether a line begins a block, or an attribute that holds a policy.
pub(super) fn begins(line: &str) -> bool {
    let line = line.trim_start();
    let word: &str =
        line.split(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).next().unwrap_or_default();
    let rest = line.get(word.len()..).unwrap_or_default().trim_start();
    let is_block = BLOCKS.contains(&word) && rest.starts_with(['"', '{']);
    let is_policy = (word == "policy" || word == "key_policy") && rest.starts_with('=');
    let is_statement = word == "statement" && rest.starts_with('{');
    is_block || is_policy || is_statement
}

/// Where what begins here ends, and the brackets that are missing there.
pub(super) fn extent(text: &str) -> (usize, String) {
    let bytes = text.as_bytes();
    let mut open: Vec<char> = Vec::new();
    let mut at = 0;
    let mut begun = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'#' => at += line_end(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'/') => at += line_end(bytes, at),
            b'<' if bytes.get(at + 1) == Some(&b'<') => {
                at += heredoc_end(text, at);
                continue;
            }
            b'{' | b'[' | b'(' => {
                begun = true;
                open.push(match byte {
                    b'{' => '}',
                    b'[' => ']',
                    _ => ')',
                });
            }
            b'}' | b']' | b')' => {
                open.pop();
            }
            b'\n' if open.is_empty() => return (at, String::new()),
            _ => {}
        }
        at += 1;
        let blank = bytes.get(at).is_none_or(|byte| matches!(byte, b'\n' | b'\r'));
        if begun && open.is_empty() && blank {
            return (at, String::new());
        }
    }
    // A block ends on a line of its own.
    let missing = open.iter().rev().flat_map(|bracket| [*bracket, '\n']).collect();
    (bytes.len(), missing)
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()).saturating_sub(1)
}

/// The byte behind a quoted string. Its interpolations may have strings of their own.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    let mut inside = 0_u32;
    loop {
        match bytes.get(at) {
            None => return bytes.len(),
            Some(b'\n') => return at,
            Some(b'\\') => at += 1,
            Some(b'$' | b'%') if bytes.get(at + 1) == Some(&b'{') => {
                inside += 1;
                at += 1;
            }
            Some(b'}') => inside = inside.saturating_sub(1),
            Some(b'"') if inside == 0 => return at + 1,
            Some(_) => {}
        }
        at += 1;
    }
}

/// How long a heredoc is that begins here.
fn heredoc_end(text: &str, at: usize) -> usize {
    let rest = text.get(at + 2..).unwrap_or_default();
    let name = rest.trim_start_matches('-').trim_start_matches(['"', '\'']);
    let name = name
        .split(|it: char| !(it.is_ascii_alphanumeric() || it == '_' || it == '-'))
        .next()
        .unwrap_or_default();
    if name.is_empty() {
        return 2;
    }
    let mut length = 0;
    for (nth, line) in text.get(at..).unwrap_or_default().split_inclusive('\n').enumerate() {
        length += line.len();
        if nth > 0 && line.trim() == name {
            return length - (line.len() - line.trim_end().len());
        }
    }
    length
}
