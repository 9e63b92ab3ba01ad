//! An action pattern matches no KMS operation.
//!
//! ## Why it matters
//!
//! Without a `*` at its end, the beginning of a name such as `kms:Describe` matches nothing; so does a pattern with a
//! slip in it. The entry looks as if it allowed or denied something.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
//!   "Action": ["kms:Describe", "kms:Decrypt"], "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Add `*` to the beginning of a name. The fix does it where all matched operations only read.

use kms_catalog::{AccessLevel, Operation};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::{list, quote};

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for action in statement.actions.iter().filter(|action| action.operations.is_empty()) {
        let Some(name) = action.name().filter(|name| !name.eq_ignore_ascii_case("ReEncrypt")) else {
            continue;
        };
        let span = action.action.span;
        let beginning: Vec<_> = beginning_with(name).collect();
        if !action.has_wildcards() && beginning.is_empty() {
            continue;
        }
        let message = format!("{} matches no KMS operation.", quote(action.text()));
        if beginning.is_empty() {
            let help = "Use the name of an operation, with `*` in place of the part that varies.";
            findings.push(Code::ActionMatchesNothing, span, message, help);
            continue;
        }
        let pattern = format!("{}*", action.text());
        let names = list(beginning.iter().map(|operation| operation.permission()));
        let help = format!("Use {}, which matches {names}, or name the operation.", quote(&pattern));
        let Some(finding) = findings.push(Code::ActionMatchesNothing, span, message, help) else { return };
        let only_reads = beginning
            .iter()
            .all(|operation| matches!(operation.access_level, AccessLevel::Read | AccessLevel::List));
        if only_reads {
            finding.fixed(format!("Replace with {}", quote(&pattern)), context.replace(span, &pattern));
        }
    }
}

/// The operations that `name` is the beginning of, a full word at least.
pub(super) fn beginning_with(name: &str) -> impl Iterator<Item = &'static Operation> {
    let is_begun = move |operation: &&Operation| {
        let head = operation.name.get(..name.len());
        let next = operation.name.get(name.len()..).and_then(|rest| rest.chars().next());
        name.len() > 2
            && head.is_some_and(|head| head.eq_ignore_ascii_case(name))
            && next.is_some_and(|next| next.is_ascii_uppercase())
    };
    let is_whole = Operation::find(name).is_some();
    Operation::all().iter().filter(move |operation| !is_whole && is_begun(operation))
}

#[cfg(test)]
mod tests {
    use crate::Code::ActionMatchesNothing as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn half_a_name_and_a_pattern_with_a_slip_are_found() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Describe","kms:Generate","kms:Decript*"],"Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""kms:Describe""#, r#""kms:Generate""#, r#""kms:Decript*""#]);
        assert!(fixed(CODE, r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Describe","Resource":"*""#)
            .unwrap().contains("kms:Describe*"));
    }

    #[test]
    fn patterns_that_match_and_whole_names_are_left_alone() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Describe*","kms:*Key","kms:Decrypt","kms:GenerateDataKey","kms:Nonsense"],"Resource":"*""#;
        assert!(found(CODE, statement).is_empty());
    }
}
