//! What a link says that means nothing here: told with its cure, beside all that could be opened.

use kms_catalog::nearest;

use super::Fragment;
use super::fragment::FIELDS;
use crate::hidden::shown;

/// The parts of a fragment that are about the page and not the scenario.
const OF_THE_PAGE: [&str; 10] =
    ["s", "import", "challenge", "request", "compare", "view", "theme", "readonly", "ask", "embed"];

/// How many parts are told, and how many characters of each.
const TOLD: usize = 3;
const LENGTH: usize = 40;

impl Fragment {
    /// The parts that could not be understood, and a request beyond the last of so many, where it is known how many
    /// there are; in sentences, for whoever followed the link. None if everything was understood.
    pub fn remark(&self, requests: Option<usize>) -> Option<String> {
        let mut sentences = Vec::new();
        let mut parts: Vec<_> = self.unknown.iter().take(TOLD).map(|part| with_cure(part)).collect();
        let untold = self.unknown.len().saturating_sub(TOLD);
        if untold > 0 {
            parts.push(format!("{untold} more"));
        }
        if !parts.is_empty() {
            sentences.push(format!(
                "This part of the link means nothing here and was left out: {}.",
                parts.join(", ")
            ));
        }
        if let (Some(number), Some(last)) = (self.request, requests.filter(|last| *last > 0))
            && number > last
        {
            sentences.push(format!("There is no request {number}: the last, {last}, is shown."));
        }
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }
}

/// The part as it was written, and what to write.
fn with_cure(part: &str) -> String {
    let name = part.split('=').next().unwrap_or_default();
    let cure = match name {
        "request" => "a number, from 1".to_owned(),
        "compare" => "two numbers, from 1, as in `1-2`".to_owned(),
        "view" => "`answer`, `trace`, `edit` or `full`".to_owned(),
        "theme" => "`light` or `dark`".to_owned(),
        "readonly" | "ask" | "embed" => "no value".to_owned(),
        "import" => "a text of at most 32 KiB".to_owned(),
        _ => match near(name) {
            Some(near) => format!("`{near}`?"),
            None => return format!("`{}`", shortened(part)),
        },
    };
    format!("`{}` ({cure})", shortened(part))
}

/// The name that was probably meant.
fn near(name: &str) -> Option<&'static str> {
    let known = FIELDS.iter().chain(&OF_THE_PAGE).copied().filter(|known| known.len() > 1);
    nearest(name, known)
}

/// The beginning of the part; what does not show itself, and could steer a terminal, is written out.
fn shortened(part: &str) -> String {
    let mut short = shown(part.chars().take(LENGTH));
    if part.chars().nth(LENGTH).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remark(fragment: &str) -> Option<String> {
        Fragment::parse(fragment).remark(Some(8))
    }

    #[test]
    fn what_means_nothing_is_told_with_its_cure() {
        for (fragment, told) in [
            ("view=sideways", "`view=sideways` (`answer`, `trace`, `edit` or `full`)"),
            ("request=0", "`request=0` (a number, from 1)"),
            ("theme=red&colour=red", "`theme=red` (`light` or `dark`), `colour=red`."),
            ("readonly=maybe", "`readonly=maybe` (no value)"),
            ("principle=x", "`principle=x` (`principal`?)"),
            ("viaservice=x", "`viaservice=x` (`viaService`?)"),
            ("a&b&c&d&e", "`a`, `b`, `c`, 2 more."),
            ("colour=%1b[31m", "`colour=\\u{1b}[31m`"),
            ("request=9", "There is no request 9: the last, 8, is shown."),
        ] {
            assert!(remark(fragment).is_some_and(|remark| remark.contains(told)), "{:?}", remark(fragment));
        }
    }

    #[test]
    fn what_was_understood_needs_no_remark() {
        assert_eq!(remark("example=x&request=8&view=answer&theme=dark&readonly&embed=0"), None);
        assert_eq!(remark(""), None);
    }

    #[test]
    fn a_long_part_is_shortened() {
        let remark = remark(&"é".repeat(1_000_000)).unwrap();
        assert!(remark.contains(&format!("`{}…`", "é".repeat(40))) && remark.len() < 200, "{remark}");
    }
}
