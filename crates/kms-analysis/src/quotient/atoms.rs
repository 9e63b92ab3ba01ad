//! The conditions of the policies, each once however often it is written.

use kms_policy::{
    ConditionElement, ConditionEntry, ConditionOperator, OperatorFamily, PolicyDocument, PolicyVersion,
    ResourceElement, Statement,
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

/// All atoms of the policies, each once.
pub(super) fn atoms<'d>(documents: &[&'d PolicyDocument]) -> Vec<Atom<'d>> {
    let mut atoms: Vec<Atom<'d>> = Vec::new();
    for (policy, document) in documents.iter().enumerate() {
        let version = document.effective_version();
        for (statement, written) in document.statements.iter().enumerate() {
            let conditions = written.condition.iter().flat_map(entries).enumerate();
            for (index, (operator, entry)) in conditions {
                let atom = of_condition(operator, entry, version, (policy, statement, index));
                push(&mut atoms, atom);
            }
            if let Some(atom) = of_resource(written, version, (policy, statement, usize::MAX)) {
                push(&mut atoms, atom);
            }
        }
    }
    atoms
}

fn push<'d>(atoms: &mut Vec<Atom<'d>>, atom: Atom<'d>) {
    if find(atoms, &atom).is_none() {
        atoms.push(atom);
    }
}

pub(super) fn find(atoms: &[Atom<'_>], atom: &Atom<'_>) -> Option<usize> {
    atoms.iter().position(|other| {
        other.key == atom.key
            && other.operator == atom.operator
            && other.values == atom.values
            && (other.version == atom.version || !atom.has_variables && !other.has_variables)
    })
}

pub(crate) fn entries(
    element: &ConditionElement,
) -> impl Iterator<Item = (Option<ConditionOperator>, &ConditionEntry)> {
    element.blocks.iter().flat_map(|block| block.entries.iter().map(move |entry| (block.operator, entry)))
}

pub(super) fn of_condition(
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
        key: Some(entry.key.value.to_lowercase()),
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

pub(super) fn of_resource(
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
