//! Callers against operations: for each pair one request of every kind that the key policies tell apart.
//!
//! Whether a request is allowed is not said here: it depends on policies and grants around the key policy, and whoever
//! asks has those.

use kms_catalog::{Operation, OperationGroup};
use kms_policy::PolicyDocument;

use crate::callers::{StandsFor, Who};
use crate::cube::{CellSet, Cube, Steps};
use crate::quotient::{
    CALLER, KeyFacts, Level, OPERATION, OperationClass, Quotient, Standing, TooManyCallers,
};
use crate::scope::{CallerName, name_of};
use crate::witness::{Environment, Witness};

/// How many steps the search for the requests of one cell may take.
const STEPS: u32 = 20_000;

/// Operations that can destroy the key or hand it on: each has a column of its own.
const GRAVE: [&str; 4] = ["PutKeyPolicy", "CreateGrant", "ScheduleKeyDeletion", "DeleteImportedKeyMaterial"];

/// The callers that key policies tell apart, and the operations.
pub struct Grid<'d> {
    quotient: Quotient<'d>,
    rows: Vec<GridRow>,
}

/// Callers of one row.
#[derive(Clone, Debug)]
pub struct GridRow {
    /// Whose account they are of.
    pub standing: Standing,
    /// Who they are; whoever else an account has is two, its other users and its other roles.
    pub names: Vec<CallerName>,
    /// Each with the class that it is of.
    members: Vec<(usize, Who)>,
}

/// Operations of one column, the best known first.
#[derive(Clone, Debug)]
pub struct GridColumn {
    /// The operations.
    pub operations: Vec<&'static Operation>,
    class: usize,
}

/// The requests of one cell.
#[derive(Clone, Debug)]
pub struct CellRequests {
    /// One of each kind, what the policy allows by itself first; at least one.
    pub requests: Vec<Witness>,
    /// Whether they are all kinds; otherwise it took too long, or something could not be told apart.
    pub is_complete: bool,
}

impl<'d> Grid<'d> {
    /// The grid of these key policies, with further callers, each by its ARN and that of the role or user behind its
    /// session. None: the policies tell more callers apart than are looked at.
    pub fn new(
        documents: &[&'d PolicyDocument],
        facts: &KeyFacts,
        callers: &[(String, Option<String>)],
    ) -> Option<Self> {
        let quotient = Quotient::with_callers(documents, facts, callers).map_err(|TooManyCallers| ()).ok()?;
        let rows = rows(&quotient);
        Some(Self { quotient, rows })
    }

    /// The rows: who is named, everyone else, services that are not named.
    pub fn rows(&self) -> &[GridRow] {
        &self.rows
    }

    /// The columns: operations that the policies treat alike, or every operation by itself. Operations that a key of
    /// this kind does not have are left out.
    pub fn columns(&self, is_each_alone: bool) -> Vec<GridColumn> {
        let mut columns: Vec<GridColumn> = Vec::new();
        let mut push = |operations: Vec<&'static Operation>, class: usize| {
            if !operations.is_empty() {
                columns.push(GridColumn { operations, class });
            }
        };
        for (class, OperationClass { members }) in self.quotient.operations.iter().enumerate() {
            let fits = |operation: &&&'static Operation| {
                self.quotient.facts.attributes.is_none_or(|key| operation.key_mismatch(key).is_none())
            };
            let mut members: Vec<&'static Operation> = members.iter().filter(fits).copied().collect();
            kms_policy::sort_by(&mut members, |one, other| place(one).cmp(&place(other)));
            if is_each_alone {
                members.into_iter().for_each(|operation| push(vec![operation], class));
                continue;
            }
            let is_grave = |operation: &&'static Operation| GRAVE.contains(&operation.name);
            let (grave, alike): (Vec<_>, Vec<_>) = members.into_iter().partition(is_grave);
            push(alike, class);
            grave.into_iter().for_each(|operation| push(vec![operation], class));
        }
        let first = |column: &GridColumn| column.operations.first().map(|operation| place(operation));
        kms_policy::sort_by(&mut columns, |one, other| first(one).cmp(&first(other)));
        columns
    }

    /// One request of each kind of these callers for the first of these operations.
    pub fn requests(&self, row: &GridRow, column: &GridColumn) -> CellRequests {
        let quotient = &self.quotient;
        let space = &quotient.space;
        let mut found = CellRequests { requests: Vec::new(), is_complete: true };
        let Some(operation) = column.operations.first() else { return found };
        let mut all = space.full();
        space.set(&mut all, OPERATION, &CellSet::only(space.size(OPERATION), column.class));
        let is_member = |class: usize| row.members.iter().any(|(of, _)| *of == class);
        space.set(&mut all, CALLER, &CellSet::from_fn(space.size(CALLER), &is_member));
        let mut steps = Steps::new(STEPS);
        let who = |class: usize| row.members.iter().find(|(of, _)| *of == class).map(|(_, who)| who);
        let push = |piece: &Cube, found: &mut CellRequests| {
            let caller = space.cells(piece, CALLER).first().copied().and_then(who);
            let witness = caller
                .and_then(|who| Witness::of_caller(quotient, piece, (who, operation), Environment::Nothing));
            found.requests.extend(witness.filter(|witness| !found.requests.contains(witness)));
        };
        for policy in 0..quotient.policies.len() {
            let [named, reached] = [Level::Named, Level::Reached].map(|level| quotient.allows(policy, level));
            let denied = quotient.denies(policy);
            let kinds: [(&[&Cube], &[&[&Cube]]); 4] = [
                // The policy alone allows it, or together with other policies, or does not, or denies it.
                (&named, &[&denied]),
                (&reached, &[&denied, &named]),
                (&[&all], &[&reached]),
                (&denied, &[]),
            ];
            for (within, without) in kinds {
                let without: Vec<&Cube> =
                    without.iter().copied().flatten().copied().chain(&quotient.impossible).collect();
                let mut pieces =
                    within.iter().map(|cube| space.uncovered(&cube.and(&all), &without, &mut steps));
                match pieces.find(|piece| *piece != Ok(None)) {
                    Some(Ok(Some(piece))) => {
                        found.is_complete &= quotient.free_bits(&piece).is_empty();
                        push(&piece, &mut found);
                    }
                    Some(Err(_)) => found.is_complete = false,
                    Some(Ok(None)) | None => {}
                }
            }
        }
        if found.requests.is_empty() {
            // Nobody can be allowed this at all, such as an operation that takes no other account's callers.
            push(&all, &mut found);
        }
        found
    }
}

/// Where an operation stands among the columns: those that use the key material first, of those the commonest.
fn place(operation: &Operation) -> (OperationGroup, usize, &'static str) {
    const FIRST: [&str; 4] = ["Decrypt", "GenerateDataKey", "Encrypt", "DescribeKey"];
    let first = FIRST.iter().position(|name| *name == operation.name).unwrap_or(FIRST.len());
    (operation.group, first, operation.name)
}

#[cfg(test)]
impl GridRow {
    pub(crate) fn classes(&self) -> Vec<usize> {
        self.members.iter().map(|(class, _)| *class).collect()
    }
}

#[cfg(test)]
impl GridColumn {
    pub(crate) const fn class(&self) -> usize {
        self.class
    }
}

fn rows(quotient: &Quotient<'_>) -> Vec<GridRow> {
    let mut rows: Vec<(u8, String, GridRow)> = Vec::new();
    for (at, class) in quotient.callers.iter().enumerate().filter(|(_, class)| !class.has_boundary) {
        // Who differs from everyone else in no way that the policies can tell has no row.
        let has_others = class
            .members
            .iter()
            .any(|who| matches!(who.stands_for, StandsFor::OtherUser | StandsFor::OtherRole));
        let is_told = |who: &&Who| !has_others || who.stands_for != StandsFor::Matching;
        for who in class.members.iter().filter(is_told) {
            let name = name_of(quotient, class, who);
            let is_own = class.standing == Standing::SameAccount;
            let account = || who.principal.split(':').nth(4).unwrap_or_default().to_owned();
            let (place, row) = match who.stands_for {
                StandsFor::Itself => (0, name.unique_id.as_ref().unwrap_or(&name.principal).clone()),
                StandsFor::Matching => (1, name.principal.clone()),
                StandsFor::FederatedUser => (1, account()),
                // A root user needs no identity-based policy, so it is not like the others of its account.
                StandsFor::RootUser => (if is_own { 2 } else { 4 }, name.principal.clone()),
                StandsFor::OtherUser | StandsFor::OtherRole => (if is_own { 3 } else { 5 }, account()),
                StandsFor::OtherService => (6, String::new()),
            };
            let row = match rows.iter_mut().find(|(other, of, _)| *other == place && *of == row) {
                Some((.., row)) => row,
                None => {
                    let made = GridRow { standing: class.standing, names: Vec::new(), members: Vec::new() };
                    rows.push((place, row, made));
                    let Some((.., row)) = rows.last_mut() else { continue };
                    row
                }
            };
            if !row.names.iter().any(|other| other.is_same(&name)) {
                row.names.push(CallerName { through_service: None, ..name });
            }
            if !row.members.iter().any(|(class, _)| *class == at) {
                row.members.push((at, who.clone()));
            }
        }
    }
    kms_policy::sort_by(&mut rows, |(one, ..), (other, ..)| one.cmp(other));
    rows.into_iter().map(|(.., row)| row).collect()
}
