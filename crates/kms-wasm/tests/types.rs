//! The types of `package/`, those of the whole engine among them, against the engine: every name of every closed
//! list, every field of a scenario. The reports of all examples are checked as literals by TypeScript itself, in
//! `tests/package` of the workspace.
//!
//! What the engine accepts is asked of its own reader, which lists the names that it knows when it is given another.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::panic, clippy::unwrap_used, reason = "all of it is a test: a panic is how a test fails")]

use std::collections::BTreeSet;

use kms_playground::import::{ImportKind, ProblemKind};
use kms_playground::{
    About, Answer, Caller, Certainty, Decision, Effect, Element, ElementOutcome, Grant, GrantConstraints,
    GrantOutcome, Key, Lint, NamedPolicy, OtherKey, PolicyKind, Request, Scenario, Severity, Shared,
    StatementOutcome,
};
use serde::de::DeserializeOwned;

const TYPES: &str = concat!(
    include_str!("../package/import.d.ts"),
    include_str!("../package/index.d.ts"),
    include_str!("../package/scenario.d.ts"),
    include_str!("../package/report.d.ts"),
);

/// The names behind `export type NAME =`.
fn union(name: &str) -> BTreeSet<&'static str> {
    let (_, rest) =
        TYPES.split_once(&format!("export type {name} =")).unwrap_or_else(|| panic!("no type `{name}`"));
    let (union, _) = rest.split_once(';').unwrap();
    union.split('"').skip(1).step_by(2).collect()
}

/// The fields of `export interface NAME`.
fn fields(name: &str) -> BTreeSet<&'static str> {
    let head = format!("export interface {name} {{\n");
    let (_, rest) = TYPES.split_once(&head).unwrap_or_else(|| panic!("no interface `{name}`"));
    let (body, _) = rest.split_once("\n}").unwrap();
    let lines = body.lines().map(str::trim).filter(|line| !line.starts_with(['*', '/']));
    lines.filter_map(|line| line.split([':', '?']).next()).collect()
}

/// The fields of an import, as it is written.
#[test]
fn an_import_has_the_fields_that_the_types_name() {
    let text = concat!(
        "User: arn:aws:iam::444455556666:user/kim is not authorized to perform: kms:Decrypt on this resource with an explicit \
         deny in a permissions boundary\n",
        r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::<account>:root"},"Action":"kms:*","Resource":"*"}]}"#,
        "\nThe new key policy will not allow you to update the key policy in the future.",
    );
    let import = serde_json::to_value(kms_playground::import::read(text, None)).unwrap();
    let names = |value: &serde_json::Value| -> BTreeSet<String> {
        value.as_object().unwrap_or_else(|| panic!("{value}")).keys().cloned().collect()
    };
    // This text has no change of a policy in it.
    let mut known = owned(fields("Import"));
    known.remove("before");
    assert_eq!(names(&import), known);
    for (list, interface) in [
        ("recognised", "Recognised"),
        ("changes", "ImportChange"),
        ("asks", "Ask"),
        ("placeholders", "Placeholder"),
        ("commands", "FetchCommand"),
    ] {
        let found: BTreeSet<String> = import[list].as_array().unwrap().iter().flat_map(names).collect();
        let missing: Vec<_> = found.difference(&owned(fields(interface))).cloned().collect();
        assert!(!found.is_empty() && missing.is_empty(), "{interface} lacks {missing:?}");
    }
    assert_eq!(names(&import["problem"]), owned(fields("ImportProblem")));
}

/// What the reader of `T` knows: the names that its refusal of `json` lists behind "expected".
fn known<T: DeserializeOwned>(json: &str) -> BTreeSet<String> {
    let Err(refusal) = serde_json::from_str::<T>(json) else { panic!("`{json}` was accepted") };
    let refusal = refusal.to_string();
    let (_, names) = refusal.split_once("expected ").unwrap_or_else(|| panic!("{refusal}"));
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn owned(names: BTreeSet<&str>) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

#[test]
fn every_closed_list_is_the_engines() {
    fn same<T: DeserializeOwned>(name: &str) {
        assert_eq!(owned(union(name)), known::<T>(r#""?""#), "{name}");
    }
    same::<Answer>("Answer");
    same::<Certainty>("Certainty");
    same::<Decision>("Decision");
    same::<Effect>("Effect");
    same::<Element>("Element");
    same::<ElementOutcome>("ElementOutcome");
    same::<GrantOutcome>("GrantOutcome");
    same::<ImportKind>("ImportKind");
    same::<ProblemKind>("ProblemKind");
    same::<PolicyKind>("PolicyKind");
    same::<Severity>("Severity");
    same::<StatementOutcome>("StatementOutcome");
}

#[test]
fn every_attribute_of_a_key_has_the_values_that_the_engine_reads() {
    for (name, field) in [
        ("KeySpec", "keySpec"),
        ("KeyUsage", "keyUsage"),
        ("KeyOrigin", "origin"),
        ("MultiRegionKeyType", "multiRegionKeyType"),
        ("KeyState", "keyState"),
        ("KeyManager", "keyManager"),
    ] {
        assert_eq!(owned(union(name)), known::<Key>(&format!(r#"{{"{field}":"?"}}"#)), "{name}");
    }
}

#[test]
fn every_part_of_a_scenario_has_the_fields_that_the_engine_reads() {
    fn same<T: DeserializeOwned>(name: &str) {
        assert_eq!(owned(fields(name)), known::<T>(r#"{"?":0}"#), "{name}");
    }
    same::<About>("About");
    same::<Caller>("Caller");
    same::<Grant>("Grant");
    same::<GrantConstraints>("GrantConstraints");
    same::<Key>("Key");
    same::<Lint>("Lint");
    same::<NamedPolicy>("NamedPolicy");
    same::<OtherKey>("OtherKey");
    same::<Request>("Request");
    same::<Scenario>("Scenario");
    same::<Shared>("Shared");
}
