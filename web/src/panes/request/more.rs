//! What of a request is seldom filled in: the parameters of its operation, further condition keys, how the call names the
//! key. A part of what is fetched after the first paint.

use std::rc::Rc;

use kms_playground::{Note, Request};
use yew::prelude::*;

use crate::components::{Combobox, TextField, field, part};
use crate::state::{Shared, Suggestions};

use super::super::problem;
use super::context::ContextRows;
use super::form::{Change, some, text};
use super::parameters::parameters;

/// The lower half of the form.
pub(crate) fn more(
    index: usize,
    request: &Request,
    suggestions: &Shared<Suggestions>,
    notes: &[Note],
    change: &Change,
) -> Html {
    let key = part!(Combobox {
        id: "request-key",
        value: request.key_id.clone().unwrap_or_default(),
        choices: Rc::clone(&suggestions.key_names),
        placeholder: "the key, by its ARN",
        on_input: text(request, change, "keyId", |request, text| request.key_id = some(text)),
    });
    let problem = problem::of(notes, &format!("requests[{index}].keyId"));
    html! {
        <>
            { parameters(request, suggestions, change) }
            { part!(ContextRows { request: request.clone(), suggestions: suggestions.clone(), change: change.clone() }) }
            <details class="disclosure" open={request.key_id.is_some() || !request.grant_tokens.is_empty()}>
                <summary>{ "How the call names the key, grant tokens" }</summary>
                <div class="columns-2">
                    { field("request-key", "Key", "Key ID, key ARN, alias name or alias ARN.", html! { <>{ key }{ problem }</> }) }
                    { part!(TextField {
                        id: "request-tokens",
                        label: "Grant tokens",
                        value: request.grant_tokens.join(" "),
                        hint: "Separated by spaces.",
                        on_input: text(request, change, "grantTokens", |request, text| request.grant_tokens = text.split_whitespace().map(str::to_owned).collect()),
                    }) }
                </div>
            </details>
        </>
    }
}
