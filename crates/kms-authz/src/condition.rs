//! x
mod address;
mod date;
mod number;
