//! What is replaced by what: every value that identifies something, before and after, and what still may.

use kms_playground::{LeftValue, RedactedValue, RedactionKind, RedactionOutcome};
use yew::prelude::*;

use crate::components::{CopyButton, Tone, button, h3, identifier, mark, paragraph, part, prose, value_of};
use crate::hooks::download;
use crate::state::{Share, ShareTab};

use super::{Desk, Redaction};

/// Rows of one kind that are shown; the others are replaced all the same.
const MOST_ROWS: usize = 60;

/// The tab.
pub(super) fn view(desk: &Desk<'_>, redaction: &Redaction, address: &AttrValue) -> Html {
    let save = {
        let scenario = redaction.sent.scenario.clone();
        move |_| download("scenario-redacted.json", &scenario.to_json())
    };
    let ticket = desk.choose.reform(|_: MouseEvent| Share::Show(ShareTab::Ticket));
    html! {
        <>
            if redaction.values.is_empty() {
                { paragraph("Nothing in the scenario identifies anyone: its accounts, keys and names are those of examples.") }
            } else {
                <table class="stand-ins">
                    <caption class="unseen">{ "Values and their stand-ins" }</caption>
                    <thead><tr><th scope="col">{ "What stands there" }</th><th scope="col">{ "What stands there instead" }</th></tr></thead>
                    { for RedactionKind::ALL.into_iter().map(|kind| of_kind(desk, &redaction.values, kind)) }
                </table>
            }
            { left(&redaction.left) }
            <div class="row share-foot">
                { part!(CopyButton { class: "primary", label: "Copy redacted link", text: address.clone() }) }
                { button("button", "Save redacted scenario", save) }
                if desk.sharing.redacted {
                    { button("button", "Redacted ticket", ticket) }
                }
            </div>
        </>
    }
}

fn of_kind(desk: &Desk<'_>, values: &[RedactedValue], kind: RedactionKind) -> Html {
    let values: Vec<&RedactedValue> = values.iter().filter(|value| value.kind == kind).collect();
    if values.is_empty() {
        return Html::default();
    }
    let replaced = !desk.sharing.choice.leave.contains(&kind);
    let onchange = desk.choose.reform(move |_: Event| Share::ReplaceKind(kind, !replaced));
    html! {
        <tbody key={kind.label()}>
            <tr class="kind">
                <th scope="rowgroup" colspan="2">
                    <label class="check"><input type="checkbox" checked={replaced} {onchange} /><span>{ kind.label() }</span></label>
                </th>
            </tr>
            { for values.iter().take(MOST_ROWS).map(|value| row(desk, value, replaced)) }
            if values.len() > MOST_ROWS {
                <tr><td colspan="2" class="hint">{ format!("and {} more", values.len() - MOST_ROWS) }</td></tr>
            }
        </tbody>
    }
}

fn row(desk: &Desk<'_>, found: &RedactedValue, kind_is_replaced: bool) -> Html {
    let RedactedValue { value, replacement, outcome, .. } = found;
    let wanted = *outcome != RedactionOutcome::Left;
    let on_keep = {
        let value = value.clone();
        desk.choose.reform(move |_: Event| Share::Replace(value.clone(), !wanted))
    };
    let on_change = {
        let (value, made) = (value.clone(), replacement.clone());
        desk.choose.reform(move |event: Event| {
            let text = value_of(event.target());
            // The stand-in that is made needs no choice.
            Share::StandIn(value.clone(), if text == made { String::new() } else { text })
        })
    };
    let shown: String = value.chars().take(160).collect();
    let (instead, placeholder) = match outcome {
        RedactionOutcome::Stays => ("", "stays, unless you find one"),
        _ => (replacement.as_str(), if found.kind.is_taken_away() { "taken away" } else { "" }),
    };
    html! {
        <tr key={value.clone()} class={classes!((!wanted).then_some("left"))}>
            <td>
                <label class="check">
                    <input type="checkbox" checked={wanted} disabled={!kind_is_replaced} onchange={on_keep} />
                    <span><span class="unseen">{ "Replace " }</span>{ original(found, shown) }</span>
                </label>
            </td>
            <td>
                if wanted {
                    <input class="input" aria-label={format!("Stand-in of {}", found.kind.label())} value={instead.to_owned()} {placeholder} autocomplete="off" spellcheck="false" onchange={on_change} />
                } else {
                    <span class="hint">{ "stays, as you chose" }</span>
                }
                if let Some(note) = &found.note {
                    <p class="stand-in-note">{ mark(if *outcome == RedactionOutcome::Stays { Tone::No } else { Tone::Warning }) }{ " " }{ prose(note) }</p>
                }
            </td>
        </tr>
    }
}

/// The value, and in how many places it stands.
fn original(found: &RedactedValue, shown: String) -> Html {
    let written = if found.kind == RedactionKind::Prose {
        html! { shown }
    } else {
        identifier(&shown)
    };
    match found.places {
        1 => written,
        places => {
            html! { <>{ written }{ " " }<small class="hint">{ format!("in {places} places") }</small></> }
        }
    }
}

fn left(left: &[LeftValue]) -> Html {
    if left.is_empty() {
        return Html::default();
    }
    html! {
        <section class="share-left">
            { h3("Look at this before you send it") }
            <ul class="notes">{ for left.iter().map(|left| html! {
                <li>{ mark(Tone::Warning) }<span>{ prose(&left.text) }</span></li>
            }) }</ul>
        </section>
    }
}
