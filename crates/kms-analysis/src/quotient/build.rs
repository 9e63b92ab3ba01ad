//! Puts the dimensions together, and each statement as a box in them.

use kms_authz::{
    AuthorizationRequest, CallerKind, CompiledCondition, CompiledPolicy, CompiledStatement, Reach,
};
use kms_policy::{PolicyDocument, Statement};

use super::atoms::{Atom, Atoms, Truth};
use super::bystanders::bystanders;
use super::twins::twins;
use super::{
    CALLER, CallerClass, KeyFacts, Level, OPERATION, OperationClass, Quotient, Standing, StatementCubes,
    TooManyCallers,
};
use crate::callers::Who;
use crate::cube::{CellSet, Space};

/// What the statements are put together from: the dimensions, the truth of each atom, one request of each caller.
type Found<'f, 'd> = (&'f Quotient<'d>, &'f [Truth], &'f [AuthorizationRequest]);

/// What is asked of the policies.
#[derive(Clone, Copy)]
pub(super) enum Question<'b> {
    /// Anything, also about further callers, whom no policy need name, each with the role or user behind its session.
    All(&'b [(String, Option<String>)]),
    /// How the first two differ.
    Edit,
}

/// A statement with the place of one that says the same, if there is one before it.
pub(super) type WithTwin<'b, 'd> = (&'b CompiledStatement<'d>, Option<usize>);

pub(super) struct Builder<'b, 'd> {
    pub(super) documents: &'b [&'d PolicyDocument],
    pub(super) facts: &'b KeyFacts,
    pub(super) compiled: &'b [CompiledPolicy<'d>],
    pub(super) atoms: Atoms<'d>,
    /// The statements of all policies, those of the first one first; none for those that the question does not need.
    pub(super) statements: Vec<Option<WithTwin<'b, 'd>>>,
    pub(super) also: &'b [(String, Option<String>)],
}

impl<'b, 'd> Builder<'b, 'd> {
    pub(super) fn new(
        documents: &'b [&'d PolicyDocument],
        facts: &'b KeyFacts,
        compiled: &'b [CompiledPolicy<'d>],
        question: Question<'b>,
    ) -> Self {
        let twins = twins(documents);
        let (bystanders, also) = match question {
            Question::Edit => (bystanders(documents, &twins), &[][..]),
            Question::All(also) => (vec![false; twins.len()], also),
        };
        let atoms = Atoms::new(documents, &twins, &bystanders);
        let mut statements = Vec::with_capacity(twins.len());
        for statement in compiled.iter().flat_map(CompiledPolicy::statements) {
            let place = statements.len();
            let is_asked = bystanders.get(place) == Some(&false);
            statements.push(is_asked.then(|| (statement, twins.get(place).copied().flatten())));
        }
        Self { documents, facts, compiled, atoms, statements, also }
    }

    /// The statements as written, without those that the question does not need.
    pub(super) fn written(&self) -> impl Iterator<Item = &'d Statement> {
        self.statements.iter().flatten().map(|(statement, _)| statement.written())
    }

    /// The condition that an atom is.
    pub(super) fn condition(&self, atom: &Atom<'_>) -> Option<&'b CompiledCondition<'d>> {
        let (policy, statement, condition) = atom.place;
        self.compiled.get(policy)?.statements().get(statement)?.condition(condition)
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
            compiled: Vec::new(),
            facts: self.facts.clone(),
            impossible: Vec::new(),
            policies: Vec::new(),
            space,
            operations,
            callers,
            keys,
        };
        quotient.impossible = crate::impossible::impossible(&quotient);
        // One request of each caller, for all statements; where no condition asks who calls, one is enough.
        let asked = self.asked_of_callers(&truths);
        let callers = quotient.callers.iter().take(if asked.is_empty() { 1 } else { usize::MAX });
        let requests: Vec<AuthorizationRequest> =
            callers.filter_map(|class| Some(self.request(class.members.first()?, &asked))).collect();
        let mut cubes: Vec<Option<StatementCubes>> = Vec::new();
        for (place, statement) in self.statements.iter().enumerate() {
            let found = (&quotient, truths.as_slice(), requests.as_slice());
            cubes.push(match *statement {
                Some((_, Some(twin))) => cubes.get(twin).cloned().flatten(),
                Some((statement, None)) => self.cubes(place, statement, found),
                None => None,
            });
        }
        let mut cubes = cubes.into_iter();
        let lengths = self.documents.iter().map(|document| document.statements.len());
        let policies = lengths.map(|length| cubes.by_ref().take(length).collect()).collect();
        Ok(Quotient { policies, ..quotient })
    }

    /// The keys of conditions that follow from who calls.
    pub(super) fn asked_of_callers(&self, truths: &[Truth]) -> Vec<&str> {
        let mut asked: Vec<&str> = Vec::new();
        for (atom, truth) in self.atoms.all.iter().zip(truths) {
            let key =
                atom.key.as_deref().filter(|key| matches!(truth, Truth::OfCaller) && !asked.contains(key));
            asked.extend(key);
        }
        asked
    }

    /// A request of a caller that carries of what follows from who calls these keys alone, and its unique id.
    pub(super) fn request(&self, who: &Who, asked: &[&str]) -> AuthorizationRequest {
        let is_asked =
            |key: &str| key == "aws:userid" || asked.iter().any(|name| name.eq_ignore_ascii_case(key));
        who.request_with("kms:DescribeKey", &self.facts.arn, &is_asked)
    }

    fn cubes(
        &self,
        place: usize,
        statement: &CompiledStatement<'d>,
        (quotient, truths, requests): Found<'_, 'd>,
    ) -> Option<StatementCubes> {
        let effect = statement.effect()?;
        let space = &quotient.space;
        let mut cube = space.full();
        let covers = |at: usize| {
            let operation = quotient.operations.get(at).and_then(OperationClass::first);
            operation.is_some_and(|operation| statement.covers_permission(operation.permission()))
        };
        space.set(&mut cube, OPERATION, &CellSet::from_fn(quotient.operations.len(), &covers));
        let (mut of_caller, mut is_free) = (Vec::new(), false);
        for (condition, atom) in self.atoms.of(place).iter().copied().enumerate() {
            is_free |= self.atoms.all.get(atom).is_some_and(|atom| atom.key.is_none());
            match truths.get(atom) {
                Some(Truth::OfCaller) => of_caller.extend(statement.condition(condition)),
                Some(Truth::Cells(dimension, cells)) => space.narrow(&mut cube, *dimension, cells),
                None => {}
            }
        }
        // A resource element with policy variables is a free bit.
        if !is_free && !statement.covers_resource(requests.first()?) {
            return None;
        }
        let none = || CellSet::empty(quotient.callers.len());
        let mut callers = [none(), none(), none()];
        for (at, class) in quotient.callers.iter().enumerate() {
            let reach = class.reaches.get(place).copied().flatten();
            let Some(carried) = reach.and_then(|reach| level(reach, class)) else { continue };
            let holds = |condition: &&CompiledCondition<'_>| {
                requests.get(at).is_some_and(|request| condition.holds(request))
            };
            if of_caller.iter().all(holds) {
                // What carries further carries as far, too.
                callers.iter_mut().take(carried as usize + 1).for_each(|callers| callers.insert(at));
            }
        }
        let of = |callers: &CellSet| {
            let mut cube = cube.clone();
            space.set(&mut cube, CALLER, callers);
            cube
        };
        let [reached, named, outright] = &callers;
        Some(StatementCubes { effect, reached: of(reached), named: of(named), outright: of(outright) })
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
