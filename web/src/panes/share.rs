//! The link that holds everything, how long it is, and what it carries.

use kms_playground::{Fragment, Report, Scenario, Shared as Link};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::{CopyButton, Modal};
use crate::hooks::{base, download};
use crate::state::{Action, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct SharePaneProps {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) report: Shared<Report>,
    pub(crate) request: usize,
    pub(crate) act: Callback<Action>,
}

/// Lengths from which on some programs cut links.
const LONG: usize = 2_000;
const VERY_LONG: usize = 8_000;

/// The dialog.
#[component]
pub(crate) fn SharePane(props: &SharePaneProps) -> Html {
    let link = use_memo(
        (props.scenario.clone(), props.report.clone(), props.request),
        |(scenario, report, request)| {
            let fragment = Fragment {
                shared: Some(Link::new((**scenario).clone(), report).encode()),
                request: (*request > 0).then_some(*request + 1),
                ..Fragment::default()
            };
            AttrValue::from(format!("{}#{fragment}", base()))
        },
    );
    let select = |event: FocusEvent| {
        if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
            area.select();
        }
    };
    let save = |name: &'static str, text: String| Callback::from(move |_: MouseEvent| download(name, &text));
    let report = serde_json::to_string_pretty(&*props.report).unwrap_or_default();
    html! {
        <Modal title="Share" on_close={props.act.reform(|()| Action::CloseDialog)}>
            <p>{ "The link holds the whole scenario: policies, key, grants, requests, and the verdicts that you see. It stands behind the # of the address, which browsers send to no server." }</p>
            <textarea class="input share-link" readonly=true aria-label="Link" value={(*link).clone()} onfocus={select} />
            <div class="row">
                <CopyButton class="primary" label="Copy link" text={(*link).clone()} />
                <span class="hint grow" role="status">{ length(link.len()) }</span>
            </div>
            <p class="hint">{ "Account numbers, names and ids in it can be read by everyone who gets it." }</p>
            <h3>{ "As a file" }</h3>
            <div class="row">
                <button type="button" class="button" onclick={save("scenario.json", props.scenario.to_json())}>{ "Scenario (JSON)" }</button>
                <button type="button" class="button" onclick={save("report.json", report)}>{ "Report (JSON)" }</button>
            </div>
        </Modal>
    }
}

fn length(characters: usize) -> String {
    match characters {
        VERY_LONG.. => format!(
            "{characters} characters: some browsers and most chat programs cut links of this length; send the file"
        ),
        LONG.. => format!("{characters} characters: some chat and mail programs cut links of this length"),
        _ => format!("{characters} characters"),
    }
}
