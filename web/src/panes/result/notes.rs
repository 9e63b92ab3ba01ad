//! What the verdict rests on and leaves out: assumptions, what is not known, what was not evaluated, and what KMS
//! would still refuse after authorization.

use kms_playground::{Note, RequestReport};
use yew::prelude::*;

use crate::components::{Tone, hint, mark, prose};

/// What makes an allowed call fail all the same, and what else there is to say once it is authorized.
pub(super) fn after_authorization(report: &RequestReport) -> Html {
    let all = || report.checks.iter().flat_map(|check| &check.after_authorization);
    let groups = [("KMS would still refuse it", true, Tone::No), ("After authorization", false, Tone::Dot)];
    html! {
        <>{ for groups.into_iter().filter(|(_, fails, _)| all().any(|after| after.fails == *fails)).map(|(title, fails, tone)| html! {
            <section key={title}>
                <h2>{ title }</h2>
                <ul class="notes">
                    { for all().filter(|after| after.fails == fails).map(|after| html! {
                        <li>
                            { mark(tone) }
                            <span>
                                if let Some(exception) = after.exception.as_deref() { <code>{ exception.to_owned() }</code>{ " " } }{ prose(&after.text) }{ source(after.source.as_deref()) }</span>
                        </li>
                    }) }
                </ul>
            </section>
        }) }</>
    }
}

/// Assumptions, what the decision depends on, what was left out.
pub(super) fn remarks(report: &RequestReport) -> Html {
    let groups = [
        ("Unknown", &report.depends_on, Tone::Open),
        ("Assumed", &report.assumptions, Tone::Dot),
        ("Not evaluated", &report.not_evaluated, Tone::Blank),
    ];
    let nothing = groups.iter().all(|(_, notes, _)| notes.is_empty());
    html! {
        <>
            { for groups.iter().filter(|(_, notes, _)| !notes.is_empty()).map(|(title, notes, tone)| list(title, notes, *tone)) }
            if nothing {
                { hint("Nothing was assumed and nothing was left out.") }
            }
        </>
    }
}

fn list(title: &'static str, notes: &[Note], tone: Tone) -> Html {
    html! {
        <section key={title}>
            <h2>{ title }</h2>
            { items(notes, tone) }
        </section>
    }
}

/// Notes, each with the page behind it.
pub(super) fn items(notes: &[Note], tone: Tone) -> Html {
    html! {
        <ul class="notes">
            { for notes.iter().map(|note| html! {
                <li>{ mark(tone) }<span>{ prose(&note.text) }{ source(note.source.as_deref()) }</span></li>
            }) }
        </ul>
    }
}

/// A link to the page behind a sentence.
pub(super) fn source(address: Option<&str>) -> Html {
    let Some(address) = address.filter(|address| address.starts_with("https://")) else {
        return Html::default();
    };
    html! { <>{ " " }<a href={address.to_owned()} target="_blank" rel="noopener noreferrer">{ "AWS documentation" }</a></> }
}
