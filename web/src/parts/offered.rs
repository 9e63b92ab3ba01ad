//! What each part offers to the rest of the application: functions that draw, read and write.

use std::rc::Rc;

use kms_playground::advice::Effects;
use kms_playground::challenge::Compare;
use kms_playground::{
    CheckReport, CloudTrailEvent, Detail, Embed, FindingReport, FixReport, Fragment, Meaning, Note, Report,
    Request, RequestReport, Scenario, Ticket,
};
use yew::prelude::*;

use crate::components::Choice;
use crate::hooks;
use crate::panes::{self, Advised, Change, JobPolicyProps, Listed, Surveyed};
use crate::state::{
    self, Action, AppState, Base, Draft, DraftOf, Edit, Given, Heeded, Paste, PolicySlot, PolicyTab, Shared,
    Snippet, Suggestions, TicketForm,
};

/// What decides. A first visit shows the verdict on the first example, which is known, without it.
#[derive(Clone, Copy)]
pub(crate) struct Engine {
    /// The report on a scenario, without findings.
    pub(crate) report: fn(&Scenario, Detail) -> Report,
    /// What can be offered for one request of a scenario.
    pub(crate) suggestions: fn(&Scenario, &Report, usize) -> Suggestions,
}

impl Engine {
    pub(super) const ALL: Self =
        Self { report: kms_playground::run_without_findings, suggestions: Suggestions::of };
}

/// What no first verdict needs: the dialogs, the tabs that are not open at first, completion, the reviewer.
#[derive(Clone, Copy)]
pub(crate) struct Later {
    /// Draws the open dialog.
    pub(crate) dialog: fn(&AppState, &Callback<Action>) -> Html,
    /// Draws what a tab of policies has beside their texts; that of the key policy is in the main module.
    pub(crate) tab: fn(&AppState, PolicyTab, &Shared<Suggestions>, &Callback<Action>) -> Html,
    /// Draws the list of errors and findings.
    pub(crate) listed: fn(&Listed<'_>) -> Html,
    /// Writes a fix as the editor takes it.
    pub(crate) for_editor: fn(&FixReport) -> String,
    /// Draws the way to the operation that was meant.
    pub(crate) meant: fn(usize, &Request, &[Note], &Callback<Action>) -> Html,
    /// Whom the field of a caller offers.
    pub(crate) callers: fn(&str, &Suggestions) -> Rc<Vec<Choice>>,
    /// Draws what of a request is seldom filled in.
    pub(crate) more: fn(usize, &Request, &Shared<Suggestions>, &[Note], &Change) -> Html,
    /// Says what a key policy over the limit weighs without white space.
    pub(crate) over_the_limit: fn(PolicySlot, &str, &Callback<Action>) -> Html,
    /// Draws the reason of a verdict with the ways to what it names.
    pub(crate) reason: fn(&Report, &RequestReport, &Callback<Action>) -> Html,
    /// Draws what an example teaches.
    pub(crate) lesson: fn(&Scenario) -> Html,
    /// Draws the grants on the key and what KMS sees.
    pub(crate) behind: fn(&CheckReport, bool, &Callback<Action>) -> Html,
    /// Draws what CloudTrail would show.
    pub(crate) cloud_trail: fn(&RequestReport) -> Html,
    /// What the editor completes and explains, in every scenario.
    pub(crate) completions: fn() -> String,
    /// What it completes besides in this one.
    pub(crate) names: fn(&Suggestions) -> String,
    /// What a name or a value in a policy's text stands for, there where the element of this name has it.
    pub(crate) meaning: fn(&str, &str) -> Option<Meaning>,
    /// Saves the present scenario as a file that is read without the playground; the files must be here.
    pub(crate) save: fn(),
    /// Says what a reviewer would say.
    pub(super) review: fn(&Scenario) -> Vec<FindingReport>,
}

impl Later {
    pub(super) const ALL: Self = Self {
        dialog: panes::dialog,
        tab: panes::tab,
        listed: panes::listed,
        for_editor: panes::for_editor,
        meant: panes::use_meant,
        callers: panes::callers,
        more: panes::more,
        over_the_limit: panes::over_the_limit,
        reason: panes::reason,
        lesson: panes::lesson,
        behind: panes::behind,
        cloud_trail: panes::cloud_trail,
        completions: panes::completions,
        names: panes::names,
        meaning: kms_playground::meaning,
        save: hooks::save_case_file,
        review: kms_playground::findings_of,
    };
}

/// Draws what would change the decision.
pub(crate) type Advice = fn(&Advised) -> Html;

/// What reads text that comes from elsewhere.
#[derive(Clone, Copy)]
pub(crate) struct Readers {
    /// Draws the preview of a text.
    pub(crate) preview: fn(&AppState, &Callback<Action>) -> Html,
    /// What to do with a text that comes from elsewhere.
    pub(crate) arrived: fn(&str, Given<'_>) -> Vec<Action>,
    /// What to do with a text that is pasted into a policy; nothing when it is to be pasted as it is.
    pub(crate) pasted: fn(&str, Given<'_>, PolicySlot, Paste) -> Vec<Action>,
}

impl Readers {
    pub(super) const ALL: Self =
        Self { preview: panes::preview, arrived: state::arrived, pasted: state::pasted };
}

/// What reads and writes scenarios: the address, files, the JSON views, the messages of the page around this one. A first
/// visit shows its verdict without.
#[derive(Clone, Copy)]
pub(crate) struct Records {
    /// The page as an address opens it.
    pub(crate) opened: fn(&Fragment, fn() -> Scenario) -> AppState,
    /// What an address asks for when it changes under an open page.
    pub(crate) loaded_from: fn(&Fragment) -> Vec<Action>,
    /// The state as the fragment of an address.
    pub(crate) written: fn(&AppState) -> String,
    /// The fragment of the same scenario in the whole page.
    pub(crate) whole: fn(&str) -> String,
    /// A scenario as a file.
    pub(crate) to_json: fn(&Scenario) -> String,
    /// The text of a JSON view.
    pub(crate) draft_text: fn(Option<&Draft>, DraftOf, &Scenario) -> String,
    /// What the text of a JSON view means.
    pub(crate) read_draft: fn(DraftOf, &str) -> Result<Edit, String>,
    /// Forgets the assumptions about what a person has changed.
    pub(crate) settle: fn(&mut Scenario, &Scenario),
    /// An event of CloudTrail.
    pub(crate) event: fn(&CloudTrailEvent) -> String,
    /// What a message of the embedding page leads to.
    pub(crate) heed: fn(&str, &AppState) -> Heeded,
    /// What the embedding page is told of the verdict.
    pub(crate) verdict: fn(&AppState) -> String,
    /// What it is told of a change.
    pub(crate) change: fn(&Scenario) -> String,
    /// What it is told of the height.
    pub(crate) resize: fn(u32) -> String,
}

impl Records {
    pub(super) const ALL: Self = Self {
        opened: state::opened,
        loaded_from: state::loaded_from,
        written: state::written,
        whole: state::whole,
        to_json: Scenario::to_json,
        draft_text: state::draft_text,
        read_draft: state::read_draft,
        settle: Scenario::settle_assumed,
        event: CloudTrailEvent::to_json,
        heed: state::heed,
        verdict: state::verdict,
        change: state::change,
        resize: state::resize,
    };
}

/// What writes for others: tickets, snippets, files, paper. It draws nothing, so that it shares little with other parts.
#[derive(Clone, Copy)]
pub(crate) struct Files {
    /// A ticket in its form.
    pub(crate) ticket: fn(&Ticket<'_>, TicketForm) -> String,
    /// What goes into another page.
    pub(crate) snippet: fn(&Embed<'_>) -> Snippet,
    /// The case file of a scenario that opens at this address.
    pub(crate) case_file: fn(&Scenario, &Report, &str) -> String,
}

impl Files {
    pub(super) const ALL: Self =
        Self { ticket: panes::ticket, snippet: panes::snippet, case_file: hooks::case_file_of };
}

/// What knows the jobs of services.
#[derive(Clone, Copy)]
pub(crate) struct Jobs {
    /// Draws the dialog that adds a job, or changes the one whose group begins with this request.
    pub(crate) dialog: fn(&AppState, Option<usize>, &Callback<Action>) -> Html,
    /// Draws the heading of the group that a request belongs to.
    pub(crate) heading: fn(&Shared<Scenario>, &Report, usize, &Callback<Action>) -> Html,
    /// Draws what the service of a request really sends.
    pub(crate) hints: fn(&Scenario, usize, &Callback<Action>) -> Html,
}

impl Jobs {
    pub(super) const ALL: Self =
        Self { dialog: panes::jobs_dialog, heading: panes::heading, hints: panes::hints };
}

/// What looks at all requests and not at one.
#[derive(Clone, Copy)]
pub(crate) struct Analysis {
    /// Draws how the key policy was changed since it was opened.
    pub(crate) guard: fn(&Shared<Scenario>, &Shared<Report>, &Base, &Callback<Action>) -> Html,
    /// Adds the findings that are known already; it computes none.
    pub(crate) add_known: fn(&Scenario, &mut Report),
    /// Draws who can use the key.
    pub(crate) access: fn(&AppState, &Callback<Action>) -> Html,
    /// Draws the facts of a request that shows a difference, beside the scenario that is open.
    pub(crate) facts: fn(&Scenario, &Scenario, &Callback<Action>) -> Html,
    /// Compares two key policies.
    pub(crate) compare: Compare,
    /// What a change of key policies does beside what it is for.
    pub(crate) effects: Effects,
}

impl Analysis {
    pub(super) const ALL: Self = Self {
        guard: panes::guard,
        add_known: panes::add_known,
        access: panes::access,
        facts: panes::facts,
        compare: kms_playground::analysis::compare,
        effects: kms_playground::analysis::effects,
    };
}

/// What is worked out for a whole key policy, one request after the other.
#[derive(Clone, Copy)]
pub(crate) struct Survey {
    /// Draws callers against operations.
    pub(crate) grid: fn(&Surveyed) -> Html,
    /// Draws what the requests of the scenario test of its key policy.
    pub(crate) coverage: fn(&Surveyed) -> Html,
    /// Draws the key policy for jobs.
    pub(crate) job_policy: fn(&JobPolicyProps) -> Html,
}

impl Survey {
    pub(super) const ALL: Self =
        Self { grid: panes::grid, coverage: panes::coverage, job_policy: panes::job_policy };
}

/// What asks and marks.
#[derive(Clone, Copy)]
pub(crate) struct Learning {
    /// Draws the line above a question.
    pub(crate) strip: fn(&AppState, &Callback<Action>) -> Html,
    /// Draws the question of the shown request.
    pub(crate) question: fn(&AppState, &Callback<Action>) -> Html,
}

impl Learning {
    pub(super) const ALL: Self = Self { strip: panes::strip, question: panes::question };
}

/// What people learn from.
#[derive(Clone, Copy)]
pub(crate) struct School {
    /// Draws the dialog.
    pub(crate) dialog: fn(&AppState, &Callback<Action>) -> Html,
    /// Draws the task that the scenario sets.
    pub(crate) task: fn(&AppState, &Callback<Action>) -> Html,
    /// Draws the line of a first visit, or the step of the tour.
    pub(crate) below_bar: fn(&AppState, &Callback<Action>) -> Html,
    /// Draws the words of a trace that the glossary explains.
    pub(crate) terms: fn(&CheckReport, &Callback<Action>) -> Html,
    /// The scenario of the challenge that an address names.
    pub(super) opened: fn(&str) -> Scenario,
}

impl School {
    pub(super) const ALL: Self = Self {
        dialog: panes::learn_dialog,
        task: panes::task,
        below_bar: panes::below_bar,
        terms: panes::terms,
        opened: panes::opened,
    };
}
