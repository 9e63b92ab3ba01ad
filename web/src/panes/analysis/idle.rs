//! Statements that do nothing: as findings of the key policy, and in a list with the edit that removes them.

use kms_playground::analysis::{IdleReport, fixed, idle_findings, is_idle_finding};
use kms_playground::{Report, Scenario};
use yew::prelude::*;

use crate::components::{IfEditable, Prose};
use crate::state::{Action, Edit, Line, Notice, Place, PolicySlot, Shared};

use super::results::{WITHOUT_EFFECT, use_answer};

/// Adds them to the findings of the report, unless the reviewer has said as much.
#[hook]
pub(super) fn use_findings(scenario: &Shared<Scenario>, report: &Shared<Report>, act: &Callback<Action>) {
    let (answer, is_current) = use_answer(&WITHOUT_EFFECT, scenario, None);
    let act = act.clone();
    let seen = (scenario.clone(), report.clone(), is_current);
    use_effect_with(seen, move |(scenario, report, is_current)| {
        let Some(Ok(idle)) = answer.as_deref().filter(|_| *is_current) else { return };
        if report.findings.iter().any(is_idle_finding) {
            return;
        }
        let findings = idle_findings(idle, report);
        if !findings.is_empty() {
            act.emit(Action::Analyzed(scenario.clone(), findings));
        }
    });
}

/// The list; each leads to its statement.
pub(super) fn view(
    idle: &[IdleReport],
    is_current: bool,
    scenario: &Shared<Scenario>,
    act: &Callback<Action>,
) -> Html {
    if idle.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h3>{ "Statements without effect" }</h3>
            <ul class="idle">
                { for idle.iter().map(|one| row(one, is_current, scenario, act)) }
            </ul>
        </section>
    }
}

fn row(idle: &IdleReport, is_current: bool, scenario: &Shared<Scenario>, act: &Callback<Action>) -> Html {
    // The places of an older answer are not those of the text as it is now.
    let remove = idle.fix.clone().filter(|_| is_current).map(|fix| {
        let (act, scenario) = (act.clone(), scenario.clone());
        move |_: MouseEvent| {
            let text = fixed(scenario.key_policy.text(), &fix);
            act.emit(Action::Edit(Edit::PolicyText(PolicySlot::KEY_POLICY, text)));
            act.emit(Action::Tell(Notice::undoable("Statement removed.")));
        }
    });
    html! {
        <li key={idle.statement}>
            <p><Prose text={idle.text.clone()} /></p>
            <span class="row">
                { statement_button(idle.statement, act) }
                if let Some(remove) = remove {
                    <IfEditable>
                        <button type="button" class="button quiet small" aria-label={format!("Remove statement {}", idle.statement + 1)} onclick={remove}>{ "Remove" }</button>
                    </IfEditable>
                }
            </span>
        </li>
    }
}

/// A button that leads to a statement of the key policy.
pub(super) fn statement_button(index: usize, act: &Callback<Action>) -> Html {
    let place = Place { policy: PolicySlot::KEY_POLICY, line: Line::Statement(index) };
    html! { <button type="button" class="button quiet small" onclick={act.reform(move |_: MouseEvent| Action::Point(place))}>{ format!("Statement {}", index + 1) }</button> }
}
