//! What `terraform plan` prints, made into the configuration before and after the change.
//!
//! A line that begins with `+` is added, with `-` removed, with `~` changed; `old -> new` is a changed value. Attributes
//! that did not change are hidden, and what is hidden is not made up.

/// A side of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// Whether a text is a plan, as far as its lines tell.
pub(super) fn is_plan(text: &str) -> bool {
    let marked = |line: &str| {
        let line = line.trim_start();
        [
            "~ resource \"aws_",
            "+ resource \"aws_",
            "- resource \"aws_",
            "-/+ resource \"aws_",
            "+/- resource \"aws_",
            "<= data \"aws_",
            "~ policy ",
            "+ policy ",
            "- policy ",
        ]
        .iter()
        .any(|start| line.starts_with(start))
    };
    text.lines().any(marked)
}

/// What a plan hides because it does not change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    /// Attributes of objects: elements of a statement among them.
    pub(super) attributes: usize,
    /// Whole statements.
    pub(super) statements: usize,
    /// Values of lists, such as actions.
    pub(super) values: usize,
}

/// Counts what a plan hides: `# (2 unchanged elements hidden)`. Where it stands says what it is.
pub(super) fn hidden(text: &str) -> Hidden {
    let mut found = Hidden::default();
    // What the brackets that are open hold.
    let mut open: Vec<&str> = Vec::new();
    for line in text.lines() {
        let (_, rest) = marker(line.trim_start());
        if let Some(comment) = rest.strip_prefix('#') {
            let Some((count, what)) = hidden_count(comment) else { continue };
            match (what.contains("element"), open.last()) {
                (true, Some(&"Statement" | &"statement")) => found.statements += count,
                (true, _) => found.values += count,
                (false, _) if what.contains("attribute") => found.attributes += count,
                (false, _) => {}
            }
            continue;
        }
        let name = rest.split(['=', ' ', '{', '[', '(']).next().unwrap_or_default().trim_matches('"');
        let brackets = balance(rest);
        // `] -> null` closes, `= jsonencode(` opens.
        for _ in 0..brackets.unsigned_abs() {
            if brackets > 0 {
                open.push(name);
            } else {
                open.pop();
            }
        }
    }
    found
}

/// The number and the words of `(2 unchanged elements hidden)`.
fn hidden_count(comment: &str) -> Option<(usize, &str)> {
    let inside = comment.trim().strip_prefix('(')?.strip_suffix(')')?;
    let (count, words) = inside.split_once(' ')?;
    (words.contains("unchanged") && words.contains("hidden")).then_some((count.parse().ok()?, words))
}

/// The configuration on one side of the change, as HCL.
pub(super) fn side(plan: &str, side: Side) -> String {
    let mut out = String::with_capacity(plan.len());
    let mut inside = false;
    // How many brackets of a part that is left out are open.
    let mut left_out = 0_i32;
    let mut depth = 0_i32;
    for line in plan.lines() {
        let bare = line.trim_start();
        let (mark, rest) = marker(bare);
        let begins = ["resource \"", "data \""].iter().any(|start| rest.starts_with(start))
            && rest.trim_end().ends_with('{')
            || depth == 0 && rest.starts_with("policy") && rest.contains('=');
        if !inside && !begins {
            continue;
        }
        inside = true;
        let brackets = balance(rest);
        if left_out > 0 {
            left_out += brackets;
            continue;
        }
        let out_of_side = matches!((mark, side), (Some('-'), Side::After) | (Some('+'), Side::Before));
        if out_of_side {
            left_out = brackets.max(0);
            continue;
        }
        depth += brackets;
        out.push_str(&known(rest));
        out.push('\n');
        if depth <= 0 {
            inside = false;
            depth = 0;
        }
    }
    arrows(&out, side)
}

/// The marker of a line, and what follows it. A resource that is replaced is on both sides.
fn marker(line: &str) -> (Option<char>, &str) {
    for (text, mark) in [("-/+ ", '~'), ("+/- ", '~'), ("<= ", '+'), ("~ ", '~'), ("+ ", '+'), ("- ", '-')] {
        if let Some(rest) = line.strip_prefix(text) {
            return (Some(mark), rest.trim_start());
        }
    }
    (None, line)
}

/// Values that Terraform does not show, as placeholders.
fn known(line: &str) -> String {
    line.replace("(known after apply)", "\"<known after apply>\"")
        .replace("(sensitive value)", "\"<sensitive value>\"")
        .replace("(sensitive)", "\"<sensitive value>\"")
}

/// How many more brackets open than close outside of strings and comments.
fn balance(line: &str) -> i32 {
    let mut open = 0;
    let mut in_string = false;
    let mut escaped = false;
    for byte in line.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'#' => break,
            b'{' | b'[' | b'(' => open += 1,
            b'}' | b']' | b')' => open -= 1,
            _ => {}
        }
    }
    open
}

/// Takes one side of each `old -> new`.
fn arrows(text: &str, side: Side) -> String {
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    // Where the brackets that are open begin, and where the last value does.
    let mut open: Vec<usize> = Vec::new();
    let mut value = 0;
    // A new value that is left out: where it begins, and how many brackets are open there.
    let mut leave: Option<(usize, usize)> = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = out.len();
        let mut ended = false;
        match byte {
            b'"' => {
                let end = string_end(bytes, at);
                out.extend(bytes.get(at..end).unwrap_or_default());
                at = end;
                value = start;
                ended = true;
            }
            b'#' => {
                let rest = bytes.get(at..).unwrap_or_default();
                at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            }
            b'-' if bytes.get(at + 1) == Some(&b'>') => {
                at += 2;
                match side {
                    Side::After => out.truncate(value),
                    Side::Before => leave = Some((out.len(), open.len())),
                }
            }
            b'{' | b'[' | b'(' => {
                // The name of a function belongs to its brackets.
                let is_call = byte == b'(' && out.last().is_some_and(u8::is_ascii_alphanumeric);
                open.push(if is_call { value } else { start });
                out.push(byte);
                at += 1;
            }
            b'}' | b']' | b')' => {
                out.push(byte);
                at += 1;
                value = open.pop().unwrap_or(start);
                ended = true;
            }
            byte if byte.is_ascii_alphanumeric() || byte >= 0x80 || b"_.$".contains(&byte) => {
                let rest = bytes.get(at..).unwrap_or_default();
                let is_word =
                    |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b"_.$-*".contains(byte);
                let length = rest.iter().position(|byte| !is_word(byte)).unwrap_or(rest.len());
                // `a->b`: the arrow is no part of the word.
                let word = rest.get(..length).unwrap_or_default();
                let length =
                    if word.ends_with(b"-") && rest.get(length) == Some(&b'>') { length - 1 } else { length };
                out.extend(rest.get(..length.max(1)).unwrap_or_default());
                at += length.max(1);
                value = start;
                ended = bytes.get(at) != Some(&b'(');
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
        if let Some((begin, brackets)) = leave
            && ended
            && open.len() <= brackets
        {
            out.truncate(begin);
            leave = None;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            None | Some(b'\n') => return at,
            Some(b'\\') => at += 2,
            Some(b'"') => return at + 1,
            Some(_) => at += 1,
        }
        if at >= bytes.len() {
            return bytes.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = concat!(
        "  # aws_kms_key.k will be updated in-place\n",
        "  ~ resource \"aws_kms_key\" \"k\" {\n",
        "        id     = \"1\"\n",
        "      ~ policy = jsonencode(\n",
        "          ~ {\n",
        "              ~ Statement = [\n",
        "                  ~ {\n",
        "                      ~ Principal = {\n",
        "                          ~ AWS = [\n",
        "                              - \"a\",\n",
        "                            ] -> \"b\"\n",
        "                        }\n",
        "                      ~ Sid = \"x\" -> \"y\"\n",
        "                        # (1 unchanged attribute hidden)\n",
        "                    },\n",
        "                  - {\n",
        "                      - Action = {\n",
        "                          - z = \"1\"\n",
        "                        }\n",
        "                    },\n",
        "                ]\n",
        "            }\n",
        "        )\n",
        "    }\n",
        "\nPlan: 0 to add, 1 to change, 0 to destroy.\n",
    );

    fn squeezed(text: &str) -> String {
        text.split_ascii_whitespace().collect()
    }

    #[test]
    fn both_sides_of_a_change_are_told_apart() {
        assert!(is_plan(PLAN));
        let statement = "                # (1 unchanged element hidden)\n                ]\n            }\n";
        let more = PLAN.replacen("                ]\n            }\n", statement, 1);
        assert_eq!(hidden(PLAN), Hidden { attributes: 1, ..Hidden::default() });
        assert_eq!(hidden(&more), Hidden { attributes: 1, statements: 1, values: 0 });
        assert_eq!(
            squeezed(&side(PLAN, Side::After)),
            squeezed(
                r#"resource "aws_kms_key" "k" { id="1" policy=jsonencode({Statement=[{Principal={AWS="b"}Sid="y"},]})}"#
            )
        );
        assert_eq!(
            squeezed(&side(PLAN, Side::Before)),
            squeezed(
                r#"resource "aws_kms_key" "k" { id="1" policy=jsonencode({Statement=[{Principal={AWS=["a",]}Sid="x"},{Action={z="1"}},]})}"#
            )
        );
    }
}
