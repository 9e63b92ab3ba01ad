//! Our own: a scenario, a case file, and a link that carries one.

use kms_policy::Span;

use super::detect::is_scenario;
use super::draft::Draft;
use super::result::ImportKind;
use super::text::{Text, to_u32};
use crate::case_file::scenario_inside;
use crate::report::Note;
use crate::report::codes::ImportCode;
use crate::scenario::Scenario;
use crate::share::Fragment;

/// How many links of a text are tried.
const MAX_LINKS: usize = 20;

/// Reads a scenario or a link; says whether the text is meant as one.
pub(super) fn read(draft: &mut Draft, pasted: &str, bare: &Text) -> bool {
    scenario(draft, pasted) || link(draft, bare)
}

fn scenario(draft: &mut Draft, pasted: &str) -> bool {
    if let Some((start, json)) = scenario_inside(pasted) {
        return opened(draft, &json, Span::new(to_u32(start), to_u32(pasted.len())));
    }
    let trimmed = pasted.trim_start_matches('\u{feff}').trim();
    // Behind a fence of Markdown, or whatever stands around it.
    let inside = trimmed.find('{').zip(trimmed.rfind('}')).and_then(|(start, end)| trimmed.get(start..=end));
    let Some(json) = [Some(trimmed), inside].into_iter().flatten().find(|text| is_scenario(text)) else {
        return false;
    };
    let start = pasted.find(json).unwrap_or_default();
    opened(draft, json, Span::new(to_u32(start), to_u32(start + json.len())))
}

fn opened(draft: &mut Draft, json: &str, span: Span) -> bool {
    match Scenario::from_json(json) {
        Ok(scenario) => {
            let count = scenario.requests.len();
            draft.recognise(ImportKind::Scenario, span, format!("A scenario with {count} requests."));
            draft.scenario = Some((Box::new(scenario), span));
        }
        Err(error) => {
            let text = format!("This scenario cannot be read: {error}");
            draft.notes.push(Note::new(ImportCode::ScenarioUnreadable, text));
        }
    }
    true
}

fn link(draft: &mut Draft, bare: &Text) -> bool {
    let all = bare.as_str();
    let starts = all.match_indices('#').map(|(at, _)| at);
    let bare_form = all.trim_start().starts_with("s=1.").then(|| all.len() - all.trim_start().len());
    for start in bare_form.into_iter().chain(starts).take(MAX_LINKS) {
        let rest = all.get(start..).unwrap_or_default();
        let end = rest
            .find(|it: char| it.is_whitespace() || matches!(it, '"' | '<' | '>' | '`' | ')'))
            .unwrap_or(rest.len());
        let fragment = rest.get(..end).unwrap_or_default();
        if !["s=1.", "example=", "policy=", "action=", "principal=", "key="]
            .iter()
            .any(|it| fragment.contains(it))
        {
            continue;
        }
        let span = bare.span(start, start + end);
        match Fragment::parse(fragment).scenario() {
            Ok(Some(shared)) => {
                draft.recognise(ImportKind::Link, span, "A link of the playground.");
                draft.notes.extend(shared.assumptions);
                draft.scenario = Some((Box::new(shared.scenario), span));
                return true;
            }
            Ok(None) => {}
            Err(error) => {
                draft.notes.push(Note::new(
                    ImportCode::LinkUnreadable,
                    format!("This link cannot be read: {error}"),
                ));
                return true;
            }
        }
    }
    false
}
