//! What a service asks of the key for a job: the verdict, and every call with how well it is documented.

use kms_playground::Decision;
use kms_playground::job::{CallReport, JobReport, JobVariant};
use yew::prelude::*;

use crate::components::{Tone, h3, mark, mark_said, prose, prose_item, prose_line, small};

use super::super::tones;
use super::choice::Chosen;

pub(super) fn view(job: &Chosen, report: &JobReport, variant: &JobVariant) -> Html {
    let word = match variant.decision {
        Decision::Allowed => "This job works",
        Decision::Undetermined => "It depends",
        _ => "This job does not work",
    };
    html! {
        <>
            <div class={classes!("job-verdict", tones::class(variant.decision))} role="status">
                <strong>{ mark(tones::of_decision(variant.decision)) }{ " " }{ word }</strong>
                { prose_line(&variant.summary) }
            </div>
            { h3(&format!("What {} asks of this key", job.entry.service)) }
            <ol class="job-steps">
                { for variant.calls.iter().map(view_call) }
            </ol>
            { facts(report) }
        </>
    }
}

fn view_call(call: &CallReport) -> Html {
    let request = &call.request;
    let (tone, says) = match call.waits_for {
        Some(_) => (Tone::Open, "undetermined"),
        None => (tones::of_request(&call.report), call.report.verdict()),
    };
    let how = match &request.via_service {
        Some(via) => format!("By `{}` through `{via}`.", request.principal),
        None => format!("By `{}`.", request.principal),
    };
    let pairs = request.encryption_context.iter().map(|(name, value)| (name.to_owned(), value.clone()));
    let source = request.source_arn.iter().map(|arn| ("aws:SourceArn".to_owned(), arn.clone()));
    let account = request.source_account.iter().map(|id| ("aws:SourceAccount".to_owned(), id.clone()));
    html! {
        <li>
            { mark_said(tone, says) }
            <div>
                <code>{ &request.action }</code>
                <small>{ call.purpose }</small>
                <small>{ prose(&how) }</small>
                { for pairs.chain(source).chain(account).map(|(name, value)| html! { <small><code>{ format!("{name} = {value}") }</code></small> }) }
                if let Some(certainty) = certainty(call.certainty) {
                    <small class="certainty">{ certainty }</small>
                }
                if let Some(maker) = call.waits_for {
                    { small(&format!("It needs the grant that call {} makes.", maker + 1)) }
                } else if !call.works() {
                    <small>{ prose(&call.report.summary) }</small>
                }
            </div>
        </li>
    }
}

/// What there is to say of a call that no page shows in full.
fn certainty(certainty: &str) -> Option<&'static str> {
    match certainty {
        "documented" => None,
        "singleSource" => Some("Only one source shows this call."),
        "disputed" => Some("AWS's pages disagree about this call."),
        _ => Some("AWS's page names the permission; the playground infers the call."),
    }
}

/// What is assumed, what else is known, and where it comes from.
fn facts(report: &JobReport) -> Html {
    html! {
        <>
            if !report.assumptions.is_empty() {
                { h3("Assumed") }
                <ul class="plain hint">{ for report.assumptions.iter().map(|note| prose_item(&note.text)) }</ul>
            }
            if !report.notes.is_empty() {
                { h3("Good to know") }
                <ul class="plain hint">{ for report.notes.iter().map(|note| prose_item(note)) }</ul>
            }
            <p><a href={report.page} target="_blank" rel="noopener noreferrer">{ "AWS's page about this job" }</a></p>
        </>
    }
}
