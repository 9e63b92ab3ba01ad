//! Which values a scenario has, and the stand-in of each: one for one, everywhere the same.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::{RedactionKind, is_stand_in};
use super::piece::{Piece, pieces};
use super::walk::every_text;
use super::{RedactedValue, RedactionChoice, RedactionOutcome};
use crate::scenario::Scenario;

/// The values of a scenario, in the order in which they first occur.
pub(super) struct Names {
    entries: Vec<Entry>,
    place: BTreeMap<String, usize>,
    wildcards: Vec<String>,
}

struct Entry {
    kind: RedactionKind,
    value: String,
    replacement: String,
    places: usize,
}

impl Names {
    /// Finds every value and gives it a stand-in.
    pub(super) fn of(scenario: &Scenario, choice: &RedactionChoice) -> Self {
        let mut names = Self { entries: Vec::new(), place: BTreeMap::new(), wildcards: Vec::new() };
        let mut stand_ins = BTreeSet::new();
        for text in prose(scenario) {
            names.note(RedactionKind::Label, text);
        }
        every_text(&mut scenario.clone(), &mut |subject, text| {
            for piece in pieces(text, subject) {
                match piece {
                    Piece::Plain(_) => {}
                    Piece::Value(_, value) if is_stand_in(value) => _ = stand_ins.insert(value.to_owned()),
                    Piece::Value(kind, value) => names.note(kind, value),
                    Piece::Wildcard(_, text) if names.wildcards.iter().any(|known| known == text) => {}
                    Piece::Wildcard(_, text) => names.wildcards.push(text.to_owned()),
                }
            }
            None
        });
        names.give_stand_ins(stand_ins, choice);
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
                places: 1,
            }),
        }
    }

    /// `taken` are the stand-ins that the scenario has already; none may come to mean two things.
    fn give_stand_ins(&mut self, mut taken: BTreeSet<String>, choice: &RedactionChoice) {
        taken.extend(self.entries.iter().map(|entry| entry.value.clone()));
        taken.extend(choice.with.values().cloned());
        let mut numbers: BTreeMap<RedactionKind, usize> = BTreeMap::new();
        let mut of_same_letters: BTreeMap<String, String> = BTreeMap::new();
        for entry in &mut self.entries {
            let folded = entry.value.to_ascii_lowercase();
            let own =
                choice.with.get(&entry.value).map(|text| writable(text)).filter(|text| !text.is_empty());
            let variant = || of_same_letters.get(&folded).and_then(|first| another_case(first, &taken));
            entry.replacement = own.or_else(variant).unwrap_or_else(|| {
                let number = numbers.entry(entry.kind).or_default();
                loop {
                    *number += 1;
                    let candidate = entry.kind.stand_in(&entry.value, *number);
                    if !taken.contains(&candidate) {
                        return candidate;
                    }
                }
            });
            taken.insert(entry.replacement.clone());
            of_same_letters.entry(folded).or_insert_with(|| entry.replacement.clone());
        }
    }

    /// The values that the person wants replaced.
    pub(super) fn wanted<'a>(&'a self, choice: &RedactionChoice) -> impl Iterator<Item = &'a str> {
        let wanted = self
            .entries
            .iter()
            .filter(|entry| !choice.leave.contains(&entry.kind) && !choice.keep.contains(&entry.value));
        wanted.map(|entry| entry.value.as_str())
    }

    /// The parts of names and values that have a wildcard.
    pub(super) fn wildcards(&self) -> &[String] {
        &self.wildcards
    }

    /// The scenario with these values replaced.
    pub(super) fn apply(&self, scenario: &Scenario, replaced: &BTreeSet<&str>) -> Scenario {
        let mut scenario = scenario.clone();
        let stand_in = |value: &str| {
            let entry = self.place.get(value).and_then(|place| self.entries.get(*place));
            entry
                .filter(|entry| replaced.contains(entry.value.as_str()))
                .map(|entry| entry.replacement.as_str())
        };
        every_text(&mut scenario, &mut |subject, text| {
            let mut changed = false;
            let parts = pieces(text, subject).into_iter().map(|piece| match piece {
                Piece::Value(_, value) => stand_in(value).inspect(|_| changed = true).unwrap_or(value),
                piece => piece.text(),
            });
            let text: String = parts.collect();
            changed.then_some(text)
        });
        let gone = |text: &mut Option<String>| _ = text.take_if(|text| replaced.contains(text.as_str()));
        gone(&mut scenario.title);
        gone(&mut scenario.notes);
        if let Some(about) = &mut scenario.about {
            gone(&mut about.system);
            gone(&mut about.lesson);
            about.sources.retain(|source| !replaced.contains(source.as_str()));
        }
        scenario
    }

    /// Every value with what became of it.
    pub(super) fn values(&self, outcome: impl Fn(&str) -> RedactionOutcome) -> Vec<RedactedValue> {
        let value = |entry: &Entry| RedactedValue {
            kind: entry.kind,
            value: entry.value.clone(),
            replacement: entry.replacement.clone(),
            places: entry.places,
            outcome: outcome(&entry.value),
        };
        self.entries.iter().map(value).collect()
    }
}

/// What a person wrote about the scenario; it is taken away rather than replaced.
fn prose(scenario: &Scenario) -> impl Iterator<Item = &str> {
    let about = scenario.about.iter();
    let about = about.flat_map(|about| about.system.iter().chain(&about.lesson).chain(&about.sources));
    scenario.title.iter().chain(&scenario.notes).chain(about).map(String::as_str)
}

/// Without what would break a string of JSON.
fn writable(text: &str) -> String {
    text.chars().filter(|character| !character.is_control() && !matches!(character, '"' | '\\')).collect()
}

/// The same letters in another case, so that what differs from another value in case alone still does.
fn another_case(first: &str, taken: &BTreeSet<String>) -> Option<String> {
    let (head, tail) = first.split_at_checked(1)?;
    let capitalized = head.to_ascii_uppercase() + &tail.to_ascii_lowercase();
    let candidates = [first.to_ascii_lowercase(), first.to_ascii_uppercase(), capitalized];
    candidates.into_iter().find(|candidate| !taken.contains(candidate))
}
