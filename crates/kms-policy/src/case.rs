//! Names that AWS compares without regard to case: actions, condition keys.

mod letters;

use letters::small;
pub use letters::{capital_letter, small_letter};

/// Whether two texts differ in case alone, by Unicode's simple rules.
pub fn eq_ignore_case(left: &str, right: &str) -> bool {
    // Most names are written as they are known.
    if left == right || left.eq_ignore_ascii_case(right) {
        return true;
    }
    if left.is_ascii() && right.is_ascii() {
        return false;
    }
    folded(left).eq(folded(right))
}

/// The characters of `text` without their case: those of names that differ in case alone are the same.
pub fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(small)
}

/// Whether `text` begins with the ASCII text `prefix`, case aside.
pub(crate) fn starts_with_ignore_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_ignored_beyond_ascii_too() {
        for (left, right, equal) in [
            ("kms:ViaService", "KMS:viaservice", true),
            ("é", "É", true),
            ("é", "e", false),
            ("ab", "abc", false),
            ("", "", true),
        ] {
            assert_eq!(eq_ignore_case(left, right), equal, "{left} {right}");
        }
        assert!(starts_with_ignore_case("AWS:RequestTag/x", "aws:requesttag/"));
        assert!(!starts_with_ignore_case("aws", "aws:"));
    }
}
