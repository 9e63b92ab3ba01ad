//! Pasted texts and what is made of them.

mod policies;
