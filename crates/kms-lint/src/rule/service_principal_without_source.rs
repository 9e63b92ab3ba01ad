//! A statement allows an AWS service whichever customer it works for.
//!
//! ## Why it matters
//!
//! A service calls KMS for all of its customers. Without `aws:SourceArn`, `aws:SourceAccount` or `aws:SourceOrgID`,
//! another customer can make the service use your key (the confused-deputy problem). The severity depends on the
//! service: a security warning where AWS documents that it sends one of the keys, else a suggestion; no finding where
//! AWS documents that it sends none.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" },
//!   "Action": "kms:GenerateDataKey*", "Resource": "*" }
//! ```
//!
//! ## Fix
//!
//! Add `aws:SourceArn` with the ARN of the resource, or `aws:SourceAccount`. The fix adds what AWS documents that the
//! service sends, for the account of the key.

use kms_catalog::{AccessLevel, Operation, PathKind, Service, SourceContext, partition_of};
use kms_policy::Principal;
use kms_policy::edit::{Edit, Json};

use super::misspelt_service_principal::meant;
use crate::context::Context;
use crate::finding::{Findings, Severity};
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

/// What says for whom a service works.
const SOURCES: &[&str] = &["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

pub(super) fn check(context: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    if !context.is_key_policy() || !statement.is_allow() || !statement.is_whole() || is_limited(statement) {
        return;
    }
    // To describe a key or to read its policy is of no use to a confused deputy.
    let reads =
        |operation: &&Operation| matches!(operation.access_level, AccessLevel::Read | AccessLevel::List);
    if statement.operations.iter().all(reads) {
        return;
    }
    for entry in
        statement.principals().iter().filter(|entry| matches!(entry.principal, Principal::Service(_)))
    {
        let sent = sent_by(&entry.text.value, &statement.operations);
        let is_sent = |source: &SourceContext| matches!(source, SourceContext::Sent { .. });
        if !sent.is_empty() && sent.iter().all(|source| *source == SourceContext::NotSent) {
            continue;
        }
        let message = format!(
            "{} may use the key for any of its customers: no condition says for which account or resource.",
            quote(&entry.text.value)
        );
        let help = "Add a condition on `aws:SourceArn` or `aws:SourceAccount`.";
        let code = Code::ServicePrincipalWithoutSource;
        let Some(finding) = findings.push(code, entry.text.span, message, help) else { return };
        // A statement that also fits the calls without a source may have to do without the condition.
        if sent.is_empty() || !sent.iter().all(is_sent) {
            finding.graded(Severity::Suggestion);
        } else if statement.principals().len() == 1
            && let Some((title, edit)) = fix(context, statement, &sent)
        {
            finding.fixed(title, Some(edit));
        }
    }
}

/// Whether a condition ties the calls to an account or a resource: a source key, or an encryption context that names an
/// account, as the pages of CloudWatch Logs and SES do it.
fn is_limited(statement: &StatementView<'_>) -> bool {
    statement.conditions.iter().any(|condition| {
        let names_account = condition.key.is_some_and(|key| key.stem() == "kms:EncryptionContext:")
            && condition.values().all(|value| has_account(&value.value.text));
        condition.needs_key()
            && !condition.is_null()
            && (names_account || SOURCES.iter().any(|key| condition.is(key)))
    })
}

/// Whether twelve digits stand in a text by themselves.
fn has_account(text: &str) -> bool {
    text.split(|character: char| !character.is_ascii_alphanumeric())
        .any(|word| word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What the catalogue says that calls under this service principal carry, for any of these operations.
pub(super) fn sent_by(principal: &str, operations: &[&'static Operation]) -> Vec<SourceContext> {
    // A slip in the name is another rule's finding; what is said here is the same once it is corrected.
    let meant = meant(principal);
    let principal = meant.as_deref().unwrap_or(principal);
    let calls = |path: &&kms_catalog::Path| {
        let mut needed = path.all_operations();
        // Without a source only if the statement has all that such calls need: else it is for the service's other calls.
        let fits = match path.source {
            SourceContext::NotSent => needed.all(|operation| operations.contains(&operation)),
            _ => needed.any(|operation| operations.contains(&operation)),
        };
        fits && path.kind == PathKind::ServicePrincipal
            && path.principals.iter().any(|name| name.matches(principal))
    };
    let paths = Service::all().iter().flat_map(|service| service.paths);
    paths.filter(calls).map(|path| path.source).collect()
}

/// The condition that the service's own page has, for the account of the key.
fn fix(
    context: &Context<'_>,
    statement: &StatementView<'_>,
    sent: &[SourceContext],
) -> Option<(String, Edit)> {
    let account = context.facts.account()?;
    // A service that works for several others sends what each of them has.
    let [SourceContext::Sent { source_arn, source_account, .. }, rest @ ..] = sent else { return None };
    if !rest.iter().all(|source| matches!(source, SourceContext::Sent { source_account: Some(_), .. })) {
        return None;
    }
    let editor = context.editor()?;
    let arn = source_arn.filter(|_| rest.is_empty()).map(kms_catalog::Template::text);
    // A resource's ARN with the account in it says more than the account.
    if let Some(arn) = arn.filter(|arn| arn.starts_with("arn:") && arn.contains("<account>")) {
        // A trail or a rule may be in another Region than the key: only the account is tied down.
        let partition = partition_of(context.facts.region().unwrap_or_default());
        let arn = arn.replace("<partition>", partition).replace("<account>", account.as_str());
        let arn = placeholders_to_wildcards(&arn);
        let edit = editor.add_condition(
            statement.statement,
            "ArnLike",
            "aws:SourceArn",
            Json::from(arn.as_str()),
        )?;
        return Some((format!("Require `aws:SourceArn` {}", quote(&arn)), edit));
    }
    (*source_account)?;
    let value = Json::from(account.as_str());
    let edit = editor.add_condition(statement.statement, "StringEquals", "aws:SourceAccount", value)?;
    Some((format!("Require `aws:SourceAccount` {}", quote(account.as_str())), edit))
}

fn placeholders_to_wildcards(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('<') {
        text.push_str(before);
        let Some((_, after)) = behind.split_once('>') else { break };
        text.push('*');
        rest = after;
    }
    text.push_str(rest);
    text.replace("**", "*")
}

#[cfg(test)]
mod tests {
    use super::has_account;
    use crate::Code::ServicePrincipalWithoutSource as CODE;
    use crate::testing::{fixed, found};

    #[test]
    fn a_service_for_any_customer_is_found() {
        let statement = r#""Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:GenerateDataKey*","Resource":"*""#;
        assert_eq!(found(CODE, statement), [r#""cloudtrail.amazonaws.com""#]);
        assert!(fixed(CODE, statement).unwrap().contains("aws:Source"), "{:?}", fixed(CODE, statement));
    }

    #[test]
    fn a_source_or_an_encryption_context_with_the_account_limits_it() {
        for condition in [
            r#""StringEquals":{"aws:SourceAccount":"111122223333"}"#,
            r#""ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:us-east-1:111122223333:*"}"#,
        ] {
            let statement = format!(
                r#""Effect":"Allow","Principal":{{"Service":"cloudtrail.amazonaws.com"}},"Action":"kms:GenerateDataKey*","Resource":"*","Condition":{{{condition}}}"#
            );
            assert!(found(CODE, &statement).is_empty(), "{condition}");
        }
        let describes = r#""Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:DescribeKey","Resource":"*""#;
        assert!(found(CODE, describes).is_empty());
        assert!(has_account("arn:aws:x:y:111122223333:z") && !has_account("1111222233334"));
    }
}
