//! The parts of the application that are fetched after its first paint, each once.
//!
//! What a split function names, and nothing else names, is left out of the main module; `cargo xtask build` divides
//! them. A part that could not be fetched is asked for again the next time that it is wanted.
#![allow(unsafe_code, reason = "the macro that divides the application declares what it imports")]

use std::cell::Cell;

use kms_playground::import::Templates;
use kms_playground::{EXAMPLES, Example, FIRST_EXAMPLE, FindingReport, Fragment, Scenario};
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::panes;
use crate::state::{self, Action, AppState, Given, Paste, PolicySlot};

/// What no verdict needs: the dialogs, and the reviewer.
#[derive(Clone, Copy)]
pub(crate) struct Later {
    /// Draws the open dialog.
    pub(crate) dialog: fn(&AppState, &Callback<Action>) -> Html,
    /// Says what a reviewer would say.
    review: fn(&Scenario) -> Vec<FindingReport>,
}

impl Later {
    const ALL: Self = Self { dialog: panes::dialog, review: kms_playground::findings_of };
}

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
    Ok(Later::ALL)
}

/// The readers of text that comes from elsewhere.
#[wasm_split(readers, fallible)]
fn all_readers() -> Result<Readers, NotFetched> {
    Ok(Readers::ALL)
}

/// What asks and marks.
#[wasm_split(learning, fallible)]
fn all_learning() -> Result<Learning, NotFetched> {
    Ok(Learning::ALL)
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
    static READERS: Cell<Option<Readers>> = const { Cell::new(None) };
    static LEARNING: Cell<Option<Learning>> = const { Cell::new(None) };
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

/// The example of this name, if it is here.
pub(crate) fn example(name: &str) -> Option<&'static Example> {
    if name == FIRST_EXAMPLE.name {
        return Some(&FIRST_EXAMPLE);
    }
    examples().iter().find(|example| example.name == name)
}

/// Whether an address names an example that is not here yet.
pub(crate) fn needs_examples(fragment: &Fragment) -> bool {
    fragment.example().is_some_and(|name| example(name).is_none()) && examples().is_empty()
}
