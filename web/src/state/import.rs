//! Text that comes from elsewhere, pasted over a policy or opened as a file: the engine says what it is, here it
//! becomes actions.

use kms_playground::import::{self, Detected, Import, ImportKind};
use kms_playground::{PolicyText, Scenario};

use crate::parts;

use super::action::{Action, Edit, Loaded, Notice};
use super::format::format_json;
use super::policy_slot::PolicySlot;

/// What a text is laid over.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Given<'a> {
    /// An example, of which nothing is kept.
    Example,
    /// The person's own scenario.
    Own(&'a Scenario),
}

/// What to do with a text that was pasted in place of a whole policy; nothing when it is to be pasted as it is.
pub(crate) fn pasted(text: &str, given: Given<'_>, slot: PolicySlot) -> Vec<Action> {
    if slot != PolicySlot::KEY_POLICY {
        return Vec::new();
    }
    if import::detect(text) == Detected::Scenario {
        return scenario(text);
    }
    match read(text, given) {
        Some(import) if takes_key_policy(&import) || tells_of_a_call(&import) => actions(import),
        _ => Vec::new(),
    }
}

/// What to do with a text that was pasted into the middle of a key policy: only what can be no part of one is read.
pub(crate) fn pasted_within(text: &str, given: Given<'_>, slot: PolicySlot) -> Vec<Action> {
    if slot != PolicySlot::KEY_POLICY {
        return Vec::new();
    }
    match read(text, given) {
        Some(import) if tells_of_a_call(&import) && !takes_key_policy(&import) => actions(import),
        _ => Vec::new(),
    }
}

/// What to do with a file that was opened or dropped: always something, if only to say why not.
pub(crate) fn opened(text: &str, given: Given<'_>) -> Vec<Action> {
    if import::detect(text) == Detected::Scenario {
        return scenario(text);
    }
    read(text, given).map_or_else(|| vec![Action::Tell(Notice::failed(parts::UNREACHABLE))], actions)
}

/// A scenario takes the place of everything.
fn scenario(text: &str) -> Vec<Action> {
    match Scenario::from_json(text) {
        Ok(scenario) => {
            let notice = Some(Notice::undoable("Scenario opened."));
            vec![Action::Load(Box::new(Loaded { scenario, request: 0, from_address: false, notice }))]
        }
        Err(error) => vec![Action::Tell(Notice::failed(format!("This scenario cannot be read: {error}")))],
    }
}

/// Nothing as long as the readers have not been fetched.
fn read(text: &str, given: Given<'_>) -> Option<Import> {
    let own = match given {
        // The importer takes a scenario that teaches something for an example.
        Given::Own(scenario) => Some(Scenario { about: None, ..scenario.clone() }),
        Given::Example => None,
    };
    parts::read(text, own.as_ref())
}

/// Whether the text sets the key policy.
fn takes_key_policy(import: &Import) -> bool {
    import.changes.iter().any(|change| change.field == "keyPolicy")
}

/// Whether the text tells of a call, a key or grants, and is not a policy itself: in the policy's place it would only
/// be an error, so it goes where it belongs, and the policy stays.
fn tells_of_a_call(import: &Import) -> bool {
    !import.changes.is_empty() && !matches!(import.kind, ImportKind::Policy | ImportKind::Unknown)
}

fn actions(import: Import) -> Vec<Action> {
    if import.kind == ImportKind::Unknown {
        let text = "Nothing in this text was recognized: no policy, error, event or scenario.";
        return vec![Action::Tell(Notice::failed(text))];
    }
    let notice = Notice::undoable(sentence(&import));
    let mut scenario = import.scenario;
    spread_out(&mut scenario);
    if import.fresh {
        let loaded = Loaded { scenario, request: 0, from_address: false, notice: Some(notice) };
        return vec![Action::Load(Box::new(loaded))];
    }
    vec![Action::Edit(Edit::Replace(Box::new(scenario))), Action::Tell(notice)]
}

/// What was done, and the first of what is still to be said. What was assumed stays among the assumptions.
fn sentence(import: &Import) -> String {
    let done = match import.kind {
        ImportKind::Scenario | ImportKind::Link => "Scenario opened.",
        ImportKind::Policy => "Policy imported.",
        _ => "Text imported.",
    };
    let asked = import.asks.first().map(|ask| format!(" {}", ask.text));
    format!("{done}{}", asked.unwrap_or_default())
}

/// A key policy that is one endless line gets lines and indentation.
fn spread_out(scenario: &mut Scenario) {
    let text = scenario.key_policy.text().trim();
    if text.len() > 80 && !text.contains('\n') {
        scenario.key_policy = PolicyText::new(format_json(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"kms:*","Resource":"*"}]}"#;

    fn own() -> Scenario {
        Scenario { title: Some("Mine".to_owned()), ..Scenario::default() }
    }

    fn loaded(actions: &[Action]) -> &Scenario {
        match actions.first() {
            Some(Action::Edit(Edit::Replace(scenario))) => scenario,
            Some(Action::Load(loaded)) => &loaded.scenario,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_policy_over_an_example_leaves_nothing_of_it() {
        let actions = pasted(POLICY, Given::Example, PolicySlot::KEY_POLICY);
        let scenario = loaded(&actions);
        assert!(matches!(actions.as_slice(), [Action::Load(_)]));
        assert_eq!(scenario.key_policy.text(), format_json(POLICY));
        assert!(scenario.key.arn.contains(":444455556666:key/"));
        assert_eq!((&scenario.identity_policies, &scenario.title, &scenario.about), (&None, &None, &None));
        assert_eq!(scenario.requests.len(), 1, "one request is proposed");
        assert!(scenario.assumed.iter().any(|assumed| assumed.field == "key.arn"), "{:?}", scenario.assumed);
    }

    #[test]
    fn a_policy_over_a_scenario_of_ones_own_replaces_that_policy_alone() {
        let actions = pasted(POLICY, Given::Own(&own()), PolicySlot::KEY_POLICY);
        let [Action::Edit(Edit::Replace(scenario)), Action::Tell(notice)] = actions.as_slice() else {
            panic!("{actions:?}")
        };
        assert_eq!(scenario.title.as_deref(), Some("Mine"));
        assert!(!notice.failed && notice.undo, "{}", notice.text);
    }

    #[test]
    fn what_get_key_policy_prints_is_unwrapped() {
        let printed = serde_json::json!({ "Policy": POLICY, "PolicyName": "default" }).to_string();
        for actions in
            [pasted(&printed, Given::Example, PolicySlot::KEY_POLICY), opened(&printed, Given::Own(&own()))]
        {
            assert_eq!(loaded(&actions).key_policy.text(), format_json(POLICY));
        }
    }

    #[test]
    fn a_scenario_is_opened_and_a_text_without_meaning_refused() {
        let scenario = Scenario { title: Some("T".to_owned()), ..Scenario::default() };
        assert_eq!(loaded(&opened(&scenario.to_json(), Given::Example)).title.as_deref(), Some("T"));
        for text in ["lorem ipsum dolor", "{\"version\": 2, \"keyPolicy\": {}}"] {
            let actions = opened(text, Given::Example);
            let [Action::Tell(notice)] = actions.as_slice() else { panic!("{actions:?}") };
            assert!(notice.failed, "{}", notice.text);
        }
    }

    #[test]
    fn an_error_message_becomes_a_request_and_leaves_the_policy() {
        const MESSAGE: &str = "An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:sts::444455556666:assumed-role/Invoices/job is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321 because no resource-based policy allows the kms:Decrypt action";
        let mine = Scenario { key_policy: PolicyText::new(POLICY.to_owned()), ..own() };
        for paste in [pasted, pasted_within] {
            let actions = paste(MESSAGE, Given::Own(&mine), PolicySlot::KEY_POLICY);
            let scenario = loaded(&actions);
            assert_eq!(scenario.key_policy.text(), format_json(POLICY));
            assert!(scenario.requests.iter().any(|request| request.principal.contains("role/Invoices/job")));
            let actions = paste(MESSAGE, Given::Example, PolicySlot::KEY_POLICY);
            assert_eq!(
                loaded(&actions).key.arn,
                "arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321"
            );
            assert_eq!(loaded(&actions).requests.len(), 1);
        }
    }

    #[test]
    fn a_part_of_a_policy_is_pasted_as_it_is() {
        for text in ["\"kms:Decrypt\"", "not JSON"] {
            assert_eq!(pasted_within(text, Given::Own(&own()), PolicySlot::KEY_POLICY), Vec::new());
            assert_eq!(pasted(text, Given::Own(&own()), PolicySlot::KEY_POLICY), Vec::new());
        }
    }
}
