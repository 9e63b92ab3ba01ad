//! What stands between two `*`: pieces of text with so many `?` between them.

use super::alignments;

/// At how many places a piece is tried by itself, which needs no memory, before all are tried at once.
const TRIES: usize = 64;

/// Pieces that follow one another; their characters are of a fixed number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chunk {
    pieces: Box<[Piece]>,
    /// The longest piece: what to search for.
    anchor: usize,
}

/// So many `?`, and then this text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) any: usize,
    pub(super) literal: Box<str>,
}

/// Whether ASCII letters match in either case.
#[derive(Clone, Copy)]
pub(super) enum Case {
    Matters,
    Ignored,
}

impl Chunk {
    pub(super) fn new(mut pieces: Vec<Piece>, any_behind: usize) -> Self {
        if any_behind > 0 {
            pieces.push(Piece { any: any_behind, literal: Box::default() });
        }
        let longest = pieces.iter().enumerate().rev().max_by_key(|(_, piece)| piece.literal.len());
        let anchor = longest.map_or(0, |(nth, _)| nth);
        Self { pieces: pieces.into(), anchor }
    }

    /// The same with ASCII letters in lower case.
    pub(super) fn lower_case(&self) -> Self {
        let lower =
            |piece: &Piece| Piece { any: piece.any, literal: piece.literal.to_ascii_lowercase().into() };
        Self { pieces: self.pieces.iter().map(lower).collect(), anchor: self.anchor }
    }

    /// What the chunk begins with, before its first `?`.
    pub(super) fn literal_prefix(&self) -> &str {
        self.pieces.first().filter(|piece| piece.any == 0).map_or("", |piece| &piece.literal)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Where the match that begins at `start` ends.
    pub(super) fn end_of_match(&self, text: &str, start: usize, case: Case) -> Option<usize> {
        end_of_match(&self.pieces, text, start, case)
    }

    /// Where the match that ends at `end` begins.
    pub(super) fn start_of_match(&self, text: &str, end: usize, case: Case) -> Option<usize> {
        self.pieces.iter().try_rfold(end, |at, piece| {
            let start = at.checked_sub(piece.literal.len())?;
            case.stands_at(&piece.literal, text, start).then(|| back(text, start, piece.any)).flatten()
        })
    }

    /// Where the leftmost match that begins at `from` or later ends.
    pub(super) fn find(&self, text: &str, from: usize, case: Case) -> Option<usize> {
        let (before, rest) = self.pieces.split_at_checked(self.anchor)?;
        let (anchor, behind) = rest.split_first()?;
        let characters: usize = before.iter().map(|piece| piece.any + piece.literal.chars().count()).sum();
        let characters = characters + anchor.any;
        let mut at = forward(text, from, characters)?;
        for _ in 0..TRIES {
            at += case.find(text.get(at..)?, &anchor.literal)?;
            let end = at + anchor.literal.len();
            // The pieces before the anchor are as many characters as were left free for them.
            let start = back(text, at, characters)?;
            let is_match = end_of_match(before, text, start, case).is_some();
            if let (true, Some(end)) = (is_match, end_of_match(behind, text, end, case)) {
                return Some(end);
            }
            at = forward(text, at, 1)?;
        }
        self.find_among_many(text, back(text, at, characters)?, case)
    }

    /// The same for a text in which the anchor stands at many places.
    fn find_among_many(&self, text: &str, from: usize, case: Case) -> Option<usize> {
        let rest = text.get(from..)?;
        let characters: Vec<char> = rest.chars().map(|c| case.fold(c)).collect();
        let mut wanted = Vec::new();
        let mut length = 0;
        for piece in &self.pieces {
            length += piece.any;
            for character in piece.literal.chars() {
                wanted.push((case.fold(character), length));
                length += 1;
            }
        }
        let place = alignments::first_alignment(&characters, wanted, length)?;
        forward(text, from, place + length)
    }
}

fn end_of_match(pieces: &[Piece], text: &str, start: usize, case: Case) -> Option<usize> {
    pieces.iter().try_fold(start, |at, piece| {
        let at = forward(text, at, piece.any)?;
        case.stands_at(&piece.literal, text, at).then_some(at + piece.literal.len())
    })
}

impl Case {
    /// Whether `literal` stands at the offset `at` of `text`.
    fn stands_at(self, literal: &str, text: &str, at: usize) -> bool {
        let literal = literal.as_bytes();
        let there = text.as_bytes().get(at..at + literal.len());
        there.is_some_and(|there| match self {
            Self::Matters => there == literal,
            Self::Ignored => there.eq_ignore_ascii_case(literal),
        })
    }

    fn fold(self, character: char) -> char {
        match self {
            Self::Matters => character,
            Self::Ignored => character.to_ascii_lowercase(),
        }
    }

    /// Where `literal` first stands in `text`.
    fn find(self, text: &str, literal: &str) -> Option<usize> {
        match self {
            Self::Matters => text.find(literal),
            // For texts of at most SHORT bytes.
            Self::Ignored => {
                (0..=text.len().checked_sub(literal.len())?).find(|&at| self.stands_at(literal, text, at))
            }
        }
    }
}

/// The offset that many characters behind `at`.
fn forward(text: &str, at: usize, characters: usize) -> Option<usize> {
    let mut rest = text.get(at..)?.chars();
    if let Some(nth) = characters.checked_sub(1) {
        rest.nth(nth)?;
    }
    Some(text.len() - rest.as_str().len())
}

/// The offset that many characters before `at`.
fn back(text: &str, at: usize, characters: usize) -> Option<usize> {
    let mut rest = text.get(..at)?.chars();
    if let Some(nth) = characters.checked_sub(1) {
        rest.nth_back(nth)?;
    }
    Some(rest.as_str().len())
}
