//! Learning: what asks and marks. One part of the application, fetched after the first paint.

mod export;
mod question;
mod strip;

pub(crate) use question::question;
pub(crate) use strip::strip;
