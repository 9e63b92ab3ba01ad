//! What an edit of the key policy opened and closed: the most severe first.

use kms_playground::Scenario;
use kms_playground::analysis::{Change, ChangeDirection, ComparisonReport, ReachMark};
use yew::prelude::*;

use crate::components::{Tone, h2, mark_said, paragraph, prose};
use crate::state::{Action, Base, Shared};

use super::facts::{self, Example};
use super::results::{Answer, COMPARISON, use_answer};
use super::version;

/// Operations that can destroy the key or hand it on.
const GRAVE: [&str; 3] = ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CreateGrant"];

/// The changes: what is wider first, and of it what reaches outside the account, then what can destroy the key.
pub(super) fn in_order(report: &ComparisonReport) -> Vec<&Change> {
    let rank = |change: &Change| {
        let is_outside = change
            .marks
            .iter()
            .any(|mark| matches!(mark, ReachMark::OutsideAccount | ReachMark::OutsideOrganization));
        let is_grave = change.operations.iter().any(|operation| GRAVE.contains(operation));
        (change.direction != ChangeDirection::Wider, !is_outside, !is_grave)
    };
    let mut ordered: Vec<&Change> = Vec::with_capacity(report.findings.len());
    // A sort would be one more copy of sorting in the download.
    for change in &report.findings {
        let at = ordered.iter().position(|other| rank(other) > rank(change)).unwrap_or(ordered.len());
        ordered.insert(at, change);
    }
    ordered
}

/// The changes, if there are any: none as long as the policy is the version that was opened or pinned.
#[hook]
pub(super) fn use_changes(scenario: &Shared<Scenario>, base: &Base) -> Option<Answer<ComparisonReport>> {
    let (answer, _) = use_answer(&COMPARISON, scenario, Some(base));
    answer.filter(|_| scenario.key_policy.text() != &*base.text)
}

/// The section about them.
pub(super) fn view(
    answer: &Answer<ComparisonReport>,
    scenario: &Scenario,
    base: &Base,
    act: &Callback<Action>,
) -> Html {
    let Ok(report) = answer.as_ref() else { return Html::default() };
    html! {
        <section>
            { h2(&format!("Changed since the {}", version(base))) }
            if report.findings.is_empty() && report.cannot_tell.is_empty() {
                { paragraph("Same meaning for every request.") }
            }
            <div class="ways">
                { for in_order(report).into_iter().enumerate().map(|(at, change)| row(at, change, scenario, base, act)) }
            </div>
            { for report.cannot_tell.iter().map(|why| html! { <p class="hint">{ mark_said(Tone::Open, "not certain") }{ " " }{ prose(why) }</p> }) }
        </section>
    }
}

fn row(at: usize, change: &Change, scenario: &Scenario, base: &Base, act: &Callback<Action>) -> Html {
    let (word, class) = match change.direction {
        ChangeDirection::Wider => ("wider", "badge is-open"),
        ChangeDirection::Narrower => ("narrower", "badge"),
    };
    let here = change.before_here.zip(change.after_here).map(|(before, after)| {
        format!(
            "With this scenario's policies: {} before, {} now.",
            lower(before.label()),
            lower(after.label())
        )
    });
    html! {
        <details key={format!("change-{at}")} class="way">
            <summary>
                <span>{ prose(&change.text) }</span>
                <span class="badges"><span {class}>{ word }</span>{ facts::badges(&change.marks) }</span>
            </summary>
            <div class="way-body">
                { paragraph(&format!("For example, this request: {} in the {}, {} now.", lower(change.before.label()), version(base), lower(change.after.label()))) }
                if let Some(here) = here {
                    <p>{ here }</p>
                }
                { facts::view(&Example { shown: &change.scenario, scenario }, act) }
            </div>
        </details>
    }
}

fn lower(label: &str) -> String {
    label.to_lowercase()
}
