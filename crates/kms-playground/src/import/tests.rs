//! Pasted texts and what is made of them.

mod messages;
mod policies;
