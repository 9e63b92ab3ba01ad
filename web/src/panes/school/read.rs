//! Reading what ships with this part. The records read scenarios: a reader here would be a second one in the download.

use kms_playground::Scenario;
use kms_playground::challenge::{BUILT_IN, ChallengeFile};

use crate::parts;
use crate::state::{DraftOf, Edit};

/// A scenario out of its JSON; nothing as long as the records have not come.
pub(super) fn scenario(json: &str) -> Option<Scenario> {
    match (parts::records()?.read_draft)(DraftOf::Scenario, json) {
        Ok(Edit::Replace(scenario)) => Some(*scenario),
        _ => None,
    }
}

/// The file of a challenge, by its place in the list.
pub(super) fn file(challenge: usize) -> Option<ChallengeFile> {
    BUILT_IN.get(challenge)?.file()
}

/// The scenario of a variant, counted from 0.
pub(super) fn variant(file: &ChallengeFile, variant: usize) -> Option<Scenario> {
    scenario(&file.filled(variant).ok()?)
}
