//! The names of condition keys: compared without regard to case, and prepared for many look-ups.

use std::cmp::Ordering;

use kms_policy::folded;

/// The name of a condition key, prepared for many look-ups.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyName<'k> {
    /// As written.
    pub(crate) text: &'k str,
    /// The same for names that differ in case alone (FNV-1a).
    pub(super) fingerprint: u64,
}

impl<'k> KeyName<'k> {
    /// Prepares a name.
    pub(crate) fn new(text: &'k str) -> Self {
        let mix = |hash: u64, character: char| {
            (hash ^ u64::from(u32::from(character))).wrapping_mul(0x0100_0000_01b3)
        };
        let seed = 0xcbf2_9ce4_8422_2325;
        let fingerprint = match text.is_ascii() {
            true => text.bytes().map(|byte| char::from(byte.to_ascii_lowercase())).fold(seed, mix),
            false => folded(text).fold(seed, mix),
        };
        Self { text, fingerprint }
    }
}

/// The order of condition keys: character by character, letters of either case alike.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    if !(left.is_ascii() && right.is_ascii()) {
        return folded(left).cmp(folded(right));
    }
    // Most letters are the same as they stand; only where they differ does case matter.
    let pairs = left.bytes().zip(right.bytes()).filter(|(left, right)| left != right);
    let folded = pairs.map(|(left, right)| left.to_ascii_lowercase().cmp(&right.to_ascii_lowercase()));
    folded.into_iter().find(|order| order.is_ne()).unwrap_or_else(|| left.len().cmp(&right.len()))
}
