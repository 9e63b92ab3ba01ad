//! Small tools for sentences: lists, numbers, capitals.

use std::iter::once;

use kms_policy::{capital_letter, small_letter};

/// `1 statement`, `2 statements`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(parts: &[String], joint: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} {joint} {last}", head.join(", ")),
    }
}

/// The sentence with its first letter a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| once(capital_letter(first)).chain(letters).collect())
}

/// A clause in the middle of a sentence; names such as AWS and GetPublicKey keep their capitals.
pub(crate) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    if letters.clone().take_while(|letter| *letter != ' ').any(char::is_uppercase) {
        return text.to_owned();
    }
    once(small_letter(first)).chain(letters).collect()
}
