//! Kinds of things that are told apart by a signature, numbered in the order in which they are first seen.
//!
//! One map for all of them, whatever they are: each further type of map would weigh some kilobytes in a download.

use std::collections::BTreeMap;

/// The kinds seen so far.
#[derive(Debug, Default)]
pub(crate) struct Kinds(BTreeMap<Vec<u64>, usize>);

impl Kinds {
    /// The number of the kind with this signature, and whether it is new.
    pub(crate) fn number(&mut self, signature: Vec<u64>) -> (usize, bool) {
        if let Some(known) = self.0.get(&signature) {
            return (*known, false);
        }
        let next = self.0.len();
        self.0.insert(signature, next);
        (next, true)
    }

    /// Whether nothing of this kind was seen before.
    pub(crate) fn is_new(&mut self, signature: Vec<u64>) -> bool {
        self.number(signature).1
    }
}

/// Answers as bits, 64 in a word; all signatures of one kind have the same number of them.
pub(crate) fn bits(answers: impl IntoIterator<Item = bool>) -> Vec<u64> {
    let mut words = Vec::new();
    for (at, answer) in answers.into_iter().enumerate() {
        if at % 64 == 0 {
            words.push(0);
        }
        if let Some(word) = words.last_mut() {
            *word |= u64::from(answer) << (at % 64);
        }
    }
    words
}

/// The answer of this number among those kept as bits.
pub(crate) fn has_bit(words: &[u64], at: usize) -> bool {
    words.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
}

/// Where an item belongs in a list that is in order: its place if it is there, else where it would be put.
pub(crate) fn place_of<T, K: Ord + ?Sized>(
    list: &[T],
    wanted: &K,
    key: impl Fn(&T) -> &K,
) -> Result<usize, usize> {
    list.binary_search_by(|item| key(item).cmp(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_the_numbers_of_their_first_sight() {
        let mut kinds = Kinds::default();
        assert_eq!(kinds.number(vec![7]), (0, true));
        assert_eq!(kinds.number(vec![3]), (1, true));
        assert_eq!(kinds.number(vec![7]), (0, false));
        assert!(!kinds.is_new(vec![3]) && kinds.is_new(vec![3, 0]));
    }

    #[test]
    fn answers_differ_in_their_bits() {
        assert_eq!(bits([true, false, true]), [5]);
        let many = bits((0..130).map(|at| at == 129));
        assert_eq!(many, [0, 0, 2]);
        assert!(bits([]).is_empty());
    }
}
