//! Where a value of JSON was found, and who may take it.

use super::draft::Draft;
use super::node::Node;

/// A reader of one kind of JSON: takes a value if it is of its kind, and then nothing else sees it.
pub(super) type Reader = fn(&mut Draft, &Node, &Place<'_>) -> bool;

/// Where a value was found.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The whole pasted text.
    pub(super) pasted: &'a str,
    /// Whether something around it could not be read.
    pub(super) damaged: bool,
    /// How many strings it stands in.
    pub(super) layers: usize,
    /// The text of the value itself, where it is all of a document.
    pub(super) raw: Option<&'a str>,
    /// Values of placeholders that are known, by name.
    pub(super) answers: &'a [(String, String)],
    /// The ARN of the given scenario's key.
    pub(super) key: Option<&'a str>,
    /// The readers, the surest first.
    pub(super) readers: &'a [Reader],
}
