//! Two statements have the same `Sid`.
//!
//! ## Why it matters
//!
//! Reports, and people, name statements by their Sid. IAM policies must not repeat one; for key policies AWS does not say, and
//! Access Analyzer reports it.
//!
//! ## Example
//!
//! ```json
//! { "Version": "2012-10-17", "Statement": [
//!   { "Sid": "Use", "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" },
//!   { "Sid": "Use", "Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*" } ] }
//! ```
//!
//! ## Fix
//!
//! The fix adds a number to the later Sid.

use std::collections::BTreeSet;

use kms_policy::PolicyKind;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    // In IAM policies AWS refuses it, which is an error of the text.
    let is_refused = [PolicyKind::IdentityBased, PolicyKind::PermissionsBoundary, PolicyKind::SessionPolicy]
        .contains(&context.kind);
    let sids = context.document.statements.iter().filter_map(|statement| statement.sid.as_ref());
    let mut taken = BTreeSet::new();
    // One by one: a set that is collected is sorted first, which weighs more than all of this rule in the download.
    sids.clone().for_each(|sid| {
        taken.insert(sid.value.clone());
    });
    let mut seen = BTreeSet::new();
    for sid in sids.filter(|sid| !sid.value.is_empty() && !is_refused) {
        if seen.insert(sid.value.as_str()) {
            continue;
        }
        let message = format!("Another statement of the policy has the Sid {} as well.", quote(&sid.value));
        let help = "Give each statement a Sid of its own.";
        let Some(finding) = findings.push(Code::DuplicateSid, sid.span, message, help) else { return };
        let free =
            (2..1000).map(|number| format!("{}{number}", sid.value)).find(|name| !taken.contains(name));
        if let Some(free) = free {
            finding.fixed(format!("Rename to {}", quote(&free)), context.replace(sid.span, &free));
            taken.insert(free);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::DuplicateSid as CODE;
    use crate::testing::findings;
    use kms_policy::PolicyKind;

    #[test]
    fn a_sid_that_is_repeated_is_found_and_renamed() {
        let statement = |sid: &str| {
            format!(
                r#"{{"Sid":"{sid}","Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*"}}"#
            )
        };
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[{},{},{}]}}"#,
            statement("a"),
            statement("a"),
            statement("a2")
        );
        let found = findings(CODE, PolicyKind::KeyPolicy, &text);
        assert_eq!(found.len(), 1);
        assert!(found[0].fix.as_ref().unwrap().edit.apply(&text).unwrap().contains(r#""Sid":"a3""#));
    }
}
