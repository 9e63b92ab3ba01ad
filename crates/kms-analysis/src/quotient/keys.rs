//! The dimensions of condition keys: their cells, and for which of them each condition holds.

use kms_authz::{CompiledCondition, ContextValues};
use kms_catalog::ConditionKey;
use kms_policy::{PrincipalElement, Statement, folded};

use super::atoms::{Atom, Truth};
use super::build::Builder;
use super::{CellValue, FreeBit, KEYS, KeyDimension, WhyFree};
use crate::cube::CellSet;
use crate::kinds::{Kinds, bits, has_bit, place_of};
use crate::ties;
use crate::values::{self, Compared};

/// The most values of a multivalued key whose sets are told apart.
const MOST_SET_VALUES: usize = 10;
/// The most cells of one condition key.
const MOST_CELLS: usize = 1024;

impl Builder<'_, '_> {
    /// The dimensions of condition keys, and for each atom the cells that it holds for.
    pub(super) fn keys(&self) -> (Vec<KeyDimension>, Vec<Truth>) {
        let mut keys: Vec<KeyDimension> = Vec::new();
        let mut truths: Vec<Truth> = vec![Truth::OfCaller; self.atoms.all.len()];
        let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
        let mut free = Vec::new();
        let names_by_id = self.written().any(names_by_unique_id);
        for (index, atom) in self.atoms.all.iter().enumerate() {
            match &atom.key {
                _ if atom.has_variables => free.push((index, WhyFree::Variable)),
                Some(key) if ties::OF_CALLER.contains(&key.as_str()) => {}
                Some(key) if key == "aws:userid" && names_by_id => free.push((index, WhyFree::TooManyValues)),
                Some(key) => match place_of(&groups, key.as_str(), |(known, _)| known) {
                    Ok(place) => groups.get_mut(place).into_iter().for_each(|(_, all)| all.push(index)),
                    Err(place) => groups.insert(place, (key, vec![index])),
                },
                None => {}
            }
        }
        for (_, members) in groups {
            let Some((dimension, sets)) = self.key(&members) else {
                free.extend(members.into_iter().map(|index| (index, WhyFree::TooManyValues)));
                continue;
            };
            let at = KEYS + keys.len();
            keys.push(dimension);
            for (index, set) in members.into_iter().zip(sets) {
                put_truth(&mut truths, index, Truth::Cells(at, set));
            }
        }
        for (index, why) in free {
            let Some(atom) = self.atoms.all.get(index) else { continue };
            let at = KEYS + keys.len();
            let key = atom.key.as_ref().map(|_| atom.name.to_owned());
            let (policy, statement, _) = atom.place;
            keys.push(KeyDimension {
                name: atom.name.to_owned(),
                key: None,
                cells: vec![CellValue::Bit(true), CellValue::Bit(false)],
                free: Some(FreeBit { policy, statement, key, why }),
                conditions: atom.written(CellSet::only(2, 0)).into_iter().collect(),
            });
            put_truth(&mut truths, index, Truth::Cells(at, CellSet::only(2, 0)));
        }
        (keys, truths)
    }

    /// The cells of the condition key of this name, whose conditions have no policy variables; none: cannot be cut into
    /// cells.
    pub(super) fn cells(&self, name: &str) -> Option<Vec<CellValue>> {
        let name: String = folded(name).collect();
        let atoms = self.atoms.all.iter().enumerate();
        let members = atoms.filter(|(_, atom)| atom.key.as_ref() == Some(&name) && !atom.has_variables);
        let (dimension, _) = self.key(&members.map(|(index, _)| index).collect::<Vec<usize>>())?;
        Some(dimension.cells)
    }

    /// One condition key: its cells, and for each of its atoms those that it holds for; none: cannot be cut into cells.
    fn key(&self, members: &[usize]) -> Option<(KeyDimension, Vec<CellSet>)> {
        let atoms: Vec<&Atom<'_>> = members.iter().filter_map(|index| self.atoms.all.get(*index)).collect();
        let first = atoms.first()?;
        let key = ConditionKey::find(first.name);
        // What a request that carries this and nothing else makes of each condition.
        let conditions: Vec<_> = atoms.iter().map(|atom| self.condition(atom)).collect();
        let holds = |value: &CellValue| {
            let values = values_of(value);
            let holds = |condition: &Option<&CompiledCondition<'_>>| {
                condition.is_some_and(|condition| condition.holds_for(values.as_ref()))
            };
            bits(conditions.iter().map(holds))
        };
        let absent = holds(&CellValue::Absent);
        let mut cells = vec![(CellValue::Absent, absent)];
        if self.may_be_present(first.name, key) {
            let compared: Vec<Compared<'_>> = atoms
                .iter()
                .filter_map(|atom| Some(Compared { operator: atom.operator?, values: atom.values.clone() }))
                .collect();
            let names = self.context_names(first.name);
            let found = match self.fixed(key) {
                Some(fixed) => fixed,
                None => values::candidates(key, &compared, &names)?,
            };
            cells.extend(match values::is_multivalued(key) {
                true => sets(&found, &names, &holds)?,
                false => distinct(found.into_iter().map(CellValue::One), &holds),
            });
        }
        if cells.len() > MOST_CELLS {
            return None;
        }
        let of_atom = |at: usize| {
            CellSet::from_fn(cells.len(), &|cell| cells.get(cell).is_some_and(|(_, row)| has_bit(row, at)))
        };
        let sets: Vec<CellSet> = (0..atoms.len()).map(of_atom).collect();
        let written = atoms.iter().zip(&sets).filter_map(|(atom, set)| atom.written(set.clone())).collect();
        let cells = cells.into_iter().map(|(cell, _)| cell).collect();
        Some((
            KeyDimension { name: first.name.to_owned(), key, cells, free: None, conditions: written },
            sets,
        ))
    }

    /// Whether any request may carry a key of this name. A global key that the catalogue does not know may be new.
    fn may_be_present(&self, name: &str, key: Option<&ConditionKey>) -> bool {
        if !ConditionKey::is_permitted_in_key_policy(name) {
            return false;
        }
        key.is_some() || name.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"))
    }

    /// The value of a key that follows from the KMS key.
    fn fixed(&self, key: Option<&ConditionKey>) -> Option<Vec<String>> {
        let attributes = self.facts.attributes?;
        let one = |text: &str| Some(vec![text.to_owned()]);
        match key?.name {
            "kms:KeySpec" | "kms:CustomerMasterKeySpec" => one(attributes.spec.as_str()),
            "kms:KeyUsage" | "kms:CustomerMasterKeyUsage" => one(attributes.usage.as_str()),
            "kms:KeyOrigin" => one(attributes.origin.as_str()),
            "kms:MultiRegion" => one(if attributes.multi_region.is_some() { "true" } else { "false" }),
            "kms:MultiRegionKeyType" => {
                Some(attributes.multi_region.iter().map(|kind| kind.as_str().to_owned()).collect())
            }
            "aws:ResourceAccount" => one(self.facts.arn.account()),
            "aws:RequestedRegion" => one(self.facts.arn.region()),
            _ => None,
        }
    }

    /// Of `kms:EncryptionContextKeys`: the names that conditions on single pairs use.
    fn context_names(&self, name: &str) -> Vec<&str> {
        if !name.eq_ignore_ascii_case("kms:EncryptionContextKeys") {
            return Vec::new();
        }
        let mut names: Vec<&str> = Vec::new();
        for atom in self.atoms.all.iter().filter(|atom| atom.key.is_some()) {
            let found = values::context_name(ConditionKey::find(atom.name), atom.name);
            if let Some(found) =
                found.filter(|found| !names.iter().any(|name| name.eq_ignore_ascii_case(found)))
            {
                names.push(found);
            }
        }
        names
    }
}

fn names_by_unique_id(statement: &Statement) -> bool {
    let Some(PrincipalElement::Principal(list) | PrincipalElement::NotPrincipal(list)) = &statement.principal
    else {
        return false;
    };
    list.items.iter().any(|entry| matches!(entry.principal, kms_policy::Principal::UniqueId(_)))
}

/// What a request of a cell has of the key.
fn values_of(cell: &CellValue) -> Option<ContextValues> {
    match cell {
        CellValue::One(value) => Some(ContextValues::One(value.clone())),
        CellValue::Many(values) => Some(ContextValues::Many(values.clone())),
        CellValue::Absent | CellValue::Bit(_) => None,
    }
}

fn put_truth(truths: &mut [Truth], index: usize, truth: Truth) {
    if let Some(place) = truths.get_mut(index) {
        *place = truth;
    }
}

/// A cell with the conditions that hold for it, as bits.
type Row = (CellValue, Vec<u64>);

/// The first of each kind.
fn distinct(values: impl Iterator<Item = CellValue>, holds: &impl Fn(&CellValue) -> Vec<u64>) -> Vec<Row> {
    let mut kinds = Kinds::default();
    let rows = values.map(|value| {
        let row = holds(&value);
        (value, row)
    });
    rows.filter(|(_, row)| kinds.is_new(row)).collect()
}

/// The sets of values of a multivalued key that differ for its conditions, or in the named keys that they have.
fn sets(values: &[String], names: &[&str], holds: &impl Fn(&CellValue) -> Vec<u64>) -> Option<Vec<Row>> {
    let signature = |row: &[u64], values: &[String]| {
        let has = |name: &&str| values.iter().any(|value| value.eq_ignore_ascii_case(name));
        let mut signature = row.to_vec();
        signature.extend(bits(names.iter().map(has)));
        signature
    };
    let mut kinds = Kinds::default();
    let mut single: Vec<&String> = Vec::new();
    for value in values {
        let one = std::slice::from_ref(value);
        if kinds.is_new(&signature(&holds(&CellValue::Many(one.to_vec())), one)) {
            single.push(value);
        }
    }
    if single.len() > MOST_SET_VALUES {
        return None;
    }
    let mut kinds = Kinds::default();
    let mut found = Vec::new();
    for chosen in 1_u32..1 << single.len() {
        let members: Vec<String> = single
            .iter()
            .enumerate()
            .filter(|(at, _)| chosen >> at & 1 == 1)
            .map(|(_, value)| (*value).clone())
            .collect();
        let cell = CellValue::Many(members);
        let row = holds(&cell);
        let CellValue::Many(members) = &cell else { continue };
        if kinds.is_new(&signature(&row, members)) {
            found.push((cell, row));
        }
    }
    Some(found)
}
