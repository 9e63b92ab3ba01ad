//! The pasted text with its parts marked: each that sets a field has a number and the colour of what it is about.

use kms_playground::import::Import;
use yew::prelude::*;

use super::fields::{self, Kind};

/// A part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Bytes of the text.
    start: usize,
    end: usize,
    pub(super) kind: Kind,
    /// The fields that it sets.
    fields: Vec<String>,
}

/// The parts that set fields, in the order of the text; one that several fields share is one part.
pub(super) fn of(import: &Import, text: &str) -> Vec<Part> {
    let bytes = Bytes::new(text);
    let mut parts: Vec<Part> = Vec::new();
    for change in import.changes.iter().filter(|change| fields::is_shown(change)) {
        let Some(span) = &change.span else { continue };
        let (start, end) = (bytes.of(span.start.offset), bytes.of(span.end.offset));
        if start >= end {
            continue;
        }
        match parts.iter_mut().find(|part| part.start == start && part.end == end) {
            Some(part) => part.fields.push(change.field.clone()),
            None => {
                let kind = Kind::of(&change.field);
                parts.push(Part { start, end, kind, fields: vec![change.field.clone()] });
            }
        }
    }
    // Around before within.
    kms_playground::sort_by(&mut parts, |one, other| (one.start, other.end).cmp(&(other.start, one.end)));
    parts
}

/// The number of the part that sets a field.
pub(super) fn number_of(parts: &[Part], field: &str) -> Option<usize> {
    parts.iter().position(|part| part.fields.iter().any(|known| known == field))
}

/// The text with its marks.
pub(super) fn marked(
    text: &str,
    parts: &[Part],
    lit: Option<usize>,
    light: &Callback<Option<usize>>,
) -> Html {
    let mut next = 0;
    Marking { text, parts, lit, light }.between(0, text.len(), &mut next)
}

struct Marking<'a> {
    text: &'a str,
    parts: &'a [Part],
    lit: Option<usize>,
    light: &'a Callback<Option<usize>>,
}

impl Marking<'_> {
    /// The text from one byte to another, with the marks that begin there: one within another is drawn in it.
    fn between(&self, from: usize, to: usize, next: &mut usize) -> Html {
        let mut pieces: Vec<Html> = Vec::new();
        let mut at = from;
        while let Some(part) = self.parts.get(*next).filter(|part| part.start < to) {
            let number = *next;
            *next += 1;
            let (start, end) = (part.start.max(at), part.end.min(to));
            if start >= end {
                continue;
            }
            pieces.push(self.plain(at, start));
            let inner = self.between(start, end, next);
            pieces.push(self.mark(
                number,
                part,
                inner,
                self.text.get(start..end).is_some_and(|it| it.contains('\n')),
            ));
            at = end;
        }
        pieces.push(self.plain(at, to));
        html! { { for pieces } }
    }

    fn plain(&self, from: usize, to: usize) -> Html {
        html! { { self.text.get(from..to).unwrap_or_default().to_owned() } }
    }

    fn mark(&self, number: usize, part: &Part, inner: Html, is_block: bool) -> Html {
        let class = classes!(
            "part",
            part.kind.class(),
            is_block.then_some("block"),
            (self.lit == Some(number)).then_some("lit"),
        );
        let (over, out) =
            (self.light.reform(move |_: MouseEvent| Some(number)), self.light.reform(|_: MouseEvent| None));
        html! { <mark {class} onmouseenter={over} onmouseleave={out}><sup>{ number + 1 }</sup>{ inner }</mark> }
    }
}

/// Turns places in UTF-16 units into bytes.
struct Bytes<'a> {
    text: &'a str,
    is_ascii: bool,
}

impl<'a> Bytes<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, is_ascii: text.is_ascii() }
    }

    fn of(&self, unit: u32) -> usize {
        let unit = unit as usize;
        if self.is_ascii {
            return unit.min(self.text.len());
        }
        let mut units = 0;
        for (at, character) in self.text.char_indices() {
            if units >= unit {
                return at;
            }
            units += character.len_utf16();
        }
        self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kms_playground::import::read;

    const TEXT: &str = "Grüße 😀: User: arn:aws:iam::444455556666:user/kim is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321 because no resource-based policy allows the kms:Decrypt action";

    #[test]
    fn each_part_is_what_sets_its_field() {
        let parts = of(&read(TEXT, None), TEXT);
        let part = |field: &str| {
            let part = number_of(&parts, field).and_then(|number| parts.get(number));
            part.and_then(|part| TEXT.get(part.start..part.end)).unwrap_or_default()
        };
        assert_eq!(part("requests[0].principal"), "arn:aws:iam::444455556666:user/kim");
        assert_eq!(part("requests[0].action"), "kms:Decrypt");
        assert_eq!(
            part("key.arn"),
            "arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321"
        );
        assert!(part("requests[0].expect").starts_with("because no resource-based policy"));
        assert!(parts.is_sorted_by_key(|part| part.start));
    }
}
