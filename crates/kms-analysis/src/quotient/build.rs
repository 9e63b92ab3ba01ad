//! Puts the dimensions together, and each statement as a box in them.

use kms_authz::{AuthorizationRequest, CallerKind, CompiledPolicy, CompiledStatement, Reach};
use kms_policy::PolicyDocument;

use super::atoms::{Atom, Truth, entries, find, of_condition, of_resource};
use super::{
    CALLER, CallerClass, KeyFacts, Level, OPERATION, OperationClass, Quotient, Standing, StatementCubes,
    TooManyCallers,
};
use crate::cube::{CellSet, Cube, Space};

/// What the statements are put together from: the dimensions, the truth of each atom, one request of each caller.
type Found<'f, 'd> = (&'f Quotient<'d>, &'f [Truth], &'f [AuthorizationRequest]);

pub(super) struct Builder<'b, 'd> {
    pub(super) documents: &'b [&'d PolicyDocument],
    pub(super) facts: &'b KeyFacts,
    pub(super) compiled: &'b [CompiledPolicy<'d>],
    pub(super) atoms: Vec<Atom<'d>>,
    pub(super) also: &'b [(String, Option<String>)],
}

impl<'d> Builder<'_, 'd> {
    pub(super) fn statement(&self, policy: usize, statement: usize) -> Option<&CompiledStatement<'d>> {
        self.compiled.get(policy)?.statements().get(statement)
    }

    pub(super) fn build(self) -> Result<Quotient<'d>, TooManyCallers> {
        let (keys, truths) = self.keys();
        let callers = self.callers(&keys, &truths).ok_or(TooManyCallers)?;
        let operations = self.operations(&keys);
        let sizes =
            [operations.len(), callers.len()].into_iter().chain(keys.iter().map(|key| key.cells.len()));
        let space = Space::new(sizes);
        let mut quotient = Quotient {
            documents: self.documents.to_vec(),
            facts: self.facts.clone(),
            impossible: Vec::new(),
            policies: Vec::new(),
            space,
            operations,
            callers,
            keys,
        };
        quotient.impossible = crate::impossible::impossible(&quotient);
        // One request of each caller, for all statements.
        let requests: Vec<AuthorizationRequest> = quotient
            .callers
            .iter()
            .filter_map(|class| Some(class.members.first()?.request("kms:DescribeKey", &self.facts.arn)))
            .collect();
        let policies = (0..self.documents.len())
            .map(|policy| self.policy(policy, (&quotient, &truths, &requests)))
            .collect();
        Ok(Quotient { policies, ..quotient })
    }

    fn policy(&self, policy: usize, found: Found<'_, 'd>) -> Vec<Option<StatementCubes>> {
        let Some(compiled) = self.compiled.get(policy) else { return Vec::new() };
        let statements = compiled.statements().iter().enumerate();
        statements.map(|(index, statement)| self.cubes((policy, index), statement, found)).collect()
    }

    fn cubes(
        &self,
        (policy, index): (usize, usize),
        statement: &CompiledStatement<'d>,
        (quotient, truths, requests): Found<'_, 'd>,
    ) -> Option<StatementCubes> {
        let effect = statement.effect()?;
        let version = self.documents.get(policy)?.effective_version();
        let space = &quotient.space;
        let mut cube = space.full();
        let covers = |at: usize| {
            let operation = quotient.operations.get(at).and_then(OperationClass::first);
            operation.is_some_and(|operation| statement.covers_permission(operation.permission()))
        };
        space.set(&mut cube, OPERATION, &CellSet::from_fn(quotient.operations.len(), covers));
        let before = self.compiled.iter().take(policy).map(|other| other.statements().len());
        let place = before.sum::<usize>() + index;
        let level_of = |class: &CallerClass| level(class.reaches.get(place).copied().flatten()?, class);
        let mut levels: Vec<Option<Level>> = quotient.callers.iter().map(level_of).collect();
        let written = statement.written();
        let place = (policy, index, usize::MAX);
        match of_resource(written, version, place) {
            Some(atom) => self.narrow(&atom, &mut cube, space, truths),
            None => {
                let request = requests.first()?;
                if !statement.covers_resource(request) {
                    return None;
                }
            }
        }
        for (condition, (operator, entry)) in written.condition.iter().flat_map(entries).enumerate() {
            let atom = of_condition(operator, entry, version, (policy, index, condition));
            match find(&self.atoms, &atom).and_then(|at| truths.get(at)) {
                Some(Truth::OfCaller) => {
                    for (level, request) in levels.iter_mut().zip(requests) {
                        if statement.condition_holds(condition, request) != Some(true) {
                            *level = None;
                        }
                    }
                }
                _ => self.narrow(&atom, &mut cube, space, truths),
            }
        }
        let at_least = |least: Level| {
            let mut cube = cube.clone();
            let holds = |at: usize| levels.get(at).is_some_and(|level| *level >= Some(least));
            space.set(&mut cube, CALLER, &CellSet::from_fn(quotient.callers.len(), holds));
            cube
        };
        Some(StatementCubes {
            effect,
            reached: at_least(Level::Reached),
            named: at_least(Level::Named),
            outright: at_least(Level::Outright),
        })
    }

    fn narrow(&self, atom: &Atom<'_>, cube: &mut Cube, space: &Space, truths: &[Truth]) {
        if let Some(Truth::Cells(dimension, cells)) = find(&self.atoms, atom).and_then(|at| truths.get(at)) {
            space.narrow(cube, *dimension, cells);
        }
    }
}

/// How far a statement that reaches the caller so carries it (IAM User Guide, *Policy evaluation logic*).
pub(crate) fn level(reach: Reach, class: &CallerClass) -> Option<Level> {
    let by_account = matches!(reach, Reach::Account | Reach::NoPrincipal);
    let is_root = class.kind == CallerKind::RootUser;
    match class.standing {
        Standing::Service => (!by_account).then_some(Level::Outright),
        Standing::OtherAccount => Some(Level::Reached),
        Standing::SameAccount if by_account && !is_root => Some(Level::Reached),
        Standing::SameAccount => Some(match reach {
            Reach::Role | Reach::UserOfFederatedSession => Level::Named,
            _ => Level::Outright,
        }),
    }
}
