//! The heading of a job's group in the list of requests: the job, its own verdict, and the first call that stops it.

use kms_playground::job::{JobGroup, group_at, remove_job};
use kms_playground::{Decision, Report, Scenario};
use yew::prelude::*;

use crate::components::{IfEditable, Picture, icon, mark, prose, small};
use crate::state::{Action, Dialog, Edit, Shared};

use super::super::tones;

/// The heading of the group that the request at `index` belongs to.
pub(crate) fn heading(
    scenario: &Shared<Scenario>,
    report: &Report,
    index: usize,
    act: &Callback<Action>,
) -> Html {
    let Some(group) = group_at(&scenario.requests, &report.requests, index) else { return Html::default() };
    let (first, at) = (group.first, group.stopped_at.unwrap_or(group.first));
    let reason = group.stopped_at.and_then(|at| Some((at, report.requests.get(at)?)));
    let onclick = act.reform(move |_: MouseEvent| Action::SelectRequest(at));
    let on_change = act.reform(move |_: MouseEvent| Action::Open(Dialog::Jobs(Some(first))));
    let on_remove = {
        let (scenario, act) = (scenario.clone(), act.clone());
        move |_: MouseEvent| {
            act.emit(Action::Edit(Edit::Replace(Box::new(remove_job(&scenario, first)))));
            act.emit(Action::SelectRequest(first.saturating_sub(1)));
        }
    };
    html! {
        <li key={format!("job-{first}")} class="job-heading">
            <button type="button" {onclick}>
                { mark(tones::of_decision(group.decision)) }
                <span class="name">
                    <b>{ group.name.replacen(": ", " · ", 1) }</b>
                    if !group.details.is_empty() {
                        { small(&group.details) }
                    }
                    <small class={classes!((group.decision != Decision::Allowed).then_some("unmet"))}>{ verdict(&group) }</small>
                    if let Some((at, report)) = reason {
                        <small>{ format!("Call {}: ", at - first + 1) }{ prose(&report.summary) }</small>
                    }
                </span>
            </button>
            <IfEditable>
                <span class="tools">
                    <button type="button" class="button quiet small" aria-label={format!("Change the job {}", group.name)} onclick={on_change}>{ "Change" }</button>
                    <button type="button" class="button quiet icon" aria-label={format!("Remove the job {}", group.name)} title="Remove this job" onclick={on_remove}>{ icon(Picture::Trash) }</button>
                </span>
            </IfEditable>
        </li>
    }
}

fn verdict(group: &JobGroup) -> String {
    let JobGroup { count, stopped, .. } = group;
    match (group.decision, count) {
        (Decision::Allowed, 1) => "Its call is allowed".to_owned(),
        (Decision::Allowed, _) => format!("All {count} calls are allowed"),
        (Decision::Undetermined, _) => format!("{stopped} of {count} undetermined"),
        (Decision::NotEvaluated, _) => format!("{stopped} of {count} do not work"),
        _ => format!("{stopped} of {count} refused"),
    }
}
