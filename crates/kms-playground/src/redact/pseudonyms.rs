//! Which values a scenario has, and the stand-in of each: one for one, everywhere the same.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::{RedactionKind, is_stand_in};
use super::pattern::Patterns;
use super::token::{Token, tokens};
use super::walk::every_text;
use super::{RedactedValue, RedactionChoice, RedactionOutcome};
use crate::scenario::Scenario;

/// The values of a scenario, in the order in which they first occur.
pub(super) struct Pseudonyms {
    entries: Vec<Entry>,
    place: BTreeMap<String, usize>,
    wildcards: Vec<(RedactionKind, String)>,
}

/// More are neither listed nor fitted.
const MOST_WILDCARDS: usize = 100;

/// A value and its stand-in.
pub(super) struct Entry {
    pub(super) kind: RedactionKind,
    pub(super) value: String,
    pub(super) replacement: String,
    /// What was wrong with the person's own stand-in.
    objection: Option<&'static str>,
    places: usize,
}

impl Entry {
    /// Whether the person wants it replaced.
    pub(super) fn is_wanted(&self, choice: &RedactionChoice) -> bool {
        !choice.leave.contains(&self.kind) && !choice.keep.contains(&self.value)
    }
}

impl Pseudonyms {
    /// Finds every value and gives it a stand-in: the person's own, or one that is made.
    pub(super) fn of(scenario: &Scenario, own: &BTreeMap<String, String>) -> Self {
        let mut names = Self { entries: Vec::new(), place: BTreeMap::new(), wildcards: Vec::new() };
        let mut stand_ins = BTreeSet::new();
        let mut taken_away = Vec::new();
        every_text(&mut scenario.clone(), &mut |subject, text| {
            for token in tokens(text, subject) {
                match token {
                    Token::Plain(_) => {}
                    Token::Value(kind, value) if kind.is_taken_away() => {
                        taken_away.push((kind, value.to_owned()));
                    }
                    Token::Value(_, value) if is_stand_in(value) => _ = stand_ins.insert(value.to_owned()),
                    Token::Value(kind, value) => names.note(kind, value),
                    Token::Wildcard(kind, text) => names.note_wildcard(kind, text),
                }
            }
            None
        });
        let patterns = Patterns::new(&names.wildcards);
        names.leave_out(|entry| patterns.made(entry.kind, &entry.value), &mut stand_ins);
        // Last, so that a title that is a name as well is replaced like the name and not the other way round.
        let taken_away = taken_away.iter().filter(|(_, value)| !stand_ins.contains(value));
        taken_away.for_each(|(kind, value)| names.note(*kind, value));
        names.give_stand_ins(stand_ins, own, &patterns);
        names
    }

    fn note(&mut self, kind: RedactionKind, value: &str) {
        let next = self.entries.len();
        let place = *self.place.entry(value.to_owned()).or_insert(next);
        match self.entries.get_mut(place) {
            Some(entry) => entry.places += 1,
            None => self.entries.push(Entry {
                kind,
                value: value.to_owned(),
                replacement: String::new(),
                objection: None,
                places: 1,
            }),
        }
    }

    fn note_wildcard(&mut self, kind: RedactionKind, text: &str) {
        if self.wildcards.len() < MOST_WILDCARDS && !self.wildcards.iter().any(|(_, known)| known == text) {
            self.wildcards.push((kind, text.to_owned()));
        }
    }

    /// Leaves out what is a stand-in already, or one in another case: see [`another_case`].
    fn leave_out(&mut self, is_made: impl Fn(&Entry) -> bool, stand_ins: &mut BTreeSet<String>) {
        let fitted: Vec<String> =
            self.entries.iter().filter(|entry| is_made(entry)).map(|entry| entry.value.clone()).collect();
        let is_left_out = |entry: &Entry| fitted.iter().any(|made| made.eq_ignore_ascii_case(&entry.value));
        let (made, entries) = std::mem::take(&mut self.entries).into_iter().partition(is_left_out);
        self.entries = entries;
        let made: Vec<Entry> = made;
        if !made.is_empty() {
            stand_ins.extend(made.into_iter().map(|entry| entry.value));
            self.place.clear();
            for (place, entry) in self.entries.iter().enumerate() {
                self.place.insert(entry.value.clone(), place);
            }
        }
    }

    /// `taken` are the stand-ins that the scenario has already; none may come to mean two things.
    fn give_stand_ins(
        &mut self,
        mut taken: BTreeSet<String>,
        own: &BTreeMap<String, String>,
        patterns: &Patterns,
    ) {
        taken.extend(self.entries.iter().map(|entry| entry.value.clone()));
        taken.extend(own.values().cloned());
        let mut numbers: BTreeMap<RedactionKind, usize> = BTreeMap::new();
        let mut of_same_letters: BTreeMap<String, String> = BTreeMap::new();
        for entry in &mut self.entries {
            let folded = entry.value.to_ascii_lowercase();
            let own = own.get(&entry.value).filter(|text| !text.is_empty());
            entry.objection = own.and_then(|text| match *text == entry.value {
                true => Some("it is the value itself"),
                false => entry.kind.objection(text),
            });
            let own = own.filter(|_| entry.objection.is_none()).cloned();
            if own.is_none() && entry.kind.is_taken_away() {
                continue;
            }
            let fits = |number| patterns.stand_in(entry.kind, &entry.value, number);
            let is_compared = entry.kind.is_compared();
            let same_letters = of_same_letters.get(&folded).filter(|_| is_compared && fits(1).is_none());
            let is_free =
                |text: &str| !taken.contains(text) && patterns.alike(entry.kind, &entry.value, text);
            let variant = || same_letters.and_then(|first| another_case(first, is_free));
            let replacement = own.or_else(variant).unwrap_or_else(|| {
                let number = numbers.entry(entry.kind).or_default();
                loop {
                    *number += 1;
                    let made = fits(*number).unwrap_or_else(|| entry.kind.stand_in(&entry.value, *number));
                    if !taken.contains(&made) {
                        return made;
                    }
                }
            });
            entry.replacement = replacement;
            taken.insert(entry.replacement.clone());
            // The letters of a Sid say nothing of those of a value that AWS compares.
            if is_compared {
                of_same_letters.entry(folded).or_insert_with(|| entry.replacement.clone());
            }
        }
    }

    /// The values that the person wants replaced.
    pub(super) fn wanted<'a>(&'a self, choice: &RedactionChoice) -> impl Iterator<Item = &'a str> {
        let wanted = self.entries.iter().filter(|entry| entry.is_wanted(choice));
        wanted.map(|entry| entry.value.as_str())
    }

    /// The stand-in of a value.
    pub(super) fn replacement(&self, value: &str) -> Option<&str> {
        self.entry(value).map(|entry| entry.replacement.as_str())
    }

    fn entry(&self, value: &str) -> Option<&Entry> {
        self.place.get(value).and_then(|place| self.entries.get(*place))
    }

    /// The parts of names and values that have a wildcard.
    pub(super) fn wildcards(&self) -> &[(RedactionKind, String)] {
        &self.wildcards
    }

    /// The scenario with these values replaced.
    pub(super) fn apply(&self, scenario: &Scenario, replaced: &BTreeSet<&str>) -> Scenario {
        let mut scenario = scenario.clone();
        let stand_in = |kind: RedactionKind, value: &str| {
            let entry = self.entry(value).filter(|entry| replaced.contains(entry.value.as_str()));
            // A name that is taken away does not take a Sid of the same letters with it.
            let entry = entry.filter(|entry| kind.is_taken_away() || !entry.kind.is_taken_away());
            entry.map(|entry| entry.replacement.as_str())
        };
        every_text(&mut scenario, &mut |subject, text| {
            let mut changed = false;
            let parts = tokens(text, subject).into_iter().map(|token| match token {
                Token::Value(kind, value) => {
                    stand_in(kind, value).inspect(|_| changed = true).unwrap_or(value)
                }
                token => token.text(),
            });
            let text: String = parts.collect();
            changed.then_some(text)
        });
        scenario
    }

    /// Every value with what became of it, and what is to be said about that.
    pub(super) fn values(
        &self,
        outcome: impl Fn(&Entry) -> (RedactionOutcome, Option<String>),
    ) -> Vec<RedactedValue> {
        let value = |entry: &Entry| {
            let (outcome, note) = outcome(entry);
            let objection = || Some(format!("Your own stand-in is not used: {}.", entry.objection?));
            RedactedValue {
                kind: entry.kind,
                value: entry.value.clone(),
                replacement: entry.replacement.clone(),
                places: entry.places,
                outcome,
                note: note.or_else(objection),
            }
        };
        self.entries.iter().map(value).collect()
    }
}

/// The same letters in another case, so that what differs from another value in case alone still does.
fn another_case(first: &str, is_free: impl Fn(&str) -> bool) -> Option<String> {
    let (head, tail) = first.split_at_checked(1)?;
    let capitalized = head.to_ascii_uppercase() + &tail.to_ascii_lowercase();
    let candidates = [first.to_ascii_lowercase(), first.to_ascii_uppercase(), capitalized];
    candidates.into_iter().find(|candidate| is_free(candidate))
}
