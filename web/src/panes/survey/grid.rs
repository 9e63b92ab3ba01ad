//! Callers against operations: a table whose cells open their requests.

use std::cell::Cell;
use std::rc::Rc;

use kms_playground::analysis::{
    AnalysisInput, GridCaller, GridCell, GridOperations, GridSource, grid_markdown,
};
use kms_playground::{Decision, Scenario};
use web_sys::Element;
use yew::prelude::*;

use crate::components::{CopyButton, Modal, Tone, button, hint, mark, part, prose};
use crate::hooks::use_effect_on;
use crate::panes::contains;
use crate::state::{Action, Edit, Notice, Part};

use super::keys::{moving, place_of};
use super::slices::{self, Slices};
use super::{Surveyed, capitalized};

/// How long typing must pause, in milliseconds.
const PAUSE: u64 = 300;

#[derive(Properties, PartialEq)]
pub(super) struct GridProps {
    pub(super) surveyed: Surveyed,
}

/// As much of the grid as has been filled.
#[derive(Clone, Default)]
struct Filled {
    columns: Rc<Vec<GridOperations>>,
    callers: Rc<Vec<GridCaller>>,
    rows: Vec<Rc<Vec<GridCell>>>,
    /// Why there is none.
    problem: Option<String>,
}

impl Filled {
    fn of_problem(problem: &str) -> Rc<Self> {
        Rc::new(Self { problem: Some(problem.to_owned()), ..Self::default() })
    }

    fn is_whole(&self) -> bool {
        self.problem.is_some() || !self.columns.is_empty() && self.rows.len() == self.callers.len()
    }
}

/// The grid, with the ways to a larger one and to copy it.
#[component]
pub(super) fn Grid(props: &GridProps) -> Html {
    let is_open = use_state_eq(|| false);
    let open = {
        let is_open = is_open.clone();
        move |_: MouseEvent| is_open.set(true)
    };
    let close = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(false))
    };
    let larger = button("button small", "Every operation, in a large view", open);
    let table = part!(Table { is_each_alone: false, surveyed: props.surveyed.clone(), beside: larger });
    let whole = || {
        let Surveyed { act, .. } = &props.surveyed;
        let (who, what, act) = (String::new(), String::new(), closing(act.clone(), &close));
        let surveyed = Surveyed { who, what, act, ..props.surveyed.clone() };
        part!(Table { is_each_alone: true, surveyed, beside: Html::default() })
    };
    html! {
        <>
            { hint("Each column holds the operations that the key policy treats alike. Choose a cell to open its request; “if” means that other such requests are decided otherwise.") }
            { table }
            if *is_open {
                { part!(Modal { title: "Every operation", class: "large", on_close: close.clone(), children: whole() }) }
            }
        </>
    }
}

/// What is done in the large view also closes it.
fn closing(act: Callback<Action>, close: &Callback<()>) -> Callback<Action> {
    let close = close.clone();
    Callback::from(move |action| {
        close.emit(());
        act.emit(action);
    })
}

#[derive(Properties, PartialEq)]
struct TableProps {
    is_each_alone: bool,
    surveyed: Surveyed,
    /// Stands with what can be done with the table.
    beside: Html,
}

#[component]
fn Table(props: &TableProps) -> Html {
    let TableProps { is_each_alone, surveyed, beside } = props;
    let filled = use_state(|| Rc::new(Filled::default()));
    let stop = use_mut_ref(|| Rc::new(Cell::new(false)));
    let is_stopped = use_state_eq(|| false);
    let question = (surveyed.scenario.clone(), surveyed.base.text.clone(), *is_each_alone);
    {
        let (filled, stop, is_stopped) = (filled.clone(), stop.clone(), is_stopped.clone());
        let is_first = filled.columns.is_empty();
        use_effect_on(question, move |(scenario, base, is_each_alone)| {
            is_stopped.set(false);
            let (scenario, base, is_each_alone) = (scenario.clone(), Rc::clone(base), *is_each_alone);
            let pause = if is_first { 0 } else { PAUSE };
            let work = slices::begin(move |slices| async move {
                fill(&scenario, &base, is_each_alone, slices, pause, &move |now| filled.set(now)).await;
            });
            stop.replace(Rc::clone(&work));
            move || work.set(true)
        });
    }
    let tab_stop = use_state_eq(|| (0_usize, 0_usize));
    if let Some(problem) = &filled.problem {
        return html! { <p class="problem">{ format!("{problem}.") }</p> };
    }
    let (rows, columns) = (shown_rows(&filled, &surveyed.who), shown_columns(&filled, &surveyed.what));
    let stopping = {
        let (stop, is_stopped) = (stop, is_stopped.clone());
        move |_: MouseEvent| {
            stop.borrow().set(true);
            is_stopped.set(true);
        }
    };
    let progress = (!filled.is_whole() && !filled.callers.is_empty()).then(|| {
        let count = format!("{} of {} rows.", filled.rows.len(), filled.callers.len());
        html! {
            <p class="row" role="status">
                <span class="hint">{ count }</span>
                if !*is_stopped {
                    { button("button quiet small", "Stop", stopping) }
                }
            </p>
        }
    });
    if filled.callers.is_empty() {
        return hint("Working …");
    }
    if rows.is_empty() || columns.is_empty() {
        return html! { <p>{ "No cell fits what you are looking for." }</p> };
    }
    let onclick = {
        let (filled, surveyed, tab_stop) = (filled.clone(), surveyed.clone(), tab_stop.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some((row, column)) =
                event.target_dyn_into::<Element>().and_then(|target| place_of(&target))
            {
                tab_stop.set((row, column));
                open(&filled, &surveyed, row, column);
            }
        })
    };
    let onkeydown = moving(&rows, &columns, &tab_stop);
    let current = surveyed.scenario.requests.get(surveyed.request);
    let stop_at = {
        let (row, column) = *tab_stop;
        let is_shown = rows.contains(&row) && columns.contains(&column);
        if is_shown {
            (row, column)
        } else {
            (rows.first().copied().unwrap_or(0), columns.first().copied().unwrap_or(0))
        }
    };
    let cell = |row: usize, column: usize| {
        let Some(cell) = filled.rows.get(row).and_then(|cells| cells.get(column)) else {
            return html! { <td>{ "…" }</td> };
        };
        let (tone, class) = look(cell);
        let is_current = current.is_some_and(|current| current.asks_the_same_as(&cell.request));
        let names = filled.columns.get(column).map(GridOperations::head).unwrap_or_default();
        let name = filled.callers.get(row).map(|caller| caller.name.replace('`', "")).unwrap_or_default();
        let mut says = format!("{name}, {names}: {}", cell.label());
        if cell.is_changed {
            says.push_str(", changed by your edits");
        }
        html! {
            <td>
                <button type="button" class={classes!("cell", class, cell.is_changed.then_some("changed"))} data-cell={format!("{row} {column}")}
                    tabindex={if stop_at == (row, column) { "0" } else { "-1" }} aria-label={says} aria-current={is_current.then_some("true")}>
                    { mark(tone) }
                    if cell.is_partial && tone != Tone::No {
                        <span class="if">{ "if" }</span>
                    }
                </button>
            </td>
        }
    };
    let head = |column: &usize| {
        let Some(operations) = filled.columns.get(*column) else { return Html::default() };
        let names: Vec<&str> = operations.names().collect();
        let first = names.first().copied().unwrap_or_default();
        html! {
            <th scope="col" title={(names.len() > 1).then(|| names.join(", "))}>
                { broken(first) }
                if names.len() > 1 {
                    <small>{ format!("+ {} more", names.len() - 1) }</small>
                }
            </th>
        }
    };
    let line = |row: &usize| {
        let Some(caller) = filled.callers.get(*row) else { return Html::default() };
        html! {
            <tr key={*row}>
                <th scope="row">
                    { prose(&capitalized(&caller.name)) }
                    { for caller.notes.iter().map(|note| html! { <small>{ *note }</small> }) }
                </th>
                { for columns.iter().map(|column| cell(*row, *column)) }
            </tr>
        }
    };
    let is_whole = filled.is_whole();
    let copy = is_whole.then(|| markdown(&filled));
    html! {
        <>
            <div class="grid-frame" role="region" aria-label="Callers and operations" aria-busy={(!is_whole).to_string()} tabindex="-1">
                <table class="grid" {onclick} {onkeydown}>
                    <thead><tr><th scope="col">{ "Principal" }</th>{ for columns.iter().map(head) }</tr></thead>
                    <tbody>{ for rows.iter().map(line) }</tbody>
                </table>
            </div>
            { progress }
            { legend(&filled, &rows, &columns) }
            <div class="row">
                { beside.clone() }
                if let Some(copy) = copy {
                    { part!(CopyButton { class: "quiet small", label: "Copy as a table", text: copy }) }
                }
            </div>
        </>
    }
}

/// Fills the grid, a slice at a time.
async fn fill(
    scenario: &Scenario,
    base: &str,
    is_each_alone: bool,
    mut slices: Slices,
    pause: u64,
    show: &dyn Fn(Rc<Filled>),
) {
    if !slices.pause(pause).await {
        return;
    }
    let input = AnalysisInput { scenario: scenario.clone(), is_scenario: true };
    let source = match GridSource::read(&input, Some(base)) {
        Ok(source) => source,
        Err(error) => return show(Filled::of_problem(&error.to_string())),
    };
    let Some(grid) = source.open() else {
        return show(Filled::of_problem("The policy distinguishes too many callers for a grid"));
    };
    let columns = grid.columns(is_each_alone);
    let mut filled =
        Filled { callers: Rc::new(grid.callers()), columns: Rc::new(columns), ..Filled::default() };
    for at in 0..filled.callers.len() {
        filled.rows.push(Rc::new(grid.row(at, &filled.columns)));
        if slices.is_over() && !filled.is_whole() {
            show(Rc::new(filled.clone()));
            if !slices.pause(0).await {
                return;
            }
        }
    }
    show(Rc::new(filled));
}

/// The rows and columns in whose names the texts are.
fn shown_rows(filled: &Filled, who: &str) -> Vec<usize> {
    let fits = |caller: &GridCaller| contains(&caller.name, who);
    filled.callers.iter().enumerate().filter(|(_, caller)| fits(caller)).map(|(at, _)| at).collect()
}

fn shown_columns(filled: &Filled, what: &str) -> Vec<usize> {
    let what = what.trim().trim_start_matches("kms:");
    let fits = |operations: &GridOperations| operations.names().any(|name| contains(name, what));
    filled.columns.iter().enumerate().filter(|(_, operations)| fits(operations)).map(|(at, _)| at).collect()
}

fn markdown(filled: &Filled) -> String {
    let rows = filled.callers.iter().zip(filled.rows.iter().map(|cells| cells.as_slice()));
    grid_markdown(&filled.columns, rows)
}

/// The mark of a cell and its class.
const fn look(cell: &GridCell) -> (Tone, &'static str) {
    match (cell.decision, cell.is_partial) {
        (Decision::Allowed, false) => (Tone::Yes, "yes"),
        (Decision::Allowed, true) => (Tone::Yes, "part"),
        (Decision::Undetermined, _) => (Tone::Open, "open"),
        (Decision::ExplicitDeny | Decision::ImplicitDeny, _) => (Tone::No, "no"),
        (Decision::NotEvaluated, _) => (Tone::Blank, "no"),
    }
}

fn legend(filled: &Filled, rows: &[usize], columns: &[usize]) -> Html {
    let cells = || {
        rows.iter()
            .filter_map(|row| filled.rows.get(*row))
            .flat_map(|cells| columns.iter().filter_map(|at| cells.get(*at)))
    };
    let count = |class: &str| cells().filter(|cell| look(cell).1 == class).count();
    let entry = |tone: Tone, what: &str, class: &str| {
        let count = count(class);
        html! {
            if count > 0 {
                <li>{ mark(tone) }{ format!("{what}, {count}") }</li>
            }
        }
    };
    html! {
        <ul class="legend">
            { entry(Tone::Yes, "allowed", "yes") }
            { entry(Tone::Yes, "if: only under conditions", "part") }
            { entry(Tone::No, "denied", "no") }
            { entry(Tone::Open, "depends on policies that are not known", "open") }
            if cells().any(|cell| cell.is_changed) {
                <li><span class="box" />{ "changed by your edits" }</li>
            }
        </ul>
    }
}

/// Opens the request of a cell: the one in the list that is the same, or one more.
fn open(filled: &Filled, surveyed: &Surveyed, row: usize, column: usize) {
    let Surveyed { scenario, base, act, .. } = surveyed;
    let Some(cell) = filled.rows.get(row).and_then(|cells| cells.get(column)) else { return };
    let known = scenario.requests.iter().position(|request| request.asks_the_same_as(&cell.request));
    let at = match known {
        Some(at) => at,
        None => {
            let input = AnalysisInput { scenario: (**scenario).clone(), is_scenario: true };
            let Ok(source) = GridSource::read(&input, Some(&base.text)) else { return };
            let Some(grid) = source.open() else { return };
            let with_request = grid.with_request(row, cell);
            act.emit(Action::Edit(Edit::Replace(Box::new(with_request))));
            scenario.requests.len()
        }
    };
    act.emit(Action::SelectRequest(at));
    act.emit(Action::ShowAccess(false));
    act.emit(Action::ShowPart(Part::Result));
    if known.is_none() {
        act.emit(Action::Tell(Notice::undoable("Request added.")));
    }
}

/// A name that may break before each of its words.
fn broken(name: &str) -> Html {
    let mut parts: Vec<Html> = Vec::new();
    let mut rest = name;
    while let Some(at) =
        rest.char_indices().skip(1).find(|(_, letter)| letter.is_uppercase()).map(|(at, _)| at)
    {
        let (word, after) = rest.split_at(at);
        parts.push(html! { <>{ word.to_owned() }<wbr /></> });
        rest = after;
    }
    html! { <>{ for parts }{ rest.to_owned() }</> }
}
