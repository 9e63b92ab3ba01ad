//! The HTML of the panes, by Yew's server renderer.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use yew::ServerRenderer;
use yew::prelude::*;

use crate::state::{
    Action, AppState, Dialog, Edit, Line, Offers, Place, PolicySlot, PolicyTab, Shared, View,
};

use super::{Board, ComparePane, Gallery, Help, ServiceCalls, WholeJson};

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn wait_for<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

#[derive(Properties, PartialEq)]
struct PageProps {
    state: AppState,
}

/// The board and the dialog that is open, as the application puts them together.
#[component]
fn Page(props: &PageProps) -> Html {
    let state = &props.state;
    let act = Callback::<Action>::noop();
    let offers = Shared::new(Offers::of(&state.scenario, &state.report, state.request));
    let dialog = match state.dialog {
        Some(Dialog::Compare(left, right)) => {
            html! { <ComparePane scenario={state.scenario.clone()} report={state.report.clone()} {left} {right} act={act.clone()} /> }
        }
        Some(Dialog::Gallery) => html! { <Gallery act={act.clone()} /> },
        Some(Dialog::Help) => html! { <Help act={act.clone()} /> },
        Some(Dialog::ServiceCalls) => {
            html! { <ServiceCalls scenario={state.scenario.clone()} act={act.clone()} /> }
        }
        Some(Dialog::Json) => {
            html! { <WholeJson scenario={state.scenario.clone()} draft={state.draft.clone()} act={act.clone()} /> }
        }
        Some(Dialog::Share) | None => Html::default(),
    };
    html! { <><Board state={state.clone()} {offers} vocabulary={crate::components::Vocabulary::default()} {act} />{ dialog }</> }
}

/// The page after these actions, as HTML.
fn html_after(prepare: fn(&mut AppState)) -> String {
    let renderer = ServerRenderer::<Page>::with_props(move || {
        let mut state = AppState::new(kms_playground::EXAMPLES[0].scenario().unwrap());
        prepare(&mut state);
        PageProps { state }
    });
    wait_for(renderer.hydratable(false).render())
}

/// The text of the HTML, without tags and doubled white space.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        let (tag, after) = part.split_once('>').unwrap_or(("", part));
        // A place to break is nothing that is read.
        if !tag.starts_with("wbr") && !tag.starts_with("/wbr") {
            text.push(' ');
        }
        text.push_str(after);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_verdict_is_a_status_with_word_and_reason() {
    let html = html_after(|_| ());
    let status = html.split("role=\"status\"").nth(1).unwrap();
    let text = text_of(status.split("</section>").next().unwrap());
    assert!(text.contains("Allowed") && text.contains("Statement 3"), "{text}");
}

#[test]
fn every_request_is_listed_with_its_verdict_in_words() {
    let text = text_of(&html_after(|_| ()));
    for words in ["✓ Allowed Verified Permissions decrypts", "✕ Implicit deny", "expected"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn the_statement_that_decided_is_open_with_its_elements() {
    let html = html_after(|_| ());
    let open = html.split("class=\"statement decided\"").nth(1).unwrap();
    let text = text_of(open.split("</details>").next().unwrap());
    for words in ["Principal", "kms:Decrypt", "kms:EncryptionContext:policy_owner", "the same"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_request_that_is_not_as_expected_says_so() {
    let text = text_of(&html_after(|state| {
        let mut request = state.current_request().unwrap().clone();
        request.principal = "s3.amazonaws.com".to_owned();
        state.apply(Action::Edit(Edit::Request(0, Box::new(request), None)));
    }));
    assert!(text.contains("Expected: Allowed"), "{text}");
}

#[test]
fn a_broken_policy_lists_its_errors_with_their_lines() {
    let text = text_of(&html_after(|state| {
        let broken =
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [ { \"Effect\": \"Alow\" ]\n}".to_owned();
        state.apply(Action::Edit(Edit::PolicyText(PolicySlot::KEY_POLICY, broken)));
    }));
    assert!(text.contains("Not evaluated") && text.contains("Line 3: "), "{text}");
}

#[test]
fn what_cloudtrail_would_show_stands_below_with_its_event() {
    let html = html_after(|_| ());
    let shown = html.split("What CloudTrail would show").nth(1).unwrap();
    let text = text_of(shown.split("</details>").next().unwrap());
    for words in ["CloudTrail logs the service", "invokedBy", "aws:SourceArn"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn the_chosen_line_is_marked_in_the_trace() {
    let html = html_after(|state| {
        let line = Line::Element { check: 0, statement: 2, element: 1 };
        state.apply(Action::Point(Place { policy: PolicySlot::KEY_POLICY, line }));
    });
    assert_eq!(html.matches("<tr class=\"selected\"").count(), 1);
    assert_eq!(html.matches("aria-current=\"true\"").count(), 2, "the request and the statement");
}

#[test]
fn the_request_is_shown_as_json_on_demand() {
    let html = html_after(|state| state.apply(Action::ShowRequestAs(View::Json)));
    assert!(html.contains("aria-label=\"Request as JSON\"") && !html.contains("id=\"request-principal\""));
}

#[test]
fn every_tab_and_dialog_renders() {
    type Case = (fn(&mut AppState), &'static str);
    let cases: [Case; 12] = [
        (|state| state.apply(Action::ShowTab(PolicyTab::Iam)), "identity policies are"),
        (
            |state| {
                state.apply(Action::ShowTab(PolicyTab::Iam));
                state.apply(Action::Edit(Edit::AddCaller));
            },
            "Remove this caller with its policies",
        ),
        (|state| state.apply(Action::Edit(Edit::AddKey)), "Remove this key with its policies and grants"),
        (
            |state| {
                state.apply(Action::Edit(Edit::AddKey));
                state.apply(Action::ShowTab(PolicyTab::Organization));
            },
            "The key, and all other callers",
        ),
        (|state| state.apply(Action::ShowTab(PolicyTab::Grants)), "There is no grant on this key."),
        (|state| state.apply(Action::ShowTab(PolicyTab::Organization)), "SCP on a new level"),
        (|state| state.apply(Action::ShowTab(PolicyTab::Endpoint)), "aws:SourceVpce"),
        (|state| state.apply(Action::Open(Dialog::Gallery)), "Search the examples"),
        (|state| state.apply(Action::Open(Dialog::Help)), "no substitute for a test in your account"),
        (|state| state.apply(Action::Open(Dialog::ServiceCalls)), "Create an encrypted policy store"),
        (|state| state.apply(Action::Open(Dialog::Json)), "Scenario as JSON"),
        (|state| state.apply(Action::Open(Dialog::Compare(0, 1))), "What the statements say"),
    ];
    for (prepare, words) in cases {
        assert!(html_after(prepare).contains(words), "{words}");
    }
}

#[test]
fn no_element_has_a_style_or_script_of_its_own() {
    for prepare in [|_: &mut AppState| (), |state: &mut AppState| state.apply(Action::Open(Dialog::Gallery))]
    {
        let html = html_after(prepare);
        assert!(!html.contains(" style=") && !html.contains("<script") && !html.contains(" onclick="));
    }
}
