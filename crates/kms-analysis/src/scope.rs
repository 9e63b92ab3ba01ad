//! What a box says in plain facts: who, which operations, under which conditions.

use kms_catalog::Operation;

use crate::callers::{StandsFor, Who, is_named};
use crate::cube::{CellSet, Cube, Steps, TooManySteps};
use crate::quotient::{
    CALLER, CallerClass, CellValue, KEYS, OPERATION, Quotient, Standing, WrittenCondition,
};

/// The requests that a finding is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// Who calls.
    pub callers: Vec<CallerName>,
    /// Which operations.
    pub operations: Vec<&'static Operation>,
    /// Whether these are all operations that a key policy can allow to such callers.
    pub every_operation: bool,
    /// What the condition keys must be; empty: anything.
    pub restrictions: Vec<Restriction>,
}

/// A caller, or a kind of caller.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallerName {
    /// Whose account it is of.
    pub standing: Standing,
    /// The role or user behind a session, the root user's ARN, or the name of a service.
    pub principal: String,
    /// The unique id by which the policies name a role or user that was deleted; its ARN is made up then.
    pub unique_id: Option<String>,
    /// What it stands for.
    pub stands_for: StandsFor,
    /// Whether the calls come through services only; none: either way.
    pub through_service: Option<bool>,
}

/// What one condition key must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Restriction {
    /// The key as written.
    pub key: String,
    /// How it is restricted.
    pub form: RestrictionForm,
}

/// How a condition key is restricted.
#[derive(Clone, Debug, PartialEq)]
pub enum RestrictionForm {
    /// A condition of the policy holds, or does not.
    Condition {
        /// Whether it holds.
        holds: bool,
        /// The operator as AWS spells it.
        operator: String,
        /// The values as written.
        values: Vec<String>,
    },
    /// It is one of these kinds, each with an example.
    Examples(Vec<CellValue>),
}

impl Scope {
    pub(crate) fn of(quotient: &Quotient<'_>, cube: &Cube) -> Self {
        let cube = &trimmed(quotient, cube);
        let operations = quotient.space.cells(cube, OPERATION);
        let members = operations.iter().filter_map(|at| quotient.operations.get(*at));
        let restrictions = restrictions(quotient, cube);
        let mut callers = callers(quotient, cube);
        // A condition on the service says already that the call comes through one.
        if restrictions.iter().any(|one| one.key.eq_ignore_ascii_case("kms:ViaService")) {
            callers.iter_mut().for_each(|name| name.through_service = None);
        }
        Self {
            callers,
            every_operation: is_every_operation(quotient, cube),
            operations: members.flat_map(|class| class.members.iter().copied()).collect(),
            restrictions,
        }
    }
}

/// How many steps the smaller questions about one box may take.
const STEPS: u32 = 2000;

/// The box without operations and callers of which it has only what cannot be.
fn trimmed(quotient: &Quotient<'_>, cube: &Cube) -> Cube {
    let mut trimmed = cube.clone();
    for dimension in [OPERATION, CALLER] {
        let cells = quotient.space.get(cube, dimension);
        quotient.space.set(&mut trimmed, dimension, &possible(quotient, cube, dimension, &cells));
    }
    trimmed
}

/// Which of these cells of one dimension requests of a box can have, if the box has all of them; what is not known
/// counts.
fn possible(quotient: &Quotient<'_>, cube: &Cube, dimension: usize, cells: &CellSet) -> CellSet {
    let space = &quotient.space;
    let impossible: Vec<&Cube> = quotient.impossible.iter().collect();
    let mut found = CellSet::empty(space.size(dimension));
    let (mut left, mut box_left) = (cells.clone(), cube.clone());
    let mut steps = Steps::new(STEPS);
    loop {
        space.set(&mut box_left, dimension, &left);
        match space.uncovered(&box_left, &impossible, &mut steps) {
            // A piece says it of all its cells.
            Ok(Some(piece)) => {
                let cells = space.get(&piece, dimension);
                left.leave(&cells);
                found.join(&cells);
            }
            Ok(None) => return found,
            Err(TooManySteps) => break,
        }
    }
    // What is too much to ask together may not be, one by one.
    for cell in (0..space.size(dimension)).filter(|cell| left.contains(*cell)) {
        space.set(&mut box_left, dimension, &CellSet::only(space.size(dimension), cell));
        if space.uncovered(&box_left, &impossible, &mut Steps::new(STEPS)) != Ok(None) {
            found.insert(cell);
        }
    }
    found
}

/// Whether the callers of a box have no other operations, whatever the request carries.
fn is_every_operation(quotient: &Quotient<'_>, cube: &Cube) -> bool {
    let space = &quotient.space;
    let mut all = space.full();
    space.set(&mut all, CALLER, &space.get(cube, CALLER));
    let mut others = space.get(&all, OPERATION);
    others.leave(&space.get(cube, OPERATION));
    possible(quotient, &all, OPERATION, &others).is_empty()
}

fn callers(quotient: &Quotient<'_>, cube: &Cube) -> Vec<CallerName> {
    let mut names: Vec<CallerName> = Vec::new();
    for class in quotient.space.cells(cube, CALLER).iter().filter_map(|at| quotient.callers.get(*at)) {
        for who in &class.members {
            let name = name_of(quotient, class, who);
            let same = |other: &&mut CallerName| other.is_same(&name);
            match names.iter_mut().find(same) {
                Some(other) if other.through_service != name.through_service => other.through_service = None,
                Some(_) => {}
                None => names.push(name),
            }
        }
    }
    // A class keeps one of two ways of arrival where the policies cannot tell them apart.
    let arrivals_differ = quotient.keys.iter().any(|key| key.key.is_some());
    if !arrivals_differ {
        names.iter_mut().for_each(|name| name.through_service = None);
    }
    names
}

impl CallerName {
    /// Whether both name one caller, whichever way the calls come.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.principal == other.principal
            && self.unique_id == other.unique_id
            && self.stands_for == other.stands_for
    }
}

/// What a caller is called: a session by its role, unless the policies name the session itself.
pub(crate) fn name_of(quotient: &Quotient<'_>, class: &CallerClass, who: &Who) -> CallerName {
    let is_named_session = who.stands_for == StandsFor::Itself
        && who.principal.contains(":assumed-role/")
        && is_named(&quotient.documents, &who.principal);
    let principal = who.issuer.as_deref().filter(|_| !is_named_session);
    CallerName {
        standing: class.standing,
        principal: principal.unwrap_or(&who.principal).to_owned(),
        unique_id: who.unique_id().map(str::to_owned),
        stands_for: who.stands_for,
        through_service: Some(who.through_service),
    }
}

fn restrictions(quotient: &Quotient<'_>, cube: &Cube) -> Vec<Restriction> {
    let space = &quotient.space;
    let mut found = Vec::new();
    for (at, dimension) in quotient.keys.iter().enumerate() {
        let (cells, all) = (space.get(cube, KEYS + at), CellSet::full(dimension.cells.len()));
        if cells == all {
            continue;
        }
        // Cells that such requests cannot have anyhow are no restriction.
        let possible = possible(quotient, cube, KEYS + at, &all);
        if possible.is_within(&cells) {
            continue;
        }
        let [mut inside, mut outside] = [possible.clone(), possible];
        inside.keep(&cells);
        outside.leave(&cells);
        // A condition with all of these and none of those says it, or its reverse.
        let says = |condition: &&WrittenCondition, holds: &CellSet, fails: &CellSet| {
            holds.is_within(&condition.cells) && !fails.meets(&condition.cells)
        };
        let same = |holds: bool| {
            let (holds, fails) = if holds { (&inside, &outside) } else { (&outside, &inside) };
            dimension.conditions.iter().find(|condition| says(condition, holds, fails))
        };
        let written =
            same(true).map(|condition| (true, condition)).or_else(|| same(false).map(|c| (false, c)));
        let form = match written {
            Some((holds, condition)) => RestrictionForm::Condition {
                holds,
                operator: condition.operator.clone(),
                values: condition.values.clone(),
            },
            None => RestrictionForm::Examples(
                (0..dimension.cells.len())
                    .filter(|cell| inside.contains(*cell))
                    .filter_map(|cell| dimension.cells.get(cell).cloned())
                    .collect(),
            ),
        };
        found.push(Restriction { key: dimension.name.clone(), form });
    }
    found
}
