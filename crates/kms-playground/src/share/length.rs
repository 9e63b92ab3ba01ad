//! How long a link is, and what makes it long: said to the sender before a chat program cuts it off.

use serde::Serialize;

use super::Shared;

/// From this many characters on some programs cut an address off.
pub const LONG: usize = 2_000;
/// From this many characters on many programs do.
pub const TOO_LONG: usize = 8_000;

/// The length of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkLength {
    /// The characters of the whole address.
    pub characters: usize,
    /// What to fear at this length, and what to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<&'static str>,
    /// What makes it long, the longest first.
    pub parts: Vec<LinkPart>,
}

/// A part of a scenario that makes its link longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkPart {
    /// What it is, in words.
    pub name: String,
    /// The field of the scenario, or the policy's id.
    pub path: String,
    /// How many characters the link would lose without it.
    pub characters: usize,
}

impl Shared {
    /// Measures the link: its address begins with `base`, which ends before the `#`.
    ///
    /// Each part is measured by making the link without it; the more a part has in common with others, the less
    /// it adds.
    pub fn length(&self, base: &str) -> LinkLength {
        let encoded = self.encode().len();
        let characters = base.chars().count() + "#s=".len() + encoded;
        let parts = self.parts().into_iter().map(|(name, path, rest)| LinkPart {
            name,
            path,
            characters: encoded.saturating_sub(rest.encode().len()),
        });
        let mut parts: Vec<LinkPart> = parts.filter(|part| part.characters > 0).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.characters));
        LinkLength { characters, warning: warning(characters), parts }
    }

    /// Every part that there is: its name, its path, and what is left without it.
    fn parts(&self) -> Vec<(String, String, Self)> {
        let mut parts = Vec::new();
        for (index, policy) in self.scenario.policies().into_iter().enumerate() {
            let mut rest = self.clone();
            if let Some(text) = rest.scenario.policy_texts_mut().into_iter().nth(index) {
                *text = "".into();
            }
            parts.push((policy.name.to_owned(), policy.id, rest));
        }
        let mut part = |name: &str, path: &str, remove: fn(&mut Self)| {
            let mut rest = self.clone();
            remove(&mut rest);
            parts.push((name.to_owned(), path.to_owned(), rest));
        };
        part("requests", "requests", |rest| rest.scenario.requests.clear());
        part("grants", "grants", |rest| rest.scenario.grants.clear());
        part("notes", "notes", |rest| rest.scenario.notes = None);
        part("title", "title", |rest| rest.scenario.title = None);
        part("lesson and sources", "about", |rest| rest.scenario.about = None);
        parts
    }
}

const fn warning(characters: usize) -> Option<&'static str> {
    match characters {
        0..LONG => None,
        LONG..TOO_LONG => Some("some chat and mail programs cut addresses of 2,000 characters and more"),
        _ => Some(
            "many programs cut or refuse addresses of 8,000 characters and more; send the scenario as a file instead",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Scenario, example};

    fn shared(name: &str) -> Shared {
        let scenario = example(name).unwrap().scenario().unwrap();
        Shared::from(scenario)
    }

    #[test]
    fn the_length_is_that_of_the_whole_address() {
        let shared = shared("verified-permissions");
        let base = "https://example.org/play/";
        let address = format!("{base}#s={}", shared.encode());
        assert_eq!(shared.length(base).characters, address.len());
    }

    #[test]
    fn what_makes_a_link_long_comes_first() {
        let mut shared = shared("verified-permissions");
        shared.scenario.notes = Some((0..600).map(|number| format!("{:x} ", number * 7919)).collect());
        let length = shared.length("");
        assert_eq!(length.parts[0].path, "notes");
        assert!(length.parts.iter().any(|part| part.path == "keyPolicy" && part.characters > 50));
        assert!(length.parts.is_sorted_by(|a, b| a.characters >= b.characters));
        assert!(length.warning.is_some_and(|warning| warning.contains("2,000")));
    }

    #[test]
    fn a_short_link_is_no_reason_for_a_warning() {
        let length = Shared::from(Scenario::default()).length("");
        assert!(length.characters < 50, "{length:?}");
        assert_eq!(length.warning, None);
        assert_eq!(warning(LONG - 1), None);
        assert!(warning(TOO_LONG).is_some_and(|warning| warning.contains("as a file")));
    }
}
