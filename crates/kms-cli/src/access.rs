//! `kms-policy access` and `kms-policy tests`: who can use a key, and scenarios that pin it down.

use std::fmt::Write;

use kms_playground::analysis::{
    AccessReport, AnalysisError, AnalysisInput, GridColumn, GridColumns, GridSource, LockoutState, Suite,
    WayStanding, access, grid_markdown, idle_parts, suite,
};

use crate::Done;
use crate::arguments::{AccessArguments, AccessFormat, TestsArguments};
use crate::colour::{Colour, Tone};
use crate::failure::Failure;
use crate::input;

/// Lists who can use the key.
pub(crate) fn run(arguments: &AccessArguments) -> Result<Done, Failure> {
    let (name, input) = input::policy(&arguments.policy)?;
    let columns = match &arguments.jobs {
        Some(words) => Some(Columns::Jobs(words)),
        None => (arguments.format == AccessFormat::Markdown).then_some(Columns::Operations),
    };
    if let Some(columns) = columns {
        return grid(&input, columns).map_err(|error| Failure::of(&name, &error));
    }
    let mut report = access(&input).map_err(|error| Failure::of(&name, &error))?;
    report.idle_parts = idle_parts(&input).map_err(|error| Failure::of(&name, &error))?;
    Ok(Done::printing(match arguments.format {
        AccessFormat::Json => serde_json::to_string_pretty(&report).unwrap_or_default() + "\n",
        AccessFormat::Text | AccessFormat::Markdown => text(&report, Colour::of_stdout()),
    }))
}

/// What the columns of a table are.
#[derive(Clone, Copy)]
enum Columns<'a> {
    Operations,
    /// Jobs that these words find.
    Jobs(&'a str),
}

/// Writes who can do what as a table.
fn grid(input: &AnalysisInput, columns: Columns<'_>) -> Result<Done, AnalysisError> {
    let source = GridSource::read(input, None)?;
    let kind = match columns {
        Columns::Operations => GridColumns::Operations,
        Columns::Jobs(_) => GridColumns::Jobs,
    };
    let grid = match source.open(kind) {
        Err(error @ AnalysisError::TooManyCallers) => {
            return Ok(Done { remark: Some(error.to_string()), ..Done::printing(String::new()) });
        }
        grid => grid?,
    };
    let all = grid.columns().to_vec();
    let shown: Vec<bool> = match columns {
        Columns::Operations => vec![true; all.len()],
        Columns::Jobs(words) => chosen(&all, words),
    };
    if !shown.contains(&true) {
        let remark =
            Some("no job that somebody asks for fits these words; `kms-policy jobs` lists all".to_owned());
        return Ok(Done { remark, ..Done::printing(String::new()) });
    }
    let (callers, mut cells) = (grid.callers(), grid.cells());
    for row in &mut cells {
        *row = kept(std::mem::take(row), &shown);
    }
    let rows = callers.iter().zip(cells.iter().map(Vec::as_slice));
    Ok(Done::printing(grid_markdown(&kept(all, &shown), rows)))
}

/// Which of these jobs fit the words; without words those whose service the scenario names, if there are some.
fn chosen(all: &[GridColumn], words: &str) -> Vec<bool> {
    let words = words.to_lowercase();
    let is_named = |column: &GridColumn| matches!(column, GridColumn::Job { is_named: true, .. });
    let is_short = words.is_empty() && all.iter().any(is_named);
    let fits = |column: &GridColumn| {
        let text = column.head().to_lowercase();
        (!is_short || is_named(column)) && words.split_whitespace().all(|word| text.contains(word))
    };
    all.iter().map(fits).collect()
}

/// The items at the places that are shown.
fn kept<T>(items: Vec<T>, shown: &[bool]) -> Vec<T> {
    items.into_iter().zip(shown).filter_map(|(item, is_shown)| is_shown.then_some(item)).collect()
}

/// Writes the scenarios of a minimal suite.
pub(crate) fn tests(arguments: &TestsArguments) -> Result<Done, Failure> {
    let (name, input) = input::policy(&arguments.policy)?;
    let Suite { scenarios, is_complete } = suite(&input).map_err(|error| Failure::of(&name, &error))?;
    let remark = (!is_complete).then(|| {
        "the policy is too complex for a suite that tells every change of it in a single place".to_owned()
    });
    let output = match &arguments.out {
        None => serde_json::to_string_pretty(&scenarios).unwrap_or_default() + "\n",
        Some(folder) => {
            format!("{} scenarios in {folder}\n", input::write_scenarios(folder, scenarios.iter())?)
        }
    };
    Ok(Done { remark, ..Done::printing(output) })
}

fn text(report: &AccessReport, colour: Colour) -> String {
    let mut out = String::new();
    for (standing, title) in [
        (WayStanding::SameAccount, "In the key's account"),
        (WayStanding::Service, "AWS services"),
        (WayStanding::OtherAccount, "Outside the key's account"),
    ] {
        let ways: Vec<_> = report.ways.iter().filter(|way| way.standing == standing).collect();
        if ways.is_empty() {
            continue;
        }
        _ = writeln!(out, "{}", colour.paint(Tone::Strong, title));
        for way in ways {
            let marks: Vec<&str> = way.marks.iter().map(|mark| mark.label()).collect();
            let marks = if marks.is_empty() { String::new() } else { format!(" [{}]", marks.join(", ")) };
            _ = writeln!(out, "  {}{}", way.text, colour.paint(Tone::Unsure, &marks));
        }
    }
    if report.ways.is_empty() && report.cannot_tell.is_empty() {
        out.push_str("The policy allows nothing.\n");
    }
    let tone = match report.lockout {
        LockoutState::LockedOut => Tone::Bad,
        LockoutState::CannotTell => Tone::Unsure,
        LockoutState::Named | LockoutState::Delegated => Tone::Good,
    };
    _ = writeln!(out, "\n{}", colour.paint(tone, &report.lockout_text));
    for idle in &report.idle_statements {
        _ = writeln!(out, "{}", colour.paint(Tone::Unsure, &idle.text));
    }
    for part in &report.idle_parts {
        _ = writeln!(out, "{}", colour.paint(Tone::Unsure, &part.text));
    }
    report.cannot_tell.iter().for_each(|why| _ = writeln!(out, "{} {why}", colour.paint(Tone::Unsure, "?")));
    out
}
