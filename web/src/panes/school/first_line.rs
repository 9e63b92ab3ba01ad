//! The line of a first visit: what this is, and where to begin.

use yew::prelude::*;

use crate::components::{Picture, button, icon};
use crate::state::{Action, Dialog, LearnTab, Visit};

/// What the page is, in the words of the README.
pub(crate) const WHAT: &str =
    "Paste an AWS KMS key policy, describe a request, and see what AWS KMS decides and why.";

/// The line.
pub(super) fn strip(visit: Visit, act: &Callback<Action>) -> Html {
    let button = |label: &'static str, dialog: Dialog| {
        let onclick = act.reform(move |_: MouseEvent| Action::Open(dialog));
        button("button small", label, onclick)
    };
    let close = act.reform(move |_: MouseEvent| Action::Visit(Visit { is_first: false, ..visit }));
    html! {
        <section class="first-line" aria-label="First steps">
            <p>{ WHAT }</p>
            { button("Paste a policy", Dialog::Paste) }
            { button("Paste an error", Dialog::Paste) }
            { button("Examples", Dialog::Gallery) }
            { button("Learn", Dialog::Learn(LearnTab::Challenges)) }
            <button type="button" class="button quiet icon" aria-label="Close this line" onclick={close}>{ icon(Picture::Close) }</button>
        </section>
    }
}
