//! From cell to cell of the grid by keys.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Which cell a place of the table is in.
pub(super) fn place_of(target: &Element) -> Option<(usize, usize)> {
    numbers(&target.closest("[data-cell]").ok()??.get_attribute("data-cell")?)
}

/// The row and the column of a cell by its name, as `3 0`.
pub(super) fn numbers(cell: &str) -> Option<(usize, usize)> {
    let (row, column) = cell.split_once(' ')?;
    Some((row.parse().ok()?, column.parse().ok()?))
}

/// Arrow keys, Home and End go from cell to cell.
pub(super) fn moving(
    rows: &[usize],
    columns: &[usize],
    tab_stop: &UseStateHandle<String>,
) -> Callback<KeyboardEvent> {
    let (rows, columns, tab_stop) = (rows.to_vec(), columns.to_vec(), tab_stop.clone());
    Callback::from(move |event: KeyboardEvent| {
        let Some(target) = event.target_dyn_into::<Element>() else { return };
        let Some((row, column)) = place_of(&target) else { return };
        let at = |list: &[usize], of: usize| list.iter().position(|one| *one == of).unwrap_or(0);
        let (row_at, column_at) = (at(&rows, row), at(&columns, column));
        let (row_at, column_at) = match event.key().as_str() {
            "ArrowUp" => (row_at.saturating_sub(1), column_at),
            "ArrowDown" => (row_at + 1, column_at),
            "ArrowLeft" => (row_at, column_at.saturating_sub(1)),
            "ArrowRight" => (row_at, column_at + 1),
            "Home" => (row_at, 0),
            "End" => (row_at, columns.len().saturating_sub(1)),
            _ => return,
        };
        event.prevent_default();
        let Some((row, column)) = rows.get(row_at).zip(columns.get(column_at)) else { return };
        let name = format!("{row} {column}");
        let table = target.closest("table").ok().flatten();
        let cell = table.and_then(|table| table.query_selector(&format!("[data-cell=\"{name}\"]")).ok()?);
        tab_stop.set(name);
        if let Some(cell) = cell.and_then(|cell| cell.dyn_into::<HtmlElement>().ok()) {
            let _ = cell.focus();
        }
    })
}
