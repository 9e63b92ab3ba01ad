//! One change: what to do, the lines that go and come, what else it does, and the button that makes it.

use kms_playground::Decision;
use kms_playground::advice::{AdviceChange, ChangeKind, Preview};
use yew::prelude::*;

use crate::components::{IfEditable, paragraph, prose, prose_line};

use super::Found;

pub(super) fn view(found: &Found, change: &AdviceChange, on_change: &Callback<AdviceChange>) -> Html {
    let previews = change.preview(&found.scenario, found.request);
    let onclick = {
        let (change, on_change) = (change.clone(), on_change.clone());
        Callback::from(move |_: MouseEvent| on_change.emit(change.clone()))
    };
    let plain = change.title.replace('`', "");
    html! {
        <li class="change">
            <div class="change-head">
                <span>{ prose(&change.title) }</span>
                <IfEditable>
                    <button type="button" class="button small" aria-label={format!("Apply: {plain}")} {onclick}>{ "Apply" }</button>
                </IfEditable>
            </div>
            { for previews.iter().map(diff) }
            if change.kind != ChangeKind::Request || !change.notes.is_empty() || change.decision != Decision::Allowed {
                <div class="change-foot">
                    if change.decision != Decision::Allowed {
                        { paragraph(&format!("The request is then: {}.", change.decision.label())) }
                    }
                    if !change.effects.text.is_empty() {
                        { prose_line(&change.effects.text) }
                    }
                    { for change.notes.iter().map(|note| prose_line(&note.text)) }
                </div>
            }
        </li>
    }
}

/// The lines of one text that go and come.
pub(in crate::panes) fn diff(preview: &Preview) -> Html {
    html! {
        <figure class="diff">
            <figcaption>{ prose(&preview.title) }</figcaption>
            <div class="lines">
                { for preview.lines.iter().map(|line| {
                    let (class, sign, says) = if line.is_added { ("added", "+", "added: ") } else { ("removed", "−", "removed: ") };
                    html! {
                        <div {class}>
                            <span class="number" aria-hidden="true">{ line.number }</span>
                            <span class="sign" aria-hidden="true">{ sign }</span>
                            <code><span class="unseen">{ says }</span>{ &line.text }</code>
                        </div>
                    }
                }) }
            </div>
        </figure>
    }
}
