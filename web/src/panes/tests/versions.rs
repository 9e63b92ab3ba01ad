//! The versions of this visit, and two requests that are compared and changed side by side.

use super::*;
use crate::state::PolicySlot;

fn typed(state: &mut AppState, edit: Edit) {
    state.apply(Action::Settle);
    state.apply(Action::Edit(edit));
}

#[test]
fn each_version_says_what_was_changed_and_how_it_differs_from_now() {
    let html = html_after(|state| {
        typed(state, Edit::Title("Mine".to_owned()));
        let policy = state.scenario.key_policy.text().replacen("kms:Decrypt", "kms:Sign", 1);
        typed(state, Edit::PolicyText(PolicySlot::KEY_POLICY, policy));
        typed(state, Edit::DuplicateRequest(0));
        state.apply(Action::Open(Dialog::Versions));
    });
    let text = text_of(&html);
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(
        at("00:00:00 Key policy") < at("00:00:00 Title") && at("Title") < at("the start As it was at first")
    );
    assert!(text.contains("Changed since then 1 request added"), "the latest is chosen: {text}");
    assert!(text.contains("Go back to this version"));
}

#[test]
fn without_a_change_there_is_no_version() {
    let text = text_of(&html_after(|state| state.apply(Action::Open(Dialog::Versions))));
    assert!(text.contains("Nothing has been changed yet."), "{text}");
}

#[test]
fn going_back_to_a_version_is_one_step_that_undo_takes_back() {
    let mut state = AppState::new(kms_playground::EXAMPLES[0].scenario().unwrap());
    typed(&mut state, Edit::Title("First".to_owned()));
    typed(&mut state, Edit::Title("Second".to_owned()));
    let first = state.versions()[0].scenario.clone();
    typed(&mut state, Edit::Replace(Box::new((*first).clone())));
    assert_eq!((&*state.scenario, state.versions().len()), (&*first, 3));
    state.apply(Action::Undo);
    assert_eq!(state.scenario.title.as_deref(), Some("Second"));
}

#[test]
fn two_requests_are_compared_in_words_and_changed_where_they_stand() {
    let html = html_after(|state| state.apply(Action::Open(Dialog::Compare(0, 3))));
    let dialog = html.split("<dialog").nth(1).unwrap();
    let text = text_of(dialog);
    for words in ["rows are the same", "What they ask", "Copy link"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    for name in ["viaService", "encryptionContext:", "sourceAccount", "{", "[\""] {
        assert!(!text.contains(name), "{name}: {text}");
    }
    assert!(dialog.contains("aria-label=\"Who calls, request on the right\""), "{dialog}");
    let reading = html_after(|state| {
        state.apply(Action::Open(Dialog::Compare(0, 3)));
        present(state, Extent::Full);
    });
    assert!(
        !reading.split("<dialog").nth(1).unwrap().contains("<textarea"),
        "for reading only nothing is typed"
    );
}
