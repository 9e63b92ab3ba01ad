//! The line below a page that shows less than everything, or lives in a frame: what this is, and the way to the whole of it.

use yew::prelude::*;

use crate::components::{IfEditable, Picture, button, icon};
use crate::hooks::base;
use crate::parts;
use crate::state::{Extent, Presentation};

use super::landmarks::tag;

#[derive(Properties, PartialEq)]
pub(crate) struct FooterProps {
    pub(crate) presentation: Presentation,
    /// The fragment that says the present state.
    pub(crate) fragment: AttrValue,
    /// Whether the scenario is another than the one that was opened.
    pub(crate) changed: bool,
    /// Whether the page around this one hears what is done here.
    pub(crate) heard: bool,
    pub(crate) on_reset: Callback<()>,
}

/// The line.
#[component]
pub(crate) fn Footer(props: &FooterProps) -> Html {
    let Presentation { extent, readonly, ask, embedded } = props.presentation;
    let whole = parts::records().map(|records| (records.whole)(&props.fragment)).unwrap_or_default();
    let whole = format!("{}#{whole}", base());
    html! {
        <@{tag(props.presentation, "footer")} class="colophon">
            if embedded {
                <span class="maker">{ icon(Picture::Key) }{ "KMS Policy Playground" }</span>
            }
            if readonly {
                <span class="badge">{ "Read only" }</span>
            } else if embedded && !ask && props.heard && props.presentation.shows_policies() {
                <span class="hint">{ "The page around this one can read what you enter." }</span>
            }
            <span class="grow" />
            if embedded && props.changed {
                <IfEditable>{ button("button quiet small", "Reset", props.on_reset.reform(|_: MouseEvent| ())) }</IfEditable>
            }
            if embedded || readonly || ask {
                <a href={whole} target="_blank" rel="noopener">
                    { if embedded { "Open in the playground" } else { "Open a copy to edit" } }
                    <span aria-hidden="true">{ " ↗" }</span><span class="unseen">{ ", in a new tab" }</span>
                </a>
            } else {
                <a href={whole}>{ if extent == Extent::Edit { "Show the whole page" } else { "Show the policies and the request" } }</a>
            }
        </@>
    }
}
