//! What each change does to the scenario.

use kms_playground::{NamedPolicy, Scenario};

use super::action::Edit;
use super::owner::{self, Owner};
use super::policy_slot::{OnTab, Role};

/// What a new policy begins with, of each kind a document that AWS would accept and that stops nothing by itself.
const fn beginning(role: Role) -> &'static str {
    match role {
        Role::Endpoint => ALLOW_EVERYONE,
        Role::ResourceControl(..) => DENY_WITHOUT_TLS,
        _ => ALLOW,
    }
}

const ALLOW: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}
"#;

/// An endpoint policy names principals too.
const ALLOW_EVERYONE: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}
"#;

/// A resource control policy can only deny; this one denies calls that KMS does not take anyway.
const DENY_WITHOUT_TLS: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "kms:*",
      "Resource": "*",
      "Condition": {
        "Bool": {
          "aws:SecureTransport": "false"
        }
      }
    }
  ]
}
"#;

/// Changes the scenario while this request is shown, and says which is to be shown now if another.
pub(crate) fn apply(scenario: &mut Scenario, edit: Edit, shown: usize) -> Option<usize> {
    match edit {
        Edit::Title(title) => scenario.title = Some(title).filter(|title| !title.is_empty()),
        Edit::Notes(notes) => scenario.notes = Some(notes).filter(|notes| !notes.is_empty()),
        Edit::Key(owner, key, _) => match owner {
            Owner::OtherKey(index) => scenario.other_keys.get_mut(index)?.key = *key,
            Owner::Scenario | Owner::Caller(_) => scenario.key = *key,
        },
        Edit::PolicyText(slot, text) => slot.set_text(scenario, text.into()),
        Edit::PolicyName(slot, name) => {
            if let Some(policy) = slot.named_mut(scenario) {
                policy.name = name;
            }
        }
        Edit::AddPolicy(slot) => {
            let text = beginning(slot.role);
            slot.insert(scenario, NamedPolicy { name: slot.kind().to_lowercase(), text: text.into() });
        }
        Edit::RemovePolicy(slot) => slot.remove(scenario),
        Edit::KnowIdentityPolicies(owner, known) => {
            let policies = match owner {
                Owner::Caller(index) => &mut scenario.callers.get_mut(index)?.identity_policies,
                Owner::Scenario | Owner::OtherKey(_) => &mut scenario.identity_policies,
            };
            *policies = known.then(Vec::new);
        }
        Edit::AddCaller => scenario.callers.push(owner::new_caller(scenario, shown)),
        Edit::CallerPrincipal(index, principal) => scenario.callers.get_mut(index)?.principal = principal,
        Edit::AddKey => scenario.other_keys.push(owner::new_key(scenario)),
        Edit::RemoveOwner(owner) => owner.remove(scenario),
        Edit::Grants(owner, grants, _) => match owner {
            Owner::OtherKey(index) => scenario.other_keys.get_mut(index)?.grants = grants,
            Owner::Scenario | Owner::Caller(_) => scenario.grants = grants,
        },
        Edit::Request(index, request, _) => {
            if let Some(place) = scenario.requests.get_mut(index) {
                *place = *request;
            }
        }
        Edit::AddRequests(requests) => {
            let first = scenario.requests.len();
            scenario.requests.extend(requests);
            return Some(first);
        }
        Edit::DuplicateRequest(index) => {
            let mut copy = scenario.requests.get(index)?.clone();
            copy.name = copy.name.map(|name| format!("{name} (copy)"));
            scenario.requests.insert(index + 1, copy);
            return Some(index + 1);
        }
        Edit::RemoveRequest(index) => {
            if index < scenario.requests.len() {
                scenario.requests.remove(index);
            }
        }
        Edit::MoveRequest(from, to) => {
            if from < scenario.requests.len() && to < scenario.requests.len() {
                let request = scenario.requests.remove(from);
                scenario.requests.insert(to, request);
                return Some(to);
            }
        }
        Edit::Replace(whole) => *scenario = *whole,
    }
    None
}
