//! The embedding API: the same engine and the same report, for JavaScript and TypeScript.
//!
//! Knows JavaScript's values and nothing of KMS: every function hands a scenario to `kms_playground` and gives its
//! answer back as plain objects, so that there is nothing to free. The only crate with `#[wasm_bindgen]` exports.
//! `package/` is what goes around it: the script that loads it, the types for TypeScript, the README.
//!
//! A page uses it so; `tests/package` runs the like of it on Node:
//!
//! ```js
//! import { load, run } from "kms-policy-playground";
//!
//! await load(); // once
//! const report = run(scenario);
//! console.log(report.requests[0].decision, report.requests[0].summary);
//! ```

mod error;
mod value;

use js_sys::{Object, Reflect};
#[cfg(all(feature = "review", feature = "analysis"))]
use kms_playground::analysis::{AnalysisInput, exact_findings};
use kms_playground::{Detail, ENGINE_VERSION, Fragment, LinkError, RULES_DATE, SCHEMA_VERSION, Shared};
use wasm_bindgen::prelude::*;

/// The report on a scenario, which is given as an object or as its JSON text; its `findings` are empty without the
/// feature `review`. `options` is undefined or `{ detail }`: "none", "deciding" or "all".
///
/// # Errors
///
/// A JavaScript `Error` with `path` and `reason` where it is no scenario, and a plain one for a level of detail that
/// there is not.
#[wasm_bindgen]
pub fn run(scenario: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let detail = value::detail(options)?;
    #[cfg(feature = "review")]
    let report = kms_playground::run_with(&value::scenario(scenario)?, detail);
    #[cfg(not(feature = "review"))]
    let report = kms_playground::run_without_findings(&value::scenario(scenario)?, detail);
    value::to_js(&report)
}

/// The decisions alone, one for each request, in their order.
///
/// # Errors
///
/// As [`run`].
#[wasm_bindgen]
pub fn decide(scenario: &JsValue) -> Result<JsValue, JsValue> {
    value::to_js(&kms_playground::decide(&value::scenario(scenario)?))
}

/// What a reviewer would say about the policies, without the decisions: the `findings` of [`run`], and what only a look at
/// all requests shows of the key policies: statements that do nothing, and that nobody can change the policy.
///
/// # Errors
///
/// As [`run`].
#[cfg(all(feature = "review", feature = "analysis"))]
#[wasm_bindgen]
pub fn findings(scenario: &JsValue) -> Result<JsValue, JsValue> {
    let input = AnalysisInput { scenario: value::scenario(scenario)?, is_scenario: true };
    let mut found = kms_playground::findings_of(&input.scenario);
    found.extend(exact_findings(&input));
    value::to_js(&found)
}

/// How the second key policy differs from the first, on all requests. Each is a policy or a scenario, as an object or a
/// text.
///
/// # Errors
///
/// A JavaScript `Error` where one is no scenario, or a policy that AWS would reject.
#[cfg(feature = "analysis")]
#[wasm_bindgen]
pub fn compare(old: &JsValue, new: &JsValue) -> Result<JsValue, JsValue> {
    let (old, new) = (value::policy(old)?, value::policy(new)?);
    value::to_js(&kms_playground::analysis::compare(&old, &new).map_err(|e| error::plain(&e.to_string()))?)
}

/// Who can use the key, and when. Takes a policy or a scenario, as an object or a text.
///
/// # Errors
///
/// As [`compare`].
#[cfg(feature = "analysis")]
#[wasm_bindgen]
pub fn access(policy: &JsValue) -> Result<JsValue, JsValue> {
    let policy = value::policy(policy)?;
    value::to_js(&kms_playground::analysis::access(&policy).map_err(|e| error::plain(&e.to_string()))?)
}

/// What would change the decision on the request at this place: all that blocks it, and changes that were evaluated;
/// undefined if there is no such request.
///
/// # Errors
///
/// As [`run`].
#[cfg(feature = "advice")]
#[wasm_bindgen]
pub fn advice(scenario: &JsValue, request: usize) -> Result<JsValue, JsValue> {
    match kms_playground::advice::advice(&value::scenario(scenario)?, request) {
        Some(advice) => value::to_js(&advice),
        None => Ok(JsValue::UNDEFINED),
    }
}

/// What the decision on the request at this place depends on that the scenario does not say; undefined if there is no such
/// request, or if it cannot be evaluated.
///
/// # Errors
///
/// As [`run`].
#[cfg(feature = "advice")]
#[wasm_bindgen(js_name = missingFacts)]
pub fn missing_facts(scenario: &JsValue, request: usize) -> Result<JsValue, JsValue> {
    match kms_playground::missing::missing_facts(&value::scenario(scenario)?, request) {
        Some(missing) => value::to_js(&missing),
        None => Ok(JsValue::UNDEFINED),
    }
}

/// The fragment of a share link, `s=1.…`: the scenario and what the engine says of it today.
///
/// # Errors
///
/// As [`run`].
#[wasm_bindgen(js_name = encodeShare)]
pub fn encode_share(scenario: &JsValue) -> Result<String, JsValue> {
    let scenario = value::scenario(scenario)?;
    let report = kms_playground::run_without_findings(&scenario, Detail::None);
    Ok(format!("s={}", Shared::new(scenario, &report).encode()))
}

/// What a link carries: `{ scenario, seen?, engine? }`. Takes an address, a fragment, or the text behind `s=`.
///
/// # Errors
///
/// A JavaScript `Error` where the link is damaged, of a newer version, or carries no scenario; where it names an example
/// of the gallery, too, if the feature `gallery` is off.
#[wasm_bindgen(js_name = decodeShare)]
pub fn decode_share(link: &str) -> Result<JsValue, JsValue> {
    let bare = link.trim_start().starts_with(|first: char| first.is_ascii_digit());
    let shared = if bare { Shared::decode(link).map(Some) } else { of_fragment(&Fragment::parse(link))? };
    let mut shared = shared.map_err(error::of_link)?.ok_or_else(error::no_scenario)?;
    shared.scenario.write_policies_as_text();
    value::to_js(&shared)
}

#[cfg(feature = "gallery")]
fn of_fragment(fragment: &Fragment) -> Result<Result<Option<Shared>, LinkError>, JsValue> {
    Ok(fragment.scenario())
}

/// The same without the texts of the gallery, which would be a tenth of the download.
#[cfg(not(feature = "gallery"))]
fn of_fragment(fragment: &Fragment) -> Result<Result<Option<Shared>, LinkError>, JsValue> {
    match fragment.example() {
        Some(name) => Err(error::in_the_gallery(name)),
        None => Ok(fragment.scenario_with(|_| None)),
    }
}

/// What a pasted text says: a scenario, what was recognized, changed, assumed and is still asked. `scenario` is what the
/// text is laid over, or undefined; `answers` an object of answers to questions and values of placeholders, or undefined.
///
/// # Errors
///
/// As [`run`], of the scenario. The text is never one.
#[cfg(feature = "import")]
#[wasm_bindgen(js_name = importText)]
pub fn import_text(text: &str, scenario: &JsValue, answers: &JsValue) -> Result<JsValue, JsValue> {
    let given = match scenario.is_undefined() || scenario.is_null() {
        true => None,
        false => Some(value::scenario(scenario)?),
    };
    #[cfg(feature = "templates")]
    let templates = Some(kms_templates::TEMPLATES);
    #[cfg(not(feature = "templates"))]
    let templates = None;
    let options = kms_playground::import::Options { answers: value::pairs(answers), templates };
    let mut import = kms_playground::import::read_with(text, given.as_ref(), &options);
    import.scenario.write_policies_as_text();
    value::to_js(&import)
}

/// Every operation, condition key, condition operator and calling service that the engine knows.
///
/// # Errors
///
/// None: the signature is that of every conversion to JavaScript.
#[wasm_bindgen]
pub fn catalog() -> Result<JsValue, JsValue> {
    value::to_js(&kms_playground::catalog::catalog())
}

/// The versions of the engine and of the report's format, and the day of the rules.
///
/// # Errors
///
/// None: a fresh object takes every property.
#[wasm_bindgen]
pub fn version() -> Result<JsValue, JsValue> {
    let versions = Object::new();
    for (name, version) in [("engine", ENGINE_VERSION), ("schema", SCHEMA_VERSION), ("rulesDate", RULES_DATE)]
    {
        Reflect::set(&versions, &name.into(), &version.into())?;
    }
    Ok(versions.into())
}
