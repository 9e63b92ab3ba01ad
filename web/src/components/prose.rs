//! A sentence in which names stand in backticks.

use yew::prelude::*;

use super::identifier;

/// The sentence, its names as code that breaks at its joints.
pub(crate) fn prose(text: &str) -> Html {
    let parts = text.split('`').enumerate();
    parts
        .map(|(index, part)| if index % 2 == 0 { Html::from(part.to_owned()) } else { identifier(part) })
        .collect()
}

/// The sentence as a paragraph.
pub(crate) fn prose_line(text: &str) -> Html {
    html! { <p>{ prose(text) }</p> }
}

/// The sentence as an item of a list.
pub(crate) fn prose_item(text: &str) -> Html {
    html! { <li>{ prose(text) }</li> }
}
