//! What people paste in place of a policy, turned into a scenario: a scenario, a bare key policy, or what
//! `aws kms get-key-policy` prints. [`crate::import`] reads everything else.

use kms_policy::PolicyKind;

use crate::import::{Detected, detect, key_of_policy};
use crate::scenario::{Assumed, Key, MAX_POLICY_BYTES, PolicyText, Readings, Scenario, ScenarioError};

/// What was made of a pasted text.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// The scenario. What a policy alone leaves open is among what it assumes.
    pub scenario: Scenario,
    /// What the text was.
    pub kind: PastedKind,
}

/// What a pasted text was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastedKind {
    /// A scenario.
    Scenario,
    /// A key policy.
    KeyPolicy,
    /// A key policy in the output of `aws kms get-key-policy`, or in anything else.
    GetKeyPolicyOutput,
}

impl Scenario {
    /// Reads what a person pasted.
    ///
    /// # Errors
    ///
    /// A scenario that cannot be read, or more text than a policy may have. A broken policy is no error.
    pub fn from_pasted(text: &str) -> Result<Pasted, ScenarioError> {
        Self::from_pasted_beside(text, &mut Readings::new())
    }

    /// The same where policies may have been read before.
    ///
    /// # Errors
    ///
    /// As [`Scenario::from_pasted`].
    pub fn from_pasted_beside(text: &str, readings: &mut Readings) -> Result<Pasted, ScenarioError> {
        let bare = text.trim_start_matches('\u{feff}').trim();
        // Most are a key policy and nothing else: then it is read once, and its reading stays with it.
        if begins_as_policy(bare) && bare.len() <= MAX_POLICY_BYTES {
            let mut key_policy = PolicyText::new(bare);
            readings.share_policy(&mut key_policy);
            if key_policy.parsed(PolicyKind::KeyPolicy).accepted().is_some() {
                return Ok(around(key_policy, PastedKind::KeyPolicy));
            }
        }
        let (policy, kind) = match detect(text) {
            Detected::Scenario => {
                let mut scenario = Self::from_json(text)?;
                readings.share(&mut scenario);
                return Ok(Pasted { scenario, kind: PastedKind::Scenario });
            }
            Detected::KeyPolicy { text, wrapped: true } => (text, PastedKind::GetKeyPolicyOutput),
            Detected::KeyPolicy { text, .. } => (text, PastedKind::KeyPolicy),
            Detected::IamPolicy | Detected::Other => (bare.to_owned(), PastedKind::KeyPolicy),
        };
        if policy.len() > MAX_POLICY_BYTES {
            let text = "the policy is larger than 1 MiB".to_owned();
            return Err(ScenarioError { path: String::new(), line: 1, column: 1, text, help: None });
        }
        Ok(around(PolicyText::new(policy), kind))
    }
}

/// Whether an object begins with a member of a policy: a first look, so that nothing else is read as one.
fn begins_as_policy(text: &str) -> bool {
    let first = text.strip_prefix('{').unwrap_or_default().trim_start();
    ["\"Version\"", "\"Id\"", "\"Statement\""].iter().any(|name| first.starts_with(name))
}

/// A scenario around a key policy, for the key that it belongs to as far as it says.
fn around(key_policy: PolicyText, kind: PastedKind) -> Pasted {
    let (arn, note) = key_of_policy(&key_policy);
    let field = note.path.unwrap_or_else(|| "key.arn".to_owned());
    let assumed = vec![Assumed { field, text: note.text }];
    Pasted { scenario: Scenario { key: Key::new(arn), key_policy, assumed, ..Scenario::default() }, kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY_ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";
    const POLICY: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": \
                          { \"AWS\": \"arn:aws-cn:iam::444455556666:root\" }, \"Action\": \"kms:*\", \"Resource\": \"*\" } ]\n}";

    fn pasted(text: &str) -> Pasted {
        Scenario::from_pasted(text).unwrap()
    }

    #[test]
    fn a_bare_policy_gets_the_account_of_its_account_principal() {
        let pasted = pasted(&format!("\u{feff}\n{POLICY}\n\n"));
        assert_eq!((pasted.kind, pasted.scenario.key_policy.text()), (PastedKind::KeyPolicy, POLICY));
        assert_eq!(pasted.scenario.key.arn, format!("arn:aws-cn:kms:cn-north-1:444455556666:key/{KEY_ID}"));
        assert_eq!(pasted.scenario.assumed[0].field, "key.arn");
        assert!(pasted.scenario.assumed[0].text.contains("444455556666"), "{:?}", pasted.scenario.assumed);
        assert_eq!(pasted.scenario.identity_policies, None);
    }

    /// What is taken for a key policy at first sight is one when it is looked at in full, with the same text.
    #[test]
    fn a_bare_policy_is_what_a_closer_look_finds() {
        let is_bare = |policy: &PolicyText| policy.parsed(PolicyKind::KeyPolicy).accepted().is_some();
        let policies = crate::EXAMPLES.iter().map(|example| example.scenario().unwrap().key_policy);
        let policies: Vec<PolicyText> = policies.filter(is_bare).collect();
        assert!(policies.len() > 30, "{}", policies.len());
        for policy in policies {
            let text = format!("\n  {}\n", policy.text());
            let bare = policy.text().trim().to_owned();
            assert_eq!(pasted(&text).scenario.key_policy.text(), bare);
            assert_eq!(detect(&text), Detected::KeyPolicy { text: bare, wrapped: false });
        }
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
            assert!(
                pasted.scenario.assumed[0].text.contains("111122223333"),
                "{:?}",
                pasted.scenario.assumed
            );
        }
    }

    #[test]
    fn key_and_region_come_from_the_policy_where_it_says_them() {
        let key = "arn:aws:kms:eu-west-1:111122223333:key/5678";
        let policy = POLICY.replace("\"*\"", &format!("[\"*\", \"{key}\"]"));
        assert_eq!(pasted(&policy).scenario.key.arn, key);
        let logs =
            "\"Principal\": { \"Service\": \"logs.eu-west-1.amazonaws.com\" }, \"Action\": \"kms:Decrypt\"";
        let policy =
            POLICY.replace("[ {", &format!("[ {{ \"Effect\": \"Allow\", {logs}, \"Resource\": \"*\" }}, {{"));
        let arn = pasted(&policy).scenario.key.arn;
        assert!(arn.contains(":kms:eu-west-1:444455556666:"), "{arn}");
    }

    #[test]
    fn a_scenario_is_read_as_one_and_says_what_is_wrong() {
        let scenario = Scenario { key_policy: POLICY.into(), ..Scenario::default() };
        assert_eq!(pasted(&scenario.to_json()).scenario, scenario);
        let error = Scenario::from_pasted("{\"version\": 1, \"keyPolicy\": {},").unwrap_err();
        assert_eq!(error.line, 1);
    }
}
