//! How what is shared opens: with which request, how much of the page, in which colours, to be edited or not.

use kms_playground::{Theme, View, request_name};
use yew::prelude::*;

use crate::components::{Select, field, part};
use crate::state::Share;

use super::Desk;

const VIEWS: [(View, &str); 4] = [
    (View::Full, "the whole page"),
    (View::Edit, "the policies and the verdict"),
    (View::Trace, "the verdict and why"),
    (View::Answer, "the verdict alone"),
];
const THEMES: [(Option<Theme>, &str); 3] =
    [(None, "as the reader's system"), (Some(Theme::Light), "light"), (Some(Theme::Dark), "dark")];

/// The controls.
pub(super) fn opening(desk: &Desk<'_>) -> Html {
    let Desk { sharing, choose, .. } = desk;
    let scenario = &desk.sent.scenario;
    let requests = scenario.requests.iter().enumerate();
    let requests: Vec<_> = requests
        .map(|(index, request)| {
            (AttrValue::from(index.to_string()), AttrValue::from(request_name(request, index)))
        })
        .collect();
    let request = sharing.request(desk.request, scenario.requests.len()).to_string();
    let on_request = choose.reform(|index: String| Share::Request(index.parse().unwrap_or_default()));
    let readonly = sharing.readonly;
    let on_readonly = choose.reform(move |_: Event| Share::Readonly(!readonly));
    let ask = sharing.ask;
    let on_ask = choose.reform(move |_: Event| Share::Ask(!ask));
    html! {
        <div class="columns-2">
            if requests.len() > 1 {
                { field("share-request", "Opens with", "", part!(Select { id: "share-request", value: request, choices: requests, on_change: on_request })) }
            }
            { one_of("share-view", "Shows", &VIEWS, sharing.view, choose.reform(Share::View)) }
            { one_of("share-theme", "Colours", &THEMES, sharing.theme, choose.reform(Share::Theme)) }
            <label class="check"><input type="checkbox" checked={readonly} onchange={on_readonly} /><span>{ "Read-only" }</span></label>
            <label class="check"><input type="checkbox" checked={ask} onchange={on_ask} /><span>{ "Readers predict the verdict" }</span></label>
        </div>
    }
}

/// One of a few, each with its words.
pub(super) fn one_of<T: Copy + PartialEq + 'static>(
    id: &'static str,
    label: &'static str,
    choices: &'static [(T, &'static str)],
    now: T,
    choose: Callback<T>,
) -> Html {
    let at = choices.iter().position(|(choice, _)| *choice == now).unwrap_or_default();
    let named = choices
        .iter()
        .enumerate()
        .map(|(at, (_, words))| (AttrValue::from(at.to_string()), AttrValue::from(*words)));
    let on_change = Callback::from(move |at: String| {
        let chosen = at.parse().ok().and_then(|at: usize| choices.get(at));
        if let Some((chosen, _)) = chosen {
            choose.emit(*chosen);
        }
    });
    let choices: Vec<_> = named.collect();
    field(id, label, "", part!(Select { id, value: at.to_string(), choices, on_change }))
}
