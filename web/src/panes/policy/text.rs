//! One policy's text in the editor, with everything that the report says about it drawn in.

use kms_playground::{Report, ReportSpan, Scenario, Severity, StatementReport};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::{
    Completions, Editor, EditorMarks, IfEditable, RangeMark, Reveal, StatementMark, button, part,
};
use crate::parts;
use crate::state::{
    Action, Base, Dialog, Edit, Given, Line, OnTab, Paste, Place, PolicySlot, Role, Shared, cause_in,
    format_json,
};

use super::super::tones;
use super::findings;
use super::fixes::Listed;

#[derive(Properties, PartialEq)]
pub(super) struct PolicyTextProps {
    pub(super) slot: PolicySlot,
    pub(super) report: Shared<Report>,
    pub(super) scenario: Shared<Scenario>,
    pub(super) request: usize,
    /// Whether nothing of the scenario is the person's own.
    pub(super) is_example: bool,
    pub(super) wrap: bool,
    pub(super) place: Option<Place>,
    pub(super) by_cursor: bool,
    /// The version that edits are compared with.
    pub(super) base: Base,
    pub(super) completions: Completions,
    pub(super) act: Callback<Action>,
}

/// The editor with its status line and the list of what is wrong.
#[component]
pub(super) fn PolicyText(props: &PolicyTextProps) -> Html {
    let PolicyTextProps {
        slot,
        report,
        scenario,
        request,
        is_example,
        wrap,
        place,
        by_cursor,
        base,
        completions,
        act,
    } = props;
    let (slot, is_example, wrap) = (*slot, *is_example, *wrap);
    let text = AttrValue::from(slot.text(scenario).unwrap_or_default().to_owned());
    let is_empty = text.trim().is_empty();
    let pointed = place.filter(|place| place.policy == slot && !by_cursor);
    let span = pointed.and_then(|place| place.span(report, *request));
    let marks = use_memo((report.clone(), *request, span, slot), |(report, request, span, slot)| {
        marks(report, *request, *slot, pointed.map(|place| place.line), *span)
    });
    let visit = {
        // Another request: what decided it comes into view. Typing and the first look at a policy scroll nothing.
        let last = use_mut_ref(|| (*request, None));
        let mut last = last.borrow_mut();
        if last.0 != *request {
            let place = report.requests.get(*request).and_then(|of| cause_in(of, slot));
            let span = place.and_then(|place| place.span(report, *request));
            *last = (*request, span.map(|span| (*request, reveal(span))));
        }
        last.1
    };
    let on_change = act.reform(move |text| Action::Edit(Edit::PolicyText(slot, text)));
    let on_format = {
        let (act, text) = (act.clone(), text.clone());
        Callback::from(move |()| {
            // A step of its own, also right after typing: undo first takes back the layout.
            act.emit(Action::Settle);
            act.emit(Action::Edit(Edit::PolicyText(slot, format_json(&text))));
            act.emit(Action::Settle);
        })
    };
    let on_paste = {
        let (act, scenario) = (act.clone(), scenario.clone());
        Callback::from(move |(text, whole): (String, bool)| {
            if whole && slot == PolicySlot::KEY_POLICY && parts::readers().is_none() {
                // What reads it is still on its way; if it does not come, the text is taken as it is.
                let (act, scenario) = (act.clone(), scenario.clone());
                spawn_local(async move {
                    let given = Given::of(&scenario, is_example);
                    let readers = parts::fetch_readers().await;
                    let read = readers.map(|readers| (readers.pasted)(&text, given, slot, Paste::Over));
                    let read = read.unwrap_or_default();
                    let as_it_is = read.is_empty().then(|| Action::Edit(Edit::PolicyText(slot, text)));
                    read.into_iter().chain(as_it_is).for_each(|action| act.emit(action));
                });
                return true;
            }
            let Some(readers) = parts::readers() else { return false };
            let way = if whole { Paste::Over } else { Paste::Within };
            let actions = (readers.pasted)(&text, Given::of(&scenario, is_example), slot, way);
            let taken = !actions.is_empty();
            actions.into_iter().for_each(|action| act.emit(action));
            taken
        })
    };
    let format = on_format.reform(|_: MouseEvent| ());
    let cursor = use_state_eq(|| 0_u32);
    let on_cursor = {
        let (act, cursor) = (act.clone(), cursor.clone());
        Callback::from(move |offset| {
            cursor.set(offset);
            act.emit(Action::Cursor(slot, offset));
        })
    };
    let label =
        report.policy(&slot.to_string()).map_or_else(|| slot.kind().to_owned(), |policy| policy.name.clone());
    html! {
        <>
            { part!(Editor { id: format!("text-{}", slot.to_string().replace('/', "-")), label: format!("Text of the {label}"), text: text.clone(), marks: marks, completions: completions.clone(), reveal: span.map(reveal), visit, on_change, on_cursor, on_undo: act.reform(|()| Action::Undo), on_redo: act.reform(|()| Action::Redo), on_format, on_paste: Some(on_paste), wrap, placeholder: (slot == PolicySlot::KEY_POLICY).then_some(INVITATION) }) }
            if is_empty && slot == PolicySlot::KEY_POLICY {
                <IfEditable>
                    { button("button small invite", "Paste a text", act.reform(|_: MouseEvent| Action::Open(Dialog::Paste))) }
                </IfEditable>
            }
            if let Some(later) = parts::later().filter(|_| !is_empty) {
                { (later.listed)(&Listed { entries: &findings::of(report, slot), slot, scenario, report, act }) }
            }
            if let Some(part) = parts::analysis().filter(|_| slot == PolicySlot::KEY_POLICY) {
                { (part.guard)(scenario, report, base, act) }
            }
            <div class="status-line">
                <span>{ line_and_column(&text, *cursor) }</span>
                <span>{ size(slot, text.len()) }</span>
                if slot.role == Role::KeyPolicy && text.len() > LIMIT {
                    if let Some(later) = parts::later() {
                        { (later.over_the_limit)(slot, &text, act) }
                    }
                }
                if !is_empty {
                    { findings::summary(report, slot) }
                }
                <span class="end">
                    <button type="button" class="button quiet small" aria-pressed={wrap.to_string()}
                        onclick={act.reform(move |_: MouseEvent| Action::Wrap(!wrap))}>{ "Wrap lines" }</button>
                    <IfEditable>{ button("button quiet small", "Format", format) }</IfEditable>
                </span>
            </div>
        </>
    }
}

/// What an empty key policy shows.
const INVITATION: &str = "Paste a key policy, what aws kms get-key-policy prints, or a single statement.";

/// Where an offset in UTF-16 units lies, for the status line.
fn line_and_column(text: &str, offset: u32) -> String {
    let (mut line, mut column) = (1, 1);
    for unit in text.encode_utf16().take(offset as usize) {
        (line, column) = if unit == u16::from(b'\n') { (line + 1, 1) } else { (line, column + 1) };
    }
    format!("Line {line}, column {column}")
}

/// The most bytes that a key policy can have.
const LIMIT: usize = 32 * 1024;

pub(super) fn kilobytes(bytes: usize) -> String {
    let tenths = bytes * 10 / 1024;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The size; of key policies against KMS's own limit of 32 KB.
fn size(slot: PolicySlot, bytes: usize) -> String {
    let limit = if slot.role == Role::KeyPolicy { "of 32 KB" } else { "KB" };
    format!("{} {limit}", kilobytes(bytes))
}

const fn reveal(span: ReportSpan) -> Reveal {
    Reveal { from: span.start.offset, to: span.end.offset }
}

fn marks(
    report: &Report,
    request: usize,
    slot: PolicySlot,
    line: Option<Line>,
    span: Option<ReportSpan>,
) -> EditorMarks {
    let id = slot.to_string();
    let Some(policy) = report.policy(&id) else { return EditorMarks::default() };
    let checks = report.requests.get(request).map(|request| request.checks.as_slice()).unwrap_or_default();
    let statements = policy.statements.iter().filter_map(|summary| {
        let outcomes = checks.iter().flat_map(|check| &check.statements);
        let outcome =
            strongest(outcomes.filter(|outcome| outcome.policy == id && outcome.index == summary.index))?;
        let tone = tones::of_statement(outcome.outcome, summary.effect);
        Some(StatementMark {
            from: summary.span.start.offset,
            to: summary.span.end.offset,
            glyph: tone.glyph(),
            tone: tone.class(),
            title: outcome.text.clone(),
            decided: outcome.decided,
        })
    });
    let kind = if matches!(line, Some(Line::Statement(_))) { "statement" } else { "value" };
    EditorMarks {
        diagnostics: findings::of(report, slot)
            .iter()
            .filter(|entry| !entry.is_about_nothing())
            .map(findings::Entry::diagnostic)
            .collect(),
        statements: statements.collect(),
        ranges: span
            .map(|span| RangeMark { from: span.start.offset, to: span.end.offset, kind })
            .into_iter()
            .collect(),
    }
}

/// Of a statement's outcomes in several checks the one that decided, else the last that says most.
fn strongest<'a>(outcomes: impl Iterator<Item = &'a StatementReport>) -> Option<&'a StatementReport> {
    outcomes.reduce(|one, other| if other.decided && !one.decided { other } else { one })
}

/// The editor's word for how grave something is.
pub(super) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::SecurityWarning | Severity::Warning => "warning",
        Severity::Suggestion => "info",
    }
}
