//! The challenge that an address names.

use kms_playground::challenge::BUILT_IN;
use kms_playground::{Fragment, Scenario};

use super::read;

/// Its scenario, or what there is to say where there is none.
pub(crate) fn opened(fragment: &Fragment) -> Result<Scenario, String> {
    let name = fragment.challenge.as_deref().unwrap_or_default();
    let variant = fragment.variant.unwrap_or(1);
    let found = BUILT_IN.iter().position(|challenge| challenge.name == name);
    let Some(file) = found.and_then(read::file) else {
        return Err(format!("There is no challenge `{name}`. *Learn* lists those that there are."));
    };
    let scenario = if variant > file.variants() { None } else { read::variant(&file, variant - 1) };
    scenario.ok_or_else(|| format!("There is no variant {variant} of the challenge `{name}`."))
}
