//! Turns the blocks of a case into scenarios, runs them and compares.

use kms_playground::{RequestReport, Scenario};
use serde_json::{Map, Value, json};

use crate::case_file::{Block, BlockKind, Case, CaseFile};
use crate::trace::{self, Shown};

/// The caller of a request that names none.
pub const PRINCIPAL: &str = "arn:aws:sts::111122223333:assumed-role/Worker/work";
/// The key of a scenario that describes none.
pub const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
/// The key policy of a case that gives none: the account, and nobody else.
pub const KEY_POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Account delegates to IAM",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}"#;

/// What a request of a case is expected to give and what it gave.
#[derive(Debug)]
pub struct Outcome {
    /// What is wrong besides the expected text; nothing if all is well.
    pub problems: Vec<String>,
    /// The word behind the fence of the block that holds the expected text.
    pub fence: &'static str,
    /// The block that holds the expected text, if the case has one.
    pub expected: Option<Block>,
    /// The line behind which the expected text belongs.
    pub after: usize,
    /// What came.
    pub actual: String,
}

impl Outcome {
    /// Whether what came is what was expected, to the letter.
    pub fn matches(&self) -> bool {
        self.expected.as_ref().is_some_and(|block| block.text == self.actual)
    }
}

/// Runs every request of a case; `shown` is what the cases above it in the same file have shown.
pub fn run_case(file: &CaseFile, case: &Case, shown: &mut Shown) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let mut draft = Draft::default();
    for block in &file.shared {
        draft.add(block);
    }
    let mut blocks = case.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        match &block.kind {
            BlockKind::Request => {
                let trace = blocks.next_if(|next| next.kind == BlockKind::Trace);
                let cloud_trail = blocks.next_if(|next| next.kind == BlockKind::CloudTrail);
                outcomes.extend(run_request(case, &draft, block, (trace, cloud_trail), shown));
            }
            BlockKind::Trace | BlockKind::CloudTrail => outcomes.push(Outcome {
                problems: vec!["this block follows no request".to_owned()],
                fence: "trace",
                expected: Some(block.clone()),
                after: block.end,
                actual: block.text.clone(),
            }),
            BlockKind::Policy(_) | BlockKind::Scenario => draft.add(block),
        }
    }
    outcomes
}

/// The scenario of each request of a case; those that cannot be read are left out.
pub fn scenarios(file: &CaseFile, case: &Case) -> Vec<Scenario> {
    let mut draft = Draft::default();
    file.shared.iter().for_each(|block| draft.add(block));
    let mut scenarios = Vec::new();
    for block in &case.blocks {
        match block.kind {
            BlockKind::Request => scenarios.extend(draft.scenario(block).ok()),
            BlockKind::Trace | BlockKind::CloudTrail => {}
            BlockKind::Policy(_) | BlockKind::Scenario => draft.add(block),
        }
    }
    scenarios
}

/// What a request gives: its trace, or what CloudTrail would show, or both.
fn run_request(
    case: &Case,
    draft: &Draft,
    block: &Block,
    (trace, cloud_trail): (Option<&Block>, Option<&Block>),
    shown: &mut Shown,
) -> Vec<Outcome> {
    let outcome = |fence, expected: Option<&Block>| Outcome {
        problems: Vec::new(),
        fence,
        expected: expected.cloned(),
        after: block.end,
        actual: String::new(),
    };
    let mut first = match (trace, cloud_trail) {
        (None, Some(shown)) => outcome("cloudtrail", Some(shown)),
        _ => outcome("trace", trace),
    };
    let (asked, report, decision) = match draft.scenario(block) {
        Ok(scenario) => (
            scenario.requests.first().cloned(),
            kms_playground::run(&scenario),
            kms_playground::decide(&scenario).into_iter().next(),
        ),
        Err(problem) => {
            first.problems.push(problem);
            return vec![first];
        }
    };
    let (Some(asked), Some(request)) = (asked, report.requests.first()) else {
        first.problems.push("the report holds no request".to_owned());
        return vec![first];
    };
    first.problems.extend(problems(case, request));
    if decision != Some(request.decision) {
        first.problems.push(format!("decided without its report it is {decision:?}"));
    }
    let mut outcomes = vec![first];
    if trace.is_some() && cloud_trail.is_some() {
        outcomes.push(outcome("cloudtrail", cloud_trail));
    }
    for outcome in &mut outcomes {
        outcome.actual = match outcome.fence {
            "cloudtrail" => trace::of_cloud_trail(request),
            _ => trace::of_request(&report, &asked, request, shown),
        };
    }
    outcomes
}

fn problems(case: &Case, request: &RequestReport) -> Vec<String> {
    let mut problems = Vec::new();
    match (request.expected, request.met) {
        (None, _) => problems.push("the request says nothing in `expect`".to_owned()),
        (Some(wanted), Some(false)) => problems.push(format!(
            "expected {}, the engine says {}: {}",
            wanted.name(),
            request.decision.name(),
            request.summary
        )),
        _ => {}
    }
    if case.unconfirmed && request.assumptions.is_empty() {
        problems.push("UNCONFIRMED, but the report shows no assumption".to_owned());
    }
    problems
}

/// A scenario in the making: the fields so far, a later block's in place of an earlier's.
#[derive(Default)]
struct Draft {
    fields: Vec<Block>,
}

impl Draft {
    fn add(&mut self, block: &Block) {
        self.fields.push(block.clone());
    }

    fn scenario(&self, request: &Block) -> Result<Scenario, String> {
        let mut scenario = json!({
            "version": 1,
            "key": { "arn": KEY },
            "keyPolicy": KEY_POLICY,
            "identityPolicies": [],
            "requests": [],
        });
        let mut request_fields = json!({ "principal": PRINCIPAL, "action": "kms:Decrypt" });
        for block in self.fields.iter().chain([request]) {
            match &block.kind {
                BlockKind::Policy(id) => set_policy(&mut scenario, id, &whole_policy(&block.text)),
                BlockKind::Scenario => merge(&mut scenario, object(block)?),
                BlockKind::Request => merge(&mut request_fields, object(block)?),
                BlockKind::Trace | BlockKind::CloudTrail => {}
            }
        }
        merge(&mut scenario, Map::from_iter([("requests".to_owned(), json!([request_fields]))]));
        Scenario::from_json(&scenario.to_string()).map_err(|error| {
            let help = error.help.map(|help| format!(" ({help})")).unwrap_or_default();
            format!("{}: {}{help}", error.path, error.text)
        })
    }
}

fn object(block: &Block) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(&block.text) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(format!("the block in line {} is no object", block.line)),
        Err(error) => Err(format!("the block in line {}: {error}", block.line)),
    }
}

/// Sets fields; null takes a field out.
fn merge(target: &mut Value, fields: Map<String, Value>) {
    let Value::Object(target) = target else { return };
    for (name, value) in fields {
        match value {
            Value::Null => _ = target.shift_remove(&name),
            value => _ = target.insert(name, value),
        }
    }
}

/// A block may hold one statement or a list of them; the document around them is always the same.
fn whole_policy(text: &str) -> String {
    let statements = match serde_json::from_str(text) {
        Ok(Value::Array(_)) => text.to_owned(),
        Ok(Value::Object(fields)) if fields.contains_key("Effect") => format!("[{text}]"),
        _ => return text.to_owned(),
    };
    format!("{{\"Version\": \"2012-10-17\", \"Statement\": {statements}}}")
}

/// Puts a policy where its id says, making the lists on the way.
fn set_policy(scenario: &mut Value, id: &str, text: &str) {
    let mut steps = id.split('/');
    let Some(field) = steps.next() else { return };
    let indices: Vec<usize> = steps.filter_map(|step| step.parse().ok()).collect();
    let policy = match field {
        "keyPolicy" => json!(text),
        _ => json!({ "name": id, "text": text }),
    };
    let mut place = scenario.as_object_mut().map(|fields| fields.entry(field).or_insert(Value::Null));
    for index in indices {
        place = place.and_then(|list| {
            if !list.is_array() {
                *list = json!([]);
            }
            let list = list.as_array_mut()?;
            while list.len() <= index {
                list.push(json!([]));
            }
            list.get_mut(index)
        });
    }
    if let Some(place) = place {
        *place = policy;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_stands_where_its_id_says() {
        let mut scenario = json!({});
        set_policy(&mut scenario, "serviceControlPolicies/1/0", "{}");
        set_policy(&mut scenario, "keyPolicy", "{}");
        let expected = json!({
            "serviceControlPolicies": [[], [{ "name": "serviceControlPolicies/1/0", "text": "{}" }]],
            "keyPolicy": "{}",
        });
        assert_eq!(scenario, expected);
    }

    #[test]
    fn a_statement_becomes_a_document_and_a_document_keeps_its_bytes() {
        assert_eq!(whole_policy("{ \"Statement\": [] }"), "{ \"Statement\": [] }");
        assert_eq!(whole_policy("{ broken"), "{ broken");
        let wrapped = whole_policy(r#"{"Effect": "Allow"}"#);
        assert_eq!(wrapped, r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}"#);
    }
}
