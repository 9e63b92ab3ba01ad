//! The conditions of the policies, each once however often it is written.

use kms_policy::{
    ConditionElement, ConditionEntry, ConditionOperator, OperatorFamily, PolicyDocument, PolicyVersion,
    ResourceElement, Statement, folded,
};

use super::WrittenCondition;
use crate::cube::CellSet;

/// One condition, or a resource element with policy variables; the same in several places is one atom.
pub(super) struct Atom<'d> {
    /// The key's name in lower case; none: a resource.
    pub(super) key: Option<String>,
    pub(super) name: &'d str,
    pub(super) operator: Option<ConditionOperator>,
    pub(super) values: Vec<&'d str>,
    version: PolicyVersion,
    pub(super) has_variables: bool,
    /// Where it first stands: policy, statement, condition.
    pub(super) place: (usize, usize, usize),
}

impl Atom<'_> {
    fn is_same(&self, other: &Self) -> bool {
        self.values == other.values
            && self.operator == other.operator
            && self.key == other.key
            && (self.version == other.version || !self.has_variables && !other.has_variables)
    }

    pub(super) fn written(&self, cells: CellSet) -> Option<WrittenCondition> {
        let values = self.values.iter().map(|value| (*value).to_owned()).collect();
        Some(WrittenCondition { operator: self.operator?.to_string(), values, cells })
    }
}

/// Which cells of which dimension an atom holds for.
#[derive(Clone)]
pub(super) enum Truth {
    /// Of a key's dimension.
    Cells(usize, CellSet),
    /// Asked of each caller.
    OfCaller,
}

/// The conditions of some policies.
pub(super) struct Atoms<'d> {
    /// Each once.
    pub(super) all: Vec<Atom<'d>>,
    /// The atom of each condition, those of the first statement of the first policy first.
    uses: Vec<usize>,
    /// Of each statement where its own begin.
    starts: Vec<usize>,
}

impl<'d> Atoms<'d> {
    /// The atoms of a statement, by its place among those of all policies: each of its conditions, then its resource
    /// element if that is one.
    pub(super) fn of(&self, place: usize) -> &[usize] {
        let [first, end] =
            [place, place + 1].map(|at| self.starts.get(at).copied().unwrap_or(self.uses.len()));
        self.uses.get(first..end).unwrap_or_default()
    }

    /// All atoms of the policies, but for those of bystanders.
    pub(super) fn new(
        documents: &[&'d PolicyDocument],
        twins: &[Option<usize>],
        bystanders: &[bool],
    ) -> Self {
        let mut atoms = Self { all: Vec::new(), uses: Vec::new(), starts: Vec::new() };
        for (policy, document) in documents.iter().enumerate() {
            let version = document.effective_version();
            for (statement, written) in document.statements.iter().enumerate() {
                let place = atoms.starts.len();
                atoms.starts.push(atoms.uses.len());
                if bystanders.get(place) == Some(&true) {
                    continue;
                }
                if let Some(Some(twin)) = twins.get(place) {
                    atoms.uses.extend(atoms.of(*twin).to_vec());
                    continue;
                }
                let conditions = written.condition.iter().flat_map(entries).enumerate();
                for (index, (operator, entry)) in conditions {
                    atoms.push(of_condition(operator, entry, version, (policy, statement, index)));
                }
                if let Some(atom) = of_resource(written, version, (policy, statement, usize::MAX)) {
                    atoms.push(atom);
                }
            }
        }
        atoms
    }

    fn push(&mut self, atom: Atom<'d>) {
        let found = self.all.iter().position(|other| other.is_same(&atom));
        self.uses.push(found.unwrap_or(self.all.len()));
        if found.is_none() {
            self.all.push(atom);
        }
    }
}

pub(crate) fn entries(
    element: &ConditionElement,
) -> impl Iterator<Item = (Option<ConditionOperator>, &ConditionEntry)> {
    element.blocks.iter().flat_map(|block| block.entries.iter().map(move |entry| (block.operator, entry)))
}

fn of_condition(
    operator: Option<ConditionOperator>,
    entry: &ConditionEntry,
    version: PolicyVersion,
    place: (usize, usize, usize),
) -> Atom<'_> {
    let values: Vec<&str> = entry.values.iter().map(|value| value.value.text.as_str()).collect();
    let takes = operator.is_some_and(|operator| {
        matches!(operator.base.family(), OperatorFamily::String | OperatorFamily::Arn | OperatorFamily::Bool)
    });
    Atom {
        key: Some(folded(&entry.key.value).collect()),
        name: &entry.key.value,
        operator,
        // Under 2008-10-17 a `${` is plain text.
        has_variables: takes
            && version == PolicyVersion::V2012
            && values.iter().any(|value| value.contains("${")),
        values,
        version,
        place,
    }
}

fn of_resource(
    statement: &Statement,
    version: PolicyVersion,
    place: (usize, usize, usize),
) -> Option<Atom<'_>> {
    let (negated, list) = match statement.resource.as_ref()? {
        ResourceElement::Resource(list) => ("Resource", list),
        ResourceElement::NotResource(list) => ("NotResource", list),
    };
    let values: Vec<&str> = list.items.iter().map(|item| item.value.as_str()).collect();
    let has_variables = version == PolicyVersion::V2012 && values.iter().any(|value| value.contains("${"));
    has_variables.then_some(Atom {
        key: None,
        name: negated,
        operator: None,
        values,
        version,
        has_variables,
        place,
    })
}
