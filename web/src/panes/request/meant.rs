//! The operation that was meant, where the report knows it, one click away.

use kms_playground::{Note, Request};
use yew::prelude::*;

use crate::components::{IfEditable, small};
use crate::state::{Action, Edit};

/// The button; nothing where the operation is right, or nobody knows which was meant.
pub(crate) fn use_meant(index: usize, request: &Request, notes: &[Note], act: &Callback<Action>) -> Html {
    let Some(meant) = meant(notes, &format!("requests[{index}].action")) else { return Html::default() };
    let request = Request { action: meant.to_owned(), ..request.clone() };
    let onclick =
        act.reform(move |_: MouseEvent| Action::Edit(Edit::Request(index, Box::new(request.clone()), None)));
    html! {
        <IfEditable>
            <button type="button" class="link-button" {onclick}>{ small(&format!("Use {meant}")) }</button>
        </IfEditable>
    }
}

fn meant<'n>(notes: &'n [Note], path: &str) -> Option<&'n str> {
    let note = notes.iter().find(|note| note.path.as_deref() == Some(path))?;
    let (_, meant) = note.text.split_once("did you mean `")?;
    Some(meant.split_once('`')?.0)
}
