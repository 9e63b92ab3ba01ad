//! Decimal numbers, compared exactly whatever their length: no floats, no overflow.
//!
//! Takes an optional minus, digits, and optionally a point with digits behind it. Exponents are refused: AWS's
//! page speaks of integers and decimals only.
//! IAM User Guide, *Numeric condition operators* (reference_policies_elements_condition_operators.html).

use std::cmp::Ordering;

/// A decimal number, borrowed from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal<'t> {
    /// Never set for zero.
    negative: bool,
    /// Without leading zeros.
    integer: &'t str,
    /// Without trailing zeros.
    fraction: &'t str,
}

impl<'t> Decimal<'t> {
    /// The number that `text` spells.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (integer, fraction) = digits.split_once('.').map_or((digits, None), |(i, f)| (i, Some(f)));
        if !is_digits(integer) || !fraction.is_none_or(is_digits) {
            return None;
        }
        let integer = integer.trim_start_matches('0');
        let fraction = fraction.unwrap_or_default().trim_end_matches('0');
        let negative = negative && !(integer.is_empty() && fraction.is_empty());
        Some(Self { negative, integer, fraction })
    }

    /// Whether `text` would be a number, were its exponent taken.
    pub(crate) fn has_exponent(text: &str) -> bool {
        text.split_once(['e', 'E']).is_some_and(|(head, exponent)| {
            Decimal::read(head).is_some() && is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
        })
    }

    /// Whole seconds and the digits behind the point, for a time since 1970; none where it does not fit.
    pub(super) fn seconds(self) -> Option<(i64, &'t str)> {
        if self.negative && !self.fraction.is_empty() {
            return None; // a time before 1970 with a fraction of a second
        }
        let seconds: i64 = if self.integer.is_empty() { 0 } else { self.integer.parse().ok()? };
        Some((if self.negative { -seconds } else { seconds }, self.fraction))
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        (self.integer.len().cmp(&other.integer.len()))
            .then_with(|| self.integer.cmp(other.integer))
            .then_with(|| self.fraction.cmp(other.fraction))
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_exactly() {
        for (left, order, right) in [
            ("0", Ordering::Equal, "-0.000"),
            ("7", Ordering::Equal, "007.0"),
            ("1546257599.0", Ordering::Equal, "1546257599"),
            ("9", Ordering::Less, "10"),
            ("-9", Ordering::Greater, "-10"),
            ("-1", Ordering::Less, "1"),
            ("0.1", Ordering::Less, "0.11"),
            ("0.5", Ordering::Greater, "0.49"),
            ("-0.5", Ordering::Less, "-0.49"),
            ("9007199254740993", Ordering::Greater, "9007199254740992"), // one number to a float
            ("0.30000000000000004", Ordering::Greater, "0.3"),
            (
                "99999999999999999999999999999999999999999",
                Ordering::Less,
                "100000000000000000000000000000000000000000",
            ),
        ] {
            let (a, b) = (Decimal::read(left).unwrap(), Decimal::read(right).unwrap());
            assert_eq!(a.cmp(&b), order, "{left} {right}");
            assert_eq!(b.cmp(&a), order.reverse(), "{right} {left}");
        }
    }

    #[test]
    fn nothing_but_a_number_is_a_number() {
        for text in [
            "", "-", ".", "1.", ".5", "+1", "1e3", "12abc", "0x10", " 1", "1 ", "1,000", "--1", "１", "NaN",
            "1.2.3",
        ] {
            assert_eq!(Decimal::read(text), None, "{text}");
        }
        for (text, exponent) in
            [("1e3", true), ("1.5E-3", true), ("e3", false), ("1e", false), ("12abc", false)]
        {
            assert_eq!(Decimal::has_exponent(text), exponent, "{text}");
        }
    }
}
