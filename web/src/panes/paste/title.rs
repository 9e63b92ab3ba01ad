//! What the whole text is, in a few words: "An error and a key policy".

use kms_playground::PolicyKind;
use kms_playground::import::{Import, ImportKind, Recognised};

/// The title of the preview.
pub(super) fn of(import: &Import) -> String {
    let mut names: Vec<String> = Vec::new();
    for recognised in &import.recognised {
        let name = name(recognised, import);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let text = match names.as_slice() {
        [] if import.problem.is_some() => "an error".to_owned(),
        [] => match import.notes.first().map(|note| note.code.as_ref()) {
            Some("scenarioUnreadable") => "a scenario that cannot be read",
            Some("linkUnreadable") => "a link that cannot be read",
            _ => "nothing recognized",
        }
        .to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

fn name(recognised: &Recognised, import: &Import) -> String {
    let kind = recognised.kind;
    let count = import.recognised.iter().filter(|it| it.kind == kind).count();
    let many = |one: &str, many: &str| if count == 1 { one.to_owned() } else { format!("{count} {many}") };
    match kind {
        ImportKind::AccessDenied => many("an error", "errors"),
        ImportKind::ServiceWrapper => "a service's error".to_owned(),
        ImportKind::Policy => name_of_policy(recognised.policy).to_owned(),
        ImportKind::CloudFormation => "a CloudFormation template".to_owned(),
        ImportKind::Terraform => "Terraform configuration".to_owned(),
        ImportKind::CloudTrail => many("a CloudTrail event", "CloudTrail events"),
        ImportKind::Grants => "grants".to_owned(),
        ImportKind::Key => "facts about the key".to_owned(),
        ImportKind::AuthorizationMessage => "a decoded message".to_owned(),
        ImportKind::Scenario => "a scenario".to_owned(),
        ImportKind::Link => "a link".to_owned(),
        ImportKind::Mixed | ImportKind::Unknown => "a text".to_owned(),
    }
}

const fn name_of_policy(kind: Option<PolicyKind>) -> &'static str {
    match kind {
        None | Some(PolicyKind::KeyPolicy) => "a key policy",
        Some(PolicyKind::IdentityPolicy) => "an IAM policy",
        Some(PolicyKind::PermissionsBoundary) => "a permissions boundary",
        Some(PolicyKind::SessionPolicy) => "a session policy",
        Some(PolicyKind::ServiceControlPolicy) => "a service control policy",
        Some(PolicyKind::ResourceControlPolicy) => "a resource control policy",
        Some(PolicyKind::VpcEndpointPolicy) => "a VPC endpoint policy",
    }
}
