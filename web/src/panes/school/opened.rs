//! The challenge that an address names.

use kms_playground::challenge::BUILT_IN;
use kms_playground::{Fragment, Scenario};

use super::read;

/// Its scenario, or what there is to say where there is none.
pub(crate) fn opened(fragment: &Fragment) -> Result<Scenario, String> {
    let named = fragment.challenge.as_deref().unwrap_or_default();
    let (name, variant) = named.split_once(':').unwrap_or((named, "1"));
    let file = BUILT_IN.iter().position(|challenge| challenge.name == name).and_then(read::file);
    let scenario = file.and_then(|file| {
        let variant = variant.parse::<usize>().ok()?.checked_sub(1)?;
        read::variant(&file, Some(variant).filter(|variant| *variant < file.variants())?)
    });
    scenario.ok_or_else(|| format!("There is no challenge `{named}`. Learn lists those that there are."))
}
