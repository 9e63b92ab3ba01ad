//! Values from and to JavaScript.

use std::cell::RefCell;

use js_sys::{JSON, Reflect};
#[cfg(feature = "analysis")]
use kms_playground::analysis::AnalysisInput;
use kms_playground::{Detail, Readings, Scenario};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::error;

thread_local! {
    /// What the last policies were read as: a page asks about one request after the other, each time with a scenario.
    static READINGS: RefCell<Readings> = const { RefCell::new(Readings::new()) };
}

/// Reads a scenario from an object or a text.
pub(crate) fn scenario(value: &JsValue) -> Result<Scenario, JsValue> {
    let mut scenario = read(value)?;
    READINGS.with_borrow_mut(|readings| readings.share(&mut scenario));
    Ok(scenario)
}

/// An object goes through its JSON: then one reader gives the same errors, with the same paths, whoever calls.
fn read(value: &JsValue) -> Result<Scenario, JsValue> {
    if let Some(text) = value.as_string() {
        return Scenario::from_json(&text).map_err(|e| error::of_scenario(&e, true));
    }
    if !value.is_object() {
        return Err(error::not_a_scenario("a scenario is an object or its JSON text"));
    }
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string());
    let text = text.ok_or_else(|| error::not_a_scenario("the object cannot be written as JSON"))?;
    Scenario::from_json(&text).map_err(|e| error::of_scenario(&e, false))
}

/// How much of a report is asked for: the member `detail` of the options, if there are any.
pub(crate) fn detail(options: &JsValue) -> Result<Detail, JsValue> {
    if !options.is_object() {
        return Ok(Detail::default());
    }
    let detail = Reflect::get(options, &"detail".into()).unwrap_or_default();
    match detail.as_string() {
        Some(name) => name.parse().map_err(|reason: String| error::plain(&reason)),
        None if detail.is_undefined() => Ok(Detail::default()),
        None => Err(error::plain("`detail` is a text: \"none\", \"deciding\" or \"all\"")),
    }
}

/// The members of an object whose values are texts.
#[cfg(feature = "import")]
pub(crate) fn pairs(value: &JsValue) -> Vec<(String, String)> {
    use js_sys::{Array, Object};
    let Some(object) = Object::try_from(value) else { return Vec::new() };
    let entries = Object::entries(object);
    let pair = |entry: JsValue| {
        let entry = Array::from(&entry);
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    entries.iter().filter_map(pair).collect()
}

/// Reads a key policy or a scenario from an object or a text.
#[cfg(feature = "analysis")]
pub(crate) fn policy(value: &JsValue) -> Result<AnalysisInput, JsValue> {
    let is_text = value.is_string();
    let text = match value.as_string() {
        Some(text) => Some(text),
        None => JSON::stringify(value).ok().and_then(|text| text.as_string()),
    };
    let text = text.ok_or_else(|| error::not_a_scenario("a policy is an object or its JSON text"))?;
    let read = |readings: &mut Readings| AnalysisInput::read_beside(&text, readings);
    READINGS.with_borrow_mut(read).map_err(|e| error::of_scenario(&e, is_text))
}

/// Plain objects and arrays; absent fields are left out. By way of their JSON, which one writer makes and the browser
/// reads faster than objects can be put together from here.
pub(crate) fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    JSON::parse(&kms_playground::to_json(value))
}
