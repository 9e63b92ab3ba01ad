//! The parts of the application that come after the first paint: all of them are fetched at the first idle moment, so
//! that the page then works with the network cut, and a dialog earlier if it is opened earlier.

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::Toast;
use crate::parts::{self, Later, NotFetched, UNREACHABLE};
use crate::state::{Action, AppState, Dialog, Extent, Notice};

use super::rich_editor::EditorModule;

/// How long after the first paint the parts are fetched, in milliseconds: the editor goes first.
const PAUSE: u32 = 50;

/// The open dialog. Sets the attribute `loaded` of the page's root when nothing is left to be fetched.
#[hook]
pub(crate) fn use_dialogs(state: &AppState, act: &Callback<Action>, editor: &EditorModule) -> Html {
    let fetched = use_state(parts::later);
    let all = use_state_eq(|| false);
    {
        let (fetched, all, act) = (fetched.clone(), all.clone(), act.clone());
        use_effect_with((), move |()| {
            let timer = Timeout::new(PAUSE, move || {
                spawn_local(async move {
                    let examples = parts::fetch_examples().await;
                    // Without them nothing is amiss until somebody opens a dialog, which asks again.
                    if let Ok(later) = parts::fetch_later().await {
                        fetched.set(Some(later));
                        act.emit(Action::Review);
                        all.set(examples.is_ok());
                    }
                });
            });
            move || drop(timer)
        });
    }
    {
        let (fetched, act) = (fetched.clone(), act.clone());
        use_effect_with(state.dialog, move |dialog| {
            let here =
                fetched.is_some() && (*dialog != Some(Dialog::Gallery) || !parts::examples().is_empty());
            if let Some(dialog) = dialog.filter(|_| !here) {
                spawn_local(async move {
                    match fetch(dialog).await {
                        Ok(later) => {
                            fetched.set(Some(later));
                            act.emit(Action::Review);
                        }
                        Err(NotFetched) => {
                            act.emit(Action::CloseDialog);
                            act.emit(Action::Tell(Notice::failed(UNREACHABLE)));
                        }
                    }
                });
            }
        });
    }
    let with_editor = state.presentation.extent != Extent::Full || *editor != EditorModule::default();
    use_effect_with(*all && with_editor, |loaded| {
        let root = web_sys::window().and_then(|window| window.document()?.document_element());
        if let Some(root) = root.filter(|_| *loaded) {
            let _ = root.set_attribute("loaded", "");
        }
    });
    match (state.dialog, *fetched) {
        (None, _) => Html::default(),
        (Some(Dialog::Gallery), _) if parts::examples().is_empty() => waiting(act),
        (Some(_), Some(later)) => (later.dialog)(state, act),
        (Some(_), None) => waiting(act),
    }
}

async fn fetch(dialog: Dialog) -> Result<Later, NotFetched> {
    if dialog == Dialog::Gallery {
        parts::fetch_examples().await?;
    }
    parts::fetch_later().await
}

fn waiting(act: &Callback<Action>) -> Html {
    html! { <Toast text="Fetching this part of the page …" failed=false on_undo={None::<Callback<()>>} on_dismiss={act.reform(|()| Action::CloseDialog)} /> }
}
