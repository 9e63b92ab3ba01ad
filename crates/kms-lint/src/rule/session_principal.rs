//! A statement names one session of a role, or a federated user.
//!
//! ## Why it matters
//!
//! The statement applies only while a session has exactly this name. Whoever assumes the role chooses the name.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "AWS": "arn:aws:sts::111122223333:assumed-role/App/session1" },
//!   "Action": "kms:Decrypt", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Name the role.

use kms_policy::Principal;

use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    for entry in statement.principals() {
        let help = match &entry.principal {
            Principal::AssumedRole { home, role, .. } => format!(
                "Name the role, {} without its path.",
                quote(&format!("arn:{}:iam::{}:role/{role}", home.partition, home.account))
            ),
            Principal::FederatedUser { .. } => "Name the IAM user or the role behind the session.".to_owned(),
            _ => continue,
        };
        let message = format!(
            "{} is one session: the statement applies to sessions of that name only.",
            quote(&entry.text.value)
        );
        findings.push(Code::SessionPrincipal, entry.text.span, message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::Code::SessionPrincipal as CODE;
    use crate::testing::found;

    #[test]
    fn a_session_is_found_and_a_role_is_not() {
        let statement = r#""Effect":"Allow","Principal":{"AWS":["arn:aws:sts::111122223333:assumed-role/A/s","arn:aws:iam::111122223333:role/A"]},"Action":"kms:Decrypt","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""arn:aws:sts::111122223333:assumed-role/A/s""#]);
    }
}
