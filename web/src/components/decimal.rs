//! Lengths as text. The standard library's own way to write floats weighs 10 kB more.

/// A number with so many digits behind its point, rounded.
pub(crate) fn fixed(value: f64, digits: usize) -> String {
    let unit = 10_i64.pow(u32::try_from(digits).unwrap_or(0));
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "lengths on a screen")]
    let rounded = (value * unit as f64).round() as i64;
    let sign = if rounded < 0 { "-" } else { "" };
    let (whole, rest) =
        (rounded.unsigned_abs() / unit.unsigned_abs(), rounded.unsigned_abs() % unit.unsigned_abs());
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0digits$}") }
}

/// A length of the style sheets.
pub(crate) fn pixels(value: f64) -> String {
    fixed(value, 1) + "px"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_rounded_to_its_digits() {
        let written = [(35.0, 2), (0.305, 1), (-1.96, 1), (17.049, 2), (59.5, 0), (-0.04, 1)];
        let written = written.map(|(value, digits)| fixed(value, digits));
        assert_eq!(written, ["35.00", "0.3", "-2.0", "17.05", "60", "0.0"]);
        assert_eq!(pixels(304.25), "304.3px");
    }
}
