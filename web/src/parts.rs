//! The parts of the application that are fetched after its first paint, each once.
//!
//! What a split function names, and nothing else names, is left out of the main module; `cargo xtask build` divides
//! them. A part that could not be fetched is asked for again the next time that it is wanted.
#![allow(unsafe_code, reason = "the macro that divides the application declares what it imports")]

use std::cell::Cell;
use std::rc::Rc;

use kms_playground::advice::Effects;
use kms_playground::challenge::Compare;
use kms_playground::import::Templates;
use kms_playground::{
    CheckReport, CloudTrailEvent, EXAMPLES, Embed, Example, FIRST_EXAMPLE, FindingReport, FixReport,
    Fragment, Meaning, Note, Report, Request, RequestReport, Scenario, Ticket,
};
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::components::Choice;
use crate::hooks;
use crate::panes::{self, Advised, Change, Listed};
use crate::state::{
    self, Action, AppState, Base, Draft, DraftOf, Edit, Given, Heeded, Offers, Paste, PolicySlot, PolicyTab,
    Shared, Snippet, TicketForm,
};

/// What no first verdict needs: the dialogs, the tabs that are not open at first, completion, the reviewer.
#[derive(Clone, Copy)]
pub(crate) struct Later {
    /// Draws the open dialog.
    pub(crate) dialog: fn(&AppState, &Callback<Action>) -> Html,
    /// Draws what a tab of policies has beside their texts; that of the key policy is in the main module.
    pub(crate) tab: fn(&AppState, PolicyTab, &Shared<Offers>, &Callback<Action>) -> Html,
    /// Draws the list of errors and findings.
    pub(crate) listed: fn(&Listed<'_>) -> Html,
    /// Writes a fix as the editor takes it.
    pub(crate) for_editor: fn(&FixReport) -> String,
    /// Draws the way to the operation that was meant.
    pub(crate) meant: fn(usize, &Request, &[Note], &Callback<Action>) -> Html,
    /// Whom the field of a caller offers.
    pub(crate) callers: fn(&str, &Offers) -> Rc<Vec<Choice>>,
    /// Draws what of a request is seldom filled in.
    pub(crate) more: fn(usize, &Request, &Shared<Offers>, &[Note], &Change) -> Html,
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
    pub(crate) vocabulary: fn() -> String,
    /// What it completes besides in this one.
    pub(crate) names: fn(&Offers) -> String,
    /// What a name or a value in a policy's text stands for, there where the element of this name has it.
    pub(crate) meaning: fn(&str, &str) -> Option<Meaning>,
    /// Saves the present scenario as a file that is read without the playground; the files must be here.
    pub(crate) save: fn(),
    /// Says what a reviewer would say.
    review: fn(&Scenario) -> Vec<FindingReport>,
}

impl Later {
    const ALL: Self = Self {
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
        vocabulary: panes::vocabulary,
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
    const ALL: Self = Self { preview: panes::preview, arrived: state::arrived, pasted: state::pasted };
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
    const ALL: Self = Self {
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
    const ALL: Self = Self { ticket: panes::ticket, snippet: panes::snippet, case_file: hooks::case_file_of };
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
    const ALL: Self = Self { dialog: panes::jobs_dialog, heading: panes::heading, hints: panes::hints };
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
    const ALL: Self = Self {
        guard: panes::guard,
        add_known: panes::add_known,
        access: panes::access,
        facts: panes::facts,
        compare: kms_playground::analysis::compare,
        effects: kms_playground::analysis::effects,
    };
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
    const ALL: Self = Self { strip: panes::strip, question: panes::question };
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
    opened: fn(&str) -> Scenario,
}

impl School {
    const ALL: Self = Self {
        dialog: panes::learn_dialog,
        task: panes::task,
        below_bar: panes::below_bar,
        terms: panes::terms,
        opened: panes::opened,
    };
}

/// Why there is no part: its file could not be fetched, or was changed on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// The dialogs and the reviewer.
#[wasm_split(later, fallible)]
fn all_later() -> Result<Later, NotFetched> {
    hooks::explain_names();
    Ok(Later::ALL)
}

/// What would change the decision.
#[wasm_split(later, fallible)]
fn all_advice() -> Result<Advice, NotFetched> {
    Ok(panes::advice)
}

/// The readers of text that comes from elsewhere.
#[wasm_split(readers, fallible)]
fn all_readers() -> Result<Readers, NotFetched> {
    Ok(Readers::ALL)
}

/// What reads and writes scenarios.
#[wasm_split(records, fallible)]
fn all_records() -> Result<Records, NotFetched> {
    Ok(Records::ALL)
}

/// What writes for others.
#[wasm_split(files, fallible)]
fn all_files() -> Result<Files, NotFetched> {
    hooks::print_everything();
    Ok(Files::ALL)
}

/// The jobs of services.
#[wasm_split(more, fallible)]
fn all_jobs() -> Result<Jobs, NotFetched> {
    Ok(Jobs::ALL)
}

/// What looks at all requests.
#[wasm_split(more, fallible)]
fn all_analysis() -> Result<Analysis, NotFetched> {
    Ok(Analysis::ALL)
}

/// What asks and marks.
#[wasm_split(later, fallible)]
fn all_learning() -> Result<Learning, NotFetched> {
    Ok(Learning::ALL)
}

/// What people learn from.
#[wasm_split(learn, fallible)]
fn all_school() -> Result<School, NotFetched> {
    Ok(School::ALL)
}

/// Said when there is no other way to go on.
pub(crate) const UNREACHABLE: &str = "This part of the page could not be fetched. Nothing that you entered is lost: try again when the network is back.";

/// The readers of YAML and HCL.
#[wasm_split(templates, fallible)]
fn all_templates() -> Result<Templates, NotFetched> {
    Ok(kms_templates::TEMPLATES)
}

/// The texts of the gallery.
#[wasm_split(examples, fallible)]
fn all_examples() -> Result<&'static [Example], NotFetched> {
    Ok(EXAMPLES)
}

thread_local! {
    static LATER: Cell<Option<Later>> = const { Cell::new(None) };
    static ADVICE: Cell<Option<Advice>> = const { Cell::new(None) };
    static READERS: Cell<Option<Readers>> = const { Cell::new(None) };
    static RECORDS: Cell<Option<Records>> = const { Cell::new(None) };
    static FILES: Cell<Option<Files>> = const { Cell::new(None) };
    static JOBS: Cell<Option<Jobs>> = const { Cell::new(None) };
    static ANALYSIS: Cell<Option<Analysis>> = const { Cell::new(None) };
    static LEARNING: Cell<Option<Learning>> = const { Cell::new(None) };
    static SCHOOL: Cell<Option<School>> = const { Cell::new(None) };
    static FETCHED: Cell<&'static [Example]> = const { Cell::new(&[]) };
}

/// Fetches the examples.
pub(crate) async fn fetch_examples() -> Result<(), NotFetched> {
    FETCHED.set(all_examples().await?);
    Ok(())
}

/// Fetches the dialogs and the reviewer.
pub(crate) async fn fetch_later() -> Result<Later, NotFetched> {
    let later = all_later().await?;
    LATER.set(Some(later));
    Ok(later)
}

/// The dialogs and the reviewer, if they have been fetched.
pub(crate) fn later() -> Option<Later> {
    // Native tests have them; whatever is named here would stay in the main module.
    #[cfg(not(target_family = "wasm"))]
    LATER.set(Some(Later::ALL));
    LATER.get()
}

/// Fetches what says what would change the decision.
pub(crate) async fn fetch_advice() -> Result<(), NotFetched> {
    ADVICE.set(Some(all_advice().await?));
    Ok(())
}

/// What says what would change the decision, if it has been fetched.
pub(crate) fn advice() -> Option<Advice> {
    #[cfg(not(target_family = "wasm"))]
    ADVICE.set(Some(panes::advice));
    ADVICE.get()
}

/// Fetches the readers.
pub(crate) async fn fetch_readers() -> Result<Readers, NotFetched> {
    let readers = all_readers().await?;
    READERS.set(Some(readers));
    Ok(readers)
}

/// The readers, if they have been fetched.
pub(crate) fn readers() -> Option<Readers> {
    #[cfg(not(target_family = "wasm"))]
    READERS.set(Some(Readers::ALL));
    READERS.get()
}

/// Fetches what reads and writes scenarios.
pub(crate) async fn fetch_records() -> Result<Records, NotFetched> {
    let records = all_records().await?;
    RECORDS.set(Some(records));
    Ok(records)
}

/// What reads and writes scenarios, if it has been fetched.
pub(crate) fn records() -> Option<Records> {
    #[cfg(not(target_family = "wasm"))]
    RECORDS.set(Some(Records::ALL));
    RECORDS.get()
}

/// Fetches what writes for others.
pub(crate) async fn fetch_files() -> Result<Files, NotFetched> {
    let files = all_files().await?;
    FILES.set(Some(files));
    Ok(files)
}

/// What writes for others, if it has been fetched.
pub(crate) fn files() -> Option<Files> {
    #[cfg(not(target_family = "wasm"))]
    FILES.set(Some(Files::ALL));
    FILES.get()
}

/// Fetches the jobs.
pub(crate) async fn fetch_jobs() -> Result<Jobs, NotFetched> {
    let jobs = all_jobs().await?;
    JOBS.set(Some(jobs));
    Ok(jobs)
}

/// The jobs, if they have been fetched.
pub(crate) fn jobs() -> Option<Jobs> {
    #[cfg(not(target_family = "wasm"))]
    JOBS.set(Some(Jobs::ALL));
    JOBS.get()
}

/// Fetches what looks at all requests, and what people learn from, which asks it for grades.
pub(crate) async fn fetch_analysis() -> Result<(), NotFetched> {
    ANALYSIS.set(Some(all_analysis().await?));
    SCHOOL.set(Some(all_school().await?));
    Ok(())
}

/// What looks at all requests, if it has been fetched.
pub(crate) fn analysis() -> Option<Analysis> {
    #[cfg(not(target_family = "wasm"))]
    ANALYSIS.set(Some(Analysis::ALL));
    ANALYSIS.get()
}

/// Fetches what asks and marks.
pub(crate) async fn fetch_learning() -> Result<(), NotFetched> {
    LEARNING.set(Some(all_learning().await?));
    Ok(())
}

/// What asks and marks, if it has been fetched.
pub(crate) fn learning() -> Option<Learning> {
    #[cfg(not(target_family = "wasm"))]
    LEARNING.set(Some(Learning::ALL));
    LEARNING.get()
}

/// What people learn from, if it has been fetched.
pub(crate) fn school() -> Option<School> {
    #[cfg(not(target_family = "wasm"))]
    SCHOOL.set(Some(School::ALL));
    SCHOOL.get()
}

/// The scenario of the challenge that an address names, if it names one.
pub(crate) fn challenge(fragment: &Fragment) -> Option<Scenario> {
    fragment.challenge.as_deref().zip(school()).map(|(name, school)| (school.opened)(name))
}

/// Fetches the readers of YAML and HCL.
pub(crate) async fn fetch_templates() -> Result<Templates, NotFetched> {
    all_templates().await
}

/// What a reviewer would say, if the reviewer has been fetched.
pub(crate) fn review(scenario: &Scenario) -> Option<Vec<FindingReport>> {
    later().map(|later| (later.review)(scenario))
}

/// The examples that have been fetched.
pub(crate) fn examples() -> &'static [Example] {
    // Native tests have them all; a constant list that is named here would stay in the main module.
    #[cfg(not(target_family = "wasm"))]
    FETCHED.set(EXAMPLES);
    FETCHED.get()
}

/// The example of this name, if it is here. Named by the records alone: with it comes the text of the first.
pub(crate) fn example(name: &str) -> Option<&'static Example> {
    if name == FIRST_EXAMPLE.name {
        return Some(&FIRST_EXAMPLE);
    }
    examples().iter().find(|example| example.name == name)
}

/// Whether an address names an example that is not here yet.
pub(crate) fn needs_examples(fragment: &Fragment) -> bool {
    fragment.example().is_some_and(|name| name != FIRST_EXAMPLE.name) && examples().is_empty()
}

/// Whether an address needs the records: all that ask for more than colours.
pub(crate) fn needs_records(fragment: &Fragment) -> bool {
    *fragment != Fragment { theme: fragment.theme, ..Fragment::default() }
}

/// Fetches what an address needs. What could not be fetched is missed, and told of, where it would be used.
pub(crate) async fn fetch_for(fragment: &Fragment) {
    if needs_records(fragment) {
        let _ = fetch_records().await;
    }
    if needs_examples(fragment) {
        let _ = fetch_examples().await;
    }
    if fragment.challenge.is_some() {
        let _ = fetch_analysis().await;
    }
}
