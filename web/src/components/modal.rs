//! A modal dialog: the browser's own, so focus, Escape and what lies behind are its business.

use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use super::{Picture, icon};

use crate::hooks::use_effect_on;

#[derive(Properties, PartialEq)]
pub(crate) struct ModalProps {
    pub(crate) title: AttrValue,
    #[prop_or_default]
    pub(crate) class: Classes,
    pub(crate) on_close: Callback<()>,
    pub(crate) children: Html,
}

/// A dialog that is open as long as it is rendered.
#[component]
pub(crate) fn Modal(props: &ModalProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_on((), move |()| {
            let element = dialog.cast::<HtmlDialogElement>();
            if let Some(element) = &element
                && !element.open()
            {
                let _ = element.show_modal();
            }
            move || {
                if let Some(element) = element {
                    element.close();
                }
            }
        });
    }
    let close = props.on_close.reform(|_: MouseEvent| ());
    let oncancel = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            on_close.emit(());
        })
    };
    // WebKit's search fields keep Escape to themselves, even when there is nothing to clear.
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            let empty = field.is_some_and(|field| field.type_() == "search" && field.value().is_empty());
            if empty && event.key() == "Escape" {
                event.prevent_default();
                on_close.emit(());
            }
        })
    };
    // A click on the dialog itself, not on what it holds, is a click on the backdrop.
    let onclick = {
        let (on_close, dialog) = (props.on_close.clone(), dialog.clone());
        Callback::from(move |event: MouseEvent| {
            let itself = dialog.cast::<HtmlDialogElement>().map(web_sys::EventTarget::from);
            if itself.is_some() && event.target() == itself {
                on_close.emit(());
            }
        })
    };
    html! {
        <dialog class={classes!("dialog", props.class.clone())} ref={dialog} aria-label={&props.title} {oncancel} {onkeydown} {onclick}>
            <header>
                <h2>{ &props.title }</h2>
                <button type="button" class="button quiet icon" aria-label="Close" onclick={close}>{ icon(Picture::Close) }</button>
            </header>
            <div class="content">{ props.children.clone() }</div>
        </dialog>
    }
}
