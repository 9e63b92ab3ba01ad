//! A scenario with some of its obstacles taken away, each by the shortest change that takes it away.

use kms_playground::Scenario;
use kms_playground::advice::CheckObstacles;
use serde_json::{Value, json};

/// The scenario without these obstacles but one; none where a scenario's policies cannot say it.
pub(crate) fn lift_all(
    scenario: &Scenario,
    at: usize,
    all: &[(&CheckObstacles, usize)],
    left: Option<usize>,
) -> Option<Scenario> {
    if all.is_empty() {
        return None;
    }
    let mut value = serde_json::to_value(scenario).unwrap();
    as_objects(&mut value);
    for (number, (check, index)) in all.iter().enumerate() {
        if Some(number) != left && !lift(&mut value, at, check, *index) {
            return None;
        }
    }
    Some(Scenario::from_json(&value.to_string()).unwrap())
}

/// Policies that are written as strings of JSON become the JSON itself, so that they can be changed.
fn as_objects(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if let (true, Value::String(text)) = (name == "text" || name == "keyPolicy", &*member) {
                    if let Ok(object @ Value::Object(_)) = serde_json::from_str(text) {
                        *member = object;
                    }
                } else {
                    as_objects(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(as_objects),
        _ => {}
    }
}

fn lift(scenario: &mut Value, at: usize, check: &CheckObstacles, index: usize) -> bool {
    let obstacle = &check.obstacles[index];
    let allow = json!({ "Effect": "Allow", "Action": check.permission, "Resource": check.key });
    let allow_to = |principal: Value| json!({ "Effect": "Allow", "Principal": principal, "Action": check.permission, "Resource": check.key });
    let policy = |statement: Value| json!({ "name": "lifted", "text": { "Version": "2012-10-17", "Statement": [statement] } });
    let request = scenario["requests"][at].clone();
    let principal = request["principal"].as_str().unwrap_or_default().to_owned();
    let named = request["sessionIssuer"].as_str().unwrap_or(&principal).to_owned();
    let account = principal.split(':').nth(4).unwrap_or_default().to_owned();
    let key = key_of(scenario, &check.key);
    match &*obstacle.code {
        "deny" => {
            let statement = obstacle.statement.unwrap();
            let Some(policy) = policy_at(scenario, obstacle.policy.as_ref().unwrap()) else { return false };
            let slot = match &mut policy["Statement"] {
                Value::Array(list) => &mut list[statement],
                only => only,
            };
            let mut nothing = json!({ "Effect": "Deny", "Action": "kms:GenerateMac", "Resource": "*" });
            if slot.get("Principal").or(slot.get("NotPrincipal")).is_some() {
                nothing["Principal"] = json!("*");
            }
            *slot = nothing;
        }
        "serviceControlLevel" => {
            each_holder(scenario, |holder| {
                let levels = holder.get_mut("serviceControlPolicies");
                if let Some(level) = levels.and_then(|levels| levels.get_mut(obstacle.level.unwrap())) {
                    level.as_array_mut().unwrap().push(policy(allow.clone()));
                }
            });
        }
        "endpointPolicy" => return push(&mut scenario["vpcEndpointPolicy"]["text"], allow_to(json!("*"))),
        "keyPolicyDoesNotNameCaller" => {
            let principal = match &*named {
                root if root.ends_with(":root") => json!("*"),
                service if !service.contains(':') => json!({ "Service": service }),
                other => json!({ "AWS": other }),
            };
            return push(&mut key_holder(scenario, key)["keyPolicy"], allow_to(principal));
        }
        "keyPolicyDoesNotNameAccount" | "keyPolicyReachesNobody" => {
            return push(&mut key_holder(scenario, key)["keyPolicy"], allow_to(json!({ "AWS": account })));
        }
        "identityPoliciesDoNotAllow" | "identityPoliciesNotKnown" => {
            each_holder(scenario, |holder| {
                let list = &mut holder["identityPolicies"];
                if list.is_null() {
                    *list = json!([]);
                }
                list.as_array_mut().unwrap().push(policy(allow.clone()));
            });
        }
        "permissionsBoundaryDoesNotAllow" => {
            each_holder(scenario, |holder| {
                if holder.get("permissionsBoundary").is_some() {
                    push(&mut holder["permissionsBoundary"]["text"], allow.clone());
                }
            });
        }
        "sessionPoliciesDoNotAllow" => {
            each_holder(scenario, |holder| {
                if holder.get("sessionPolicies").is_some_and(|list| list.get(0).is_some()) {
                    push(&mut holder["sessionPolicies"][0]["text"], allow.clone());
                }
            });
        }
        "noUsableGrant" => {
            let grantee = match &*named {
                service if !service.contains(':') => "granteeServicePrincipal",
                _ => "granteePrincipal",
            };
            let operation = check.permission.strip_prefix("kms:").unwrap();
            let holder = key_holder(scenario, key);
            if holder.get("grants").is_none() {
                holder["grants"] = json!([]);
            }
            // A grant lets its grantee create grants of its own operations only.
            let mut operations = vec![json!(operation)];
            if let Some(Value::Array(passed_on)) = request["parameters"].get("Operations") {
                operations.extend(passed_on.iter().cloned());
            }
            let grant = json!({ grantee: named, "operations": operations });
            holder["grants"].as_array_mut().unwrap().push(grant);
        }
        // No policy lifts them, or none that AWS accepts.
        _ => return false,
    }
    true
}

/// Does something with whatever may hold the caller's policies: the scenario and each of its `callers`.
fn each_holder(scenario: &mut Value, mut change: impl FnMut(&mut Value)) {
    change(scenario);
    if let Some(Value::Array(callers)) = scenario.get_mut("callers") {
        callers.iter_mut().for_each(change);
    }
}

/// Which of the other keys has this ARN.
fn key_of(scenario: &Value, arn: &str) -> Option<usize> {
    let others = scenario["otherKeys"].as_array()?;
    others.iter().position(|other| other["key"]["arn"] == arn)
}

fn key_holder(scenario: &mut Value, other: Option<usize>) -> &mut Value {
    match other {
        Some(index) => &mut scenario["otherKeys"][index],
        None => scenario,
    }
}

/// The policy of this id.
fn policy_at<'v>(scenario: &'v mut Value, id: &str) -> Option<&'v mut Value> {
    let pointer = format!("/{id}");
    let place = scenario.pointer_mut(&pointer)?;
    if place.get("text").is_some() { place.get_mut("text") } else { Some(place) }
}

/// Adds a statement to a policy.
fn push(policy: &mut Value, statement: Value) -> bool {
    match policy.get_mut("Statement") {
        Some(Value::Array(list)) => list.push(statement),
        Some(only) => *only = json!([only.clone(), statement]),
        None => return false,
    }
    true
}
