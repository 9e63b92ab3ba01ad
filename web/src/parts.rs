//! The parts of the application that are fetched after its first paint, each once.
//!
//! What a split function names, and nothing else names, is left out of the main module; `cargo xtask build` divides
//! them. A part that could not be fetched is asked for again the next time that it is wanted.
#![allow(unsafe_code, reason = "the macro that divides the application declares what it imports")]

mod offered;

use std::cell::Cell;

use kms_playground::import::Templates;
use kms_playground::{EXAMPLES, Example, FIRST_EXAMPLE, FindingReport, Fragment, Scenario};
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::{hooks, panes};

pub(crate) use offered::Records;
use offered::{Advice, Analysis, Engine, Files, Jobs, Later, Learning, Readers, School, Survey};

/// Why there is no part: its file could not be fetched, or was changed on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// What decides.
#[wasm_split(engine, fallible)]
fn all_engine() -> Result<Engine, NotFetched> {
    Ok(Engine::ALL)
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

/// What is worked out for a whole key policy.
#[wasm_split(survey, fallible)]
fn all_survey() -> Result<Survey, NotFetched> {
    Ok(Survey::ALL)
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
    static FETCHED: Cell<&'static [Example]> = const { Cell::new(&[]) };
}

/// Fetches the examples.
pub(crate) async fn fetch_examples() -> Result<(), NotFetched> {
    FETCHED.set(all_examples().await?);
    Ok(())
}

/// A part that is kept once it has been fetched: the function that fetches it, and the one that gives it if it is here.
macro_rules! kept {
    ($place:ident: $part:ty, $all:ident => $native:expr;
        $(#[$about_fetch:meta])* $fetch:ident; $(#[$about_get:meta])* $get:ident) => {
        thread_local! {
            static $place: Cell<Option<$part>> = const { Cell::new(None) };
        }

        $(#[$about_fetch])*
        pub(crate) async fn $fetch() -> Result<$part, NotFetched> {
            let part = $all().await?;
            $place.set(Some(part));
            Ok(part)
        }

        $(#[$about_get])*
        pub(crate) fn $get() -> Option<$part> {
            // Native tests have it; whatever is named here would stay in the main module.
            #[cfg(not(target_family = "wasm"))]
            $place.set(Some($native));
            $place.get()
        }
    };
}

kept! {
    ENGINE: Engine, all_engine => Engine::ALL;
    /// Fetches what decides.
    fetch_engine;
    /// What decides, if it has been fetched.
    engine
}

kept! {
    LATER: Later, all_later => Later::ALL;
    /// Fetches the dialogs and the reviewer.
    fetch_later;
    /// The dialogs and the reviewer, if they have been fetched.
    later
}

kept! {
    ADVICE: Advice, all_advice => panes::advice;
    /// Fetches what says what would change the decision.
    fetch_advice;
    /// What says what would change the decision, if it has been fetched.
    advice
}

kept! {
    READERS: Readers, all_readers => Readers::ALL;
    /// Fetches the readers of text from elsewhere.
    fetch_readers;
    /// The readers, if they have been fetched.
    readers
}

kept! {
    RECORDS: Records, all_records => Records::ALL;
    /// Fetches what reads and writes scenarios.
    fetch_records;
    /// What reads and writes scenarios, if it has been fetched.
    records
}

kept! {
    FILES: Files, all_files => Files::ALL;
    /// Fetches what writes for others.
    fetch_files;
    /// What writes for others, if it has been fetched.
    files
}

kept! {
    JOBS: Jobs, all_jobs => Jobs::ALL;
    /// Fetches the jobs.
    fetch_jobs;
    /// The jobs, if they have been fetched.
    jobs
}

kept! {
    ANALYSIS: Analysis, all_analysis => Analysis::ALL;
    /// Fetches what looks at all requests.
    fetch_analysis;
    /// What looks at all requests, if it has been fetched.
    analysis
}

kept! {
    SURVEY: Survey, all_survey => Survey::ALL;
    /// Fetches what is worked out for a whole key policy.
    fetch_survey;
    /// What is worked out for a whole key policy, if it has been fetched.
    survey
}

kept! {
    LEARNING: Learning, all_learning => Learning::ALL;
    /// Fetches what asks and marks.
    fetch_learning;
    /// What asks and marks, if it has been fetched.
    learning
}

kept! {
    SCHOOL: School, all_school => School::ALL;
    /// Fetches what people learn from, without what grades: see [`fetch_lessons`].
    fetch_school;
    /// What people learn from, if it has been fetched.
    school
}

/// Fetches what people learn from, and what looks at all requests, which it asks for grades.
pub(crate) async fn fetch_lessons() -> Result<(), NotFetched> {
    fetch_analysis().await?;
    fetch_school().await.map(drop)
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

/// Whether an address needs the engine and the records: all that ask for more than colours.
pub(crate) fn needs_records(fragment: &Fragment) -> bool {
    *fragment != Fragment { theme: fragment.theme, ..Fragment::default() }
}

/// Fetches what opens a scenario: the records, and the engine that decides it.
pub(crate) async fn fetch_reading() -> Result<Records, NotFetched> {
    // Both at once: what they share is on its way then.
    spawn_local(async { fetch_records().await.map_or((), drop) });
    fetch_engine().await?;
    fetch_records().await
}

/// What opens a scenario, if both parts of it have been fetched.
pub(crate) fn reading() -> Option<Records> {
    engine().and_then(|_| records())
}

/// Fetches what an address needs. What could not be fetched is missed, and told of, where it would be used.
pub(crate) async fn fetch_for(fragment: &Fragment) {
    if needs_records(fragment) {
        let _ = fetch_reading().await;
    }
    if needs_examples(fragment) {
        let _ = fetch_examples().await;
    }
    if fragment.challenge.is_some() {
        let _ = fetch_lessons().await;
    }
}
