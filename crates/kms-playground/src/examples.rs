//! The examples of the gallery, embedded. One file each in `gallery/`, one line each here.

use crate::scenario::{Scenario, ScenarioError};

/// A scenario that ships with the playground.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The name by which a link asks for it.
    pub name: &'static str,
    /// The scenario, as JSON.
    pub json: &'static str,
}

impl Example {
    /// The scenario itself.
    ///
    /// # Errors
    ///
    /// None that a test of this crate would let pass.
    pub fn scenario(&self) -> Result<Scenario, ScenarioError> {
        Scenario::from_json(self.json)
    }
}

/// Names each example once.
macro_rules! examples {
    ($($name:literal,)*) => {
        /// Every example; the first is open at a first visit.
        pub const EXAMPLES: &[Example] = &[
            $(Example { name: $name, json: include_str!(concat!("../gallery/", $name, ".json")) },)*
        ];
    };
}

examples! {
    "verified-permissions",
}

/// The example of this name.
pub fn example(name: &str) -> Option<&'static Example> {
    EXAMPLES.iter().find(|example| example.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_a_scenario_that_teaches_and_expects() {
        for Example { name, .. } in EXAMPLES {
            let scenario =
                example(name).unwrap().scenario().unwrap_or_else(|error| panic!("{name}: {error}"));
            let about = scenario.about.unwrap_or_else(|| panic!("{name} says nothing about itself"));
            assert!(scenario.title.is_some() && about.system.is_some() && about.lesson.is_some(), "{name}");
            assert!(
                about.sources.iter().any(|source| source.starts_with("https://docs.aws.amazon.com/")),
                "{name}"
            );
            assert!(!scenario.requests.is_empty(), "{name}");
            for request in &scenario.requests {
                assert!(request.name.is_some() && request.expect.is_some(), "{name}: {}", request.action);
            }
        }
    }

    #[test]
    fn every_file_of_the_gallery_is_an_example() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/gallery");
        for entry in std::fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let name = file.strip_suffix(".json").unwrap();
            assert!(example(name).is_some(), "{file} stands in no list");
        }
    }
}
