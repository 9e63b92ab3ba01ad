//! A value with its place: what JSON, YAML and HCL have in common.

use kms_policy::Span;

use super::text::to_u32;
use crate::scenario::Pairs;

/// A value and where the pasted text has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The bytes of the text that was read.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a [`Node`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A text.
    Text(String),
    /// Values in order.
    List(Vec<Node>),
    /// Names and values in order.
    Map(Vec<Member>),
}

/// A name with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Node,
}

impl Node {
    /// A value and its place.
    pub const fn new(span: Span, value: Value) -> Self {
        Self { span, value }
    }

    /// A value and the bytes of the text that was read.
    pub fn at(start: usize, end: usize, value: Value) -> Self {
        Self::new(Span::new(to_u32(start), to_u32(end)), value)
    }

    /// Lets the place reach to this byte.
    pub fn extend_to(&mut self, end: usize) {
        self.span = Span::new(self.span.start(), to_u32(end).max(self.span.end()));
    }

    /// The pairs of an encryption context.
    pub(super) fn pairs(&self) -> Pairs<String> {
        let value = |it: &Self| match &it.value {
            Value::Text(text) | Value::Number(text) => Some(text.clone()),
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        };
        self.members()
            .iter()
            .filter_map(|member| Some((member.name.clone(), value(&member.value)?)))
            .collect()
    }

    /// A text and its place.
    pub fn text_at(span: Span, text: impl Into<String>) -> Self {
        Self::new(span, Value::Text(text.into()))
    }

    /// The value of the first member of this name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|member| member.name == name).map(|member| &member.value)
    }

    /// The value of the first member of this name, whatever its case.
    pub fn get_any_case(&self, name: &str) -> Option<&Self> {
        let mut members = self.members().iter();
        self.get(name)
            .or_else(|| members.find(|member| member.name.eq_ignore_ascii_case(name)).map(|it| &it.value))
    }

    /// The value at the end of a path of names.
    pub fn follow(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.get(name))
    }

    /// The members of a map; none of anything else.
    pub fn members(&self) -> &[Member] {
        match &self.value {
            Value::Map(members) => members,
            _ => &[],
        }
    }

    /// The values of a list; none of anything else.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The values of a list, or the one value that is no list.
    pub fn one_or_many(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a member, if it is one and not empty.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text().filter(|text| !text.is_empty())
    }

    /// Whether it is a map with a member of this name.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The JSON of it, without places.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(number) => number
                .parse::<serde_json::Number>()
                .map_or_else(|_| Json::String(number.clone()), Json::Number),
            Value::Text(text) => Json::String(text.clone()),
            Value::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::Map(members) => {
                Json::Object(members.iter().map(|it| (it.name.clone(), it.value.to_json())).collect())
            }
        }
    }
}
