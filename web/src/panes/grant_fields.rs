//! The fields of a grant, the same for a grant on the key and for the grant that a request creates: operations as a check
//! list, principals from those that are known, the encryption context as pairs.

use std::rc::Rc;

use kms_playground::catalog;
use yew::prelude::*;

use crate::components::{Combobox, PairRows, field, part};
use crate::state::Suggestions;

/// The operations that a grant can allow, each with a box; names that KMS does not know stay, with a box as well.
pub(super) fn operations(id: &str, chosen: &[String], on_change: &Callback<Vec<String>>) -> Html {
    let known = catalog::operations().iter().filter(|entry| entry.grantable);
    let mut names: Vec<&str> =
        known.map(|entry| entry.action.strip_prefix("kms:").unwrap_or(entry.action)).collect();
    names.extend(chosen.iter().map(String::as_str).filter(|name| !names.contains(name)).collect::<Vec<_>>());
    let choice = |name: &str| {
        let checked = chosen.iter().any(|one| one == name);
        let (chosen, name) = (chosen.to_vec(), name.to_owned());
        let label = name.clone();
        let onchange = on_change.reform(move |_: Event| {
            let mut operations: Vec<String> = chosen.iter().filter(|one| **one != name).cloned().collect();
            if !checked {
                operations.push(name.clone());
            }
            operations
        });
        html! { <label key={label.clone()} class="check"><input type="checkbox" {checked} {onchange} /><code>{ label }</code></label> }
    };
    html! {
        <fieldset class="field" id={id.to_owned()}>
            <legend>{ "Operations" }</legend>
            <div class="check-list">{ for names.into_iter().map(choice) }</div>
        </fieldset>
    }
}

/// A principal, from those that the scenario knows, or typed.
pub(super) fn principal(
    id: &str,
    label: &'static str,
    value: String,
    suggestions: &Suggestions,
    on_input: Callback<String>,
) -> Html {
    field(
        id,
        label,
        "",
        part!(Combobox {
            id: id.to_owned(),
            value,
            choices: Rc::clone(&suggestions.principals),
            placeholder: "ARN or service principal",
            on_input,
        }),
    )
}

/// Pairs of an encryption context.
pub(super) fn context(
    id: String,
    label: &'static str,
    pairs: Vec<(String, String)>,
    suggestions: &Suggestions,
    on_change: &Callback<Vec<(String, String)>>,
) -> Html {
    let title = format!("{id}-title");
    html! {
        <div class="field" role="group" aria-labelledby={title.clone()}>
            <span class="label" id={title}>{ label }</span>
            { part!(PairRows {
                id,
                noun: "pair",
                pairs,
                names: suggestions.encryption_context_names.clone(),
                on_change: on_change.reform(|(pairs, _)| pairs),
            }) }
        </div>
    }
}

/// Names that a person typed, however they are separated.
pub(super) fn separated(text: &str) -> Vec<String> {
    text.split(|c: char| c == ',' || c.is_whitespace())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
