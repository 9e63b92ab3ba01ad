//! What the places of a report are called in a sentence: policies, statements, levels of an organization.

use kms_authz::PolicyId;
use kms_policy::PolicyKind;

use super::list;

/// `statement 3 of the key policy`, `statements 1, 2 and 4 of the key policy`.
pub(super) fn statements(policy: &str, indices: &[usize]) -> String {
    const SHOWN: usize = 4;
    let mut numbers: Vec<String> = indices.iter().take(SHOWN).map(|index| (index + 1).to_string()).collect();
    if indices.len() > SHOWN {
        numbers.push(format!("{} more", indices.len() - SHOWN));
    }
    let noun = if indices.len() == 1 { "statement" } else { "statements" };
    format!("{noun} {} of {policy}", list(&numbers, "and"))
}

/// What a policy is called in a sentence.
pub(super) fn policy_name(id: PolicyId, name: &str) -> String {
    let kind = match id.place.kind() {
        PolicyKind::KeyPolicy => {
            return if id.holder == kms_authz::PolicyHolder::Call {
                "the new key policy"
            } else {
                "the key policy"
            }
            .to_owned();
        }
        PolicyKind::IdentityBased => "identity policy",
        PolicyKind::PermissionsBoundary => "permissions boundary",
        PolicyKind::SessionPolicy => "session policy",
        PolicyKind::ServiceControlPolicy => "SCP",
        PolicyKind::ResourceControlPolicy => "RCP",
        PolicyKind::VpcEndpointPolicy => "VPC endpoint policy",
    };
    if name.is_empty() { format!("the {kind}") } else { format!("the {kind} `{name}`") }
}

/// `the organization's root and level 2`.
pub(super) fn level_names(levels: &[usize]) -> String {
    list(&levels.iter().map(|level| level_name(*level)).collect::<Vec<_>>(), "and")
}

fn level_name(level: usize) -> String {
    if level == 0 { "the organization's root".to_owned() } else { format!("level {}", level + 1) }
}
