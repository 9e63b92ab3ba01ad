//! Tabs: one is chosen, arrow keys move between them.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::scroll::bring_into_list;

use crate::hooks::use_effect_on;

/// One tab.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tab {
    /// Its id in the page, and what selecting it says.
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    /// A short note behind the label.
    pub(crate) count: AttrValue,
    /// Said in full to screen readers, when `count` alone would not be understood.
    pub(crate) count_says: AttrValue,
    pub(crate) has_error: bool,
}

#[derive(Properties, PartialEq)]
pub(crate) struct TabsProps {
    pub(crate) label: AttrValue,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) selected: AttrValue,
    /// The id of the panel below.
    pub(crate) panel: AttrValue,
    pub(crate) on_select: Callback<AttrValue>,
    #[prop_or_default]
    pub(crate) small: bool,
}

/// A list of tabs.
#[component]
pub(crate) fn Tabs(props: &TabsProps) -> Html {
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_on(props.selected.clone(), move |selected| {
            if let (Some(tab), Some(list)) = (find(&list, selected), list.cast::<Element>()) {
                bring_into_list(&tab, &list);
            }
        });
    }
    let onkeydown = {
        let (list, on_select, selected) = (list.clone(), props.on_select.clone(), props.selected.clone());
        let ids: Vec<AttrValue> = props.tabs.iter().map(|tab| tab.id.clone()).collect();
        Callback::from(move |event: KeyboardEvent| {
            let Some(at) = ids.iter().position(|id| *id == selected) else { return };
            let last = ids.len().saturating_sub(1);
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % ids.len(),
                "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            let Some(id) = ids.get(to) else { return };
            on_select.emit(id.clone());
            if let Some(tab) = find(&list, id).and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                let _ = tab.focus();
            }
        })
    };
    html! {
        <div class={classes!("tabs", props.small.then_some("small"))}>
            <div role="tablist" aria-label={&props.label} ref={list} {onkeydown}>
                { for props.tabs.iter().map(|tab| view(tab, props)) }
            </div>
        </div>
    }
}

fn view(tab: &Tab, props: &TabsProps) -> Html {
    let selected = tab.id == props.selected;
    let onclick = {
        let (on_select, id) = (props.on_select.clone(), tab.id.clone());
        move |_| on_select.emit(id.clone())
    };
    html! {
        <button key={tab.id.to_string()} id={&tab.id} type="button" class="tab" role="tab"
            aria-selected={selected.to_string()} aria-controls={selected.then(|| props.panel.clone())}
            tabindex={if selected { "0" } else { "-1" }} {onclick}>
            { &tab.label }
            if tab.has_error {
                <span class="error" aria-hidden="true">{ "✕" }</span>
                <span class="unseen">{ ", with errors" }</span>
            }
            if !tab.count.is_empty() {
                <span class="count" aria-hidden={(!tab.count_says.is_empty()).then_some("true")}>{ &tab.count }</span>
            }
            if !tab.count_says.is_empty() {
                <span class="unseen">{ &tab.count_says }</span>
            }
        </button>
    }
}

fn find(list: &NodeRef, id: &str) -> Option<Element> {
    let list = list.cast::<Element>()?;
    let tabs = list.children();
    (0..tabs.length()).filter_map(|index| tabs.item(index)).find(|tab| tab.id() == id)
}
