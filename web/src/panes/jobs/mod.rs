//! Jobs of services: the dialog that adds one, their groups in the list of requests, and the hints beside a typed call.

mod calls;
mod choice;
mod form;
mod heading;
mod hints;
mod list;
mod policy;

use kms_playground::Scenario;
use kms_playground::job::{JobChoice, choice_of};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::{Choice, Modal, part};
use crate::hooks::use_effect_on;
use crate::parts::{self, engine};
use crate::state::{Action, AppState, Shared};

use choice::Chosen;

pub(crate) use heading::heading;
pub(crate) use hints::hints;
pub(crate) use policy::{JobPolicyProps, job_policy};

/// The dialog that adds a job; with the first request of a group it changes this one.
pub(crate) fn jobs_dialog(state: &AppState, group: Option<usize>, act: &Callback<Action>) -> Html {
    let suggestions = engine()
        .map(|engine| (engine.suggestions)(&state.scenario, &state.report, state.request))
        .unwrap_or_default();
    part!(JobsPane {
        scenario: state.scenario.clone(),
        group,
        principals: suggestions.principals,
        act: act.clone()
    })
}

#[derive(Properties, PartialEq)]
pub(super) struct JobsPaneProps {
    pub(super) scenario: Shared<Scenario>,
    /// The first request of the group that is changed.
    pub(super) group: Option<usize>,
    pub(super) principals: std::rc::Rc<Vec<Choice>>,
    pub(super) act: Callback<Action>,
}

/// What the dialog shows.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    List,
    Form,
    Policy,
}

/// The dialog.
#[component]
pub(super) fn JobsPane(props: &JobsPaneProps) -> Html {
    let chosen = use_state_eq(|| {
        let choice = choice_of(&props.scenario.requests, props.group?)?;
        Chosen::of(choice, &props.scenario, props.group)
    });
    let step = use_state_eq(|| if chosen.is_some() { Step::Form } else { Step::List });
    // The jobs that a policy is written for besides the chosen one.
    let others = use_state_eq(Vec::<JobChoice>::new);
    let search = use_state_eq(String::new);
    let first = use_node_ref();
    {
        // The step's own beginning has the focus, so that the keyboard goes on from there.
        let first = first.clone();
        use_effect_on(*step, move |_| {
            if let Some(first) = first.cast::<HtmlElement>() {
                let _ = first.focus();
            }
        });
    }
    let close = props.act.reform(|()| Action::CloseDialog);
    let to = |target: Step| {
        let step = step.clone();
        Callback::from(move |()| step.set(target))
    };
    let choose = {
        let (chosen, step, scenario) = (chosen.clone(), step.clone(), props.scenario.clone());
        Callback::from(move |(service, job): (&'static str, &'static str)| {
            let choice =
                JobChoice { service: service.to_owned(), job: job.to_owned(), ..JobChoice::default() };
            chosen.set(Chosen::of(choice, &scenario, None));
            step.set(Step::Form);
        })
    };
    let (title, content) = match (&*chosen, *step) {
        (Some(job), Step::Form) => {
            let change = {
                let chosen = chosen.clone();
                Callback::from(move |job: Chosen| chosen.set(Some(job)))
            };
            let form = html! {
                <form::JobForm key={job.entry.job} scenario={props.scenario.clone()} job={job.clone()} principals={props.principals.clone()}
                    group={props.group.filter(|_| job.is_of_group)} first={first.clone()} on_change={change} on_back={to(Step::List)} on_policy={to(Step::Policy)} act={props.act.clone()} />
            };
            (job.title(), form)
        }
        (Some(job), Step::Policy) => {
            let another = {
                let (others, step, choice) = (others.clone(), step.clone(), job.choice());
                Callback::from(move |()| {
                    let mut jobs = (*others).clone();
                    jobs.push(choice.clone());
                    others.set(jobs);
                    step.set(Step::List);
                })
            };
            let mut choices = (*others).clone();
            if !choices.contains(&job.choice()) {
                choices.push(job.choice());
            }
            let asked = JobPolicyProps {
                scenario: props.scenario.clone(),
                on_key: job.key,
                choices,
                first: first.clone(),
                on_back: to(Step::Form),
                on_another: another,
                act: props.act.clone(),
            };
            let policy = parts::survey().map_or_else(Html::default, |survey| (survey.job_policy)(&asked));
            ("Key policy for this job".to_owned(), policy)
        }
        _ => ("Add a job".to_owned(), list::view(&search, &first, &choose, &props.act)),
    };
    html! { <Modal title={title} class="large jobs" on_close={close}>{ content }</Modal> }
}
