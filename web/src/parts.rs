//! The parts of the application that are fetched after its first paint, each once.
//!
//! What a split function names, and nothing else names, is left out of the main module; `cargo xtask build` divides
//! them. A part that could not be fetched is asked for again the next time that it is wanted.
#![allow(unsafe_code, reason = "the macro that divides the application declares what it imports")]

use std::cell::Cell;

use kms_playground::{EXAMPLES, Example, FIRST_EXAMPLE, Fragment};
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::panes;
use crate::state::{Action, AppState};

/// Draws the open dialog.
pub(crate) type Dialogs = fn(&AppState, &Callback<Action>) -> Html;

/// Why there is no part: its file could not be fetched, or was changed on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// The dialogs.
#[wasm_split(dialogs, fallible)]
pub(crate) fn dialogs() -> Result<Dialogs, NotFetched> {
    Ok(panes::dialog)
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
