use super::*;
use crate::{EXAMPLES, Scenario, run};

#[test]
fn every_request_of_the_gallery_is_a_question_with_a_right_answer_among_wrong_ones() {
    let mut asked = 0;
    for example in EXAMPLES {
        let scenario = example.scenario().unwrap();
        let report = run(&scenario);
        for (at, request) in report.requests.iter().enumerate() {
            let name = format!("{}, request {}", example.name, at + 1);
            let Some(question) = Question::new(&report, at) else {
                assert_eq!(request.decision, Decision::NotEvaluated, "{name}: not asked");
                continue;
            };
            asked += 1;
            assert!(question.choices.len() > question.right.len(), "{name}: nothing can be chosen wrongly");
            for verdict in Verdict::ALL {
                for choice in 0..question.choices.len() {
                    let marked = question.mark(&report, at, verdict, choice);
                    let right = verdict == question.verdict && question.is_right(choice);
                    assert_eq!(marked.is_right(), right, "{name}");
                    assert!(
                        marked.text.iter().all(|text| !text.is_empty()) && !marked.text.is_empty(),
                        "{name}"
                    );
                    assert_eq!(marked.heading == "Right", right, "{name}: {}", marked.heading);
                }
            }
        }
    }
    assert!(asked > 200, "{asked}");
}

const KEY: &str =
    r#""key":{"arn":"arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}"#;
const ROOT: &str = r#"{"Sid":"Account","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}"#;
const VIA: &str = r#"{"Sid":"Through S3","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/Reader"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}}"#;
const NO_TEMP: &str = r#"{"Sid":"Nobody else","Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*","Condition":{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/Writer"}}}"#;

fn question(statements: &str, around: &str) -> (Report, Question) {
    let json = format!(
        r#"{{"version":1,{KEY},"keyPolicy":{{"Version":"2012-10-17","Statement":[{statements}]}},{around}
        "requests":[{{"principal":"arn:aws:iam::111122223333:role/Reader","action":"kms:Decrypt"}}]}}"#
    );
    let report = run(&Scenario::from_json(&json).unwrap());
    let question = Question::new(&report, 0).unwrap();
    (report, question)
}

fn place(question: &Question, cause: &Cause) -> usize {
    question.choices.iter().position(|choice| choice.cause == *cause).unwrap()
}

fn statement(statement: usize) -> Cause {
    Cause::Ground(Ground::Statement { policy: "keyPolicy".to_owned(), statement })
}

#[test]
fn a_statement_that_does_not_apply_is_met_by_the_element_that_was_missed() {
    let (report, question) = question(VIA, r#""identityPolicies":[],"#);
    assert_eq!(question.verdict, Verdict::Denied);
    let marked = question.mark(&report, 0, Verdict::Allowed, place(&question, &statement(0)));
    assert_eq!(
        marked.heading,
        "Not quite: key policy, statement 1 does not apply because of `kms:ViaService`"
    );
    assert_eq!(marked.elements.len(), 1);
    assert_eq!(marked.elements[0].key.as_deref(), Some("kms:ViaService"));
    assert!(marked.text[0].contains("directly"), "{:?}", marked.text);
    assert!(!marked.verdict_right && !marked.cause_right);
}

#[test]
fn the_layer_that_is_missing_is_the_right_answer_of_an_implicit_deny() {
    let (report, question) = question(ROOT, r#""identityPolicies":[],"#);
    let right = place(&question, &Cause::Missing(Missing::IdentityPolicy));
    assert_eq!(question.right, [right]);
    assert!(question.mark(&report, 0, Verdict::Denied, right).is_right());
    let delegating = question.mark(&report, 0, Verdict::Denied, place(&question, &statement(0)));
    assert_eq!(delegating.heading, "Not quite: key policy, statement 1 applies, but it does not decide");
    assert!(delegating.text[0].starts_with("Do the caller's identity-based policies allow it?"));
    assert_eq!(delegating.text.last().unwrap(), "The verdict is right: Implicit deny.");
}

#[test]
fn policies_that_are_not_known_are_told_apart_from_those_that_are_missing_but_not_by_the_list() {
    let (known_report, known) = question(ROOT, r#""identityPolicies":[],"#);
    let (report, unknown) = question(ROOT, "");
    assert_eq!(unknown.verdict, Verdict::Undetermined);
    let causes = |question: &Question| question.choices.iter().map(|it| it.title.clone()).collect::<Vec<_>>();
    let (mut one, mut other) = (causes(&known), causes(&unknown));
    one.sort();
    other.sort();
    assert_eq!(one, other);
    let not_known = Cause::Missing(Missing::KnownIdentityPolicies);
    assert!(unknown.mark(&report, 0, Verdict::Undetermined, place(&unknown, &not_known)).is_right());
    assert!(!known.mark(&known_report, 0, Verdict::Undetermined, place(&known, &not_known)).is_right());
}

#[test]
fn a_deny_decides_against_an_allow_that_applies() {
    let allow =
        VIA.replace(r#","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}"#, "");
    let (report, question) = question(&format!("{allow},{NO_TEMP}"), r#""identityPolicies":[],"#);
    assert_eq!(question.right, [place(&question, &statement(1))]);
    let marked = question.mark(&report, 0, Verdict::Allowed, place(&question, &statement(0)));
    assert_eq!(marked.heading, "Not quite: key policy, statement 1 applies, but it does not decide");
    assert!(marked.elements.iter().any(|element| element.key.as_deref() == Some("aws:PrincipalArn")));
    let verdict_only = question.mark(&report, 0, Verdict::Allowed, place(&question, &statement(1)));
    assert_eq!(verdict_only.heading, "Not quite: this decides it, but the call is denied");
    assert_eq!(verdict_only.text.last().unwrap(), "What decides it is right.");
}

#[test]
fn two_policies_that_allow_together_are_both_right() {
    let policy =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}}"#;
    let (_, question) = question(ROOT, &format!(r#""identityPolicies":[{{"name":"use","text":{policy}}}],"#));
    assert_eq!((question.verdict, question.right.len()), (Verdict::Allowed, 2));
    let titles: Vec<&str> = question.right.iter().map(|at| question.choices[*at].title.as_str()).collect();
    assert_eq!(titles, ["Key policy, statement 1", "IAM policy `use`, statement 1"]);
}

#[test]
fn a_request_that_is_not_evaluated_is_not_asked() {
    let json = format!(
        r#"{{"version":1,{KEY},"keyPolicy":"{{","requests":[{{"principal":"arn:aws:iam::111122223333:role/Reader","action":"kms:Decrypt"}}]}}"#
    );
    assert_eq!(Question::new(&run(&Scenario::from_json(&json).unwrap()), 0), None);
}
