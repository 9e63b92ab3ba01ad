//! A statement or a grant is for the unique id of a user or role.
//!
//! ## Why it matters
//!
//! AWS keeps the unique id of each user and role that a policy names. Once that user or role is deleted, AWS shows the id
//! (`AIDA…`, `AROA…`) in place of the ARN. The entry gives nobody access, not even to a new role of the same name; and AWS may refuse the
//! policy when it is sent again, because the principal does not exist. A grant for the id of a deleted principal can be used by nobody.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": ["AROADBQP57FF2AEXAMPLE", "arn:aws:iam::111122223333:role/App"] },
//!   "Action": "kms:Decrypt", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Remove the id, or replace it with the ARN of the role that is there now. Look at the fix first: the id of a Deny keeps somebody out
//! who may come back. Revoke a grant for a deleted principal and create one for its successor.

use kms_policy::{Principal, Span};

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for statement in &context.statements {
        let principals = statement.principals();
        for entry in principals {
            let Principal::UniqueId(id) = &entry.principal else { continue };
            let noun = if id.starts_with("AIDA") { "user" } else { "role" };
            let message = format!(
                "{} is the unique id of a {noun}. AWS shows it where the {noun} was deleted: the entry names nobody, not even a new {noun} of the same name.",
                quote(&entry.text.value)
            );
            let help = format!("Remove it, or write the ARN of the {noun} that is there now.");
            let Some(finding) = findings.push(Code::DeletedPrincipal, entry.text.span, message, help) else {
                return;
            };
            // Without its only principal a statement is none.
            if principals.len() > 1 {
                let edit = context.editor().and_then(|editor| editor.remove(&[entry.text.span]));
                finding.fixed_after_review(format!("Remove {}", quote(&entry.text.value)), edit);
            }
        }
    }
    if !context.is_key_policy() {
        return;
    }
    for (number, grantee) in &context.facts.grantees {
        if !matches!(Principal::aws(grantee), Principal::UniqueId(_)) {
            continue;
        }
        // Grants stand in no policy: the first brace of the key's policy is the place.
        let start = context.document.span.start();
        let place = Span::new(start, context.document.span.end().min(start + 1));
        let message = format!(
            "Grant {number} on the key is for the unique id {}. AWS shows an id where the user or role was deleted: nobody can use the grant.",
            quote(grantee)
        );
        let help = "Revoke the grant; create one for the ARN of the principal that is there now.";
        if findings.push(Code::DeletedPrincipal, place, message, help).is_none() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use kms_policy::{PolicyKind, parse};

    use crate::Code::DeletedPrincipal as CODE;
    use crate::testing::{KEY, fixed, found, policy};
    use crate::{Facts, Policy, lint};

    #[test]
    fn a_unique_id_is_found_and_removed_where_others_are_named() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":["AROADBQP57FF2AEXAMPLE","arn:aws:iam::111122223333:role/A"]},"Action":"kms:Decrypt","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""AROADBQP57FF2AEXAMPLE""#]);
        assert!(!fixed(CODE, statement).unwrap().contains("AROA"));
        let alone = r#""Effect":"Allow","Principal":{"AWS":"AIDADBQP57FF2AEXAMPLE"},"Action":"kms:Decrypt","Resource":"*""#;
        assert_eq!(found(CODE, alone), [r#""AIDADBQP57FF2AEXAMPLE""#]);
        assert_eq!(fixed(CODE, alone), None);
    }

    #[test]
    fn a_grant_for_a_unique_id_is_found_in_the_policy_of_its_key() {
        let text = policy(
            r#""Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/A"},"Action":"kms:Decrypt","Resource":"*""#,
        );
        let of = |grantee: &str, kind| {
            let facts = Facts { grantees: vec![(2, grantee.to_owned())], ..Facts::of_key(KEY) };
            let parse = parse(&text, kind);
            let all = lint(&Policy { text: &text, kind, document: &parse.document, facts: &facts });
            all.into_iter().filter(|finding| finding.code == CODE).count()
        };
        assert_eq!(of("AROADBQP57FF2AEXAMPLE", PolicyKind::KeyPolicy), 1);
        assert_eq!(of("arn:aws:iam::111122223333:role/A", PolicyKind::KeyPolicy), 0);
        assert_eq!(of("AROADBQP57FF2AEXAMPLE", PolicyKind::IdentityBased), 0);
    }
}
