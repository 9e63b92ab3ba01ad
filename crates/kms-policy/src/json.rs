//! JSON with places: what the text says, as a flat tree of values that borrow from it.
//!
//! RFC 8259, read with recovery: what is wrong is an error beside the tree, and the rest is read all the same.
//! Numbers stay as written, duplicate names stay, the order stays. Knows nothing of policies.

mod lexer;
mod reader;
pub(crate) mod strings;

pub(crate) use reader::read;

use crate::Span;
use std::borrow::Cow;

/// The values of one text, each followed by what it holds.
#[derive(Debug, Default)]
pub(crate) struct Tree<'a> {
    text: &'a str,
    nodes: Vec<Node>,
}

/// One value, or the name of a member.
#[derive(Clone, Copy, Debug)]
struct Node {
    span: Span,
    /// The index of the node behind this one and all it holds.
    next: u32,
    kind: Kind,
}

/// What JSON calls the types of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Names and values in turn.
    Object {
        damaged: bool,
    },
    Array,
    /// What stands between the quotation marks, and whether it has escapes.
    String {
        content: Span,
        escaped: bool,
    },
    Number,
    Boolean,
    Null,
    /// In place of a name: the value belongs to the member before as well, whose list lacks its brackets.
    Again,
    /// A value that could not be read.
    Missing,
}

/// A value of the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'t> {
    tree: &'t Tree<'t>,
    index: usize,
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member<'t> {
    name: Value<'t>,
    /// What stands behind the colon.
    pub(crate) value: Value<'t>,
}

/// What stands between the quotation marks of a string.
pub(crate) struct RawString<'t> {
    pub(crate) raw: &'t str,
    /// The byte at which it begins.
    pub(crate) start: usize,
    /// Whether it has escapes.
    pub(crate) escaped: bool,
}

/// A value by its type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape<'t> {
    /// `{ … }`
    Object(Value<'t>),
    /// `[ … ]`
    Array(Value<'t>),
    /// `"…"`
    String,
    /// A number.
    Number,
    /// `true` or `false`
    Boolean,
    /// `null`
    Null,
    /// Nothing readable; an error says so already.
    Missing,
}

impl<'t> Tree<'t> {
    /// The outermost value, if there is any.
    pub(crate) fn root(&'t self) -> Option<Value<'t>> {
        self.nodes.first().map(|_| Value { tree: self, index: 0 })
    }

    /// The text that was read.
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// All strings, names among them, in the order of the text.
    pub(crate) fn strings(&'t self) -> impl Iterator<Item = RawString<'t>> {
        self.nodes.iter().filter_map(|node| {
            let Kind::String { content, escaped } = node.kind else { return None };
            let raw = content.of(self.text)?;
            Some(RawString { raw, start: content.start() as usize, escaped })
        })
    }
}

impl<'t> Value<'t> {
    fn node(self) -> Node {
        const MISSING: Node = Node { span: Span::new(0, 0), next: u32::MAX, kind: Kind::Missing };
        self.tree.nodes.get(self.index).copied().unwrap_or(MISSING)
    }

    /// Where it is written: quotation marks and brackets included.
    pub(crate) fn span(self) -> Span {
        self.node().span
    }

    /// The opening bracket of an object or list; nothing where it is missing.
    pub(crate) fn opening(self) -> Span {
        let start = self.span().start();
        let bracket = Span::new(start, start + 1);
        let is_there = matches!(bracket.of(self.tree.text), Some("{" | "["));
        if is_there { bracket } else { Span::new(start, start) }
    }

    /// The value by its type.
    pub(crate) fn shape(self) -> Shape<'t> {
        match self.node().kind {
            Kind::Object { .. } => Shape::Object(self),
            Kind::Array => Shape::Array(self),
            Kind::String { .. } => Shape::String,
            Kind::Number => Shape::Number,
            Kind::Boolean => Shape::Boolean,
            Kind::Null => Shape::Null,
            Kind::Again | Kind::Missing => Shape::Missing,
        }
    }

    /// Whether parts of this object may have been lost to a syntax error.
    pub(crate) fn is_damaged(self) -> bool {
        matches!(self.node().kind, Kind::Object { damaged: true })
    }

    /// The decoded string, or the text of any other value as written.
    pub(crate) fn text(self) -> Cow<'t, str> {
        let node = self.node();
        let (span, escaped) = match node.kind {
            Kind::String { content, escaped } => (content, escaped),
            _ => (node.span, false),
        };
        let raw = span.of(self.tree.text).unwrap_or_default();
        if escaped { Cow::Owned(strings::decode(raw)) } else { Cow::Borrowed(raw) }
    }

    /// The values of an array, in order.
    pub(crate) fn items(self) -> impl Iterator<Item = Value<'t>> + Clone {
        let end = self.node().next as usize;
        let first = Some(self.index + 1).filter(|&index| index < end);
        std::iter::successors(first, move |&index| {
            let next = self.tree.nodes.get(index)?.next as usize;
            (next < end).then_some(next)
        })
        .map(move |index| Value { tree: self.tree, index })
    }

    /// The members of an object, in order.
    pub(crate) fn members(self) -> impl Iterator<Item = Member<'t>> + Clone {
        let mut nodes = self.items();
        std::iter::from_fn(move || Some(Member { name: nodes.next()?, value: nodes.next()? }))
    }
}

impl<'t> Member<'t> {
    /// The decoded name.
    pub(crate) fn name(self) -> Cow<'t, str> {
        self.name.text()
    }

    /// Where the name is written, quotation marks included.
    pub(crate) fn name_span(self) -> Span {
        self.name.span()
    }

    /// Whether this is a further value of the member before, whose list lacks its brackets.
    pub(crate) fn goes_on(self) -> bool {
        self.name.node().kind == Kind::Again
    }
}
