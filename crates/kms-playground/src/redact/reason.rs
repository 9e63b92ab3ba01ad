//! Why a value stays, or a person's own stand-in is not used, in a sentence.

use kms_policy::Pattern;

use super::fingerprint::Change;
use super::pseudonyms::{Entry, Pseudonyms};
use crate::scenario::Scenario;

/// Why a value stays: what its stand-in would change, and the pattern that is the likely cause.
pub(super) fn stays(
    scenario: &Scenario,
    names: &Pseudonyms,
    entry: &Entry,
    change: Option<Change>,
) -> String {
    let Some(change) = change else {
        return "It stays: the scenario is too large to try every value by itself.".to_owned();
    };
    let Entry { value, replacement, .. } = entry;
    let parts_them = |text: &&String| {
        let pattern = Pattern::new(text);
        pattern.matches(value) && !pattern.matches(replacement)
    };
    let pattern = names.wildcards().iter().map(|(_, text)| text).find(parts_them);
    let cause =
        pattern.map_or_else(String::new, |pattern| format!(" The pattern `{pattern}` tells the two apart."));
    format!("It stays: with `{replacement}` in its place {}.{cause}", consequence(scenario, change))
}

/// Why a person's own stand-in is not used.
pub(super) fn refused(scenario: &Scenario, own: &str, change: Option<Change>) -> String {
    match change {
        Some(change) => format!("`{own}` is not used: with it {}.", consequence(scenario, change)),
        None => format!("`{own}` is not used: the scenario is too large to try it."),
    }
}

fn consequence(scenario: &Scenario, change: Change) -> String {
    let name = |at: usize| {
        let name = scenario.requests.get(at).and_then(|request| request.name.as_ref());
        name.map_or_else(|| format!("request {}", at + 1), |name| format!("“{name}”"))
    };
    match change {
        Change::Decision(at, decision) => {
            format!("{} would come out as {}", name(at), decision.label().to_lowercase())
        }
        Change::Trace(at) => format!("the trace of {} would have another shape", name(at)),
        Change::Policies => "the policies would have other errors or findings".to_owned(),
    }
}
