//! Stopgap until kms-policy's patterns land.
#![allow(missing_docs, unreachable_pub, dead_code, reason = "stopgap")]

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Char(char),
    One,
    Any,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Pattern(pub Vec<Token>);

impl Pattern {
    pub fn new(text: &str) -> Self {
        let mut pattern = Self::default();
        pattern.push_wild(text);
        pattern
    }
    pub fn push_wild(&mut self, text: &str) {
        self.0.extend(text.chars().map(|c| match c {
            '*' => Token::Any,
            '?' => Token::One,
            c => Token::Char(c),
        }));
    }
    pub fn push_literal(&mut self, text: &str) {
        self.0.extend(text.chars().map(Token::Char));
    }
    pub fn starts_with(&self, prefix: &str) -> bool {
        self.0.iter().zip(prefix.chars()).filter(|(t, c)| **t == Token::Char(*c)).count()
            == prefix.chars().count()
    }
    pub fn has_wildcards(&self) -> bool {
        self.0.iter().any(|token| !matches!(token, Token::Char(_)))
    }
    pub fn matches(&self, text: &str) -> bool {
        self.run(text, |a, b| a == b)
    }
    pub fn matches_ignore_case(&self, text: &str) -> bool {
        self.run(text, |a, b| a.eq_ignore_ascii_case(&b))
    }
    fn run(&self, text: &str, eq: impl Fn(char, char) -> bool) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut t, mut p, mut star) = (0, 0, None);
        while t < text.len() {
            match self.0.get(p) {
                Some(Token::Any) => {
                    star = Some((p, t));
                    p += 1;
                    continue;
                }
                Some(Token::One) => {
                    (t, p) = (t + 1, p + 1);
                    continue;
                }
                Some(Token::Char(c)) if text.get(t).is_some_and(|d| eq(*c, *d)) => {
                    (t, p) = (t + 1, p + 1);
                    continue;
                }
                _ => {}
            }
            let Some((sp, st)) = star else { return false };
            star = Some((sp, st + 1));
            (t, p) = (st + 1, sp + 1);
        }
        self.0.get(p..).is_some_and(|rest| rest.iter().all(|t| *t == Token::Any))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Text(String),
    Literal(String),
    Variable { key: String, default: Option<String> },
}

/// Parts of a value, its variables found.
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut plain = String::new();
    while let Some((head, tail)) = rest.split_once("${") {
        plain.push_str(head);
        let Some((inner, after)) = tail.split_once('}') else {
            plain.push_str("${");
            rest = tail;
            continue;
        };
        let part = match inner {
            "*" | "?" | "$" => Part::Literal(inner.to_owned()),
            _ => {
                let (key, default) = match inner.split_once(", ") {
                    Some((key, default)) => {
                        (key, default.strip_prefix('\'').and_then(|d| d.strip_suffix('\'')))
                    }
                    None => (inner, None),
                };
                Part::Variable { key: key.to_owned(), default: default.map(str::to_owned) }
            }
        };
        parts.push(Part::Text(std::mem::take(&mut plain)));
        parts.push(part);
        rest = after;
    }
    plain.push_str(rest);
    parts.push(Part::Text(plain));
    parts
}
