//! Tables of events as Athena and CloudWatch Logs Insights export them: CSV with a header of field names.

use super::draft::Draft;
use super::json;
use super::node::{Member, Node, Value};
use super::place::Place;
use super::text::Text;
use super::walk;

/// How many rows and columns are read.
const MAX_ROWS: usize = 1000;
const MAX_COLUMNS: usize = 100;

/// Reads a table of events, if the text has one.
pub(super) fn read(draft: &mut Draft, text: &Text, place: Place<'_>) -> bool {
    let all = text.as_str();
    let lower = all.get(..all.floor_char_boundary(100_000)).unwrap_or_default().to_ascii_lowercase();
    // The header: field names and nothing else.
    let mut at = 0;
    let mut header = None;
    for line in lower.split_inclusive('\n').take(400) {
        // The console writes `Event name`.
        let is_header = (line.contains("eventname") || line.contains("event name"))
            && line.contains("event")
            && !line.contains(['{', '='])
            && line.matches([',', '\t']).count() >= 2
            // A name may have colons, `aws:s3:arn`; JSON and YAML have them behind names.
            && ["\":", ": ", "arn:aws", ".amazonaws.com"].iter().all(|it| !line.contains(it));
        if is_header {
            header = Some((at, line.len()));
            break;
        }
        at += line.len();
    }
    let Some((start, length)) = header else { return false };
    let head = all.get(start..start + length).unwrap_or_default();
    let separator = if head.contains('\t') { b'\t' } else { b',' };
    let mut reader = Rows { text, at: start, separator };
    let names: Vec<String> =
        reader.row().into_iter().map(|cell| cell.as_str().replace([' ', '\u{feff}'], "")).collect();
    let mut rows = 0;
    while rows < MAX_ROWS && reader.at < all.len() {
        let begin = reader.at;
        let cells = reader.row();
        if cells.len() < 3 {
            break;
        }
        rows += 1;
        let span = text.span(begin, reader.at);
        let mut members = Vec::new();
        // The time at the beginning of a line was taken for one of a log.
        let is_short = cells.len() + 1 == names.len() && names.first().is_some_and(|it| it.contains("time"));
        for (name, cell) in names.iter().skip(usize::from(is_short)).zip(&cells) {
            let cell = cell.as_str().trim();
            if cell.is_empty() || name.is_empty() {
                continue;
            }
            let name = match name.as_str() {
                "Resourcename" if cell.starts_with("arn:") => "resources.0.ARN",
                name => name,
            };
            insert(&mut members, name, value(cell, span, &place));
        }
        let node = Node::new(span, Value::Map(members));
        walk::take(draft, &node, &Place { raw: None, ..place });
    }
    rows > 0
}

/// A cell: JSON, a struct of Athena (`{type=Root, …}`), or a text.
fn value(cell: &str, span: kms_policy::Span, place: &Place<'_>) -> Node {
    if let Some(node) = walk::json_in_string(cell, span, place.layers) {
        return node;
    }
    if cell.starts_with(['{', '[']) {
        let found = json::read_struct(&Text::pasted(cell));
        if let Some(mut node) = found {
            walk::place_at(&mut node, span);
            return node;
        }
    }
    Node::text_at(span, cell)
}

/// Inserts a value under a name that may be a path: `userIdentity.arn`.
fn insert(members: &mut Vec<Member>, name: &str, value: Node) {
    let Some((first, rest)) =
        name.split_once('.').filter(|(first, rest)| !first.is_empty() && !rest.is_empty())
    else {
        let name = name.trim_start_matches('@').to_owned();
        return members.push(Member { name, value });
    };
    let span = value.span;
    // `resources.0.ARN`: a list.
    if let Some((index, field)) = rest.split_once('.').filter(|(index, _)| is_index(index)) {
        return insert_in_list(members, first, index, field, value);
    }
    let at = members.iter().position(|member| member.name.eq_ignore_ascii_case(first));
    let at = at.unwrap_or_else(|| {
        members.push(Member { name: first.to_owned(), value: Node::new(span, Value::Map(Vec::new())) });
        members.len() - 1
    });
    if let Some(Value::Map(inner)) = members.get_mut(at).map(|member| &mut member.value.value) {
        insert(inner, rest, value);
    }
}

fn is_index(text: &str) -> bool {
    !text.is_empty() && text.len() < 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Inserts a value into the item of a list: those of one number are one item.
fn insert_in_list(members: &mut Vec<Member>, name: &str, index: &str, field: &str, value: Node) {
    let span = value.span;
    let at = members.iter().position(|member| member.name.eq_ignore_ascii_case(name)).unwrap_or_else(|| {
        members.push(Member { name: name.to_owned(), value: Node::new(span, Value::List(Vec::new())) });
        members.len() - 1
    });
    let Some(Value::List(items)) = members.get_mut(at).map(|member| &mut member.value.value) else { return };
    let nth: usize = index.parse().unwrap_or_default();
    while items.len() <= nth {
        items.push(Node::new(span, Value::Map(Vec::new())));
    }
    if let Some(Value::Map(inner)) = items.get_mut(nth).map(|item| &mut item.value) {
        insert(inner, field, value);
    }
}

struct Rows<'a> {
    text: &'a Text,
    at: usize,
    separator: u8,
}

impl Rows<'_> {
    /// The cells of the next row.
    fn row(&mut self) -> Vec<Text> {
        let bytes = self.text.as_str().as_bytes();
        let mut cells = Vec::new();
        loop {
            let cell = if bytes.get(self.at) == Some(&b'"') {
                let (cell, end) = json::undouble(self.text, self.at + 1);
                self.at = (end + 1).min(bytes.len());
                cell
            } else {
                let rest = bytes.get(self.at..).unwrap_or_default();
                let end = rest
                    .iter()
                    .position(|byte| *byte == self.separator || *byte == b'\n')
                    .unwrap_or(rest.len());
                let mut made = self.text.rewrite();
                made.keep(self.at, self.at + end);
                self.at += end;
                made.done()
            };
            if cells.len() < MAX_COLUMNS {
                cells.push(cell);
            }
            match bytes.get(self.at) {
                Some(byte) if *byte == self.separator => self.at += 1,
                Some(b'\n') => {
                    self.at += 1;
                    return cells;
                }
                None => return cells,
                // Something behind the quotation mark.
                Some(_) => {
                    let rest = bytes.get(self.at..).unwrap_or_default();
                    self.at += rest
                        .iter()
                        .position(|byte| *byte == self.separator || *byte == b'\n')
                        .unwrap_or(rest.len());
                    match bytes.get(self.at) {
                        Some(byte) if *byte == self.separator => self.at += 1,
                        Some(_) => {
                            self.at += 1;
                            return cells;
                        }
                        None => return cells,
                    }
                }
            }
        }
    }
}
