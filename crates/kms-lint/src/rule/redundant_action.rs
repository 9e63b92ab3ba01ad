//! An action is listed although another entry of the list already matches it.
//!
//! ## Why it matters
//!
//! The statement says the same without it. Whoever removes the entry later believes that the permission is gone.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": ["kms:GenerateDataKey*", "kms:GenerateDataKey"], "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Remove the narrower entry. The fix does it; the statement means the same afterwards.

use kms_policy::Pattern;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

/// Lists longer than this are not compared entry by entry.
const LONGEST: usize = 120;

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let actions = &statement.actions;
    if actions.len() > LONGEST {
        return;
    }
    let patterns: Vec<Pattern> = actions.iter().map(|action| Pattern::new(action.text())).collect();
    for (at, action) in actions.iter().enumerate() {
        // A pattern is covered only by `*` and by its like: what `?` and `*` leave open is not compared.
        let covers = |(other, pattern): (usize, &Pattern)| {
            let text = actions.get(other).map_or("", |action| action.text());
            let same = text.eq_ignore_ascii_case(action.text());
            other != at
                && (same && other < at
                    || !same && pattern.has_wildcards() && pattern.matches_ignoring_case(action.text()))
        };
        let Some(other) = patterns.iter().enumerate().position(covers) else { continue };
        let other = actions.get(other).map_or("", |action| action.text());
        let message = format!("{} is redundant: {} already matches it.", quote(action.text()), quote(other));
        let help = "Remove it; the statement means the same without it.";
        let Some(finding) = findings.push(Code::RedundantAction, action.action.span, message, help) else {
            return;
        };
        let edit = context.editor().and_then(|editor| editor.remove(&[action.action.span]));
        finding.fixed(format!("Remove {}", quote(action.text())), edit);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::RedundantAction as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn what_a_pattern_covers_and_what_is_listed_twice_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Decrypt","kms:Get*","kms:GetKeyPolicy","KMS:decrypt"],"Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""kms:GetKeyPolicy""#, r#""KMS:decrypt""#]);
        assert!(fixed(CODE, r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:*","kms:Get*"],"Resource":"*""#)
            .unwrap().contains(r#"["kms:*"]"#));
    }

    #[test]
    fn different_actions_are_left_alone() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Decrypt","kms:Encrypt","kms:Get*","kms:List*"],"Resource":"*""#;
        assert!(found(CODE, statement).is_empty());
    }
}
