//! The challenge that an address names.

use kms_playground::challenge::{BUILT_IN, built_in};
use kms_playground::{Fragment, Scenario};

/// Its scenario, if there is one of that name.
pub(crate) fn opened(fragment: &Fragment) -> Option<Scenario> {
    let found = built_in(fragment.challenge.as_deref()?)?;
    let variant = fragment.variant.unwrap_or(1).saturating_sub(1);
    found.lesson(variant).ok().map(|lesson| lesson.scenario)
}

/// What there is to say about an address that names one which there is not.
pub(crate) fn remark(fragment: &Fragment) -> Option<String> {
    let name = fragment.challenge.as_deref()?;
    let Some(found) = built_in(name) else {
        let name: String = name.chars().take(40).flat_map(char::escape_debug).collect();
        let count = BUILT_IN.len();
        return Some(format!("There is no challenge `{name}`. Learn lists all {count}."));
    };
    let count = found.file().map_or(1, |file| file.variants());
    let beyond = fragment.variant.filter(|variant| *variant > count)?;
    Some(format!("There is no variant {beyond} of this challenge: another one of its {count} is shown."))
}
