//! A snippet for another page, what its Content-Security-Policy must allow, and what its reader will see.

use kms_playground::{Embed, EmbedLoad, Scenario, Theme};
use yew::prelude::*;

use crate::components::{TextField, copy_text, field, hint, part};
use crate::parts::{examples, files};
use crate::state::{EmbedChoice, EmbedWay, Share, Snippet};

use super::super::result::verdict_face;
use super::Desk;
use super::opening::{one_of, opening};

const WAYS: [(EmbedWay, &str); 3] = [
    (EmbedWay::Inline, "an element with the scenario in it"),
    (EmbedWay::Linked, "an element with a link"),
    (EmbedWay::Frame, "a plain frame, without a script"),
];
const LOADS: [(EmbedLoad, &str); 3] = [
    (EmbedLoad::Near, "when it is about to be seen"),
    (EmbedLoad::Click, "when the reader asks for it"),
    (EmbedLoad::Now, "at once"),
];
const TITLE: &str = "KMS Policy Playground";

/// The snippet.
pub(super) fn make(desk: &Desk<'_>) -> Snippet {
    let choice = &desk.sharing.embed;
    let embed = Embed {
        page: desk.page,
        scenario: &desk.sent.scenario,
        report: &desk.sent.report,
        example: example_of(&desk.sent.scenario),
        opening: &desk.opening(),
        title: &title(desk),
        height: choice.pixels(),
        form: choice.form(),
    };
    files().map(|files| (files.snippet)(&embed)).unwrap_or_default()
}

/// What goes into the other page.
pub(crate) fn snippet(embed: &Embed<'_>) -> Snippet {
    Snippet {
        html: embed.snippet().into(),
        policy: embed.content_security_policy().into(),
        address: embed.address().into(),
    }
}

/// The name of the example that this is, if nothing of it was changed.
fn example_of(scenario: &Scenario) -> Option<&'static str> {
    scenario.about.as_ref()?;
    let is_it = |of: &Scenario| of == scenario;
    let found = examples().iter().find(|example| example.scenario().is_ok_and(|of| is_it(&of)));
    found.map(|example| example.name)
}

/// The title as it was typed, else the scenario's, else the page's.
fn title(desk: &Desk<'_>) -> String {
    let title = desk.sharing.embed.title.as_ref().or(desk.sent.scenario.title.as_ref());
    title.filter(|title| !title.trim().is_empty()).map_or_else(|| TITLE.to_owned(), Clone::clone)
}

/// The tab.
pub(super) fn view(desk: &Desk<'_>, snippet: &Snippet) -> Html {
    let choice = desk.sharing.embed.clone();
    let choose = desk.choose.reform(Share::Embed);
    let with = |change: fn(&mut EmbedChoice, String)| {
        let choice = choice.clone();
        choose.reform(move |text: String| {
            let mut changed = choice.clone();
            change(&mut changed, text);
            changed
        })
    };
    let on_way = {
        let choice = choice.clone();
        choose.reform(move |way| EmbedChoice { way, ..choice.clone() })
    };
    let on_load = {
        let choice = choice.clone();
        choose.reform(move |load| EmbedChoice { load, ..choice.clone() })
    };
    let height_problem = choice.pixels().is_none() && !choice.height.trim().is_empty();
    let height_hint = if height_problem { "a number of pixels from 1 to 20000" } else { "" };
    let by_itself = if choice.way == EmbedWay::Frame { "420" } else { "as high as its content" };
    html! {
        <>
            { one_of("embed-way", "Put in", &WAYS, choice.way, on_way) }
            { opening(desk) }
            <div class="columns-2">
                { part!(TextField {
                    id: "embed-title",
                    label: "Title, for screen readers",
                    prose: true,
                    value: title(desk),
                    on_input: with(|choice, title| choice.title = Some(title)),
                }) }
                { part!(TextField {
                    id: "embed-height",
                    label: "Height in pixels",
                    value: choice.height.clone(),
                    placeholder: by_itself,
                    hint: height_hint,
                    on_input: with(|choice, height| choice.height = height),
                }) }
                if choice.way != EmbedWay::Frame {
                    { one_of("embed-load", "Loads", &LOADS, choice.load, on_load) }
                }
            </div>
            { copy_text("Snippet", "", &snippet.html, "Copy snippet", Html::default()) }
            { field("embed-policy", "For a host with a Content-Security-Policy", "add these sources to yours", html! { <code id="embed-policy" class="code-line">{ &snippet.policy }</code> }) }
            { preview(desk, &snippet.address) }
            <p class="hint"><a href="embedding.txt" target="_blank" rel="noopener">{ "How to embed the playground" }</a>{ ": its attributes, methods and events, and what the host must allow." }</p>
        </>
    }
}

/// The page frames nothing, not even itself: the verdict is drawn here, the whole opens in a tab of its own.
fn preview(desk: &Desk<'_>, address: &AttrValue) -> Html {
    let shown = desk.sharing.request(desk.request, desk.sent.scenario.requests.len());
    let theme = match desk.sharing.theme {
        None => None,
        Some(Theme::Light) => Some("in-light"),
        Some(Theme::Dark) => Some("in-dark"),
    };
    html! {
        <figure class="embed-preview" aria-label="Preview">
            if desk.sharing.ask {
                { hint("The reader predicts the verdict and what decides it.") }
            } else if let Some(report) = desk.sent.report.requests.get(shown) {
                <div class={classes!("frame", theme)}>{ verdict_face(report) }</div>
            }
            <figcaption class="row">
                <span class="hint grow">{ "What the reader sees first." }</span>
                <a class="button" href={address} target="_blank" rel="noopener">{ "Open the whole in a new tab" }</a>
            </figcaption>
        </figure>
    }
}
