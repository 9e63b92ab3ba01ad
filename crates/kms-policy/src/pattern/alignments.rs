//! Where a piece with `?` in it stands in a long text, for patterns made to be slow.
//!
//! All places are tried at once, one bit for each: a place stays alive as long as every character of the piece
//! stands where it should. This takes a 64th of the product of the two lengths, whatever they hold.

/// One bit for each place of a text.
struct Bits(Vec<u64>);

/// The first place at which all `wanted` characters stand, each at its distance from the place; `length` is how many
/// characters the piece has, with those that may be any.
pub(super) fn first_alignment(text: &[char], mut wanted: Vec<(char, usize)>, length: usize) -> Option<usize> {
    let places = (text.len() + 1).checked_sub(length)?;
    let is_match = |wanted: &[(char, usize)], place: usize| {
        wanted.iter().all(|(character, distance)| text.get(place + distance) == Some(character))
    };
    crate::sort::sort(&mut wanted);
    let mut alive = Bits::all(places);
    for same in wanted.chunk_by(|(left, _), (right, _)| left == right) {
        let Some((character, _)) = same.first() else { continue };
        let occurrences = Bits::of(text.iter().map(|there| there == character));
        for (_, distance) in same {
            alive.keep(&occurrences, *distance);
        }
        // Few are left: to look at each is cheaper than to go on with all. With every further character that occurs
        // there are fewer, so that not many characters are gone through.
        if alive.count() * 64 <= text.len() {
            break;
        }
    }
    alive.ones().find(|&place| is_match(&wanted, place))
}

impl Bits {
    fn all(length: usize) -> Self {
        Self::of(std::iter::repeat_n(true, length))
    }

    fn of(bits: impl Iterator<Item = bool>) -> Self {
        let mut words = Vec::with_capacity(bits.size_hint().0 / 64 + 1);
        for (at, bit) in bits.enumerate() {
            if at % 64 == 0 {
                words.push(0);
            }
            if let Some(last) = words.last_mut() {
                *last |= u64::from(bit) << (at % 64);
            }
        }
        Self(words)
    }

    /// Clears each place without a bit so far behind it.
    fn keep(&mut self, occurrences: &Self, distance: usize) {
        let (words, bits) = (distance / 64, distance % 64);
        let behind = occurrences.0.get(words..).unwrap_or_default();
        let low = behind.iter().copied().chain(std::iter::repeat(0));
        let high = behind.iter().copied().skip(1).chain(std::iter::repeat(0));
        for ((word, low), high) in self.0.iter_mut().zip(low).zip(high) {
            // Shifting by 64 is no shift.
            *word &= low >> bits | high.checked_shl(64 - bits as u32).unwrap_or(0);
        }
    }

    fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    fn ones(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(nth, &word)| {
            let rest = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
            rest.take_while(|&word| word != 0).map(move |word| nth * 64 + word.trailing_zeros() as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_place_in_texts_longer_than_a_word() {
        for length in [1, 63, 64, 65, 127, 128, 129, 400] {
            for at in [0, 1, 62, 63, 64, 65, 126, 127, 128, 300] {
                let mut text = vec!['a'; length];
                for (place, character) in [(at, 'x'), (at + 70, 'y')] {
                    if let Some(slot) = text.get_mut(place) {
                        *slot = character;
                    }
                }
                let found = first_alignment(&text, vec![('y', 70), ('a', 1), ('x', 0)], 71);
                assert_eq!(found, (at + 70 < length).then_some(at), "{length} {at}");
            }
        }
    }

    #[test]
    fn a_piece_longer_than_the_text_stands_nowhere() {
        assert_eq!(first_alignment(&['a'], vec![('a', 0)], 2), None);
        assert_eq!(first_alignment(&[], Vec::new(), 0), Some(0));
    }
}
