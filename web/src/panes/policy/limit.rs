//! A key policy that is longer than KMS takes it. A part of what is fetched after the first paint.

use yew::prelude::*;

use crate::components::{IfEditable, button};
use crate::state::{Action, Edit, PolicySlot, minify_json};

use super::text::kilobytes;

/// What a key policy over the limit weighs without white space, and the way there.
pub(crate) fn over_the_limit(slot: PolicySlot, text: &str, act: &Callback<Action>) -> Html {
    let minified = minify_json(text);
    let says = format!("{} minified", kilobytes(minified.len()));
    let onclick = act.reform(move |_: MouseEvent| Action::Edit(Edit::PolicyText(slot, minified.clone())));
    html! {
        <>
            <span>{ says }</span>
            <IfEditable>{ button("button small", "Minify", onclick) }</IfEditable>
        </>
    }
}
