//! The state as the fragment of an address, and the other way round.

use kms_playground::{Fragment, LinkError, Report, Scenario, Shared as Link, Theme as LinkTheme};

use super::{Action, AppState, Loaded, Notice, Theme};

/// The page as an address opens it.
pub(crate) fn opened(fragment: &Fragment, first: impl FnOnce() -> Scenario) -> AppState {
    let mut loaded = match fragment.scenario() {
        Ok(Some(link)) => from_link(link),
        Ok(None) => Loaded { scenario: first(), request: 0, from_address: true, notice: None },
        Err(error) => from_damaged(error, first),
    };
    let mut state = AppState::new(std::mem::take(&mut loaded.scenario));
    state.theme = theme_of(fragment);
    let request = fragment.request.map_or(0, |number| number.saturating_sub(1));
    state.apply(Action::SelectRequest(request));
    state.notice = loaded.notice.or_else(|| drifted(&fragment.scenario().ok()??, &state.report));
    state
}

/// What an address asks for when it changes under an open page.
pub(crate) fn loaded_from(fragment: &Fragment) -> Vec<Action> {
    let request = fragment.request.map_or(0, |number| number.saturating_sub(1));
    let theme = Action::SetTheme(theme_of(fragment));
    match fragment.scenario() {
        Ok(Some(link)) => {
            let drifted = drifted(&link, &kms_playground::run(&link.scenario));
            let loaded = from_link(link);
            let notice = loaded.notice.clone().or(drifted);
            vec![theme, Action::Load(Box::new(Loaded { request, notice, ..loaded }))]
        }
        Ok(None) => vec![theme, Action::SelectRequest(request)],
        Err(error) => vec![Action::Tell(Notice::failed(sentence(&error)))],
    }
}

/// The state as a fragment; what the old one says of view and embedding stays.
pub(crate) fn fragment_of(state: &AppState, before: &Fragment) -> Fragment {
    let link = Link::new((*state.scenario).clone(), &state.report);
    Fragment {
        shared: Some(link.encode()),
        request: (state.request > 0).then_some(state.request + 1),
        theme: match state.theme {
            Theme::System => None,
            Theme::Light => Some(LinkTheme::Light),
            Theme::Dark => Some(LinkTheme::Dark),
        },
        view: before.view,
        readonly: before.readonly,
        embed: before.embed,
        fields: Vec::new(),
        unknown: Vec::new(),
    }
}

fn from_link(link: Link) -> Loaded {
    let assumed: Vec<String> = link.assumptions.into_iter().map(|note| note.text).collect();
    let notice = (!assumed.is_empty()).then(|| Notice::done(assumed.join(" ")));
    Loaded { scenario: link.scenario, request: 0, from_address: true, notice }
}

fn from_damaged(error: LinkError, first: impl FnOnce() -> Scenario) -> Loaded {
    let notice = Some(Notice::failed(sentence(&error)));
    let scenario = error.salvaged.map_or_else(first, |scenario| *scenario);
    Loaded { scenario, request: 0, from_address: true, notice }
}

fn sentence(error: &LinkError) -> String {
    format!("The link could not be opened: {error}")
}

/// Says so when the sender's engine saw other decisions than this one.
fn drifted(link: &Link, report: &Report) -> Option<Notice> {
    let difference = link.difference(report)?;
    Some(Notice::failed(difference.text))
}

fn theme_of(fragment: &Fragment) -> Theme {
    match fragment.theme {
        None => Theme::System,
        Some(LinkTheme::Light) => Theme::Light,
        Some(LinkTheme::Dark) => Theme::Dark,
    }
}
