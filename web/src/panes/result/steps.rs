//! "Because": AWS's questions, in order, each answered.

use kms_playground::{CheckReport, Ground, Report, StepReport};
use yew::prelude::*;

use crate::components::Mark;
use crate::state::{Action, Line, Place, PolicySlot, PolicyTab};

use super::tones;

pub(super) fn view(check: &CheckReport, report: &Report, act: &Callback<Action>) -> Html {
    if check.steps.is_empty() {
        return Html::default();
    }
    html! {
        <section aria-label="Because">
            <h2>{ "Because" }</h2>
            <ol class="steps">
                { for check.steps.iter().enumerate().map(|(index, step)| html! {
                    <li key={index} class={classes!(step.decided.then(|| format!("decided {}", tones::class(check.decision))))}>
                        <span class="dot"><Mark tone={tones::of_answer(step.answer, step.decided, check.decision)} /></span>
                        <div>
                            { &step.question }
                            if step.decided {
                                <span class="unseen">{ " This answer decided." }</span>
                            }
                            <small>{ &step.text }</small>
                            { grounds(step, report, act) }
                        </div>
                    </li>
                }) }
            </ol>
        </section>
    }
}

/// What the answer rests on: each leads to its place.
fn grounds(step: &StepReport, report: &Report, act: &Callback<Action>) -> Html {
    if step.by.is_empty() {
        return Html::default();
    }
    let ground = |ground: &Ground| match ground {
        Ground::Statement { policy, statement } => {
            let slot = PolicySlot::from_id(policy)?;
            let (act, statement) = (act.clone(), *statement);
            let policy = report.policy(policy)?;
            let sid = policy.statements.get(statement).and_then(|summary| summary.sid.clone());
            let label = sid.unwrap_or_else(|| format!("statement {}", statement + 1));
            let onclick = move |_| act.emit(Action::Point(Place { policy: slot, line: Line::Statement(statement) }));
            Some(html! { <button type="button" class="link-button" {onclick}><small>{ format!("{} · {label}", policy.name) }</small></button> })
        }
        Ground::Grant { grant } => {
            let act = act.clone();
            let onclick = move |_| act.emit(Action::ShowTab(PolicyTab::Grants));
            Some(html! { <button type="button" class="link-button" {onclick}><small>{ format!("Grant {}", grant + 1) }</small></button> })
        }
    };
    html! { <div class="by">{ for step.by.iter().filter_map(ground) }</div> }
}
