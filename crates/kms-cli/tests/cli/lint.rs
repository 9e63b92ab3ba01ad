//! `kms-policy lint` as a person or a CI server runs it: every format, the fixes, the exit status.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use super::{folder, run};

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Verwaltung für alle", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" },
    { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
      "Action": ["kms:Encypt", "kms:Describe"], "Resource": "*",
      "Condition": { "StringEquals": { "kms:ViaService": "s3.amazonaws.com" } } }
  ]
}
"#;
const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

fn lint(folder: &Path, arguments: &[&str]) -> Output {
    run(folder, &[&["lint"], arguments].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn scenario(policy: &str) -> String {
    format!(
        "{{ \"version\": 1,\n  \"key\": {{ \"arn\": \"{KEY}\" }},\n  \"keyPolicy\": {policy},\n  \"requests\": []\n}}\n"
    )
}

#[test]
fn the_text_draws_each_finding_and_counts_them() {
    let folder = folder("lint-text");
    fs::write(folder.join("policy.json"), POLICY).unwrap();
    let output = lint(&folder, &["policy.json", "--key", KEY]);
    assert_eq!(output.status.code(), Some(1), "there are errors");
    insta::assert_snapshot!(text(&output.stdout));
}

/// A statement that another covers, and a Deny after which nobody can change the policy: no rule that looks at single
/// statements sees them.
#[test]
fn what_takes_a_look_at_all_requests_is_found_too() {
    let own = r#"{ "Sid": "All", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }"#;
    let role = |sid: &str, more: &str| {
        format!(
            r#"{{ "Sid": "{sid}", "Effect": "Allow", "Principal": {{ "AWS": "arn:aws:iam::111122223333:role/App" }}, "Action": "kms:Decrypt", "Resource": "*"{more} }}"#
        )
    };
    let narrow = role(
        "Narrow",
        r#", "Condition": { "StringEquals": { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }"#,
    );
    let policy = |statements: &[&str]| {
        format!(r#"{{ "Version": "2012-10-17", "Statement": [{}] }}"#, statements.join(",\n  "))
    };
    let wide = role("Wide", "");
    let folder = folder("lint-all-requests");
    let redundant = policy(&[own, &narrow, &wide]);
    let codes = |arguments: &[&str]| -> Vec<String> {
        let output = lint(&folder, &[arguments, &["--format", "json"]].concat());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = report["policies"][0]["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
    };
    for (file, text) in [("policy.json", redundant.clone()), ("scenario.json", scenario(&redundant))] {
        fs::write(folder.join(file), text).unwrap();
        assert_eq!(codes(&[file, "--key", KEY]), ["statementWithoutEffect"], "{file}");
        assert!(codes(&[file, "--allow", "statementWithoutEffect"]).is_empty(), "{file}");
    }
    // Of a policy whose account is a guess nothing is removed.
    lint(&folder, &["policy.json", "--fix"]);
    assert_eq!(fs::read_to_string(folder.join("policy.json")).unwrap(), redundant);
    let left = policy(&[own, &wide]);
    let fixed = lint(&folder, &["policy.json", "--fix", "--key", KEY]);
    assert_eq!(text(&fixed.stderr), "kms-policy: 1 fix applied\n");
    assert_eq!(fs::read_to_string(folder.join("policy.json")).unwrap(), left);
    lint(&folder, &["scenario.json", "--fix"]);
    assert_eq!(fs::read_to_string(folder.join("scenario.json")).unwrap(), scenario(&left));
    let nobody = r#"{ "Effect": "Deny", "Principal": "*", "Action": "kms:PutKeyPolicy", "Resource": "*" }"#;
    fs::write(folder.join("locked.json"), scenario(&policy(&[own, nobody]))).unwrap();
    assert!(codes(&["locked.json"]).contains(&"noOneCanChangePolicy".to_owned()));
    let but_one = nobody.replace(
        r#""Resource": "*""#,
        r#""Resource": "*", "Condition": { "ArnNotEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/Admin" } }"#,
    );
    fs::write(folder.join("open.json"), scenario(&policy(&[own, &but_one]))).unwrap();
    assert!(!codes(&["open.json"]).contains(&"noOneCanChangePolicy".to_owned()));
}

#[test]
fn the_exit_status_tells_errors_and_denied_warnings() {
    let folder = folder("lint-status");
    let warning = POLICY.replace(r#"["kms:Encypt", "kms:Describe"]"#, r#""kms:Encrypt""#);
    fs::write(folder.join("warning.json"), warning).unwrap();
    assert_eq!(lint(&folder, &["warning.json"]).status.code(), Some(0));
    assert_eq!(lint(&folder, &["warning.json", "--deny", "warnings"]).status.code(), Some(1));
    let allowed = ["warning.json", "--deny", "warnings", "--allow", "viaServiceWithoutRegion"];
    assert_eq!(lint(&folder, &allowed).status.code(), Some(0));
    let unknown = lint(&folder, &["warning.json", "--allow", "viaServiceWithoutRegions"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("no rule has this name"));
    fs::write(folder.join("broken.json"), "{ \"Statement\": [ ").unwrap();
    assert_eq!(lint(&folder, &["broken.json"]).status.code(), Some(1), "the text has errors");
    assert_eq!(lint(&folder, &["missing.json"]).status.code(), Some(2));
}

#[test]
fn a_fix_changes_the_file_and_only_what_it_must() {
    let folder = folder("lint-fix");
    fs::write(folder.join("policy.json"), POLICY).unwrap();
    let output = lint(&folder, &["policy.json", "--key", KEY, "--fix"]);
    assert_eq!(
        (output.status.code(), text(&output.stderr).as_str()),
        (Some(0), "kms-policy: 3 fixes applied\n")
    );
    let expected = POLICY
        .replace("kms:Encypt", "kms:Encrypt")
        .replace("kms:Describe\"", "kms:Describe*\"")
        .replace("s3.amazonaws.com", "s3.us-east-1.amazonaws.com");
    assert_eq!(fs::read_to_string(folder.join("policy.json")).unwrap(), expected);

    fs::write(folder.join("scenario.json"), scenario(POLICY.trim_end())).unwrap();
    assert_eq!(lint(&folder, &["scenario.json", "--fix"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(folder.join("scenario.json")).unwrap(), scenario(expected.trim_end()));

    let as_text = scenario(&Value::from(POLICY).to_string());
    fs::write(folder.join("string.json"), &as_text).unwrap();
    assert_eq!(lint(&folder, &["string.json", "--fix"]).status.code(), Some(0));
    let fixed: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("string.json")).unwrap()).unwrap();
    assert_eq!(fixed.get("keyPolicy").and_then(Value::as_str), Some(expected.as_str()));
}

#[test]
fn a_scenario_allows_rules_and_says_when_there_is_no_such_rule() {
    let folder = folder("lint-allow");
    let allow = r#""lint": { "allow": ["unknownAction", "actionMatchesNothing", "viaServiceWithoutRegion", "nonsense"] }, "requests""#;
    fs::write(folder.join("a.json"), scenario(POLICY.trim_end()).replace("\"requests\"", allow)).unwrap();
    let output = lint(&folder, &["a.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    assert_eq!(text(&output.stderr), "kms-policy: no rule is called `nonsense`, which `lint.allow` names\n");
}

#[test]
fn annotations_are_one_line_each() {
    let folder = folder("lint-github");
    fs::write(folder.join("policy.json"), POLICY).unwrap();
    let output = text(&lint(&folder, &["policy.json", "--format", "github"]).stdout);
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 3, "{output}");
    assert!(
        output.starts_with(
            "::error file=policy.json,line=6,col=18,endLine=6,endColumn=30,title=unknownAction::"
        ),
        "{output}"
    );
    assert!(output.contains("%0AUse `kms:Encrypt`."), "{output}");
}

#[test]
fn the_json_has_the_findings_of_the_report() {
    let folder = folder("lint-json");
    fs::write(folder.join("a.json"), scenario(POLICY.trim_end())).unwrap();
    let output: Value =
        serde_json::from_slice(&lint(&folder, &["a.json", "--format", "json"]).stdout).unwrap();
    let finding = output.pointer("/policies/0/findings/0").unwrap();
    assert_eq!(finding.get("code").and_then(Value::as_str), Some("unknownAction"));
    assert_eq!(finding.pointer("/fix/isSafe"), Some(&Value::Bool(true)));
    assert_eq!(output.pointer("/policies/0/policy").and_then(Value::as_str), Some("keyPolicy"));
}

#[test]
fn sarif_has_the_structure_that_its_schema_demands() {
    let folder = folder("lint-sarif");
    fs::write(folder.join("the policy.json"), POLICY).unwrap();
    fs::write(folder.join("scenario.json"), scenario(POLICY.trim_end())).unwrap();
    fs::write(folder.join("string.json"), scenario(&Value::from(POLICY).to_string())).unwrap();
    let arguments = ["the policy.json", "scenario.json", "string.json", "--key", KEY, "--format", "sarif"];
    let log: Value = serde_json::from_slice(&lint(&folder, &arguments).stdout).unwrap();
    sarif::log(&log);
    let results = log.pointer("/runs/0/results").and_then(Value::as_array).unwrap();
    assert_eq!(results.len(), 9);
    let uri = |result: &Value| {
        let uri = result.pointer("/locations/0/physicalLocation/artifactLocation/uri");
        uri.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    for (file, name) in [("the policy.json", "the%20policy.json"), ("scenario.json", "scenario.json")] {
        let content: Vec<u16> = fs::read_to_string(folder.join(file)).unwrap().encode_utf16().collect();
        let mut texts = Vec::new();
        for result in results.iter().filter(|result| uri(result) == name) {
            assert!(result.get("fixes").is_some(), "{result}");
            let region = result.pointer("/locations/0/physicalLocation/region").unwrap();
            let number =
                |name: &str| usize::try_from(region.get(name).and_then(Value::as_u64).unwrap()).unwrap();
            let (offset, length) = (number("charOffset"), number("charLength"));
            texts.push(String::from_utf16(content.get(offset..offset + length).unwrap()).unwrap());
            // Line and column say the same place as the offset.
            let before: Vec<&[u16]> =
                content.get(..offset).unwrap().split(|unit| *unit == u16::from(b'\n')).collect();
            assert_eq!(number("startLine"), before.len());
            assert_eq!(number("startColumn"), before.last().unwrap().len() + 1);
        }
        assert_eq!(texts, ["\"kms:Encypt\"", "\"kms:Describe\"", "\"s3.amazonaws.com\""], "{file}");
    }
    // Of a policy that the file holds as a string no place can be given, and no fix.
    for result in results.iter().filter(|result| uri(result) == "string.json") {
        assert!(
            result.get("fixes").is_none() && result.pointer("/locations/0/physicalLocation/region").is_none()
        );
    }
}

/// `diff` writes SARIF, too: with the scenario that shows each difference.
#[test]
fn the_sarif_of_a_comparison_is_what_the_schema_takes() {
    let folder = folder("lint-diff-sarif");
    let wider = POLICY.replace("role/App", "role/Other").replace("kms:Encypt", "kms:Encrypt");
    fs::write(folder.join("old policy.json"), POLICY).unwrap();
    fs::write(
        folder.join("new policy.json"),
        wider.replace("s3.amazonaws.com", "s3.us-east-1.amazonaws.com"),
    )
    .unwrap();
    let output = run(
        &folder,
        &["diff", "old policy.json", "new policy.json", "--format", "sarif", "--fail-on", "wider"],
    );
    assert_eq!(output.status.code(), Some(1));
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    sarif::log(&log);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "new%20policy.json");
    fs::write(folder.join("shown.json"), result["properties"]["scenario"].to_string()).unwrap();
    let shown = run(&folder, &["test", "shown.json"]);
    assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stdout));
}

/// What the schema of SARIF 2.1.0 requires of the objects that are written here: required properties, types, closed
/// lists, no further properties.
mod sarif {
    use serde_json::{Map, Value};

    fn object<'a>(value: &'a Value, required: &[&str], optional: &[&str]) -> &'a Map<String, Value> {
        let object = value.as_object().unwrap_or_else(|| panic!("an object: {value}"));
        for name in required {
            assert!(object.contains_key(*name), "`{name}` is required: {value}");
        }
        for name in object.keys() {
            assert!(
                required.contains(&name.as_str()) || optional.contains(&name.as_str()),
                "`{name}`: {value}"
            );
        }
        object
    }

    fn text<'a>(object: &'a Map<String, Value>, name: &str) -> &'a str {
        object.get(name).map_or("", |value| value.as_str().unwrap_or_else(|| panic!("`{name}` is a string")))
    }

    fn each(object: &Map<String, Value>, name: &str, check: fn(&Value)) -> usize {
        let Some(value) = object.get(name) else { return 0 };
        let items = value.as_array().unwrap_or_else(|| panic!("`{name}` is a list"));
        items.iter().for_each(check);
        items.len()
    }

    pub(super) fn log(value: &Value) {
        let log = object(value, &["version", "runs"], &["$schema"]);
        assert_eq!(text(log, "version"), "2.1.0");
        assert_eq!(each(log, "runs", run), 1);
    }

    fn run(value: &Value) {
        let run = object(value, &["tool"], &["results", "columnKind"]);
        assert!(["utf16CodeUnits", "unicodeCodePoints"].contains(&text(run, "columnKind")));
        let tool = object(run.get("tool").unwrap(), &["driver"], &[]);
        let driver = object(tool.get("driver").unwrap(), &["name"], &["semanticVersion", "rules"]);
        each(driver, "rules", |value| {
            let rule = object(value, &["id"], &["helpUri", "defaultConfiguration", "shortDescription"]);
            rule.get("shortDescription").into_iter().for_each(message);
            assert!(!text(rule, "id").is_empty());
            assert!(rule.get("helpUri").is_none() || text(rule, "helpUri").starts_with("https://"));
            if let Some(configuration) = rule.get("defaultConfiguration") {
                level(object(configuration, &[], &["level"]));
            }
        });
        each(run, "results", result);
    }

    fn level(object: &Map<String, Value>) {
        assert!(["none", "note", "warning", "error"].contains(&text(object, "level")));
    }

    fn message(value: &Value) {
        assert!(!text(object(value, &["text"], &[]), "text").is_empty());
    }

    fn result(value: &Value) {
        let optional = ["ruleId", "level", "locations", "relatedLocations", "fixes", "properties"];
        let result = object(value, &["message"], &optional);
        level(result);
        message(result.get("message").unwrap());
        each(result, "locations", location);
        each(result, "relatedLocations", location);
        each(result, "fixes", |value| {
            let fix = object(value, &["artifactChanges"], &["description"]);
            message(fix.get("description").unwrap());
            let changes = each(fix, "artifactChanges", |value| {
                let change = object(value, &["artifactLocation", "replacements"], &[]);
                artifact(change.get("artifactLocation").unwrap());
                let replacements = each(change, "replacements", |value| {
                    let replacement = object(value, &["deletedRegion"], &["insertedContent"]);
                    region(replacement.get("deletedRegion").unwrap());
                    if let Some(content) = replacement.get("insertedContent") {
                        text(object(content, &["text"], &[]), "text");
                    }
                });
                assert!(replacements > 0, "minItems: 1");
            });
            assert!(changes > 0, "minItems: 1");
        });
    }

    fn location(value: &Value) {
        let location = object(value, &[], &["physicalLocation", "logicalLocations"]);
        let physical =
            object(location.get("physicalLocation").unwrap(), &[], &["artifactLocation", "region"]);
        artifact(physical.get("artifactLocation").unwrap());
        physical.get("region").into_iter().for_each(region);
        each(location, "logicalLocations", |value| {
            text(object(value, &[], &["fullyQualifiedName"]), "fullyQualifiedName");
        });
    }

    fn artifact(value: &Value) {
        let uri = text(object(value, &[], &["uri"]), "uri");
        assert!(!uri.contains([' ', '\\', '<', '>', '"']), "a URI reference: {uri}");
    }

    fn region(value: &Value) {
        let names = ["startLine", "startColumn", "endLine", "endColumn", "charOffset", "charLength"];
        let region = object(value, &[], &names);
        for name in names {
            let least = u64::from(!name.starts_with("char"));
            assert!(
                region.get(name).and_then(Value::as_u64).is_some_and(|number| number >= least),
                "{name}: {value}"
            );
        }
    }
}
