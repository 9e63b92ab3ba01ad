//! How a text is laid out around a place, and new values laid out alike.

use super::json::{Json, quoted};
use crate::json::{Shape, Value};

/// A value with more columns than this is spread over lines where its neighbours are.
const WIDE: usize = 100;

/// The habits of a text: its line ends, its indentation and its spacing.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    newline: &'static str,
    /// One step of indentation.
    step: String,
    /// Between a name and its value: `: `, `:` or ` : `.
    colon: String,
    /// After a comma on the same line.
    gap: &'static str,
    /// Inside the braces of an object on one line.
    padding: &'static str,
}

impl Layout {
    /// The habits of `text`, whose outermost value is `root`.
    pub(super) fn of(text: &str, root: Value<'_>) -> Self {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let first = root.members().next();
        let colon = first.and_then(|member| {
            let between =
                text.get(member.name_span().end() as usize..member.value.span().start() as usize)?;
            (!between.contains(['\n', '\r'])).then(|| between.to_owned())
        });
        let colon = colon.unwrap_or_else(|| ": ".to_owned());
        let is_dense = colon == ":" && !text.contains('\n');
        let mut layout =
            Self { newline, step: "  ".to_owned(), colon, gap: if is_dense { "" } else { " " }, padding: "" };
        if let Some(member) = first
            && let Some(indent) = own_line(text, member.name_span().start() as usize)
        {
            let outer = own_line(text, root.span().start() as usize).unwrap_or_default();
            let step = indent.strip_prefix(outer).unwrap_or(indent);
            if !step.is_empty() {
                step.clone_into(&mut layout.step);
            }
        }
        if !is_dense {
            layout.padding = padding(text, root).unwrap_or("");
        }
        layout
    }

    /// What parts two entries of a container on one line.
    pub(super) fn comma(&self) -> String {
        format!(",{}", self.gap)
    }

    /// A line end and an indentation.
    pub(super) fn new_line(&self, indent: &str) -> String {
        format!("{}{indent}", self.newline)
    }

    /// One step further than `indent`.
    pub(super) fn deeper(&self, indent: &str) -> String {
        format!("{indent}{}", self.step)
    }

    /// `value` as it is written in a line with this indentation, over several lines if `spread`.
    pub(super) fn write(&self, value: &Json, indent: &str, spread: bool) -> String {
        let one_line = self.on_one_line(value);
        let fits = indent.len() + one_line.len() <= WIDE;
        match value {
            Json::Object(members) if spread && !members.is_empty() => {
                let inner = self.deeper(indent);
                let members = members.iter().map(|member| self.member(member, &inner, true));
                self.spread(members, ['{', '}'], indent)
            }
            Json::List(items) if !items.is_empty() && (spread && items.len() > 1 || !fits) => {
                let inner = self.deeper(indent);
                let items = items.iter().map(|item| self.write(item, &inner, spread));
                self.spread(items, ['[', ']'], indent)
            }
            Json::Object(_) | Json::List(_) | Json::String(_) => one_line,
        }
    }

    /// A member as it is written in a line with this indentation.
    pub(super) fn member(&self, (name, value): &(String, Json), indent: &str, spread: bool) -> String {
        format!("{}{}{}", quoted(name), self.colon, self.write(value, indent, spread))
    }

    fn spread(
        &self,
        entries: impl Iterator<Item = String>,
        [open, close]: [char; 2],
        indent: &str,
    ) -> String {
        let line = self.new_line(&self.deeper(indent));
        let entries: Vec<String> = entries.map(|entry| format!("{line}{entry}")).collect();
        format!("{open}{}{}{close}", entries.join(","), self.new_line(indent))
    }

    fn on_one_line(&self, value: &Json) -> String {
        match value {
            Json::String(text) => quoted(text),
            Json::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.on_one_line(item)).collect();
                format!("[{}]", items.join(&self.comma()))
            }
            Json::Object(members) if members.is_empty() => "{}".to_owned(),
            Json::Object(members) => {
                let member = |(name, value): &(String, Json)| {
                    format!("{}{}{}", quoted(name), self.colon, self.on_one_line(value))
                };
                let members: Vec<String> = members.iter().map(member).collect();
                format!("{{{0}{1}{0}}}", self.padding, members.join(&self.comma()))
            }
        }
    }
}

/// The white space in front of the line that `at` is the first character of; none if there is more before it. At the
/// start of the text it is what stands there.
pub(super) fn own_line(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let indent = before.get(start..)?;
    indent.bytes().all(|byte| byte == b' ' || byte == b'\t').then_some(indent)
}

/// The white space that the line of `at` begins with.
pub(super) fn indent_of_line(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..).unwrap_or_default();
    let length = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..length).unwrap_or_default()
}

/// What stands inside the braces of the first object that is on one line and has members.
fn padding(text: &str, value: Value<'_>) -> Option<&'static str> {
    if let Shape::Object(object) = value.shape()
        && let Some(member) = object.members().next()
        && object.span().of(text).is_some_and(|text| !text.contains('\n'))
    {
        let inside = text.get(object.span().start() as usize + 1..member.name_span().start() as usize)?;
        return Some(if inside.is_empty() { "" } else { " " });
    }
    match value.shape() {
        Shape::Object(object) => object.members().find_map(|member| padding(text, member.value)),
        Shape::Array(list) => list.items().find_map(|item| padding(text, item)),
        _ => None,
    }
}
