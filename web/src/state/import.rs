//! Text that comes from elsewhere, pasted over a policy or opened as a file: the engine says what it is, here it
//! becomes actions.

use kms_playground::import::{Detected, detect};
use kms_playground::{Key, Pasted, PastedKind, Scenario};

use super::action::{Action, Edit, Loaded, Notice};
use super::policy_slot::PolicySlot;

/// What to do with a text that was pasted in place of a whole policy; nothing when it is to be pasted as it is.
pub(crate) fn pasted(text: &str, scenario: &Scenario, slot: PolicySlot) -> Vec<Action> {
    if detect(text) == Detected::Other {
        return Vec::new();
    }
    let Ok(read) = Scenario::from_pasted(text) else { return Vec::new() };
    match read.kind {
        PastedKind::KeyPolicy if slot != PolicySlot::KEY_POLICY => Vec::new(),
        _ => actions(read, scenario, slot),
    }
}

/// What to do with a file that was opened or dropped: always something, if only to say why not.
pub(crate) fn opened(text: &str, scenario: &Scenario) -> Vec<Action> {
    match Scenario::from_pasted(text) {
        Ok(read) => actions(read, scenario, PolicySlot::KEY_POLICY),
        Err(error) => vec![Action::Tell(Notice::failed(format!("This scenario cannot be read: {error}")))],
    }
}

fn actions(read: Pasted, scenario: &Scenario, slot: PolicySlot) -> Vec<Action> {
    if read.kind == PastedKind::Scenario {
        let notice = Some(Notice::done("Opened the scenario."));
        let loaded = Loaded { scenario: read.scenario, request: 0, from_address: false, notice };
        return vec![Action::Load(Box::new(loaded))];
    }
    let mut changed = scenario.clone();
    let policy = read.scenario.key_policy.text().to_owned();
    slot.set_text(&mut changed, policy.into());
    let mut said = vec!["Took the policy.".to_owned()];
    if slot == PolicySlot::KEY_POLICY && home(&scenario.key) != home(&read.scenario.key) {
        changed.key.arn = read.scenario.key.arn;
        said.extend(read.assumptions.into_iter().map(|note| note.text));
    }
    vec![Action::Edit(Edit::Replace(Box::new(changed))), Action::Tell(Notice::done(said.join(" ")))]
}

/// Partition, Region and account of a key.
fn home(key: &Key) -> Vec<&str> {
    key.arn.split(':').take(5).collect()
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
    fn a_bare_key_policy_brings_its_account_and_says_so() {
        let actions = pasted(POLICY, &Scenario::default(), PolicySlot::KEY_POLICY);
        assert_eq!(replaced(&actions).key_policy.text(), POLICY);
        assert!(replaced(&actions).key.arn.starts_with("arn:aws:kms:us-east-1:444455556666:key/"));
        let Some(Action::Tell(notice)) = actions.last() else { panic!("{actions:?}") };
        assert!(!notice.failed && notice.text.contains("444455556666"), "{}", notice.text);
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
    fn a_scenario_is_opened_and_a_broken_one_refused_with_its_reason() {
        let scenario = Scenario { title: Some("T".to_owned()), ..Scenario::default() };
        assert!(matches!(opened(&scenario.to_json(), &Scenario::default()).as_slice(), [Action::Load(_)]));
        let actions = opened("{\"version\": 2, \"keyPolicy\": {}}", &Scenario::default());
        let [Action::Tell(notice)] = actions.as_slice() else { panic!("{actions:?}") };
        assert!(notice.failed && notice.text.contains("line 1"), "{}", notice.text);
    }

    #[test]
    fn a_part_of_a_policy_is_pasted_as_it_is() {
        for text in ["\"kms:Decrypt\"", "{\"Effect\": \"Allow\"}", "not JSON"] {
            assert_eq!(pasted(text, &Scenario::default(), PolicySlot::KEY_POLICY), Vec::new());
        }
    }
}
