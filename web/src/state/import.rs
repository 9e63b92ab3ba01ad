//! Text that comes from elsewhere, pasted, dropped or opened as a file: the engine says what it is, here it becomes
//! actions. Over something that the person typed a preview comes first.
//!
//! All of this comes with the part of the application that is fetched later.

use kms_playground::import::{self, Import, ImportKind};
use kms_playground::{PolicyText, Scenario};

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

impl<'a> Given<'a> {
    /// The scenario that is shown.
    pub(crate) const fn of(scenario: &'a Scenario, is_example: bool) -> Self {
        if is_example { Self::Example } else { Self::Own(scenario) }
    }
}

/// Where in a policy's text something is pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paste {
    /// In place of all of it.
    Over,
    /// Somewhere in it.
    Within,
}

/// What to do with a text that comes from elsewhere: always something, if only to say why not.
pub(crate) fn arrived(text: &str, given: Given<'_>) -> Vec<Action> {
    settle(&read(text, given), text, given)
}

/// What to do with a text that is pasted into a policy; nothing when it is to be pasted as it is.
///
/// A policy in place of the key policy is what it looks like, and Undo takes it back. Within a policy only what can be
/// no part of one is read.
pub(crate) fn pasted(text: &str, given: Given<'_>, slot: PolicySlot, paste: Paste) -> Vec<Action> {
    if slot != PolicySlot::KEY_POLICY {
        return Vec::new();
    }
    let import = read(text, given);
    let is_policy = import.kind == ImportKind::Policy && takes_key_policy(&import);
    match paste {
        Paste::Over if is_policy && is_plain(&import) => applied(&import),
        Paste::Over if is_more(&import) || takes_key_policy(&import) => settle(&import, text, given),
        Paste::Within if is_more(&import) && !takes_key_policy(&import) => settle(&import, text, given),
        _ => Vec::new(),
    }
}

/// The scenario to lay a text over, if it is the person's own.
pub(crate) fn given_as_own(scenario: &Scenario) -> Scenario {
    // The importer takes a scenario that teaches something for an example.
    Scenario { about: None, ..scenario.clone() }
}

fn read(text: &str, given: Given<'_>) -> Import {
    match given {
        Given::Own(scenario) => import::read(text, Some(&given_as_own(scenario))),
        Given::Example => import::read(text, None),
    }
}

/// Applies what needs no preview: nothing of the person's own is lost, and there is nothing to choose.
fn settle(import: &Import, text: &str, given: Given<'_>) -> Vec<Action> {
    match given {
        Given::Example if is_plain(import) => applied(import),
        _ => vec![Action::Preview(text.to_owned().into())],
    }
}

/// Whether a text says by itself what it sets.
fn is_plain(import: &Import) -> bool {
    let is_choice =
        |ask: &import::Ask| ask.choices.len() > 1 && (ask.field == "keyPolicy" || names_keys(&ask.choices));
    import.kind != ImportKind::Unknown
        && import.problem.is_none()
        && !import.needs_templates
        && import.placeholders.iter().all(|placeholder| placeholder.value.is_some())
        && !import.asks.iter().any(is_choice)
}

/// Whether the choices are several keys, not one key in several Regions.
fn names_keys(choices: &[String]) -> bool {
    let id = |arn: &String| arn.rsplit('/').next().unwrap_or_default().to_owned();
    choices.iter().any(|arn| choices.iter().any(|other| id(arn) != id(other)))
}

/// Whether the text sets the key policy.
fn takes_key_policy(import: &Import) -> bool {
    import.changes.iter().any(|change| change.field == "keyPolicy")
}

/// Whether the text is no policy, but something that is known: in the policy's place it would only be an error.
fn is_more(import: &Import) -> bool {
    let is_known = !matches!(import.kind, ImportKind::Policy | ImportKind::Unknown);
    is_known && (!import.changes.is_empty() || import.needs_templates || import.problem.is_some())
}

/// Applies what was read.
pub(crate) fn applied(import: &Import) -> Vec<Action> {
    let notice = Notice::undoable(sentence(import));
    let mut scenario = import.scenario.clone();
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
    const MESSAGE: &str = "An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:sts::444455556666:assumed-role/Invoices/job is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321 because no resource-based policy allows the kms:Decrypt action";

    fn own() -> Scenario {
        Scenario { title: Some("Mine".to_owned()), ..Scenario::default() }
    }

    fn over(text: &str, given: Given<'_>) -> Vec<Action> {
        pasted(text, given, PolicySlot::KEY_POLICY, Paste::Over)
    }

    fn within(text: &str, given: Given<'_>) -> Vec<Action> {
        pasted(text, given, PolicySlot::KEY_POLICY, Paste::Within)
    }

    fn loaded(actions: &[Action]) -> &Scenario {
        match actions.first() {
            Some(Action::Edit(Edit::Replace(scenario))) => scenario,
            Some(Action::Load(loaded)) => &loaded.scenario,
            other => panic!("{other:?}"),
        }
    }

    fn is_previewed(actions: &[Action], text: &str) {
        let [Action::Preview(shown)] = actions else { panic!("{actions:?}") };
        assert_eq!(&**shown, text);
    }

    #[test]
    fn a_policy_over_an_example_leaves_nothing_of_it() {
        for actions in [over(POLICY, Given::Example), arrived(POLICY, Given::Example)] {
            let scenario = loaded(&actions);
            assert!(matches!(actions.as_slice(), [Action::Load(_)]));
            assert_eq!(scenario.key_policy.text(), format_json(POLICY));
            assert!(scenario.key.arn.contains(":444455556666:key/"));
            let kept = (&scenario.identity_policies, &scenario.title, &scenario.about);
            assert_eq!(kept, (&None, &None, &None));
            assert_eq!(scenario.requests.len(), 1, "one request is proposed");
            let assumed = scenario.assumed.iter().any(|assumed| assumed.field == "key.arn");
            assert!(assumed, "{:?}", scenario.assumed);
        }
    }

    #[test]
    fn a_policy_in_place_of_ones_own_replaces_that_policy_alone() {
        let actions = over(POLICY, Given::Own(&own()));
        let [Action::Edit(Edit::Replace(scenario)), Action::Tell(notice)] = actions.as_slice() else {
            panic!("{actions:?}")
        };
        assert_eq!(scenario.title.as_deref(), Some("Mine"));
        assert!(!notice.failed && notice.undo, "{}", notice.text);
    }

    #[test]
    fn over_ones_own_scenario_a_preview_comes_first() {
        let printed = serde_json::json!({ "Policy": POLICY, "PolicyName": "default" }).to_string();
        let whole = own().to_json();
        for text in [POLICY, MESSAGE, &printed, &whole] {
            is_previewed(&arrived(text, Given::Own(&own())), text);
        }
        for actions in [over(MESSAGE, Given::Own(&own())), within(MESSAGE, Given::Own(&own()))] {
            is_previewed(&actions, MESSAGE);
        }
    }

    #[test]
    fn what_get_key_policy_prints_is_unwrapped() {
        let printed = serde_json::json!({ "Policy": POLICY, "PolicyName": "default" }).to_string();
        for actions in [over(&printed, Given::Example), over(&printed, Given::Own(&own()))] {
            assert_eq!(loaded(&actions).key_policy.text(), format_json(POLICY));
        }
    }

    #[test]
    fn a_scenario_is_opened_and_a_text_without_meaning_explained() {
        let scenario = Scenario { title: Some("T".to_owned()), ..Scenario::default() };
        let opened = arrived(&scenario.to_json(), Given::Example);
        assert_eq!(loaded(&opened).title.as_deref(), Some("T"));
        for text in ["lorem ipsum dolor", "{\"version\": 2, \"keyPolicy\": {}}"] {
            is_previewed(&arrived(text, Given::Example), text);
        }
    }

    #[test]
    fn an_error_message_becomes_a_request() {
        for actions in [over(MESSAGE, Given::Example), within(MESSAGE, Given::Example)] {
            let scenario = loaded(&actions);
            assert_eq!(
                scenario.key.arn,
                "arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321"
            );
            assert_eq!(scenario.requests.len(), 1);
            assert!(scenario.requests.iter().any(|request| request.principal.contains("role/Invoices/job")));
        }
    }

    #[test]
    fn what_has_to_be_chosen_or_filled_in_is_previewed_over_an_example_too() {
        let open = POLICY.replace("444455556666", "<account>");
        let template = "Resources:\n  K:\n    Type: AWS::KMS::Key\n";
        let error = "An error occurred (DisabledException) when calling the Encrypt operation: arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321 is disabled.";
        for text in [open.as_str(), template, error] {
            is_previewed(&arrived(text, Given::Example), text);
        }
    }

    #[test]
    fn a_part_of_a_policy_is_pasted_as_it_is() {
        for text in ["\"kms:Decrypt\"", "not JSON"] {
            assert_eq!(within(text, Given::Own(&own())), Vec::new());
            assert_eq!(over(text, Given::Own(&own())), Vec::new());
        }
    }
}
