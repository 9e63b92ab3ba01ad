//! The policies of a scenario, read once for all requests.

mod read;

pub(crate) use read::{NEW_KEY_POLICY, ReadPolicy};
