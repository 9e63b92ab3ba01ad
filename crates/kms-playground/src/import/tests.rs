//! Pasted texts and what is made of them.

mod layers;
mod messages;
mod policies;
