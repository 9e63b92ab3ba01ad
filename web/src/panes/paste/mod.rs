//! The preview of a text from elsewhere: what was recognized in it, what it sets, and what it does not say.

mod fields;
mod parts;
mod questions;
mod sets;
mod title;

use std::rc::Rc;

use kms_playground::Scenario;
use kms_playground::import::{Import, ImportKind, Options, ProblemKind, Templates, read_with};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::{CopyButton, Modal, button, h3, hint, part, prose, prose_item, prose_line};
use crate::hooks::{pasted_text, use_effect_on};
use crate::parts::{UNREACHABLE, fetch_templates};
use crate::state::{Action, AppState, Edit, PolicySlot, Shared, applied, given_as_own};

use parts::Part;

/// The preview of the text that was pasted last.
pub(crate) fn preview(state: &AppState, act: &Callback<Action>) -> Html {
    part!(
        state.pasted.to_string(),
        PastePane {
            text: state.pasted.clone(),
            scenario: state.scenario.clone(),
            is_example: state.is_example(),
            act: act.clone(),
        }
    )
}

#[derive(Properties, PartialEq)]
pub(super) struct PastePaneProps {
    /// The text; empty until there is one.
    pub(super) text: AttrValue,
    pub(super) scenario: Shared<Scenario>,
    /// Whether nothing of the scenario is the person's own.
    pub(super) is_example: bool,
    pub(super) act: Callback<Action>,
}

/// Answers, by field, and values of placeholders, by name.
pub(super) type Answers = Vec<(String, String)>;

/// The dialog.
#[component]
pub(super) fn PastePane(props: &PastePaneProps) -> Html {
    let answers = use_state_eq(Answers::new);
    let templates = use_state(|| None::<Templates>);
    let failed = use_state_eq(|| false);
    let lit = use_state_eq(|| None::<usize>);
    let area = use_node_ref();
    let has_readers = templates.is_some();
    // What the text says by itself: its questions stay in view when they are answered.
    let asked = {
        let (given, readers) = (given(props), *templates);
        use_memo((props.text.clone(), has_readers), move |(text, _)| read(text, given.as_ref(), &[], readers))
    };
    let import = {
        let (given, readers, asked) = (given(props), *templates, asked.clone());
        use_memo((props.text.clone(), (*answers).clone(), has_readers), move |(text, answers, _)| {
            match answers.is_empty() {
                true => Rc::clone(&asked),
                false => Rc::new(read(text, given.as_ref(), answers, readers)),
            }
        })
    };
    {
        let (templates, failed) = (templates.clone(), failed.clone());
        use_effect_on(asked.needs_templates, move |wanted| {
            if *wanted {
                spawn_local(async move {
                    match fetch_templates().await {
                        Ok(readers) => templates.set(Some(readers)),
                        Err(_) => failed.set(true),
                    }
                });
            }
        });
    }
    let close = props.act.reform(|()| Action::CloseDialog);
    if props.text.trim().is_empty() {
        return html! { <Modal title="Paste a text" class="paste-in" on_close={close}>{ taking(&area, &props.act) }</Modal> };
    }
    let found = parts::of(&import, &props.text);
    let light = {
        let lit = lit.clone();
        Callback::from(move |part| lit.set(part))
    };
    let answer = {
        let answers = answers.clone();
        Callback::from(move |(name, value): (String, String)| {
            let mut next: Answers = answers.iter().filter(|(known, _)| *known != name).cloned().collect();
            if !value.trim().is_empty() {
                next.push((name, value));
            }
            answers.set(next);
        })
    };
    let waits = import.needs_templates;
    html! {
        <Modal title={title::of(&import)} class="paste" on_close={close}>
            <div class="paste-body">
                { text_side(&props.text, &import, &found, *lit, &light) }
                <section class="sets" aria-label="What it sets" tabindex="0">
                    if waits {
                        <p role="status">{ if *failed { UNREACHABLE } else { "Reading the template …" } }</p>
                    } else {
                        { problem(&import) }
                        { nothing_new(&import) }
                        { questions::placeholders(&asked, &answers, &answer) }
                        { sets::table(&import, &found, *lit, &light) }
                        { questions::asks(&asked, &import, &answers, &answer) }
                        { notes(&import) }
                        { commands(&import) }
                    }
                </section>
            </div>
            { footer(props, &import, &answers, *templates) }
        </Modal>
    }
}

fn given(props: &PastePaneProps) -> Option<Scenario> {
    (!props.is_example).then(|| given_as_own(&props.scenario))
}

fn read(
    text: &str,
    given: Option<&Scenario>,
    answers: &[(String, String)],
    templates: Option<Templates>,
) -> Import {
    read_with(text, given, &Options { answers: answers.to_vec(), templates })
}

/// What can be pasted.
const KINDS: &str = "An error message, a CloudTrail event, policies, a template, Terraform configuration or a plan, the output of AWS \
                     CLI commands, a scenario, or a ticket with several of these.";

/// Takes the text, where none has been pasted yet.
fn taking(area: &NodeRef, act: &Callback<Action>) -> Html {
    let preview = |act: &Callback<Action>, text: String| {
        if !text.trim().is_empty() {
            act.emit(Action::Preview(text.into()));
        }
    };
    let onpaste = {
        let act = act.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            preview(&act, pasted_text(&event));
        })
    };
    let onclick = {
        let (act, area) = (act.clone(), area.clone());
        Callback::from(move |_: MouseEvent| {
            let typed = area.cast::<web_sys::HtmlTextAreaElement>().map(|area| area.value());
            preview(&act, typed.unwrap_or_default());
        })
    };
    html! {
        <>
            <p id="paste-kinds" class="hint">{ KINDS }</p>
            <textarea class="input paste-text" ref={area} aria-label="Text to read" aria-describedby="paste-kinds" placeholder="Paste here" autofocus=true
                spellcheck="false" autocomplete="off" {onpaste} />
            <div class="row">
                <span class="hint grow">{ "You can also paste or drop a text anywhere on the page. It does not leave your browser." }</span>
                { button("button", "Read the text", onclick) }
            </div>
        </>
    }
}

/// How much of a text is shown, in bytes.
const MOST_SHOWN: usize = 60_000;

fn text_side(
    text: &str,
    import: &Import,
    found: &[Part],
    lit: Option<usize>,
    light: &Callback<Option<usize>>,
) -> Html {
    let count = import.recognised.len();
    let heading = match count {
        0 => "Your text".to_owned(),
        1 => "Your text · 1 part recognized".to_owned(),
        count => format!("Your text · {count} parts recognized"),
    };
    let shown = text.get(..text.floor_char_boundary(MOST_SHOWN)).unwrap_or(text);
    html! {
        <section class="pasted" aria-label="Pasted text" tabindex="0">
            <h3>{ heading }</h3>
            <pre>{ parts::marked(shown, found, lit, light) }</pre>
            if shown.len() < text.len() {
                { hint(&format!("The rest of the text ({} more bytes) was read and is not shown.", text.len() - shown.len())) }
            }
        </section>
    }
}

fn problem(import: &Import) -> Html {
    if import.kind == ImportKind::Unknown {
        let unreadable = import.notes.first().map(|note| note.text.clone());
        let says = unreadable.unwrap_or_else(|| "No policy, error or event was recognized.".to_owned());
        return html! {
            <div class="not-a-refusal">
                <p><strong>{ prose(&says) }</strong></p>
                // Where the text was meant as something, this is not what helps.
                if import.notes.is_empty() { { hint(&format!("What can be pasted: {KINDS}")) } }
            </div>
        };
    }
    let Some(problem) = &import.problem else { return Html::default() };
    html! {
        <div class="not-a-refusal" role="note">
            <p><strong>{ prose(&problem.text) }</strong></p>
            { prose_line(&problem.help) }
        </div>
    }
}

/// Said of a text that sets nothing: the scenario has all of it, or it is left out for a reason that a note says.
fn nothing_new(import: &Import) -> Html {
    if !import.changes.is_empty() || import.problem.is_some() || import.kind == ImportKind::Unknown {
        return Html::default();
    }
    let text = match import.notes.is_empty() {
        true => "Your scenario already has all of this.",
        false => "There is nothing to apply.",
    };
    html! { <p role="status">{ text }</p> }
}

/// What else is worth knowing; what is assumed stands with its field.
fn notes(import: &Import) -> Html {
    let is_said = |text: &str| {
        import.asks.iter().any(|ask| ask.text == text)
            || import.changes.iter().any(|change| change.assumed.as_deref() == Some(text))
    };
    let notes: Vec<&str> =
        import.notes.iter().map(|note| note.text.as_str()).filter(|text| !is_said(text)).collect();
    if notes.is_empty() || import.kind == ImportKind::Unknown {
        return Html::default();
    }
    html! {
        <section class="paste-notes">
            { h3("Worth knowing") }
            <ul class="plain">{ for notes.into_iter().map(prose_item) }</ul>
        </section>
    }
}

/// The commands that fetch what is missing, to be sent to whoever owns the account.
fn commands(import: &Import) -> Html {
    if import.commands.is_empty() {
        return Html::default();
    }
    let lines = import.commands.iter().map(|it| format!("# {}\n{}\n", it.text.replace('`', ""), it.command));
    let text = AttrValue::from(lines.collect::<Vec<_>>().join("\n"));
    html! {
        <details class="disclosure paste-commands">
            <summary>{ format!("Commands that fetch what is missing ({})", import.commands.len()) }</summary>
            { hint("They only read. Send them to whoever owns the account, and paste the output here in any order.") }
            <pre class="commands" tabindex="0" aria-label="Commands" role="group">{ text.clone() }</pre>
            { part!(CopyButton { label: "Copy the commands", text }) }
        </details>
    }
}

fn footer(
    props: &PastePaneProps,
    import: &Rc<Import>,
    answers: &Answers,
    templates: Option<Templates>,
) -> Html {
    let is_encoded = import.problem.as_ref().is_some_and(|it| it.kind == ProblemKind::EncodedMessage);
    let can_apply = !import.changes.is_empty() && !is_encoded && !import.needs_templates;
    let is_unknown = import.kind == ImportKind::Unknown;
    let apply = |import: &Import, act: &Callback<Action>| {
        act.emit(Action::CloseDialog);
        applied(import).into_iter().for_each(|action| act.emit(action));
    };
    let on_apply = {
        let (act, import) = (props.act.clone(), Rc::clone(import));
        Callback::from(move |_: MouseEvent| apply(&import, &act))
    };
    let on_fresh = {
        let (act, text, answers) = (props.act.clone(), props.text.clone(), answers.clone());
        Callback::from(move |_: MouseEvent| apply(&read(&text, None, &answers, templates), &act))
    };
    let as_policy = {
        let (act, text) = (props.act.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::CloseDialog);
            act.emit(Action::Edit(Edit::PolicyText(PolicySlot::KEY_POLICY, text.to_string())));
            act.emit(Action::ShowPolicy(PolicySlot::KEY_POLICY));
        })
    };
    let asks_first = !import.asks.is_empty() || !import.placeholders.is_empty();
    let title = props.scenario.title.as_deref().filter(|title| !title.is_empty());
    let hint = match title {
        _ if !can_apply => String::new(),
        _ if !import.fresh => "What is not listed stays as it is. Undo brings everything back.".to_owned(),
        Some(title) => format!("It replaces “{title}”; Undo brings it back."),
        None => "It replaces the example; Undo brings it back.".to_owned(),
    };
    html! {
        <footer>
            <span class="hint">{ if can_apply && asks_first { "Apply works without answers. " } else { "" } }{ hint }</span>
            { button("button quiet", "Cancel", props.act.reform(|_: MouseEvent| Action::CloseDialog)) }
            if is_unknown {
                { button("button", "Open as a key policy", as_policy) }
            }
            if can_apply {
                if !import.fresh {
                    { button("button", "Start a new scenario", on_fresh) }
                }
                <button type="button" class="button primary" autofocus=true onclick={on_apply}>{ "Apply" }</button>
            }
        </footer>
    }
}
