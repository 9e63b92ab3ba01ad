//! The grants on the key, as a form and as JSON.

use std::rc::Rc;

use kms_playground::{Grant, GrantConstraints, Pairs, Scenario};
use yew::prelude::*;

use crate::components::{Controls, Editor, Picture, TextField, hint, icon, part};
use crate::panes::request::json_of;
use crate::state::{Action, Draft, DraftOf, Edit, Owner, Shared, Suggestions, View, is_service};

use super::super::grant_fields;
use super::super::request::view_switch;

#[derive(Properties, PartialEq)]
pub(super) struct GrantsProps {
    pub(super) scenario: Shared<Scenario>,
    /// On whose key they are.
    pub(super) owner: Owner,
    pub(super) suggestions: Shared<Suggestions>,
    pub(super) draft: Option<Rc<Draft>>,
    pub(super) view: View,
    pub(super) act: Callback<Action>,
}

/// The tab's content.
#[component]
pub(super) fn Grants(props: &GrantsProps) -> Html {
    let owner = props.owner;
    let grants = owner.grants(&props.scenario);
    let add = props.act.reform({
        let grants = grants.to_vec();
        move |_: MouseEvent| {
            let mut grants = grants.clone();
            grants.push(Grant { operations: vec!["Decrypt".to_owned()], ..Grant::default() });
            Action::Edit(Edit::Grants(owner, grants, None))
        }
    });
    let of = DraftOf::Grants(owner);
    let problem = props.draft.as_ref().filter(|draft| draft.of == of).and_then(|draft| draft.problem.clone());
    html! {
        <>
            <div class="levels row">
                <span class="grow hint">{ "Grants allow; they never deny." }</span>
                { view_switch("grants-view", props.view, &props.act.reform(Action::ShowGrantsAs)) }
            </div>
            if props.view == View::Json {
                { part!(Editor { id: "grants-json", label: "Grants as JSON", text: json_of(props.draft.as_deref(), of, &props.scenario), on_change: props.act.reform(move |text| Action::Draft(of, text)), on_undo: props.act.reform(|()| Action::Undo), on_redo: props.act.reform(|()| Action::Redo) }) }
                if let Some(problem) = problem {
                    <p class="problem levels" role="alert">{ problem }</p>
                }
            } else {
                <Controls>
                    <div class="grants">
                        if grants.is_empty() {
                            { hint("There is no grant on this key.") }
                        }
                        { for grants.iter().enumerate().map(|(index, grant)| view_grant(props, index, grant)) }
                        <div><button type="button" class="button small" onclick={add}>{ icon(Picture::Plus) }{ "Grant" }</button></div>
                    </div>
                </Controls>
            }
        </>
    }
}

fn view_grant(props: &GrantsProps, index: usize, grant: &Grant) -> Html {
    let number = index + 1;
    let id = |field: &str| format!("grant-{index}-{field}");
    let grantee =
        grant.grantee_principal.as_deref().or(grant.grantee_service_principal.as_deref()).unwrap_or_default();
    let retiring = grant
        .retiring_principal
        .as_deref()
        .or(grant.retiring_service_principal.as_deref())
        .unwrap_or_default();
    let constraints = grant.constraints.clone().unwrap_or_default();
    let remove = {
        let (owner, grants) = (props.owner, props.owner.grants(&props.scenario).to_vec());
        props.act.reform(move |_: MouseEvent| {
            let kept =
                grants.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, grant)| grant.clone());
            Action::Edit(Edit::Grants(owner, kept.collect(), None))
        })
    };
    let pending = {
        let change = change(props, index, "pending");
        let pending = grant.pending;
        move |_: Event| change.emit(Box::new(move |grant: &mut Grant| grant.pending = !pending))
    };
    html! {
        <section key={index} class="grant" aria-label={format!("Grant {number}")}>
            <div class="row">
                <h2 class="grow">{ format!("Grant {number}") }</h2>
                <button type="button" class="button quiet icon" aria-label={format!("Remove grant {number}")} onclick={remove}>{ icon(Picture::Trash) }</button>
            </div>
            { grant_fields::principal(&id("grantee"), "Grantee principal", grantee.to_owned(), &props.suggestions,
                text(props, index, "grantee", |grant, text| (grant.grantee_principal, grant.grantee_service_principal) = split(text))) }
            { grant_fields::operations(&id("operations"), &grant.operations, &change(props, index, "operations")
                .reform(|operations: Vec<String>| -> Change { Box::new(move |grant| grant.operations = operations) })) }
            { context(props, index, "Encryption context includes", "subset", constraints.encryption_context_subset.as_ref(),
                |constraints, pairs| constraints.encryption_context_subset = pairs) }
            { context(props, index, "Encryption context is exactly", "equals", constraints.encryption_context_equals.as_ref(),
                |constraints, pairs| constraints.encryption_context_equals = pairs) }
            <details class="disclosure">
                <summary>{ "Retiring principal, token, id" }</summary>
                <div class="columns-2">
                    { grant_fields::principal(&id("retiring"), "Retiring principal", retiring.to_owned(), &props.suggestions,
                        text(props, index, "retiring", |grant, text| (grant.retiring_principal, grant.retiring_service_principal) = split(text))) }
                    { part!(TextField {
                        id: id("issuing"),
                        label: "Issuing account",
                        value: grant.issuing_account.clone().unwrap_or_default(),
                        on_input: text(props, index, "issuing", |grant, text| grant.issuing_account = some(text)),
                    }) }
                    { part!(TextField {
                        id: id("id"),
                        label: "Grant ID",
                        value: grant.grant_id.clone().unwrap_or_default(),
                        on_input: text(props, index, "id", |grant, text| grant.grant_id = some(text)),
                    }) }
                    { part!(TextField {
                        id: id("token"),
                        label: "Grant token",
                        value: grant.grant_token.clone().unwrap_or_default(),
                        on_input: text(props, index, "token", |grant, text| grant.grant_token = some(text)),
                    }) }
                    { part!(TextField {
                        id: id("source"),
                        label: "Source ARN",
                        value: constraints.source_arn.clone().unwrap_or_default(),
                        on_input: text(props, index, "source", |grant, text| {
                            let constraints = grant.constraints.get_or_insert_default();
                            constraints.source_arn = some(text);
                            tidy(grant);
                        }),
                    }) }
                    <label class="check"><input type="checkbox" checked={grant.pending} onchange={pending} /><span>{ "So new that it works only with its token" }</span></label>
                </div>
            </details>
        </section>
    }
}

type Change = Box<dyn FnOnce(&mut Grant)>;

/// Changes one grant.
fn change(props: &GrantsProps, index: usize, field: &'static str) -> Callback<Change> {
    let (act, owner, grants) = (props.act.clone(), props.owner, props.owner.grants(&props.scenario).to_vec());
    Callback::from(move |change: Change| {
        let mut grants = grants.clone();
        if let Some(grant) = grants.get_mut(index) {
            change(grant);
        }
        act.emit(Action::Edit(Edit::Grants(owner, grants, Some(format!("{index}.{field}")))));
    })
}

fn text(
    props: &GrantsProps,
    index: usize,
    field: &'static str,
    set: fn(&mut Grant, String),
) -> Callback<String> {
    change(props, index, field)
        .reform(move |text: String| -> Change { Box::new(move |grant| set(grant, text)) })
}

fn context(
    props: &GrantsProps,
    index: usize,
    label: &'static str,
    field: &'static str,
    pairs: Option<&Pairs<String>>,
    set: fn(&mut GrantConstraints, Option<Pairs<String>>),
) -> Html {
    let change = change(props, index, field);
    let on_change = change.reform(move |pairs: Vec<(String, String)>| -> Change {
        Box::new(move |grant| {
            let constraints = grant.constraints.get_or_insert_default();
            set(constraints, Some(Pairs(pairs)).filter(|pairs| !pairs.is_empty()));
            tidy(grant);
        })
    });
    let pairs = pairs.map(|pairs| pairs.0.clone()).unwrap_or_default();
    grant_fields::context(format!("grant-{index}-{field}"), label, pairs, &props.suggestions, &on_change)
}

/// No constraints at all rather than empty ones.
fn tidy(grant: &mut Grant) {
    if grant.constraints.as_ref() == Some(&GrantConstraints::default()) {
        grant.constraints = None;
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// A service principal by its form, anything else as a principal.
fn split(text: String) -> (Option<String>, Option<String>) {
    if is_service(&text) { (None, some(text)) } else { (some(text), None) }
}
