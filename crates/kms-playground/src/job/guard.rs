//! What each condition of a written statement keeps out, tried on the statement with and without it.

use serde::Serialize;

use super::draft::{Draft, DraftCondition, key_policy};
use crate::report::Decision;
use crate::run::decide;
use crate::scenario::{ContextValue, NamedPolicy, PolicyText, Request, Scenario};

/// What a condition keeps out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConditionReport {
    /// The condition key.
    pub key: String,
    /// The call that would be allowed without it, in a sentence.
    pub text: String,
    /// Whether the engine refuses that call with the condition and allows it without.
    pub verified: bool,
}

/// Says of every condition of a statement what it keeps out; `request` is a call that the statement allows.
pub(super) fn guards(draft: &Draft, request: &Request, around: &Scenario) -> Vec<ConditionReport> {
    let guard = |at: usize, condition: &DraftCondition| {
        let (outsider, text) = outsider(condition, request)?;
        let mut without = draft.clone();
        without.conditions.remove(at);
        let allows = |draft: &Draft| {
            // Identity-based policies that allow everything: the statement alone is on trial.
            let all = NamedPolicy { name: "everything".to_owned(), text: PolicyText::new(EVERYTHING) };
            let scenario = Scenario {
                identity_policies: Some(vec![all]),
                callers: Vec::new(),
                key_policy: PolicyText::new(key_policy(std::slice::from_ref(draft))),
                requests: vec![outsider.clone()],
                ..around.clone()
            };
            decide(&scenario).first() == Some(&Decision::Allowed)
        };
        let verified = !allows(draft) && allows(&without);
        Some(ConditionReport { key: condition.key.clone(), text, verified })
    };
    draft.conditions.iter().enumerate().filter_map(|(at, condition)| guard(at, condition)).collect()
}

/// A call like `request` that differs only in what the condition tests, and what it is.
fn outsider(condition: &DraftCondition, request: &Request) -> Option<(Request, String)> {
    let mut other = request.clone();
    let text = match condition.key.as_str() {
        "kms:ViaService" => {
            let via = request.via_service.as_deref()?;
            let (_, place) = via.split_once('.')?;
            other.via_service = Some(format!("another-service.{place}"));
            format!("Without it, the same principal could use the key through any service, not only `{via}`.")
        }
        "aws:SourceAccount" => {
            other.source_account = Some(OTHER_ACCOUNT.to_owned());
            "Without it, the service could use the key for another AWS account.".to_owned()
        }
        "aws:SourceArn" => {
            let arn = request.source_arn.as_deref()?;
            other.source_arn = Some(another(arn));
            "Without it, the service could use the key for another resource.".to_owned()
        }
        "kms:GrantIsForAWSResource" => {
            let flag = ContextValue::One("false".to_owned());
            other.context.set("kms:GrantIsForAWSResource", Some(flag));
            "Without it, the principal could make grants for anybody.".to_owned()
        }
        "kms:GrantOperations" => {
            let listed = |name: &&str| !condition.values.iter().any(|value| value == name);
            let further = ["RetireGrant", "VerifyMac", "Sign"].into_iter().find(listed)?;
            other.parameters.insert("Operations".to_owned(), vec![further].into());
            format!("Without it, a grant could also list operations such as `{further}`.")
        }
        "kms:GranteePrincipal" => {
            let grantee = format!("arn:aws:iam::{OTHER_ACCOUNT}:role/Other");
            other.parameters.insert("GranteePrincipal".to_owned(), grantee.into());
            "Without it, the principal could give the key to anybody.".to_owned()
        }
        key => {
            let name = key.strip_prefix("kms:EncryptionContext:")?;
            if other.action == "kms:CreateGrant" {
                let subset = other.parameters.get_mut("Constraints")?.get_mut("EncryptionContextSubset")?;
                let value = subset.get_mut(name)?;
                *value = format!("other-{}", value.as_str()?).into();
            } else {
                let value = format!("other-{}", other.encryption_context.get(name)?);
                other.encryption_context.set(name, value.clone());
                if other.destination_encryption_context.get(name).is_some() {
                    other.destination_encryption_context.set(name, value);
                }
            }
            format!(
                "Without it, the key could be used with any value of `{name}`, that is for any other resource."
            )
        }
    };
    Some((other, text))
}

const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}"#;
const OTHER_ACCOUNT: &str = "999999999999";

/// The ARN of the same kind in another account, or of another name where it has no account.
fn another(arn: &str) -> String {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        [arn, partition, service, region, account, resource] if !account.is_empty() => {
            format!("{arn}:{partition}:{service}:{region}:{OTHER_ACCOUNT}:{resource}")
        }
        [arn, partition, service, region, account, resource] => {
            format!("{arn}:{partition}:{service}:{region}:{account}:other-{resource}")
        }
        _ => format!("{arn}-other"),
    }
}
