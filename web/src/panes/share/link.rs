//! The link that holds everything, how long it is and why, and the same as files.

use kms_playground::{LinkLength, LinkPart};
use yew::prelude::*;

use crate::components::{Tone, button, copy_text, h3, hint, mark_said};
use crate::hooks::download;
use crate::parts::files;

use super::opening::opening;
use super::{Desk, Made};

/// The address and its length.
pub(super) fn make(desk: &Desk<'_>) -> Made {
    let (link, address) = desk.sent.address(desk.page, &desk.opening());
    let length = link.length(&address);
    Made::Link(address.into(), length)
}

/// The tab.
pub(super) fn view(desk: &Desk<'_>, address: &AttrValue, length: &LinkLength) -> Html {
    let save_scenario = {
        let (scenario, name) = (desk.sent.scenario.clone(), desk.file(None, "scenario.json"));
        move |_| download(&name, &scenario.to_json())
    };
    let save_report = {
        let (report, name) = (desk.sent.report.clone(), desk.file(None, "report.json"));
        move |_| download(&name, &serde_json::to_string_pretty(&*report).unwrap_or_default())
    };
    let save_case = {
        let (sent, name) = (desk.sent.clone(), desk.file(None, "case.html"));
        let address = address.clone();
        move |_| {
            if let Some(files) = files() {
                download(&name, &(files.case_file)(&sent.scenario, &sent.report, &address));
            }
        }
    };
    let characters = html! { <span class="hint grow" role="status">{ format!("{} characters", grouped(length.characters)) }</span> };
    html! {
        <>
            { copy_text("Link", "link", address, "Copy link", characters) }
            if let Some(warning) = length.warning {
                <p class="share-warning">{ mark_said(Tone::Warning, "Take care:") }<span>{ warning }</span></p>
            }
            { hint("The link holds the whole scenario and the verdicts that you see. It stands behind the # of the address, which browsers send to no server.") }
            { opening(desk) }
            <div class="columns-2 share-foot">
                <section>
                    { h3("What makes it long") }
                    { parts(&length.parts) }
                </section>
                <section>
                    { h3("As a file") }
                    <div class="row">
                        { button("button", "Case file (HTML)", save_case) }
                        { button("button", "Scenario (JSON)", save_scenario) }
                        { button("button", "Report (JSON)", save_report) }
                    </div>
                    { hint("The case file is read in any browser, without the playground; dropped on this page, it opens again.") }
                </section>
            </div>
        </>
    }
}

/// What the link would lose without each part, the longest first.
fn parts(parts: &[LinkPart]) -> Html {
    let longest = parts.first().map_or(1, |part| part.characters).to_string();
    html! {
        <table class="link-parts">
            <caption class="unseen">{ "Characters that each part adds" }</caption>
            <tbody>{ for parts.iter().map(|part| html! {
                <tr key={part.path.clone()}>
                    <th scope="row">{ &part.name }</th>
                    <td><progress max={longest.clone()} value={part.characters.to_string()} aria-hidden="true" /></td>
                    <td class="number">{ grouped(part.characters) }</td>
                </tr>
            }) }</tbody>
        </table>
    }
}

/// `12,345`
fn grouped(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1_000), number % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart() {
        let written = [0, 999, 1_000, 20_030, 1_234_567].map(grouped);
        assert_eq!(written, ["0", "999", "1,000", "20,030", "1,234,567"]);
    }
}
