//! The declarations for TypeScript beside the JSON Schemas: the codes are written from the tables, and every closed
//! set and every field that both have is the same in both.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::report::codes::groups;

fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../kms-wasm/package")
}

#[test]
fn typescript_has_the_codes_of_the_tables() {
    let mut text = String::from(
        "// Every code that a report can hold. Written from the engine's tables: KMS_BLESS=1 cargo test -p kms-playground schema\n",
    );
    let errors: Vec<_> = kms_policy::ErrorCode::ALL.iter().map(|code| code.name()).collect();
    let findings: Vec<_> = kms_lint::Code::ALL.iter().map(|code| code.name()).collect();
    let of_policies = [
        ("PolicyErrorCode", "What is wrong with the text of a policy.", errors.as_slice()),
        ("FindingCode", "What a reviewer would say about a policy.", findings.as_slice()),
    ];
    let of_reports = groups().map(|group| (group.name, group.about.trim(), group.codes));
    for (name, about, codes) in of_reports.chain(of_policies) {
        let lines: Vec<_> = codes.iter().map(|code| format!("  | \"{code}\"")).collect();
        writeln!(text, "\n/** {about} */\nexport type {name} =\n{};", lines.join("\n")).unwrap();
    }
    let path = package().join("codes.d.ts");
    if std::env::var_os("KMS_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, &text).unwrap();
    }
    let shipped = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(shipped == text, "codes.d.ts is not what the tables say: run with KMS_BLESS=1");
}

/// The types of one contract: its declarations and its schema.
struct Contract {
    declarations: String,
    definitions: Value,
}

fn contracts() -> impl Iterator<Item = Contract> {
    ["scenario", "report", "import", "advice"].into_iter().map(|name| {
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schema/{name}.schema.json"));
        let schema: Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
        let declarations = std::fs::read_to_string(package().join(format!("{name}.d.ts"))).unwrap();
        Contract { declarations, definitions: schema["$defs"].clone() }
    })
}

/// What the schema calls a type of the declarations.
fn of_schema(name: &str) -> &str {
    match name {
        "AdviceChangeKind" => "ChangeKind",
        "Obstacle" => "ObstacleReport",
        other => other,
    }
}

/// The values of a closed set, if a definition is one.
fn values(definition: &Value) -> Option<BTreeSet<String>> {
    let listed = |one: &Value| match &one["const"] {
        Value::Null => one["enum"].as_array().cloned(),
        only => Some(vec![only.clone()]),
    };
    let all = match definition["oneOf"].as_array() {
        Some(several) => several.iter().map(listed).collect::<Option<Vec<_>>>()?.concat(),
        None => definition["enum"].as_array()?.clone(),
    };
    all.iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

#[test]
fn typescript_has_the_values_of_every_closed_set() {
    let mut compared = 0;
    for contract in contracts() {
        for declared in contract.declarations.split("export type ").skip(1) {
            let Some((name, body)) = declared.split_once('=') else { continue };
            let Some(values) = values(&contract.definitions[of_schema(name.trim())]) else { continue };
            let body = body.split(';').next().unwrap();
            let typed: BTreeSet<String> = body.split('"').skip(1).step_by(2).map(str::to_owned).collect();
            assert_eq!(typed, values, "{}", name.trim());
            compared += 1;
        }
    }
    assert!(compared > 12, "only {compared} types were compared");
}

#[test]
fn typescript_has_every_field_and_says_which_may_be_missing() {
    let mut faults = Vec::new();
    let mut compared = 0;
    for contract in contracts() {
        for declared in contract.declarations.split("export interface ").skip(1) {
            let (name, body) = declared.split_once(" {").unwrap();
            let definition = &contract.definitions[of_schema(name)];
            let Some(properties) = definition["properties"].as_object() else { continue };
            let required = definition["required"].as_array().into_iter().flatten();
            let required: Vec<_> = required.filter_map(Value::as_str).collect();
            let lines = body.split("\n}").next().unwrap().lines();
            let typed: BTreeMap<_, _> = lines.filter_map(field).collect();
            let in_schema = properties.iter().map(|(name, property)| {
                // A field with a default is a newer one, which every report of this version has.
                let is_newer = property.get("default").is_some() && typed.get(&**name) == Some(&true);
                (name.as_str(), required.contains(&name.as_str()) || is_newer)
            });
            let in_schema: BTreeMap<_, _> = in_schema.collect();
            if typed != in_schema {
                faults.push(format!("{name}: {typed:?} and not {in_schema:?}"));
            }
            compared += 1;
        }
    }
    assert!(faults.is_empty(), "each field, and whether it is always there:\n{}", faults.join("\n"));
    assert!(compared > 30, "only {compared} types were compared");
}

/// The field that a line declares, and whether it is always there.
fn field(line: &str) -> Option<(&str, bool)> {
    let declared =
        line.strip_prefix("  ").filter(|rest| rest.starts_with(|first: char| first.is_alphabetic()))?;
    let (name, of) = declared.split_once(':')?;
    Some(match name.strip_suffix('?') {
        Some(name) => (name, false),
        // What is null in JSON may be missing for the schema.
        None => (name, !of.ends_with("| null;")),
    })
}
