//! "Because": AWS's questions, in order, each answered; those that do not arise are folded away at the end.

use kms_playground::{Answer, CheckReport, Ground, Report, StepReport};
use yew::prelude::*;

use crate::components::{h2, mark, part, prose, small};
use crate::state::{Action, Line, Place, PolicySlot, PolicyTab, Presentation};

use super::tones;

pub(super) fn view(check: &CheckReport, report: &Report, act: &Callback<Action>) -> Html {
    if check.steps.is_empty() {
        return Html::default();
    }
    let quiet: Vec<&StepReport> = check.steps.iter().filter(|step| !arises(step)).collect();
    html! {
        <section>
            { h2("Because") }
            <ol class="steps">
                { for check.steps.iter().filter(|step| arises(step)).map(|step| view_step(step, check, report, act)) }
            </ol>
            if !quiet.is_empty() {
                { folded(&quiet, check, report, act) }
            }
        </section>
    }
}

/// Whether the question is one for this request.
fn arises(step: &StepReport) -> bool {
    step.decided || step.answer != Answer::NotApplicable
}

fn folded(quiet: &[&StepReport], check: &CheckReport, report: &Report, act: &Callback<Action>) -> Html {
    let says = match quiet.len() {
        1 => "1 question does not arise for this request".to_owned(),
        many => format!("{many} questions do not arise for this request"),
    };
    html! {
        <details class="disclosure quiet-steps">
            <summary>{ says }</summary>
            <ol class="steps">{ for quiet.iter().map(|step| view_step(step, check, report, act)) }</ol>
        </details>
    }
}

fn view_step(step: &StepReport, check: &CheckReport, report: &Report, act: &Callback<Action>) -> Html {
    html! {
        <li key={step.code.to_string()} class={classes!(step.decided.then(|| format!("decided {}", tones::class(check.decision))))}>
            <span class="dot">{ mark(tones::of_answer(step.answer, step.decided, check.decision)) }</span>
            <div>
                { prose(&step.question) }
                if step.decided {
                    <span class="unseen">{ " This answer decided." }</span>
                }
                <small>{ prose(&step.text) }</small>
                { grounds(step, report, act) }
            </div>
        </li>
    }
}

/// What the answer rests on: each leads to its place.
fn grounds(step: &StepReport, report: &Report, act: &Callback<Action>) -> Html {
    if step.by.is_empty() {
        return Html::default();
    }
    html! { <div class="by">{ for step.by.iter().filter_map(|ground| view_ground(ground, report, act)) }</div> }
}

fn view_ground(ground: &Ground, report: &Report, act: &Callback<Action>) -> Option<Html> {
    let (label, action) = match ground {
        Ground::Statement { policy, statement } => {
            let slot = policy.parse::<PolicySlot>().ok()?;
            let policy = report.policy(policy)?;
            let sid = policy.statements.get(*statement).and_then(|summary| summary.sid.clone());
            let name = sid.unwrap_or_else(|| format!("statement {}", statement + 1));
            let place = Place { policy: slot, line: Line::Statement(*statement) };
            (format!("{} · {name}", policy.name), Action::Point(place))
        }
        Ground::Grant { grant } => (format!("Grant {}", grant + 1), Action::ShowTab(PolicyTab::Grants)),
    };
    Some(part!(GroundLink { label, action, act: act.clone() }))
}

#[derive(Properties, PartialEq)]
struct GroundLinkProps {
    label: String,
    action: Action,
    act: Callback<Action>,
}

/// Leads to a statement, or to a tab, if there are tabs.
#[component]
fn GroundLink(props: &GroundLinkProps) -> Html {
    let in_view = use_context::<Presentation>().unwrap_or_default().shows_policies();
    let label = html! { { small(&props.label) } };
    if !in_view && matches!(props.action, Action::ShowTab(_)) {
        return label;
    }
    let (act, action) = (props.act.clone(), props.action.clone());
    let onclick = move |_| act.emit(action.clone());
    html! { <button type="button" class="link-button" {onclick}>{ label }</button> }
}
