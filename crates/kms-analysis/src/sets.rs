//! The sets of requests that a policy is made of: its Deny statements, and its Allow statements by how far they carry.

use kms_policy::Effect;

use crate::cube::{CellSet, Cube};
use crate::quotient::{FreeBit, KEYS, Level, OPERATION, OperationClass, Quotient, StatementCubes};

impl Quotient<'_> {
    /// The statements of a policy that can take effect, with their indices.
    pub(crate) fn statements(&self, policy: usize) -> impl Iterator<Item = (usize, &StatementCubes)> {
        let statements = self.policies.get(policy).into_iter().flatten().enumerate();
        statements.filter_map(|(index, cubes)| Some((index, cubes.as_ref()?)))
    }

    /// What its Deny statements deny.
    pub(crate) fn denies(&self, policy: usize) -> Vec<&Cube> {
        let denies = self.statements(policy).filter(|(_, cubes)| cubes.effect == Effect::Deny);
        denies.map(|(_, cubes)| &cubes.reached).filter(|cube| !self.space.is_empty(cube)).collect()
    }

    /// What its Allow statements allow, as far as they carry so far.
    pub(crate) fn allows(&self, policy: usize, level: Level) -> Vec<&Cube> {
        let allows = self.statements(policy).filter(|(_, cubes)| cubes.effect == Effect::Allow);
        allows.map(|(_, cubes)| cubes.at(level)).filter(|cube| !self.space.is_empty(cube)).collect()
    }

    /// These boxes, and what no request is.
    pub(crate) fn with_impossible<'c>(&'c self, cubes: &[&'c Cube]) -> Vec<&'c Cube> {
        let mut all = cubes.to_vec();
        all.extend(&self.impossible);
        all
    }

    /// The part of a box whose operations a grant can allow.
    pub(crate) fn grantable(&self, cube: &Cube) -> Cube {
        let grantable = CellSet::from_fn(self.operations.len(), &|at| {
            let operation = self.operations.get(at).and_then(OperationClass::first);
            operation.is_some_and(|operation| operation.grantable)
        });
        let mut cube = cube.clone();
        self.space.narrow(&mut cube, OPERATION, &grantable);
        cube
    }

    /// Whether each condition on a key holds for a value, whatever its cell: the evaluator's own answer.
    #[cfg(test)]
    pub(crate) fn holds(
        &self,
        dimension: &crate::quotient::KeyDimension,
        value: &crate::CellValue,
    ) -> Vec<bool> {
        let request = crate::tests::bare_request(&self.facts.arn, &dimension.name, value);
        let mut rows = Vec::new();
        for document in &self.documents {
            let compiled = kms_authz::CompiledPolicy::new(document, kms_policy::PolicyKind::KeyPolicy);
            for statement in compiled.statements() {
                let entries =
                    statement.written().condition.iter().flat_map(crate::quotient::entries).enumerate();
                for (at, (_, entry)) in entries {
                    if entry.key.value.eq_ignore_ascii_case(&dimension.name) {
                        rows.push(statement.condition(at).is_some_and(|condition| condition.holds(&request)));
                    }
                }
            }
        }
        rows
    }

    /// What a box says of things that count as true and as false.
    pub(crate) fn free_bits(&self, cube: &Cube) -> Vec<FreeBit> {
        let bits = self.keys.iter().enumerate().filter_map(|(at, key)| Some((at, key.free.as_ref()?)));
        bits.filter(|(at, _)| self.space.cells(cube, KEYS + at).len() == 1)
            .map(|(_, bit)| bit.clone())
            .collect()
    }
}
