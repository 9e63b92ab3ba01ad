//! What stands in the columns of a grid.

use kms_analysis::GridColumn as OperationColumn;
use kms_catalog::Job;

use super::{GridCaller, GridCell};

/// What the columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridColumns {
    /// Operations, those together that the key policy treats alike.
    Operations,
    /// Every operation by itself.
    EachOperation,
    /// The jobs that people ask services for.
    Jobs,
}

/// A column.
#[derive(Clone, Debug)]
pub enum GridColumn {
    /// Operations, of which the first is asked for.
    Operations(OperationColumn),
    /// A job.
    Job {
        /// The job.
        job: &'static Job,
        /// Whether the scenario names its service.
        is_named: bool,
    },
}

impl GridColumn {
    /// What it is called: the first operation, or what the service does.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Operations(column) => column.operations.first().map_or("", |operation| operation.name),
            Self::Job { job, .. } => job.name,
        }
    }

    /// The service of a job, or how many more operations there are.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Operations(column) => {
                let more = column.operations.len().saturating_sub(1);
                (more > 0).then(|| format!("+ {more} more"))
            }
            Self::Job { job, .. } => Some(job.service.to_owned()),
        }
    }

    /// All that it holds: the operations, or the service and the job.
    pub fn all(&self) -> String {
        match self {
            Self::Operations(column) => {
                let names: Vec<&str> = column.operations.iter().map(|operation| operation.name).collect();
                names.join(", ")
            }
            Self::Job { .. } => self.head(),
        }
    }

    /// It in words.
    pub fn head(&self) -> String {
        let name = self.name();
        match self {
            Self::Job { job, .. } => format!("{}: {name}", job.service),
            Self::Operations(column) => match column.operations.len() {
                0 | 1 => name.to_owned(),
                count => format!("{name} and {} more", count - 1),
            },
        }
    }
}

/// Rows of a grid as a table in Markdown.
pub fn grid_markdown<'a>(
    columns: &[GridColumn],
    rows: impl IntoIterator<Item = (&'a GridCaller, &'a [GridCell])>,
) -> String {
    let heads: Vec<String> = columns.iter().map(GridColumn::head).collect();
    let rules: String = heads.iter().map(|_| "---|").collect();
    let mut lines = vec![format!("| Principal | {} |", heads.join(" | ")), format!("|---|{rules}")];
    for (caller, cells) in rows {
        let words: Vec<&str> = cells.iter().map(GridCell::word).collect();
        let name = caller.name.replace('|', "\\|");
        let name: Vec<&str> = std::iter::once(name.as_str()).chain(caller.notes.iter().copied()).collect();
        lines.push(format!("| {} | {} |", name.join(", "), words.join(" | ")));
    }
    lines.join("\n") + "\n"
}
