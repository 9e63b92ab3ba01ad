//! How much of each statement and grant a report holds.

use std::fmt::{Display, Formatter, Result as Written};
use std::str::FromStr;

use super::{CheckReport, Ground};

/// Of which statements and grants a report holds the elements. Everything else in it is the same at every level, so the
/// elements of the rest can be asked for later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Of none: decisions, steps, and one sentence for each statement.
    None,
    /// Of those that decided, of those that an answer which decided rests on, and of the near misses.
    #[default]
    Deciding,
    /// Of all.
    All,
}

impl Detail {
    /// Every level, the least first.
    pub const ALL: [Self; 3] = [Self::None, Self::Deciding, Self::All];

    /// The name in options of the command line and of the package.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Deciding => "deciding",
            Self::All => "all",
        }
    }
}

impl Display for Detail {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        f.write_str(self.name())
    }
}

impl FromStr for Detail {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|level| level.name() == name);
        found.ok_or_else(|| format!("`{name}` is no level of detail: write `none`, `deciding` or `all`"))
    }
}

impl CheckReport {
    /// Takes the elements away that this level does not have.
    pub(crate) fn keep(&mut self, detail: Detail) {
        let deciding: Vec<Ground> = match detail {
            Detail::All => return,
            Detail::Deciding => self.deciding(),
            Detail::None => Vec::new(),
        };
        for statement in &mut self.statements {
            let is_this = |ground: &Ground| ground.is_statement(&statement.policy, statement.index);
            if !deciding.iter().any(is_this) {
                statement.elements = Vec::new();
            }
        }
        for grant in &mut self.grants {
            if !deciding.contains(&Ground::Grant { grant: grant.index }) {
                grant.elements = Vec::new();
            }
        }
    }

    /// What the decision rests on, and what came nearest to another.
    fn deciding(&self) -> Vec<Ground> {
        let decided = self.steps.iter().filter(|step| step.decided).flat_map(|step| &step.by);
        let mut grounds: Vec<Ground> = decided.chain(&self.near_misses).cloned().collect();
        let statements = self.statements.iter().filter(|statement| statement.decided);
        grounds.extend(statements.map(|statement| Ground::Statement {
            policy: statement.policy.clone(),
            statement: statement.index,
        }));
        let grants = self.grants.iter().filter(|grant| grant.decided);
        grounds.extend(grants.map(|grant| Ground::Grant { grant: grant.index }));
        grounds
    }
}

impl Ground {
    /// Whether it is this statement.
    pub(crate) fn is_statement(&self, of: &str, at: usize) -> bool {
        matches!(self, Self::Statement { policy, statement } if policy == of && *statement == at)
    }
}
