//! The names of an object's members: those known, those unknown, those that stand twice.
//!
//! What AWS does with a name that stands twice is not documented; most readers of JSON keep the last, and so
//! does this one.

use super::Grammar;
use crate::Span;
use crate::case::{eq_ignore_case, folded};
use crate::error::{ErrorCode, PolicyError, quote};
use crate::json::{Member, Value};
use std::borrow::Cow;

/// Up to how many names are compared each with each.
const FEW: usize = 12;

/// Whether names that differ in case alone are the same.
#[derive(Clone, Copy)]
pub(super) enum NameCase {
    Matters,
    Ignored,
}

impl Grammar<'_> {
    /// The members of `object` that bear the given names; reports all others, and all but the last of a name.
    pub(super) fn elements<'t, const N: usize>(
        &mut self,
        object: Value<'t>,
        names: [&'static str; N],
    ) -> [Option<Member<'t>>; N] {
        let mut found: [Option<Member<'t>>; N] = [None; N];
        let mut misspelt: [Option<Member<'t>>; N] = [None; N];
        for member in object.members().filter(|member| !member.goes_on()) {
            let name = member.name();
            let exact = names.iter().position(|known| *known == name);
            if let Some(slot) = exact.and_then(|at| found.get_mut(at)) {
                if let Some(earlier) = slot.replace(member) {
                    self.duplicate(&name, earlier.name_span());
                }
                continue;
            }
            let likely = names.iter().position(|known| is_likely(known, &name));
            self.unknown_element(&name, member.name_span(), likely.and_then(|at| names.get(at)));
            if let Some(slot) = likely.and_then(|at| misspelt.get_mut(at)) {
                *slot = Some(member);
            }
        }
        for (found, misspelt) in found.iter_mut().zip(misspelt) {
            *found = found.or(misspelt);
        }
        found
    }

    fn unknown_element(&mut self, name: &str, span: Span, likely: Option<&&'static str>) {
        let text = format!("{} is not an element of a policy here", quote(name));
        let error = PolicyError::new(ErrorCode::UnknownElement, span, text);
        self.errors.push(match likely {
            Some(likely) => error.help_with(format!("write `{likely}`")),
            None => error,
        });
    }

    pub(super) fn duplicate(&mut self, name: &str, earlier: Span) {
        let text = format!("{} stands here and again below; the last one is evaluated", quote(name));
        self.error(ErrorCode::DuplicateName, earlier, text);
    }

    /// Keeps the last of all items of a name, and reports the others.
    pub(super) fn keep_last<T>(
        &mut self,
        items: &mut Vec<T>,
        case: NameCase,
        name: impl Fn(&T) -> (&str, Span),
    ) {
        let superseded = superseded(items, case, &name);
        if superseded.is_empty() {
            return;
        }
        for (item, _) in items.iter().zip(&superseded).filter(|(_, superseded)| **superseded) {
            let (text, span) = name(item);
            self.duplicate(text, span);
        }
        let mut keep = superseded.iter().map(|superseded| !superseded);
        items.retain(|_| keep.next().unwrap_or(true));
    }
}

/// For each item whether a later one has the same name; empty if there is no such item.
fn superseded<T>(items: &[T], case: NameCase, name: &impl Fn(&T) -> (&str, Span)) -> Vec<bool> {
    let text = |item| name(item).0;
    if items.len() <= FEW {
        let repeats =
            |nth: usize, item| items.iter().skip(nth + 1).any(|later| case.equal(text(later), text(item)));
        if !items.iter().enumerate().any(|(nth, item)| repeats(nth, item)) {
            return Vec::new();
        }
        return items.iter().enumerate().map(|(nth, item)| repeats(nth, item)).collect();
    }
    // Sorted, so that a hostile object does not cost the square of its size.
    let mut folded: Vec<(Cow<'_, str>, usize)> =
        items.iter().enumerate().map(|(nth, item)| (case.fold(text(item)), nth)).collect();
    crate::sort::sort(&mut folded);
    let mut superseded = vec![false; items.len()];
    for pair in folded.windows(2) {
        let [(earlier, nth), (later, _)] = pair else { continue };
        if earlier == later
            && let Some(slot) = superseded.get_mut(*nth)
        {
            *slot = true;
        }
    }
    superseded
}

impl NameCase {
    fn equal(self, left: &str, right: &str) -> bool {
        match self {
            Self::Matters => left == right,
            Self::Ignored => eq_ignore_case(left, right),
        }
    }

    fn fold(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::Matters => Cow::Borrowed(name),
            Self::Ignored => Cow::Owned(folded(name).collect()),
        }
    }
}

/// Whether someone who wrote `name` most likely meant `known`.
fn is_likely(known: &str, name: &str) -> bool {
    let singular = name.strip_suffix(['s', 'S']).unwrap_or(name);
    eq_ignore_case(known, name) || eq_ignore_case(known, singular)
}
