//! What people ask of a service, and the KMS calls that each such job takes: who makes them, how they arrive, what
//! they carry, and how well AWS documents it.
//!
//! A [`Service`](crate::Service) says what is known of a service as a whole; a [`Job`] says what one thing that it does
//! needs from the key. What a page does not show is left out of a call: a call without an encryption context is one
//! whose encryption context no page shows, not one that carries none.
//!
//! The table stands apart from the services on purpose: whoever does not ask for jobs does not load them.

/// A page of AWS's documentation.
macro_rules! docs {
    ($page:literal) => {
        concat!("https://docs.aws.amazon.com/", $page)
    };
}

mod ai;
mod analytics;
mod applications;
mod call;
mod compute;
mod data;
mod delivery;
mod messaging;
mod parameter;
mod search;
mod secrets;
mod storage;
mod streams;
mod volumes;

use crate::status::Status;
use crate::table;

pub use call::{JobCall, JobCaller, JobGrant};
pub use parameter::JobParameter;

/// Something that a service does, and the KMS calls that it takes.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// AWS's name of the service: `Amazon S3`.
    pub service: &'static str,
    /// What it does: `Put an object`.
    pub name: &'static str,
    /// What people type when they look for it, beyond its names: API operations, commands, parts of error messages.
    pub words: &'static str,
    /// The calls, in order.
    pub calls: &'static [JobCall],
    /// Settings on which the calls depend, of which exactly one holds; empty where there is nothing to choose.
    pub options: &'static [JobOption],
    /// What else is worth knowing, in a sentence each.
    pub notes: &'static [&'static str],
    /// The page that it comes from.
    pub page: &'static str,
}

/// A setting on which the calls of a job depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobOption {
    /// A short name, for a command line: `bucket-key`.
    pub name: &'static str,
    /// When it holds, as a clause: `the bucket has an S3 Bucket Key`.
    pub when: &'static str,
}

const COUNT: usize = storage::TABLE.len()
    + volumes::TABLE.len()
    + data::TABLE.len()
    + analytics::TABLE.len()
    + messaging::TABLE.len()
    + streams::TABLE.len()
    + delivery::TABLE.len()
    + secrets::TABLE.len()
    + compute::TABLE.len()
    + ai::TABLE.len()
    + applications::TABLE.len();

static ALL: [Job; COUNT] = table::concat(&[
    storage::TABLE,
    volumes::TABLE,
    data::TABLE,
    analytics::TABLE,
    messaging::TABLE,
    streams::TABLE,
    delivery::TABLE,
    secrets::TABLE,
    compute::TABLE,
    ai::TABLE,
    applications::TABLE,
]);

impl Job {
    const fn new(
        service: &'static str,
        name: &'static str,
        words: &'static str,
        page: &'static str,
        calls: &'static [JobCall],
    ) -> Self {
        Self { service, name, words, calls, options: &[], notes: &[], page }
    }

    const fn choosing(self, options: &'static [JobOption]) -> Self {
        Self { options, ..self }
    }

    const fn noting(self, notes: &'static [&'static str]) -> Self {
        Self { notes, ..self }
    }

    /// Every job, those of one service together.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The job of these names, case aside.
    #[must_use]
    pub fn find(service: &str, name: &str) -> Option<&'static Self> {
        ALL.iter()
            .find(|job| job.service.eq_ignore_ascii_case(service) && job.name.eq_ignore_ascii_case(name))
    }

    /// The calls that it takes with this setting; those of every setting if none is given.
    pub fn calls_with<'o>(
        &self,
        option: Option<&'o str>,
    ) -> impl Iterator<Item = &'static JobCall> + use<'o> {
        let fits = move |call: &&JobCall| {
            call.option.is_none_or(|needed| option.is_none_or(|option| option == needed))
        };
        self.calls.iter().filter(fits)
    }

    /// How well it is documented: as its least documented call.
    #[must_use]
    pub fn status(&self) -> Status {
        let least = self.calls.iter().map(|call| call.status).find(|status| !status.is_documented());
        least.unwrap_or(Status::Documented)
    }

    /// Whether somebody asks the service, so that a caller must be named.
    #[must_use]
    pub fn has_asker(&self) -> bool {
        self.calls.iter().any(|call| call.by == JobCaller::Asker)
    }
}

impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        self.service == other.service && self.name == other.name
    }
}

impl Eq for Job {}

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod tests;
