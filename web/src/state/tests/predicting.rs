//! Verdicts that are to be predicted are hidden until they are answered.

use super::*;

fn asking() -> AppState {
    let mut state = example();
    state.apply(Action::Present(Presentation { ask: true, ..state.presentation }));
    state
}

fn answered(request: usize, is_right: bool) -> Action {
    let predicted = Predicted { request, verdict: 0, choice: 0, is_right, full: false };
    Action::Quiz(QuizStep::Answer(predicted, "{}".into()))
}

#[test]
fn what_is_to_be_predicted_is_nowhere_in_the_report_until_it_is_answered() {
    let plain = example();
    let mut state = asking();
    assert_eq!(state.report.requests.len(), plain.report.requests.len());
    assert!(state.report.requests.iter().all(is_veiled) && state.is_asked());
    state.apply(answered(0, false));
    assert_eq!(state.report.requests[0], plain.report.requests[0]);
    assert!(state.report.requests[1..].iter().all(is_veiled));
    assert!(state.is_asked(), "first what was missed, then the whole answer");
    state.apply(Action::Quiz(QuizStep::Full(0)));
    assert!(!state.is_asked());
    state.apply(Action::SelectRequest(1));
    assert!(state.is_asked());
    state.apply(Action::Review);
    assert!(is_veiled(&state.report.requests[1]), "the reviewer's coming tells nothing");
}

#[test]
fn the_first_answer_counts_and_the_score_is_that_of_the_visit() {
    let mut state = asking();
    for is_right in [false, true] {
        state.apply(answered(0, is_right));
    }
    state.apply(answered(1, true));
    assert_eq!(state.quiz.score(), [2, 1]);
    let loaded = Loaded { scenario: (*state.scenario).clone(), request: 0, from_address: true, notice: None };
    state.apply(Action::Load(Box::new(loaded)));
    assert_eq!((state.quiz.score(), state.quiz.record.len()), ([0, 0], 2));
    assert!(is_veiled(&state.report.requests[0]));
    state.apply(Action::Receive(Box::new((*state.scenario).clone())));
    assert!(is_veiled(&state.report.requests[0]) && state.quiz.record.len() == 2);
}

#[test]
fn nothing_is_edited_while_readers_are_asked_and_all_comes_back_when_the_mode_ends() {
    let mut state = asking();
    state.apply(Action::Edit(Edit::RemoveRequest(0)));
    assert_eq!(state.scenario.requests.len(), example().scenario.requests.len());
    state.apply(Action::Present(Presentation::default()));
    assert_eq!(*state.report, *example().report);
    state.apply(Action::Edit(Edit::RemoveRequest(0)));
    assert_eq!(state.scenario.requests.len(), example().scenario.requests.len() - 1);
}

#[test]
fn a_link_that_asks_hides_the_verdicts_and_its_own_address_tells_none() {
    let fragment = kms_playground::Fragment::parse("example=verified-permissions&ask");
    let state = opened(&fragment, Scenario::default);
    assert!(state.report.requests.iter().all(is_veiled));
    let written = crate::state::address::fragment_of(&state);
    assert!(written.ask && written.to_string().ends_with("&ask"));
    assert_eq!(written.scenario().unwrap().unwrap().seen, None);
    assert!(opened(&written, Scenario::default).notice.is_none());
    assert!(!kms_playground::Fragment::parse(&whole(&written.to_string())).ask);
}

#[test]
fn a_request_that_is_not_evaluated_is_shown_as_it_is() {
    let mut state = example();
    typed(&mut state, "{");
    state.apply(Action::Present(Presentation { ask: true, ..state.presentation }));
    assert!(!state.report.requests.iter().any(is_veiled) && !state.is_asked());
}
