//! Files that an author gets wrong, each with what is said about it.

use serde_json::{Value, json};

use super::*;

/// The first challenge as a file of its own, changed.
fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(BUILT_IN[0].json).unwrap();
    change(&mut file);
    format!("{file:#}")
}

/// What is said about a file that cannot be read.
fn refused(text: &str) -> String {
    let read = ChallengeFile::read(text).and_then(|file| file.lesson(0));
    read.unwrap_err().to_string()
}

/// What is said about one that can be read and does not work.
fn problem(change: impl FnOnce(&mut Value)) -> String {
    let lesson = ChallengeFile::read(&changed(change)).unwrap().lesson(0).unwrap();
    lesson.problems().into_iter().next().unwrap()
}

fn line_of(text: &str, words: &str) -> usize {
    text.lines().position(|line| line.contains(words)).unwrap() + 1
}

#[test]
fn every_built_in_challenge_is_a_file_without_a_problem() {
    for (at, challenge) in BUILT_IN.iter().enumerate() {
        let lesson = challenge.lesson(at % 3).unwrap();
        assert_eq!(lesson.problems(), [""; 0], "{}", challenge.name);
    }
}

#[test]
fn a_field_that_is_wrong_is_named_with_its_line_in_the_file() {
    let text = changed(|file| file["scenario"]["about"]["challenge"]["storey"] = json!("x"));
    let place = format!("line {}, column ", line_of(&text, "storey"));
    let said = refused(&text);
    assert!(said.starts_with(&place), "{said}");
    assert!(
        said.contains("scenario.about.challenge.storey: unknown field `storey` (did you mean `story`?)"),
        "{said}"
    );
    let text = changed(|file| file["scenario"]["requests"][0]["acton"] = json!("kms:Decrypt"));
    let said = refused(&text);
    assert!(said.starts_with(&format!("line {}, column ", line_of(&text, "acton"))), "{said}");
    assert!(
        said.contains("scenario.requests[0].acton: unknown field `acton` (did you mean `action`?)"),
        "{said}"
    );
    assert!(refused("{\"concept\": \"x\"}").contains("missing field `scenario`"));
    assert!(refused("[]").contains("expected an object"), "{}", refused("[]"));
}

#[test]
fn a_placeholder_without_a_value_and_a_scenario_without_a_task_are_told() {
    let text = changed(|file| {
        file["variants"][0].as_object_mut().unwrap().remove("role");
    });
    let said = refused(&text);
    assert!(
        said.contains(
            "`{{role}}` has no value in variant 1 (add `\"role\": \"…\"` to every entry of `variants`)"
        ),
        "{said}"
    );
    let said = refused(&changed(|file| {
        file["scenario"]["about"].as_object_mut().unwrap().remove("challenge");
    }));
    assert!(said.contains("the scenario sets no task (add `about.challenge`"), "{said}");
}

#[test]
fn a_challenge_that_cannot_be_solved_is_told_with_its_cure() {
    let challenge = "/scenario/about/challenge";
    let said = problem(|file| file["scenario"]["key"]["arn"] = json!("key/1"));
    assert!(said.starts_with("key.arn: `key/1` is no key ARN"), "{said}");
    let said = problem(|file| {
        file.pointer_mut(challenge).unwrap()["atLeast"]["Statement"][0]["Effect"] = json!("allow");
    });
    assert!(said.starts_with("about.challenge.atLeast: AWS would reject this policy: line "), "{said}");
    let said = problem(|file| {
        let beginning = file["scenario"]["keyPolicy"].clone();
        file.pointer_mut(challenge).unwrap()["atMost"] = beginning;
    });
    assert!(said.contains("nothing can pass") && said.contains("allow in `atMost`"), "{said}");
    let said = problem(|file| {
        file.pointer_mut(challenge).unwrap()["atMost"] = serde_json::from_str(super::grade::STAR).unwrap();
    });
    assert!(said.contains("everything would pass"), "{said}");
    let said = problem(|file| {
        file["scenario"]["keyPolicy"] = file.pointer(challenge).unwrap()["atLeast"].clone();
    });
    assert!(said.contains("the beginning passes already"), "{said}");
    let said = problem(|file| file["scenario"]["requests"][0]["expect"] = json!("explicitDeny"));
    assert!(said.starts_with("requests[0].expect: under the policy in `atLeast`"), "{said}");
}

#[test]
fn a_scenario_that_sets_a_task_is_a_file_with_one_variant() {
    let lesson = BUILT_IN[0].lesson(1).unwrap();
    let file = ChallengeFile::read(&lesson.scenario.to_json()).unwrap();
    assert_eq!(file.variants(), 1);
    assert_eq!(file.lesson(0).unwrap().challenge, lesson.challenge);
}
