//! What CloudTrail would show of the call: in whose account, as what event, and what the event leaves out.

use kms_playground::RequestReport;
use yew::prelude::*;

use crate::components::{CopyButton, Tone, hint, part, prose};

use crate::parts::records;

use super::notes;

/// A disclosure; nothing where the call leaves no event. Fetched after the first paint.
pub(crate) fn view(report: &RequestReport) -> Html {
    let Some(shown) = &report.cloud_trail else { return Html::default() };
    let event = shown.event.as_ref().zip(records()).map(|(event, records)| (records.event)(event));
    html! {
        <details class="disclosure">
            <summary>{ "What CloudTrail would show" }</summary>
            <div class="cloud-trail">
                <p>{ prose(&shown.text) }{ notes::source(Some(&shown.source)) }</p>
                if let Some(event) = event {
                    <div class="event">
                        <pre>{ &event }</pre>
                        { part!(CopyButton { class: "small", label: "Copy event", text: event }) }
                    </div>
                    { hint("An event holds more, such as its time and identifiers. What nobody gave and what AWS does not document is left out.") }
                }
                { notes::items(&shown.notes, Tone::Dot) }
            </div>
        </details>
    }
}
