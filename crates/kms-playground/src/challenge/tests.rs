//! Every challenge in every variant: the reference answer and others that mean the same pass; the beginning, a star and
//! the typical mistakes fail, each with a request on which the evaluator shows the difference.

use serde_json::{Map, Value};

use super::grade::STAR;
use super::*;
use crate::{Decision, run};

/// Answers of one challenge, in the placeholders of its file.
struct Answers {
    wrong: Vec<(String, String)>,
    right: Vec<(String, String)>,
}

/// What is listed beside the challenge, with the values of one variant in it.
fn answers(name: &str, variant: usize) -> Answers {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/challenge/mistakes");
    let mut text = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
    let file: Value = serde_json::from_str(built_in(name).unwrap().json).unwrap();
    for (name, value) in file["variants"][variant].as_object().unwrap() {
        text = text.replace(&format!("{{{{{name}}}}}"), value.as_str().unwrap());
    }
    assert!(!text.contains("{{"), "{name}: a placeholder without a value");
    let listed: Value = serde_json::from_str(&text).unwrap();
    let of = |kind: &str| {
        let all = listed[kind].as_array().unwrap().iter();
        all.map(|it| (it["why"].as_str().unwrap().to_owned(), it["policy"].to_string())).collect()
    };
    Answers { wrong: of("wrong"), right: of("right") }
}

fn every(check: impl Fn(&str, usize, &Lesson)) {
    for challenge in BUILT_IN {
        for variant in 0..3 {
            let lesson =
                challenge.lesson(variant).unwrap_or_else(|error| panic!("{}: {error}", challenge.name));
            check(&format!("{}, variant {}", challenge.name, variant + 1), variant, &lesson);
        }
    }
}

/// The same for one variant of each challenge in turn: the comparisons of all take minutes. `KMS_ALL_VARIANTS=1` does.
fn some(check: impl Fn(&str, usize, &Lesson)) {
    let all = std::env::var_os("KMS_ALL_VARIANTS").is_some();
    every(|name, variant, lesson| {
        let at =
            BUILT_IN.iter().position(|challenge| name.starts_with(&format!("{},", challenge.name))).unwrap();
        if all || at % 3 == variant {
            check(name, variant, lesson);
        }
    });
}

fn graded(lesson: &Lesson, policy: &str) -> Grade {
    lesson.challenge.grade(&lesson.scenario, &PolicyText::new(policy)).unwrap()
}

/// A wrong answer is refused with a request that the evaluator decides as it is said.
fn assert_fails(name: &str, why: &str, lesson: &Lesson, policy: &str) {
    let grade = graded(lesson, policy);
    assert!(!grade.passed, "{name}: passes: {why}");
    assert!(
        !grade.missing.is_empty() || !grade.extra.is_empty(),
        "{name}, {why}: no request shows it: {grade:#?}"
    );
    for change in grade.missing.iter().chain(&grade.extra) {
        let decided = run(&change.scenario).requests[0].decision;
        assert_eq!(decided, change.after, "{name}, {why}: {}", change.text);
        assert_ne!(change.before, change.after, "{name}, {why}: {}", change.text);
    }
    assert!(grade.missing.iter().all(|change| change.before == Decision::Allowed), "{name}, {why}");
    assert!(grade.extra.iter().all(|change| change.after == Decision::Allowed), "{name}, {why}");
}

#[test]
fn every_reference_answer_passes_and_every_bound_with_it() {
    every(|name, variant, lesson| {
        for policy in [&lesson.challenge.at_least, lesson.challenge.upper()] {
            let grade = graded(lesson, policy.text());
            assert!(grade.passed, "{name}: {grade:#?}");
        }
        for (why, policy) in answers(name.split(',').next().unwrap(), variant).right {
            let grade = graded(lesson, &policy);
            assert!(grade.passed, "{name}, {why}: {grade:#?}");
        }
    });
}

#[test]
fn the_beginning_and_a_star_fail_with_a_request_that_shows_it() {
    some(|name, _, lesson| {
        assert_fails(name, "the beginning", lesson, lesson.scenario.key_policy.text());
        assert_fails(name, "a star", lesson, STAR);
    });
}

#[test]
fn the_typical_mistakes_fail_with_a_request_that_shows_it() {
    some(|name, variant, lesson| {
        let wrong = answers(name.split(',').next().unwrap(), variant).wrong;
        assert!(wrong.len() >= 5, "{name}");
        for (why, policy) in wrong {
            assert_fails(name, &why, lesson, &policy);
        }
    });
}

#[test]
fn the_requests_beside_a_task_come_out_as_expected_once_it_is_solved_and_not_before() {
    every(|name, _, lesson| {
        let mut solved = lesson.scenario.clone();
        solved.key_policy = lesson.challenge.at_least.clone();
        for request in run(&solved).requests {
            assert_eq!(request.met, Some(true), "{name}: {:?} is {:?}", request.name, request.decision);
        }
        // Grants for AWS resources cannot be told by a request of the scenario alone.
        assert!(
            run(&lesson.scenario).requests.iter().any(|request| request.met == Some(false)),
            "{name}: nothing is wrong at the beginning"
        );
    });
}

#[test]
fn the_variants_of_a_challenge_are_other_tasks_with_other_answers() {
    for challenge in BUILT_IN {
        let lessons: Vec<Lesson> = (0..3).map(|variant| challenge.lesson(variant).unwrap()).collect();
        assert!(lessons.iter().all(|lesson| lesson.variants == 3), "{}", challenge.name);
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            let grade = graded(&lessons[one], lessons[other].challenge.at_least.text());
            assert!(!grade.passed, "{}: the answer of variant {other} passes variant {one}", challenge.name);
        }
        assert_eq!(challenge.lesson(3).unwrap(), lessons[0], "there is no fourth");
    }
}

#[test]
fn every_challenge_tells_its_story_its_concept_and_where_aws_says_so() {
    every(|name, _, lesson| {
        let Lesson { concept, scenario, challenge, .. } = lesson;
        assert!(!concept.is_empty() && challenge.hints.len() >= 2, "{name}");
        let sources = &scenario.about.as_ref().unwrap().sources;
        assert!(
            !sources.is_empty() && sources.iter().all(|it| it.starts_with("https://docs.aws.amazon.com/")),
            "{name}"
        );
        assert!(!scenario.to_json().contains("{{"), "{name}: a placeholder without a value");
        let sentences = challenge.story.matches(['.', ';']).count();
        assert!(challenge.story.len() < 420 && sentences >= 1, "{name}: {}", challenge.story);
    });
}

/// The same numbers at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}

/// Writes a policy in another way that means the same: other order, statements divided, lists and letters changed.
fn reworded(policy: &str, dice: &mut Dice) -> String {
    let mut policy: Map<String, Value> = serde_json::from_str(policy).unwrap();
    let mut statements: Vec<Value> = Vec::new();
    for mut statement in list(&policy["Statement"]) {
        if dice.roll(2) == 0 {
            statement.as_object_mut().unwrap().remove("Sid");
        }
        let mut actions = list(&statement["Action"]);
        if dice.roll(3) == 0 {
            actions.iter_mut().for_each(|action| *action = action.as_str().unwrap().to_lowercase().into());
        }
        if dice.roll(3) == 0 {
            actions.reverse();
        }
        if dice.roll(3) == 0 {
            actions.push(actions[0].clone());
        }
        if dice.roll(3) == 0 && actions.len() > 1 {
            for (at, action) in actions.into_iter().enumerate() {
                let mut one = statement.clone();
                one["Action"] = action;
                if at > 0 {
                    one.as_object_mut().unwrap().remove("Sid");
                }
                statements.push(one);
            }
        } else {
            statement["Action"] = actions.into();
            statements.push(statement);
        }
    }
    for at in (1..statements.len()).rev() {
        statements.swap(at, dice.roll(at + 1));
    }
    if dice.roll(3) == 0 {
        let mut again = statements[0].clone();
        again.as_object_mut().unwrap().remove("Sid");
        statements.push(again);
    }
    policy.insert("Statement".to_owned(), statements.into());
    Value::Object(policy).to_string()
}

/// `KMS_REWORDINGS` says how many for each challenge; 200 take about a minute.
#[test]
fn every_right_answer_passes_however_it_is_written() {
    let count = std::env::var("KMS_REWORDINGS").ok().and_then(|it| it.parse().ok()).unwrap_or(3);
    for challenge in BUILT_IN {
        let mut dice = Dice(41);
        for turn in 0..count {
            let lesson = challenge.lesson(turn % 3).unwrap();
            let policy = reworded(lesson.challenge.at_least.text(), &mut dice);
            let grade = graded(&lesson, &policy);
            assert!(grade.passed, "{}: {policy}\n{grade:#?}", challenge.name);
        }
    }
}

#[test]
fn bounds_that_let_nothing_or_everything_pass_are_told() {
    let lesson = BUILT_IN[0].lesson(0).unwrap();
    let answer = lesson.challenge.at_least.clone();
    let crossed = Challenge { at_most: Some(lesson.scenario.key_policy.clone()), ..lesson.challenge.clone() };
    let beginning = &lesson.scenario.key_policy;
    assert_eq!(crossed.grade(&lesson.scenario, beginning), Err(ChallengeError::Crossed));
    let open = Challenge { at_most: Some(PolicyText::new(STAR)), ..lesson.challenge.clone() };
    assert_eq!(open.grade(&lesson.scenario, &answer), Err(ChallengeError::Unbounded));
    let broken = lesson.challenge.grade(&lesson.scenario, &PolicyText::new("{"));
    assert!(broken.unwrap_err().to_string().starts_with("AWS would reject your policy: line 1"));
}

#[test]
fn a_task_travels_in_a_link_and_is_read_again() {
    let lesson = BUILT_IN[0].lesson(1).unwrap();
    let link = crate::Shared::from(lesson.scenario.clone()).encode();
    let read = crate::Shared::decode(&link).unwrap().scenario;
    assert_eq!(Challenge::of(&read).unwrap(), lesson.challenge);
    assert_eq!(Challenge::of(&Scenario::default()), Err(ChallengeError::None));
    let mut other = read;
    other.about.as_mut().unwrap().challenge = Some(PolicyText::new(r#"{"story":"x"}"#));
    assert!(Challenge::of(&other).unwrap_err().to_string().contains("missing field `learned`"));
}

#[test]
fn a_redacted_scenario_sets_no_task_because_its_bounds_name_what_was_replaced() {
    let lesson = BUILT_IN[0].lesson(0).unwrap();
    let redacted = lesson.scenario.redact(&crate::RedactionChoice::default());
    assert!(!redacted.scenario.to_json().contains("atLeast"));
}

#[test]
fn a_task_is_the_same_however_it_is_read() {
    every(|name, variant, lesson| {
        let file = built_in(name.split(',').next().unwrap()).unwrap().file().unwrap();
        assert_eq!((file.variants(), &file.concept), (lesson.variants, &lesson.concept), "{name}");
        assert_eq!(Scenario::from_json(&file.filled(variant).unwrap()).unwrap(), lesson.scenario, "{name}");
        let (title, task) = file.known_task(variant).unwrap();
        assert_eq!((Some(title), &task), (lesson.scenario.title.clone(), &lesson.challenge), "{name}");
        let text = lesson.scenario.about.as_ref().unwrap().challenge.as_ref().unwrap().text();
        assert_eq!(Challenge::plain(text).as_ref(), Some(&lesson.challenge), "{name}");
    });
    assert_eq!(Challenge::plain("{}"), None);
}

#[test]
fn every_file_of_the_folder_is_a_challenge() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/challenges");
    let files = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(files, BUILT_IN.len());
    assert!(files >= 20);
}
