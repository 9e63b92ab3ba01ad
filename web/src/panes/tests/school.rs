//! Learning: the first line, the dialog, the task of a challenge.

use kms_playground::challenge::built_in;

use super::{html_after, text_of};
use crate::panes::school::WHAT;
use crate::state::{Action, AppState, Dialog, LearnTab, Loaded, Visit, opened_unread};

fn load(state: &mut AppState, name: &str) {
    let scenario = built_in(name).unwrap().lesson(1).unwrap().scenario;
    state.apply(Action::Load(Box::new(Loaded { scenario, request: 0, from_address: false, notice: None })));
}

#[test]
fn the_page_and_the_readme_say_in_the_same_sentence_what_this_is() {
    let readme = include_str!("../../../../README.md");
    assert!(readme.split("\n\n").nth(1).unwrap().starts_with(WHAT), "{WHAT}");
}

#[test]
fn the_first_line_goes_once_something_is_done_and_never_comes_with_a_link() {
    let first = || opened_unread(&kms_playground::Fragment::default());
    assert!(first().visit.is_first);
    let mut state = first();
    state.apply(Action::Open(Dialog::Learn(LearnTab::Challenges)));
    state.apply(Action::CloseDialog);
    assert!(state.visit.is_first, "nothing was done yet");
    load(&mut state, "deny-wins");
    assert!(!state.visit.is_first);
    let mut state = first();
    state.apply(Action::Visit(Visit { is_first: false, ..state.visit }));
    assert!(!state.visit.is_first);
    let link = kms_playground::Fragment::parse("challenge=deny-wins");
    assert!(!opened_unread(&link).visit.is_first);
}

#[test]
fn every_tab_of_the_dialog_renders() {
    for (tab, words) in [
        (LearnTab::Challenges, "An explicit deny wins over every Allow"),
        (LearnTab::Glossary(Some("grant")), "A permission on one key for one principal"),
        (LearnTab::Myths, "The key policy and an IAM policy must both allow a call"),
        (LearnTab::Tour, "Start the tour"),
    ] {
        let text = text_of(&html_of(tab));
        assert!(text.contains(words), "{words}: {text}");
    }
}

fn html_of(tab: LearnTab) -> String {
    match tab {
        LearnTab::Challenges => {
            html_after(|state| state.apply(Action::Open(Dialog::Learn(LearnTab::Challenges))))
        }
        LearnTab::Glossary(_) => {
            html_after(|state| state.apply(Action::Open(Dialog::Learn(LearnTab::Glossary(Some("grant"))))))
        }
        LearnTab::Myths => html_after(|state| state.apply(Action::Open(Dialog::Learn(LearnTab::Myths)))),
        LearnTab::Tour => html_after(|state| state.apply(Action::Open(Dialog::Learn(LearnTab::Tour)))),
    }
}

#[test]
fn a_scenario_with_a_task_shows_it_above_the_verdict_and_others_show_none() {
    let html = html_after(|state| load(state, "deny-wins"));
    let (task, verdict) =
        (html.find("aria-label=\"Challenge\"").unwrap(), html.find("aria-label=\"Verdict\"").unwrap());
    assert!(task < verdict);
    let text = text_of(&html);
    assert!(text.contains("Challenge 3 of 22: Shut one role out (variant 2 of 3)"), "{text}");
    assert!(text.contains("Hint 1 of 2") && !text.contains("No Allow can take a permission away"), "{text}");
    assert!(!html_after(|_| ()).contains("aria-label=\"Challenge\""));
}

#[test]
fn what_a_link_says_of_its_challenge_is_shown_as_text() {
    let html = html_after(|state| {
        let mut scenario = built_in("deny-wins").unwrap().lesson(0).unwrap().scenario;
        let text = scenario
            .about
            .clone()
            .unwrap()
            .challenge
            .unwrap()
            .text()
            .replace("IAM policies decide", "<b>own</b>");
        let about = scenario.about.as_mut().unwrap();
        about.challenge = Some(kms_playground::PolicyText::new(text));
        about.sources = vec!["javascript:alert(1)".to_owned()];
        state.apply(Action::Receive(Box::new(scenario)));
    });
    assert!(html.contains("&lt;b&gt;own&lt;/b&gt;") && !html.contains("javascript:"));
    assert!(text_of(&html).contains("Challenge: Shut one role out"), "a teacher's own is none of the list");
}

#[test]
fn the_questions_of_a_trace_lead_to_their_words() {
    let html = html_after(|_| ());
    let terms = html.split("class=\"terms\"").nth(1).unwrap();
    let terms = text_of(terms.split("</p>").next().unwrap());
    assert!(terms.contains("explicit deny") && terms.contains("key policy"), "{terms}");
}
