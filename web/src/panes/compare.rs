//! Two requests side by side: what differs between them, and what came of it.

use kms_playground::{Report, Request, RequestReport, Scenario, StatementReport, request_name};
use serde_json::Value;
use yew::prelude::*;

use crate::components::{Identifier, Mark, Modal, Prose, Select};
use crate::state::{Action, Dialog, Shared};

use super::result::verdict_face;
use super::tones;

#[derive(Properties, PartialEq)]
pub(crate) struct ComparePaneProps {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) report: Shared<Report>,
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) act: Callback<Action>,
}

/// The dialog.
#[component]
pub(crate) fn ComparePane(props: &ComparePaneProps) -> Html {
    let close = props.act.reform(|()| Action::CloseDialog);
    let pair = |index: usize| Some((props.scenario.requests.get(index)?, props.report.requests.get(index)?));
    let (Some(left), Some(right)) = (pair(props.left), pair(props.right)) else {
        return html! { <Modal title="Two requests side by side" on_close={close}><p>{ "Add a second request first." }</p></Modal> };
    };
    html! {
        <Modal title="Two requests side by side" class="large" on_close={close}>
            <div class="compare">
                <div class="compare-heads">
                    { head(props, "left", props.left, left.1) }
                    { head(props, "right", props.right, right.1) }
                </div>
                { requests(left.0, right.0) }
                { statements(&props.report, left.1, right.1) }
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
            <Select id={format!("compare-{side}")} aria_label={Some(AttrValue::from(format!("Request on the {side}")))} value={index.to_string()} choices={choices.collect::<Vec<_>>()} {on_change} />
            { verdict_face(report) }
        </div>
    }
}

/// The fields of both requests, those that differ marked.
fn requests(left: &Request, right: &Request) -> Html {
    let fields = |request: &Request| match serde_json::to_value(request) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (left, right) = (fields(left), fields(right));
    let mut rows: Vec<(String, String, String)> = Vec::new();
    for name in left.keys().chain(right.keys().filter(|name| !left.contains_key(*name))) {
        if matches!(name.as_str(), "name" | "expect") {
            continue;
        }
        match (left.get(name), right.get(name)) {
            (Some(Value::Object(one)), other) => {
                nested(&mut rows, one, other.and_then(Value::as_object), name);
            }
            (None, Some(Value::Object(other))) => {
                nested(&mut rows, &serde_json::Map::new(), Some(other), name);
            }
            (one, other) => rows.push((word(name).to_owned(), written(one), written(other))),
        }
    }
    let rows = rows.into_iter().map(|(name, left, right)| {
        let differs = left != right;
        let row = html! {
            <tr key={name.clone()} class={classes!(differs.then_some("differs"))}>
                <th scope="row"><Identifier text={name} /></th>
                <td><Identifier text={left} /></td>
                <td><Identifier text={right} /></td>
            </tr>
        };
        (differs, row)
    });
    table("What they ask", rows.collect())
}

/// A field in the words of the form; the name of the JSON for what the form has no word for.
fn word(field: &str) -> &str {
    match field {
        "principal" => "Who calls",
        "sessionIssuer" => "Role behind the session",
        "action" => "Operation",
        "viaService" => "Through",
        "sourceArn" => "On behalf of",
        "sourceAccount" => "On behalf of the account",
        "encryptionContext" => "Encryption context",
        "destinationEncryptionContext" => "Encryption context of the destination",
        "destinationKeyId" => "Destination key",
        "keyId" => "Key",
        "grantTokens" => "Grant tokens",
        "parameters" => "Parameter",
        "context" => "Context key",
        "job" => "Job",
        other => other,
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
                <p class="hint">{ "Nothing differs." }</p>
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

type Fields = serde_json::Map<String, Value>;

fn nested(rows: &mut Vec<(String, String, String)>, left: &Fields, right: Option<&Fields>, name: &str) {
    let empty = Fields::new();
    let right = right.unwrap_or(&empty);
    for key in left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))) {
        rows.push((format!("{}: {key}", word(name)), written(left.get(key)), written(right.get(key))));
    }
}

fn written(value: Option<&Value>) -> String {
    match value {
        None => "not set".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
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
            <td><Mark tone={tones::of_statement(statement.outcome, effect)} says={tones::word(statement.outcome)} />{ " " }<Prose text={statement.text.clone()} /></td>
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
