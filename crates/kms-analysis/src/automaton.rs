//! The texts that a set of patterns can tell apart: the shortest of each kind.
//!
//! The patterns run side by side over one text, breadth first, so that the first text of each kind is a shortest one.
//! Only how far apart texts must be kept is decided here; whether one of them matches is asked of the evaluator.

use crate::kinds::Kinds;

/// A step of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// This character.
    Literal(char),
    /// This character in either case.
    Folded(char),
    /// Any character; in an ARN's component none but the colon.
    Any { colon: bool },
    /// Any number of characters; in an ARN's component without colons.
    Run { colon: bool },
}

/// A pattern as a row of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tokens(Vec<Token>);

impl Tokens {
    /// A text without wildcards.
    pub(crate) fn exact(text: &str) -> Self {
        Self(text.chars().map(Token::Literal).collect())
    }

    /// A text without wildcards, in any case.
    pub(crate) fn folded(text: &str) -> Self {
        Self(text.chars().flat_map(char::to_lowercase).map(Token::Folded).collect())
    }

    /// A text with `*` and `?`.
    pub(crate) fn like(text: &str) -> Self {
        Self(text.chars().map(|character| token(character, true)).collect())
    }

    /// A text with `*` and `?` that stay within the first five components of an ARN.
    pub(crate) fn arn(text: &str) -> Self {
        let mut colons = 0;
        let read = |character| {
            colons += usize::from(character == ':');
            token(character, colons >= 5)
        };
        Self(text.chars().map(read).collect())
    }
}

const fn token(character: char, colon: bool) -> Token {
    match character {
        '*' => Token::Run { colon },
        '?' => Token::Any { colon },
        character => Token::Literal(character),
    }
}

impl Token {
    fn takes(self, character: char) -> bool {
        match self {
            Self::Literal(own) => own == character,
            Self::Folded(own) => character.to_lowercase().eq([own]),
            Self::Any { colon } | Self::Run { colon } => colon || character != ':',
        }
    }
}

/// Which texts there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Any but the empty one.
    Text,
    /// ARNs.
    Arn,
    /// Path and name of an IAM identity: `app/Front`.
    Name,
    /// Twelve digits.
    Account,
}

/// Of an ARN: the text that all begin with.
const ARN: [char; 4] = ['a', 'r', 'n', ':'];

impl Shape {
    /// The state behind one more character.
    fn step(self, state: u8, character: char) -> Option<u8> {
        match self {
            Self::Text => Some(1),
            Self::Arn => match state {
                0..=3 => (ARN.get(usize::from(state)) == Some(&character)).then_some(state + 1),
                4..=7 => Some(if character == ':' { state + 1 } else { state }),
                _ => Some(9),
            },
            Self::Name if character == '/' => (state == 1).then_some(0),
            Self::Name => (character.is_ascii_alphanumeric() || "+=,.@_-".contains(character)).then_some(1),
            Self::Account => (character.is_ascii_digit() && state < 12).then_some(state + 1),
        }
    }

    const fn accepts(self, state: u8) -> bool {
        match self {
            Self::Text | Self::Name => state == 1,
            Self::Arn => state == 9,
            Self::Account => state == 12,
        }
    }
}

/// How many states a product may have; more, and what it tells apart is not known.
const MOST_STATES: usize = 20_000;

/// The shortest text of each kind, where the patterns are asked about `prefix` and that text; none: too many states.
pub(crate) fn explore(patterns: &[Tokens], prefix: &str, shape: Shape) -> Option<Vec<String>> {
    let product = Product::new(patterns);
    let mut state = product.start();
    let mut next = state.clone();
    for character in prefix.chars() {
        product.step(&state, character, &mut next);
        std::mem::swap(&mut state, &mut next);
    }
    // The states in the order in which they are reached, each once, with where its text comes from. The last word of a
    // state is that of the shape.
    let mut nodes: Vec<(usize, char)> = vec![(0, '\0')];
    let mut seen = Kinds::default();
    seen.number(&state);
    let mut kinds = Kinds::default();
    let mut texts = Vec::new();
    let mut characters = Vec::new();
    let mut node = 0;
    while node < nodes.len() {
        state.copy_from_slice(seen.signature(node));
        let at = state.last().and_then(|at| u8::try_from(*at).ok()).unwrap_or_default();
        if shape.accepts(at) {
            product.accepted(&state, &mut next);
            if kinds.is_new(&next) {
                texts.push(spell(&nodes, node));
            }
        }
        product.next(&state, shape, &mut characters);
        for character in &characters {
            let Some(then) = shape.step(at, *character) else { continue };
            product.step(&state, *character, &mut next);
            next.iter_mut().last().into_iter().for_each(|last| *last = u64::from(then));
            if !seen.is_new(&next) {
                continue;
            }
            if nodes.len() >= MOST_STATES {
                return None;
            }
            nodes.push((node, *character));
        }
        node += 1;
    }
    Some(texts)
}

fn spell(nodes: &[(usize, char)], mut node: usize) -> String {
    let mut characters = Vec::new();
    while let Some((before, character)) = nodes.get(node).filter(|_| node != 0) {
        characters.push(*character);
        node = *before;
    }
    characters.iter().rev().collect()
}

/// The positions in all patterns at once, as bits, and a word for the state of the shape.
type State = Vec<u64>;

struct Product {
    /// Of each bit the step that the pattern is before; none behind the last one.
    steps: Vec<Option<Token>>,
    /// Of each pattern its first and its last bit.
    ends: Vec<(usize, usize)>,
    /// Characters that stand for all others: the first that no pattern has.
    fresh: Vec<char>,
    has_component_wildcards: bool,
}

impl Product {
    fn new(patterns: &[Tokens]) -> Self {
        let mut steps = Vec::new();
        let mut ends = Vec::new();
        for pattern in patterns {
            let first = steps.len();
            steps.extend(pattern.0.iter().copied().map(Some));
            ends.push((first, steps.len()));
            steps.push(None);
        }
        let tokens = || steps.iter().flatten();
        let is_used = |character: char| {
            tokens().any(|token| match token {
                Token::Literal(own) => *own == character,
                Token::Folded(own) => character.to_lowercase().eq([*own]),
                Token::Any { .. } | Token::Run { .. } => false,
            })
        };
        let candidates = ('a'..='z').rev().chain('A'..='Z').chain(['_', '-', '+', '~', '!', '\u{fe}']);
        let letter = candidates.into_iter().find(|character| !is_used(*character));
        let digit = ('0'..='9').rev().find(|character| !is_used(*character));
        let fresh = letter.into_iter().chain(digit).collect();
        let has_component_wildcards =
            tokens().any(|token| matches!(token, Token::Any { colon: false } | Token::Run { colon: false }));
        Self { steps, ends, fresh, has_component_wildcards }
    }

    fn start(&self) -> State {
        let mut state = vec![0; self.steps.len().div_ceil(64) + 1];
        self.ends.iter().for_each(|(first, _)| self.enter(*first, &mut state));
        state
    }

    /// The positions behind one more character; the word of the shape is empty.
    fn step(&self, state: &[u64], character: char, next: &mut State) {
        next.fill(0);
        self.each_step(state, &mut |bit, token| {
            if token.takes(character) {
                let then = if matches!(token, Token::Run { .. }) { bit } else { bit + 1 };
                self.enter(then, next);
            }
        });
    }

    /// Hands over every step that a pattern is before.
    // A loop and not an iterator, which is not inlined where size counts: it is gone through for each character.
    fn each_step(&self, state: &[u64], take: &mut dyn FnMut(usize, Token)) {
        let positions = state.split_last().map_or(state, |(_, positions)| positions);
        let mut first = 0;
        for word in positions {
            let mut left = *word;
            let mut bit = first;
            while left != 0 {
                let skipped = left.trailing_zeros();
                bit += skipped as usize;
                if let Some(Some(token)) = self.steps.get(bit) {
                    take(bit, *token);
                }
                // In two steps, since a shift by all 64 bits is none.
                left = left >> skipped >> 1;
                bit += 1;
            }
            first += 64;
        }
    }

    /// The characters that lead to different states, the ordinary one first.
    fn next(&self, state: &[u64], shape: Shape, next: &mut Vec<char>) {
        next.clear();
        next.extend(&self.fresh);
        let mut push = |character: char| {
            if !next.contains(&character) {
                next.push(character);
            }
        };
        if shape == Shape::Account {
            ('0'..='9').for_each(&mut push);
        }
        if self.has_component_wildcards || shape == Shape::Arn {
            push(':');
        }
        if shape == Shape::Arn {
            ARN.into_iter().for_each(&mut push);
        }
        if shape == Shape::Name {
            push('/');
        }
        self.each_step(state, &mut |_, token| match token {
            Token::Literal(character) => push(character),
            Token::Folded(character) => {
                push(character);
                character.to_uppercase().for_each(&mut push);
            }
            Token::Any { .. } | Token::Run { .. } => {}
        });
    }

    /// Which patterns take the text so far.
    fn accepted(&self, state: &[u64], accepted: &mut State) {
        accepted.fill(0);
        for (_, last) in &self.ends {
            if let (Some(word), Some(all)) = (accepted.get_mut(last / 64), state.get(last / 64)) {
                *word |= all & (1 << (last % 64));
            }
        }
    }

    /// Puts a pattern at a step, and at those behind runs that may be empty.
    fn enter(&self, bit: usize, state: &mut [u64]) {
        let mut bit = bit;
        loop {
            if let Some(word) = state.get_mut(bit / 64) {
                *word |= 1 << (bit % 64);
            }
            match self.steps.get(bit) {
                Some(Some(Token::Run { .. })) => bit += 1,
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_that_a_text_can_have_is_found() {
        let texts =
            explore(&[Tokens::like("a*"), Tokens::like("*b"), Tokens::exact("ab")], "", Shape::Text).unwrap();
        // Neither; a only; b only; both, not `ab`; `ab` itself.
        assert_eq!(texts.len(), 5, "{texts:?}");
        assert!(texts.contains(&"ab".to_owned()));
    }

    #[test]
    fn a_star_stays_within_its_component_of_an_arn() {
        let patterns = [Tokens::arn("arn:aws:s3:*:*:b"), Tokens::like("arn:aws:s3:*:b")];
        let texts = explore(&patterns, "", Shape::Arn).unwrap();
        let colons = |text: &String| text.matches(':').count();
        assert!(texts.iter().all(|text| colons(text) >= 5), "{texts:?}");
        // An ARN whose resource has colons matches the second pattern only.
        assert_eq!(texts.len(), 3, "{texts:?}");
    }

    #[test]
    fn case_is_told_apart_only_where_a_pattern_does() {
        let folded = explore(&[Tokens::folded("ab")], "", Shape::Text).unwrap();
        assert_eq!(folded.len(), 2);
        let both = explore(&[Tokens::folded("ab"), Tokens::exact("Ab")], "", Shape::Text).unwrap();
        assert_eq!(both.len(), 3);
    }

    #[test]
    fn names_have_no_empty_parts() {
        let texts = explore(&[Tokens::like("arn:x/a/*")], "arn:x/", Shape::Name).unwrap();
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(texts.iter().any(|text| text.starts_with("a/") && text.len() == 3), "{texts:?}");
    }
}
