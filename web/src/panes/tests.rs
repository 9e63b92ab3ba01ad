//! The HTML of the panes, by Yew's server renderer.

mod school;
mod sharing;
mod versions;

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use yew::ServerRenderer;
use yew::prelude::*;

use crate::components::{Access, part};
use crate::state::{
    Action, AppState, Dialog, Edit, Extent, Line, Place, PolicySlot, PolicyTab, Presentation, Shared,
    Suggestions, View,
};

use super::about::About;
use super::compare::ComparePane;
use super::gallery::Gallery;
use super::help::Help;
use super::json::WholeJson;
use super::paste::PastePane;
use super::service_calls::ServiceCalls;
use super::share::SharePane;
use super::{Embedded, Workbench};

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

/// The workbench or the embedded view, and the dialog that is open, as the application puts them together.
#[component]
fn Page(props: &PageProps) -> Html {
    let state = &props.state;
    let act = Callback::<Action>::noop();
    let suggestions = Shared::new(Suggestions::of(&state.scenario, &state.report, state.request));
    let dialog = match state.dialog {
        Some(Dialog::Compare(left, right)) => {
            part!(ComparePane {
                scenario: state.scenario.clone(),
                report: state.report.clone(),
                left,
                right,
                link: "https://example.org/play/#compare=1-2",
                act: act.clone(),
            })
        }
        Some(Dialog::Gallery) => part!(Gallery { act: act.clone() }),
        Some(Dialog::About) => part!(About { scenario: state.scenario.clone(), act: act.clone() }),
        Some(Dialog::Help) => part!(Help { act: act.clone() }),
        Some(Dialog::Paste) => {
            part!(PastePane {
                text: state.pasted.clone(),
                scenario: state.scenario.clone(),
                is_example: state.is_example(),
                act: act.clone(),
            })
        }
        Some(Dialog::ServiceCalls) => {
            part!(ServiceCalls { scenario: state.scenario.clone(), act: act.clone() })
        }
        Some(Dialog::Jobs(group)) => super::jobs_dialog(state, group, &act),
        Some(Dialog::Learn(_)) => super::learn_dialog(state, &act),
        Some(Dialog::Json) => {
            part!(WholeJson {
                scenario: state.scenario.clone(),
                draft: state.draft.clone(),
                act: act.clone()
            })
        }
        Some(Dialog::Share) => part!(SharePane {
            scenario: state.scenario.clone(),
            report: state.report.clone(),
            request: state.request,
            sharing: state.sharing.clone(),
            page: "https://example.org/play/",
            act: act.clone(),
        }),
        Some(Dialog::Versions) => {
            html! { <super::versions::Versions state={state.clone()} act={act.clone()} /> }
        }
        None => Html::default(),
    };
    let shown = state.presentation;
    let access = if shown.readonly { Access::ReadOnly } else { Access::Editable };
    let page = if shown.extent == Extent::Full {
        part!(Workbench {
            state: state.clone(),
            suggestions,
            completions: crate::components::Completions::default(),
            act
        })
    } else {
        part!(Embedded {
            state: state.clone(),
            suggestions,
            completions: crate::components::Completions::default(),
            act
        })
    };
    html! {
        <ContextProvider<Access> context={access}>
            <ContextProvider<Presentation> context={shown}>{ page }{ dialog }</ContextProvider<Presentation>>
        </ContextProvider<Access>>
    }
}

/// The page after these actions, as HTML.
fn html_after(prepare: fn(&mut AppState)) -> String {
    let renderer = ServerRenderer::<Page>::with_props(move || {
        let mut state =
            AppState::new(kms_playground::example("verified-permissions").unwrap().scenario().unwrap());
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
    assert!(text.contains("This should be allowed."), "{text}");
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
fn what_cannot_be_read_is_no_condition_and_says_so_of_itself() {
    let html = html_after(|state| {
        let broken = r#"{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Principal": "*",
            "Action": "kms:*", "Resource": "*", "Condition": "none" } ] }"#;
        state.apply(Action::Edit(Edit::PolicyText(PolicySlot::KEY_POLICY, broken.to_owned())));
        state.apply(Action::Fold { policy: PolicySlot::KEY_POLICY, statement: 0, open: true });
    });
    let row = html.split("<tr").skip(1).find(|row| text_of(row).contains("Condition")).unwrap();
    let cell = |name: &str| {
        text_of(row.split(&format!("data-column=\"{name}\"")).nth(1).unwrap().split("</td>").next().unwrap())
    };
    assert!(row.contains("unknown") && !row.contains("matches"), "{row}");
    assert!(cell("The statement asks").ends_with("Has a part that cannot be read"), "{row}");
    assert!(!cell("The request has").contains("read"), "{row}");
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
    let cases: [Case; 17] = [
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
        (
            |state| {
                state.apply(Action::Edit(Edit::Notes("Seen on <Monday>".to_owned())));
                state.apply(Action::Open(Dialog::About));
            },
            ">Seen on &lt;Monday&gt;</textarea>",
        ),
        (|state| state.apply(Action::Open(Dialog::Help)), "no substitute for a test in your account"),
        (|state| state.apply(Action::Open(Dialog::ServiceCalls)), "Create an encrypted policy store"),
        (|state| state.apply(Action::Open(Dialog::Jobs(None))), "Copy an encrypted snapshot"),
        (|state| state.apply(Action::Open(Dialog::Json)), "Scenario as JSON"),
        (|state| state.apply(Action::Open(Dialog::Paste)), "Paste a text"),
        (
            |state| state.apply(Action::Preview("nothing of ours".into())),
            "No policy, error or event was recognized.",
        ),
        (
            |state| {
                state.apply(Action::Preview("User: arn:aws:iam::444455556666:user/kim is not authorized to perform: kms:Sign on this resource".into()));
            },
            "Which key is it?",
        ),
        (|state| state.apply(Action::Open(Dialog::Compare(0, 1))), "What the statements say"),
    ];
    for (prepare, words) in cases {
        assert!(html_after(prepare).contains(words), "{words}");
    }
}

fn present(state: &mut AppState, extent: Extent) {
    state.apply(Action::Present(Presentation { extent, readonly: true, ask: false, embedded: true }));
}

#[test]
fn the_answer_alone_is_the_request_and_its_verdict() {
    let html = html_after(|state| present(state, Extent::Answer));
    let text = text_of(&html);
    assert!(text.contains("Request 1 of") && text.contains("Allowed"), "{text}");
    assert!(!html.contains("aria-label=\"Why\"") && !html.contains("<textarea"), "{text}");
    let single = text_of(&html_after(|state| {
        let scenario = kms_playground::Scenario {
            requests: state.scenario.requests.iter().take(1).cloned().collect(),
            ..(*state.scenario).clone()
        };
        state.apply(Action::Receive(Box::new(scenario)));
        present(state, Extent::Answer);
    }));
    assert!(single.contains("Verified Permissions decrypts") && !single.contains("Request 1 of"), "{single}");
}

#[test]
fn the_trace_points_at_no_policy_that_is_not_in_view() {
    let trace = html_after(|state| present(state, Extent::Trace));
    let full = html_after(|_| ());
    assert!(text_of(&trace).contains("kms:EncryptionContext:policy_owner"));
    for words in ["Show in the policy", "class=\"place\""] {
        assert!(full.contains(words) && !trace.contains(words), "{words}");
    }
}

#[test]
fn reading_only_no_control_takes_another_value_and_requests_can_still_be_chosen() {
    let html = html_after(|state| present(state, Extent::Full));
    let is_locked = |part: &&str| {
        let head = part.split('>').next().unwrap();
        head.contains("controls") && head.contains("disabled")
    };
    let locked: Vec<&str> = html.split("<fieldset ").filter(is_locked).collect();
    assert_eq!(locked.len(), 2, "the key and the request");
    assert!(locked[0].contains("id=\"key-arn\"") && locked[1].contains("id=\"request-principal\""));
    for tool in ["Add a request", "Format</button>", "Add a job"] {
        assert!(!html.contains(tool), "{tool}");
    }
    let area = html.split("<textarea").nth(1).unwrap().split('>').next().unwrap();
    assert!(area.contains("readonly"), "{area}");
    assert!(html.contains("Two side by side") && html.contains("class=\"request-item"));
}

#[test]
fn no_element_has_a_style_or_script_of_its_own() {
    for prepare in [|_: &mut AppState| (), |state: &mut AppState| state.apply(Action::Open(Dialog::Gallery))]
    {
        let html = html_after(prepare);
        assert!(!html.contains(" style=") && !html.contains("<script") && !html.contains(" onclick="));
    }
}
