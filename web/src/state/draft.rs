//! JSON views of what also has a form: text as typed while it cannot be read, the scenario's own otherwise.

use kms_playground::{Grant, Request, Scenario, part_from_json};

use super::action::{Draft, DraftOf, Edit};

/// The text that a JSON view shows: what was typed there as long as it says what the scenario says or cannot be
/// read, else the scenario's part written out.
pub(crate) fn draft_text(draft: Option<&Draft>, of: DraftOf, scenario: &Scenario) -> String {
    match draft.filter(|draft| draft.of == of) {
        Some(draft) if draft.problem.is_some() || says_the_same(draft, scenario) => draft.text.clone(),
        _ => written(of, scenario),
    }
}

/// What the text means, or why it cannot be read.
pub(crate) fn read(of: DraftOf, text: &str) -> Result<Edit, String> {
    let field = Some("json".to_owned());
    match of {
        DraftOf::Request(index) => {
            read_json::<Request>(text).map(|request| Edit::Request(index, request.into(), field))
        }
        DraftOf::Grants(owner) => {
            read_json::<Vec<Grant>>(text).map(|grants| Edit::Grants(owner, grants, field))
        }
        DraftOf::Scenario => match Scenario::from_json(text) {
            Ok(scenario) => Ok(Edit::Replace(Box::new(scenario))),
            Err(error) => Err(error.to_string()),
        },
    }
}

fn read_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    part_from_json(text).map_err(|error| error.to_string())
}

fn says_the_same(draft: &Draft, scenario: &Scenario) -> bool {
    match read(draft.of, &draft.text) {
        Ok(Edit::Request(index, request, _)) => scenario.requests.get(index) == Some(&*request),
        Ok(Edit::Grants(owner, grants, _)) => owner.grants(scenario) == grants,
        Ok(Edit::Replace(whole)) => *scenario == *whole,
        _ => false,
    }
}

fn written(of: DraftOf, scenario: &Scenario) -> String {
    match of {
        DraftOf::Request(index) => scenario.requests.get(index).map(request_json).unwrap_or_default(),
        DraftOf::Grants(owner) => grants_json(owner.grants(scenario)),
        DraftOf::Scenario => scenario.to_json(),
    }
}

/// A request as indented JSON.
fn request_json(request: &Request) -> String {
    serde_json::to_string_pretty(request).unwrap_or_default()
}

/// Grants as indented JSON.
fn grants_json(grants: &[Grant]) -> String {
    serde_json::to_string_pretty(grants).unwrap_or_default()
}
