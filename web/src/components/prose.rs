//! A sentence in which names stand in backticks.

use yew::prelude::*;

use super::Identifier;

#[derive(Properties, PartialEq)]
pub(crate) struct ProseProps {
    pub(crate) text: AttrValue,
}

/// The sentence, its names as code that breaks at its joints.
#[component]
pub(crate) fn Prose(props: &ProseProps) -> Html {
    let parts = props.text.split('`').enumerate().map(|(index, part)| {
        if index % 2 == 0 {
            html! { { part.to_owned() } }
        } else {
            html! { <Identifier text={part.to_owned()} /> }
        }
    });
    html! { { for parts } }
}
