//! The application: one reducer, the effects, and the parts of the page.

use kms_playground::{Fragment, Scenario, first_scenario};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::{Access, Completions, Toast, part};
use crate::hooks::rich_editor::EditorModule;
use crate::hooks::{
    current, use_address, use_arrivals, use_dialogs, use_editor_module, use_effect_on, use_host,
    use_panic_snapshot, use_shortcuts, use_theme,
};
use crate::panes::{Bar, Embedded, Footer, Workbench};
use crate::parts::{self, UNREACHABLE, fetch_readers};
use crate::state::{
    Action, AppState, Edit, Extent, Given, Notice, Presentation, Shared, Suggestions, opened_unread,
};

/// What the page is called.
const NAME: &str = "KMS Policy Playground";

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let state = use_reducer(first_state);
    let act = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action, ()| dispatcher.dispatch(action))
    };
    use_panic_snapshot(&state.scenario);
    use_theme(state.theme);
    use_effect_on(state.scenario.title.clone(), |title| {
        let document = web_sys::window().and_then(|window| window.document());
        let title = title.as_deref().filter(|title| !title.is_empty());
        if let Some(document) = document {
            document.set_title(&title.map_or_else(|| NAME.to_owned(), |title| format!("{title} · {NAME}")));
        }
    });
    let fragment = use_address(&state, act.clone());
    let content = use_node_ref();
    let heard = use_host(&state, &content, &act);
    use_shortcuts(act.clone());
    {
        let act = act.clone();
        use_effect_on((), move |()| {
            if narrow() {
                act.emit(Action::Wrap(true));
            }
        });
    }
    let on_text = {
        let act = act.clone();
        let given = (state.scenario.clone(), state.is_example());
        use_callback(given, move |read: Result<String, String>, (scenario, is_example)| match read {
            Ok(text) => {
                let (act, scenario, is_example) = (act.clone(), scenario.clone(), *is_example);
                spawn_local(async move {
                    let actions = match fetch_readers().await {
                        Ok(readers) => (readers.arrived)(&text, Given::of(&scenario, is_example)),
                        Err(_) => vec![Action::Tell(Notice::failed(UNREACHABLE))],
                    };
                    actions.into_iter().for_each(|action| act.emit(action));
                });
            }
            Err(problem) => act.emit(Action::Tell(Notice::failed(problem))),
        })
    };
    let dropping = use_arrivals(on_text.clone());
    let editor = use_editor_module(state.presentation.shows_policies());
    let dialog = use_dialogs(&state, &act, &editor);
    let suggestions = use_suggestions(&state);
    // Only what the scenario adds is told anew; and only when it is asked for something else.
    let later = parts::later();
    let words = use_memo(later.is_some(), |_| {
        AttrValue::from(later.map(|later| (later.completions)()).unwrap_or_default())
    });
    let added = use_memo((later.is_some(), suggestions.clone()), |(_, suggestions)| {
        AttrValue::from(later.map(|later| (later.names)(suggestions)).unwrap_or_default())
    });
    let completions = Completions { lasting: (*words).clone(), added: (*added).clone() };
    let on_reset = {
        let origin = state.origin.clone();
        act.reform(move |()| Action::Edit(Edit::Replace(Box::new((*origin).clone()))))
    };
    let shown = state.presentation;
    let access = if shown.is_for_reading() { Access::ReadOnly } else { Access::Editable };
    let changed = *state.origin != *state.scenario;
    let class = classes!(
        "app",
        (dropping && !shown.is_for_reading()).then_some("dropping"),
        shown.embedded.then_some("embedded"),
        (shown.extent != Extent::Full).then_some("excerpted"),
    );
    html! {
        <ContextProvider<EditorModule> context={editor}>
            <ContextProvider<Access> context={access}>
                <ContextProvider<Presentation> context={shown}>
                    <div {class} data-part={state.part.name()} data-left={state.left.name()} ref={content}>
                        if !shown.embedded {
                            { part!(Bar { scenario: state.scenario.clone(), changed, can_undo: state.can_undo(), can_redo: state.can_redo(), theme: state.theme, act: act.clone(), on_reset: on_reset.clone(), on_file: on_text }) }
                        }
                        if let Some(school) = parts::school() {
                            { (school.below_bar)(&state, &act) }
                        }
                        if shown.extent == Extent::Full {
                            { part!(Workbench { state: (*state).clone(), suggestions, completions, act: act.clone() }) }
                        } else {
                            { part!(Embedded { state: (*state).clone(), suggestions, completions, act: act.clone() }) }
                        }
                        if shown != Presentation::default() {
                            { part!(Footer { presentation: shown, fragment, changed, heard, on_reset }) }
                        }
                        { dialog }
                        if let Some(notice) = state.notice.as_ref() {
                            { part!(Toast { text: notice.text.clone(), failed: notice.failed, on_undo: notice.undo.then(|| act.reform(|()| Action::Undo)), on_dismiss: act.reform(|()| Action::DismissNotice) }) }
                        }
                    </div>
                </ContextProvider<Presentation>>
            </ContextProvider<Access>>
        </ContextProvider<EditorModule>>
    }
}

/// What can be offered now: the same as before as long as nothing else is, so that nothing of it is drawn anew.
#[hook]
fn use_suggestions(state: &AppState) -> Shared<Suggestions> {
    let last = use_mut_ref(|| Shared::new(Suggestions::default()));
    let engine = parts::engine();
    let seen = (state.scenario.clone(), state.report.clone(), state.request, engine.is_some());
    let now = use_memo(seen, |(scenario, report, request, _)| {
        let now = match engine {
            Some(engine) => (engine.suggestions)(scenario, report, *request),
            None if report.requests.is_empty() => Suggestions::default(),
            None => Suggestions::first(),
        };
        let mut last = last.borrow_mut();
        if now != **last {
            *last = Shared::new(now);
        }
        last.clone()
    });
    (*now).clone()
}

/// Whether the page is so narrow that long lines are better wrapped.
fn narrow() -> bool {
    let width = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64());
    width.is_some_and(|width| width < 760.0)
}

/// The page as its address opens it, and at a first visit.
fn first_state() -> AppState {
    let fragment = Fragment::parse(&current());
    match parts::reading() {
        Some(records) => (records.opened)(&fragment, first),
        None => opened_unread(&fragment),
    }
}

/// The scenario of a page whose address gives none: that of the challenge which it names, else an example.
fn first() -> Scenario {
    parts::challenge(&Fragment::parse(&current())).unwrap_or_else(first_scenario)
}
