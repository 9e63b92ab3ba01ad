//! What the page does and which keys it knows.

use kms_playground::{ENGINE_VERSION, RULES_DATE};
use yew::prelude::*;

use crate::components::{Modal, h3, paragraph};
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct HelpProps {
    pub(crate) act: Callback<Action>,
}

const KEYS: [(&str, &str); 13] = [
    ("Tab", "goes through everything, into the editor and out of it"),
    ("← → Home End", "on tabs: another tab; on a border: moves it"),
    ("?", "this help"),
    ("[ and ]", "previous and next request"),
    ("Ctrl Z, Ctrl Y", "undo, redo: every change of the scenario (⌘ on a Mac)"),
    ("Ctrl Space", "in the editor: offers what fits at the cursor"),
    ("Alt Shift F", "in the editor: formats the policy"),
    ("Ctrl F", "in the editor: search the whole text, and replace"),
    ("F8, Shift F8", "in the editor: next and previous error"),
    ("Ctrl Shift [ and ]", "in the editor: folds and unfolds"),
    ("↓ ↑ Enter Esc", "in a field with choices: opens, moves, takes, closes"),
    ("Enter, Space", "on a statement: opens it; on an element or value: shows its place in the policy"),
    ("Esc", "closes a dialog or a menu"),
];

const MARKS: [(&str, &str); 7] = [
    ("✓", "allowed, or matches"),
    ("✕", "denied, or does not match"),
    ("–", "does not apply"),
    ("→", "delegates to IAM policies"),
    ("?", "undetermined: the scenario does not say what it depends on"),
    ("○", "not evaluated"),
    ("•", "answered, and did not decide"),
];

/// The dialog.
#[component]
pub(crate) fn Help(props: &HelpProps) -> Html {
    let list = |rows: &[(&'static str, &'static str)]| {
        rows.iter()
            .map(|(name, text)| html! { <><dt><kbd>{ *name }</kbd></dt><dd>{ *text }</dd></> })
            .collect::<Html>()
    };
    html! {
        <Modal title="Help" on_close={props.act.reform(|()| Action::CloseDialog)}>
            { paragraph("Left the policies, in the middle the request, right the verdict and why. Everything is decided anew at every keystroke, in this browser: nothing that you type is sent anywhere, and nothing is stored. The address of the page always holds it all.") }
            <ul class="plain">
                <li>{ "Paste or drop anything you have anywhere on the page: an error, a CloudTrail event, a policy, a template, the output of a command, a whole ticket. You see what it sets before it replaces anything." }</li>
                <li>{ "Choose a line of the trace to see its place in the policy; put the cursor in a statement to see it in the trace." }</li>
                <li>{ "The verdict is that of AWS's documentation as of the date below. What AWS does not document is listed as assumed. It is no substitute for a test in your account." }</li>
            </ul>
            { h3("Marks") }
            <dl class="keys">{ list(&MARKS) }</dl>
            { h3("Keys") }
            <dl class="keys">{ list(&KEYS) }</dl>
            <p class="hint">{ format!("Engine {ENGINE_VERSION}, rules of {RULES_DATE}. ") }<a href="editor-licences.txt" target="_blank" rel="noopener">{ "Licences of the editor" }</a></p>
        </Modal>
    }
}
