//! What the sender of a link saw, against what the engine says today.

use serde::Serialize;

use super::Shared;
use crate::report::{Decision, ENGINE_VERSION, Report};

/// Requests that this engine decides otherwise than the sender's did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SeenDifference {
    /// What is to be said about it, plainly.
    pub text: String,
    /// The sender's engine; absent where the link does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// The requests, in the scenario's order.
    pub requests: Vec<SeenRequest>,
}

/// A request that is decided otherwise than its sender saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SeenRequest {
    /// Its place in the scenario, from 0.
    pub index: usize,
    /// Its name, or its number.
    pub name: String,
    /// What the sender saw.
    pub seen: Decision,
    /// What this engine says.
    pub now: Decision,
}

impl Shared {
    /// Where `report`, this engine's on the link's own scenario, differs from what the sender saw; none if nowhere.
    pub fn difference(&self, report: &Report) -> Option<SeenDifference> {
        let seen = self.seen.as_deref()?;
        let requests = report.requests.iter().zip(seen).enumerate();
        let requests: Vec<SeenRequest> = requests
            .filter(|(_, (request, seen))| request.decision != **seen)
            .map(|(index, (request, seen))| SeenRequest {
                index,
                name: request.name.clone().unwrap_or_else(|| format!("Request {}", index + 1)),
                seen: *seen,
                now: request.decision,
            })
            .collect();
        let first = requests.first()?;
        let text = text(self.engine.as_deref(), first, requests.len() - 1);
        Some(SeenDifference { text, engine: self.engine.clone(), requests })
    }
}

fn text(engine: Option<&str>, first: &SeenRequest, more: usize) -> String {
    let whose = match engine {
        // The same version may know more than it did: between releases it is not told apart.
        Some(version) if version == ENGINE_VERSION => format!("an earlier build of engine {version}"),
        Some(version) => format!("engine {version}"),
        None => "another engine".to_owned(),
    };
    let others = match more {
        0 => String::new(),
        1 => " One more request differs.".to_owned(),
        more => format!(" {more} more requests differ."),
    };
    format!(
        "This link was made with {whose}, which said {} for “{}”; engine {ENGINE_VERSION} says {}.{others}",
        first.seen.label().to_ascii_lowercase(),
        first.name,
        first.now.label().to_ascii_lowercase()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{example, run};

    fn shared() -> (Shared, Report) {
        let scenario = example("verified-permissions").unwrap().scenario().unwrap();
        let report = run(&scenario);
        (Shared::new(scenario, &report), report)
    }

    #[test]
    fn nothing_is_said_where_nothing_differs() {
        let (mut shared, report) = shared();
        assert_eq!(shared.difference(&report), None);
        shared.seen = None;
        assert_eq!(shared.difference(&report), None);
    }

    #[test]
    fn the_first_request_that_differs_is_named() {
        let (mut shared, report) = shared();
        let seen = shared.seen.as_mut().unwrap();
        assert_eq!(seen[0], Decision::Allowed);
        seen[0] = Decision::ImplicitDeny;
        shared.engine = Some("0.0.9".to_owned());
        let difference = shared.difference(&report).unwrap();
        assert_eq!(difference.requests.len(), 1);
        assert_eq!((difference.requests[0].index, difference.requests[0].now), (0, Decision::Allowed));
        let name = report.requests[0].name.as_deref().unwrap();
        assert_eq!(
            difference.text,
            format!(
                "This link was made with engine 0.0.9, which said implicit deny for “{name}”; engine {ENGINE_VERSION} says allowed."
            )
        );
    }

    #[test]
    fn a_list_of_another_length_is_compared_as_far_as_it_goes() {
        let (mut shared, report) = shared();
        shared.seen = Some(vec![Decision::Undetermined; 100]);
        let difference = shared.difference(&report).unwrap();
        assert_eq!(difference.requests.len(), report.requests.len());
        assert!(difference.text.ends_with("more requests differ."), "{}", difference.text);
    }
}
