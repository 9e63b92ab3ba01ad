//! As much of the grid as there is, and how it is made, a slice at a time.

use std::rc::Rc;

use kms_playground::Scenario;
use kms_playground::analysis::{
    AnalysisInput, GridCaller, GridCell, GridColumn, GridColumns, GridSource, grid_markdown,
};

use crate::panes::contains;
use crate::panes::slices::Slices;

/// As much of the grid as has been filled.
#[derive(Clone, Default)]
pub(super) struct Filled {
    /// What its columns are: until others are there, those that were asked for before. None if there are none.
    pub(super) kind: Option<GridColumns>,
    pub(super) columns: Rc<Vec<GridColumn>>,
    pub(super) callers: Rc<Vec<GridCaller>>,
    pub(super) rows: Vec<Rc<Vec<GridCell>>>,
    /// Why there is none.
    pub(super) problem: Option<String>,
}

impl Filled {
    pub(super) fn is_whole(&self) -> bool {
        self.problem.is_some() || !self.columns.is_empty() && self.rows.len() == self.callers.len()
    }
}

/// Fills the grid, a slice at a time.
pub(super) async fn fill(
    scenario: &Scenario,
    base: &str,
    columns: GridColumns,
    mut slices: Slices,
    pause: u64,
    show: &dyn Fn(Rc<Filled>),
) {
    if !slices.pause(pause).await {
        return;
    }
    let input = AnalysisInput { scenario: scenario.clone(), is_scenario: true };
    let source = GridSource::read(&input, Some(base));
    let grid = match source.as_ref().map_err(Clone::clone).and_then(|source| source.open(columns)) {
        Ok(grid) => grid,
        Err(error) => return show(Rc::new(Filled { problem: Some(error.to_string()), ..Filled::default() })),
    };
    let mut filled = Filled {
        kind: Some(columns),
        callers: Rc::new(grid.callers()),
        columns: Rc::new(grid.columns().to_vec()),
        ..Filled::default()
    };
    for at in 0..filled.callers.len() {
        filled.rows.push(Rc::new(grid.row(at)));
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
pub(super) fn shown_rows(filled: &Filled, who: &str) -> Vec<usize> {
    let fits = |caller: &GridCaller| contains(&caller.name, who);
    filled.callers.iter().enumerate().filter(|(_, caller)| fits(caller)).map(|(at, _)| at).collect()
}

pub(super) fn shown_columns(filled: &Filled, what: &str, is_large: bool) -> Vec<usize> {
    let what = what.trim().trim_start_matches("kms:");
    // Of very many jobs, those that are likely to be looked for.
    let is_named = |column: &GridColumn| matches!(column, GridColumn::Job { is_named: true, .. });
    let is_short = !is_large && what.is_empty() && filled.columns.iter().any(is_named);
    let fits = |column: &GridColumn| (!is_short || is_named(column)) && contains(&column.all(), what);
    filled.columns.iter().enumerate().filter(|(_, column)| fits(column)).map(|(at, _)| at).collect()
}

pub(super) fn markdown(filled: &Filled) -> String {
    let rows = filled.callers.iter().zip(filled.rows.iter().map(|cells| cells.as_slice()));
    grid_markdown(&filled.columns, rows)
}
