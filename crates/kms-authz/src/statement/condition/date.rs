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
        if let Some((date, time)) = text.split_at_checked(10)
            && let Some(time) = time.strip_prefix('T')
        {
            let midnight = Self::of_date(date, [4, 2, 2])?;
            let (seconds, fraction) = time_of_day(time)?;
            return Some((Self { seconds: midnight.seconds + seconds, fraction }, DateForm::Complete));
        }
        if let Some(number) = Decimal::read(text) {
            let (seconds, fraction) = number.seconds()?;
            return Some((Self { seconds, fraction }, DateForm::Complete));
        }
        Self::of_date(text, [4, 2, 2])
            .or_else(|| Self::of_date(text, [4, 2, 0]))
            .map(|instant| (instant, DateForm::WithoutTime))
    }

    /// The instant that `text` surely spells: no date without a time, nothing that could be a year or a number.
    pub(crate) fn complete(text: &'t str) -> Option<Self> {
        Self::read(text).filter(|(_, form)| *form == DateForm::Complete).map(|(instant, _)| instant)
    }

    /// As `aws:EpochTime` has it: seconds since 1970; none for a fraction of a second before.
    pub(crate) fn epoch(self) -> Option<String> {
        let is_written_so = self.seconds >= 0 || self.fraction.is_empty();
        is_written_so.then(|| format!("{}{}", self.seconds, self.point_and_fraction()))
    }

    /// As `aws:CurrentTime` has it: `YYYY-MM-DDThh:mm:ssZ`; none beyond the year 9999.
    pub(crate) fn iso(self) -> Option<String> {
        let [year, month, day] = date_of(self.seconds.div_euclid(86_400));
        let seconds = self.seconds.rem_euclid(86_400);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let fraction = self.point_and_fraction();
        (0..=9999)
            .contains(&year)
            .then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"))
    }

    fn point_and_fraction(self) -> String {
        if self.fraction.is_empty() { String::new() } else { format!(".{}", self.fraction) }
    }

    /// Midnight of `YYYY-MM-DD`, or of the first day where a part is 0 wide and left out.
    fn of_date(text: &str, widths: [usize; 3]) -> Option<Self> {
        let mut parts = text.as_bytes().split(|byte| *byte == b'-');
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
            let seconds = within(hours.as_bytes(), 23)? * 3600 + within(minutes.as_bytes(), 59)? * 60;
            (clock, if zone.starts_with('-') { -seconds } else { seconds })
        }
    };
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, fraction)) if is_digits(fraction) && whole.len() == 8 => (whole, fraction),
        Some(_) => return None,
        None => (clock, ""),
    };
    let mut parts = whole.as_bytes().split(|byte| *byte == b':');
    let (hours, minutes) = (within(parts.next()?, 23)?, within(parts.next()?, 59)?);
    let seconds = parts.next().map_or(Some(0), |seconds| within(seconds, 59))?;
    if parts.next().is_some() {
        return None;
    }
    Some((hours * 3600 + minutes * 60 + seconds - offset, fraction.trim_end_matches('0')))
}

fn within(text: &[u8], most: i64) -> Option<i64> {
    fixed(text, 2).filter(|number| *number <= most)
}

/// The number of so many digits.
fn fixed(text: &[u8], width: usize) -> Option<i64> {
    let number =
        |so_far: i64, digit: &u8| digit.is_ascii_digit().then(|| so_far * 10 + i64::from(digit - b'0'));
    if text.len() == width { text.iter().try_fold(0, number) } else { None }
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

/// The year, month and day of so many days since 1970-01-01; [`days_since_1970`] the other way round.
const fn date_of(days: i64) -> [i64; 3] {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400;
    [if month < 3 { year + 1 } else { year }, month, day]
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
    fn an_instant_is_written_in_both_forms_and_read_again() {
        for (iso, epoch) in [
            ("1970-01-01T00:00:00Z", "0"),
            ("2024-02-29T12:30:15.25Z", "1709209815.25"),
            ("2026-11-22T10:00:00Z", "1795341600"),
            ("2000-02-29T23:59:59Z", "951868799"),
            ("2100-03-01T00:00:00Z", "4107542400"),
            ("1969-12-31T23:59:59Z", "-1"),
            ("0000-01-01T00:00:00Z", "-62167219200"),
            ("9999-12-31T23:59:59Z", "253402300799"),
        ] {
            let instant = Instant::complete(iso).unwrap();
            assert_eq!(instant.epoch().as_deref(), Some(epoch));
            assert_eq!(instant.iso().as_deref(), Some(iso));
            assert_eq!(Instant::complete(epoch), Some(instant));
        }
        assert_eq!(Instant::complete("253402300800").unwrap().iso(), None);
        assert_eq!(Instant::complete("1969-12-31T23:59:59.5Z").unwrap().epoch(), None);
        for text in ["2026", "2026-11", "2026-11-22", "soon"] {
            assert_eq!(Instant::complete(text), None, "{text}");
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
