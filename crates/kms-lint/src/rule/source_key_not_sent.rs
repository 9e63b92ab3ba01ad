//! A statement requires a source key that the service does not send.
//!
//! ## Why it matters
//!
//! AWS documents two exceptions: EventBridge sends neither `aws:SourceArn` nor `aws:SourceAccount` nor `aws:SourceOrgID`
//! when it publishes to an encrypted SNS topic, and CloudTrail Lake sends none of them for its event data stores. A
//! statement that requires one never applies to these calls.
//!
//! ## Example
//!
//! ```json
//! { "Effect": "Allow", "Principal": { "Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
//!   "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*",
//!   "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } }
//! ```
//!
//! ## Fix
//!
//! Allow the service in a statement of its own without the condition.

use kms_policy::{Principal, PrincipalEntry};

use crate::condition::ConditionView;
use crate::context::Context;
use crate::finding::{Findings, Severity};
use crate::rule::Code;
use crate::statement::StatementView;
use crate::words::quote;

const SOURCES: &[&str] = &["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID"];

pub(super) fn check(_: &Context<'_>, statement: &StatementView<'_>, findings: &mut Findings) {
    let is_source =
        |condition: &&ConditionView<'_>| condition.needs_key() && SOURCES.iter().any(|key| condition.is(key));
    let Some(condition) = statement.conditions.iter().find(is_source).filter(|_| statement.is_allow()) else {
        return;
    };
    for entry in
        statement.principals().iter().filter(|entry| matches!(entry.principal, Principal::Service(_)))
    {
        let Some((case, severity)) = not_sent(statement, entry, condition) else { continue };
        let message = format!(
            "{} does not send {} {case}, so the statement does not allow it there.",
            quote(&entry.text.value),
            quote(condition.name())
        );
        let help = format!("Allow {} in a statement without this condition.", quote(&entry.text.value));
        let Some(finding) = findings.push(Code::SourceKeyNotSent, entry.text.span, message, help) else {
            return;
        };
        finding.also(condition.entry.key.span).graded(severity);
    }
}

/// When a service sends no source key, and how likely it is that the statement is for that case.
fn not_sent(
    statement: &StatementView<'_>,
    entry: &PrincipalEntry,
    condition: &ConditionView<'_>,
) -> Option<(&'static str, Severity)> {
    let is = |name: &str| entry.text.value.eq_ignore_ascii_case(name);
    let has_value = |part: &str| condition.values().any(|value| value.value.text.contains(part));
    if is("cloudtrail.amazonaws.com") && condition.is("aws:SourceArn") && has_value(":eventdatastore/") {
        return Some(("for an event data store of CloudTrail Lake", Severity::Warning));
    }
    if !is("events.amazonaws.com") || has_value(":event-bus/") || !statement.covers("GenerateDataKey") {
        return None;
    }
    // EventBridge sends the keys to SQS and for its own buses: only SNS tells.
    let topic =
        statement.conditions.iter().any(|condition| condition.is("kms:EncryptionContext:aws:sns:topicArn"));
    let alarms = statement.principals().iter().any(|entry| entry.text.value == "cloudwatch.amazonaws.com");
    let severity = if topic || alarms { Severity::Warning } else { Severity::Suggestion };
    Some(("when it publishes to an encrypted SNS topic", severity))
}

#[cfg(test)]
mod tests {
    use crate::Code::SourceKeyNotSent as CODE;
    use crate::Severity;
    use crate::testing::{findings, found, policy};
    use kms_policy::PolicyKind;

    const STATEMENT: &str = r#""Effect":"Allow","Principal":{"Service":["cloudwatch.amazonaws.com","events.amazonaws.com"]},"Action":["kms:Decrypt","kms:GenerateDataKey*"],"Resource":"*","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}"#;

    #[test]
    fn eventbridge_is_found_and_other_publishers_are_not() {
        assert_eq!(found(CODE, STATEMENT), [r#""events.amazonaws.com""#]);
        assert_eq!(findings(CODE, PolicyKind::KeyPolicy, &policy(STATEMENT))[0].severity, Severity::Warning);
        let alone = STATEMENT.replace(r#""cloudwatch.amazonaws.com","#, "");
        assert_eq!(findings(CODE, PolicyKind::KeyPolicy, &policy(&alone))[0].severity, Severity::Suggestion);
        let bus = r#""Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"kms:GenerateDataKey","Resource":"*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:events:us-east-1:111122223333:event-bus/a"}}"#;
        assert!(found(CODE, bus).is_empty());
    }
}
