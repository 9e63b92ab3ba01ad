//! The state as the fragment of an address, and the other way round.

use kms_playground::{
    Assumed, Detail, Fragment, LinkError, Report, Scenario, Shared as Link, Theme as LinkTheme, first_report,
    first_scenario,
};

use crate::parts::{self, example};

use super::{Action, AppState, Dialog, Extent, Loaded, Notice, Part, Presentation, Shared, Theme};

/// The page as an address opens it.
pub(crate) fn opened(fragment: &Fragment, first: fn() -> Scenario) -> AppState {
    let mut unread = None;
    let mut loaded = match fragment.scenario_with(example) {
        Ok(Some(link)) => from_link(link),
        Ok(None) => Loaded { scenario: first(), request: 0, from_address: true, notice: None },
        Err(error) => {
            unread = Some(error.to_string().into());
            // Beside somebody's words an example of ours would be taken for theirs.
            if fragment.embed { from_damaged(error, Scenario::default) } else { from_damaged(error, first) }
        }
    };
    let mut state = AppState::new(std::mem::take(&mut loaded.scenario));
    state.unread = unread;
    state.theme = theme_of(fragment);
    state.apply(Action::Present(Presentation::of(fragment)));
    if fragment.embed {
        // Where there is room for one of both: an example in a text is about its policy.
        state.left = Part::Policy;
    }
    let request = fragment.request.map_or(0, |number| number.saturating_sub(1));
    state.apply(Action::SelectRequest(request));
    // To a reader who is asked it would tell a decision.
    let drifted = || drifted(&fragment.scenario_with(example).ok()??, &state.report);
    let notice = loaded.notice.or_else(|| if fragment.ask { None } else { drifted() });
    state.notice = with_remark(notice, fragment, &state.scenario);
    if let Some(dialog) = compared(fragment) {
        state.apply(dialog);
    }
    if let Some(preview) = preview_of(fragment) {
        state.apply(preview);
    }
    state
}

/// The page at an address that nothing reads: it asks for colours alone, or what reads it could not be fetched.
pub(crate) fn opened_unread(fragment: &Fragment) -> AppState {
    let is_whole = !parts::needs_records(fragment);
    // Beside somebody's words an example of ours would be taken for theirs.
    let mut state = if fragment.embed {
        AppState::new(Scenario::default())
    } else {
        AppState::with_report(Shared::new(first_scenario()), Shared::new(first_report()))
    };
    state.theme = theme_of(fragment);
    state.visit.is_first = is_whole;
    if !is_whole {
        state.presentation = Presentation::of(fragment);
        state.unread = Some(parts::UNREACHABLE.into());
        state.notice = Some(Notice::failed(parts::UNREACHABLE));
    }
    state
}

/// What an address asks for when it changes under an open page.
pub(crate) fn loaded_from(fragment: &Fragment) -> Vec<Action> {
    let request = fragment.request.map_or(0, |number| number.saturating_sub(1));
    let mut actions = vec![Action::SetTheme(theme_of(fragment)), Action::Present(Presentation::of(fragment))];
    match fragment.scenario_with(example) {
        Ok(Some(link)) => {
            let drifted = drifted(&link, &kms_playground::run_without_findings(&link.scenario, Detail::None));
            let loaded = from_link(link);
            let notice = with_remark(loaded.notice.clone().or(drifted), fragment, &loaded.scenario);
            actions.push(Action::Load(Box::new(Loaded { request, notice, ..loaded })));
        }
        Ok(None) => {
            actions.push(Action::SelectRequest(request));
            actions.extend(fragment.remark(None).map(|remark| Action::Tell(Notice::failed(remark))));
        }
        Err(error) => return vec![Action::Tell(Notice::failed(sentence(&error)))],
    }
    actions.extend(compared(fragment));
    actions.extend(preview_of(fragment));
    actions
}

/// Two requests that a link shows side by side; not to a reader who is asked, to whom it would tell decisions.
fn compared(fragment: &Fragment) -> Option<Action> {
    let (left, right) = fragment.compare.filter(|_| !fragment.ask)?;
    Some(Action::Open(Dialog::Compare(left - 1, right - 1)))
}

/// A text that a link brings is shown before it is read into anything; a page that is embedded takes none.
fn preview_of(fragment: &Fragment) -> Option<Action> {
    let text = fragment.import.clone().filter(|_| !fragment.embed)?;
    Some(Action::Preview(text.into()))
}

/// The state as a fragment.
pub(crate) fn fragment_of(state: &AppState) -> Fragment {
    let Presentation { extent, readonly, ask, embedded } = state.presentation;
    let mut link = Link::new((*state.scenario).clone(), &state.report);
    if ask {
        // What is hidden has not been seen.
        link.seen = None;
    }
    Fragment {
        shared: Some(link.encode()),
        request: (state.request > 0).then_some(state.request + 1),
        theme: match state.theme {
            Theme::System => None,
            Theme::Light => Some(LinkTheme::Light),
            Theme::Dark => Some(LinkTheme::Dark),
        },
        view: (extent != Extent::Full).then_some(extent),
        readonly,
        ask,
        embed: embedded,
        compare: None,
        import: None,
        fields: Vec::new(),
        challenge: None,
        unknown: Vec::new(),
    }
}

/// The same, written.
pub(crate) fn written(state: &AppState) -> String {
    fragment_of(state).to_string()
}

/// The same scenario in the whole page, to be edited, in the colours of whoever opens it.
pub(crate) fn whole(fragment: &str) -> String {
    let fragment = Fragment {
        view: None,
        theme: None,
        readonly: false,
        ask: false,
        embed: false,
        ..Fragment::parse(fragment)
    };
    fragment.to_string()
}

fn from_link(link: Link) -> Loaded {
    // What a hand-written link leaves open stays among the assumptions until somebody says it.
    let assumed = link.assumptions.into_iter();
    let assumed = assumed.filter_map(|note| Some(Assumed { field: note.path?, text: note.text }));
    let mut scenario = link.scenario;
    scenario.assumed.extend(assumed);
    Loaded { scenario, request: 0, from_address: true, notice: None }
}

fn from_damaged(error: LinkError, first: fn() -> Scenario) -> Loaded {
    let notice = Some(Notice::failed(sentence(&error)));
    let scenario = error.salvaged.map_or_else(first, |scenario| *scenario);
    Loaded { scenario, request: 0, from_address: true, notice }
}

/// A notice, and what of the address means nothing.
fn with_remark(notice: Option<Notice>, fragment: &Fragment, scenario: &Scenario) -> Option<Notice> {
    let Some(remark) = fragment.remark(Some(scenario.requests.len())) else { return notice };
    let before = notice.map(|notice| notice.text + " ").unwrap_or_default();
    Some(Notice::failed(before + &remark))
}

fn sentence(error: &LinkError) -> String {
    format!("The link could not be opened: {error}")
}

/// Says so when the sender's engine saw other decisions than this one.
fn drifted(link: &Link, report: &Report) -> Option<Notice> {
    let difference = link.difference(report)?;
    Some(Notice::failed(difference.text))
}

pub(super) fn theme_of(fragment: &Fragment) -> Theme {
    match fragment.theme {
        None => Theme::System,
        Some(LinkTheme::Light) => Theme::Light,
        Some(LinkTheme::Dark) => Theme::Dark,
    }
}
