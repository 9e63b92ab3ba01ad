//! The bar at the top: name, title of the scenario, tools.

use kms_playground::Scenario;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::{Access, IfEditable, Picture, button, icon, part, use_access, value_of};
use crate::hooks::read_file;
use crate::parts::{UNREACHABLE, fetch_files, fetch_later};
use crate::state::{Action, Dialog, Edit, LearnTab, Notice, Part, Presentation, Shared, Theme};

#[derive(Properties, PartialEq)]
pub(crate) struct BarProps {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) changed: bool,
    pub(crate) can_undo: bool,
    pub(crate) can_redo: bool,
    pub(crate) theme: Theme,
    pub(crate) act: Callback<Action>,
    /// Goes back to the scenario as it was opened.
    pub(crate) on_reset: Callback<()>,
    /// A file was chosen, and read.
    pub(crate) on_file: Callback<Result<String, String>>,
}

/// Where there is room for it, and in the menu where there is not.
const WIDE: &str = "button quiet only-wide";
const NARROW: &str = "button only-narrow";
/// The line of a first visit has this button, and *Paste*, itself.
const FIRST: &str = "button quiet only-wide in-first-line";
const LEARN: Dialog = Dialog::Learn(LearnTab::Challenges);

/// The bar.
#[component]
pub(crate) fn Bar(props: &BarProps) -> Html {
    let act = &props.act;
    let tool = |class: &'static str, label: &'static str, dialog: Dialog| {
        let onclick = act.reform(move |_: MouseEvent| Action::Open(dialog));
        html! { <button type="button" {class} {onclick}>{ label }</button> }
    };
    let title = props.scenario.title.clone().unwrap_or_default();
    let oninput = act.reform(|event: InputEvent| Action::Edit(Edit::Title(value_of(event.target()))));
    let readonly = use_access() == Access::ReadOnly;
    let file = use_node_ref();
    let shown = use_context::<Presentation>().unwrap_or_default();
    let ask = Action::Present(Presentation { ask: !shown.ask, ..shown });
    let undo = act.reform(|_: MouseEvent| Action::Undo);
    let redo = act.reform(|_: MouseEvent| Action::Redo);
    let skip = {
        let act = act.clone();
        move |_: MouseEvent| {
            act.emit(Action::ShowPart(Part::Result));
            // Where only one part is shown, this one is drawn first.
            gloo::timers::callback::Timeout::new(0, || {
                let document = web_sys::window().and_then(|window| window.document());
                let why = document.and_then(|document| document.get_element_by_id("why"));
                if let Some(why) = why.and_then(|why| why.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = why.focus();
                }
            })
            .forget();
        }
    };
    html! {
        <header class="bar">
            { button("button skip", "Skip to the answer", skip) }
            <h1 class="logo">{ icon(Picture::Key) }{ "KMS Policy Playground" }</h1>
            <input class="title-input" aria-label="Title of the scenario" placeholder="Untitled scenario" value={title} {readonly} autocomplete="off" {oninput} />
            { part!(FileInput { input: file.clone(), on_file: props.on_file.clone() }) }
            <div class="tools">
                <IfEditable>
                    { tool("button quiet in-first-line", "Paste", Dialog::Paste) }
                    { tool(FIRST, "Examples", Dialog::Gallery) }
                    { tool(FIRST, "Learn", LEARN) }
                    <button type="button" class="button quiet icon only-wide" aria-label="Undo" title="Undo" disabled={!props.can_undo} onclick={undo.clone()}>{ icon(Picture::Undo) }</button>
                    <button type="button" class="button quiet icon only-wide" aria-label="Redo" title="Redo" disabled={!props.can_redo} onclick={redo.clone()}>{ icon(Picture::Redo) }</button>
                </IfEditable>
                { tool(WIDE, "Help", Dialog::Help) }
                <Menu>
                    <IfEditable>
                        { tool(NARROW, "Examples", Dialog::Gallery) }
                        { tool(NARROW, "Learn", LEARN) }
                        <button type="button" class="button only-narrow" disabled={!props.can_undo} onclick={undo}>{ "Undo" }</button>
                        <button type="button" class="button only-narrow" disabled={!props.can_redo} onclick={redo}>{ "Redo" }</button>
                        { tool("button", "Title and notes", Dialog::About) }
                        { tool("button", "Edit as JSON", Dialog::Json) }
                        { part!(FileButton { input: file.clone() }) }
                    </IfEditable>
                    { button("button", "Save as a file", save(act)) }
                    { button("button", if shown.ask { "Show all verdicts" } else { "Predict the verdicts" }, act.reform(move |_: MouseEvent| ask.clone())) }
                    <IfEditable><button type="button" class="button" disabled={!props.can_undo} onclick={act.reform(|_: MouseEvent| Action::Open(Dialog::Versions))}>{ "Versions of this visit" }</button></IfEditable>
                    <IfEditable><button type="button" class="button" disabled={!props.changed} onclick={props.on_reset.reform(|_: MouseEvent| ())}>{ "Reset to how it was opened" }</button></IfEditable>
                    { tool(NARROW, "Help", Dialog::Help) }
                    <hr />
                    { themes(props.theme, act) }
                </Menu>
                { tool("button primary", "Share", Dialog::Share) }
            </div>
        </header>
    }
}

fn save(act: &Callback<Action>) -> Callback<MouseEvent> {
    let act = act.clone();
    Callback::from(move |_| {
        let act = act.clone();
        spawn_local(async move {
            let files = fetch_files().await;
            match fetch_later().await.and_then(|later| files.map(|_| later)) {
                Ok(later) => (later.save)(),
                Err(_) => act.emit(Action::Tell(Notice::failed(UNREACHABLE))),
            }
        });
    })
}

fn themes(now: Theme, act: &Callback<Action>) -> Html {
    html! {
        <fieldset>
            <legend>{ "Colours" }</legend>
            { for Theme::ALL.into_iter().map(|theme| {
                let onchange = act.reform(move |_: Event| Action::SetTheme(theme));
                html! {
                    <label key={theme.name()} class="check"><input type="radio" name="theme" checked={theme == now} {onchange} /><span>{ theme.label() }</span></label>
                }
            }) }
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
struct FileButtonProps {
    input: NodeRef,
}

/// A button that opens a file.
#[component]
fn FileButton(props: &FileButtonProps) -> Html {
    let input = props.input.clone();
    let onclick = move |_| {
        if let Some(input) = input.cast::<web_sys::HtmlElement>() {
            input.click();
        }
    };
    button("button", "Open a file", onclick)
}

#[derive(Properties, PartialEq)]
struct FileInputProps {
    input: NodeRef,
    on_file: Callback<Result<String, String>>,
}

/// The input behind it; it stays when the menu with the button has closed.
#[component]
fn FileInput(props: &FileInputProps) -> Html {
    let onchange = {
        let on_file = props.on_file.clone();
        move |event: Event| {
            let Some(input) =
                event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
            else {
                return;
            };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                read_file(file, on_file.clone());
            }
            input.set_value("");
        }
    };
    html! {
        <>
            <input type="file" hidden=true ref={&props.input} aria-label="Scenario or key policy" {onchange} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct MenuProps {
    children: Html,
}

/// A menu that closes when something in it is done, on Escape, and when the focus leaves it.
#[component]
fn Menu(props: &MenuProps) -> Html {
    let open = use_state_eq(|| false);
    let root = use_node_ref();
    let toggle = {
        let open = open.clone();
        move |event: MouseEvent| {
            event.prevent_default();
            open.set(!*open);
        }
    };
    let onclick = {
        let open = open.clone();
        move |event: MouseEvent| {
            let button = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if button.is_some_and(|element| element.closest("button").is_ok_and(|found| found.is_some())) {
                open.set(false);
            }
        }
    };
    let onkeydown = {
        let (open, root) = (open.clone(), root.clone());
        move |event: KeyboardEvent| {
            if event.key() == "Escape" && *open {
                open.set(false);
                let summary = root
                    .cast::<web_sys::Element>()
                    .and_then(|root| root.query_selector("summary").ok().flatten());
                if let Some(summary) =
                    summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok())
                {
                    let _ = summary.focus();
                }
            }
        }
    };
    let onfocusout = {
        let (open, root) = (open.clone(), root.clone());
        move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
            let stays =
                to.is_some() && root.cast::<web_sys::Node>().is_some_and(|root| root.contains(to.as_ref()));
            if !stays && event.related_target().is_some() {
                open.set(false);
            }
        }
    };
    html! {
        <details class="menu" open={*open} ref={root} {onkeydown} {onfocusout}>
            <summary class="button quiet icon" aria-label="More" title="More" onclick={toggle}>{ icon(Picture::More) }</summary>
            if *open {
                <div class="items" {onclick}>{ props.children.clone() }</div>
            }
        </details>
    }
}
