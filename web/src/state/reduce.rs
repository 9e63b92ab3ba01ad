//! What each action does to the state.

use std::rc::Rc;

use kms_playground::{PolicyReport, Report};
use yew::{AttrValue, Reducible};

use super::action::{Action, Dialog, Draft, DraftOf, Edit, Loaded};
use super::arrival;
use super::clock::now;
use super::history::Snapshot;
use super::place::{Line, Place, statement_at};
use super::policy_slot::{OnTab, PolicySlot, PolicyTab};
use super::{AppState, Base, Owner, Part, Shared, Shown, edit, reported};
use crate::parts;

impl Reducible for AppState {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        next.apply(action);
        Rc::new(next)
    }
}

impl AppState {
    /// Does one thing.
    pub(crate) fn apply(&mut self, action: Action) {
        if self.presentation.is_for_reading() && action.edits() {
            return;
        }
        if action.ends_notice() {
            self.notice = None;
        }
        self.visit.is_first &= !action.edits();
        match action {
            Action::Edit(edit) => self.edit(edit),
            Action::Undo => {
                let present = self.snapshot();
                let step = Rc::make_mut(&mut self.history).undo(present);
                self.restore(step);
            }
            Action::Redo => {
                let present = self.snapshot();
                let step = Rc::make_mut(&mut self.history).redo(present);
                self.restore(step);
            }
            Action::Settle => Rc::make_mut(&mut self.history).settle(),
            Action::Load(loaded) => self.load(*loaded),
            Action::Receive(scenario) => self.receive(*scenario),
            Action::SelectRequest(index) => {
                self.request = index.min(self.scenario.requests.len().saturating_sub(1));
                self.place = None;
            }
            Action::StepRequest(by) => {
                if let Some(to) = self.request.checked_add_signed(by) {
                    self.apply(Action::SelectRequest(to));
                }
            }
            Action::ShowRequestAs(view) => self.request_view = view,
            Action::ShowGrantsAs(view) => self.grants_view = view,
            Action::ShowTab(tab) => self.tab = tab,
            Action::ShowPolicy(slot) => self.show(slot),
            Action::ShowOwner(tab, owner) => self.shown.insert(tab, Shown { owner, role: None }),
            Action::Point(place) => self.point(place),
            Action::Cursor(slot, offset) => {
                let statement = statement_at(&self.report, slot, offset);
                self.place = statement.map(|index| Place { policy: slot, line: Line::Statement(index) });
                self.place_by_cursor = true;
            }
            Action::Fold { policy, statement, open } => {
                Rc::make_mut(&mut self.folds).insert((policy, statement), open);
            }
            Action::Draft(of, text) => {
                let problem = match read_draft(of, &text) {
                    Ok(edit) => {
                        self.edit(edit);
                        None
                    }
                    Err(problem) => Some(problem),
                };
                self.draft = Some(Rc::new(Draft { of, text, problem }));
            }
            Action::Open(dialog) => self.dialog = Some(dialog),
            Action::Preview(text) => {
                self.pasted = text;
                self.dialog = Some(Dialog::Paste);
            }
            Action::CloseDialog => {
                self.dialog = None;
                self.pasted = AttrValue::default();
            }
            Action::Share(share) => Rc::make_mut(&mut self.sharing).apply(share),
            Action::SetTheme(theme) => self.theme = theme,
            Action::Present(presentation) => {
                let other = self.presentation.ask != presentation.ask;
                self.presentation = presentation;
                if other {
                    self.forget();
                    self.look();
                }
            }
            Action::Quiz(step) => {
                self.quiz = Shared::new((*self.quiz).clone().after(step));
                self.look();
            }
            Action::Visit(visit) => self.visit = visit,
            Action::ShowPart(part) => self.turn_to(part),
            Action::Tell(notice) => self.notice = Some(notice),
            Action::DismissNotice => self.notice = None,
            Action::Wrap(wrap) => self.wrap = wrap,
            Action::Pin(text) => {
                let opened = Base::opened(&self.origin);
                self.base = text.map_or(opened, |text| Base { text, is_pinned: true });
            }
            Action::ShowAccess(shows) => self.shows_access = shows,
            Action::Review => self.look(),
        }
    }

    fn edit(&mut self, change: Edit) {
        let present = self.snapshot();
        let field = change.field();
        let added = self.added_by(&change);
        let removed = match &change {
            Edit::RemoveOwner(owner) => Some(*owner),
            _ => None,
        };
        let mut scenario = (*self.scenario).clone();
        let is_whole = matches!(change, Edit::Replace(_));
        let request = edit::apply(&mut scenario, change, self.request).unwrap_or(self.request);
        // Nothing is assumed but in what the records have read.
        if let Some(records) = parts::records().filter(|_| !is_whole && !scenario.assumed.is_empty()) {
            (records.settle)(&mut scenario, &self.scenario);
        }
        if scenario == *self.scenario {
            return;
        }
        self.park();
        Rc::make_mut(&mut self.history).record(present, field);
        self.draft = None;
        self.replace(Shared::new(scenario), request);
        if let Some((tab, shown)) = added {
            self.shown.insert(tab, shown);
        }
        if let Some(removed) = removed {
            // Those behind it have moved up: what was chosen or opened by its number is no longer meant.
            self.shown.retain(|_, shown| !shown.owner.is_like(removed));
            Rc::make_mut(&mut self.folds).retain(|(slot, _), _| !slot.owner.is_like(removed));
        }
    }

    /// What a change will add, and the tab that is to show it.
    fn added_by(&self, change: &Edit) -> Option<(PolicyTab, Shown)> {
        let (tab, owner, role) = match change {
            Edit::AddPolicy(slot) => (slot.tab(), slot.owner, Some(slot.role)),
            Edit::AddCaller => (self.tab, Owner::Caller(self.scenario.callers.len()), None),
            Edit::AddKey => (self.tab, Owner::OtherKey(self.scenario.other_keys.len()), None),
            _ => return None,
        };
        Some((tab, Shown { owner, role }))
    }

    /// Brings a policy to view on its tab.
    fn show(&mut self, slot: PolicySlot) {
        self.tab = slot.tab();
        self.shown.insert(self.tab, Shown { owner: slot.owner, role: Some(slot.role) });
    }

    fn load(&mut self, loaded: Loaded) {
        let scenario = Shared::new(loaded.scenario);
        let before = self.snapshot();
        *self = Self {
            history: std::mem::take(&mut self.history),
            theme: self.theme,
            presentation: self.presentation,
            loads: self.loads + u32::from(!loaded.from_address),
            received: self.received,
            notice: loaded.notice,
            wrap: self.wrap,
            quiz: self.quiz.clone(),
            ..Self::with_report(scenario.clone(), self.report.clone())
        };
        Rc::make_mut(&mut self.history).record(before, None);
        self.forget();
        self.replace(scenario, loaded.request);
    }

    fn receive(&mut self, scenario: kms_playground::Scenario) {
        *self = Self {
            theme: self.theme,
            presentation: self.presentation,
            loads: self.loads + 1,
            received: self.received + 1,
            left: self.left,
            wrap: self.wrap,
            quiz: self.quiz.clone(),
            ..Self::new(scenario)
        };
        self.forget();
        self.look();
    }

    /// What was answered belongs to the scenario, as it was when readers began to be asked.
    fn forget(&mut self) {
        self.quiz = Shared::new((*self.quiz).clone().forgotten());
    }

    /// Derives the report; what the reader has still to predict is hidden in it, so that nothing that is drawn tells it.
    fn look(&mut self) {
        let Some(mut report) = reported(&self.scenario) else { return };
        if self.presentation.ask {
            self.quiz.veil(&mut report);
        }
        self.report = Shared::new(report);
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot { scenario: self.scenario.clone(), request: self.request, until: now() }
    }

    fn restore(&mut self, step: Option<Snapshot>) {
        if let Some(step) = step {
            self.draft = None;
            self.replace(step.scenario, step.request);
        }
    }

    /// The one place where the scenario changes: the report follows at once.
    fn replace(&mut self, scenario: Shared<kms_playground::Scenario>, request: usize) {
        self.request = request.min(scenario.requests.len().saturating_sub(1));
        self.scenario = scenario;
        if parts::engine().is_none() {
            self.forget_report();
        }
        self.look();
        if self.place.is_some_and(|place| place.span(&self.report, self.request).is_none()) {
            self.place = None;
        }
    }

    /// Without the engine nothing is known of a changed scenario but which policies there were.
    fn forget_report(&mut self) {
        let policies = self.report.policies.iter();
        let policies = policies.map(|policy| PolicyReport {
            errors: Vec::new(),
            statements: Vec::new(),
            ..policy.clone()
        });
        self.report = Shared::new(Report { policies: policies.collect(), ..Report::empty() });
    }

    /// Remembers who calls now, for when the way of arrival is changed and changed back.
    fn park(&mut self) {
        let Some(request) = self.current_request() else { return };
        let (principal, via) = (request.principal.clone(), request.via_service.clone());
        if arrival::is_service(&principal) {
            self.parked.service = Some(principal);
        } else if !principal.is_empty() {
            self.parked.caller = Some(principal);
        }
        if via.as_ref().is_some_and(|via| !via.is_empty()) {
            self.parked.via = via;
        }
    }

    /// Brings a part to view, where not all of them are.
    fn turn_to(&mut self, part: Part) {
        self.part = part;
        if part != Part::Result {
            self.left = part;
        }
    }

    fn point(&mut self, place: Place) {
        self.show(place.policy);
        self.place = Some(place);
        self.place_by_cursor = false;
        self.turn_to(Part::Policy);
        if let Some(statement) = place.statement() {
            Rc::make_mut(&mut self.folds).insert((place.policy, statement), true);
        }
    }
}

/// What the text of a JSON view means; such a view is drawn by the records, and so never without them.
fn read_draft(of: DraftOf, text: &str) -> Result<Edit, String> {
    parts::records()
        .map_or_else(|| Err(parts::UNREACHABLE.to_owned()), |records| (records.read_draft)(of, text))
}
