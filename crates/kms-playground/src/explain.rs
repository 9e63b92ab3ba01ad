//! Every sentence of the report: one function for each enum of reasons.
//!
//! The evaluator holds facts; here they become words, and nowhere else. A text beside an element or a value is a
//! clause that begins with a capital letter and has no full stop; summaries, steps and notes are whole sentences.

mod absence;
mod action;
mod after;
mod assumption;
mod caller;
mod check;
mod cloud_trail;
mod condition;
mod grant;
mod message;
mod origin;
mod premise;
mod principal;
mod remark;
mod resource;
mod statement;
mod step;
mod summary;
mod value;
mod whole;

pub(crate) use check::{Scene, check, decision};
pub(crate) use cloud_trail::cloud_trail;
pub(crate) use message::message;
pub(crate) use premise::{hinge, premise};
pub(crate) use remark::{is_left_out, remark};
pub(crate) use whole::request_summary;

/// A reason by its code and in words.
pub(crate) struct Said {
    pub(crate) code: &'static str,
    pub(crate) text: String,
}

fn said(code: &'static str, text: impl Into<String>) -> Said {
    Said { code, text: text.into() }
}

/// `1 statement`, `2 statements`.
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// `a`, `a and b`, `a, b and c`.
fn list(parts: &[String], joint: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} {joint} {last}", head.join(", ")),
    }
}

/// The sentence with its first letter a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests;
