//! The sets of requests that a policy is made of: its Deny statements, and its Allow statements by how far they carry.

use kms_policy::Effect;

use crate::cube::Cube;
use crate::quotient::{FreeBit, KEYS, Level, Quotient, StatementCubes};

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

    /// What a box says of things that count as true and as false.
    pub(crate) fn free_bits(&self, cube: &Cube) -> Vec<FreeBit> {
        let bits = self.keys.iter().enumerate().filter_map(|(at, key)| Some((at, key.free.as_ref()?)));
        bits.filter(|(at, _)| self.space.cells(cube, KEYS + at).len() == 1)
            .map(|(_, bit)| bit.clone())
            .collect()
    }
}
