//! A text that was made from another one, with the way back: each byte knows where it came from.

use kms_policy::Span;

/// A text and, for each of its bytes, the place in the pasted text that it came from.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    text: String,
    /// Where a run begins: the byte here, and the byte it came from. Within a run both go on alike.
    runs: Vec<(u32, u32)>,
    /// The byte of the pasted text behind the last one.
    end: u32,
}

impl Text {
    /// The pasted text itself.
    pub(super) fn pasted(text: &str) -> Self {
        Self { text: text.to_owned(), runs: vec![(0, 0)], end: to_u32(text.len()) }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The byte of the pasted text that the byte `at` came from.
    fn origin(&self, at: usize) -> u32 {
        let at = to_u32(at);
        let next = self.runs.partition_point(|&(here, _)| here <= at);
        let (here, there) =
            next.checked_sub(1).and_then(|last| self.runs.get(last)).copied().unwrap_or_default();
        let limit = self.runs.get(next).map_or(self.end, |&(_, there)| there);
        (there + (at - here)).min(limit.max(there))
    }

    /// The part of the pasted text from which these bytes were made.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let start = self.origin(from);
        // The byte behind the last may begin a run that comes from further on.
        let end = if to > from { self.origin(to - 1) + 1 } else { start };
        Span::new(start, end.max(start))
    }

    /// A text made of parts of this one.
    pub(super) fn rewrite(&self) -> Rewriting<'_> {
        Rewriting { from: self, made: Self { end: self.end, ..Self::default() } }
    }
}

/// A text in the making.
pub(super) struct Rewriting<'a> {
    from: &'a Text,
    made: Text,
}

impl Rewriting<'_> {
    /// Keeps these bytes.
    pub(super) fn keep(&mut self, from: usize, to: usize) {
        let Some(part) = self.from.text.get(from..to) else { return };
        if part.is_empty() {
            return;
        }
        let made = to_u32(self.made.text.len());
        self.run(made, self.from.origin(from));
        // The runs that begin within the part go on here.
        let first = self.from.runs.partition_point(|&(here, _)| here <= to_u32(from));
        for &(here, there) in self.from.runs.get(first..).unwrap_or_default() {
            if here >= to_u32(to) {
                break;
            }
            self.run(made + (here - to_u32(from)), there);
        }
        self.made.text.push_str(part);
    }

    /// Writes `text` in place of what begins at `from`.
    pub(super) fn put(&mut self, from: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        let made = to_u32(self.made.text.len());
        self.run(made, self.from.origin(from));
        self.made.text.push_str(text);
    }

    pub(super) fn done(self) -> Text {
        self.made
    }

    fn run(&mut self, here: u32, there: u32) {
        let goes_on = self.made.runs.last().is_some_and(|&(begin, origin)| {
            here >= begin && there >= origin && here - begin == there - origin
        });
        if !goes_on {
            self.made.runs.push((here, there));
        }
    }
}

/// Pasted texts are bounded far below 4 GiB.
pub(super) fn to_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_knows_where_it_came_from_through_several_rewritings() {
        let pasted = Text::pasted("ab&quot;cd--ef");
        let mut first = pasted.rewrite();
        first.keep(0, 2);
        first.put(2, "\"");
        first.keep(8, 10);
        first.keep(12, 14);
        let first = first.done();
        assert_eq!(first.as_str(), "ab\"cdef");
        assert_eq!(first.span(3, 5), Span::new(8, 10));
        assert_eq!(first.span(5, 7), Span::new(12, 14));
        let mut second = first.rewrite();
        second.keep(1, 7);
        let second = second.done();
        assert_eq!(second.as_str(), "b\"cdef");
        assert_eq!(second.span(2, 6), Span::new(8, 14));
        assert_eq!(second.span(0, 1), Span::new(1, 2));
    }
}
