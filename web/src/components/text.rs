//! Elements that hold nothing but a text, each compiled once.

use yew::prelude::*;

/// A heading of a section.
pub(crate) fn h2(text: &str) -> Html {
    html! { <h2>{ text.to_owned() }</h2> }
}

/// A heading within a section.
pub(crate) fn h3(text: &str) -> Html {
    html! { <h3>{ text.to_owned() }</h3> }
}

/// A paragraph without names in it.
pub(crate) fn paragraph(text: &str) -> Html {
    html! { <p>{ text.to_owned() }</p> }
}

/// What is said in small letters.
pub(crate) fn small(text: &str) -> Html {
    html! { <small>{ text.to_owned() }</small> }
}

/// A word of advice.
pub(crate) fn hint(text: &str) -> Html {
    html! { <p class="hint">{ text.to_owned() }</p> }
}
