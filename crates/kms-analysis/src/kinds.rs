//! Kinds of things that are told apart by a signature, numbered in the order in which they are first seen.
//!
//! One table for all of them, whatever they are: each type of map would weigh some kilobytes in a download, and a map of
//! lists asks for memory at every look.

/// The kinds seen so far.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    /// The signatures one behind the other.
    words: Vec<u64>,
    /// Of each kind where its signature ends.
    ends: Vec<usize>,
    /// By the hash of the signature, each kind's number plus one at the first free place from there; as many places as
    /// a power of two, at least half of them free.
    table: Vec<u32>,
}

impl Kinds {
    /// The number of the kind with this signature, and whether it is new.
    pub(crate) fn number(&mut self, signature: &[u64]) -> (usize, bool) {
        if self.ends.len() * 2 >= self.table.len() {
            self.grow();
        }
        let (known, place) = self.find(signature);
        if let Some(known) = known {
            return (known, false);
        }
        let next = self.ends.len();
        self.words.extend(signature);
        self.ends.push(self.words.len());
        self.put(place, next);
        (next, true)
    }

    /// Whether nothing of this kind was seen before.
    pub(crate) fn is_new(&mut self, signature: &[u64]) -> bool {
        self.number(signature).1
    }

    /// The signature of a kind.
    pub(crate) fn signature(&self, number: usize) -> &[u64] {
        let start =
            number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(number).copied().unwrap_or_default();
        self.words.get(start..end).unwrap_or_default()
    }

    /// The kind with this signature, or the place in the table where it would stand.
    fn find(&self, signature: &[u64]) -> (Option<usize>, usize) {
        let mix = |hash: u64, word: &u64| (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        let hash = signature.iter().fold(0, mix);
        let mut place = usize::try_from(hash >> 33).unwrap_or_default();
        loop {
            place &= self.table.len().wrapping_sub(1);
            let found = self.table.get(place).and_then(|number| number.checked_sub(1));
            let Some(known) = found.and_then(|number| usize::try_from(number).ok()) else {
                return (None, place);
            };
            if self.signature(known) == signature {
                return (Some(known), place);
            }
            place += 1;
        }
    }

    fn put(&mut self, place: usize, number: usize) {
        if let (Some(place), Ok(number)) = (self.table.get_mut(place), u32::try_from(number)) {
            *place = number + 1;
        }
    }

    fn grow(&mut self) {
        self.table = vec![0; (self.table.len() * 2).max(16)];
        for number in 0..self.ends.len() {
            let (_, place) = self.find(self.signature(number));
            self.put(place, number);
        }
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
        assert_eq!(kinds.number(&[7]), (0, true));
        assert_eq!(kinds.number(&[3]), (1, true));
        assert_eq!(kinds.number(&[7]), (0, false));
        assert!(!kinds.is_new(&[3]) && kinds.is_new(&[3, 0]));
    }

    #[test]
    fn many_kinds_keep_their_numbers_and_signatures() {
        let mut kinds = Kinds::default();
        let signature = |at: u64| vec![at % 7, at / 7, 0];
        for at in 0..1000 {
            assert_eq!(kinds.number(&signature(at)), (usize::try_from(at).unwrap(), true));
        }
        for at in (0..1000).rev() {
            assert_eq!(kinds.number(&signature(at)), (usize::try_from(at).unwrap(), false));
            assert_eq!(kinds.signature(usize::try_from(at).unwrap()), signature(at));
        }
        assert_eq!(kinds.ends.len(), 1000);
    }

    #[test]
    fn answers_differ_in_their_bits() {
        assert_eq!(bits([true, false, true]), [5]);
        let many = bits((0..130).map(|at| at == 129));
        assert_eq!(many, [0, 0, 2]);
        assert!(bits([]).is_empty());
    }
}
