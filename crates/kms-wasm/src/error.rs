//! What is thrown: an ordinary `Error` whose message is one line, with the place and the reason as properties.

use js_sys::{Error, Reflect};
use kms_playground::{LinkError, ScenarioError};
use wasm_bindgen::prelude::*;

use crate::value;

/// Why what was given is no scenario. Line and column are those of a text that the caller knows.
pub(crate) fn of_scenario(error: &ScenarioError, given_as_text: bool) -> JsValue {
    let place = match (given_as_text, error.path.as_str()) {
        (true, _) => error.to_string(),
        (false, "") => reason_and_help(&error.text, error.help.as_deref()),
        (false, path) => format!("{path}: {}", reason_and_help(&error.text, error.help.as_deref())),
    };
    let thrown = new("ScenarioError", &place, &error.path, &error.text, error.help.as_deref());
    if given_as_text {
        set(&thrown, "line", &number(error.line));
        set(&thrown, "column", &number(error.column));
    }
    thrown.into()
}

/// The value itself is of a wrong kind.
pub(crate) fn not_a_scenario(reason: &str) -> JsValue {
    new("ScenarioError", reason, "", reason, None).into()
}

/// Why a link cannot be read; what could be read all the same comes along.
pub(crate) fn of_link(error: LinkError) -> JsValue {
    let thrown = new("LinkError", &error.to_string(), "", &error.text, error.help.as_deref());
    if let Some(mut salvaged) = error.salvaged {
        salvaged.write_policies_as_text();
        set(&thrown, "salvaged", &value::to_js(&*salvaged).unwrap_or_default());
    }
    thrown.into()
}

/// An address that carries nothing of the playground's.
pub(crate) fn no_scenario() -> JsValue {
    let reason = "the link carries no scenario";
    let help = "a shared scenario stands behind `s=`";
    new("LinkError", &reason_and_help(reason, Some(help)), "", reason, Some(help)).into()
}

/// An address that names an example whose text is not in this module.
#[cfg(not(feature = "gallery"))]
pub(crate) fn in_the_gallery(name: &str) -> JsValue {
    let shown: String = name.chars().take(60).collect();
    let reason = format!("the link names the example `{shown}`, and this package is without the gallery");
    let help = "open the link in the playground and share the scenario from there";
    new("LinkError", &reason_and_help(&reason, Some(help)), "", &reason, Some(help)).into()
}

/// An error without a place.
pub(crate) fn plain(text: &str) -> JsValue {
    Error::new(text).into()
}

fn new(name: &str, message: &str, path: &str, reason: &str, help: Option<&str>) -> Error {
    let thrown = Error::new(message);
    thrown.set_name(name);
    set(&thrown, "path", &path.into());
    set(&thrown, "reason", &reason.into());
    if let Some(help) = help {
        set(&thrown, "help", &help.into());
    }
    thrown
}

fn reason_and_help(reason: &str, help: Option<&str>) -> String {
    help.map_or_else(|| reason.to_owned(), |help| format!("{reason} ({help})"))
}

fn number(value: usize) -> JsValue {
    u32::try_from(value).unwrap_or(u32::MAX).into()
}

fn set(target: &Error, name: &str, value: &JsValue) {
    // A property of a fresh object can be set.
    drop(Reflect::set(target, &name.into(), value));
}
