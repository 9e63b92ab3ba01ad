//! The list of errors and findings: each leads to its place, and has what removes it: the fix of one, of all of its rule,
//! of all that need no look, and AWS's page about the matter.

use kms_playground::{EditReport, FindingReport, FixReport, Report, ReportSpan, Scenario, Severity};
use yew::prelude::*;

use crate::components::{IfEditable, Tone, button, mark_said, prose, small};
use crate::state::{Action, Edit, Line, Notice, PolicySlot, Shared};

use super::findings::Entry;

/// What is to be drawn.
pub(crate) struct Listed<'a> {
    pub(crate) entries: &'a [Entry],
    pub(crate) slot: PolicySlot,
    pub(crate) scenario: &'a Shared<Scenario>,
    pub(crate) report: &'a Report,
    pub(crate) act: &'a Callback<Action>,
}

/// The list.
pub(crate) fn listed(of: &Listed<'_>) -> Html {
    if of.entries.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="findings" aria-label="Errors and remarks">
            { above(of) }
            { for of.entries.iter().enumerate().map(|(index, entry)| view(of, index, entry)) }
        </ul>
    }
}

fn view(of: &Listed<'_>, index: usize, entry: &Entry) -> Html {
    let (tone, says) = match entry.severity {
        Severity::Error => (Tone::No, "Error"),
        Severity::SecurityWarning => (Tone::Open, "Security warning"),
        Severity::Warning => (Tone::Open, "Warning"),
        Severity::Suggestion => (Tone::HandsOn, "Suggestion"),
    };
    let (act, place) = (of.act.clone(), entry.place);
    let onclick = move |_| act.emit(Action::Point(place));
    html! {
        <li key={index}>
            <button type="button" {onclick}>
                <span>{ mark_said(tone, says) }</span>
                <span>
                    { format!("Line {}: ", entry.span.start.line) }{ prose(&entry.text) }
                    if let Some(help) = entry.help.as_ref() {
                        <small>{ prose(help) }</small>
                    }
                </span>
            </button>
            { cure(of, place.line) }
        </li>
    }
}

fn cure(of: &Listed<'_>, line: Line) -> Html {
    match line {
        Line::Finding(index) => of.report.findings.get(index).map(|finding| below(of, finding)),
        Line::Error(index) => below_error(of, index),
        _ => None,
    }
    .unwrap_or_default()
}

/// A fix in the form in which the editor takes it: what it does, then its edits.
pub(crate) fn for_editor(fix: &FixReport) -> String {
    let edits =
        fix.edits.iter().map(|edit| (edit.span.start.offset, edit.span.end.offset, edit.text.as_str()));
    serde_json::to_string(&(fix.title.replace('`', ""), edits.collect::<Vec<_>>())).unwrap_or_default()
}

/// Of the policy's findings those whose fix needs no look, of one rule or of all.
fn safe<'a>(of: &'a Listed<'_>, code: Option<&'a str>) -> impl Iterator<Item = &'a FindingReport> {
    let id = of.slot.to_string();
    of.report.findings.iter().filter(move |finding| {
        finding.policy == id
            && code.is_none_or(|code| code == finding.code)
            && finding.fix.as_ref().is_some_and(|fix| fix.is_safe)
    })
}

fn above(of: &Listed<'_>) -> Html {
    let count = safe(of, None).count();
    if count < 2 {
        return Html::default();
    }
    html! {
        <IfEditable>
            <li class="cure">{ button("button small", &format!("Fix all {count}"), fix_all(of, None, count)) }</li>
        </IfEditable>
    }
}

fn below(of: &Listed<'_>, finding: &FindingReport) -> Html {
    let text = of.slot.text(of.scenario).unwrap_or_default();
    let fixed = finding.fix.as_ref().and_then(|fix| Some((fix, replaced(text, &fix.edits)?)));
    let of_rule = safe(of, Some(&finding.code)).count();
    let is_safe = finding.fix.as_ref().is_some_and(|fix| fix.is_safe);
    html! {
        <p class="cure">
            if let Some((fix, text)) = fixed {
                <IfEditable>
                    <button type="button" class="button small" aria-label={format!("Fix: {}", fix.title.replace('`', ""))}
                        onclick={write(of, text, fix.title.clone())}>{ "Fix" }</button>
                    <small>
                        { prose(&fix.title) }
                        if !fix.is_safe {
                            { ". This may allow more or deny less than before." }
                        }
                    </small>
                    if is_safe && of_rule > 1 {
                        <button type="button" class="link-button" onclick={fix_all(of, Some(&finding.code), of_rule)}>{ small(&format!("Fix all {of_rule} of this kind")) }</button>
                    }
                </IfEditable>
            }
            if finding.source.starts_with("https://") {
                <a href={finding.source.to_string()} target="_blank" rel="noopener noreferrer">{ small("AWS documentation") }</a>
            }
        </p>
    }
}

/// Of an error that says which name was meant: that name in the place of the one that is there.
fn below_error(of: &Listed<'_>, index: usize) -> Option<Html> {
    let policy = of.report.policy(&of.slot.to_string())?;
    let error = policy.errors.get(index)?;
    let meant = meant(error.help.as_deref()?)?;
    let text = of.slot.text(of.scenario)?;
    let edit = EditReport { span: error.span, text: named(text, error.span, meant)? };
    let text = replaced(text, &[edit])?;
    let title = format!("Write `{meant}`.");
    Some(html! {
        <IfEditable>
            <p class="cure">
                <button type="button" class="button small" aria-label={format!("Fix: Write {meant}.")} onclick={write(of, text, title.clone())}>{ "Fix" }</button>
                <small>{ prose(&title) }</small>
            </p>
        </IfEditable>
    })
}

/// The name that the help proposes, if it proposes one and nothing else.
fn meant(help: &str) -> Option<&str> {
    let (meant, rest) = help.strip_prefix("write `")?.split_once('`')?;
    let is_name = meant.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | ':'));
    (is_name && (rest.is_empty() || rest == ": the case matters")).then_some(meant)
}

/// The name as it has to be written in this place, where a name in quotes stands; nothing where something else does.
fn named(text: &str, span: ReportSpan, name: &str) -> Option<String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (start, end) = (span.start.offset as usize, span.end.offset as usize);
    let quote = Some(&u16::from(b'"'));
    let within = units.get(start..end)?;
    if within.len() > 1 && within.first() == quote && within.last() == quote {
        return Some(format!("\"{name}\""));
    }
    let before = start.checked_sub(1).and_then(|before| units.get(before));
    (before == quote && units.get(end) == quote).then(|| name.to_owned())
}

/// Applies every fix that needs no look, until none is left.
fn fix_all(of: &Listed<'_>, code: Option<&str>, count: usize) -> Callback<MouseEvent> {
    let (slot, scenario, act) = (of.slot, of.scenario.clone(), of.act.clone());
    let code = code.map(str::to_owned);
    Callback::from(move |_| {
        let mut fixed = (*scenario).clone();
        fixed.fix_policies(|other| code.as_ref().is_some_and(|code| code != other));
        let text = slot.text(&fixed).unwrap_or_default().to_owned();
        change(&act, slot, text, format!("Fixed {count} findings."));
    })
}

fn write(of: &Listed<'_>, text: String, title: String) -> Callback<MouseEvent> {
    let (slot, act) = (of.slot, of.act.clone());
    Callback::from(move |_| change(&act, slot, text.clone(), format!("Fixed. {}", title.replace('`', ""))))
}

/// Puts the text in the policy's place as one step of undo, and says so.
fn change(act: &Callback<Action>, slot: PolicySlot, text: String, done: String) {
    act.emit(Action::Settle);
    act.emit(Action::Edit(Edit::PolicyText(slot, text)));
    act.emit(Action::Settle);
    act.emit(Action::Tell(Notice::undoable(done)));
}

/// The text with the edits, which are in its order; nothing if they do not fit it.
fn replaced(text: &str, edits: &[EditReport]) -> Option<String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut written = Vec::with_capacity(units.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (edit.span.start.offset as usize, edit.span.end.offset as usize);
        written.extend_from_slice(units.get(at..start)?);
        written.extend(edit.text.encode_utf16());
        at = end.max(start);
    }
    written.extend_from_slice(units.get(at..)?);
    String::from_utf16(&written).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::AppState;

    fn edit(start: u32, end: u32, text: &str) -> EditReport {
        let mut edit = EditReport { span: Default::default(), text: text.to_owned() };
        (edit.span.start.offset, edit.span.end.offset) = (start, end);
        edit
    }

    #[test]
    fn edits_are_counted_in_the_units_of_the_editor() {
        let edits = [edit(2, 3, "xy"), edit(4, 4, "z")];
        assert_eq!(replaced("🔑abc", &edits).as_deref(), Some("🔑xybzc"));
        assert_eq!(replaced("ab", &[edit(3, 4, "")]), None);
    }

    /// The page with this key policy.
    fn with(text: &str) -> AppState {
        let mut scenario = Scenario::default();
        PolicySlot::KEY_POLICY.set_text(&mut scenario, text.to_owned().into());
        AppState::new(scenario)
    }

    const SLIPS: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["kms:Encypt","kms:Decypt"],"Resource":"*"}}"#;

    #[test]
    fn each_fix_of_the_report_removes_its_finding() {
        let state = with(SLIPS);
        let findings = state.report.findings.iter();
        let findings: Vec<_> = findings.filter(|finding| finding.code == "unknownAction").collect();
        assert_eq!(findings.len(), 2);
        for finding in findings {
            let text = replaced(SLIPS, &finding.fix.as_ref().unwrap().edits).unwrap();
            let left = with(&text).report.findings.iter().filter(|left| left.code == finding.code).count();
            assert_eq!(left, 1, "{text}");
        }
    }

    #[test]
    fn an_error_that_knows_the_name_that_was_meant_is_mended_by_writing_it() {
        for (written, meant) in [("aws", "AWS"), ("allow", "Allow")] {
            let right = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:Encrypt","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"a"}}}}"#;
            let wrong = right.replacen(&format!("\"{meant}\""), &format!("\"{written}\""), 1);
            assert_ne!(wrong, right);
            let state = with(&wrong);
            let errors = &state.report.policy("keyPolicy").unwrap().errors;
            let mended = errors.iter().find_map(|error| {
                let meant = super::meant(error.help.as_deref()?)?;
                let edit = EditReport { span: error.span, text: named(&wrong, error.span, meant)? };
                replaced(&wrong, &[edit])
            });
            assert_eq!(mended.as_deref(), Some(right), "{errors:?}");
        }
    }

    #[test]
    fn a_help_that_leaves_a_choice_names_nothing() {
        for help in ["write `*` or an ARN", "write `Allow` or `Deny`, with a capital letter", "write `}`", ""]
        {
            assert_eq!(meant(help), None, "{help}");
        }
    }
}
