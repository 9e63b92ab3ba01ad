//! The JSON Schemas of scenario and report: written from the types, compared with the files that ship, and held
//! against the gallery. `KMS_BLESS=1` writes the files.

#[path = "tests/typescript.rs"]
mod typescript;

use std::borrow::Cow;
use std::path::Path;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::advice::{AdviceReport, advice};
use crate::import::{Import, read};
use crate::report::codes::{AssumptionCode, ImportCode, NoteCode, UnknownCode};
use crate::scenario::{ContextValue, Pairs, PolicyText, ScenarioVersion};
use crate::{EXAMPLES, Report, Scenario, run};

impl JsonSchema for ScenarioVersion {
    fn schema_name() -> Cow<'static, str> {
        "ScenarioVersion".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "The version of this format.", "const": 1 })
    }
}

impl JsonSchema for PolicyText {
    fn schema_name() -> Cow<'static, str> {
        "Policy".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A policy: its text as a string, kept byte for byte, or the JSON object itself.",
            "type": ["string", "object"],
        })
    }
}

impl JsonSchema for ContextValue {
    fn schema_name() -> Cow<'static, str> {
        "ContextValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "One value of a condition key, or several. Numbers and booleans stand for their text.",
            "anyOf": [
                { "type": ["string", "boolean", "number"] },
                { "type": "array", "items": { "type": "string" } },
            ],
        })
    }
}

impl<V: JsonSchema> JsonSchema for Pairs<V> {
    fn schema_name() -> Cow<'static, str> {
        format!("PairsOf{}", V::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<V>() })
    }
}

/// The codes of a table that another crate has.
macro_rules! codes_of {
    ($($name:ident = $code:ty, $about:literal;)+) => { $(
        pub(crate) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let codes: Vec<_> = <$code>::ALL.iter().map(|code| code.name()).collect();
                json_schema!({ "description": $about, "enum": codes })
            }
        }
    )+ };
}

codes_of! {
    PolicyErrorCode = kms_policy::ErrorCode, "What is wrong with the text of a policy.";
    FindingCode = kms_lint::Code, "What a reviewer would say about a policy.";
}

/// The codes of a note, wherever in a report or an import it is.
pub(crate) struct AnyNoteCode;

impl JsonSchema for AnyNoteCode {
    fn schema_name() -> Cow<'static, str> {
        "AnyNoteCode".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            generator.subschema_for::<NoteCode>(),
            generator.subschema_for::<AssumptionCode>(),
            generator.subschema_for::<UnknownCode>(),
            generator.subschema_for::<ImportCode>(),
            generator.subschema_for::<PolicyErrorCode>(),
        ] })
    }
}

/// Rust's links between items mean nothing in JSON.
fn without_links(schema: &mut Schema) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace("[`", "`").replace("`]", "`");
    }
}

fn schema_of<T: JsonSchema>(title: &str) -> String {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(without_links));
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    serde_json::to_string_pretty(&schema).unwrap() + "\n"
}

fn shipped(name: &str, written: &str) -> Map<String, Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(name);
    if std::env::var_os("KMS_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, written).unwrap();
    }
    let shipped = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        shipped == written,
        "{name} is not what the types say: run with KMS_BLESS=1 and look at the difference"
    );
    serde_json::from_str(&shipped).unwrap()
}

#[test]
fn the_schema_of_scenarios_says_what_the_types_say() {
    let schema = shipped("scenario.schema.json", &schema_of::<Scenario>("KMS Policy Playground: scenario"));
    let check = Check { definitions: &schema["$defs"] };
    for example in EXAMPLES {
        let scenario: Value = serde_json::from_str(example.json).unwrap();
        assert_eq!(check.fault(&Value::from(schema.clone()), &scenario, example.name), None);
    }
    let misspelt: Value =
        serde_json::from_str(r#"{"version": 1, "key": {"arn": ""}, "keyPolicy": "", "request": []}"#)
            .unwrap();
    assert!(check.fault(&Value::from(schema.clone()), &misspelt, "").is_some());
}

#[test]
fn the_schema_of_reports_says_what_the_types_say() {
    let schema = shipped("report.schema.json", &schema_of::<Report>("KMS Policy Playground: report"));
    let check = Check { definitions: &schema["$defs"] };
    for example in EXAMPLES {
        let report = run(&example.scenario().unwrap());
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(check.fault(&Value::from(schema.clone()), &json, example.name), None);
        assert_eq!(serde_json::from_value::<Report>(json).unwrap(), report, "{}", example.name);
    }
}

#[test]
fn the_schema_of_imports_says_what_the_types_say() {
    let schema = shipped("import.schema.json", &schema_of::<Import>("KMS Policy Playground: import"));
    let check = Check { definitions: &schema["$defs"] };
    for example in EXAMPLES {
        let scenario = example.scenario().unwrap();
        for text in [scenario.to_json(), scenario.key_policy.text().to_owned(), String::new()] {
            let json = serde_json::to_value(read(&text, Some(&scenario))).unwrap();
            assert_eq!(check.fault(&Value::from(schema.clone()), &json, example.name), None);
        }
    }
}

#[test]
fn the_schema_of_advice_says_what_the_types_say() {
    let schema = shipped("advice.schema.json", &schema_of::<AdviceReport>("KMS Policy Playground: advice"));
    let check = Check { definitions: &schema["$defs"] };
    for example in EXAMPLES.iter().step_by(20) {
        let scenario = example.scenario().unwrap();
        for at in 0..scenario.requests.len() {
            let advice = advice(&scenario, at).unwrap();
            let json = serde_json::to_value(&advice).unwrap();
            assert_eq!(check.fault(&Value::from(schema.clone()), &json, example.name), None);
            let written = serde_json::to_string(&advice).unwrap();
            assert_eq!(serde_json::from_str::<AdviceReport>(&written).unwrap(), advice, "{}", example.name);
        }
    }
}

/// As much of JSON Schema as ours use.
struct Check<'a> {
    definitions: &'a Value,
}

impl Check<'_> {
    /// The first thing that is not as the schema says.
    fn fault(&self, schema: &Value, value: &Value, path: &str) -> Option<String> {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.strip_prefix("#/$defs/")?;
            return self.fault(&self.definitions[name], value, path);
        }
        for alternatives in ["anyOf", "oneOf"] {
            if let Some(all) = schema[alternatives].as_array() {
                let fits = all.iter().any(|one| self.fault(one, value, path).is_none());
                return (!fits).then(|| format!("{path}: fits none of {alternatives}"));
            }
        }
        if schema.get("const").is_some_and(|constant| constant != value) {
            return Some(format!("{path}: not the constant"));
        }
        if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
            return Some(format!("{path}: {value} is not listed"));
        }
        if !is_of_type(&schema["type"], value) {
            return Some(format!("{path}: {value} is not of type {}", schema["type"]));
        }
        match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .find_map(|(at, item)| self.fault(&schema["items"], item, &format!("{path}[{at}]"))),
            Value::Object(fields) => self.object_fault(schema, fields, path),
            _ => None,
        }
    }

    fn object_fault(&self, schema: &Value, fields: &Map<String, Value>, path: &str) -> Option<String> {
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        if let Some(missing) = required.into_iter().find(|name| !fields.contains_key(*name)) {
            return Some(format!("{path}: {missing} is missing"));
        }
        fields.iter().find_map(|(name, value)| {
            let path = format!("{path}.{name}");
            let known = schema["properties"].get(name).or_else(|| schema.get("additionalProperties"));
            match known {
                Some(Value::Bool(false)) => Some(format!("{path}: unknown")),
                Some(schema) => self.fault(schema, value, &path),
                None => None,
            }
        })
    }
}

fn is_of_type(wanted: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match wanted {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}
