//! The form of a job: who asks, where, for which resource, with which setting; and beside it the calls that follow.

use std::rc::Rc;

use kms_playground::job::{JobChoice, JobReport, JobVariant, ParameterEntry, decide_job};
use kms_playground::{Decision, Scenario};
use yew::prelude::*;

use crate::components::{Choice, Combobox, Select, TextField, button, field, part};
use crate::panes::capitalized;
use crate::state::{Action, Edit, Notice, Shared, is_service};

use super::calls;
use super::choice::{Chosen, on_key};

#[derive(Properties, PartialEq)]
pub(super) struct JobFormProps {
    pub(super) scenario: Shared<Scenario>,
    pub(super) job: Chosen,
    pub(super) principals: Rc<Vec<Choice>>,
    /// The first request of the group that is changed.
    pub(super) group: Option<usize>,
    pub(super) first: NodeRef,
    pub(super) on_change: Callback<Chosen>,
    pub(super) on_back: Callback<()>,
    pub(super) on_policy: Callback<()>,
    pub(super) act: Callback<Action>,
}

/// The form with its preview.
#[component]
pub(super) fn JobForm(props: &JobFormProps) -> Html {
    let JobFormProps { job, on_change, .. } = props;
    let decided = {
        let scenario = props.scenario.clone();
        // Every setting is decided: a choice shows what it changes.
        let choice = JobChoice { option: None, ..job.choice() };
        use_memo((choice, job.key, scenario), |(choice, key, scenario)| {
            decide_job(choice, &on_key(scenario, *key)).map_err(|error| error.to_string())
        })
    };
    let people: Rc<Vec<Choice>> = use_memo(props.principals.clone(), |principals| {
        principals
            .iter()
            .filter(|it| !is_service(&it.value) && !it.value.ends_with(":root"))
            .cloned()
            .collect()
    });
    let set = |name: &'static str| {
        let (job, on_change) = (job.clone(), on_change.clone());
        Callback::from(move |value: String| on_change.emit(job.with(name, value)))
    };
    let on_who = {
        let (job, on_change) = (job.clone(), on_change.clone());
        Callback::from(move |who: String| on_change.emit(Chosen { who, ..job.clone() }))
    };
    let (known, made): (Vec<&ParameterEntry>, Vec<&ParameterEntry>) =
        job.entry.parameters.iter().partition(|parameter| parameter.known);
    let parameter_field = |parameter: &ParameterEntry| {
        let id = format!("job-{}", parameter.name);
        let label = capitalized(parameter.about);
        if parameter.name == "role" {
            field(
                &id,
                &label,
                "",
                part!(Combobox {
                    id: id.clone(),
                    value: job.value(parameter.name).to_owned(),
                    choices: people.clone(),
                    placeholder: "ARN of a role",
                    on_input: set(parameter.name),
                }),
            )
        } else {
            part!(
                parameter.name,
                TextField {
                    id,
                    label,
                    value: job.value(parameter.name).to_owned(),
                    placeholder: parameter.example,
                    on_input: set(parameter.name),
                }
            )
        }
    };
    let report = (*decided).as_ref();
    let variant = report.ok().and_then(|report| variant_of(report, job));
    html! {
        <>
            <div class="job-body">
                <section class="job-form" aria-label="The job">
                    <h3 tabindex="-1" ref={props.first.clone()}>{ "The job" }</h3>
                    if job.entry.has_caller {
                        { field("job-who", "Who asks the service", "", part!(Combobox {
                                id: "job-who",
                                value: job.who.clone(),
                                choices: people.clone(),
                                placeholder: "ARN of a user, a role or a session",
                                on_input: on_who,
                            })) }
                    }
                    { for known.iter().map(|parameter| parameter_field(parameter)) }
                    { options(job, report.ok(), on_change) }
                    { key_choice(props) }
                    <div class="columns-2">
                        { part!(TextField {
                            id: "job-region",
                            label: "Region",
                            value: job.value("region").to_owned(),
                            placeholder: place(props, 3),
                            on_input: set("region"),
                        }) }
                        { part!(TextField {
                            id: "job-account",
                            label: "Account",
                            value: job.value("account").to_owned(),
                            placeholder: "the caller's, else the key's",
                            on_input: set("account"),
                        }) }
                    </div>
                    if !made.is_empty() {
                        <details class="disclosure">
                            <summary>{ "Values that AWS makes up" }</summary>
                            <div class="job-made">{ for made.iter().map(|parameter| parameter_field(parameter)) }</div>
                        </details>
                    }
                </section>
                <section class="job-calls" aria-label="Its calls" tabindex="0">
                    { match (report, variant) {
                        (Err(problem), _) => html! { <p class="problem" role="status">{ problem }</p> },
                        (Ok(report), Some(variant)) => calls::view(job, report, variant),
                        _ => Html::default(),
                    } }
                </section>
            </div>
            { footer(props, variant) }
        </>
    }
}

/// The variant of the chosen setting.
fn variant_of<'r>(report: &'r JobReport, job: &Chosen) -> Option<&'r JobVariant> {
    report.variants.iter().find(|variant| variant.option == job.option.as_deref()).or(report.variants.first())
}

/// The settings, each with what it changes.
fn options(job: &Chosen, report: Option<&JobReport>, on_change: &Callback<Chosen>) -> Html {
    if job.entry.options.is_empty() {
        return Html::default();
    }
    html! {
        <fieldset class="field">
            <legend>{ "With which setting" }</legend>
            <div class="arrivals">
                { for job.entry.options.iter().map(|option| {
                    let current = job.option.as_deref() == Some(option.name);
                    let onchange = {
                        let (job, on_change) = (job.clone(), on_change.clone());
                        let name = option.name;
                        move |_: Event| on_change.emit(Chosen { option: Some(name.to_owned()), ..job.clone() })
                    };
                    let variant = report.and_then(|report| report.variants.iter().find(|it| it.option == Some(option.name)));
                    html! {
                        <div key={option.name} class={classes!("arrival", current.then_some("current"))}>
                            <label>
                                <input type="radio" name="job-option" checked={current} {onchange} />
                                <span>{ capitalized(option.when) }<small>{ variant.map(consequence).unwrap_or_default() }</small></span>
                            </label>
                        </div>
                    }
                }) }
            </div>
        </fieldset>
    }
}

/// What a setting leads to: its calls, and the encryption context of the first that has one.
fn consequence(variant: &JobVariant) -> String {
    let operations: Vec<&str> = variant
        .calls
        .iter()
        .map(|call| call.request.action.strip_prefix("kms:").unwrap_or(&call.request.action))
        .collect();
    let context = variant.calls.iter().find_map(|call| {
        call.request.encryption_context.iter().next().map(|(name, value)| format!("{name} = {value}"))
    });
    let context = context.map(|pair| format!(", with {pair}")).unwrap_or_default();
    format!("{}{context}", operations.join(", "))
}

/// Which key, where the scenario has several.
fn key_choice(props: &JobFormProps) -> Html {
    let JobFormProps { scenario, job, on_change, .. } = props;
    if scenario.other_keys.is_empty() {
        return Html::default();
    }
    let keys = std::iter::once(&scenario.key).chain(scenario.other_keys.iter().map(|other| &other.key));
    let choices: Vec<(AttrValue, AttrValue)> =
        keys.enumerate().map(|(at, key)| (at.to_string().into(), key.arn.clone().into())).collect();
    let on_key = {
        let (job, on_change) = (job.clone(), on_change.clone());
        Callback::from(move |value: String| {
            on_change.emit(Chosen { key: value.parse().unwrap_or_default(), ..job.clone() });
        })
    };
    field(
        "job-key",
        "Key",
        "",
        part!(Select { id: "job-key", value: job.key.to_string(), choices, on_change: on_key }),
    )
}

/// A part of the key's ARN.
fn place(props: &JobFormProps, part: usize) -> AttrValue {
    let scenario = on_key(&props.scenario, props.job.key);
    scenario.key.arn.split(':').nth(part).unwrap_or_default().to_owned().into()
}

fn footer(props: &JobFormProps, variant: Option<&JobVariant>) -> Html {
    let JobFormProps { scenario, job, group, act, .. } = props;
    let on_add = {
        let (scenario, job, group, act) = (scenario.clone(), job.clone(), *group, act.clone());
        move |_: MouseEvent| match job.added_to(&scenario, group) {
            Ok((with, first)) => {
                act.emit(Action::Edit(Edit::Replace(Box::new(with))));
                act.emit(Action::SelectRequest(first));
                act.emit(Action::CloseDialog);
            }
            Err(problem) => act.emit(Action::Tell(Notice::failed(problem))),
        }
    };
    let add = match (group, variant.map(|variant| variant.calls.len())) {
        (Some(_), _) => "Change the requests".to_owned(),
        (None, Some(1)) => "Add 1 request".to_owned(),
        (None, Some(count)) => format!("Add {count} requests"),
        (None, None) => "Add the requests".to_owned(),
    };
    let works = variant.is_some_and(|variant| variant.decision == Decision::Allowed);
    html! {
        <footer>
            { button("button", "All jobs", props.on_back.reform(|_: MouseEvent| ())) }
            <span class="grow"></span>
            <button type="button" class="button" disabled={variant.is_none()} onclick={props.on_policy.reform(|_: MouseEvent| ())}>
                { if works { "Key policy for this job" } else { "Write the key policy for this job" } }
            </button>
            <button type="button" class="button primary" disabled={variant.is_none()} onclick={on_add}>{ add }</button>
        </footer>
    }
}
