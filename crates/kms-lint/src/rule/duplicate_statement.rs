//! A statement repeats an earlier one.
//!
//! ## Why it matters
//!
//! The policy means the same without it. Whoever changes one of the two believes that the other is gone.
//!
//! ## Example
//!
//! ```json
//! { "Version": "2012-10-17", "Statement": [
//!   { "Sid": "A", "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" },
//!   { "Sid": "B", "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" } ] }
//! ```
//!
//! ## Fix
//!
//! The fix removes the later statement.

use std::collections::BTreeMap;

use kms_policy::{
    ActionElement, Effect, Elements, PrincipalElement, PrincipalEntry, ResourceElement, Spanned, Statement,
    folded,
};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    // What a statement says takes long to put into one form, and most statements are like no other.
    let mut is_alike = vec![false; context.statements.len()];
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for (at, view) in context.statements.iter().enumerate() {
        let Some(earlier) = last.insert(hint(view.statement), at) else { continue };
        for at in [earlier, at] {
            if let Some(is_alike) = is_alike.get_mut(at) {
                *is_alike = true;
            }
        }
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (at, (view, is_alike)) in context.statements.iter().zip(is_alike).enumerate() {
        if !is_alike || !view.is_whole() {
            continue;
        }
        let statement = view.statement;
        let is_complete = statement.action.is_some() && statement.resource.is_some();
        let Some(first) = seen.insert(meaning(statement), at).filter(|_| is_complete) else { continue };
        let place = statement
            .sid
            .as_ref()
            .map_or(statement.effect.as_ref().map_or(statement.span, |it| it.span), |it| it.span);
        let message = format!("The statement says the same as statement {}.", first + 1);
        let Some(finding) = findings.push(Code::DuplicateStatement, place, message, "Remove one of the two.")
        else {
            return;
        };
        let edit = context.editor().and_then(|editor| editor.remove_statements(&[statement.span]));
        finding.fixed("Remove the statement", edit);
    }
}

/// The first principal and the first value of a condition in the order of the alphabet: the same of statements that say the
/// same, and cheap to find.
fn hint(statement: &Statement) -> String {
    let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
    let values = blocks.flat_map(|block| &block.entries).flat_map(|entry| &entry.values);
    let principal = principals(statement).1.iter().map(|entry| entry.text.value.as_str()).min();
    let value = values.map(|value| value.value.text.as_ref()).min();
    [principal, value].map(Option::unwrap_or_default).concat()
}

/// Its principals, and a letter for what names them.
fn principals(statement: &Statement) -> (&'static str, &[PrincipalEntry]) {
    match &statement.principal {
        Some(PrincipalElement::Principal(elements)) => ("P", elements.items.as_slice()),
        Some(PrincipalElement::NotPrincipal(elements)) => ("N", elements.items.as_slice()),
        None => ("", &[]),
    }
}

/// What a statement says, in one form: the order of lists and the Sid do not matter.
fn meaning(statement: &Statement) -> String {
    let sorted = |mut all: Vec<String>| {
        kms_policy::sort(&mut all);
        all.dedup();
        all.join("\u{1}")
    };
    let texts =
        |elements: &Elements<Spanned<String>>| elements.items.iter().map(|item| item.value.clone()).collect();
    let principals = principals(statement);
    let actions = match &statement.action {
        Some(ActionElement::Action(elements)) => ("A", texts(elements)),
        Some(ActionElement::NotAction(elements)) => ("N", texts(elements)),
        None => ("", Vec::new()),
    };
    let resources = match &statement.resource {
        Some(ResourceElement::Resource(elements)) => ("R", texts(elements)),
        Some(ResourceElement::NotResource(elements)) => ("N", texts(elements)),
        None => ("", Vec::new()),
    };
    let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
    let conditions = blocks.flat_map(|block| {
        block.entries.iter().map(|entry| {
            let values = entry.values.iter().map(|value| value.value.text.clone()).collect();
            format!(
                "{}\u{2}{}\u{2}{}",
                block.operator_text.value,
                folded(&entry.key.value).collect::<String>(),
                sorted(values)
            )
        })
    });
    let is_deny = statement.effect.as_ref().is_some_and(|effect| effect.value == Effect::Deny);
    let kind = |entry: &PrincipalEntry| entry.principal_type.as_ref().map_or(0, |it| it.value as u8 + 1);
    let principal = principals.1.iter().map(|entry| format!("{}{}", kind(entry), entry.text.value));
    [
        if is_deny { "D" } else { "A" }.to_owned(),
        format!("{}{}", principals.0, sorted(principal.collect())),
        format!("{}{}", actions.0, folded(&sorted(actions.1)).collect::<String>()),
        format!("{}{}", resources.0, sorted(resources.1)),
        sorted(conditions.collect()),
    ]
    .join("\u{3}")
}

#[cfg(test)]
mod tests {
    use crate::Code::DuplicateStatement as CODE;
    use crate::testing::findings;
    use kms_policy::PolicyKind;

    #[test]
    fn the_order_of_a_list_does_not_matter_nor_how_often_an_entry_stands_in_it() {
        let statement = |principals: &str, values: &str| {
            format!(
                r#"{{"Effect":"Allow","Principal":{{"AWS":[{principals}]}},"Action":"kms:Decrypt","Resource":"*",
                "Condition":{{"StringEquals":{{"kms:ViaService":[{values}]}}}}}}"#
            )
        };
        let (s3, rds) = (r#""s3.us-east-1.amazonaws.com""#, r#""rds.us-east-1.amazonaws.com""#);
        let (one, other) = (r#""111122223333""#, r#""444455556666""#);
        let first = statement(&format!("{one},{other}"), &format!("{s3},{rds}"));
        let found = |second: &str| {
            let text = format!(r#"{{"Version":"2012-10-17","Statement":[{first},{second}]}}"#);
            findings(CODE, PolicyKind::KeyPolicy, &text).len()
        };
        assert_eq!(found(&statement(&format!("{other},{one},{one}"), &format!("{rds},{s3},{rds}"))), 1);
        // The same first principal and the same first value are not enough.
        assert_eq!(found(&statement(one, &format!("{rds},{s3}"))), 0);
        assert_eq!(found(&statement(&format!("{one},{other}"), rds)), 0);
    }

    #[test]
    fn statements_that_say_the_same_are_found() {
        let text = |second: &str| {
            format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"111122223333"}},"Action":["kms:A","kms:B"],"Resource":"*"}},{second}]}}"#
            )
        };
        let same = text(
            r#"{"Sid":"x","Effect":"Allow","Principal":{"AWS":["111122223333"]},"Action":["kms:b","kms:a"],"Resource":["*"]}"#,
        );
        let found = findings(CODE, PolicyKind::KeyPolicy, &same);
        assert_eq!(found.len(), 1);
        let fixed = found[0].fix.as_ref().unwrap().edit.apply(&same).unwrap();
        assert!(!fixed.contains("Sid"), "{fixed}");
        let other = text(
            r#"{"Effect":"Deny","Principal":{"AWS":["111122223333"]},"Action":["kms:B","kms:A"],"Resource":["*"]}"#,
        );
        assert!(findings(CODE, PolicyKind::KeyPolicy, &other).is_empty());
    }
}
