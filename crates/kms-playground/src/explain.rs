//! Every sentence of the report: one function for each enum of reasons.
//!
//! The evaluator holds facts; here they become words, and nowhere else. A text beside an element or a value is a
//! clause that begins with a capital letter and has no full stop; summaries, steps and notes are whole sentences.

mod absence;
mod action;
mod allowed;
mod assumptions;
pub(crate) mod caller;
mod cause;
mod check;
mod check_context;
mod cloud_trail;
mod condition;
mod deny;
mod grant;
mod input_note;
mod language_rule;
mod lockout;
mod message;
mod origin;
mod place;
mod post_authorization;
mod principal;
mod request_summary;
mod resource;
mod statement;
mod step;
mod summary;
mod value;
pub(crate) mod words;

pub(crate) use assumptions::{assumption, unknown};
pub(crate) use check::check;
pub(crate) use check_context::{CheckContext, CheckWithReport};
pub(crate) use cloud_trail::cloud_trail;
pub(crate) use grant::deleted_grantees;
pub(crate) use input_note::{input_note, is_left_out};
pub(crate) use message::message;
pub(crate) use request_summary::request_summary;

use words::{capital, count, list, lower};

/// A reason by its code and in words.
pub(crate) struct Sentence {
    pub(crate) code: &'static str,
    pub(crate) text: String,
}

fn sentence(code: impl Into<&'static str>, text: impl Into<String>) -> Sentence {
    Sentence { code: code.into(), text: text.into() }
}

#[cfg(test)]
mod tests;
