//! Every code that a report can hold has a sentence and a case: the reports of all cases are searched for codes, and what
//! is found is the page `docs/codes.md`. `KMS_BLESS=1` writes the page.

#![expect(clippy::unwrap_used, reason = "all of it is a test: a panic is how a test fails")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use kms_playground::advice::{CheckObstacles, advice_with, obstacles};
use kms_playground::codes::groups;
use kms_playground::import::{MAX_IMPORT_BYTES, Options, read, read_with};
use kms_playground::{EXAMPLES, NamedPolicy, PolicyText, Scenario};
use kms_templates::TEMPLATES;
use kms_tests::case_file::{CaseFile, case_files};
use kms_tests::run_case::scenarios;
use serde_json::Value;

/// What is beyond a limit, and is made here.
const LIMITS: &str = "codes.rs";

/// The sentence of each code, and the file of the first case that has it.
#[derive(Default)]
struct Found(BTreeMap<(&'static str, String), (String, String)>);

impl Found {
    fn add(&mut self, group: &'static str, code: &Value, text: &Value, file: &str) {
        let (Some(code), Some(text)) = (code.as_str(), text.as_str()) else { return };
        assert!(!text.is_empty(), "{file}: {code} has no sentence");
        self.0
            .entry((group, code.to_owned()))
            .or_insert_with(|| (text.replace('|', "\\|").replace('\n', " "), file.to_owned()));
    }

    /// Collects the codes of what blocks a request.
    fn search_obstacles(&mut self, checks: &[CheckObstacles], file: &str) {
        for check in checks {
            self.add("PathCode", &Value::from(&*check.path), &Value::from(&*check.text), file);
            for obstacle in &check.obstacles {
                self.add("ObstacleCode", &Value::from(&*obstacle.code), &Value::from(&*obstacle.text), file);
            }
        }
    }

    /// Collects the codes of what advice adds, as long as there are some that nothing has shown: advice takes its time.
    fn search_advice(&mut self, scenario: &Scenario, at: usize, file: &str) {
        const GROUP: &str = "AdviceNoteCode";
        let known = self.0.keys().filter(|(group, _)| *group == GROUP).count();
        let all = groups().find(|group| group.name == GROUP).map_or(0, |group| group.codes.len());
        // The search ends in `limits`.
        if known + 1 >= all && file != LIMITS {
            return;
        }
        let Some(advice) = advice_with(scenario, at, None) else { return };
        let changes = advice.policy_changes.iter().chain(&advice.request_changes);
        for note in advice.notes.iter().chain(changes.flat_map(|change| &change.notes)) {
            self.add(GROUP, &Value::from(&*note.code), &Value::from(&*note.text), file);
        }
    }

    /// Collects the codes of a report or import, by the fields that hold them.
    fn search(&mut self, value: &Value, field: &str, file: &str) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.search(item, field, file)),
            Value::Object(fields) => {
                let (code, text) = (&value["code"], &value["text"]);
                match field {
                    "steps" => self.add("QuestionCode", code, &value["question"], file),
                    "origin" => self.add("OriginCode", code, text, file),
                    "afterAuthorization" => self.add("AfterAuthorizationCode", code, text, file),
                    "assumptions" | "notes" | "notEvaluated" if is_note(code) => {
                        self.add("NoteCode", code, text, file);
                    }
                    "assumptions" | "notes" | "notEvaluated" => {
                        self.add("AssumptionCode", code, text, file);
                    }
                    "dependsOn" => self.add("UnknownCode", code, text, file),
                    "importNotes" => self.add("ImportCode", code, text, file),
                    _ => {}
                }
                if let Some(code) = value.pointer("/reason/code") {
                    self.add("ReasonCode", code, text, file);
                }
                fields.iter().for_each(|(name, value)| self.search(value, name, file));
            }
            _ => {}
        }
    }
}

/// Whether the code is one of what the report says about the scenario; these are in several lists.
fn is_note(code: &Value) -> bool {
    let codes = groups().filter(|group| group.name == "NoteCode").flat_map(|group| group.codes);
    codes.into_iter().any(|note| code == note)
}

#[test]
fn every_code_has_a_sentence_and_a_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Found::default();
    for path in case_files(&root.join("cases")).unwrap() {
        let name = path.strip_prefix(root).unwrap().display().to_string();
        let file = CaseFile::read(&fs::read_to_string(&path).unwrap()).unwrap();
        for case in &file.cases {
            for scenario in scenarios(&file, case) {
                let report = serde_json::to_value(kms_playground::run(&scenario)).unwrap();
                found.search(&report, "", &name);
                for at in 0..scenario.requests.len() {
                    found.search_obstacles(&obstacles(&scenario, at).unwrap_or_default(), &name);
                    found.search_advice(&scenario, at, &name);
                }
            }
        }
    }
    // A text pasted over an example takes its place; over a scenario of one's own it does not.
    let example = Scenario { about: None, ..EXAMPLES.first().unwrap().scenario().unwrap() };
    let mut texts: Vec<_> =
        fs::read_dir(root.join("import")).unwrap().map(|entry| entry.unwrap().path()).collect();
    texts.sort();
    for path in texts {
        let name = path.strip_prefix(root).unwrap().display().to_string();
        let cases: Vec<Value> = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for case in cases {
            let options = Options { templates: Some(TEMPLATES), ..Options::default() };
            for given in [None, Some(&example)] {
                let import = read_with(case["text"].as_str().unwrap(), given, &options);
                found.search(&serde_json::to_value(import.notes).unwrap(), "importNotes", &name);
            }
        }
    }
    limits(&mut found, &example);
    let (page, without_case) = page(&found);
    assert!(without_case.is_empty(), "no case has these codes:\n{}", without_case.join("\n"));
    let unlisted = |(group, code): &&(&str, String)| {
        let listed = groups().any(|one| one.name == *group && one.codes.contains(&code.as_str()));
        !listed && kms_policy::ErrorCode::ALL.iter().all(|error| error.name() != code)
    };
    assert_eq!(found.0.keys().find(unlisted), None, "the table does not list it");

    let path = root.join("../docs/codes.md");
    if std::env::var_os("KMS_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, &page).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == page,
        "docs/codes.md is not what the cases show: run with KMS_BLESS=1 and look at the difference"
    );
}

/// Inputs beyond what is read, too long for a file of cases, and texts about something else than the scenario.
fn limits(found: &mut Found, example: &Scenario) {
    let mut import = |text: &str| {
        let notes = serde_json::to_value(read(text, Some(example)).notes).unwrap();
        found.search(&notes, "importNotes", LIMITS);
    };
    import(&" ".repeat(MAX_IMPORT_BYTES + 1));
    let event = r#"{"eventVersion":"1.11","eventSource":"kms.amazonaws.com","eventName":"Decrypt","awsRegion":"eu-west-1","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/uNUMBER"}}"#;
    let events: Vec<_> = (0..1001).map(|at| event.replace("NUMBER", &at.to_string())).collect();
    import(&format!("[{}]", events.join(",")));
    // What another person's scenario is about.
    import(
        r#"{"KeyMetadata": {"Arn": "arn:aws:kms:eu-west-1:444455556666:key/0f0e0d0c-1111-4222-8333-a1b2c3d4e5f6"}}"#,
    );
    import(r#"{"UserId": "AIDAX", "Account": "444455556666", "Arn": "arn:aws:iam::444455556666:user/eve"}"#);

    let mut json: Value = serde_json::from_str(&example.to_json()).unwrap();
    let pairs: Vec<_> = (0..1001).map(|at| (format!("k{at}"), Value::from("v"))).collect();
    if let Some(context) = json.pointer_mut("/requests/0").and_then(Value::as_object_mut) {
        context.insert("encryptionContext".to_owned(), pairs.into_iter().collect());
    }
    let scenario = Scenario::from_json(&json.to_string()).unwrap();
    found.search(&serde_json::to_value(kms_playground::run(&scenario)).unwrap(), "", LIMITS);

    // The longer the policies are, the fewer changes are tried; each of these statements can be mended in several ways.
    let deny = |at: usize| {
        format!(
            r#"{{"Effect":"Deny","Action":"kms:Decrypt","Resource":"*","Condition":{{"StringNotEquals":{{"aws:PrincipalTag/a{at}":"x","aws:PrincipalTag/b{at}":"y"}}}}}}"#
        )
    };
    let statements: Vec<String> = (0..10).map(deny).collect();
    let text = format!(r#"{{"Statement":[{}]}}{}"#, statements.join(","), " ".repeat(700_000));
    let mut scenario = example.clone();
    scenario.identity_policies =
        Some(vec![NamedPolicy { name: "long".to_owned(), text: PolicyText::new(text) }]);
    for request in &mut scenario.requests {
        request.principal = "arn:aws:iam::111122223333:role/Worker".to_owned();
        request.session_issuer = None;
    }
    (0..scenario.requests.len()).for_each(|at| found.search_advice(&scenario, at, LIMITS));
}

/// The page of all codes, and the codes without a case.
fn page(found: &Found) -> (String, Vec<String>) {
    let mut page = String::from(
        "# Codes\n\nReports and advice name everything twice: by a code, which stays the same from version to version, and in a sentence, which may \
         get better. Programs use the code. This page lists every code with the sentence of the first test case that has it; the \
         test `tests/codes.rs` writes it.\n\nFindings have their own [pages](rules/README.md). The errors of a policy's text are in \
         [tests/cases/syntax](../tests/cases/syntax).\n",
    );
    let mut without_case = Vec::new();
    for group in groups() {
        _ = write!(
            page,
            "\n## {}\n\n{}\n\n| Code | Sentence | Case |\n| --- | --- | --- |\n",
            group.name,
            group.about.trim()
        );
        for code in group.codes {
            match found.0.get(&(group.name, (*code).to_owned())) {
                Some((text, file)) => {
                    let name = file.rsplit_once('/').map_or(file.as_str(), |(_, name)| name);
                    _ = writeln!(page, "| `{code}` | {text} | [{name}](../tests/{file}) |");
                }
                None => without_case.push(format!("{}: {code}", group.name)),
            }
        }
    }
    (page, without_case)
}
