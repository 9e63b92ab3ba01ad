//! Statements that do nothing: as findings of the key policy, and in a list with the edit that removes them.

use kms_playground::analysis::{IdleReport, fixed, idle_findings, is_idle_finding, without_counterparts};
use kms_playground::{Report, Scenario};
use yew::prelude::*;

use crate::components::{IfEditable, button, h2, prose_line};
use crate::hooks::use_effect_on;
use crate::state::{Action, Edit, Line, Notice, Place, PolicySlot, Shared};

use super::results::{WITHOUT_EFFECT, use_answer};

/// Adds them to the findings of the report, if they are known for this key policy.
pub(crate) fn add_known(scenario: &Scenario, report: &mut Report) {
    if let Some(Ok(idle)) = WITHOUT_EFFECT.known_of(scenario).as_deref() {
        let findings = idle_findings(idle, &report.findings);
        report.findings.extend(findings);
    }
}

/// Finds them, and has the report made anew where there are any.
#[hook]
pub(super) fn use_findings(scenario: &Shared<Scenario>, report: &Shared<Report>, act: &Callback<Action>) {
    let (answer, is_current) = use_answer(&WITHOUT_EFFECT, scenario, None);
    let has_news = is_current
        && !report.findings.iter().any(is_idle_finding)
        && matches!(answer.as_deref(), Some(Ok(idle)) if !idle_findings(idle, &report.findings).is_empty());
    let act = act.clone();
    use_effect_on((scenario.clone(), has_news), move |(_, has_news)| {
        if *has_news {
            act.emit(Action::Review);
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
            { h2("Statements without effect") }
            <ul class="idle">
                { for without_counterparts(idle).map(|one| row(one, is_current, scenario, act)) }
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
            { prose_line(&idle.text) }
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
    button(
        "button quiet small",
        &format!("Statement {}", index + 1),
        act.reform(move |_: MouseEvent| Action::Point(place)),
    )
}
