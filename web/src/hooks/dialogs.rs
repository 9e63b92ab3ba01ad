//! The parts of the application that come after the first paint: all of them are fetched at the first idle moment, so
//! that the page then works with the network cut, and a dialog earlier if it is opened earlier.

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::{Toast, part};
use crate::parts::{self, NotFetched, UNREACHABLE};
use crate::state::{Action, AppState, Dialog, Notice, PolicyTab, QuizStep};

use super::effect::use_effect_on;
use super::rich_editor::EditorModule;

/// How long after the first paint the parts are fetched, in milliseconds: the editor goes first.
const PAUSE: u32 = 50;

/// The open dialog. Sets the attribute `loaded` of the page's root when nothing is left to be fetched.
#[hook]
pub(crate) fn use_dialogs(state: &AppState, act: &Callback<Action>, editor: &EditorModule) -> Html {
    // The parts tell whether they are here; this only draws the page anew when one has come.
    let arrivals = use_force_update();
    let all = use_state_eq(|| false);
    {
        let (arrivals, all, act) = (arrivals.clone(), all.clone(), act.clone());
        use_effect_on((), move |()| {
            let timer = Timeout::new(PAUSE, move || {
                spawn_local(async move {
                    // Without them nothing is amiss until somebody needs one and asks again.
                    let engine = parts::fetch_engine().await.is_ok();
                    if engine {
                        act.emit(Action::Review);
                    }
                    let records = parts::fetch_records().await.is_ok();
                    arrivals.force_update();
                    let examples = parts::fetch_examples().await.is_ok();
                    let advice = parts::fetch_advice().await.is_ok();
                    let later = parts::fetch_later().await.is_ok();
                    if later {
                        act.emit(Action::Review);
                    }
                    let jobs = parts::fetch_jobs().await.is_ok();
                    let analysis = parts::fetch_lessons().await.is_ok();
                    let survey = parts::fetch_survey().await.is_ok();
                    if advice || analysis {
                        act.emit(Action::Review);
                    }
                    let files = parts::fetch_files().await.is_ok();
                    let readers = parts::fetch_readers().await.is_ok();
                    arrivals.force_update();
                    all.set(
                        engine
                            && records
                            && examples
                            && readers
                            && files
                            && advice
                            && jobs
                            && later
                            && analysis
                            && survey,
                    );
                });
            });
            move || drop(timer)
        });
    }
    {
        // What was changed before the engine was here is decided when it comes; what is done next asks for it again.
        let (act, undecided) = (act.clone(), state.is_undecided());
        use_effect_on((state.scenario.clone(), state.dialog), move |_| {
            if undecided && parts::engine().is_none() {
                spawn_local(async move {
                    act.emit(match parts::fetch_engine().await {
                        Ok(_) => Action::Review,
                        Err(NotFetched) => Action::Tell(Notice::failed(UNREACHABLE)),
                    });
                });
            }
        });
    }
    {
        // Soon, as the others; and again when readers are asked and it could not be fetched.
        let act = act.clone();
        use_effect_on(state.presentation.ask, move |ask| {
            let ask = *ask;
            let timer = Timeout::new(PAUSE, move || {
                spawn_local(async move {
                    match parts::fetch_learning().await {
                        Ok(_) => act.emit(Action::Quiz(QuizStep::Fetched)),
                        Err(NotFetched) if ask => act.emit(Action::Tell(Notice::failed(UNREACHABLE))),
                        Err(NotFetched) => {}
                    }
                });
            });
            move || drop(timer)
        });
    }
    {
        let act = act.clone();
        use_effect_on((state.dialog, state.shows_access), move |(dialog, shows_access)| {
            let dialog = dialog.filter(|dialog| !is_here(*dialog));
            let lacks_access = || parts::analysis().is_none() || parts::survey().is_none();
            if dialog.is_some() || (*shows_access && lacks_access()) {
                spawn_local(async move {
                    let fetched = match dialog {
                        Some(dialog) => fetch(dialog).await,
                        None => fetch_access().await,
                    };
                    match fetched {
                        Ok(()) => {
                            act.emit(Action::Review);
                            arrivals.force_update();
                        }
                        Err(NotFetched) => {
                            act.emit(Action::CloseDialog);
                            act.emit(Action::ShowAccess(false));
                            act.emit(Action::Tell(Notice::failed(UNREACHABLE)));
                        }
                    }
                });
            }
        });
    }
    {
        let act = act.clone();
        use_effect_on(state.tab, move |tab| {
            if *tab != PolicyTab::Key && parts::later().is_none() {
                spawn_local(async move {
                    act.emit(match parts::fetch_later().await {
                        Ok(_) => Action::Review,
                        Err(NotFetched) => Action::Tell(Notice::failed(UNREACHABLE)),
                    });
                });
            }
        });
    }
    let with_editor = !state.presentation.shows_policies() || *editor != EditorModule::default();
    use_effect_on(*all && with_editor && parts::learning().is_some(), |loaded| {
        let root = web_sys::window().and_then(|window| window.document()?.document_element());
        if let Some(root) = root.filter(|_| *loaded) {
            let _ = root.set_attribute("loaded", "");
        }
    });
    match state.dialog {
        None => Html::default(),
        Some(Dialog::Jobs(group)) => {
            parts::jobs().map_or_else(|| waiting(act), |jobs| (jobs.dialog)(state, group, act))
        }
        Some(dialog) => drawn_by(dialog).map_or_else(|| waiting(act), |draw| draw(state, act)),
    }
}

/// What draws this dialog, if all that it needs is here.
fn drawn_by(dialog: Dialog) -> Option<fn(&AppState, &Callback<Action>) -> Html> {
    match dialog {
        Dialog::Paste => Some(parts::readers()?.preview),
        Dialog::Learn(_) => Some(parts::school()?.dialog),
        Dialog::Share if parts::files().is_none() => None,
        Dialog::Gallery if parts::examples().is_empty() => None,
        _ => Some(parts::later()?.dialog),
    }
}

/// Whether all that this dialog needs is here.
fn is_here(dialog: Dialog) -> bool {
    match dialog {
        Dialog::Jobs(_) => parts::jobs().is_some() && parts::survey().is_some(),
        _ => drawn_by(dialog).is_some(),
    }
}

/// Fetches what this dialog needs.
async fn fetch(dialog: Dialog) -> Result<(), NotFetched> {
    match dialog {
        Dialog::Paste => parts::fetch_readers().await.map(drop),
        Dialog::Share => {
            parts::fetch_files().await?;
            parts::fetch_later().await.map(drop)
        }
        Dialog::Jobs(_) => {
            parts::fetch_jobs().await?;
            parts::fetch_survey().await.map(drop)
        }
        Dialog::Learn(_) => parts::fetch_lessons().await,
        Dialog::Gallery => {
            parts::fetch_examples().await?;
            parts::fetch_later().await.map(drop)
        }
        _ => parts::fetch_later().await.map(drop),
    }
}

/// Fetches what the tab about all requests needs.
async fn fetch_access() -> Result<(), NotFetched> {
    parts::fetch_lessons().await?;
    parts::fetch_survey().await.map(drop)
}

fn waiting(act: &Callback<Action>) -> Html {
    part!(Toast {
        text: "Fetching this part of the page …",
        failed: false,
        on_undo: None::<Callback<()>>,
        on_dismiss: act.reform(|()| Action::CloseDialog)
    })
}
