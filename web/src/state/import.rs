//! Text that comes from elsewhere: a scenario, a bare key policy, or what `aws kms get-key-policy` prints.

use kms_playground::{Scenario, ScenarioError};
use serde_json::Value;

use super::action::{Action, Edit, Loaded, Notice};
use super::policy_slot::{PolicySlot, Role};

/// What to do with a whole text that was pasted in place of a policy; nothing when it is to be pasted as it is.
pub(crate) fn pasted(text: &str, scenario: &Scenario, slot: PolicySlot) -> Vec<Action> {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    if is_scenario(&value) {
        return opened(text, scenario);
    }
    match (printed_policy(&value), slot.role) {
        (Some(policy), _) => set_policy(policy, scenario, slot, "the policy in the output of get-key-policy"),
        (None, Role::KeyPolicy) if is_policy(&value) => set_policy(text, scenario, slot, "a key policy"),
        _ => Vec::new(),
    }
}

/// What to do with a file that was opened or dropped: always something, if only to say why not.
pub(crate) fn opened(text: &str, scenario: &Scenario) -> Vec<Action> {
    let value = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).ok();
    if let Some(value) = &value {
        if let Some(policy) = printed_policy(value) {
            return set_policy(policy, scenario, PolicySlot::KEY_POLICY, "the policy in the output of get-key-policy");
        }
        if is_policy(value) {
            return set_policy(text, scenario, PolicySlot::KEY_POLICY, "a key policy");
        }
    }
    match Scenario::from_json(text) {
        Ok(scenario) => vec![Action::Load(Box::new(Loaded {
            notice: Some(Notice::done(format!("Opened {}", title(&scenario)))),
            scenario,
            request: 0,
            from_address: false,
        }))],
        Err(error) => vec![Action::Tell(Notice::failed(refusal(&error)))],
    }
}

fn refusal(error: &ScenarioError) -> String {
    format!("This is neither a scenario nor a key policy: {error}")
}

fn title(scenario: &Scenario) -> String {
    scenario.title.as_ref().map_or_else(|| "the scenario".to_owned(), |title| format!("“{title}”"))
}

fn is_scenario(value: &Value) -> bool {
    value.get("keyPolicy").is_some() && value.get("requests").is_some()
}

fn is_policy(value: &Value) -> bool {
    value.get("Statement").is_some()
}

/// The policy in `{"Policy": "…", "PolicyName": "default"}`.
fn printed_policy(value: &Value) -> Option<&str> {
    value.get("Statement").is_none().then(|| value.get("Policy")?.as_str())?
}

/// Puts the policy into its slot; a key policy also says which account the key is in.
fn set_policy(text: &str, scenario: &Scenario, slot: PolicySlot, what: &str) -> Vec<Action> {
    let mut changed = scenario.clone();
    slot.set_text(&mut changed, text.into());
    let mut said = format!("Took {what}.");
    if slot == PolicySlot::KEY_POLICY {
        let named = account_principal(text);
        let account = named.unwrap_or("111122223333");
        let before = scenario.key.arn.split(':').nth(4).unwrap_or_default();
        if before != account {
            changed.key.arn = with_account(&scenario.key.arn, account);
            said.push_str(&match named {
                Some(_) => format!(" The key is now one of account {account}, which the policy names."),
                None => format!(" It names no account; the key is taken to be one of {account}."),
            });
        }
    }
    vec![Action::Edit(Edit::Replace(Box::new(changed))), Action::Tell(Notice::done(said))]
}

/// The account in the first `arn:…:iam::ACCOUNT:root`.
fn account_principal(text: &str) -> Option<&str> {
    text.split(":iam::").skip(1).find_map(|rest| {
        let (account, rest) = rest.split_once(':')?;
        let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
        (is_account && rest.starts_with("root\"")).then_some(account)
    })
}

fn with_account(arn: &str, account: &str) -> String {
    let parts = arn.split(':').enumerate();
    parts.map(|(index, part)| if index == 4 { account } else { part }).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"kms:*","Resource":"*"}]}"#;

    fn replaced(actions: &[Action]) -> &Scenario {
        match actions.first() {
            Some(Action::Edit(Edit::Replace(scenario))) => scenario,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_bare_key_policy_brings_its_account() {
        let actions = pasted(POLICY, &Scenario::default(), PolicySlot::KEY_POLICY);
        let scenario = replaced(&actions);
        assert_eq!(scenario.key_policy.text(), POLICY);
        assert!(scenario.key.arn.starts_with("arn:aws:kms:us-east-1:444455556666:key/"));
    }

    #[test]
    fn what_get_key_policy_prints_is_unwrapped() {
        let printed = serde_json::json!({ "Policy": POLICY, "PolicyName": "default" }).to_string();
        for actions in [
            pasted(&printed, &Scenario::default(), PolicySlot::KEY_POLICY),
            opened(&printed, &Scenario::default()),
        ] {
            assert_eq!(replaced(&actions).key_policy.text(), POLICY);
        }
    }

    #[test]
    fn a_scenario_is_opened_and_anything_else_is_refused_with_its_reason() {
        let scenario = Scenario { title: Some("T".to_owned()), ..Scenario::default() };
        assert!(matches!(opened(&scenario.to_json(), &Scenario::default()).as_slice(), [Action::Load(_)]));
        let [Action::Tell(notice)] = &*opened("{\"version\": 2}", &Scenario::default()) else { panic!() };
        assert!(notice.failed && notice.text.contains("line 1"), "{}", notice.text);
    }

    #[test]
    fn a_fragment_of_a_policy_is_pasted_as_it_is() {
        for text in ["\"kms:Decrypt\"", "{\"Effect\": \"Allow\"}", "not JSON"] {
            assert_eq!(pasted(text, &Scenario::default(), PolicySlot::KEY_POLICY), Vec::new());
        }
    }
}
