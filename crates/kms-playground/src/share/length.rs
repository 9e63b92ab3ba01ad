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
    /// Measures the address that was made of it.
    ///
    /// Each part is measured by making the link without it; the more a part has in common with others, the less
    /// it adds. In a link of more than 64,000 characters, which nothing can send anyway, the parts have the shares
    /// that they have in the JSON.
    pub fn length(&self, address: &str) -> LinkLength {
        let characters = address.chars().count();
        let measure = |shared: &Self| match characters {
            0..=MEASURED => shared.encode().len(),
            _ => shared.scenario.to_json().len(),
        };
        let whole = measure(self);
        let mut parts: Vec<LinkPart> = Vec::new();
        for (name, path, rest) in self.parts() {
            let lost = whole.saturating_sub(measure(&rest));
            let characters = if characters > MEASURED { share(lost, whole, characters) } else { lost };
            let at = parts.iter().take_while(|part| part.characters >= characters).count();
            if characters > 0 {
                parts.insert(at, LinkPart { name, path, characters });
            }
        }
        LinkLength { characters, warning: warning(characters), parts }
    }

    /// The parts that are worth to be measured: name, path, and what is left without it.
    fn parts(&self) -> Vec<(String, String, Self)> {
        let mut parts = Vec::new();
        let policies = self.scenario.policies();
        let mut large: Vec<usize> = Vec::new();
        while let Some((index, _)) = policies
            .iter()
            .enumerate()
            .filter(|(index, _)| large.len() < MOST_POLICIES && !large.contains(index))
            .max_by_key(|(_, policy)| policy.text.text().len())
        {
            large.push(index);
        }
        for index in large {
            let mut rest = self.clone();
            let Some(policy) = policies.get(index) else { continue };
            policy.place.set_text(&mut rest.scenario, "".into());
            parts.push((policy.name.to_owned(), policy.id.clone(), rest));
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

/// Up to this length a link is made anew for each of its parts.
const MEASURED: usize = 64_000;
/// So many policies, the largest, are measured.
const MOST_POLICIES: usize = 8;

/// As much of `of` as `part` is of `whole`.
fn share(part: usize, whole: usize, of: usize) -> usize {
    let share = part as u64 * of as u64 / whole.max(1) as u64;
    usize::try_from(share).unwrap_or(of)
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
        let address = format!("https://example.org/é/#s={}&view=trace", shared.encode());
        assert_eq!(shared.length(&address).characters, address.len() - 1);
    }

    #[test]
    fn what_makes_a_link_long_comes_first() {
        let mut shared = shared("verified-permissions");
        shared.scenario.notes = Some((0..600).map(|number| format!("{:x} ", number * 7919)).collect());
        let length = shared.length(&shared.encode());
        assert_eq!(length.parts[0].path, "notes");
        assert!(length.parts.iter().any(|part| part.path == "keyPolicy" && part.characters > 50));
        assert!(length.parts.is_sorted_by(|a, b| a.characters >= b.characters));
        assert!(length.warning.is_some_and(|warning| warning.contains("2,000")));
    }

    #[test]
    fn of_a_link_that_nothing_can_send_the_parts_are_told_in_proportion() {
        let mut shared = shared("verified-permissions");
        let noise: String = (0..40_000_u64).map(|number| format!("{:x} ", number * number * 7919)).collect();
        shared.scenario.notes = Some(noise);
        let length = shared.length(&shared.encode());
        assert!(length.characters > MEASURED, "{}", length.characters);
        let LinkPart { path, characters, .. } = &length.parts[0];
        assert_eq!(path, "notes");
        assert!((length.characters / 2..=length.characters).contains(characters), "{length:?}");
    }

    #[test]
    fn of_many_policies_the_largest_are_measured() {
        let mut shared = shared("verified-permissions");
        let policy =
            |size: usize| crate::NamedPolicy { name: format!("p{size}"), text: "x".repeat(size).into() };
        shared.scenario.identity_policies = Some((1..300).map(policy).collect());
        let paths: Vec<String> = shared.parts().into_iter().map(|(name, ..)| name).collect();
        assert_eq!(paths.len(), MOST_POLICIES + 5);
        assert_eq!(paths[..2], ["key policy", "p299"]);
    }

    #[test]
    fn a_short_link_is_no_reason_for_a_warning() {
        let shared = Shared::from(Scenario::default());
        let length = shared.length(&shared.encode());
        assert!(length.characters < 50, "{length:?}");
        assert_eq!(length.warning, None);
        assert_eq!(warning(LONG - 1), None);
        assert!(warning(TOO_LONG).is_some_and(|warning| warning.contains("as a file")));
    }
}
