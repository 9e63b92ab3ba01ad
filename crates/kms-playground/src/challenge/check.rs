//! Whether a challenge can be worked on at all: what its author wants to know before anybody else opens it.

use kms_policy::{Arn, PolicyKind, Severity, parse};

use super::{Challenge, ChallengeError, Lesson};
use crate::run;
use crate::scenario::{PolicyText, request_name};

impl Lesson {
    /// Everything that keeps the challenge from working, each with its place and its cure; empty: it works.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = self.unreadable();
        if problems.is_empty() {
            problems.extend(self.bounds());
            problems.extend(self.expectations());
        }
        problems
    }

    /// What AWS would not accept.
    fn unreadable(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let key = &self.scenario.key.arn;
        if Arn::new(key).is_none() {
            problems
                .push(format!("key.arn: `{key}` is no key ARN (write arn:aws:kms:REGION:ACCOUNT:key/ID)"));
        }
        let Challenge { story, at_least, at_most, .. } = &self.challenge;
        if story.trim().is_empty() {
            problems.push("about.challenge.story: the story is empty (say what is wanted)".to_owned());
        }
        let policies = [
            ("about.challenge.atLeast", Some(at_least)),
            ("about.challenge.atMost", at_most.as_ref()),
            ("keyPolicy", Some(&self.scenario.key_policy)),
        ];
        problems.extend(policies.into_iter().filter_map(|(path, policy)| refused(path, policy?)));
        problems
    }

    /// Bounds that let nothing or everything pass, and a beginning that passes already.
    fn bounds(&self) -> Option<String> {
        let Self { scenario, challenge, .. } = self;
        for (name, bound) in [("atMost", challenge.upper()), ("atLeast", &challenge.at_least)] {
            let problem = match challenge.grade(scenario, bound) {
                Err(ChallengeError::Crossed) => format!(
                    "about.challenge: {} (allow in `atMost` whatever `atLeast` allows)",
                    ChallengeError::Crossed
                ),
                Err(ChallengeError::Unbounded) => {
                    format!("about.challenge: {} (leave out what nobody needs)", ChallengeError::Unbounded)
                }
                Err(error) => format!("about.challenge.{name}: {error}"),
                Ok(grade) if !grade.passed => format!(
                    "about.challenge.{name}: this answer cannot be graded: {} (write the condition in another way)",
                    grade.cannot_tell.join(" ")
                ),
                Ok(_) => continue,
            };
            return Some(problem);
        }
        match challenge.grade(scenario, &scenario.key_policy) {
            Ok(grade) if grade.passed => {
                Some("keyPolicy: the beginning passes already, so there is nothing to do (change it, or the bounds)".to_owned())
            }
            _ => None,
        }
    }

    /// Requests whose expectation an answer that passes does not meet.
    fn expectations(&self) -> Vec<String> {
        let mut solved = self.scenario.clone();
        solved.key_policy = self.challenge.at_least.clone();
        let report = run(&solved);
        let requests = solved.requests.iter().zip(&report.requests).enumerate();
        let differing = requests.filter_map(|(at, (request, report))| {
            let expected = request.expect.filter(|expected| *expected != report.decision)?;
            let (name, expected) = (request_name(request, at), expected.label());
            let path = format!("requests[{at}].expect");
            Some(format!(
                "{path}: under the policy in `atLeast`, \"{name}\" is not \"{expected}\" but \"{}\" (change `expect`, the request or the policy)",
                report.decision.label()
            ))
        });
        differing.collect()
    }
}

fn refused(path: &str, policy: &PolicyText) -> Option<String> {
    let text = policy.text();
    let read = parse(text, PolicyKind::KeyPolicy);
    let error = read.errors.iter().find(|error| error.severity == Severity::Refused)?;
    let before = usize::try_from(error.span.start()).ok().and_then(|at| text.get(..at)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    Some(format!("{path}: AWS would reject this policy: line {line}: {} ({})", error.text(), error.help()))
}
