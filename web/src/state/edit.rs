//! What each change does to the scenario.

use kms_playground::{NamedPolicy, Scenario};

use super::action::Edit;

/// What an empty new policy begins with: a document that AWS would accept once its statement is filled in.
pub(crate) const NEW_POLICY: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Action\": \"kms:*\",\n      \"Resource\": \"*\"\n    }\n  ]\n}\n";

/// What an empty new VPC endpoint policy begins with: it names principals too.
const NEW_ENDPOINT_POLICY: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Principal\": \"*\",\n      \"Action\": \"kms:*\",\n      \"Resource\": \"*\"\n    }\n  ]\n}\n";

/// Changes the scenario, and says which request is to be shown now if not the one before.
pub(crate) fn apply(scenario: &mut Scenario, edit: Edit) -> Option<usize> {
    match edit {
        Edit::Title(title) => scenario.title = Some(title).filter(|title| !title.is_empty()),
        Edit::Key(key, _) => scenario.key = *key,
        Edit::PolicyText(slot, text) => slot.set_text(scenario, text.into()),
        Edit::PolicyName(slot, name) => {
            if let Some(policy) = slot.named_mut(scenario) {
                policy.name = name;
            }
        }
        Edit::AddPolicy(slot) => {
            let text = match slot.role {
                super::Role::Endpoint | super::Role::ResourceControl(..) => NEW_ENDPOINT_POLICY,
                _ => NEW_POLICY,
            };
            slot.insert(scenario, NamedPolicy { name: slot.kind().to_lowercase(), text: text.into() });
        }
        Edit::RemovePolicy(slot) => slot.remove(scenario),
        Edit::KnowIdentityPolicies(known) => scenario.identity_policies = known.then(Vec::new),
        Edit::Grants(grants, _) => scenario.grants = grants,
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
