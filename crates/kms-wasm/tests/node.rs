//! The embedding API as JavaScript meets it, on Node.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "all of it is a test: a panic is how a test fails")]

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// Letters of two bytes and, outside the policy, of two UTF-16 units.
const SCENARIO: &str = r#"{
  "version": 1,
  "title": "Schlüssel 🔑",
  "key": { "arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
  "keyPolicy": { "Statement": [{ "Sid": "Schlüssel", "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:role/Brent" }, "Action": "kms:Decrypt", "Resource": "*" }] },
  "identityPolicies": [],
  "requests": [
    { "principal": "arn:aws:iam::111122223333:role/Brent", "action": "kms:Decrypt" },
    { "principal": "arn:aws:iam::111122223333:role/Brent", "action": "kms:Encrypt", "encryptionContext": { "🔑": "🔒" } }
  ]
}"#;

fn object(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn at(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| Reflect::get(&value, &name.into()).unwrap())
}

fn text(value: &JsValue, path: &str) -> String {
    at(value, path).as_string().unwrap_or_else(|| panic!("no text at `{path}`"))
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

#[wasm_bindgen_test]
fn a_report_speaks_of_the_scenario_that_was_given_as_text() {
    let report = kms_wasm::run(&SCENARIO.into(), &JsValue::UNDEFINED).unwrap();
    assert_eq!(text(&report, "requests.0.decision"), "allowed");
    assert_eq!(text(&report, "requests.1.decision"), "implicitDeny");
    assert_eq!(text(&report, "policies.0.statements.0.sid"), "Schlüssel");
}

/// AWS takes no emoji in a key policy; the report says where it stands, and where everything behind it stands.
#[wasm_bindgen_test]
fn places_are_in_the_units_of_javascript_strings() {
    let policy = r#"{"Statement":[{"Sid":"🔑","Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:*","Resource":"*"}]}"#;
    let scenario = object(SCENARIO);
    Reflect::set(&scenario, &"keyPolicy".into(), &policy.into()).unwrap();
    let report = kms_wasm::run(&scenario, &JsValue::UNDEFINED).unwrap();
    assert_eq!(json(&at(&report, "policies.0.accepted")), "false");
    let cut = |span: &JsValue| {
        let place = |end: &str| at(span, &format!("{end}.offset")).as_f64().unwrap() as u32;
        String::from(js_sys::JsString::from(policy).substring(place("start"), place("end")))
    };
    let errors = Array::from(&at(&report, "policies.0.errors"));
    assert!(errors.iter().any(|error| cut(&at(&error, "span")).contains('🔑')), "{}", json(&errors));
    let statement = cut(&at(&report, "policies.0.statements.0.span"));
    assert_eq!(format!("{{\"Statement\":[{statement}]}}"), policy);
}

#[wasm_bindgen_test]
fn an_object_is_read_as_its_text_is() {
    let from_object = kms_wasm::decide(&object(SCENARIO)).unwrap();
    assert_eq!(json(&from_object), r#"["allowed","implicitDeny"]"#);
    assert_eq!(json(&from_object), json(&kms_wasm::decide(&SCENARIO.into()).unwrap()));
}

#[wasm_bindgen_test]
fn a_link_gives_back_what_went_in_with_what_was_seen() {
    let link = kms_wasm::encode_share(&SCENARIO.into()).unwrap();
    assert!(link.starts_with("s=1."), "{link}");
    let bare = link.trim_start_matches("s=").to_owned();
    for form in
        [bare, link.clone(), format!("#{link}"), format!("https://example.org/play/#{link}&request=2")]
    {
        let shared = kms_wasm::decode_share(&form).unwrap();
        assert_eq!(text(&shared, "scenario.title"), "Schlüssel 🔑");
        assert_eq!(json(&at(&shared, "seen")), r#"["allowed","implicitDeny"]"#);
        assert_eq!(text(&shared, "engine"), env!("CARGO_PKG_VERSION"));
        let policy = text(&shared, "scenario.keyPolicy");
        assert!(SCENARIO.contains(&policy), "byte for byte: {policy}");
        assert_eq!(kms_wasm::encode_share(&at(&shared, "scenario")).unwrap(), link);
    }
}

#[wasm_bindgen_test]
fn an_error_names_field_place_and_cure() {
    let misspelt = SCENARIO.replace("\"title\"", "\"titel\"");
    let error = kms_wasm::run(&misspelt.as_str().into(), &JsValue::UNDEFINED).unwrap_err();
    assert!(error.is_instance_of::<js_sys::Error>());
    assert_eq!(text(&error, "name"), "ScenarioError");
    assert_eq!(text(&error, "path"), "titel");
    assert_eq!(text(&error, "reason"), "unknown field `titel`");
    assert_eq!(text(&error, "help"), "did you mean `title`?");
    assert_eq!(at(&error, "line").as_f64(), Some(3.0));
    assert!(text(&error, "message").starts_with("line 3, column "), "{}", text(&error, "message"));

    let error = kms_wasm::run(&object(&misspelt), &JsValue::UNDEFINED).unwrap_err();
    assert_eq!(text(&error, "message"), "titel: unknown field `titel` (did you mean `title`?)");
    assert!(at(&error, "line").is_undefined(), "an object has no lines");
}

#[wasm_bindgen_test]
fn what_is_no_scenario_at_all_is_refused_politely() {
    let circle = js_sys::Object::new();
    Reflect::set(&circle, &"self".into(), &circle).unwrap();
    let values = [JsValue::UNDEFINED, JsValue::NULL, 1.into(), "".into(), Array::new().into(), circle.into()];
    for value in values {
        let error = kms_wasm::run(&value, &JsValue::UNDEFINED).unwrap_err();
        assert!(error.is_instance_of::<js_sys::Error>());
        assert_eq!(text(&error, "path"), "");
        assert!(!text(&error, "reason").is_empty());
    }
}

#[wasm_bindgen_test]
fn a_link_that_cannot_be_read_says_why() {
    for (link, reason) in [
        ("s=2.abc", "the link is of version `2`, this page reads version 1"),
        ("1.!", "the link is damaged: `!` cannot stand in it"),
        ("https://example.org/", "the link carries no scenario"),
        ("#view=full", "the link carries no scenario"),
        #[cfg(not(feature = "gallery"))]
        (
            "#example=verified-permissions&action=kms:Sign",
            "the link names the example `verified-permissions`, and this package is without the gallery",
        ),
    ] {
        let error = kms_wasm::decode_share(link).unwrap_err();
        assert_eq!(text(&error, "name"), "LinkError");
        assert_eq!(text(&error, "reason"), reason, "{link}");
    }
}

#[wasm_bindgen_test]
fn the_catalog_is_plain_data() {
    let catalog = kms_wasm::catalog().unwrap();
    for list in ["operations", "conditionKeys", "operators", "services"] {
        assert!(Array::from(&at(&catalog, list)).length() > 10, "{list}");
    }
    assert!(text(&catalog, "operations.0.action").starts_with("kms:"));
    assert_eq!(text(&kms_wasm::version().unwrap(), "engine"), env!("CARGO_PKG_VERSION"));
}
