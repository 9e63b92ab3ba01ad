//! A list is empty.
//!
//! ## Why it matters
//!
//! A statement with an empty `Action`, `Resource` or condition value says nothing useful; AWS's pages disagree on what an empty
//! condition value means.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": [], "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Fill the list, or remove the element.

use kms_policy::{ActionElement, ResourceElement};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let statement = statement.statement;
    // An entry that could not be read is an error of its own.
    if !statement.unread.is_empty() {
        return;
    }
    let mut empty = Vec::new();
    if let Some(ActionElement::Action(elements) | ActionElement::NotAction(elements)) = &statement.action
        && elements.items.is_empty()
    {
        empty.push((
            "The list of actions is empty, so the statement matches nothing.".to_owned(),
            elements.span,
        ));
    }
    if let Some(ResourceElement::Resource(elements) | ResourceElement::NotResource(elements)) =
        &statement.resource
        && elements.items.is_empty()
    {
        empty.push((
            "The list of resources is empty, so the statement matches nothing.".to_owned(),
            elements.span,
        ));
    }
    let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
    for entry in blocks.flat_map(|block| &block.entries).filter(|entry| entry.values.is_empty()) {
        let message = format!(
            "The condition on {} has no value, and AWS does not say what that means.",
            quote(&entry.key.value)
        );
        empty.push((message, entry.span));
    }
    for (message, span) in empty {
        findings.push(Code::EmptyList, span, message, "Fill the list, or remove the element.");
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::EmptyList as CODE;
    use crate::testing::found;

    #[test]
    fn empty_lists_are_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":[],"Resource":[],"Condition":{"StringEquals":{"kms:ViaService":[]}}"#;
        assert_eq!(found(CODE, statement), ["[]", "[]", "[]"]);
        let statement =
            r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Decrypt"],"Resource":"*""#;
        assert!(found(CODE, statement).is_empty());
    }
}
