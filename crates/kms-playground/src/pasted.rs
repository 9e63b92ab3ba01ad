//! What people paste, turned into a scenario: a scenario, a bare key policy, or what `aws kms get-key-policy` prints.
//!
//! The policy keeps its bytes, placeholders and faults included. What a bare policy does not say about its key is
//! taken from the policy where it can be, and said to be an assumption.

use kms_policy::{Arn, PolicyDocument, PolicyKind, Principal, PrincipalElement, ResourceElement, Statement};
use serde_json::{Map, Value};

use crate::report::Note;
use crate::scenario::{Key, MAX_POLICY_BYTES, PolicyText, Scenario, ScenarioError};

const ACCOUNT: &str = "111122223333";
const REGION: &str = "us-east-1";
const KEY_ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

/// What was made of a pasted text.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// The scenario.
    pub scenario: Scenario,
    /// What the text was.
    pub kind: PastedKind,
    /// What was taken for granted.
    pub assumptions: Vec<Note>,
}

/// What a pasted text was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastedKind {
    /// A scenario.
    Scenario,
    /// A key policy.
    KeyPolicy,
    /// The output of `aws kms get-key-policy`.
    GetKeyPolicyOutput,
}

impl Scenario {
    /// Reads what a person pasted.
    ///
    /// # Errors
    ///
    /// A scenario that cannot be read, or more text than a policy may have. A broken policy is no error.
    pub fn from_pasted(text: &str) -> Result<Pasted, ScenarioError> {
        let trimmed = text.trim_start_matches('\u{feff}').trim();
        match serde_json::from_str::<Map<String, Value>>(trimmed) {
            Ok(fields) if is_scenario(&fields) => scenario(text),
            Ok(fields) => match fields.get("Policy") {
                Some(Value::String(policy)) => of_policy(policy, PastedKind::GetKeyPolicyOutput),
                Some(policy @ Value::Object(_)) => {
                    let text = serde_json::to_string_pretty(policy).unwrap_or_default();
                    of_policy(&text, PastedKind::GetKeyPolicyOutput)
                }
                _ => of_policy(trimmed, PastedKind::KeyPolicy),
            },
            Err(_) if trimmed.contains("\"keyPolicy\"") => scenario(text),
            Err(_) if serde_json::from_str::<String>(trimmed).is_ok() => {
                // `--query Policy` prints the policy as a JSON string.
                let policy = serde_json::from_str::<String>(trimmed).unwrap_or_default();
                of_policy(&policy, PastedKind::GetKeyPolicyOutput)
            }
            Err(_) => match text_output(trimmed) {
                Some(policy) => of_policy(policy, PastedKind::GetKeyPolicyOutput),
                None => of_policy(trimmed, PastedKind::KeyPolicy),
            },
        }
    }
}

fn is_scenario(fields: &Map<String, Value>) -> bool {
    ["keyPolicy", "requests", "key", "version"].iter().any(|name| fields.contains_key(*name))
}

/// `--output text` prints the policy, a tab and the policy's name.
fn text_output(text: &str) -> Option<&str> {
    let (policy, name) = text.rsplit_once('\t')?;
    (policy.ends_with('}') && matches!(name, "default" | "AWS_RAM")).then_some(policy)
}

fn scenario(text: &str) -> Result<Pasted, ScenarioError> {
    let scenario = Scenario::from_json(text)?;
    Ok(Pasted { scenario, kind: PastedKind::Scenario, assumptions: Vec::new() })
}

fn of_policy(policy: &str, kind: PastedKind) -> Result<Pasted, ScenarioError> {
    if policy.len() > MAX_POLICY_BYTES {
        let text = "the policy is larger than 1 MiB".to_owned();
        return Err(ScenarioError { path: String::new(), line: 1, column: 1, text, help: None });
    }
    let parse = kms_policy::parse(policy, PolicyKind::KeyPolicy);
    let (key, assumption) = key_of(&parse.document);
    let scenario = Scenario { key, key_policy: PolicyText::new(policy), ..Scenario::default() };
    Ok(Pasted { scenario, kind, assumptions: vec![assumption] })
}

/// The key that the policy belongs to, as far as it says.
fn key_of(document: &PolicyDocument) -> (Key, Note) {
    if let Some(arn) = document.statements.iter().find_map(key_arn) {
        let text = format!("The key is taken to be `{arn}`, which the policy names as its resource.");
        return (Key::new(arn), Note::new("keyFromResource", text).at("key.arn"));
    }
    let region = document.statements.iter().find_map(region).unwrap_or(REGION);
    let (account, partition) =
        document.statements.iter().find_map(account).unwrap_or((ACCOUNT.to_owned(), "aws"));
    let named = document.statements.iter().any(|statement| self::account(statement).is_some());
    let (code, why) = match named {
        true => ("keyFromAccountPrincipal", "the account that the policy names as a principal"),
        false => ("keyOfExampleAccount", "because the policy names no account as a principal"),
    };
    let arn = format!("arn:{partition}:kms:{region}:{account}:key/{KEY_ID}");
    let text = format!("The key is taken to belong to account {account}, {why}, and to Region {region}.");
    (Key::new(arn), Note::new(code, text).at("key.arn"))
}

/// A key ARN without wildcards that stands as the resource.
fn key_arn(statement: &Statement) -> Option<&str> {
    let Some(ResourceElement::Resource(list)) = &statement.resource else { return None };
    list.items.iter().map(|item| item.value.as_str()).find(|text| {
        let whole = !text.contains(['*', '?', '<', '$']);
        whole
            && Arn::new(text).is_some_and(|arn| arn.service() == "kms" && arn.resource().starts_with("key/"))
    })
}

/// The first account among the principals, with its partition.
fn account(statement: &Statement) -> Option<(String, &str)> {
    let Some(PrincipalElement::Principal(list)) = &statement.principal else { return None };
    list.items.iter().find_map(|entry| match &entry.principal {
        Principal::Account { account, partition } => {
            Some((account.to_string(), partition.as_deref().unwrap_or("aws")))
        }
        _ => None,
    })
}

/// The Region of the first service that `kms:ViaService` names: `s3.eu-west-1.amazonaws.com`.
fn region(statement: &Statement) -> Option<&str> {
    let entries =
        statement.condition.iter().flat_map(|condition| &condition.blocks).flat_map(|block| &block.entries);
    let values = entries
        .filter(|entry| entry.key.value.eq_ignore_ascii_case("kms:ViaService"))
        .flat_map(|entry| &entry.values);
    values.map(|value| value.value.text.as_str()).find_map(|text| {
        let (_, region) = text.split_once(".amazonaws.com").and_then(|(name, _)| name.rsplit_once('.'))?;
        let is_region = region.split('-').count() >= 3 && region.ends_with(|c: char| c.is_ascii_digit());
        is_region.then_some(region)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": \
                          { \"AWS\": \"arn:aws-cn:iam::444455556666:root\" }, \"Action\": \"kms:*\", \"Resource\": \"*\" } ]\n}";

    fn pasted(text: &str) -> Pasted {
        Scenario::from_pasted(text).unwrap()
    }

    #[test]
    fn a_bare_policy_gets_the_account_of_its_account_principal() {
        let pasted = pasted(&format!("\u{feff}\n{POLICY}\n\n"));
        assert_eq!((pasted.kind, pasted.scenario.key_policy.text()), (PastedKind::KeyPolicy, POLICY));
        assert_eq!(pasted.scenario.key.arn, format!("arn:aws-cn:kms:us-east-1:444455556666:key/{KEY_ID}"));
        assert_eq!(pasted.assumptions[0].code, "keyFromAccountPrincipal");
        assert_eq!(pasted.scenario.identity_policies, None);
    }

    #[test]
    fn what_the_command_line_prints_is_unwrapped() {
        let json = serde_json::json!({ "Policy": POLICY, "PolicyName": "default" }).to_string();
        for text in [json, format!("{POLICY}\tdefault\n")] {
            let pasted = pasted(&text);
            assert_eq!(pasted.kind, PastedKind::GetKeyPolicyOutput);
            assert_eq!(pasted.scenario.key_policy.text(), POLICY);
        }
    }

    #[test]
    fn a_broken_policy_and_placeholders_are_kept() {
        for text in ["{ \"Statement\": [ oops", "{\"AWS\": \"arn:aws:iam::<account-id>:root\"}", "hello", ""]
        {
            let pasted = pasted(text);
            assert_eq!(pasted.scenario.key_policy.text(), text);
            assert_eq!(pasted.scenario.key, Key::default());
            assert_eq!(pasted.assumptions[0].code, "keyOfExampleAccount");
        }
    }

    #[test]
    fn key_and_region_come_from_the_policy_where_it_says_them() {
        let key = "arn:aws:kms:eu-west-1:111122223333:key/5678";
        let policy = POLICY.replace("\"*\"", &format!("[\"*\", \"{key}\"]"));
        assert_eq!(pasted(&policy).scenario.key.arn, key);
        let via = "\"Condition\": { \"StringEquals\": { \"kms:viaservice\": \"s3.eu-west-1.amazonaws.com\" } }, \"Resource\"";
        let policy = POLICY.replace("\"Resource\"", via);
        assert!(pasted(&policy).scenario.key.arn.contains(":kms:eu-west-1:444455556666:"));
    }

    #[test]
    fn a_scenario_is_read_as_one_and_says_what_is_wrong() {
        let scenario = Scenario { key_policy: POLICY.into(), ..Scenario::default() };
        assert_eq!(pasted(&scenario.to_json()).scenario, scenario);
        let error = Scenario::from_pasted("{\"version\": 1, \"keyPolicy\": {},").unwrap_err();
        assert_eq!(error.line, 1);
    }
}
