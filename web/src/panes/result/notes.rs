//! What the verdict rests on and leaves out: assumptions, what is not known, what was not evaluated, and what KMS
//! would still refuse after authorization.

use kms_playground::{Note, RequestReport};
use yew::prelude::*;

use crate::components::{Mark, Prose, Tone};

/// What makes an allowed call fail all the same.
pub(super) fn failures(report: &RequestReport) -> Html {
    let failures: Vec<_> = report.checks.iter().flat_map(|check| &check.after_authorization).collect();
    if failures.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ "KMS would still refuse it" }</h2>
            <ul class="notes">
                { for failures.iter().map(|failure| html! {
                    <li>
                        <Mark tone={Tone::No} />
                        <span>
                            if let Some(exception) = failure.exception.as_deref() { <code>{ exception.to_owned() }</code>{ " " } }<Prose text={failure.text.clone()} />{ source(failure.source.as_deref()) }</span>
                    </li>
                }) }
            </ul>
        </section>
    }
}

/// Assumptions, what the decision hangs on, what was left out.
pub(super) fn remarks(report: &RequestReport) -> Html {
    let groups = [
        ("It hangs on", &report.hangs_on, Tone::Open),
        ("Assumed", &report.assumptions, Tone::Open),
        ("Not evaluated", &report.not_evaluated, Tone::Off),
    ];
    let nothing = groups.iter().all(|(_, notes, _)| notes.is_empty());
    html! {
        <>
            { for groups.iter().filter(|(_, notes, _)| !notes.is_empty()).map(|(title, notes, tone)| list(title, notes, *tone)) }
            if nothing {
                <p class="hint">{ "Nothing was assumed and nothing was left out." }</p>
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
                <li><Mark {tone} /><span><Prose text={note.text.clone()} />{ source(note.source.as_deref()) }</span></li>
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
