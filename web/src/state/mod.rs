//! The state of the page: what was typed, what the engine says about it, and what is being looked at.
//!
//! One reducer without types of the DOM; tested natively. Effects live in hooks.

mod action;
mod address;
mod arrival;
mod base;
mod cause;
mod clock;
mod draft;
mod edit;
mod few;
mod format;
mod history;
mod host;
mod import;
mod owner;
mod place;
mod policy_slot;
mod presentation;
mod quiz;
mod reduce;
mod school;
mod shared;
mod sharing;
mod suggestions;

use std::rc::Rc;

use kms_playground::{Detail, Note, Report, Request, RequestReport, Scenario};
use yew::AttrValue;

pub(crate) use action::{Action, Dialog, Draft, DraftOf, Edit, Loaded, Notice, Part, Theme, View};
pub(crate) use address::{loaded_from, opened, opened_unread, whole, written};
pub(crate) use arrival::{Arrival, Known, arrive, is_service};
pub(crate) use base::Base;
pub(crate) use cause::{Bearing, cause_in};
pub(crate) use draft::{draft_text, read as read_draft};
pub(crate) use format::{format_json, minify_json};
pub(crate) use host::{Heeded, LONGEST, PROTOCOL, change, heed, resize, verdict};
pub(crate) use import::{Given, Paste, applied, arrived, given_as_own, pasted};
pub(crate) use owner::{Levels, Owner, key_name, principal_name};
pub(crate) use place::{Line, Place};
pub(crate) use policy_slot::{OnTab, PolicySlot, PolicyTab, Role};
pub(crate) use presentation::{Extent, Presentation};
pub(crate) use quiz::{Predicted, Quiz, QuizStep, is_veiled};
pub(crate) use school::{LearnTab, Visit};
pub(crate) use shared::Shared;
pub(crate) use sharing::{
    EmbedChoice, EmbedWay, Share, ShareTab, Sharing, Snippet, TicketAbout, TicketChoice, TicketForm,
};
pub(crate) use suggestions::Suggestions;

use few::Few;
use history::{History, Snapshot};

/// Statements that were opened or closed by hand.
pub(crate) type Folds = Few<(PolicySlot, usize), bool>;

/// Everything that the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AppState {
    /// Everything that was typed.
    pub(crate) scenario: Shared<Scenario>,
    /// What the engine says about it: derived at every change, and only then.
    pub(crate) report: Shared<Report>,
    /// What was loaded last; reset goes back to it.
    pub(crate) origin: Shared<Scenario>,
    /// The key policy that edits are compared with.
    pub(crate) base: Base,
    history: Rc<History>,
    /// The request that is shown.
    pub(crate) request: usize,
    pub(crate) request_view: View,
    pub(crate) grants_view: View,
    pub(crate) tab: PolicyTab,
    /// What was chosen to be shown on each tab.
    shown: Few<PolicyTab, Shown>,
    /// The line of the trace that is chosen, and whether the cursor in the policy chose it.
    pub(crate) place: Option<Place>,
    pub(crate) place_by_cursor: bool,
    /// Statements that were opened or closed by hand.
    pub(crate) folds: Rc<Folds>,
    pub(crate) draft: Option<Rc<Draft>>,
    pub(crate) dialog: Option<Dialog>,
    /// The text that the dialog of that name previews; empty until there is one.
    pub(crate) pasted: AttrValue,
    pub(crate) sharing: Rc<Sharing>,
    pub(crate) theme: Theme,
    pub(crate) presentation: Presentation,
    pub(crate) part: Part,
    /// Which part of the question stands beside the answer where there is room for two.
    pub(crate) left: Part,
    /// Whether the answer shown is who can use the key, and not why the request is decided so.
    pub(crate) shows_access: bool,
    pub(crate) notice: Option<Notice>,
    /// What was predicted.
    pub(crate) quiz: Shared<Quiz>,
    /// What is shown to visitors who are new.
    pub(crate) visit: Visit,
    /// Whether long lines of policies wrap.
    pub(crate) wrap: bool,
    /// The caller and the service that a change of arrival put aside.
    parked: Known,
    /// How many scenarios were loaded other than from the address: each is a step that the browser's Back undoes.
    pub(crate) loads: u32,
    /// How many of them the page that embeds this one gave.
    pub(crate) received: u32,
    /// Why the scenario of the address could not be read, as long as nothing took its place.
    pub(crate) unread: Option<Rc<str>>,
}

/// What a tab shows: whose, and which of theirs if one was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shown {
    owner: Owner,
    role: Option<Role>,
}

/// The report on a scenario, with the reviewer's findings once the reviewer has been fetched, and with what is known
/// about all requests; none before the engine is here.
fn reported(scenario: &Scenario) -> Option<Report> {
    let engine = crate::parts::engine()?;
    let mut report = (engine.report)(scenario, Detail::All);
    report.findings.extend(crate::parts::review(scenario).into_iter().flatten());
    if let Some(part) = crate::parts::analysis() {
        (part.add_known)(scenario, &mut report);
    }
    Some(report)
}

impl AppState {
    /// The page with this scenario.
    pub(crate) fn new(scenario: Scenario) -> Self {
        let report = Shared::new(reported(&scenario).unwrap_or(Report::empty()));
        Self::with_report(Shared::new(scenario), report)
    }

    /// The page with a scenario whose report is known.
    fn with_report(scenario: Shared<Scenario>, report: Shared<Report>) -> Self {
        Self {
            origin: scenario.clone(),
            base: Base::opened(&scenario),
            scenario,
            report,
            history: Rc::default(),
            request: 0,
            request_view: View::Form,
            grants_view: View::Form,
            tab: PolicyTab::Key,
            shown: Few::default(),
            place: None,
            place_by_cursor: false,
            folds: Rc::default(),
            draft: None,
            dialog: None,
            pasted: AttrValue::default(),
            sharing: Rc::default(),
            theme: Theme::System,
            presentation: Presentation::default(),
            part: Part::Result,
            left: Part::Request,
            shows_access: false,
            notice: None,
            quiz: Shared::new(Quiz::default()),
            visit: Visit::default(),
            wrap: false,
            parked: Known::default(),
            loads: 0,
            received: 0,
            unread: None,
        }
    }

    /// Whether an example is shown in which nothing but the key policy was touched: then nothing of it is the person's own.
    pub(crate) fn is_example(&self) -> bool {
        let same_but_key_policy = || {
            let scenario =
                Scenario { key_policy: self.origin.key_policy.clone(), ..(*self.scenario).clone() };
            scenario == *self.origin
        };
        self.origin.about.is_some() && same_but_key_policy()
    }

    /// Whether the engine has still to decide the requests: the scenario was changed before it was here.
    pub(crate) fn is_undecided(&self) -> bool {
        self.report.requests.is_empty() && !self.scenario.requests.is_empty()
    }

    /// The request that is shown, as typed.
    pub(crate) fn current_request(&self) -> Option<&Request> {
        self.scenario.requests.get(self.request)
    }

    /// What the engine says about it.
    pub(crate) fn current_report(&self) -> Option<&RequestReport> {
        self.report.requests.get(self.request)
    }

    /// Whether the shown request is a question now: its prediction takes the place of the answer.
    pub(crate) fn is_asked(&self) -> bool {
        let is_marked = || self.quiz.answer(self.request).is_some_and(|answer| !answer.full);
        self.presentation.ask && self.current_report().is_some_and(|report| is_veiled(report) || is_marked())
    }

    /// What takes no part in the request that is shown, and why.
    pub(crate) fn notes(&self) -> &[Note] {
        self.current_report().map(|report| report.not_evaluated.as_slice()).unwrap_or_default()
    }

    /// Whose policies a tab shows: as chosen, else of the first that takes part in the shown request, else of the
    /// first that there is.
    pub(crate) fn shown_owner(&self, tab: PolicyTab) -> Owner {
        let chosen = self.shown.get(&tab).map(|shown| shown.owner);
        let taking_part = || {
            let checks = self.current_report().into_iter().flat_map(|request| &request.checks);
            let statements = checks.flat_map(|check| &check.statements);
            statements
                .filter_map(|statement| statement.policy.parse::<PolicySlot>().ok())
                .find(|slot| slot.tab() == tab)
                .map(|slot| slot.owner)
        };
        let first = || self.policies(tab).next().map(|slot| slot.owner);
        let owner = chosen.filter(|owner| owner.exists(&self.scenario)).or_else(taking_part).or_else(first);
        owner.unwrap_or(Owner::Scenario)
    }

    /// The policy that a tab shows; nothing when there is none to show.
    pub(crate) fn shown_policy(&self, tab: PolicyTab) -> Option<PolicySlot> {
        let owner = self.shown_owner(tab);
        let role = self.shown.get(&tab).filter(|shown| shown.owner == owner).and_then(|shown| shown.role);
        let chosen = role.map(|role| PolicySlot { owner, role });
        let chosen = chosen.filter(|slot| slot.text(&self.scenario).is_some());
        chosen.or_else(|| self.policies(tab).find(|slot| slot.owner == owner))
    }

    /// The policies on a tab, in the report's order.
    pub(crate) fn policies(&self, tab: PolicyTab) -> impl Iterator<Item = PolicySlot> {
        self.report
            .policies
            .iter()
            .filter_map(|policy| policy.id.parse::<PolicySlot>().ok())
            .filter(move |slot| slot.tab() == tab)
    }

    /// What was put aside when the way of arrival changed, completed by what the policies name.
    pub(crate) fn known(&self) -> Known {
        let region = self.scenario.key.arn.split(':').nth(3).unwrap_or("us-east-1").to_owned();
        Known { region, ..self.parked.clone() }
    }

    /// The versions of this visit before the present one, the first first.
    pub(crate) fn versions(&self) -> &[Snapshot] {
        self.history.past()
    }

    pub(crate) fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    pub(crate) fn can_redo(&self) -> bool {
        self.history.can_redo()
    }
}

#[cfg(test)]
mod tests;
