//! Who can use the key, and when: one sentence a way, each with a request that shows it.

use kms_playground::analysis::{AccessReport, AccessWay, LockoutState, WayKind, WayStanding};
use kms_playground::{Report, Scenario};
use yew::prelude::*;

use crate::components::{Tone, h2, hint, mark_said, paragraph, prose, prose_item, value_of};
use crate::panes::{Surveyed, contains};
use crate::parts;
use crate::state::{Action, Base, Shared};

use super::facts::{self, Example};
use super::results::{WHO, use_answer};
use super::{changes, idle};

#[derive(Properties, PartialEq)]
pub(super) struct AccessProps {
    pub(super) scenario: Shared<Scenario>,
    pub(super) report: Shared<Report>,
    pub(super) base: Base,
    /// The request that is shown.
    pub(super) request: usize,
    pub(super) act: Callback<Action>,
}

/// The whole answer.
#[component]
pub(super) fn Access(props: &AccessProps) -> Html {
    let AccessProps { scenario, report, base, request, act } = props;
    let (answer, is_current) = use_answer(&WHO, scenario, None);
    let changed = changes::use_changes(scenario, base);
    let (who, what) = (use_state_eq(String::new), use_state_eq(String::new));
    let input = |label: &'static str, text: &UseStateHandle<String>| {
        let oninput = {
            let text = text.clone();
            move |event: InputEvent| text.set(value_of(event.target()))
        };
        html! { <input class="input prose" type="search" aria-label={label} placeholder={label} value={(**text).clone()} autocomplete="off" spellcheck="false" {oninput} /> }
    };
    let survey = parts::survey();
    let surveyed = Surveyed {
        scenario: scenario.clone(),
        report: report.clone(),
        base: base.clone(),
        request: *request,
        who: (*who).clone(),
        what: (*what).clone(),
        act: act.clone(),
    };
    let is_grid = use_state_eq(|| false);
    let form = |value: bool, label: &'static str| {
        let handle = is_grid.clone();
        let onclick = move |_| handle.set(value);
        html! { <button type="button" aria-pressed={(*is_grid == value).to_string()} {onclick}>{ label }</button> }
    };
    let body = match answer.as_deref() {
        None => html! { { hint("Working …") } },
        Some(Err(error)) => html! { <p class="problem">{ format!("{error}.") }</p> },
        Some(Ok(report)) => html! { <>
            if *is_grid {
                { survey.map_or_else(|| hint("Working …"), |survey| (survey.grid)(&surveyed)) }
            } else {
            { ways(report, (&who, &what), scenario, act) }
            }
            { idle::view(&report.idle_statements, is_current, scenario, act) }
            { end(report) }
        </> },
    };
    html! {
        <div class="result-body access" aria-busy={(!is_current).to_string()}>
            if let Some(changed) = changed {
                { changes::view(&changed, scenario, base, act) }
            }
            <section>
                <div class="access-head">
                    { h2("Who can use this key, and when") }
                    <div class="segments" role="group" aria-label="Shown as">{ form(false, "List") }{ form(true, "Grid") }</div>
                </div>
                <div class="columns-2">
                    { input("Any principal", &who) }
                    // The grid can show jobs in place of operations.
                    { input(if *is_grid { "Any operation or job" } else { "Any operation" }, &what) }
                </div>
            </section>
            { body }
            if let Some(survey) = survey {
                { (survey.coverage)(&surveyed) }
            }
        </div>
    }
}

/// A heading, and which ways stand below it.
type Group = (&'static str, fn(&AccessWay) -> bool);

/// A heading for each kind of caller, with its ways.
const GROUPS: [Group; 4] = [
    ("Named in the key policy", |way| way.standing == WayStanding::SameAccount && way.kind == WayKind::Named),
    ("Delegated to IAM policies", |way| {
        way.standing == WayStanding::SameAccount && way.kind == WayKind::Delegated
    }),
    ("AWS services", |way| way.standing == WayStanding::Service),
    ("Other accounts", |way| way.standing == WayStanding::OtherAccount),
];

fn ways(
    report: &AccessReport,
    (who, what): (&str, &str),
    scenario: &Shared<Scenario>,
    act: &Callback<Action>,
) -> Html {
    let fits = |way: &AccessWay| {
        way.callers.iter().any(|caller| contains(caller, who))
            && way.operations.iter().any(|name| contains(name, what))
    };
    let found: Vec<(usize, &AccessWay)> =
        report.ways.iter().enumerate().filter(|(_, way)| fits(way)).collect();
    if found.is_empty() {
        let text = match (report.ways.is_empty(), report.cannot_tell.is_empty()) {
            (false, _) => "No sentence fits what you are looking for.",
            (true, true) => "Nobody can use this key.",
            (true, false) => "No way to use this key was found, but that is not certain.",
        };
        return html! { <p>{ text }</p> };
    }
    html! { { for GROUPS.iter().map(|(title, is_member)| {
        let members: Vec<&(usize, &AccessWay)> = found.iter().filter(|(_, way)| is_member(way)).collect();
        html! {
            if !members.is_empty() {
                <section>
                    <h2>{ *title }</h2>
                    <div class="ways">{ for members.into_iter().map(|(at, way)| row(*at, way, scenario, act)) }</div>
                </section>
            }
        }
    }) } }
}

fn row(at: usize, way: &AccessWay, scenario: &Shared<Scenario>, act: &Callback<Action>) -> Html {
    html! {
        <details key={at} class="way">
            <summary>
                <span>{ prose(&way.text) }</span>
                if !way.marks.is_empty() {
                    <span class="badges">{ facts::badges(&way.marks) }</span>
                }
            </summary>
            <div class="way-body">
                { paragraph("For example, this request is allowed:") }
                { facts::view(&Example { shown: &way.scenario, scenario }, act) }
                <span class="row">{ for way.statements.iter().map(|index| idle::statement_button(*index, act)) }</span>
            </div>
        </details>
    }
}

/// Whether the policy can still be changed, and how sure all this is.
fn end(report: &AccessReport) -> Html {
    let (tone, says) = match report.lockout {
        LockoutState::LockedOut => (Tone::No, "Problem"),
        LockoutState::CannotTell => (Tone::Open, "Not certain"),
        LockoutState::Named | LockoutState::Delegated => (Tone::Yes, ""),
    };
    html! {
        <section>
            { h2("Who can change the key policy") }
            <p>{ mark_said(tone, says) }{ " " }{ prose(&report.lockout_text) }</p>
            if report.cannot_tell.is_empty() {
                { hint("This holds for every request that AWS documents, apart from grants, and as far as no policy of an organization or of the caller refuses. Each sentence has a request that was evaluated.") }
            } else {
                { h2("Not certain") }
                <ul class="idle">{ for report.cannot_tell.iter().map(|why| prose_item(why)) }</ul>
            }
        </section>
    }
}
