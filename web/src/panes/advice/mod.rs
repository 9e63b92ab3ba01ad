//! "What would change it": everything that blocks the request, and changes that were evaluated, each with what else it
//! does and a button that makes it.
//!
//! A part of the application of its own. Looking for changes takes evaluations: it waits until nothing is typed.

mod change;
mod obstacles;

pub(in crate::panes) use change::diff;

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use kms_playground::advice::{AdviceChange, AdviceReport};
use kms_playground::{Decision, Scenario};
use yew::prelude::*;

use crate::components::{IfEditable, hint, paragraph, part, prose, prose_item};
use crate::hooks::use_effect_on;
use crate::parts;
use crate::state::{Action, Edit, Shared};

/// How long nothing must have changed before a search, in milliseconds.
const PAUSE: u32 = 350;

/// What is asked about.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Advised {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) request: usize,
    pub(crate) decision: Decision,
    pub(crate) act: Callback<Action>,
}

/// The section below the verdict.
pub(crate) fn advice(of: &Advised) -> Html {
    let Advised { scenario, request, decision, act } = of.clone();
    // Once the analysis is here, changes are looked for anew: they then say what they do on all requests.
    let key = usize::from(parts::analysis().is_some());
    part!(key, WhatWouldChangeIt { scenario, request, decision, act })
}

/// What was found, and for what.
#[derive(Clone, PartialEq)]
struct Found {
    scenario: Shared<Scenario>,
    request: usize,
    report: Rc<AdviceReport>,
}

/// A change that was made here: as long as nothing else is, it can be taken back here.
#[derive(Clone, PartialEq)]
struct Made {
    title: String,
    request: usize,
    scenario: Rc<Scenario>,
}

#[component]
fn WhatWouldChangeIt(props: &Advised) -> Html {
    let Advised { scenario, request, decision, act } = props;
    let (request, decision) = (*request, *decision);
    let found = use_state_eq(|| None::<Found>);
    let made = use_state_eq(|| None::<Made>);
    let is_open = use_state_eq(|| false);
    let undo = use_node_ref();
    let is_allowed = decision == Decision::Allowed;
    let is_wanted = decision != Decision::NotEvaluated && (!is_allowed || *is_open);
    {
        let found = found.clone();
        use_effect_on((scenario.clone(), request, is_wanted), move |(scenario, request, is_wanted)| {
            let (scenario, request) = (scenario.clone(), *request);
            let timer = is_wanted.then(|| {
                Timeout::new(PAUSE, move || {
                    let effects = parts::analysis().map(|part| part.effects);
                    let report = kms_playground::advice::advice_with(&scenario, request, effects);
                    found.set(report.map(|report| Found { scenario, request, report: report.into() }));
                })
            });
            move || drop(timer)
        });
    }
    let made_here = (*made).as_ref().filter(|made| made.request == request && *made.scenario == **scenario);
    {
        // The button that was pressed is gone: what takes the change back has its place.
        let undo = undo.clone();
        use_effect_on(made_here.is_some(), move |is_made| {
            if *is_made && let Some(button) = undo.cast::<web_sys::HtmlElement>() {
                let _ = button.focus();
            }
        });
    }
    let on_change = {
        let (scenario, act, made) = (scenario.clone(), act.clone(), made.clone());
        Callback::from(move |change: AdviceChange| {
            let Some(mut changed) = change.apply(&scenario, request) else { return };
            changed.settle_assumed(&scenario);
            made.set(Some(Made { title: change.title.clone(), request, scenario: Rc::new(changed.clone()) }));
            act.emit(Action::Edit(Edit::Replace(Box::new(changed))));
        })
    };
    // What was found for another request says nothing about this one; what was found before an edit stays until the
    // search is through, out of reach, so that nothing jumps at each keystroke.
    let shown = (*found).as_ref().filter(|found| found.request == request && is_wanted);
    let shown = shown.filter(|found| found.report.decision == decision);
    let is_current = shown.is_some_and(|found| found.scenario == *scenario);
    let body = match shown {
        Some(found) => html! {
            <div class={classes!("advice-body", (!is_current).then_some("stale"))} inert={!is_current}>
                { view(found, act, &on_change) }
            </div>
        },
        None => html! { { hint("Trying changes …") } },
    };
    let taken_back = act.reform(|_: MouseEvent| Action::Undo);
    let ontoggle = {
        let is_open = is_open.clone();
        Callback::from(move |event: Event| {
            let details = event.target_dyn_into::<web_sys::Element>();
            is_open.set(details.is_some_and(|details| details.has_attribute("open")));
        })
    };
    html! {
        <>
            if let Some(made) = made_here {
                <IfEditable>
                    <p class="advice-made">
                        <span><b>{ "Applied: " }</b>{ prose(&made.title) }</span>
                        <button type="button" class="button small" ref={undo} onclick={taken_back}>{ "Undo" }</button>
                    </p>
                </IfEditable>
            }
            if decision == Decision::NotEvaluated {
            } else if is_allowed {
                <details class="disclosure advice" {ontoggle} open={*is_open}>
                    <summary>{ "What would stop it" }</summary>
                    if *is_open { { body } }
                </details>
            } else {
                <section class="advice" aria-labelledby="advice-title">
                    <h2 id="advice-title">{ if decision == Decision::Undetermined { "What it depends on" } else { "What would change it" } }</h2>
                    { body }
                </section>
            }
        </>
    }
}

/// How many changes of one sort stand open; the others are folded.
const OPEN: usize = 3;

fn view(found: &Found, act: &Callback<Action>, on_change: &Callback<AdviceChange>) -> Html {
    let report = &found.report;
    let group = |title: &'static str, changes: &[AdviceChange]| -> Html {
        if changes.is_empty() {
            return Html::default();
        }
        let draw = |change: &AdviceChange| change::view(found, change, on_change);
        let (first, more) = changes.split_at(changes.len().min(OPEN));
        html! {
            <div class="advice-group">
                <h3>{ title }</h3>
                <ul>{ for first.iter().map(draw) }</ul>
                if !more.is_empty() {
                    <details class="disclosure">
                        <summary>{ format!("{} more", more.len()) }</summary>
                        <ul>{ for more.iter().map(draw) }</ul>
                    </details>
                }
            </div>
        }
    };
    html! {
        <>
            { paragraph(&report.summary) }
            { obstacles::view(&report.obstacles, act) }
            { group("Change the request", &report.request_changes) }
            { group("Change the policies", &report.policy_changes) }
            if !report.notes.is_empty() {
                <ul class="advice-notes">{ for report.notes.iter().map(|note| prose_item(&note.text)) }</ul>
            }
        </>
    }
}
