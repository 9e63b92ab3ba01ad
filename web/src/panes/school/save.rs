//! A scenario as a file: what a course hands out and what is handed in.

use kms_playground::Scenario;

use crate::hooks::{download, file_name};
use crate::parts;

/// Saves it under its title; the records, which write it, come before this part.
pub(crate) fn save(scenario: &Scenario) {
    let name = file_name(scenario.title.as_deref().unwrap_or_default());
    if let Some(records) = parts::records() {
        download(&format!("{name}.json"), &(records.to_json)(scenario));
    }
}
