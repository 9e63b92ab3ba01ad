//! YAML, with CloudFormation's short forms (`!Sub`) as the functions that they stand for (`Fn::Sub`).
//!
//! Scalars stay texts, but for `true`, `false` and `null`: the date `2012-10-17` is the version of a policy, and an account
//! id may begin with zero.

use kms_playground::import::{Member, Node, Value};
use saphyr_parser::{Event, Parser, ScalarStyle, Span as Place, Tag};

/// How deep values may stand in each other.
const MAX_DEPTH: usize = 100;
/// How many values there may be, those that aliases repeat among them.
const MAX_NODES: usize = 200_000;

/// Reads the first document of a text. What stands before an error is read all the same.
pub(crate) fn read(text: &str) -> Option<Node> {
    let mut tree =
        Tree { places: Places::new(text), open: Vec::new(), root: None, anchors: Vec::new(), nodes: 0 };
    for event in Parser::new_from_str(text) {
        let Ok((event, place)) = event else { break };
        let is_end = matches!(event, Event::DocumentEnd);
        if tree.take(event, place).is_none() || is_end && tree.root.is_some() {
            break;
        }
    }
    tree.finish()
}

/// A container that is being read.
struct Open {
    node: Node,
    /// The name whose value comes next.
    name: Option<String>,
    tag: Option<String>,
    anchor: usize,
}

struct Tree {
    places: Places,
    open: Vec<Open>,
    root: Option<Node>,
    /// What anchors stand for.
    anchors: Vec<(usize, Node)>,
    nodes: usize,
}

impl Tree {
    /// Takes an event; none where a bound is reached.
    fn take(&mut self, event: Event<'_>, place: Place) -> Option<()> {
        let start = self.places.byte(place.start.index());
        let end = self.places.byte(place.end.index());
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = match (style, text.as_ref()) {
                    (ScalarStyle::Plain, "true" | "True") => Value::Bool(true),
                    (ScalarStyle::Plain, "false" | "False") => Value::Bool(false),
                    (ScalarStyle::Plain, "" | "null" | "~") => Value::Null,
                    (_, text) => Value::Text(text.to_owned()),
                };
                let node = Node::at(start, end, value);
                self.add(anchor, tag.as_deref().and_then(function), node)
            }
            Event::Alias(anchor) => {
                let node =
                    self.anchors.iter().find(|(known, _)| *known == anchor).map(|(_, node)| node.clone())?;
                self.nodes += count(&node);
                self.add(0, None, node)
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(Node::at(start, end, Value::List(Vec::new())), anchor, tag.as_deref())
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(Node::at(start, end, Value::Map(Vec::new())), anchor, tag.as_deref())
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let mut open = self.open.pop()?;
                open.node.extend_to(end);
                self.add(open.anchor, open.tag, open.node)
            }
            _ => Some(()),
        }
    }

    fn begin(&mut self, node: Node, anchor: usize, tag: Option<&Tag>) -> Option<()> {
        if self.open.len() >= MAX_DEPTH {
            return None;
        }
        self.open.push(Open { node, name: None, tag: tag.and_then(function), anchor });
        Some(())
    }

    /// Adds a value to the container around it.
    fn add(&mut self, anchor: usize, tag: Option<String>, node: Node) -> Option<()> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return None;
        }
        if anchor > 0 {
            self.anchors.push((anchor, node.clone()));
        }
        let node = match tag {
            Some(name) => {
                let span = node.span;
                Node::new(span, Value::Map(vec![Member { name, value: node }]))
            }
            None => node,
        };
        let Some(parent) = self.open.last_mut() else {
            self.root = self.root.take().or(Some(node));
            return Some(());
        };
        parent.node.extend_to(node.span.end() as usize);
        match (&mut parent.node.value, parent.name.take()) {
            (Value::List(items), _) => items.push(node),
            (Value::Map(members), Some(name)) if name == "<<" => {
                // A merge: names that stand in the map itself win.
                for member in node.members() {
                    if members.iter().all(|known| known.name != member.name) {
                        members.push(member.clone());
                    }
                }
            }
            (Value::Map(members), Some(name)) => {
                let merged = members.iter().position(|known| known.name == name);
                match merged {
                    Some(at) => members.splice(at..=at, [Member { name, value: node }]).for_each(drop),
                    None => members.push(Member { name, value: node }),
                }
            }
            (Value::Map(_), None) => {
                parent.name = Some(match node.value {
                    Value::Text(text) | Value::Number(text) => text,
                    Value::Bool(value) => value.to_string(),
                    _ => String::new(),
                });
            }
            _ => {}
        }
        Some(())
    }

    /// The root; containers that an error left open are closed.
    fn finish(mut self) -> Option<Node> {
        while let Some(open) = self.open.pop() {
            self.add(0, open.tag, open.node)?;
        }
        self.root
    }
}

/// The function that a tag of CloudFormation stands for.
fn function(tag: &Tag) -> Option<String> {
    if tag.handle != "!" {
        return None;
    }
    Some(match tag.suffix.as_str() {
        name @ ("Ref" | "Condition") => name.to_owned(),
        name => format!("Fn::{name}"),
    })
}

fn count(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Map(members) => 1 + members.iter().map(|member| count(&member.value)).sum::<usize>(),
        _ => 1,
    }
}

/// Characters, which the library counts, to bytes.
struct Places {
    /// The byte of each character; empty for ASCII.
    bytes: Vec<u32>,
    end: usize,
}

impl Places {
    fn new(text: &str) -> Self {
        let bytes = match text.is_ascii() {
            true => Vec::new(),
            false => text.char_indices().map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect(),
        };
        Self { bytes, end: text.len() }
    }

    fn byte(&self, character: usize) -> usize {
        if self.bytes.is_empty() {
            return character.min(self.end);
        }
        self.bytes.get(character).map_or(self.end, |at| *at as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        read(text).unwrap().to_json().to_string()
    }

    #[test]
    fn short_forms_are_functions_and_dates_are_texts() {
        let text = "Version: 2012-10-17\nA: !Sub \"x${Y}\"\nB: [!Ref C, !GetAtt D.Arn]\nE: !If [F, {G: yes}, !Ref AWS::NoValue]\nH: 012345678901\nI: true\n";
        assert_eq!(
            json(text),
            r#"{"Version":"2012-10-17","A":{"Fn::Sub":"x${Y}"},"B":[{"Ref":"C"},{"Fn::GetAtt":"D.Arn"}],"E":{"Fn::If":["F",{"G":"yes"},{"Ref":"AWS::NoValue"}]},"H":"012345678901","I":true}"#
        );
    }

    #[test]
    fn places_are_bytes_of_the_text() {
        let text = "é: ü\nkey: value\n";
        let node = read(text).unwrap();
        let value = node.get("key").unwrap();
        assert_eq!(value.span.of(text), Some("value"));
    }

    #[test]
    fn anchors_merge_and_do_not_explode() {
        assert_eq!(
            json("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 3\n"),
            r#"{"a":{"b":"1","c":"2"},"d":{"b":"3","c":"2"}}"#
        );
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..12 {
            let before = level - 1;
            let items = vec![format!("*a{before}"); 10].join(",");
            bomb = format!("{bomb}a{level}: &a{level} [{items}]\n");
        }
        drop(read(&bomb));
    }

    #[test]
    fn what_stands_before_an_error_is_read_and_depth_is_bounded() {
        assert!(json("Resources:\n  K:\n    Type: AWS::KMS::Key\n bad\n").contains("AWS::KMS::Key"));
        drop(read(&"[".repeat(50_000)));
        drop(read(&"- ".repeat(50_000)));
        drop(read(&"a:\n ".repeat(2_000)));
        assert_eq!(read(""), None);
    }
}
