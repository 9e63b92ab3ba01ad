//! Edits of a policy text that keep its layout: what lies outside an edit stays byte for byte as it is.
//!
//! An [`Edit`] is a sorted list of [`TextEdit`]s that do not overlap. An [`Editor`] makes them for the places of a
//! [`PolicyDocument`](crate::PolicyDocument): it replaces a value, adds to a list or removes from it, adds or removes a
//! statement, an element or a condition. What it adds takes the indentation and the spacing of its neighbours. It knows
//! JSON and the names of a statement's elements, and nothing of what they mean.
//!
//! ```
//! use kms_policy::edit::{Editor, Json};
//! use kms_policy::{ActionElement, PolicyKind, parse};
//!
//! let text = r#"{"Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}}"#;
//! let parse = parse(text, PolicyKind::IdentityBased);
//! let Some(ActionElement::Action(actions)) = &parse.document.statements[0].action else { panic!("it has actions") };
//! let editor = Editor::new(text).expect("it is JSON");
//! let edit = editor.add(actions.span, &[Json::from("kms:Encrypt")]).expect("it is a value of the text");
//! assert_eq!(
//!     edit.apply(text).as_deref(),
//!     Some(r#"{"Statement":{"Effect":"Allow","Action":["kms:Decrypt","kms:Encrypt"],"Resource":"*"}}"#)
//! );
//! ```

mod editor;
mod json;
mod layout;

use crate::Span;

pub use editor::Editor;
pub use json::Json;

/// A part of a text and what takes its place; an empty span inserts, an empty text removes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced, in bytes of the text before the edit.
    pub span: Span,
    /// What takes its place.
    pub text: String,
}

/// Changes of one text: sorted, without overlap, and all of them relative to the text before the edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit(Vec<TextEdit>);

impl Edit {
    /// The edit that makes these changes; none if two of them overlap or insert at the same place, because their order
    /// would decide what comes out.
    pub fn new(mut changes: Vec<TextEdit>) -> Option<Self> {
        crate::sort_by(&mut changes, |one, other| one.span.cmp(&other.span));
        let apart = |pair: &[TextEdit]| match pair {
            [one, next] => one.span.end() <= next.span.start() && one.span != next.span,
            _ => true,
        };
        changes.windows(2).all(apart).then_some(Self(changes))
    }

    /// The one change of `span` to `text`.
    pub fn replacing(span: Span, text: impl Into<String>) -> Self {
        Self(vec![TextEdit { span, text: text.into() }])
    }

    /// The changes, in the order of the text.
    pub fn changes(&self) -> &[TextEdit] {
        &self.0
    }

    /// Both edits in one; none if they overlap.
    pub fn and(&self, other: &Self) -> Option<Self> {
        Self::new(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// The text after the edit; none if a change lies outside of it or cuts a character.
    pub fn apply(&self, text: &str) -> Option<String> {
        let added: usize = self.0.iter().map(|change| change.text.len()).sum();
        let mut edited = String::with_capacity(text.len() + added);
        let mut done = 0;
        for TextEdit { span, text: new } in &self.0 {
            let (start, end) = (span.start() as usize, span.end() as usize);
            edited.push_str(text.get(done..start)?);
            text.get(start..end)?;
            edited.push_str(new);
            done = end;
        }
        edited.push_str(text.get(done..)?);
        Some(edited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(start: u32, end: u32, text: &str) -> TextEdit {
        TextEdit { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn changes_are_sorted_and_applied_to_the_text_before() {
        let edit = Edit::new(vec![change(4, 5, "E"), change(0, 1, ""), change(2, 2, "--")]).unwrap();
        assert_eq!(edit.apply("abcde").as_deref(), Some("b--cdE"));
        assert_eq!(Edit::default().apply("abc").as_deref(), Some("abc"));
    }

    #[test]
    fn changes_that_overlap_are_no_edit() {
        assert_eq!(Edit::new(vec![change(0, 3, "x"), change(2, 4, "y")]), None);
        assert_eq!(Edit::new(vec![change(2, 2, "x"), change(2, 2, "y")]), None);
        assert!(Edit::new(vec![change(0, 2, ""), change(2, 4, "y")]).is_some());
    }

    #[test]
    fn what_lies_outside_the_text_is_not_applied() {
        assert_eq!(Edit::replacing(Span::new(1, 9), "").apply("abc"), None);
        assert_eq!(Edit::replacing(Span::new(1, 2), "").apply("é"), None);
    }
}
