//! The quotient: requests that a set of key policies cannot tell apart are one cell, and there are finitely many.
//!
//! The first dimension is the operation, the second who calls and how, each further one a condition key. Each cell has
//! a representative; whether a condition holds for a cell is asked of the evaluator with that representative, so that
//! the two cannot disagree. What cannot be cut into cells (policy variables, too many values to tell apart) becomes a
//! free bit: true or false whatever the rest is. That makes the set of requests too large, never too small.

mod atoms;
mod build;
mod bystanders;
mod classes;
mod keys;
mod twins;

use kms_authz::{Arrival, CallerKind, CompiledPolicy, Reach};
use kms_catalog::{ConditionKey, KeyAttributes, Operation};
use kms_policy::{Arn, Effect, PolicyDocument, PolicyKind};

use crate::callers::Who;
use crate::cube::{CellSet, Cube, Space};

pub(crate) use atoms::entries;
#[cfg(test)]
pub(crate) use build::level;

/// The dimension of operations.
pub(crate) const OPERATION: usize = 0;
/// The dimension of callers.
pub(crate) const CALLER: usize = 1;
/// The first condition key.
pub(crate) const KEYS: usize = 2;

/// The key that the policies are about.
#[derive(Clone, Debug)]
pub struct KeyFacts {
    /// Its ARN; where only policies are known, any ARN of the account that owns it.
    pub arn: Arn,
    /// What kind of key it is; none: not known, so that all kinds count.
    pub attributes: Option<KeyAttributes>,
}

/// What no representative could be found for, so that it counts as true and as false.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FreeBit {
    /// The policy, by its index.
    pub policy: usize,
    /// The statement.
    pub statement: usize,
    /// The condition key as written; none: the resource element.
    pub key: Option<String>,
    /// Why.
    pub why: WhyFree,
}

/// Why something counts as true and as false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyFree {
    /// It has policy variables.
    Variable,
    /// There are too many values to tell apart, or operators of types that do not mix.
    TooManyValues,
}

/// Operations that the policies do not tell apart.
#[derive(Clone, Debug)]
pub(crate) struct OperationClass {
    /// The one that stands for all.
    pub(crate) members: Vec<&'static Operation>,
}

impl OperationClass {
    pub(crate) fn first(&self) -> Option<&'static Operation> {
        self.members.first().copied()
    }
}

/// Callers that the policies do not tell apart.
#[derive(Clone, Debug)]
pub(crate) struct CallerClass {
    pub(crate) members: Vec<Who>,
    pub(crate) standing: Standing,
    pub(crate) kind: CallerKind,
    pub(crate) arrival: Arrival,
    pub(crate) has_boundary: bool,
    /// How each statement names them, those of the first policy first.
    pub(crate) reaches: Vec<Option<Reach>>,
}

/// Whose account the caller is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The key's.
    SameAccount,
    /// Another one.
    OtherAccount,
    /// None: an AWS service.
    Service,
}

/// A value of a condition key, or none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellValue {
    /// The request does not carry the key.
    Absent,
    /// One value.
    One(String),
    /// A set of values.
    Many(Vec<String>),
    /// Of a free bit: whether it holds.
    Bit(bool),
}

/// A condition key with its cells.
#[derive(Clone, Debug)]
pub(crate) struct KeyDimension {
    /// The key as first written.
    pub(crate) name: String,
    pub(crate) key: Option<&'static ConditionKey>,
    pub(crate) cells: Vec<CellValue>,
    pub(crate) free: Option<FreeBit>,
    /// The conditions on it, as written, with the cells that they hold for.
    pub(crate) conditions: Vec<WrittenCondition>,
}

/// A condition as written, with the cells that it holds for.
#[derive(Clone, Debug)]
pub(crate) struct WrittenCondition {
    pub(crate) operator: String,
    pub(crate) values: Vec<String>,
    pub(crate) cells: CellSet,
}

/// How far an Allow statement carries the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Together with the caller's identity-based policies.
    Reached,
    /// By itself, unless a permissions boundary or session policy does not allow.
    Named,
    /// By itself, whatever boundary and session policy do not allow.
    Outright,
}

/// What a statement applies to.
#[derive(Clone, Debug)]
pub(crate) struct StatementCubes {
    pub(crate) effect: Effect,
    /// All of it; of an Allow what reaches the caller in any way.
    pub(crate) reached: Cube,
    /// Of an Allow what needs no identity-based policy.
    pub(crate) named: Cube,
    /// Of an Allow what survives boundary and session policy.
    pub(crate) outright: Cube,
}

impl StatementCubes {
    pub(crate) const fn at(&self, level: Level) -> &Cube {
        match level {
            Level::Reached => &self.reached,
            Level::Named => &self.named,
            Level::Outright => &self.outright,
        }
    }
}

/// The cells that a set of key policies can tell apart, and what each statement applies to.
pub(crate) struct Quotient<'d> {
    pub(crate) documents: Vec<&'d PolicyDocument>,
    /// The same, read for many requests.
    pub(crate) compiled: Vec<CompiledPolicy<'d>>,
    pub(crate) facts: KeyFacts,
    pub(crate) space: Space,
    pub(crate) operations: Vec<OperationClass>,
    pub(crate) callers: Vec<CallerClass>,
    pub(crate) keys: Vec<KeyDimension>,
    /// What no request is, or what no policy and no grant can allow.
    pub(crate) impossible: Vec<Cube>,
    /// Of each policy its statements; none for one that can never take effect.
    pub(crate) policies: Vec<Vec<Option<StatementCubes>>>,
}

/// A key policy whose requests are cut into cells once, for several questions.
pub struct Questions<'d> {
    /// None: it tells more callers apart than are looked at.
    pub(crate) quotient: Option<Quotient<'d>>,
}

impl<'d> Questions<'d> {
    /// Cuts the requests of a policy into cells.
    pub fn new(document: &'d PolicyDocument, facts: &KeyFacts) -> Self {
        Self { quotient: Quotient::new(&[document], facts).ok() }
    }
}

/// More callers than can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooManyCallers;

/// The values of a condition key that the conditions of some policies tell apart, one of each kind, its absence first.
/// None if they cannot be told apart: there are too many, or their operators are of types that do not mix.
pub fn cells(
    name: &str,
    policies: &[(&PolicyDocument, PolicyKind)],
    facts: &KeyFacts,
) -> Option<Vec<CellValue>> {
    let documents: Vec<&PolicyDocument> = policies.iter().map(|(document, _)| *document).collect();
    let compiled: Vec<CompiledPolicy<'_>> =
        policies.iter().map(|(document, kind)| CompiledPolicy::new(document, *kind)).collect();
    build::Builder::new(&documents, facts, &compiled, build::Question::All(&[])).cells(name)
}

impl<'d> Quotient<'d> {
    pub(crate) fn new(documents: &[&'d PolicyDocument], facts: &KeyFacts) -> Result<Self, TooManyCallers> {
        Self::with_callers(documents, facts, &[])
    }

    /// The same for the question alone how the first two policies differ: without statements that cannot matter to it.
    pub(crate) fn of_edit(
        documents: &[&'d PolicyDocument],
        facts: &KeyFacts,
    ) -> Result<Self, TooManyCallers> {
        Self::of(documents, facts, build::Question::Edit)
    }

    /// The same with further callers, whom no policy need name, each with the role or user behind its session.
    pub(crate) fn with_callers(
        documents: &[&'d PolicyDocument],
        facts: &KeyFacts,
        also: &[(String, Option<String>)],
    ) -> Result<Self, TooManyCallers> {
        Self::of(documents, facts, build::Question::All(also))
    }

    fn of(
        documents: &[&'d PolicyDocument],
        facts: &KeyFacts,
        question: build::Question<'_>,
    ) -> Result<Self, TooManyCallers> {
        let compiled: Vec<CompiledPolicy<'d>> =
            documents.iter().map(|document| CompiledPolicy::new(document, PolicyKind::KeyPolicy)).collect();
        let quotient = build::Builder::new(documents, facts, &compiled, question).build()?;
        Ok(Self { compiled, ..quotient })
    }
}

impl KeyDimension {
    /// Whether a condition on it has `ForAllValues` or the like is no matter here: whether a cell has the named key.
    pub(crate) fn cell_has_name(&self, cell: usize, name: &str) -> bool {
        match self.cells.get(cell) {
            Some(CellValue::Many(values)) => values.iter().any(|value| value.eq_ignore_ascii_case(name)),
            _ => false,
        }
    }

    /// Which of its cells a request carries the key in.
    pub(crate) fn present(&self) -> CellSet {
        CellSet::from_fn(self.cells.len(), &|cell| self.cells.get(cell) != Some(&CellValue::Absent))
    }
}
