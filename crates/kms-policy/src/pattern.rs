//! Texts with `*` (any run of characters, the empty one included) and `?` (exactly one character).
//!
//! A pattern is cut at its `*` once and can then be matched any number of times without allocation. The pieces
//! are searched from left to right and never again: a pattern without `?` takes time linear in the text, one
//! with `?` at most a 64th of the product of the two. No backtracking over several `*`.
//!
//! IAM User Guide, *Condition operators* (StringLike), *Action* and *Resource* elements.

mod alignments;
mod chunk;

use chunk::{Case, Chunk, Piece};

/// A text with wildcards, ready to be matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Shape);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    /// `*`
    Everything,
    /// No wildcard.
    Exact(Box<str>),
    Parts(Box<Parts>),
}

/// Up to how many bytes a text is compared without regard to case as it stands; the linear search for pieces knows
/// no case, so that longer texts are put into lower case first.
const SHORT: usize = 256;

/// What stands between the `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    /// At the start of the text; the whole text if there is no `*`.
    first: Chunk,
    /// Somewhere between, in this order.
    middle: Box<[Chunk]>,
    /// At the end of the text, if there is a `*`.
    last: Option<Chunk>,
}

impl Pattern {
    /// The pattern that `text` spells.
    pub fn new(text: &str) -> Self {
        Self::with_live_wildcards(text, &|_| true)
    }

    /// Whether the whole of `text` matches.
    pub fn matches(&self, text: &str) -> bool {
        match &self.0 {
            Shape::Everything => true,
            Shape::Exact(exact) => **exact == *text,
            Shape::Parts(parts) => parts.matches(text, Case::Matters),
        }
    }

    /// Whether the whole of `text` matches when the case of ASCII letters does not matter, as in actions.
    pub fn matches_ignoring_case(&self, text: &str) -> bool {
        match &self.0 {
            Shape::Everything => true,
            Shape::Exact(exact) => exact.eq_ignore_ascii_case(text),
            Shape::Parts(parts) if text.len() <= SHORT => parts.matches(text, Case::Ignored),
            Shape::Parts(parts) => parts.lower_case().matches(&text.to_ascii_lowercase(), Case::Matters),
        }
    }

    /// Whether the pattern is a lone `*`.
    pub fn is_everything(&self) -> bool {
        self.0 == Shape::Everything
    }

    /// Whether there is any `*` or `?` in it.
    pub fn has_wildcards(&self) -> bool {
        self.as_exact().is_none()
    }

    /// The only text that matches, if the pattern has no wildcard.
    pub fn as_exact(&self) -> Option<&str> {
        match &self.0 {
            Shape::Exact(exact) => Some(exact),
            Shape::Everything | Shape::Parts(_) => None,
        }
    }

    /// What every text that matches begins with: all that stands before the first wildcard.
    pub fn literal_prefix(&self) -> &str {
        match &self.0 {
            Shape::Everything => "",
            Shape::Exact(exact) => exact,
            Shape::Parts(parts) => parts.first.literal_prefix(),
        }
    }

    /// The pattern in which only those `*` and `?` are wildcards whose offsets in `text` are live.
    pub(crate) fn with_live_wildcards(text: &str, is_live: &dyn Fn(usize) -> bool) -> Self {
        let mut chunks = Vec::new();
        let mut pieces = Vec::new();
        let mut any = 0;
        let mut literal_start = 0;
        for (at, byte) in text.bytes().enumerate() {
            if !matches!(byte, b'*' | b'?') || !is_live(at) {
                continue;
            }
            let literal = text.get(literal_start..at).unwrap_or_default();
            literal_start = at + 1;
            if !literal.is_empty() {
                pieces.push(Piece { any: std::mem::take(&mut any), literal: literal.into() });
            }
            if byte == b'?' {
                any += 1;
            } else {
                chunks.push(Chunk::new(std::mem::take(&mut pieces), std::mem::take(&mut any)));
            }
        }
        let literal = text.get(literal_start..).unwrap_or_default();
        if !literal.is_empty() {
            pieces.push(Piece { any: std::mem::take(&mut any), literal: literal.into() });
        }
        if literal.len() == text.len() {
            return Self(Shape::Exact(text.into()));
        }
        let last = Chunk::new(pieces, any);
        if chunks.is_empty() {
            let parts = Parts { first: last, middle: Box::default(), last: None };
            return Self(Shape::Parts(Box::new(parts)));
        }
        let first = chunks.remove(0);
        chunks.retain(|chunk| !chunk.is_empty());
        if first.is_empty() && chunks.is_empty() && last.is_empty() {
            return Self(Shape::Everything);
        }
        Self(Shape::Parts(Box::new(Parts { first, middle: chunks.into(), last: Some(last) })))
    }
}

impl Parts {
    fn matches(&self, text: &str, case: Case) -> bool {
        let Some(mut at) = self.first.end_of_match(text, 0, case) else { return false };
        let Some(last) = &self.last else { return at == text.len() };
        for chunk in &self.middle {
            let Some(end) = chunk.find(text, at, case) else { return false };
            at = end;
        }
        last.start_of_match(text, text.len(), case).is_some_and(|start| start >= at)
    }
}

impl Parts {
    fn lower_case(&self) -> Self {
        Self {
            first: self.first.lower_case(),
            middle: self.middle.iter().map(Chunk::lower_case).collect(),
            last: self.last.as_ref().map(Chunk::lower_case),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_as_aws_says() {
        let cases = [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("**", "anything", true),
            ("?", "", false),
            ("?", "a", true),
            ("?", "é", true),
            ("?", "😀", true),
            ("??", "😀", false),
            ("abc", "abc", true),
            ("abc", "abcd", false),
            ("abc", "ABC", false),
            ("a*", "a", true),
            ("a*", "ba", false),
            ("*a", "ba", true),
            ("*a", "ab", false),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("*ab*", "aab", true),
            ("*?", "", false),
            ("?*", "a", true),
            ("*?*?*", "a", false),
            ("*?*?*", "ab", true),
            ("a?c*", "abcd", true),
            ("a?c*", "ac", false),
            ("*a?c", "aaac", true),
            ("*a?c*", "abaac", true),
            ("*a?c*", "abaab", false),
            ("*?b?d*", "abcd", true),
            ("*?b?d*", "bcd", false),
            ("x*é?*z", "x😀é😀z", true),
            ("x*é?*z", "xéz", false),
            ("key/*", "key/1234abcd", true),
            ("arn:aws:s3:::*/x", "arn:aws:s3:::a/b/x", true),
            ("*ab?*b", "abbb", true),
            ("*ab?*b", "abb", false),
        ];
        for (pattern, text, matches) in cases {
            assert_eq!(Pattern::new(pattern).matches(text), matches, "{pattern} {text}");
        }
    }

    #[test]
    fn actions_match_in_any_case() {
        for (pattern, text, matches) in [
            ("kms:Describe*", "KMS:DESCRIBEKEY", true),
            ("KMS:*", "kms:Decrypt", true),
            ("kms:*Data*", "kms:generatedataKeyPair", true),
            ("kms:?ecrypt", "kms:DECRYPT", true),
            ("kms:decrypt", "kms:Decrypt", true),
            ("kms:decrypt", "kms:Encrypt", false),
        ] {
            assert_eq!(Pattern::new(pattern).matches_ignoring_case(text), matches, "{pattern} {text}");
        }
    }

    #[test]
    fn agrees_with_the_plain_definition() {
        // Every pattern and every text up to five letters of a small alphabet.
        let words = |letters: &[char], length: usize| {
            let mut words = vec![String::new()];
            let mut last = words.clone();
            for _ in 0..length {
                last =
                    last.iter().flat_map(|word| letters.iter().map(move |c| format!("{word}{c}"))).collect();
                words.extend_from_slice(&last);
            }
            words
        };
        let texts = words(&['a', 'é'], 5);
        for pattern in words(&['a', 'é', '*', '?'], 5) {
            let compiled = Pattern::new(&pattern);
            let pattern: Vec<char> = pattern.chars().collect();
            for text in &texts {
                let characters: Vec<char> = text.chars().collect();
                assert_eq!(compiled.matches(text), naive(&pattern, &characters), "{pattern:?} {text}");
            }
        }
    }

    fn naive(pattern: &[char], text: &[char]) -> bool {
        match (pattern, text) {
            ([], []) => true,
            (['*', rest @ ..], _) => naive(rest, text) || (!text.is_empty() && naive(pattern, &text[1..])),
            (['?', rest @ ..], [_, behind @ ..]) => naive(rest, behind),
            ([c, rest @ ..], [d, behind @ ..]) => c == d && naive(rest, behind),
            _ => false,
        }
    }

    #[test]
    fn pieces_that_nearly_match_everywhere_are_found() {
        let text = format!("{}é{}", "ab".repeat(200), "ac".repeat(200));
        let characters: Vec<char> = text.chars().collect();
        for pattern in [
            "*a?a?a?é*",
            "*a?a?a?a?é*",
            "*a?a?a?aéa?a*",
            "*a?a?a?abéa?a?*c",
            "*?a?a?a?c?c?c?c",
            "*a?a?a?ac?c*c?c*b*",
        ] {
            let wanted: Vec<char> = pattern.chars().collect();
            assert_eq!(Pattern::new(pattern).matches(&text), naive(&wanted, &characters), "{pattern}");
        }
        assert!(Pattern::new("*A?a?a?aBé*").matches_ignoring_case(&text));
        assert!(
            !Pattern::new("*A?a?a?aBÉ*").matches_ignoring_case(&text),
            "letters beyond ASCII keep their case"
        );
    }

    #[test]
    fn a_pattern_without_wildcards_is_exact() {
        assert_eq!(Pattern::new("alias/x").as_exact(), Some("alias/x"));
        assert_eq!(Pattern::new("alias/*").as_exact(), None);
        assert!(Pattern::new("*").is_everything());
        assert!(Pattern::new("**").is_everything());
        assert!(!Pattern::new("*?").is_everything());
        for (pattern, prefix) in [("key/*", "key/"), ("key", "key"), ("?x", ""), ("a?b", "a"), ("*", "")] {
            assert_eq!(Pattern::new(pattern).literal_prefix(), prefix, "{pattern}");
        }
    }
}
