//! What becomes of every request of a kind, or of every job: callers against operations or jobs. It is in the part of
//! `survey`.

mod filled;
mod keys;
mod table;

use kms_playground::analysis::GridColumns;
use yew::prelude::*;

use crate::components::{Modal, button, hint, part};
use crate::panes::Surveyed;
use crate::state::Action;
use table::Table;

/// Draws the grid.
pub(crate) fn grid(surveyed: &Surveyed) -> Html {
    part!(Grid { surveyed: surveyed.clone() })
}

#[derive(Properties, PartialEq)]
struct GridProps {
    surveyed: Surveyed,
}

/// The grid, with the ways to a larger one and to copy it.
#[component]
fn Grid(props: &GridProps) -> Html {
    let is_open = use_state_eq(|| false);
    let is_jobs = use_state_eq(|| false);
    let set = |handle: &UseStateHandle<bool>, value: bool| {
        let handle = handle.clone();
        move |_: MouseEvent| handle.set(value)
    };
    let close = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(false))
    };
    let kind = if *is_jobs { &JOBS } else { &OPERATIONS };
    let beside = html! {
        <>
            { button("button small", kind.to_larger, set(&is_open, true)) }
            { button("button quiet small", kind.to_other, set(&is_jobs, !*is_jobs)) }
        </>
    };
    let table =
        part!(Table { columns: kind.near, is_large: false, surveyed: props.surveyed.clone(), beside });
    let whole = || {
        let Surveyed { act, .. } = &props.surveyed;
        let (who, what, act) = (String::new(), String::new(), closing(act.clone(), &close));
        let surveyed = Surveyed { who, what, act, ..props.surveyed.clone() };
        part!(Table { columns: kind.all, is_large: true, surveyed, beside: Html::default() })
    };
    html! {
        <>
            { hint(kind.hint) }
            { table }
            if *is_open {
                { part!(Modal { title: kind.title, class: "large", on_close: close.clone(), children: whole() }) }
            }
        </>
    }
}

/// What the columns are, in words.
struct Kind {
    near: GridColumns,
    /// Those of the large view.
    all: GridColumns,
    title: &'static str,
    hint: &'static str,
    to_larger: &'static str,
    to_other: &'static str,
}

const OPERATIONS: Kind = Kind {
    near: GridColumns::Operations,
    all: GridColumns::EachOperation,
    title: "Every operation",
    hint: "Each column holds the operations that the key policy treats alike. Choose a cell to open its request; “if” means that other such requests are decided otherwise.",
    to_larger: "Every operation, in a large view",
    to_other: "Jobs as columns",
};

const JOBS: Kind = Kind {
    near: GridColumns::Jobs,
    all: GridColumns::Jobs,
    title: "Every job",
    hint: "Each column is a job of a service. Choose a cell to open its requests; “if” means that it works with some settings only.",
    to_larger: "Every job, in a large view",
    to_other: "Operations as columns",
};

/// What is done in the large view also closes it.
fn closing(act: Callback<Action>, close: &Callback<()>) -> Callback<Action> {
    let close = close.clone();
    Callback::from(move |action| {
        close.emit(());
        act.emit(action);
    })
}
