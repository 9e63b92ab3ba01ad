//! `kms-policy eval`, `test`, `link` and `import`.

use super::{SCENARIO, folder, piped, run, stderr, stdout};

const EXAMPLE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../kms-playground/gallery/verified-permissions.json");

#[test]
fn the_example_passes() {
    let output = run(&folder("passes"), &["test", EXAMPLE]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("0 different, 0 unchecked"), "{}", stdout(&output));
}

#[test]
fn a_flipped_expectation_fails_and_names_the_request() {
    let folder = folder("flipped");
    let flipped = SCENARIO.replace(r#""expect": "implicitDeny""#, r#""expect": "allowed""#);
    std::fs::write(folder.join("scenario.json"), flipped).unwrap();
    let output = run(&folder, &["test", "scenario.json"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn broken_json_says_file_line_and_column() {
    let folder = folder("broken");
    std::fs::write(folder.join("broken.json"), SCENARIO.replace("\"requests\": [", "\"requests\": [ oops"))
        .unwrap();
    std::fs::write(folder.join("misspelt.json"), SCENARIO.replace("viaService\"", "viaServise\"")).unwrap();
    std::fs::write(folder.join("latin.json"), b"{\"title\": \"\xe9\"}").unwrap();
    let mut said = Vec::new();
    for file in ["broken.json", "misspelt.json", "latin.json", "missing.json", "."] {
        for command in ["eval", "test"] {
            let output = run(&folder, &[command, file]);
            assert_eq!(output.status.code(), Some(2), "{command} {file}");
            said.push(format!("{command} {file}: {}", stderr(&output)));
        }
    }
    insta::assert_snapshot!(said.concat());
}

#[test]
fn a_bare_policy_is_read_by_eval_and_refused_by_test() {
    let folder = folder("bare");
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"kms:*","Resource":"*"}]}"#;
    let printed = serde_json::json!({ "Policy": policy, "PolicyName": "default" }).to_string();
    let string = serde_json::Value::String(policy.to_owned()).to_string();
    let object = format!(r#"{{"Policy":{policy},"PolicyName":"default"}}"#);
    for text in [policy, &printed, &string, &object, &format!("{policy}\tdefault\n")] {
        let output = piped(&folder, &["eval", "-"], text);
        assert_eq!(output.status.code(), Some(0), "{text} {}", stderr(&output));
        let said = stdout(&output);
        assert!(said.contains("Assumed:") && said.contains("444455556666"), "{text}: {said}");
        assert!(said.contains("This is a policy without requests"), "{said}");
        let json: serde_json::Value =
            serde_json::from_str(&stdout(&piped(&folder, &["eval", "-", "--format", "json"], text))).unwrap();
        assert_eq!(json["policies"][0]["accepted"], true, "{text}");
        assert_eq!(json["assumptions"][0]["path"], "key.arn", "{text}: {json}");
        let markdown = stdout(&piped(&folder, &["eval", "-", "--format", "markdown"], text));
        assert!(markdown.contains("Assumed:") && markdown.contains("444455556666"), "{text}: {markdown}");
        let output = piped(&folder, &["test", "-"], text);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(stderr(&output).contains("this is a policy, not a scenario"), "{}", stderr(&output));
    }
    for text in ["[]", "\"x\"", "{}", "{\"a\": 1}"] {
        assert_eq!(piped(&folder, &["eval", "-"], text).status.code(), Some(2), "{text}");
    }
}

#[test]
fn a_new_key_policy_that_fails_the_lockout_check_is_told_apart() {
    let folder = folder("lockout");
    let scenario = r#"{ "version": 1,
        "key": { "arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
        "keyPolicy": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/Admin" }, "Action": "kms:*", "Resource": "*" }] },
        "identityPolicies": [],
        "requests": [{ "name": "put", "principal": "arn:aws:iam::111122223333:role/Admin", "action": "kms:PutKeyPolicy", "expect": "allowed",
            "parameters": { "Policy": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/User" }, "Action": "kms:*", "Resource": "*" }] } } }] }"#;
    std::fs::write(folder.join("scenario.json"), scenario).unwrap();
    let evaluated = stdout(&run(&folder, &["eval", "scenario.json"]));
    assert!(evaluated.starts_with("! Allowed, but the call fails  put"), "{evaluated}");
    assert!(
        evaluated.contains("no statement of the new key policy allows role `Admin` `kms:PutKeyPolicy`"),
        "{evaluated}"
    );
    let tested = run(&folder, &["test", "scenario.json"]);
    assert_eq!(tested.status.code(), Some(0));
    assert!(stdout(&tested).contains("! put: Allowed, but the call fails"), "{}", stdout(&tested));
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&run(&folder, &["test", "scenario.json", "--format", "json"]))).unwrap();
    assert_eq!(json["files"][0]["requests"][0]["failsWith"], "policyLockout");
    let junit = stdout(&run(&folder, &["test", "scenario.json", "--format", "junit"]));
    let said = "<testcase classname=\"scenario.json\" name=\"put\"><system-out>Allowed, but the call fails: ";
    assert!(junit.contains(said) && junit.contains("allows role `Admin` `kms:PutKeyPolicy`"), "{junit}");
    assert!(junit.contains("failures=\"0\""), "{junit}");
    let markdown = stdout(&run(&folder, &["eval", "scenario.json", "--format", "markdown"]));
    assert!(markdown.contains("## ⚠️ Allowed, but the call fails: put"), "{markdown}");
}

#[test]
fn a_run_that_checks_nothing_is_no_success() {
    let folder = folder("nothing");
    std::fs::write(
        folder.join("a.json"),
        SCENARIO
            .replace("\"expect\"", "\"notes\"")
            .replace(", \"notes\": \"allowed\"", "")
            .replace(", \"notes\": \"implicitDeny\"", ""),
    )
    .unwrap();
    let output = run(&folder, &["test", "a.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        stderr(&output),
        "kms-policy: nothing was checked: no request says in `expect` what it expects\n"
    );
    std::fs::create_dir(folder.join("empty")).unwrap();
    let output = run(&folder, &["test", "empty"]);
    assert_eq!(
        (output.status.code(), stderr(&output).as_str()),
        (Some(2), "kms-policy: nothing was checked: there is no scenario\n")
    );
}

#[test]
fn folders_and_patterns_are_searched_and_one_bad_file_does_not_hide_the_others() {
    let folder = folder("folders");
    std::fs::create_dir_all(folder.join("a/b")).unwrap();
    std::fs::write(folder.join("a/one.json"), SCENARIO).unwrap();
    std::fs::write(folder.join("a/b/two.json"), SCENARIO).unwrap();
    std::fs::write(folder.join("a/notes.txt"), "no scenario").unwrap();
    for arguments in
        [&["test", "a"][..], &["test", "a/**/*.json"], &["test", "a/one.json", "a/b/two.json", "a"]]
    {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
        assert!(
            stdout(&output).contains("2 files: 4 as expected, 0 different, 2 unchecked"),
            "{}",
            stdout(&output)
        );
    }
    std::fs::write(folder.join("a/bad.json"), "{").unwrap();
    let output = run(&folder, &["test", "a"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).contains("4 as expected"), "{}", stdout(&output));
    assert!(stderr(&output).starts_with("kms-policy: a/bad.json:1:"), "{}", stderr(&output));
}

#[test]
fn eval_says_what_why_and_where() {
    let output = piped(&folder("eval"), &["eval", "-"], SCENARIO);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn eval_draws_what_is_wrong_with_a_policy_under_its_line() {
    let faulty = SCENARIO
        .replace("\"Effect\": \"Allow\"", "\"Effect\": \"allow\"")
        .replace("kms:Decrypt\",\n    \"Res", "Decrypt\",\n    \"Res");
    let output = piped(&folder("faulty"), &["eval", "-"], &faulty);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn eval_writes_json_and_markdown() {
    let folder = folder("formats");
    let output = piped(&folder, &["eval", "-", "--format", "json"], SCENARIO);
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(report["requests"][0]["decision"], "allowed");
    assert_eq!(report["requests"][1]["met"], true);
    let output = piped(&folder, &["eval", "-", "--format", "markdown"], SCENARIO);
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn junit_has_a_suite_a_file_and_a_case_a_request() {
    let folder = folder("junit");
    let named = SCENARIO
        .replace("directly", "directly <&> \\\"so\\\"")
        .replace("\"expect\": \"allowed\"", "\"expect\": \"explicitDeny\"");
    std::fs::write(folder.join("scenario.json"), named).unwrap();
    std::fs::write(folder.join("bad.json"), "[").unwrap();
    let output = run(&folder, &["test", ".", "--format", "junit"]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn a_key_that_nobody_gave_is_among_the_assumptions_in_every_format() {
    let folder = folder("assumed");
    let scenario = SCENARIO.replacen(
        "\"requests\"",
        "\"assumed\": [{ \"field\": \"key.arn\", \"text\": \"The Region is a guess.\" }], \"requests\"",
        1,
    );
    std::fs::write(folder.join("scenario.json"), scenario).unwrap();
    for format in ["text", "markdown", "json"] {
        let said = stdout(&run(&folder, &["eval", "scenario.json", "--format", format]));
        assert!(said.contains("The Region is a guess."), "{format}: {said}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&run(&folder, &["eval", "scenario.json", "--format", "json"]))).unwrap();
    assert_eq!(json["assumptions"][0]["path"], "key.arn");
    assert_eq!(json["requests"][0]["assumptions"][0]["path"], "key.arn");
}

#[test]
fn a_link_gives_the_scenario_back() {
    let folder = folder("link");
    std::fs::write(folder.join("scenario.json"), SCENARIO).unwrap();
    let bare = stdout(&run(&folder, &["link", "scenario.json"]));
    assert!(bare.starts_with("#s=1."), "{bare}");
    let link = stdout(&run(&folder, &["link", "scenario.json", "--base", "https://example.org/play/#old"]));
    assert_eq!(link, format!("https://example.org/play/{bare}"));
    for link in [link.trim(), bare.trim(), bare.trim().trim_start_matches("#s=")] {
        let output = run(&folder, &["link", "--decode", link]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let again = piped(&folder, &["link", "-"], &stdout(&output));
        assert_eq!(stdout(&again), bare);
    }
    let output = run(&folder, &["link", "--decode", "https://example.org/play/#s=1.abcd"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).starts_with("kms-policy: the link is "), "{}", stderr(&output));
    let output = run(&folder, &["link", "--decode", "#example=verified-permissions"]);
    assert!(stdout(&output).contains("\"Statement\""));
    let output = run(&folder, &["link", "--decode", "#example=verified-permissions&principle=x"]);
    assert!(output.status.success() && stdout(&output).contains("\"Statement\""));
    assert!(stderr(&output).contains("`principle=x` (`principal`?)"), "{}", stderr(&output));
}

#[test]
fn help_shows_examples() {
    let folder = folder("help");
    for command in ["eval", "test", "link"] {
        let output = run(&folder, &[command, "--help"]);
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).contains("Examples:"), "{command}");
    }
    assert!(stdout(&run(&folder, &["--help"])).contains("Exit status:"));
    assert_eq!(run(&folder, &["nonsense"]).status.code(), Some(2));
}

#[test]
fn a_pasted_text_becomes_a_scenario_that_can_be_evaluated() {
    let folder = folder("import");
    let key = "arn:aws:kms:sa-east-1:444455556666:key/0f0e0d0c-1111-4222-8333-a1b2c3d4e5f6";
    let text = format!(
        "An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::444455556666:user/kim is not authorized \
         to perform: kms:Decrypt on resource: {key} because no resource-based policy allows the kms:Decrypt action\n"
    );
    let output = piped(&folder, &["import", "-"], &text);
    assert_eq!(output.status.code(), Some(0));
    let scenario = stdout(&output);
    assert!(scenario.contains(key) && scenario.contains("s3.sa-east-1.amazonaws.com"), "{scenario}");
    let said = stderr(&output);
    assert!(said.contains("recognized (line 1)") && said.contains("asked (keyPolicy)"), "{said}");
    assert!(said.contains("aws kms get-key-policy --key-id 0f0e0d0c-1111-4222-8333-a1b2c3d4e5f6"), "{said}");

    // A policy from a template, laid over it: the refusal is reproduced.
    std::fs::write(folder.join("error.json"), &scenario).unwrap();
    let template = "Resources:\n  K:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Statement:\n          - Effect: Allow\n            Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:role/Owner'}\n            Action: kms:*\n            Resource: '*'\n";
    std::fs::write(folder.join("template.yaml"), template).unwrap();
    let output = run(&folder, &["import", "template.yaml", "--onto", "error.json"]);
    let both = stdout(&output);
    assert!(both.contains("444455556666:role/Owner"), "the account of the key stands in: {both}");
    std::fs::write(folder.join("both.json"), &both).unwrap();
    assert_eq!(run(&folder, &["test", "both.json"]).status.code(), Some(0));

    let output = piped(&folder, &["import", "-", "--format", "json"], &text);
    assert!(stdout(&output).contains("\"kind\": \"accessDenied\""));
    let output = piped(&folder, &["import", "-"], "good morning\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output), "kms-policy: standard input: no policy, error or event was recognized\n");
}
