//! Whether what is shown can be changed: told from above by context, asked by whoever shows a control.

use yew::prelude::*;

/// What may be done with what is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Access {
    #[default]
    Editable,
    ReadOnly,
}

/// What holds here.
#[hook]
pub(crate) fn use_access() -> Access {
    use_context::<Access>().unwrap_or_default()
}

#[derive(Properties, PartialEq)]
pub(crate) struct AccessProps {
    pub(crate) children: Html,
}

/// Tools that are there only where something can be changed.
#[component]
pub(crate) fn IfEditable(props: &AccessProps) -> Html {
    match use_access() {
        Access::Editable => props.children.clone(),
        Access::ReadOnly => Html::default(),
    }
}

/// Controls that show their values, and take others only where something can be changed.
#[component]
pub(crate) fn Controls(props: &AccessProps) -> Html {
    match use_access() {
        Access::Editable => props.children.clone(),
        Access::ReadOnly => {
            html! { <fieldset class="controls" disabled=true>{ props.children.clone() }</fieldset> }
        }
    }
}
