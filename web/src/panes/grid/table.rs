//! The table, whose cells open their requests.

use std::cell::Cell;
use std::rc::Rc;

use kms_playground::Decision;
use kms_playground::analysis::{AnalysisInput, GridCell, GridColumn, GridColumns, GridSource};
use web_sys::Element;
use yew::prelude::*;

use crate::components::{CopyButton, Tone, button, hint, mark, part, prose};
use crate::hooks::use_effect_on;
use crate::panes::{Surveyed, capitalized, slices};
use crate::state::{Action, Edit, Notice, Part};

use super::filled::{Filled, fill, markdown, shown_columns, shown_rows};
use super::keys::{moving, numbers, place_of};

/// How long typing must pause, in milliseconds.
const PAUSE: u64 = 300;

#[derive(Properties, PartialEq)]
pub(super) struct TableProps {
    pub(super) columns: GridColumns,
    pub(super) is_large: bool,
    pub(super) surveyed: Surveyed,
    /// Stands with what can be done with the table.
    pub(super) beside: Html,
}

#[component]
pub(super) fn Table(props: &TableProps) -> Html {
    let TableProps { columns: kind, is_large, surveyed, beside } = props;
    let filled = use_state(|| Rc::new(Filled::default()));
    let stop = use_mut_ref(|| Rc::new(Cell::new(false)));
    let is_stopped = use_state_eq(|| false);
    let question = (surveyed.scenario.clone(), surveyed.base.text.clone(), *kind);
    {
        let (filled, stop, is_stopped) = (filled.clone(), stop.clone(), is_stopped.clone());
        // Who asks for other columns is not typing.
        let pause = if filled.kind == Some(*kind) { PAUSE } else { 0 };
        use_effect_on(question, move |(scenario, base, kind)| {
            is_stopped.set(false);
            let (scenario, base, kind) = (scenario.clone(), Rc::clone(base), *kind);
            let work = slices::begin(move |slices| async move {
                fill(&scenario, &base, kind, slices, pause, &move |now| filled.set(now)).await;
            });
            stop.replace(Rc::clone(&work));
            move || work.set(true)
        });
    }
    // The cell that the Tab key comes to, by its name.
    let tab_stop = use_state_eq(String::new);
    if let Some(problem) = &filled.problem {
        return html! { <p class="problem">{ format!("{}.", capitalized(problem)) }</p> };
    }
    let (rows, columns) =
        (shown_rows(&filled, &surveyed.who), shown_columns(&filled, &surveyed.what, *is_large));
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
                tab_stop.set(format!("{row} {column}"));
                open(&filled, &surveyed, (row, column));
            }
        })
    };
    let onkeydown = moving(&rows, &columns, &tab_stop);
    let is_shown = |(row, column): &(usize, usize)| rows.contains(row) && columns.contains(column);
    let stop_at = numbers(&tab_stop).filter(is_shown).or(rows.first().copied().zip(columns.first().copied()));
    let cell = |row: usize, column: usize| {
        let Some(cell) = filled.rows.get(row).and_then(|cells| cells.get(column)) else {
            return html! { <td>{ "…" }</td> };
        };
        let (tone, class) = look(cell);
        let firsts = surveyed.request.saturating_sub(cell.requests.len() - 1)..=surveyed.request;
        let is_current = firsts.into_iter().any(|first| cell.begins_at(&surveyed.scenario.requests, first));
        let names = filled.columns.get(column).map(GridColumn::head).unwrap_or_default();
        let name = filled.callers.get(row).map(|caller| caller.name.replace('`', "")).unwrap_or_default();
        let mut says = format!("{name}, {names}: {}", cell.label());
        if cell.is_changed {
            says.push_str(", changed by your edits");
        }
        html! {
            <td>
                <button type="button" class={classes!("cell", class, cell.is_changed.then_some("changed"))} data-cell={format!("{row} {column}")}
                    tabindex={if stop_at == Some((row, column)) { "0" } else { "-1" }} aria-label={says} aria-current={is_current.then_some("true")}>
                    { mark(tone) }
                    if cell.is_partial && tone != Tone::No {
                        <span class="if">{ "if" }</span>
                    }
                </button>
            </td>
        }
    };
    let head = |column: &usize| {
        let Some(column) = filled.columns.get(*column) else { return Html::default() };
        html! {
            <th scope="col" title={column.all()}>
                { broken(column.name()) }
                if let Some(detail) = column.detail() {
                    <small>{ detail }</small>
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
    let is_whole = filled.is_whole() && filled.kind == Some(*kind);
    let copy = is_whole.then(|| markdown(&filled));
    html! {
        <>
            <div class="grid-frame" role="region" aria-label={if filled.kind == Some(GridColumns::Jobs) { "Callers and jobs" } else { "Callers and operations" }} aria-busy={(!is_whole).to_string()} tabindex="-1">
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
            { entry(Tone::Yes, "if: only in some cases", "part") }
            { entry(Tone::No, "denied", "no") }
            { entry(Tone::Open, "depends on policies that are not known", "open") }
            if cells().any(|cell| cell.is_changed) {
                <li><span class="box" />{ "changed by your edits" }</li>
            }
        </ul>
    }
}

/// Opens the request of a cell: the one in the list that is the same, or one more.
fn open(filled: &Filled, surveyed: &Surveyed, (row, column): (usize, usize)) {
    let Surveyed { scenario, base, act, .. } = surveyed;
    let Some(cell) = filled.rows.get(row).and_then(|cells| cells.get(column)) else { return };
    let requests = &scenario.requests;
    let known = (0..requests.len()).find(|first| cell.begins_at(requests, *first));
    let at = match known {
        Some(at) => at,
        None => {
            let input = AnalysisInput { scenario: (**scenario).clone(), is_scenario: true };
            let Ok(source) = GridSource::read(&input, Some(&base.text)) else { return };
            let Some(Ok(grid)) = filled.kind.map(|kind| source.open(kind)) else { return };
            act.emit(Action::Edit(Edit::Replace(Box::new(grid.with_cell(row, cell)))));
            requests.len()
        }
    };
    act.emit(Action::SelectRequest(at));
    act.emit(Action::ShowAccess(false));
    act.emit(Action::ShowPart(Part::Result));
    if known.is_none() {
        let added = if cell.is_job { "Job added." } else { "Request added." };
        act.emit(Action::Tell(Notice::undoable(added)));
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
