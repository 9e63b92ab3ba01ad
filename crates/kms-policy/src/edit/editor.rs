//! The operations: each finds its place by the span that the document gives and says what to change.

use super::json::{Json, quoted};
use super::layout::{Layout, indent_of_line, own_line};
use super::{Edit, TextEdit};
use crate::error::{ErrorCode, Errors};
use crate::json::{self, Shape, Tree, Value};
use crate::{MAX_BYTES, Span, Statement};

/// Makes edits of one text. Every operation takes the span of a value, or of a member's name, as the document gives it,
/// and gives none where the text has no such value or the operation makes no sense for it.
#[derive(Debug)]
pub struct Editor<'a> {
    text: &'a str,
    tree: Tree<'a>,
    layout: Layout,
}

/// One value of a list, or one member of an object.
#[derive(Clone, Copy)]
struct Entry<'t> {
    /// The name of a member, quotes included.
    name: Option<Span>,
    value: Value<'t>,
}

/// Where an entry is.
struct Place<'t> {
    container: Value<'t>,
    entries: Vec<Entry<'t>>,
    index: usize,
}

impl<'a> Editor<'a> {
    /// An editor of `text`; none if it is not JSON, a comma before a closing bracket aside.
    pub fn new(text: &'a str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let (tree, errors) = json::read(text, Errors::default());
        let is_json = errors.finish().iter().all(|error| error.code == ErrorCode::TrailingComma);
        let layout = is_json.then(|| tree.root().map(|root| Layout::of(text, root)))??;
        Some(Self { text, tree, layout })
    }

    /// Replaces a string, a name or any other value by a string.
    pub fn replace(&self, span: Span, text: &str) -> Option<Edit> {
        self.value(span).is_some().then(|| Edit::replacing(span, quoted(text)))
    }

    /// Adds values to the end of a list; a single value becomes a list with them behind it.
    pub fn add(&self, span: Span, values: &[Json]) -> Option<Edit> {
        if values.is_empty() {
            return None;
        }
        let value = self.value(span)?;
        let Shape::Array(list) = value.shape() else { return Some(self.make_list(value, values)) };
        let entries: Vec<Entry<'_>> = entries(list).collect();
        Some(self.append(list, &entries, |indent, spread| {
            values.iter().map(|value| self.layout.write(value, indent, spread)).collect()
        }))
    }

    /// Adds a member to the end of an object, which must not have one of that name.
    pub fn add_member(&self, object: Span, name: &str, value: Json) -> Option<Edit> {
        let Shape::Object(object) = self.value(object)?.shape() else { return None };
        if object.members().any(|member| member.name() == name) {
            return None;
        }
        let entries: Vec<Entry<'_>> = entries(object).collect();
        let member = (name.to_owned(), value);
        Some(
            self.append(object, &entries, |indent, spread| vec![self.layout.member(&member, indent, spread)]),
        )
    }

    /// Removes values of one list, or members of one object, each by the span of its value or its name. What is left of
    /// the container is empty if all are removed.
    pub fn remove(&self, spans: &[Span]) -> Option<Edit> {
        let mut places = spans.iter().map(|span| self.place(*span)).collect::<Option<Vec<_>>>()?;
        let Place { container, entries, .. } = places.pop()?;
        let mut removed = vec![false; entries.len()];
        for span in spans {
            let place = self.place(*span)?;
            if place.container.span() != container.span() {
                return None;
            }
            *removed.get_mut(place.index)? = true;
        }
        let mut changes = Vec::new();
        if removed.iter().all(|removed| *removed) {
            let inside = Span::new(container.span().start() + 1, container.span().end() - 1);
            changes.push(inside);
        } else {
            let mut kept: Option<usize> = None;
            let mut run = false;
            for (index, entry) in entries.iter().enumerate() {
                if removed.get(index) == Some(&true) {
                    run = true;
                    continue;
                }
                if run {
                    changes.push(match kept.and_then(|kept| entries.get(kept)) {
                        // In the middle the comma in front goes with it.
                        Some(before) => Span::new(before.end(), entries.get(index - 1)?.end()),
                        // At the start the comma behind does.
                        None => Span::new(entries.first()?.start(), entry.start()),
                    });
                }
                (kept, run) = (Some(index), false);
            }
            if let (true, Some(before), Some(last)) =
                (run, kept.and_then(|kept| entries.get(kept)), entries.last())
            {
                changes.push(Span::new(before.end(), last.end()));
            }
        }
        Edit::new(changes.into_iter().map(|span| TextEdit { span, text: String::new() }).collect())
    }

    /// Adds a statement to the end of the document, whose only statement may stand without a list.
    pub fn add_statement(&self, statement: Json) -> Option<Edit> {
        let root = self.tree.root()?;
        let member = root.members().find(|member| member.name() == "Statement");
        match member {
            Some(member) => self.add(member.value.span(), &[statement]),
            None => self.add_member(root.span(), "Statement", Json::List(vec![statement])),
        }
    }

    /// Removes statements, unless no statement would be left.
    pub fn remove_statements(&self, statements: &[Span]) -> Option<Edit> {
        let place = self.place(*statements.first()?)?;
        let is_list = matches!(place.container.shape(), Shape::Array(_));
        (is_list && place.entries.len() > statements.len()).then(|| self.remove(statements))?
    }

    /// Adds a condition to a statement: a key with its value under an operator, each made where it is missing. None if
    /// the statement has the key under this operator already.
    pub fn add_condition(
        &self,
        statement: &Statement,
        operator: &str,
        key: &str,
        value: Json,
    ) -> Option<Edit> {
        let entry = Json::member(key, value);
        let Some(condition) = &statement.condition else {
            return self.add_member(statement.span, "Condition", Json::member(operator, entry));
        };
        let block =
            condition.blocks.iter().find(|block| block.operator_text.value.eq_ignore_ascii_case(operator));
        let Some(block) = block else { return self.add_member(condition.span, operator, entry) };
        let Json::Object(mut members) = entry else { return None };
        let (key, value) = members.pop()?;
        let has_key = block.entries.iter().any(|entry| entry.key.value.eq_ignore_ascii_case(&key));
        (!has_key).then(|| self.add_member(block.span, &key, value))?
    }

    /// Removes a condition by the span of its key, with the operator and the `Condition` element that it would leave
    /// empty.
    pub fn remove_condition(&self, key: Span) -> Option<Edit> {
        let mut span = key;
        // From the key to its operator and to `Condition`, as far as they have nothing else.
        for _ in 0..2 {
            let place = self.place(span)?;
            if place.entries.len() > 1 {
                break;
            }
            span = place.container.span();
        }
        self.remove(&[span])
    }

    /// The value, or the name of a member, with exactly this span.
    fn value(&self, span: Span) -> Option<Value<'_>> {
        let root = self.tree.root()?;
        if root.span() == span {
            return Some(root);
        }
        let place = self.place(span)?;
        place.entries.get(place.index).map(|entry| entry.value)
    }

    /// Where the entry is whose value or name has exactly this span.
    fn place(&self, span: Span) -> Option<Place<'_>> {
        let mut container = self.tree.root()?;
        loop {
            let entries: Vec<Entry<'_>> = entries(container).collect();
            let covers = |entry: &Entry<'_>| entry.start() <= span.start() && span.end() <= entry.end();
            let index = entries.iter().position(covers)?;
            let entry = *entries.get(index)?;
            if entry.value.span() == span || entry.name == Some(span) {
                return Some(Place { container, entries, index });
            }
            container = entry.value;
        }
    }

    /// Puts brackets around a single value, and further values behind it.
    fn make_list(&self, value: Value<'_>, values: &[Json]) -> Edit {
        let span = value.span();
        let spread = span.of(self.text).is_some_and(|text| text.contains('\n'));
        let indent = indent_of_line(self.text, span.start() as usize);
        let comma = self.layout.comma();
        let more: String = values
            .iter()
            .map(|value| format!("{comma}{}", self.layout.write(value, indent, spread)))
            .collect();
        let at = |at| Span::new(at, at);
        Edit(vec![
            TextEdit { span: at(span.start()), text: "[".to_owned() },
            TextEdit { span: at(span.end()), text: format!("{more}]") },
        ])
    }

    /// Adds entries behind the last one of a container, parted as the entries before them are.
    fn append(
        &self,
        container: Value<'_>,
        entries: &[Entry<'_>],
        write: impl Fn(&str, bool) -> Vec<String>,
    ) -> Edit {
        let Some(last) = entries.last() else { return self.fill(container, write) };
        let own_line = own_line(self.text, last.start() as usize)
            .filter(|_| last.start() > container.span().start() + 1);
        let (separator, indent) = match own_line {
            Some(indent) => (format!(",{}", self.layout.new_line(indent)), indent),
            None => (self.layout.comma(), indent_of_line(self.text, last.start() as usize)),
        };
        let spread = own_line.is_some() && !self.writes_objects_on_one_line(entries);
        let text =
            write(indent, spread).iter().map(|entry| format!("{separator}{entry}")).collect::<String>();
        Edit::replacing(Span::new(last.end(), last.end()), text)
    }

    /// Fills an empty container.
    fn fill(&self, container: Value<'_>, write: impl Fn(&str, bool) -> Vec<String>) -> Edit {
        let span = container.span();
        let inside = Span::new(span.start() + 1, span.end() - 1);
        let outer = indent_of_line(self.text, span.start() as usize);
        let is_object = matches!(container.shape(), Shape::Object(_));
        let is_alone = own_line(self.text, span.start() as usize).is_some();
        if is_object && self.text.contains('\n') && !is_alone {
            let inner = self.layout.deeper(outer);
            let line = self.layout.new_line(&inner);
            let entries: Vec<String> =
                write(&inner, true).iter().map(|entry| format!("{line}{entry}")).collect();
            return Edit::replacing(inside, format!("{}{}", entries.join(","), self.layout.new_line(outer)));
        }
        Edit::replacing(inside, write(outer, false).join(&self.layout.comma()))
    }

    /// Whether a neighbour is an object with members that is written on one line.
    fn writes_objects_on_one_line(&self, entries: &[Entry<'_>]) -> bool {
        entries.iter().any(|entry| match entry.value.shape() {
            Shape::Object(object) if object.members().next().is_some() => {
                object.span().of(self.text).is_some_and(|text| !text.contains('\n'))
            }
            _ => false,
        })
    }
}

impl Entry<'_> {
    fn start(&self) -> u32 {
        self.name.map_or_else(|| self.value.span().start(), Span::start)
    }

    fn end(&self) -> u32 {
        self.value.span().end()
    }
}

fn entries(container: Value<'_>) -> impl Iterator<Item = Entry<'_>> {
    let members = match container.shape() {
        Shape::Object(object) => Some(object.members()),
        _ => None,
    };
    let items = match container.shape() {
        Shape::Array(list) => Some(list.items()),
        _ => None,
    };
    let members = members.into_iter().flatten();
    let members = members.map(|member| Entry { name: Some(member.name_span()), value: member.value });
    members.chain(items.into_iter().flatten().map(|value| Entry { name: None, value }))
}
