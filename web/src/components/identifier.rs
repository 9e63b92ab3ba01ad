//! Long names that break at their own joints.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct IdentifierProps {
    pub(crate) text: AttrValue,
}

/// An ARN, key or service name, with a place to break after each of `:`, `/`, `.` and `_`.
#[component]
pub(crate) fn Identifier(props: &IdentifierProps) -> Html {
    let parts = props
        .text
        .split_inclusive([':', '/', '.', '_'])
        .map(|part| html! { <>{ part.to_owned() }<wbr /></> });
    html! { <code>{ for parts }</code> }
}
