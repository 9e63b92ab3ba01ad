//! The key policy for jobs: the statements that the policy lacks, or a whole new policy; each with what it is for and
//! what its conditions keep out, and what changes for the requests that are there.

use kms_playground::job::{
    IdentityPolicy, JobChoice, JobOutcome, NewPolicy, StatementReason, extend_key_policy,
    with_written_policy, write_without_findings,
};
use kms_playground::{FindingReport, Note, Scenario, Severity, decide, request_name};
use yew::prelude::*;

use crate::components::{
    CopyButton, TextField, button, h3, hint, mark, paragraph, part, place, prose, prose_item, prose_line,
};
use crate::parts;
use crate::state::{Action, Edit, Notice, Shared};

use super::super::tones;
use super::choice::on_key;

/// For which jobs, and what leads elsewhere.
#[derive(Clone, Properties, PartialEq)]
pub(crate) struct JobPolicyProps {
    pub(super) scenario: Shared<Scenario>,
    /// Which key; see [`on_key`].
    pub(super) on_key: usize,
    pub(super) choices: Vec<JobChoice>,
    pub(super) first: NodeRef,
    pub(super) on_back: Callback<()>,
    pub(super) on_another: Callback<()>,
    pub(super) act: Callback<Action>,
}

/// Draws the key policy for jobs. It is in another part than the other steps of the dialog.
pub(crate) fn job_policy(props: &JobPolicyProps) -> Html {
    place::<JobPolicy>(props.clone())
}

/// What is proposed.
#[derive(PartialEq)]
struct Proposal {
    /// With the policies in place.
    after: Scenario,
    /// What is new, to be read and copied: statement by statement, or the policy as a whole.
    texts: Vec<String>,
    statements: Vec<StatementReason>,
    identity_policies: Vec<IdentityPolicy>,
    notes: Vec<Note>,
    jobs: Vec<JobOutcome>,
    passes_lockout_check: bool,
    /// Those of the key policy that are more than suggestions.
    findings: Vec<FindingReport>,
}

/// The preview.
#[component]
pub(super) fn JobPolicy(props: &JobPolicyProps) -> Html {
    let is_new = use_state_eq(|| false);
    let administrators = use_state_eq(String::new);
    let proposal = {
        let asked =
            (*is_new, (*administrators).clone(), props.choices.clone(), props.scenario.clone(), props.on_key);
        use_memo(asked, |(is_new, administrators, choices, scenario, key)| {
            let scenario = on_key(scenario, *key);
            match is_new {
                true => anew(administrators, choices, &scenario),
                false => extended(choices, &scenario),
            }
        })
    };
    let on_administrators = {
        let administrators = administrators.clone();
        Callback::from(move |text| administrators.set(text))
    };
    let way = |new: bool, label: &'static str, about: &'static str| {
        let (handle, current) = (is_new.clone(), *is_new == new);
        html! {
            <div class={classes!("arrival", current.then_some("current"))}>
                <label>
                    <input type="radio" name="job-policy-way" checked={current} onchange={move |_: Event| handle.set(new)} />
                    <span>{ label }<small>{ about }</small></span>
                </label>
            </div>
        }
    };
    html! {
        <>
            <div class="job-body">
                <section class="job-form" aria-label="What to write">
                    <h3 tabindex="-1" ref={props.first.clone()}>{ "For these jobs" }</h3>
                    <ul class="plain">{ for props.choices.iter().map(|choice| html! { <li>{ format!("{}: {}", choice.service, choice.job) }</li> }) }</ul>
                    <p>{ button("button small", "Another job as well", props.on_another.reform(|_: MouseEvent| ())) }</p>
                    <fieldset class="field">
                        <legend>{ "What to write" }</legend>
                        <div class="arrivals">
                            { way(false, "Add the missing statements", "The key policy stays as it is otherwise.") }
                            { way(true, "Write a new key policy", "For these jobs and nothing else; it replaces the key policy.") }
                        </div>
                    </fieldset>
                    if *is_new {
                        { part!(TextField {
                            id: "job-administrators",
                            label: "Administrators",
                            value: (*administrators).clone(),
                            placeholder: "ARNs of users and roles",
                            hint: "Separated by spaces. Without any, IAM policies of the account decide who administers the key.",
                            on_input: on_administrators,
                        }) }
                    }
                </section>
                <section class="job-calls" aria-label="Preview" tabindex="0">
                    { match &*proposal {
                        Ok(proposal) => preview(proposal, &on_key(&props.scenario, props.on_key)),
                        Err(problem) => html! { <p class="problem" role="status">{ problem }</p> },
                    } }
                </section>
            </div>
            { footer(props, (*proposal).as_ref().ok()) }
        </>
    }
}

fn extended(choices: &[JobChoice], scenario: &Scenario) -> Result<Proposal, String> {
    let extension = extend_key_policy(choices, scenario).map_err(|error| error.to_string())?;
    let (texts, statements) = extension.statements.into_iter().unzip();
    Ok(Proposal {
        after: extension.scenario,
        texts,
        statements,
        identity_policies: extension.identity_policies,
        notes: extension.notes,
        jobs: extension.jobs,
        passes_lockout_check: extension.passes_lockout_check,
        findings: Vec::new(),
    })
}

fn anew(administrators: &str, choices: &[JobChoice], scenario: &Scenario) -> Result<Proposal, String> {
    let new = NewPolicy {
        key: scenario.key.arn.clone(),
        administrators: administrators
            .split([' ', ',', '\n'])
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect(),
        users: Vec::new(),
        jobs: choices.to_vec(),
    };
    let written = write_without_findings(&new).map_err(|error| error.to_string())?;
    let after = with_written_policy(&written, scenario);
    let findings = parts::review(&after).unwrap_or_default();
    let counts =
        |finding: &FindingReport| finding.policy == "keyPolicy" && finding.severity != Severity::Suggestion;
    Ok(Proposal {
        findings: findings.into_iter().filter(counts).collect(),
        texts: vec![written.key_policy.text().to_owned()],
        statements: written.statements,
        identity_policies: written.identity_policies,
        notes: written.notes,
        jobs: written.jobs,
        passes_lockout_check: written.passes_lockout_check,
        after,
    })
}

fn preview(proposal: &Proposal, before: &Scenario) -> Html {
    let Proposal { texts, statements, identity_policies, notes, jobs, .. } = proposal;
    let conditions = |reason: &StatementReason| {
        let kept = reason.conditions.iter().filter(|condition| condition.verified);
        html! { { for kept.map(|condition| html! { <li><code>{ &condition.key }</code>{ " " }{ prose(&condition.text) }</li> }) } }
    };
    html! {
        <>
            { for jobs.iter().map(|job| html! {
                <div class={classes!("job-verdict", tones::class(job.decision))} role="status">
                    <strong>{ mark(tones::of_decision(job.decision)) }{ format!(" {}: {}", job.service, job.job) }</strong>
                    <p>{ "With this: " }{ prose(&job.summary) }</p>
                </div>
            }) }
            if texts.is_empty() {
                { paragraph("The key policy has every statement that this needs.") }
            }
            { for texts.iter().map(|text| html! { <pre class="new-text" tabindex="0" aria-label="New text of the key policy">{ text }</pre> }) }
            { for statements.iter().map(|reason| html! {
                <div class="statement-reason">
                    { h3(&reason.sid) }
                    <ul class="plain">
                        { for reason.reasons.iter().map(|text| prose_item(text)) }
                        { conditions(reason) }
                    </ul>
                </div>
            }) }
            { for identity_policies.iter().map(|policy| html! {
                <>
                    { h3("Identity-based policy") }
                    { prose_line(&format!("`{}` needs this policy as well.", policy.principal)) }
                    <pre class="new-text" tabindex="0" aria-label="New identity-based policy">{ policy.policy.text() }</pre>
                </>
            }) }
            { changes(before, &proposal.after) }
            if !proposal.passes_lockout_check {
                <p class="problem">{ "With this policy nobody of the account could change the key policy again: KMS would reject it unless the lockout check is bypassed." }</p>
            }
            if !proposal.findings.is_empty() || !notes.is_empty() {
                { h3("Good to know") }
                <ul class="plain hint">
                    { for proposal.findings.iter().map(|finding| prose_item(&finding.text)) }
                    { for notes.iter().map(|note| prose_item(&note.text)) }
                </ul>
            }
        </>
    }
}

/// The requests of the scenario whose decision changes.
fn changes(before: &Scenario, after: &Scenario) -> Html {
    if before.requests.is_empty() {
        return Html::default();
    }
    let decisions = decide(before).into_iter().zip(decide(after));
    let lines = before.requests.iter().enumerate().zip(decisions).filter(|(_, (was, is))| was != is);
    let lines: Vec<Html> = lines
        .map(|((at, request), (was, is))| {
            html! { <li>{ format!("{}: {}, now {}", request_name(request, at), was.label(), is.label()) }</li> }
        })
        .collect();
    html! {
        <>
            { h3("Your requests") }
            if lines.is_empty() {
                { hint("The decision of every request in the list stays the same.") }
            }
            <ul class="plain">{ for lines }</ul>
        </>
    }
}

fn footer(props: &JobPolicyProps, proposal: Option<&Proposal>) -> Html {
    let apply =
        proposal.filter(|it| !it.texts.is_empty() || !it.identity_policies.is_empty()).map(|proposal| {
            let after = on_key(&proposal.after, props.on_key);
            let label = match (proposal.texts.is_empty(), proposal.identity_policies.is_empty()) {
                (false, false) => "Apply to both policies",
                _ => "Apply",
            };
            let act = props.act.clone();
            let onclick = move |_: MouseEvent| {
                act.emit(Action::Edit(Edit::Replace(Box::new(after.clone()))));
                act.emit(Action::CloseDialog);
                act.emit(Action::Tell(Notice::undoable("The policies for this job are in place.")));
            };
            button("button primary", label, onclick)
        });
    let text = proposal.map(|proposal| proposal.texts.join(",\n")).unwrap_or_default();
    html! {
        <footer>
            { button("button", "Back to the job", props.on_back.reform(|_: MouseEvent| ())) }
            <span class="grow"></span>
            if !text.is_empty() {
                { part!(CopyButton { label: "Copy", text }) }
            }
            { for apply }
        </footer>
    }
}
