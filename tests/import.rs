//! What people paste, and what must come out: the texts of `import/*.json`, each with the fields that its scenario has.
//!
//! A case is `{ name, text, want, source? }`. In `want`, a field that is null must be absent; `asks` are fields that must
//! be asked; `placeholders` names that must be pointed at; `layer` the list of policies that the message blames.
//! Beside them: every message that the engine writes is read back. `import_growth.rs` has hostile texts.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "all of it is a test: a panic is how a test fails"
)]

use std::fs;
use std::path::Path;

use kms_playground::import::{Import, ImportKind, Options, read, read_with};
use kms_playground::{EXAMPLES, Scenario, run};
use kms_templates::TEMPLATES;
use serde_json::{Map, Value, json};

fn import(text: &str, given: Option<&Scenario>) -> Import {
    read_with(text, given, &Options { templates: Some(TEMPLATES), ..Options::default() })
}

fn cases() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("import");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let list: Vec<Value> = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        cases.extend(
            list.into_iter().map(|case| (format!("{name}: {}", case["name"].as_str().unwrap()), case)),
        );
    }
    cases
}

#[test]
fn every_text_gives_what_its_case_wants() {
    let cases = cases();
    assert!(cases.len() > 150, "{} cases", cases.len());
    let mut faults = Vec::new();
    for (name, case) in &cases {
        let text = case["text"].as_str().unwrap();
        let import = serde_json::to_value(import(text, None)).unwrap();
        for (field, want) in case["want"].as_object().unwrap() {
            let got = got(&import, field, want);
            if got != *want {
                faults.push(format!("{name}: {field}: {got} instead of {want}"));
            }
        }
        places(&import, text, name, &mut faults);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// What an import has in place of a field of `want`: `want` itself where it is as wanted.
fn got(import: &Value, field: &str, want: &Value) -> Value {
    let scenario = &import["scenario"];
    let request = &scenario["requests"][0];
    let key = &scenario["key"];
    let policy = document(&scenario["keyPolicy"]);
    let part = |nth| json!(key["arn"].as_str().unwrap().split(':').nth(nth));
    let if_all = |fits: &dyn Fn(&str) -> bool, have: Value| {
        let all = want.as_array().unwrap().iter().all(|name| fits(name.as_str().unwrap()));
        if all { want.clone() } else { have }
    };
    let names = |list: &str, name: &str| -> Vec<String> {
        let items = import[list].as_array().unwrap().iter();
        items.map(|item| item[name].as_str().unwrap_or_default().to_owned()).collect()
    };
    match field {
        "kind" => import["kind"].clone(),
        "key" => key["arn"].clone(),
        "keyRegion" => part(3),
        "keyAccount" => part(4),
        "keySpec" | "keyUsage" | "keyState" | "origin" | "keyManager" | "multiRegionKeyType" | "tags"
        | "aliases" => key[field].clone(),
        "requests" => json!(scenario["requests"].as_array().unwrap().len()),
        "viaServiceName" => json!(request["viaService"].as_str().unwrap_or_default().split('.').next()),
        "asks" => {
            let asked = names("asks", "field");
            if_all(&|name| asked.iter().any(|it| it.ends_with(name) || it.starts_with(name)), json!(asked))
        }
        "placeholders" => {
            let found = names("placeholders", "name");
            if_all(&|name| found.iter().any(|it| it == name), json!(found))
        }
        "asksNot" => {
            let asked = names("asks", "field");
            if_all(&|name| asked.iter().all(|it| it != name), json!(asked))
        }
        "boundary" => scenario["permissionsBoundary"]["name"].clone(),
        "callers" => {
            let callers = scenario["callers"].as_array().cloned().unwrap_or_default();
            let policies = |it: &Value| it["identityPolicies"].as_array().cloned().unwrap_or_default();
            let names = |it: &Value| policies(it).iter().map(|it| it["name"].clone()).collect::<Value>();
            callers.iter().map(|it| json!([it["principal"], names(it)])).collect()
        }
        "layer" => {
            let (asked, noted) = (names("asks", "field"), names("notes", "path"));
            let has = asked.iter().chain(&noted).any(|it| Some(it.as_str()) == want.as_str());
            if has { want.clone() } else { json!(asked) }
        }
        "mentions" => {
            let all = import.to_string();
            if_all(&|text| all.contains(text), Value::Null)
        }
        "before" => document(&import["before"]),
        "problem" => import["problem"]["kind"].clone(),
        "code" => import["problem"]["code"].clone(),
        "grants" => scenario["grants"].clone(),
        "parameters" => {
            let names = want.as_object().unwrap().keys();
            Value::Object(
                names.map(|name| (name.clone(), request["parameters"][name].clone())).collect::<Map<_, _>>(),
            )
        }
        "keyPolicyEquals" => policy,
        "keyPolicyStatements" => json!(policy["Statement"].as_array().map_or(0, Vec::len)),
        "keyPolicyHas" => if_all(&|text| policy.to_string().contains(text), policy.clone()),
        "keyPolicyLacks" => if_all(&|text| !policy.to_string().contains(text), policy.clone()),
        "identityPolicies" if want.is_null() => scenario["identityPolicies"].clone(),
        "identityPolicies" => {
            let policies = scenario["identityPolicies"].as_array().cloned().unwrap_or_default();
            policies.iter().map(|it| json!({ "name": it["name"], "equals": document(&it["text"]) })).collect()
        }
        "serviceControlPolicies" => scenario["serviceControlPolicies"][0][0]["name"].clone(),
        field => request[field].clone(),
    }
}

fn document(policy: &Value) -> Value {
    policy.as_str().map_or_else(|| policy.clone(), |text| serde_json::from_str(text).unwrap_or_default())
}

/// Every place lies within the text, and what is recognized has one.
fn places(import: &Value, text: &str, name: &str, faults: &mut Vec<String>) {
    let units = text.encode_utf16().count() as u64;
    for list in ["recognised", "changes", "placeholders"] {
        for item in import[list].as_array().unwrap() {
            let Some(span) = item.get("span") else { continue };
            let (start, end) =
                (span["start"]["offset"].as_u64().unwrap(), span["end"]["offset"].as_u64().unwrap());
            if start > end || end > units || (list == "recognised" && start == end) {
                faults.push(format!("{name}: {list}: the place {start}..{end} of {units} in {item}"));
            }
        }
    }
}

/// The engine's own message of each refused request of the gallery, pasted over the same scenario and over none.
#[test]
fn the_message_that_the_engine_writes_is_read_back() {
    let mut forms = std::collections::BTreeSet::new();
    for example in EXAMPLES {
        let scenario = example.scenario().unwrap();
        let report = run(&scenario);
        for (request, said) in scenario.requests.iter().zip(&report.requests) {
            let Some(message) = &said.message else { continue };
            let import = import(message, None);
            let read = &import.scenario.requests[0];
            let session = request.principal.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/");
            let same = read.principal == request.principal
                || read
                    .principal
                    .starts_with(session.rsplit_once('/').map_or(session.as_str(), |(role, _)| role));
            assert!(same, "{}: {} read from {message}", example.name, read.principal);
            // ReEncrypt is refused as one of its two permissions, and ReplicateKey as kms:CreateKey where the replica lacks it.
            let is_second = request.action == "kms:ReplicateKey" && read.action == "kms:CreateKey";
            let is_same = read.action.starts_with(request.action.as_str());
            assert!(is_same || is_second, "{}: {message}", example.name);
            // Three ways leave open which kind of deny it is; the assumption says so.
            let three_ways = message.contains("does not exist in this Region");
            if three_ways {
                assert!(import.notes.iter().any(|note| note.code == "expectAssumed"), "{message}");
                assert!(import.asks.iter().any(|ask| ask.field == "key.arn"), "{message}");
            } else {
                assert_eq!(read.expect, Some(said.decision), "{}: {message}", example.name);
                let names_key = !message.contains("on resource: * ") && request.key_id.is_none();
                assert!(
                    !names_key || import.scenario.key.arn == scenario.key.arn,
                    "{}: {message}",
                    example.name
                );
            }
            forms.insert(message.rsplit(['/', ' ']).take(4).collect::<Vec<_>>().join(" "));
        }
    }
    assert!(forms.len() > 5, "{forms:?}");
}

#[test]
fn pastes_add_up_whatever_their_order() {
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"kms:*","Resource":"*"}]}"#;
    let key = "arn:aws:kms:sa-east-1:444455556666:key/0f0e0d0c-1111-4222-8333-a1b2c3d4e5f6";
    let caller = "arn:aws:iam::444455556666:role/Tide";
    let error = format!(
        "User: arn:aws:sts::444455556666:assumed-role/Tide/now is not authorized to perform: kms:Decrypt on resource: {key} because no \
         identity-based policy allows the kms:Decrypt action"
    );
    let grants = json!({ "Grants": [{ "KeyId": key, "GrantId": "a1", "GranteePrincipal": caller, "Operations": ["Decrypt"] }] });
    let grants = grants.to_string();
    let texts = [policy, error.as_str(), grants.as_str()];
    let mut results = Vec::new();
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1], [2, 0, 1]] {
        let mut scenario = None;
        for nth in order {
            scenario = Some(import(texts[nth], scenario.as_ref()).scenario);
        }
        let scenario = scenario.unwrap();
        assert_eq!(scenario.key.arn, key, "{order:?}");
        assert_eq!((scenario.requests.len(), scenario.grants.len()), (1, 1), "{order:?}");
        let last = import(texts[order[2]], Some(&scenario));
        assert_eq!(last.asks, [], "{order:?}: nothing is left to ask");
        results.push(run(&scenario).requests[0].decision);
    }
    // The grant lets it in, whatever the message said before the grant was made.
    assert!(results.iter().all(|decision| decision.name() == "allowed"), "{results:?}");
    let both = import(&error, Some(&import(policy, None).scenario)).scenario;
    let report = run(&both);
    assert_eq!(
        report.requests[0].met,
        Some(true),
        "the refusal is reproduced: {}",
        report.requests[0].summary
    );
}

#[test]
fn an_answer_is_written_once_for_all_places() {
    let text = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::<acct>:root","arn:aws:iam::<acct>:role/A"]},"Action":"kms:*","Resource":"*"}]}"#;
    let answers = vec![
        ("<acct>".to_owned(), "444455556666".to_owned()),
        ("key.arn".to_owned(), "arn:aws:kms:sa-east-1:444455556666:key/k".to_owned()),
    ];
    let import = read_with(text, None, &Options { answers, templates: None });
    assert!(!import.scenario.key_policy.text().contains("<acct>"));
    assert_eq!(import.scenario.key_policy.text().matches("444455556666").count(), 2);
    assert_eq!((import.asks.len(), import.placeholders.len()), (0, 0));
    let template = "Resources:\n  K:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Statement:\n          - Effect: Allow\n            Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}\n            Action: kms:*\n            Resource: '*'\n";
    let answers = vec![("AWS::AccountId".to_owned(), "444455556666".to_owned())];
    let import = read_with(template, None, &Options { answers, templates: Some(TEMPLATES) });
    assert!(import.scenario.key_policy.text().contains("444455556666"));
    assert!(import.scenario.key.arn.contains(":444455556666:"));
}

#[test]
fn a_template_without_its_reader_says_so() {
    for text in [
        "Resources:\n  K:\n    Type: AWS::KMS::Key\n",
        "resource \"aws_kms_key\" \"k\" {\n  policy = jsonencode({})\n}\n",
    ] {
        let import = read(text, None);
        assert!(import.needs_templates, "{text}");
    }
}

#[test]
fn nothing_hidden_is_shown() {
    let text = "User: arn:aws:iam::444455556666:user/k\u{202e}im\u{200b} is not authorized to perform: kms:Decrypt on this resource \u{1b}[8mbecause";
    let import = import(text, None);
    assert_eq!(import.kind, ImportKind::AccessDenied);
    assert_eq!(import.scenario.requests[0].principal, "arn:aws:iam::444455556666:user/kim");
    let shown = serde_json::to_string(&(&import.recognised, &import.asks, &import.notes)).unwrap();
    assert!(!shown.contains(['\u{202e}', '\u{200b}', '\u{1b}']), "{shown}");
}
