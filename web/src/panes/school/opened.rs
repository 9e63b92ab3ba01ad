//! The challenge that an address names.

use kms_playground::Scenario;
use kms_playground::challenge::BUILT_IN;

use super::read;

/// The scenario of `deny-wins`, or of its second variant: `deny-wins:2`. Where there is none, one that says so.
pub(crate) fn opened(named: &str) -> Scenario {
    let (name, variant) = named.split_once(':').unwrap_or((named, "1"));
    let file = BUILT_IN.iter().position(|challenge| challenge.name == name).and_then(read::file);
    let scenario = file.and_then(|file| {
        let variant = variant.parse::<usize>().ok()?.checked_sub(1)?;
        read::variant(&file, Some(variant).filter(|variant| *variant < file.variants())?)
    });
    scenario.unwrap_or_else(|| Scenario {
        title: Some(format!("There is no challenge {}", named.get(..60).unwrap_or(named))),
        notes: Some("Learn lists the challenges that there are.".to_owned()),
        ..Scenario::default()
    })
}
