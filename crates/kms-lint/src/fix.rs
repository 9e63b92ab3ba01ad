//! All safe fixes of a policy at once.

use kms_policy::edit::Edit;
use kms_policy::{PolicyKind, Severity, parse};

use crate::context::{Facts, Policy};
use crate::finding::{Applicability, Finding};
use crate::rule::{Code, lint};

/// A policy after its safe fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// The rules whose fixes were applied, one for each fix, in the order of application.
    pub applied: Vec<Code>,
}

/// One fix can make room for the next, such as a name that is listed twice once it is corrected.
const ROUNDS: usize = 8;

/// Applies every fix that needs no review, of the rules for which `is_wanted` is true, until none is left.
pub fn fix(text: &str, kind: PolicyKind, facts: &Facts, is_wanted: impl Fn(Code) -> bool) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), applied: Vec::new() };
    for _ in 0..ROUNDS {
        let read = parse(&fixed.text, kind);
        let policy = Policy { text: &fixed.text, kind, document: &read.document, facts };
        let findings = lint(&policy);
        let wanted = findings.iter().filter(|finding| is_wanted(finding.code));
        let (edit, applied) = together(wanted);
        let Some(text) = edit.apply(&fixed.text).filter(|_| !applied.is_empty()) else { break };
        let refusals = |parse: &kms_policy::Parse| {
            parse.errors.iter().filter(|error| error.severity == Severity::Refused).count()
        };
        // What makes AWS refuse the policy is no fix.
        if refusals(&parse(&text, kind)) > refusals(&read) {
            break;
        }
        fixed.text = text;
        fixed.applied.extend(applied);
    }
    fixed
}

/// The fixes that can be applied at once: of two that overlap the first.
fn together<'f>(findings: impl Iterator<Item = &'f Finding>) -> (Edit, Vec<Code>) {
    let mut all = Edit::default();
    let mut applied = Vec::new();
    for finding in findings {
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.applicability == Applicability::Always) else {
            continue;
        };
        if let Some(both) = all.and(&fix.edit) {
            all = both;
            applied.push(finding.code);
        }
    }
    (all, applied)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{KEY, policy};

    #[test]
    fn fixes_that_overlap_are_applied_one_after_the_other() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Encypt","kms:Encrypt","kms:ReEncrypt"],"Resource":"*""#;
        let fixed = fix(&policy(statement), PolicyKind::KeyPolicy, &Facts::of_key(KEY), |_| true);
        assert!(fixed.text.contains(r#""Action":["kms:Encrypt","kms:ReEncrypt*"]"#), "{}", fixed.text);
        assert_eq!(fixed.applied, [Code::UnknownAction, Code::ReEncryptAction, Code::RedundantAction]);
        let none = fix(&policy(statement), PolicyKind::KeyPolicy, &Facts::of_key(KEY), |_| false);
        assert_eq!(none.text, policy(statement));
    }
}
