//! One line below the editor: whether an edit of the key policy opens or closes anything.

use kms_playground::analysis::{Change, ChangeDirection, ComparisonReport, PolicyRelation};
use kms_playground::{Report, Scenario};
use yew::prelude::*;

use crate::components::{button, prose};
use crate::state::{Action, Base, Part, Shared};

use super::results::{COMPARISON, use_answer};
use super::{changes, idle, pin, version};

#[derive(Properties, PartialEq)]
pub(super) struct GuardProps {
    pub(super) scenario: Shared<Scenario>,
    pub(super) report: Shared<Report>,
    pub(super) base: Base,
    pub(super) act: Callback<Action>,
}

/// The line; none as long as nothing was changed.
#[component]
pub(super) fn Guard(props: &GuardProps) -> Html {
    let GuardProps { scenario, report, base, act } = props;
    idle::use_findings(scenario, report, act);
    let (answer, is_current) = use_answer(&COMPARISON, scenario, Some(base));
    let is_unchanged = scenario.key_policy.text() == &*base.text;
    if is_unchanged && !base.is_pinned {
        return Html::default();
    }
    let is_refused = report.policy("keyPolicy").is_none_or(|policy| !policy.accepted);
    let said = match answer.as_deref() {
        _ if is_unchanged => prose(&format!("This is the {}.", version(base))),
        // The list of errors says what is wrong.
        _ if is_refused => prose("The change cannot be compared: AWS would reject this policy."),
        None => prose(&format!("Comparing with the {} …", version(base))),
        Some(Err(error)) => prose(&format!("The change cannot be compared: {error}.")),
        Some(Ok(report)) => says(report, base),
    };
    let is_wider = !is_unchanged
        && !is_refused
        && answer.as_deref().is_some_and(|answer| {
            answer.as_ref().is_ok_and(|report| {
                changes::in_order(report).first().is_some_and(|one| one.direction == ChangeDirection::Wider)
            })
        });
    let has_changes = !is_unchanged
        && !is_refused
        && answer
            .as_deref()
            .is_some_and(|answer| answer.as_ref().is_ok_and(|report| !report.findings.is_empty()));
    let show = {
        let act = act.clone();
        move |_: MouseEvent| {
            act.emit(Action::ShowPart(Part::Result));
            act.emit(Action::ShowAccess(true));
        }
    };
    html! {
        <section class={classes!("guard", is_wider.then_some("wider"))} aria-label="What the edit changes" aria-busy={(!is_current).to_string()}>
            <p role="status">{ said }</p>
            <span class="row">
                if has_changes {
                    { button("button small", "Show", show) }
                }
                if !is_unchanged {
                    { button("button quiet small", "Pin this version", pin(scenario, act)) }
                }
                if base.is_pinned {
                    { button("button quiet small", "Compare with the opened version", act.reform(|_: MouseEvent| Action::Pin(None))) }
                }
            </span>
        </section>
    }
}

/// The relation, and the most severe change.
fn says(report: &ComparisonReport, base: &Base) -> Html {
    let version = version(base);
    let found = changes::in_order(report);
    let first = found.first();
    let more = match found.len() {
        0 | 1 => String::new(),
        count => format!(" And {} more.", count - 1),
    };
    let unsure = match (report.cannot_tell.first(), found.is_empty()) {
        (Some(_), false) => " More differences are possible.",
        _ => "",
    };
    let text = first.map(|change: &&Change| change.text.clone()).unwrap_or_default();
    let what = match report.relation {
        PolicyRelation::Same => return prose(&format!("Same meaning as the {version}.")),
        PolicyRelation::CannotTell => {
            let why = report.cannot_tell.first().cloned().unwrap_or_default();
            let why = if text.is_empty() { why } else { format!("{text}{more} {why}") };
            return line(&format!("Cannot tell whether this differs from the {version}:"), &why);
        }
        PolicyRelation::Wider => "Wider",
        PolicyRelation::Narrower => "Narrower",
        PolicyRelation::Both => "Wider and narrower",
    };
    line(&format!("{what} than the {version}:"), &format!("{text}{more}{unsure}"))
}

fn line(heading: &str, text: &str) -> Html {
    html! { <><strong>{ heading.to_owned() }</strong>{ " " }{ prose(text) }</> }
}
