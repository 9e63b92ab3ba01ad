//! Instants: the ISO 8601 forms of the W3C profile, and seconds since 1970.
//!
//! Fractions of a second are compared exactly. No clock: the current time is a condition key of the request.
//! IAM User Guide, *Date condition operators* (reference_policies_elements_condition_operators.html); W3C note
//! *Date and Time Formats* (NOTE-datetime).

use super::number::{Decimal, is_digits};

/// A point in time, borrowed from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant<'t> {
    /// Whole seconds since 1970, rounded down.
    seconds: i64,
    /// The digits behind the point, without trailing zeros.
    fraction: &'t str,
}

/// How an instant was written, as far as AWS leaves its meaning open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateForm {
    /// A date with time and time zone, or seconds since 1970.
    Complete,
    /// A year, month or day without a time.
    WithoutTime,
    /// Four digits: a year, or seconds since 1970.
    FourDigits,
}

impl<'t> Instant<'t> {
    /// The instant that `text` spells.
    pub(crate) fn read(text: &'t str) -> Option<(Self, DateForm)> {
        if text.len() == 4 && is_digits(text) {
            return Some((Self::midnight(text.parse().ok()?, 1, 1), DateForm::FourDigits));
        }
        if let Some(number) = Decimal::read(text) {
            let (seconds, fraction) = number.seconds()?;
            return Some((Self { seconds, fraction }, DateForm::Complete));
        }
        match text.split_once('T') {
            Some((date, time)) => {
                let midnight = Self::of_date(date, [4, 2, 2])?;
                let (seconds, fraction) = time_of_day(time)?;
                Some((Self { seconds: midnight.seconds + seconds, fraction }, DateForm::Complete))
            }
            None => Self::of_date(text, [4, 2, 2])
                .or_else(|| Self::of_date(text, [4, 2, 0]))
                .map(|instant| (instant, DateForm::WithoutTime)),
        }
    }

    /// Midnight of `YYYY-MM-DD`, or of the first day where a part is 0 wide and left out.
    fn of_date(text: &str, widths: [usize; 3]) -> Option<Self> {
        let mut parts = text.split('-');
        let mut numbers = [1_i64; 3];
        for (number, width) in numbers.iter_mut().zip(widths).filter(|(_, width)| *width > 0) {
            *number = fixed(parts.next()?, width)?;
        }
        let [year, month, day] = numbers;
        let fits =
            parts.next().is_none() && (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day);
        fits.then(|| Self::midnight(year, month, day))
    }

    fn midnight(year: i64, month: i64, day: i64) -> Self {
        Self { seconds: days_since_1970(year, month, day) * 86_400, fraction: "" }
    }
}

/// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s…` with `Z` or `±hh:mm`: seconds since midnight UTC, and the fraction.
fn time_of_day(text: &str) -> Option<(i64, &str)> {
    let (clock, offset) = match text.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let at = text.rfind(['+', '-'])?;
            let (clock, zone) = text.split_at_checked(at)?;
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let seconds = within(hours, 23)? * 3600 + within(minutes, 59)? * 60;
            (clock, if zone.starts_with('-') { -seconds } else { seconds })
        }
    };
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, fraction)) if is_digits(fraction) && whole.len() == 8 => (whole, fraction),
        Some(_) => return None,
        None => (clock, ""),
    };
    let mut parts = whole.split(':');
    let (hours, minutes) = (within(parts.next()?, 23)?, within(parts.next()?, 59)?);
    let seconds = parts.next().map_or(Some(0), |seconds| within(seconds, 59))?;
    if parts.next().is_some() {
        return None;
    }
    Some((hours * 3600 + minutes * 60 + seconds - offset, fraction.trim_end_matches('0')))
}

fn within(text: &str, most: i64) -> Option<i64> {
    fixed(text, 2).filter(|number| *number <= most)
}

fn fixed(text: &str, width: usize) -> Option<i64> {
    (text.len() == width && is_digits(text)).then(|| text.parse().ok()).flatten()
}

const fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01, in the Gregorian calendar, for years from 0. Years begin in March here, so that the
/// leap day comes last.
const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month < 3 { year - 1 } else { year };
    let month = if month < 3 { month + 9 } else { month - 3 };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days_before_month = (153 * month + 2) / 5;
    year * 365 + leap_days + days_before_month + (day - 1) - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_names_its_instant() {
        for (text, seconds, fraction, form) in [
            ("1970", 0, "", DateForm::FourDigits),
            ("2024", 1_704_067_200, "", DateForm::FourDigits),
            ("2024-02", 1_706_745_600, "", DateForm::WithoutTime),
            ("2024-02-29", 1_709_164_800, "", DateForm::WithoutTime),
            ("2024-02-29T12:30Z", 1_709_209_800, "", DateForm::Complete),
            ("2024-02-29T12:30:15Z", 1_709_209_815, "", DateForm::Complete),
            ("2024-02-29T12:30:15.250Z", 1_709_209_815, "25", DateForm::Complete),
            ("2024-02-29T12:30:15+02:00", 1_709_202_615, "", DateForm::Complete),
            ("2024-02-29T12:30-05:30", 1_709_229_600, "", DateForm::Complete),
            ("0000-01-01", -62_167_219_200, "", DateForm::WithoutTime),
            ("9999-12-31T23:59:59Z", 253_402_300_799, "", DateForm::Complete),
            ("1709209815", 1_709_209_815, "", DateForm::Complete),
            ("1709209815.0", 1_709_209_815, "", DateForm::Complete),
            ("1709209815.25", 1_709_209_815, "25", DateForm::Complete),
            ("-1", -1, "", DateForm::Complete),
            ("0", 0, "", DateForm::Complete),
        ] {
            assert_eq!(Instant::read(text), Some((Instant { seconds, fraction }, form)), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_a_date() {
        for text in [
            "",
            "T",
            "2024-13",
            "2024-00-01",
            "2023-02-29",
            "2100-02-29",
            "2024-2-9",
            "2024-02-29T",
            "2024-02-29T12Z",
            "2024-02-29T12:30",
            "2024-02-29T24:00Z",
            "2024-02-29T12:60Z",
            "2024-02-29T12:30:60Z",
            "2024-02-29T12:30.5Z",
            "2024-02-29T12:30:15.Z",
            "2024-02-29T12:30:15+0200",
            "2024-02-29 12:30:15Z",
            "2024-02-29t12:30:15z",
            "2024-02T12:30Z",
            "2024T12:30Z",
            "yesterday",
            "1e9",
            "-1.5",
            "99999999999999999999",
            "２０２４",
        ] {
            assert_eq!(Instant::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_fraction_of_a_second_counts() {
        let read = |text| Instant::read(text).unwrap().0;
        assert!(read("2024-02-29T12:30:15.1Z") > read("2024-02-29T12:30:15.09Z"));
        assert!(read("2024-02-29T12:30:15.1Z") == read("2024-02-29T12:30:15.100Z"));
        assert!(read("2024-02-29T12:30:15Z") < read("1709209815.0000000000000000000001"));
    }
}
