//! Names as AWS compares them (without regard to case) and the nearest known name to a misspelt one.
//!
//! Names are ASCII; anything else simply differs.

/// Longest name that [`nearest`] looks at; every name of the catalogue is shorter.
const LONGEST: usize = 96;

/// What follows `prefix` in `name`, the prefix compared without regard to case; none where nothing follows.
pub(crate) fn strip_prefix<'n>(name: &'n str, prefix: &str) -> Option<&'n str> {
    let (head, tail) = name.split_at_checked(prefix.len())?;
    (head.eq_ignore_ascii_case(prefix) && !tail.is_empty()).then_some(tail)
}

/// The candidate with the fewest typing slips between it and `name`, if there are few enough to be a slip:
/// one in four characters at most, and no more than three. Of equals the first wins.
pub fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    if !name.is_ascii() || name.len() > LONGEST {
        return None;
    }
    let allowed = (name.len() / 4).min(3);
    candidates
        .filter_map(|candidate| Some((slips(name, candidate, allowed)?, candidate)))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// How many letters were added, left out, replaced or swapped with their neighbour; none beyond `allowed`.
fn slips(left: &str, right: &str, allowed: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > allowed {
        return None;
    }
    let left: Vec<u8> = left.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
    let right: Vec<u8> = right.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
    // Three rows of the distance table: of the letter before last, the last letter, and this one.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, letter) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in right.iter().enumerate() {
            let replaced = last.get(j)? + usize::from(letter != other);
            let mut best = replaced.min(last.get(j + 1)? + 1).min(row.get(j)? + 1);
            let swapped =
                i > 0 && j > 0 && left.get(i - 1) == Some(other) && right.get(j - 1) == Some(letter);
            if swapped {
                best = best.min(before_last.get(j - 1)? + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|slips| *slips <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_found_in_any_case_and_needs_a_tail() {
        assert_eq!(strip_prefix("AWS:principaltag/Team", "aws:PrincipalTag/"), Some("Team"));
        assert_eq!(strip_prefix("aws:PrincipalTag/", "aws:PrincipalTag/"), None);
        assert_eq!(strip_prefix("aws:Principal", "aws:PrincipalTag/"), None);
        assert_eq!(strip_prefix("äöü:PrincipalTag/x", "aws:PrincipalTag/"), None);
    }

    #[test]
    fn slips_are_counted_as_a_typist_makes_them() {
        let of = |left, right| slips(left, right, 3);
        assert_eq!(of("Decrypt", "decrypt"), Some(0));
        assert_eq!(of("Decript", "Decrypt"), Some(1));
        assert_eq!(of("Decrpyt", "Decrypt"), Some(1), "two neighbours swapped are one slip");
        assert_eq!(of("Decryptt", "Decrypt"), Some(1));
        assert_eq!(of("Dcrypt", "Decrypt"), Some(1));
        assert_eq!(of("Sign", "Verify"), None);
    }

    #[test]
    fn a_name_too_far_from_all_has_no_nearest() {
        let candidates = || ["Decrypt", "Encrypt", "Sign"].into_iter();
        assert_eq!(nearest("Decript", candidates()), Some("Decrypt"));
        assert_eq!(nearest("Sgn", candidates()), None, "three letters leave no room for a slip");
        assert_eq!(nearest("PutObject", candidates()), None);
        assert_eq!(nearest(&"x".repeat(10_000), candidates()), None);
        assert_eq!(nearest("", candidates()), None);
    }
}
