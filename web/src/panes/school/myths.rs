//! False sentences, each with a scenario that refutes it.

use kms_playground::{MYTHS, Scenario, request_name, run_without_findings};
use yew::prelude::*;

use crate::components::{button, hint, mark_said, prose};
use crate::state::{Action, Loaded, Notice};

use super::super::tones;
use super::read;

/// The list.
pub(super) fn list(act: &Callback<Action>) -> Html {
    let myths = MYTHS.iter().filter_map(|myth| Some((myth.name, read::scenario(myth.json)?)));
    html! {
        <>
            { hint("Sentences that are often repeated and are false. The engine refutes each one with a scenario that you can open.") }
            <ul class="myths">{ for myths.map(|(name, scenario)| view(name, scenario, act)) }</ul>
        </>
    }
}

fn view(name: &'static str, scenario: Scenario, act: &Callback<Action>) -> Html {
    let title = scenario.title.clone().unwrap_or_default();
    let about = scenario.about.clone().unwrap_or_default();
    html! {
        <li key={name}>
            <details>
                <summary>{ "“" }{ prose(&title) }{ "”" }</summary>
                <div class="myth">
                    <p><b>{ "False. " }</b>{ prose(&about.lesson.unwrap_or_default()) }</p>
                    { verdicts(&scenario) }
                    <div class="row">
                        { button("button small", "Open this scenario", open(scenario, act)) }
                        { super::task::pages(&about.sources) }
                    </div>
                </div>
            </details>
        </li>
    }
}

fn verdicts(scenario: &Scenario) -> Html {
    let report = run_without_findings(scenario, kms_playground::Detail::None);
    html! {
        <ul class="verdicts">
            { for scenario.requests.iter().zip(&report.requests).enumerate().map(|(at, (request, report))| html! {
                <li key={at}>{ mark_said(tones::of_decision(report.decision), report.decision.label()) }<span>{ request_name(request, at) }</span></li>
            }) }
        </ul>
    }
}

fn open(scenario: Scenario, act: &Callback<Action>) -> Callback<MouseEvent> {
    let act = act.clone();
    Callback::from(move |_| {
        let notice = Some(Notice::undoable("Opened. The verdict refutes the sentence."));
        let loaded = Loaded { scenario: scenario.clone(), request: 0, from_address: false, notice };
        act.emit(Action::Load(Box::new(loaded)));
    })
}
