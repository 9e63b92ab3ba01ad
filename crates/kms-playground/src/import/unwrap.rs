//! The one step that undoes what terminals, mails, logs and web pages do to a text.
//!
//! ANSI colours, boxes, quotation marks of mails, time stamps, Markdown fences, HTML entities, typographic quotes and
//! spaces, and characters that are not seen (zero width, bidirectional). What is inside of a JSON text and valid there
//! is taken from the pasted text itself later on; here a text is made in which things can be found.

use crate::hidden::is_hidden;

use super::text::{Rewriting, Text};

/// The text without its wrapping.
pub(super) fn unwrap(pasted: &str) -> Text {
    let text = Text::pasted(pasted);
    let mut made = text.rewrite();
    let mut at = 0;
    let is_numbered = is_numbered(pasted);
    for line in pasted.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if !is_fence(content) {
            let number = number(content).filter(|_| is_numbered).map_or(0, |(_, width)| width);
            let from = at + number + prefix(content.get(number..).unwrap_or_default());
            characters(&mut made, pasted, from, at + content.len());
        }
        if line.ends_with('\n') {
            made.put(at + content.len(), "\n");
        }
        at += line.len();
    }
    made.done()
}

/// Whether every line has its number before it, as editors and `cat -n` show them.
fn is_numbered(pasted: &str) -> bool {
    let mut lines = pasted.lines().filter(|line| !line.trim().is_empty());
    let Some((mut last, _)) = lines.next().and_then(number) else { return false };
    let mut count = 1;
    lines.all(|line| {
        let follows = number(line).is_some_and(|(number, _)| number == last.saturating_add(1));
        last = last.saturating_add(1);
        count += 1;
        follows
    }) && count > 2
}

/// The number of a line, and its width with what parts it from the line.
fn number(line: &str) -> Option<(u32, usize)> {
    let inner = line.trim_start();
    let digits = inner.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(inner.len());
    let number = inner.get(..digits).filter(|it| it.len() < 7)?.parse().ok()?;
    let rest = inner.get(digits..)?;
    let behind = rest.strip_prefix(['.', ':', '|', ')']).unwrap_or(rest);
    let space = behind.len() - behind.strip_prefix([' ', '\t']).unwrap_or(behind).len();
    (space > 0 || behind.is_empty()).then(|| (number, line.len() - behind.len() + space))
}

/// A line that only opens or closes a block of Markdown.
pub(super) fn is_fence(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '\t']);
    ["```", "~~~"].iter().any(|fence| {
        line.strip_prefix(fence).is_some_and(|rest| {
            let rest = rest.trim();
            rest.len() <= 20
                && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_{}.=`~".contains(&byte))
        })
    })
}

/// How many bytes at the start of a line are its wrapping.
fn prefix(line: &str) -> usize {
    let mut at = 0;
    // A box in a quotation in a log: each can hold another.
    for _ in 0..6 {
        let rest = line.get(at..).unwrap_or_default();
        let inner = rest.trim_start_matches([' ', '\t', '\u{feff}']);
        let blank = rest.len() - inner.len();
        let Some(width) = wrapping(inner) else { break };
        at += blank + width;
    }
    at
}

fn wrapping(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    if matches!(first, '│' | '┃' | '║' | '╷' | '╵' | '▏' | '▎' | '┆' | '╎') {
        let space = usize::from(line.get(first.len_utf8()..).is_some_and(|rest| rest.starts_with(' ')));
        return Some(first.len_utf8() + space);
    }
    if first == '\u{1b}' {
        return escape(line);
    }
    if first == '>' && line.get(1..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '>'])) {
        return Some(1 + usize::from(line.get(1..).is_some_and(|rest| rest.starts_with(' '))));
    }
    if line.starts_with("##[") {
        return line.find(']').filter(|end| *end < 20).map(|end| end + 1);
    }
    if first.is_ascii_digit() {
        return time_stamp(line);
    }
    source(line)
}

/// The width of what a log puts before a line to say whose it is: `Mar  2 10:11:12 host app[7]: ` (syslog), `web-1  | `
/// (docker compose), `[pod/name/container] ` (kubectl), `[2026-06-02T11:41:55Z] `.
fn source(line: &str) -> Option<usize> {
    const MONTHS: &str = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    let head = line.get(..line.floor_char_boundary(160))?;
    if let Some(inner) = head.strip_prefix('[') {
        let end = inner.find("] ")?;
        let name = inner.get(..end)?;
        let is_time = time_stamp(&format!("{name} ")).is_some_and(|width| width > end);
        return (is_time || name.starts_with("pod/") && !name.contains(' ')).then_some(end + 3);
    }
    if head.get(..4).is_some_and(|it| it.ends_with(' ') && MONTHS.contains(it.trim_end())) {
        let mut words = head.split_ascii_whitespace().skip(1);
        let time = words.nth(1).filter(|it| it.len() >= 8 && it.as_bytes().get(2) == Some(&b':'));
        let tag = words.nth(1).filter(|it| it.ends_with(':'));
        return tag.filter(|_| time.is_some()).and_then(|tag| Some(head.find(tag)? + tag.len() + 1));
    }
    let (name, _) = head.split_once(" | ")?;
    let is_name = name.trim_end().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    (is_name && name.trim_end().ends_with(|it: char| it.is_ascii_digit())).then_some(name.len() + 3)
}

/// The width of a time stamp with the space behind it: `2026-06-02T11:41:55.903Z `, `2026-06-02 11:41:55,903 `.
fn time_stamp(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let shape = b"dddd-dd-dd?dd:dd:dd";
    let fits = shape.iter().enumerate().all(|(at, kind)| {
        bytes.get(at).is_some_and(|byte| match kind {
            b'd' => byte.is_ascii_digit(),
            b'?' => matches!(byte, b'T' | b' ' | b't'),
            kind => byte == kind,
        })
    });
    if !fits {
        return None;
    }
    let mut at = shape.len();
    while bytes.get(at).is_some_and(|byte| byte.is_ascii_digit() || b".,:+-Zz".contains(byte)) {
        at += 1;
    }
    // A row of a table has a comma here and no space.
    let ends = bytes.get(at.checked_sub(1)?).is_some_and(|byte| *byte != b',');
    (ends && bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t'))).then_some(at + 1)
}

/// The width of a terminal's escape sequence.
fn escape(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.get(1) {
        Some(b'[') => {
            let end = bytes.get(2..)?.iter().take(64).position(|byte| (0x40..=0x7e).contains(byte))?;
            Some(2 + end + 1)
        }
        Some(b']') => {
            let end = bytes.get(2..)?.iter().take(512).position(|byte| matches!(byte, 0x07 | 0x1b))?;
            let bell = bytes.get(2 + end) == Some(&0x07);
            Some(2 + end + if bell { 1 } else { 2 })
        }
        _ => Some(1),
    }
}

fn characters(made: &mut Rewriting<'_>, pasted: &str, from: usize, to: usize) {
    let mut kept = from;
    let mut at = from;
    while let Some(character) = pasted.get(at..to).and_then(|rest| rest.chars().next()) {
        let rest = pasted.get(at..to).unwrap_or_default();
        let width = character.len_utf8();
        let (width, instead) = match character {
            '\u{1b}' => (escape(rest).unwrap_or(1).min(rest.len()), Some("")),
            '<' => match tag(rest) {
                Some((width, instead)) => (width, Some(instead)),
                None => (width, None),
            },
            '&' => match entity(rest) {
                Some((width, instead)) => (width, Some(instead)),
                None => (width, None),
            },
            _ => (width, replaced(character)),
        };
        // A sequence ends at a character, whatever it claims.
        let next = pasted.ceil_char_boundary(at + width);
        if let Some(instead) = instead {
            made.keep(kept, at);
            made.put(at, instead);
            kept = next;
        }
        at = next;
    }
    made.keep(kept, to);
}

/// What a character stands for; nothing if for itself.
fn replaced(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' | '\u{ff02}' => "\"",
        '\u{2018}'..='\u{201b}' | '\u{2032}' => "'",
        '\r' | '\u{2028}' | '\u{2029}' => "\n",
        // What follows an escape is read elsewhere.
        '\u{1b}' => return None,
        _ if is_hidden(character) => "",
        _ => return None,
    })
}

/// An entity of HTML, and its character.
fn entity(text: &str) -> Option<(usize, &'static str)> {
    const ENTITIES: [(&str, &str); 16] = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#x22;", "\""),
        ("&ldquo;", "\""),
        ("&rdquo;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&lsquo;", "'"),
        ("&rsquo;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&#160;", " "),
        ("&amp;", "&"),
        ("&#47;", "/"),
    ];
    ENTITIES.iter().find(|(name, _)| text.starts_with(name)).map(|(name, character)| (name.len(), *character))
}

/// A tag of HTML as mails and web pages have it, and what it stands for: a line break, or nothing.
///
/// Only tags of HTML in small letters: `<Message>` is Amazon S3's XML, `<account-id>` a placeholder.
fn tag(text: &str) -> Option<(usize, &'static str)> {
    const INLINE: &str = " a b code em font i mark s small span strong sub sup tt u wbr ";
    const BLOCK: &str =
        " blockquote body br dd div dl dt h1 h2 h3 hr html li ol p pre ul table tbody td th thead tr ";
    let inner = text.strip_prefix('<')?;
    // At the next mark of either kind, so that each byte of a text is looked at once.
    let end = inner.bytes().take(600).position(|byte| matches!(byte, b'<' | b'>'))?;
    let inner = inner.get(..end).filter(|_| inner.as_bytes().get(end) == Some(&b'>'))?;
    let name = inner.strip_prefix('/').unwrap_or(inner).trim_end_matches('/');
    let name = name.split_once([' ', '\n']).map_or(name, |(name, _)| name);
    let is_in = |list: &str| !name.is_empty() && !name.contains(' ') && list.contains(&format!(" {name} "));
    let instead = match name {
        _ if is_in(INLINE) => "",
        _ if is_in(BLOCK) => "\n",
        _ => return None,
    };
    Some((end + 2, instead))
}

/// A text for showing or copying in which nothing is hidden: characters that are not seen are gone.
pub(super) fn visible(text: &str) -> String {
    let hidden = |character: char| replaced(character) == Some("") || character == '\u{1b}';
    text.chars().filter(|character| !hidden(*character)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wraps_a_text_is_taken_off() {
        for (pasted, bare) in [
            ("\u{1b}[31m│\u{1b}[0m \u{1b}[1mError\u{1b}[0m: no", "Error: no"),
            ("> > quoted\n> twice", "quoted\ntwice"),
            ("2026-06-02T11:41:55.9034410Z ##[error]User", "User"),
            ("2026-06-02 11:41:55,123 ERROR x", "ERROR x"),
            ("2026-04-08 06:30:51.000,\"{\"\"a\"\"", "2026-04-08 06:30:51.000,\"{\"\"a\"\""),
            ("```json\n{}\n```\n", "\n{}\n\n"),
            ("{&quot;a&quot;:&quot;&lt;b&gt;&quot;}", "{\"a\":\"<b>\"}"),
            ("“a”\u{a0}‘b’", "\"a\" 'b'"),
            ("a\u{202e}b\u{200b}c", "abc"),
            ("  indented: yes", "  indented: yes"),
            ("a\r\nb", "a\nb"),
            ("a & b &c; \u{1b}", "a & b &c; "),
            ("<p>is <b class=\"x\">not</b><br/>so</p>", "\nis not\nso\n"),
            ("<Code>x</Code> <account-id> a<b", "<Code>x</Code> <account-id> a<b"),
            ("Mar  2 10:11:12 ip-10-0-0-1 app[123]: on", "on"),
            ("Marble: 10:11:12 is", "Marble: 10:11:12 is"),
            ("web-1  | on\napp_web_2 | off", "on\noff"),
            ("name | value | other", "name | value | other"),
            ("[pod/app-7/main] on", "on"),
            ("[2026-06-02T11:41:55Z] on [x] ", "on [x] "),
            ("[x] on", "[x] on"),
            ("  8  {\n  9    \"a\": 1\n 10  }", " {\n   \"a\": 1\n }"),
            ("1\t{\n2\t\n3\t}", "{\n\n}"),
            ("1 a\n3 b\n4 c", "1 a\n3 b\n4 c"),
        ] {
            assert_eq!(unwrap(pasted).as_str(), bare, "{pasted:?}");
        }
    }

    #[test]
    fn places_lead_back_to_the_pasted_text() {
        let pasted = "│ see &quot;kms:Decrypt&quot;";
        let bare = unwrap(pasted);
        let at = bare.as_str().find("kms:").unwrap();
        let span = bare.span(at, at + "kms:Decrypt".len());
        assert_eq!(span.of(pasted), Some("kms:Decrypt"));
    }
}
