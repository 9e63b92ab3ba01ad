//! The dialog *Learn*, the task of a challenge, the tour, and the words of a trace. One part of the application, fetched
//! after the first paint; nothing else may name what is here.

mod challenges;
mod first_line;
mod glossary;
mod myths;
mod opened;
mod read;
mod task;
mod tour;

use yew::prelude::*;

use crate::components::{Modal, Tab, Tabs, part};
use crate::state::{Action, AppState, Dialog, LearnTab};

pub(crate) use glossary::terms;
pub(crate) use opened::opened;
pub(crate) use task::task;

#[cfg(test)]
pub(super) use first_line::WHAT;

/// Draws what stands below the bar: the line of a first visit, or the step of the tour.
pub(crate) fn below_bar(state: &AppState, act: &Callback<Action>) -> Html {
    if state.visit.is_first { first_line::strip(state.visit, act) } else { tour::strip(state, act) }
}

/// The tabs of the dialog.
const TABS: [(&str, LearnTab); 4] = [
    ("Challenges", LearnTab::Challenges),
    ("Glossary", LearnTab::Glossary(None)),
    ("Myths", LearnTab::Myths),
    ("Tour", LearnTab::Tour),
];

/// The dialog.
pub(crate) fn learn_dialog(state: &AppState, act: &Callback<Action>) -> Html {
    let Some(Dialog::Learn(now)) = state.dialog else { return Html::default() };
    let chosen = TABS.iter().find(|(_, tab)| std::mem::discriminant(tab) == std::mem::discriminant(&now));
    let chosen = chosen.map_or("", |(name, _)| *name);
    let on_select = act.reform(|id: AttrValue| {
        let tab = TABS.iter().find(|(name, _)| *name == &*id).map_or(LearnTab::Challenges, |(_, tab)| *tab);
        Action::Open(Dialog::Learn(tab))
    });
    let tabs: Vec<Tab> = TABS
        .iter()
        .map(|(name, _)| Tab {
            id: (*name).into(),
            label: (*name).into(),
            count: "".into(),
            count_says: "".into(),
            has_error: false,
        })
        .collect();
    html! {
        <Modal title="Learn" class="large learn" on_close={act.reform(|()| Action::CloseDialog)}>
            { part!(Tabs { label: "Learn", tabs, selected: chosen, panel: "learn-panel", on_select }) }
            <div id="learn-panel" class="learn-panel" role="tabpanel" aria-label={chosen}>
                { match now {
                    LearnTab::Challenges => challenges::list(state, act),
                    LearnTab::Glossary(term) => part!(glossary::Glossary { term }),
                    LearnTab::Myths => myths::list(act),
                    LearnTab::Tour => tour::offer(act),
                } }
            </div>
        </Modal>
    }
}
