//! Two requests side by side: what differs between them, and what came of it.

mod fields;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use kms_playground::{Report, Request, RequestReport, Scenario, StatementReport, request_name};
use yew::prelude::*;

use crate::components::{
    Access, CopyButton, Modal, Select, hint, identifier, mark_said, paragraph, part, prose, use_access,
    value_of,
};
use crate::state::{Action, Dialog, Edit, Shared};

use fields::{Put, Row, rows};

use super::result::verdict_face;
use super::tones;

#[derive(Properties, PartialEq)]
pub(crate) struct ComparePaneProps {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) report: Shared<Report>,
    pub(crate) left: usize,
    pub(crate) right: usize,
    /// The address at which the two stand side by side.
    pub(crate) link: AttrValue,
    pub(crate) act: Callback<Action>,
}

/// The dialog.
#[component]
pub(crate) fn ComparePane(props: &ComparePaneProps) -> Html {
    let close = props.act.reform(|()| Action::CloseDialog);
    let differed = use_memo((props.left, props.right), |_| RefCell::new(BTreeSet::new()));
    let editable = use_access() == Access::Editable;
    let pair = |index: usize| Some((props.scenario.requests.get(index)?, props.report.requests.get(index)?));
    let (Some(left), Some(right)) = (pair(props.left), pair(props.right)) else {
        return html! { <Modal title="Two requests side by side" on_close={close}>{ paragraph("Add a second request first.") }</Modal> };
    };
    html! {
        <Modal title="Two requests side by side" class="large" on_close={close}>
            <div class="compare">
                <div class="compare-heads">
                    { head(props, "left", props.left, left.1) }
                    { head(props, "right", props.right, right.1) }
                </div>
                { requests(props, left.0, right.0, &differed, editable) }
                { statements(&props.report, left.1, right.1) }
                <div class="row"><span class="grow hint">{ "The link opens the two side by side." }</span>{ part!(CopyButton { label: "Copy link", text: props.link.clone() }) }</div>
            </div>
        </Modal>
    }
}

fn head(props: &ComparePaneProps, side: &'static str, index: usize, report: &RequestReport) -> Html {
    let other = if side == "left" { props.right } else { props.left };
    let on_change = props.act.reform(move |chosen: String| {
        let chosen = chosen.parse().unwrap_or(index);
        Action::Open(if side == "left" {
            Dialog::Compare(chosen, other)
        } else {
            Dialog::Compare(other, chosen)
        })
    });
    let choices = props.scenario.requests.iter().enumerate().map(|(index, request)| {
        (AttrValue::from(index.to_string()), AttrValue::from(request_name(request, index)))
    });
    html! {
        <div>
            { part!(Select {
                id: format!("compare-{side}"),
                aria_label: Some(AttrValue::from(format!("Request on the {side}"))),
                value: index.to_string(),
                choices: choices.collect::<Vec<_>>(),
                on_change,
            }) }
            { verdict_face(report) }
        </div>
    }
}

/// The fields of both requests, those that differ marked. A row that differed when the two were chosen keeps its place
/// while it is edited.
fn requests(
    props: &ComparePaneProps,
    left: &Request,
    right: &Request,
    differed: &RefCell<BTreeSet<String>>,
    editable: bool,
) -> Html {
    let rows = rows(left, right).into_iter().map(|row| {
        let Row { name, left, right, put } = row;
        let differs = left != right;
        if differs && let Ok(mut differed) = differed.try_borrow_mut() {
            differed.insert(name.clone());
        }
        let shown = differs || differed.try_borrow().is_ok_and(|differed| differed.contains(&name));
        let put = put.filter(|_| editable).map(Rc::new);
        let cell = |side: &'static str, index: usize, text: Option<String>| match &put {
            Some(put) => edited(props, side, index, &name, text, put),
            None => identifier(&text.unwrap_or_else(|| "not set".to_owned())),
        };
        let cells = [cell("left", props.left, left), cell("right", props.right, right)];
        let row = html! {
            <tr key={name.clone()} class={classes!(differs.then_some("differs"))}>
                <th scope="row">{ name }</th>
                { for cells.into_iter().map(|cell| html! { <td>{ cell }</td> }) }
            </tr>
        };
        (shown, row)
    });
    table("What they ask", rows.collect())
}

/// A text of one request that can be changed here.
fn edited(
    props: &ComparePaneProps,
    side: &'static str,
    index: usize,
    name: &str,
    text: Option<String>,
    put: &Rc<Put>,
) -> Html {
    let Some(request) = props.scenario.requests.get(index).cloned() else { return Html::default() };
    let (put, field) = (Rc::clone(put), name.to_owned());
    let oninput = props.act.reform(move |event: InputEvent| {
        let mut changed = request.clone();
        put(&mut changed, value_of(event.target()).replace('\n', ""));
        Action::Edit(Edit::Request(index, Box::new(changed), Some(field.clone())))
    });
    html! {
        <textarea class="input" rows="1" aria-label={format!("{name}, request on the {side}")} placeholder="not set" value={text.unwrap_or_default()} autocomplete="off" spellcheck="false" autocapitalize="off" {oninput} />
    }
}

/// The rows that differ; those that do not are folded away below them.
fn table(caption: &'static str, rows: Vec<(bool, Html)>) -> Html {
    let (differing, same): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(differs, _)| *differs);
    let says = match same.len() {
        1 => "1 row is the same".to_owned(),
        count => format!("{count} rows are the same"),
    };
    let body =
        |rows: Vec<(bool, Html)>| html! { <tbody>{ for rows.into_iter().map(|(_, row)| row) }</tbody> };
    html! {
        <section>
            if differing.is_empty() {
                <h3>{ caption }</h3>
                { hint("Nothing differs.") }
            } else {
                <table class="side-by-side"><caption>{ caption }</caption>{ body(differing) }</table>
            }
            if !same.is_empty() {
                <details class="disclosure">
                    <summary>{ says }</summary>
                    <table class="side-by-side" aria-label={format!("{caption}: the same")}>{ body(same) }</table>
                </details>
            }
        </section>
    }
}

/// What became of each statement for both, those that differ marked.
fn statements(report: &Report, left: &RequestReport, right: &RequestReport) -> Html {
    let all = |request: &'_ RequestReport| -> Vec<StatementReport> {
        request.checks.iter().flat_map(|check| check.statements.clone()).collect()
    };
    let (left, right) = (all(left), all(right));
    let rows = left.iter().filter_map(|one| {
        let other = right.iter().find(|other| other.policy == one.policy && other.index == one.index)?;
        let policy = report.policy(&one.policy)?;
        let summary = policy.statements.get(one.index)?;
        let effect = summary.effect;
        let name = summary.sid.clone().unwrap_or_else(|| format!("statement {}", one.index + 1));
        let differs = one.outcome != other.outcome || one.decided != other.decided;
        let cell = |statement: &StatementReport| html! {
            <td>{ mark_said(tones::of_statement(statement.outcome, effect), tones::word(statement.outcome)) }{ " " }{ prose(&statement.text) }</td>
        };
        let row = html! {
            <tr class={classes!(differs.then_some("differs"))}>
                <th scope="row">{ format!("{} · {name}", policy.name) }</th>
                { cell(one) }
                { cell(other) }
            </tr>
        };
        Some((differs, row))
    });
    table("What the statements say", rows.collect())
}
