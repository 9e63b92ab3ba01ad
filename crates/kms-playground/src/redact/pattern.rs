//! Stand-ins that fit the patterns that their values fit. What is written out in a pattern is there for all to see;
//! a stand-in may repeat it.

use kms_policy::Pattern;

use super::kind::RedactionKind;

/// The patterns in the place of names and values.
pub(super) struct Patterns(Vec<(RedactionKind, String, Pattern)>);

impl Patterns {
    pub(super) fn new(wildcards: &[(RedactionKind, String)]) -> Self {
        let useful = wildcards.iter().filter(|(_, text)| {
            text.contains('*') && text.contains(char::is_alphanumeric) && !text.contains("${")
        });
        Self(useful.map(|(kind, text)| (*kind, text.clone(), Pattern::new(text))).collect())
    }

    /// The stand-in of this number that matches the patterns of its kind that the value matches, and no other; none
    /// if no pattern says anything of the value, or none can be made.
    pub(super) fn stand_in(&self, kind: RedactionKind, value: &str, number: usize) -> Option<String> {
        let matching = self.of(kind).filter(|(_, _, pattern)| pattern.matches(value));
        let mut made = matching.map(|(_, text, _)| filled(text, number));
        made.find(|made| self.alike(kind, value, made))
    }

    /// Whether two texts match the same patterns of a kind.
    pub(super) fn alike(&self, kind: RedactionKind, one: &str, other: &str) -> bool {
        self.of(kind).all(|(_, _, pattern)| pattern.matches(one) == pattern.matches(other))
    }

    /// Whether the value is such a stand-in already, in this case or another.
    pub(super) fn made(&self, kind: RedactionKind, value: &str) -> bool {
        let folded = value.to_ascii_lowercase();
        let number = folded.split(&MARK.to_ascii_lowercase()).nth(1).map(|tail| {
            let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
            tail.get(..digits).and_then(|digits| digits.parse().ok()).unwrap_or(0)
        });
        number.is_some_and(|number| {
            self.of(kind).any(|(_, text, _)| filled(text, number).eq_ignore_ascii_case(value))
        })
    }

    fn of(&self, kind: RedactionKind) -> impl Iterator<Item = &(RedactionKind, String, Pattern)> {
        self.0.iter().filter(move |(of, ..)| *of == kind)
    }
}

/// What a stand-in has in the place of a wildcard.
const MARK: &str = "Example";

fn filled(pattern: &str, number: usize) -> String {
    let filled = pattern.replacen('*', &format!("{MARK}{number}"), 1);
    filled.replace('*', "").replace('?', "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(texts: &[&str]) -> Patterns {
        let of = |text: &&str| (RedactionKind::Role, (*text).to_owned());
        Patterns::new(&texts.iter().map(of).collect::<Vec<_>>())
    }

    #[test]
    fn a_stand_in_fits_what_its_value_fits_and_nothing_else() {
        let role = |texts: &[&str], value| patterns(texts).stand_in(RedactionKind::Role, value, 1);
        assert_eq!(role(&["Pay*"], "Payments").as_deref(), Some("PayExample1"));
        assert_eq!(role(&["*-prod-?"], "a-prod-7").as_deref(), Some("Example1-prod-0"));
        assert_eq!(role(&["Pay*", "*ments"], "Payments"), None);
        assert_eq!(role(&["Pay*", "*Reader"], "Payments").as_deref(), Some("PayExample1"));
        assert_eq!(role(&["Pay*"], "Reader"), None);
        assert_eq!(role(&["*", "${aws:username}*"], "Reader"), None);
    }

    #[test]
    fn a_stand_in_is_known_again() {
        let patterns = patterns(&["Pay*", "*-prod"]);
        assert!(patterns.made(RedactionKind::Role, "PayExample12"));
        assert!(patterns.made(RedactionKind::Role, "Example3-prod"));
        assert!(patterns.made(RedactionKind::Role, "PAYEXAMPLE1"));
        assert!(!patterns.made(RedactionKind::Role, "PayExample"));
        assert!(!patterns.made(RedactionKind::User, "PayExample1"));
    }
}
