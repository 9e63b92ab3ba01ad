//! What the reducer does, told without a browser.

mod predicting;

use kms_playground::{Decision, Request, Scenario};

use super::*;

fn example() -> AppState {
    AppState::new(kms_playground::example("verified-permissions").unwrap().scenario().unwrap())
}

fn decision(state: &AppState) -> Decision {
    state.current_report().unwrap().decision
}

fn policy_text(state: &AppState) -> String {
    PolicySlot::KEY_POLICY.text(&state.scenario).unwrap().to_owned()
}

fn typed(state: &mut AppState, text: &str) {
    state.apply(Action::Edit(Edit::PolicyText(PolicySlot::KEY_POLICY, text.to_owned())));
}

#[test]
fn an_edit_of_the_policy_changes_the_verdict_at_once() {
    let mut state = example();
    assert_eq!(decision(&state), Decision::Allowed);
    let broken = policy_text(&state).replace("verifiedpermissions.amazonaws.com", "s3.amazonaws.com");
    typed(&mut state, &broken);
    assert_eq!(decision(&state), Decision::ImplicitDeny);
}

#[test]
fn keystrokes_in_one_field_are_one_step_of_undo_until_a_pause() {
    let mut state = example();
    let before = policy_text(&state);
    for text in ["{", "{ ", "{ }"] {
        typed(&mut state, text);
    }
    state.apply(Action::Settle);
    typed(&mut state, "{ } ");
    state.apply(Action::Undo);
    assert_eq!(policy_text(&state), "{ }");
    state.apply(Action::Undo);
    assert_eq!(policy_text(&state), before);
    assert!(!state.can_undo());
    state.apply(Action::Redo);
    state.apply(Action::Redo);
    assert_eq!(policy_text(&state), "{ } ");
    assert!(!state.can_redo());
}

#[test]
fn an_edit_after_undo_forgets_what_could_be_redone() {
    let mut state = example();
    typed(&mut state, "{}");
    state.apply(Action::Undo);
    typed(&mut state, "[]");
    assert!(!state.can_redo());
}

#[test]
fn an_edit_that_changes_nothing_is_no_step() {
    let mut state = example();
    let text = policy_text(&state);
    typed(&mut state, &text);
    assert!(!state.can_undo());
}

#[test]
fn loading_another_scenario_can_be_undone_and_adds_an_entry_to_the_browsers_history() {
    let mut state = example();
    let before = state.scenario.clone();
    state.apply(Action::Load(Box::new(Loaded {
        scenario: Scenario::default(),
        request: 0,
        from_address: false,
        notice: None,
    })));
    assert_eq!((state.loads, state.scenario.requests.len()), (1, 0));
    state.apply(Action::Undo);
    assert_eq!(*state.scenario, *before);
}

#[test]
fn requests_are_added_duplicated_moved_and_removed_with_the_shown_one_following() {
    let mut state = example();
    let count = state.scenario.requests.len();
    state.apply(Action::Edit(Edit::DuplicateRequest(0)));
    assert_eq!((state.request, state.scenario.requests.len()), (1, count + 1));
    assert!(state.current_request().unwrap().name.as_ref().unwrap().ends_with("(copy)"));
    state.apply(Action::Edit(Edit::MoveRequest(1, 3)));
    assert_eq!(state.request, 3);
    state.apply(Action::Edit(Edit::AddRequests(vec![Request::default(), Request::default()])));
    assert_eq!(state.request, count + 1);
    for _ in 0..count + 3 {
        state.apply(Action::Edit(Edit::RemoveRequest(state.request)));
    }
    assert_eq!((state.request, state.current_request()), (0, None));
    assert_eq!(state.report.requests.len(), 0);
}

#[test]
fn pointing_at_a_line_shows_its_policy_and_opens_its_statement() {
    let mut state = example();
    state.apply(Action::ShowTab(PolicyTab::Grants));
    let place = Place {
        policy: PolicySlot::KEY_POLICY,
        line: Line::Value { check: 0, statement: 2, element: 0, value: 0 },
    };
    state.apply(Action::Point(place));
    assert_eq!((state.tab, state.part, state.place), (PolicyTab::Key, Part::Policy, Some(place)));
    assert_eq!(state.folds.get(&(PolicySlot::KEY_POLICY, 2)), Some(&true));
    let span = place.span(&state.report, 0).unwrap();
    let units: Vec<u16> = policy_text(&state).encode_utf16().collect();
    let pointed = String::from_utf16(&units[span.start.offset as usize..span.end.offset as usize]).unwrap();
    assert!(pointed.contains("verifiedpermissions.amazonaws.com"), "{pointed}");
}

#[test]
fn the_cursor_in_a_statement_chooses_it() {
    let mut state = example();
    let offset = policy_text(&state).find("encrypts and decrypts").unwrap();
    state.apply(Action::Cursor(PolicySlot::KEY_POLICY, u32::try_from(offset).unwrap()));
    assert_eq!(state.place.unwrap().statement(), Some(2));
    assert!(state.place_by_cursor);
    state.apply(Action::Cursor(PolicySlot::KEY_POLICY, 0));
    assert_eq!(state.place, None);
}

#[test]
fn a_place_that_an_edit_takes_away_is_forgotten() {
    let mut state = example();
    state.apply(Action::Point(Place { policy: PolicySlot::KEY_POLICY, line: Line::Statement(3) }));
    typed(&mut state, "{\"Statement\": []}");
    assert_eq!(state.place, None);
}

#[test]
fn json_that_can_be_read_becomes_the_request_and_keeps_its_own_layout() {
    let mut state = example();
    let of = DraftOf::Request(0);
    let text = r#"{"principal":"s3.amazonaws.com",   "action":"kms:Decrypt"}"#;
    state.apply(Action::Draft(of, text.to_owned()));
    assert_eq!(state.current_request().unwrap().principal, "s3.amazonaws.com");
    assert_eq!(draft_text(state.draft.as_deref(), of, &state.scenario), text);
    state.apply(Action::Edit(Edit::Request(0, Box::default(), None)));
    assert_ne!(draft_text(state.draft.as_deref(), of, &state.scenario), text);
}

#[test]
fn json_that_cannot_be_read_stays_as_typed_and_changes_nothing() {
    let mut state = example();
    let before = state.scenario.clone();
    let of = DraftOf::Request(0);
    state.apply(Action::Draft(of, "{\"principal\": 1".to_owned()));
    assert_eq!(*state.scenario, *before);
    let draft = state.draft.clone().unwrap();
    assert!(draft.problem.as_ref().unwrap().starts_with("line 1, column "), "{draft:?}");
    assert_eq!(draft_text(Some(&draft), of, &state.scenario), "{\"principal\": 1");
}

#[test]
fn a_new_policy_is_shown_and_counts() {
    let mut state = example();
    let slot = PolicySlot::of_scenario(Role::ServiceControl(0, 0));
    state.apply(Action::Edit(Edit::AddPolicy(slot)));
    assert_eq!(state.shown_policy(PolicyTab::Organization), Some(slot));
    assert!(state.report.policy("serviceControlPolicies/0/0").is_some_and(|policy| policy.accepted));
}

#[test]
fn what_a_new_policy_begins_with_is_accepted_and_stops_nothing() {
    let roles = [
        Role::Boundary,
        Role::Session(0),
        Role::ServiceControl(0, 0),
        Role::ResourceControl(0, 0),
        Role::Endpoint,
    ];
    for role in roles {
        let mut state = example();
        let decisions = |state: &AppState| -> Vec<Decision> {
            state.report.requests.iter().map(|request| request.decision).collect()
        };
        let before = decisions(&state);
        let slot = PolicySlot::of_scenario(role);
        state.apply(Action::Edit(Edit::AddPolicy(slot)));
        assert!(state.report.policy(&slot.to_string()).is_some_and(|policy| policy.accepted), "{slot}");
        assert_eq!(decisions(&state), before, "{slot}");
    }
}

#[test]
fn a_caller_gets_policies_of_each_kind_that_count_for_it_alone() {
    let mut state = example();
    state.apply(Action::SelectRequest(3));
    state.apply(Action::ShowTab(PolicyTab::Iam));
    let before = decision(&state);
    state.apply(Action::Edit(Edit::AddCaller));
    let caller = Owner::Caller(0);
    assert_eq!((decision(&state), state.shown_owner(PolicyTab::Iam)), (before, caller));
    assert_eq!(caller.caller(&state.scenario).unwrap().principal, "arn:aws:iam::111122223333:role/BrentRole");
    let roles = [Role::Identity(0), Role::Boundary, Role::Session(0), Role::ServiceControl(0, 0)];
    for role in roles {
        let slot = PolicySlot { owner: caller, role };
        state.apply(Action::Edit(Edit::AddPolicy(slot)));
        assert_eq!(state.shown_policy(slot.tab()), Some(slot));
        assert!(state.report.policy(&slot.to_string()).is_some_and(|policy| policy.accepted), "{slot}");
    }
    let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"kms:*","Resource":"*"}]}"#;
    let scp = PolicySlot { owner: caller, role: Role::ServiceControl(0, 0) };
    state.apply(Action::Edit(Edit::PolicyText(scp, deny.to_owned())));
    assert_eq!(decision(&state), Decision::ExplicitDeny);
    state.apply(Action::Edit(Edit::CallerPrincipal(0, "arn:aws:iam::111122223333:role/Other".to_owned())));
    assert_eq!(decision(&state), before);
    state.apply(Action::Undo);
    assert_eq!(decision(&state), Decision::ExplicitDeny);
    state.apply(Action::Edit(Edit::RemoveOwner(caller)));
    assert_eq!((decision(&state), state.shown_owner(PolicyTab::Iam)), (before, Owner::Scenario));
    state.apply(Action::Undo);
    assert_eq!(decision(&state), Decision::ExplicitDeny);
}

#[test]
fn a_further_key_has_fields_a_key_policy_grants_and_limits_of_its_own() {
    let mut state = example();
    state.apply(Action::Edit(Edit::AddKey));
    let other = Owner::OtherKey(0);
    let key_policy = PolicySlot { owner: other, role: Role::KeyPolicy };
    assert_eq!(state.shown_policy(PolicyTab::Key), Some(key_policy));
    let mut key = other.key(&state.scenario).clone();
    key.arn = "arn:aws:kms:us-east-1:111122223333:key/second".to_owned();
    let named = Some(key.arn.clone());
    state.apply(Action::Edit(Edit::Key(other, Box::new(key), "arn")));
    let request = Request {
        principal: "arn:aws:iam::111122223333:role/Worker".to_owned(),
        action: "kms:Decrypt".to_owned(),
        key_id: named,
        ..Request::default()
    };
    state.apply(Action::Edit(Edit::AddRequests(vec![request])));
    assert_eq!(decision(&state), Decision::ImplicitDeny);
    let grant = kms_playground::Grant {
        grantee_principal: Some("arn:aws:iam::111122223333:role/Worker".to_owned()),
        operations: vec!["Decrypt".to_owned()],
        ..kms_playground::Grant::default()
    };
    state.apply(Action::Edit(Edit::Grants(other, vec![grant], None)));
    assert_eq!((decision(&state), state.scenario.grants.len()), (Decision::Allowed, 0));
    let rcp = PolicySlot { owner: other, role: Role::ResourceControl(0, 0) };
    state.apply(Action::Edit(Edit::AddPolicy(rcp)));
    assert_eq!(decision(&state), Decision::Allowed);
    let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*"}]}"#;
    state.apply(Action::Edit(Edit::PolicyText(rcp, deny.to_owned())));
    assert_eq!(decision(&state), Decision::ExplicitDeny);
    state.apply(Action::Edit(Edit::RemoveOwner(other)));
    assert_eq!((decision(&state), state.scenario.other_keys.len()), (Decision::NotEvaluated, 0));
    assert_eq!(state.shown_policy(PolicyTab::Key), Some(PolicySlot::KEY_POLICY));
    for _ in 0..7 {
        state.apply(Action::Undo);
    }
    assert_eq!(*state.scenario, *example().scenario);
}

#[test]
fn each_tab_shows_whose_policies_take_part_in_the_request_until_another_is_chosen() {
    let mut state = example();
    state.apply(Action::SelectRequest(3));
    state.apply(Action::Edit(Edit::AddCaller));
    state.apply(Action::Edit(Edit::AddPolicy(PolicySlot {
        owner: Owner::Caller(0),
        role: Role::Identity(0),
    })));
    let mut again = AppState::new((*state.scenario).clone());
    again.apply(Action::SelectRequest(3));
    assert_eq!(again.shown_owner(PolicyTab::Iam), Owner::Caller(0));
    again.apply(Action::ShowOwner(PolicyTab::Iam, Owner::Scenario));
    assert_eq!(again.shown_owner(PolicyTab::Iam), Owner::Scenario);
    assert_eq!(again.shown_policy(PolicyTab::Iam), Some(PolicySlot::of_scenario(Role::Identity(0))));
}

#[test]
fn the_state_comes_back_from_its_address() {
    let mut state = example();
    typed(&mut state, "{ \"Statement\": [] }\r\n😀");
    state.apply(Action::SelectRequest(1));
    state.apply(Action::SetTheme(Theme::Dark));
    let fragment = crate::state::address::fragment_of(&state);
    let again = opened(&kms_playground::Fragment::parse(&fragment.to_string()), Scenario::default);
    assert_eq!(policy_text(&again), policy_text(&state));
    assert_eq!((again.request, again.theme, again.notice), (1, Theme::Dark, None));
}

#[test]
fn a_damaged_address_says_so_and_shows_the_first_example() {
    let fragment = kms_playground::Fragment::parse("s=1.damaged!");
    let state =
        opened(&fragment, || kms_playground::example("verified-permissions").unwrap().scenario().unwrap());
    assert!(state.notice.unwrap().failed);
    assert!(!state.scenario.requests.is_empty());
}

#[test]
fn the_address_says_how_the_page_is_shown_and_the_whole_of_it_is_a_link_away() {
    let fragment = kms_playground::Fragment::parse(
        "example=verified-permissions&request=2&view=trace&theme=dark&readonly&embed",
    );
    let mut state = opened(&fragment, Scenario::default);
    let shown = Presentation { extent: Extent::Trace, readonly: true, ask: false, embedded: true };
    assert_eq!((state.presentation, state.request), (shown, 1));
    let written = crate::state::address::fragment_of(&state).to_string();
    assert!(written.ends_with("request=2&view=trace&theme=dark&readonly&embed"), "{written}");
    assert_eq!(format!("{}&view=trace&theme=dark&readonly&embed", whole(&written)), written);
    for action in loaded_from(&kms_playground::Fragment::parse("request=2&view=answer")) {
        state.apply(action);
    }
    assert_eq!(state.presentation, Presentation { extent: Extent::Answer, ..Presentation::default() });
}

#[test]
fn reading_only_everything_can_be_looked_at_and_nothing_changed() {
    let mut state = example();
    typed(&mut state, "{}");
    state.apply(Action::Present(Presentation { readonly: true, ..Presentation::default() }));
    let before = state.scenario.clone();
    let loaded = Loaded { scenario: Scenario::default(), request: 0, from_address: false, notice: None };
    for action in [
        Action::Edit(Edit::RemoveRequest(0)),
        Action::Draft(DraftOf::Grants(Owner::Scenario), "[]".to_owned()),
        Action::Undo,
        Action::Redo,
        Action::Load(Box::new(loaded.clone())),
    ] {
        state.apply(action);
        assert_eq!(state.scenario, before);
    }
    assert_eq!(state.draft, None);
    state.apply(Action::SelectRequest(1));
    state.apply(Action::ShowRequestAs(View::Json));
    assert_eq!((state.request, state.request_view), (1, View::Json));
    state.apply(Action::Load(Box::new(Loaded { from_address: true, ..loaded })));
    assert!(state.scenario.requests.is_empty(), "another address is another page");
    assert!(state.presentation.readonly);
}

#[test]
fn a_damaged_address_in_a_frame_shows_no_example_in_its_place() {
    let fragment = kms_playground::Fragment::parse("s=1.damaged!&embed");
    let state =
        opened(&fragment, || kms_playground::example("verified-permissions").unwrap().scenario().unwrap());
    assert!(state.notice.unwrap().failed);
    assert!(state.scenario.requests.is_empty() && state.unread.is_some());
}

#[test]
fn offers_come_from_the_policies_and_leave_out_what_is_set() {
    let mut state = example();
    let direct = Request {
        principal: "arn:aws:iam::111122223333:role/BrentRole".to_owned(),
        action: "kms:Decrypt".to_owned(),
        ..Request::default()
    };
    state.apply(Action::Edit(Edit::Request(0, Box::new(direct), None)));
    let suggestions = Suggestions::of(&state.scenario, &state.report, 0);
    let unset: Vec<&str> = suggestions.unset.iter().map(|unset| unset.key.as_str()).collect();
    assert!(unset.contains(&"kms:ViaService"), "{unset:?}");
    assert!(suggestions.principals.iter().any(|choice| choice.value == "verifiedpermissions.amazonaws.com"));
}

#[test]
fn a_link_whose_sender_saw_other_decisions_says_which() {
    let scenario = kms_playground::example("verified-permissions").unwrap().scenario().unwrap();
    let mut link = kms_playground::Shared::new(scenario, &example().report);
    link.seen = Some(vec![Decision::ExplicitDeny; 8]);
    link.engine = Some("0.0.1".to_owned());
    let fragment = kms_playground::Fragment::parse(&format!("s={}", link.encode()));
    let notice = opened(&fragment, Scenario::default).notice.unwrap();
    assert!(notice.text.contains("0.0.1") && notice.text.contains("says allowed"), "{}", notice.text);
}
