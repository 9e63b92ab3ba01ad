//! What the requests of the scenario test of its key policy, and the requests that are missing.

use std::rc::Rc;

use kms_playground::analysis::{AnalysisInput, CoverageReport, CoverageSource, StatementCoverage};
use kms_playground::{Report, Scenario};
use yew::prelude::*;

use crate::components::{IfEditable, button, h2, hint, prose};
use crate::hooks::use_effect_on;
use crate::state::{Action, Edit, Notice, Shared};

use crate::panes::capitalized;
use crate::panes::slices::{self, Slices};

/// How long typing must pause, in milliseconds.
const PAUSE: u64 = 600;
/// How many changes of a policy are looked at without being asked.
const UNASKED: usize = 150;

#[derive(Properties, PartialEq)]
pub(super) struct CoverageProps {
    pub(super) scenario: Shared<Scenario>,
    pub(super) report: Shared<Report>,
    pub(super) act: Callback<Action>,
}

/// How far the search has come.
#[derive(Clone)]
enum Search {
    Working {
        done: usize,
        all: usize,
    },
    /// It would take long: it waits to be asked for.
    Waiting(usize),
    Done(Rc<CoverageReport>),
    /// There is no policy to look at; the list above says why.
    None,
}

/// The section.
#[component]
pub(super) fn Coverage(props: &CoverageProps) -> Html {
    let CoverageProps { scenario, report, act } = props;
    let search = use_state(|| Search::Working { done: 0, all: 0 });
    // The policy that somebody wants looked at although it takes long.
    let asked = use_state_eq(String::new);
    let is_asked = *asked == scenario.key_policy.text();
    {
        let search = search.clone();
        use_effect_on((scenario.clone(), report.clone(), is_asked), move |(scenario, report, is_asked)| {
            let (scenario, report, is_asked) = (scenario.clone(), report.clone(), *is_asked);
            let work = slices::begin(move |slices| async move {
                look(&scenario, &report, is_asked, slices, &move |now| search.set(now)).await;
            });
            move || work.set(true)
        });
    }
    let ask = {
        let text = scenario.key_policy.text().to_owned();
        move |_: MouseEvent| asked.set(text.clone())
    };
    let body = match &*search {
        Search::None => return Html::default(),
        Search::Working { all: 0, .. } => hint("Working …"),
        Search::Working { done, all } => hint(&format!("Looking at {done} of {all} changes of the policy …")),
        Search::Waiting(all) => html! {
            <p class="row">
                <span class="hint">{ format!("This policy has {all} places to look at.") }</span>
                { button("button small", "Look at them", ask) }
            </p>
        },
        Search::Done(found) => table(found),
    };
    let add = match &*search {
        Search::Done(found) if !found.requests.is_empty() => {
            let label = match found.requests.len() {
                1 => "Add the missing request".to_owned(),
                count => format!("Add the {count} missing requests"),
            };
            let (found, act) = (Rc::clone(found), act.clone());
            let add = move |_: MouseEvent| {
                act.emit(Action::Edit(Edit::AddRequests(found.requests.clone())));
                act.emit(Action::Tell(Notice::undoable(
                    "Requests added, each with its verdict as what is expected.",
                )));
            };
            html! { <IfEditable>{ button("button small", &label, add) }</IfEditable> }
        }
        _ => Html::default(),
    };
    html! {
        <section aria-label="What your requests test">
            <div class="access-head">{ h2("What your requests test") }{ add }</div>
            { body }
        </section>
    }
}

fn table(found: &CoverageReport) -> Html {
    let row = |statement: &StatementCoverage| {
        let applies = match statement.applies {
            1 => "1 request".to_owned(),
            count => format!("{count} requests"),
        };
        html! {
            <tr>
                <th scope="row">{ prose(&capitalized(&statement.name)) }</th>
                <td class="num">{ applies }</td>
                <td>
                    if statement.untested.is_empty() {
                        { "nothing" }
                    } else {
                        { prose(&statement.untested.join("; ")) }
                    }
                </td>
            </tr>
        }
    };
    let beyond = match found.beyond {
        0 => None,
        1 => Some(
            "One change of the policy makes no difference in this scenario, whose other policies decide."
                .to_owned(),
        ),
        count => Some(format!(
            "{count} changes of the policy make no difference in this scenario, whose other policies decide."
        )),
    };
    html! {
        <>
            { hint("A part is tested if some request would be decided otherwise without it.") }
            <table class="coverage">
                <thead><tr><th scope="col">{ "Statement" }</th><th scope="col">{ "Applies in" }</th><th scope="col">{ "Not tested yet" }</th></tr></thead>
                <tbody>{ for found.statements.iter().map(row) }</tbody>
            </table>
            if let Some(beyond) = beyond {
                { hint(&beyond) }
            }
            if !found.is_complete {
                { hint("The policy is too complex to look at every part of it.") }
            }
        </>
    }
}

/// Looks at one change of the policy after the other.
async fn look(
    scenario: &Scenario,
    report: &Report,
    is_asked: bool,
    mut slices: Slices,
    show: &dyn Fn(Search),
) {
    if !slices.pause(PAUSE).await {
        return;
    }
    let input = AnalysisInput { scenario: scenario.clone(), is_scenario: true };
    let Ok(source) = CoverageSource::read(&input) else { return show(Search::None) };
    let mut open = source.open();
    let all = open.left();
    if all > UNASKED && !is_asked {
        return show(Search::Waiting(all));
    }
    while open.step() {
        if slices.is_over() {
            if is_asked {
                show(Search::Working { done: all - open.left(), all });
            }
            if !slices.pause(0).await {
                return;
            }
        }
    }
    show(Search::Done(Rc::new(open.finish(report))));
}
