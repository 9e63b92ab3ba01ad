//! A policy of version 2008-10-17 uses policy variables.
//!
//! ## Why it matters
//!
//! Only version 2012-10-17 replaces `${…}`. In an older policy, and in one without `Version`, `${aws:username}` is compared
//! as it is written, and no request has that text.
//!
//! ## Example
//!
//! ```json
//! { "Version": "2008-10-17", "Statement": [
//!   { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "kms:Decrypt", "Resource": "*",
//!     "Condition": { "StringEquals": { "kms:EncryptionContext:user": "${aws:userid}" } } } ] }
//! ```
//!
//! ## Fix
//!
//! Use version 2012-10-17. Look at the fix first: conditions become true with it.

use kms_policy::edit::Json;
use kms_policy::{PolicyVersion, Template};

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::Findings;
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.document.effective_version() != PolicyVersion::V2008 {
        return;
    }
    let conditions = context.statements.iter().flat_map(|statement| &statement.conditions);
    let values = conditions.flat_map(ConditionView::values).map(|value| (&value.value.text, value.span));
    let resources = context.statements.iter().flat_map(StatementView::resources);
    let texts = values.chain(resources.map(|resource| (&resource.value, resource.span)));
    let has_variable = |text: &str| Template::new(text, PolicyVersion::V2012).variables().next().is_some();
    let Some((text, span)) = texts.into_iter().find(|(text, _)| text.contains("${") && has_variable(text))
    else {
        return;
    };
    let message =
        format!("The variable in {} is not replaced: the policy is not of version 2012-10-17.", quote(text));
    let help = "Use `\"Version\": \"2012-10-17\"`.";
    let Some(finding) = findings.push(Code::VariableNotReplaced, span, message, help) else { return };
    let edit = match &context.document.version {
        Some(version) => context.replace(version.span, "2012-10-17"),
        None => {
            let document = context.document.span;
            context
                .editor()
                .and_then(|editor| editor.add_member(document, "Version", Json::from("2012-10-17")))
        }
    };
    finding.fixed_after_review("Use version 2012-10-17", edit);
}

#[cfg(test)]
mod tests {
    use crate::Code::VariableNotReplaced as CODE;
    use crate::testing::{findings, policy};
    use kms_policy::PolicyKind;

    #[test]
    fn a_variable_in_an_old_policy_is_found() {
        let new = policy(
            r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:EncryptionContext:u":"${aws:userid}"}}"#,
        );
        let old = new.replace("2012", "2008");
        let fix = findings(CODE, PolicyKind::KeyPolicy, &old)[0].fix.clone().unwrap();
        assert_eq!(fix.edit.apply(&old).unwrap(), new);
        assert!(findings(CODE, PolicyKind::KeyPolicy, &new).is_empty());
        assert_eq!(
            findings(CODE, PolicyKind::KeyPolicy, &new.replace(r#""Version":"2012-10-17","#, "")).len(),
            1
        );
    }
}
