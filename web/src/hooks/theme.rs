//! Puts the chosen theme on the document's root element, where the style sheet looks for it.

use yew::prelude::*;

use crate::state::Theme;

use super::effect::use_effect_on;

/// Keeps `data-theme` in step with the state.
#[hook]
pub(crate) fn use_theme(theme: Theme) {
    use_effect_on(theme, |theme| {
        let root = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.document_element());
        if let Some(root) = root {
            let _ = match theme {
                Theme::System => root.remove_attribute("data-theme"),
                Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.name()),
            };
        }
    });
}
